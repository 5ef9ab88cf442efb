/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of {{…}}; see directive.h. */
#include <string.h>

#include "directive.h"

static const char space[] = " \t\r\n";

void directive_refuse(const struct directive *d, const char *what)
{
    stop_at(d->file, d->line, "%s: {{%s}}", what, d->n ? d->words[0] : "");
}

/* The text in quotes at *s, without the last of them; NULL when it has no end. */
static char *read_text(const char **s)
{
    struct text text = {0};
    const char *c = *s + 1;

    text_char(&text, '"');
    for (; *c && *c != '"'; c++) {
        if (*c == '\\' && c[1] == '"')
            c++;
        size_t n = strspn(c, space);
        text_char(&text, n ? ' ' : *c);
        c += n ? n - 1 : 0;
    }
    if (!*c)
        return NULL;
    *s = c + 1;
    return text.p;
}

/* A word up to white space, a text or the end. */
static char *read_word(const char **s)
{
    size_t n = 0;
    const char *word = *s;

    while (word[n] && !strchr(space, word[n]) && word[n] != '"' && strncmp(word + n, "}}", 2) != 0)
        n++;
    *s += n;
    return copy_of(word, n);
}

const char *directive_read(struct directive *d, const char *s)
{
    d->n = 0;
    s += 2 + strspn(s + 2, space);
    while (*s && strncmp(s, "}}", 2) != 0) {
        if (d->n == WORDS_MAX)
            directive_refuse(d, "too many words");
        char *word = *s == '"' ? read_text(&s) : read_word(&s);
        if (!word)
            directive_refuse(d, "a text without its end");
        d->words[d->n++] = word;
        s += strspn(s, space);
    }
    if (!*s)
        directive_refuse(d, "{{ without }}");
    if (d->n == 0)
        directive_refuse(d, "an empty directive");
    return s + 2;
}

char *directive_text(const struct directive *d, int word)
{
    if (word >= d->n || *d->words[word] != '"')
        directive_refuse(d, "messages and names of assets stand in quotes");
    return d->words[word] + 1;
}

char *directive_path(const struct directive *d, const char *path, const char *root,
                     const char *prefix)
{
    size_t n = strlen(path);

    if (!name_length(path) || path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789_.->")])
        directive_refuse(d, "not a field");
    while (n > 0 && !strchr(".>", path[n - 1]))
        n--;
    return print("%s%.*s%s%s", root, (int)n, path, prefix, path + n);
}
