/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Style sheets and scripts as they are sent; see slim.h. */
#include <ctype.h>
#include <string.h>

#include "slim.h"

/* The end of the string that begins at s, behind its quote. */
static const char *string_end(const char *s)
{
    const char *end = s + 1;

    while (*end && *end != *s)
        end += *end == '\\' && end[1] ? 2 : 1;
    return *end ? end + 1 : end;
}

static bool separates(char c)
{
    return c && strchr("{};,", c);
}

/* A space that the letter before it or the one behind it needs. */
static bool needs_space(const struct text *out, char next)
{
    char last = out->n ? out->p[out->n - 1] : '{';

    return !separates(last) && last != ':' && !separates(next);
}

struct text slim_css(const struct text *css)
{
    struct text out = {0};
    bool was_space = false;

    for (const char *s = css->p; s && *s;) {
        const char *comment_end = strncmp(s, "/*", 2) == 0 ? strstr(s + 2, "*/") : NULL;
        if (comment_end || isspace((unsigned char)*s)) {
            s = comment_end ? comment_end + 2 : s + 1;
            was_space = true;
            continue;
        }
        if (was_space && needs_space(&out, *s))
            text_char(&out, ' ');
        was_space = false;
        if (*s == '}' && out.n && out.p[out.n - 1] == ';')
            out.p[--out.n] = '\0';
        const char *end = *s == '"' || *s == '\'' ? string_end(s) : s + 1;
        text_put_n(&out, s, (size_t)(end - s));
        s = end;
    }
    return out;
}

struct text slim_js(const char *path, const struct text *js)
{
    struct text out = {0};
    char *rest = copy_of(js->p ? js->p : "", js->n);
    char *line;

    for (int n = 1; (line = next_line(&rest)); n++) {
        int ticks = 0;
        for (const char *s = line; (s = strchr(s, '`')); s++)
            ticks++;
        if (ticks % 2)
            stop_at(path, n, "no template literals over several lines");
        line = trim(line);
        if (*line && strncmp(line, "//", 2) != 0)
            text_printf(&out, "%s\n", line);
    }
    return out;
}
