/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where in the HTML a template stands; see tplgen.h. Refuses what the pages' Content-Security-
 * Policy forbids anyway, and what would make an escaped value unsafe. */
#include <ctype.h>
#include <string.h>

#include "tplgen.h"

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

static bool is_url(const struct html *html)
{
    static const char *const names[] = {
        "href",   "src",  "action",     "formaction", "poster",   "cite",       "data",
        "srcset", "ping", "background", "manifest",   "longdesc", "xlink:href", NULL};

    return is_one_of(html->name, names);
}

static void refuse_tag(const struct html *html)
{
    static const char *const tags[] = {"style", "base", "object", "embed", "applet", NULL};

    if (is_one_of(html->tag, tags))
        stop_at(html->file, html->line, "no <%s> in templates", html->tag);
}

/* The attribute's name is complete. */
static void refuse_name(const struct html *html)
{
    static const char *const names[] = {"style", "srcdoc", "http-equiv", NULL};

    if (is_one_of(html->name, names))
        stop_at(html->file, html->line, "no %s attribute in templates", html->name);
    if (strncmp(html->name, "on", 2) == 0)
        stop_at(html->file, html->line, "no event handlers in templates: %s", html->name);
}

/* s: what follows the quote of an attribute that holds an address. */
static void refuse_address(const struct html *html, const char *s)
{
    bool is_link = strcmp(html->tag, "a") == 0 || strcmp(html->tag, "area") == 0;
    bool is_own = *s == '#' || *s == '?' || *s == html->quote || (*s == '/' && s[1] != '/');
    bool is_given = strncmp(s, "{{", 2) == 0;
    bool is_outside = strncmp(s, "https://", 8) == 0 || strncmp(s, "mailto:", 7) == 0 ||
                      strncmp(s, "tel:", 4) == 0;

    if (!is_own && !is_given && !(is_link && is_outside))
        stop_at(html->file, html->line,
                "addresses begin with / (only links may lead outside, by https): %s in <%s>",
                html->name, html->tag);
}

static void add_letter(struct html *html, char *word, size_t size, char c)
{
    size_t n = strlen(word);

    if (n + 1 >= size)
        stop_at(html->file, html->line, "name too long: %s", word);
    word[n] = (char)tolower((unsigned char)c);
    word[n + 1] = '\0';
}

static void end_tag(struct html *html)
{
    bool closes = html->tag[0] == '/';
    const char *name = html->tag + (closes ? 1 : 0);

    html->place = strcmp(html->tag, "script") == 0 ? PLACE_SCRIPT : PLACE_TEXT;
    if (strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0)
        html->preserve = !closes;
}

static void step_text(struct html *html, const char *s)
{
    if (*s != '<') {
        if (html->place == PLACE_SCRIPT && !isspace((unsigned char)*s))
            stop_at(html->file, html->line, "no inline scripts in templates");
        return;
    }
    if (strncmp(s, "<!--", 4) == 0) {
        html->place = PLACE_COMMENT;
        return;
    }
    if (!isalpha((unsigned char)s[1]) && s[1] != '/' && s[1] != '!')
        stop_at(html->file, html->line, "write &lt; for a < in text");
    html->place = PLACE_TAG;
    html->tag[0] = '\0';
}

/* After white space or an attribute, within a tag. */
static void step_between(struct html *html, char c)
{
    if (c == '>') {
        end_tag(html);
    } else if (isspace((unsigned char)c)) {
        html->place = PLACE_BETWEEN;
    } else if (c == '/') {
        html->place = PLACE_CLOSED;
    } else if (html->place == PLACE_CLOSED || !(isalpha((unsigned char)c) || c == '_')) {
        stop_at(html->file, html->line, "white space and a name must stand here: <%s", html->tag);
    } else {
        html->place = PLACE_NAME;
        html->name[0] = '\0';
        add_letter(html, html->name, sizeof(html->name), c);
    }
}

static void step_name(struct html *html, char c)
{
    if (c == '=' || c == '>' || c == '/' || isspace((unsigned char)c)) {
        refuse_name(html);
        html->place = PLACE_EQUALS;
        if (c != '=')
            step_between(html, c);
    } else if (isalnum((unsigned char)c) || strchr("-_:.", c)) {
        add_letter(html, html->name, sizeof(html->name), c);
    } else {
        stop_at(html->file, html->line, "not a name of an attribute: %s%c", html->name, c);
    }
}

static void step_tag(struct html *html, char c)
{
    if (!isspace((unsigned char)c) && c != '>' && (c != '/' || !html->tag[0])) {
        add_letter(html, html->tag, sizeof(html->tag), c);
        return;
    }
    refuse_tag(html);
    step_between(html, c);
}

static void step_equals(struct html *html, const char *s)
{
    if (*s != '"' && *s != '\'')
        stop_at(html->file, html->line, "the value of an attribute must be quoted: %s", html->name);
    html->place = PLACE_ATTRIBUTE;
    html->quote = *s;
    html->begun = false;
    if (is_url(html))
        refuse_address(html, s + 1);
}

static bool in_tag(const struct html *html)
{
    return html->place == PLACE_BETWEEN || html->place == PLACE_CLOSED ||
           html->place == PLACE_NAME || html->place == PLACE_TAG;
}

/* One space or line end for a run of white space, where the run means nothing. */
static bool write_space(struct html *html, const char *s, char *c)
{
    if (html->space)
        return false;
    html->space = true;
    *c = memchr(s, '\n', strspn(s, " \t\r\n")) ? '\n' : ' ';
    return true;
}

bool html_step(struct html *html, const char *s, char *c)
{
    enum place place = html->place;
    bool folds = (place == PLACE_TEXT && !html->preserve) || in_tag(html);

    *c = *s;
    switch (place) {
    case PLACE_TEXT:
    case PLACE_SCRIPT:
        step_text(html, s);
        break;
    case PLACE_COMMENT:
        if (*s == '>' && s[-1] == '-' && s[-2] == '-')
            html->place = PLACE_TEXT;
        return false;
    case PLACE_TAG:
        step_tag(html, *s);
        break;
    case PLACE_BETWEEN:
    case PLACE_CLOSED:
        step_between(html, *s);
        break;
    case PLACE_NAME:
        step_name(html, *s);
        break;
    case PLACE_EQUALS:
        step_equals(html, s);
        break;
    case PLACE_ATTRIBUTE:
        html->begun = true;
        if (*s == html->quote)
            html->place = PLACE_CLOSED;
        break;
    }
    if (html->place == PLACE_COMMENT)
        return false;
    if (folds && isspace((unsigned char)*s))
        return write_space(html, s, c);
    html->space = false;
    return true;
}

void html_value(struct html *html, const char *directive)
{
    bool is_address = strcmp(directive, "url") == 0 || strcmp(directive, "asset") == 0;

    if (html->place == PLACE_EQUALS)
        stop_at(html->file, html->line, "a value must stand in quotes: %s", html->name);
    if (html->place != PLACE_TEXT && html->place != PLACE_ATTRIBUTE)
        stop_at(html->file, html->line, "no value may stand here: {{%s}}", directive);
    if (html->place == PLACE_ATTRIBUTE) {
        if (strcmp(directive, "html") == 0 || strcmp(directive, "part") == 0)
            stop_at(html->file, html->line, "{{%s}} in an attribute", directive);
        if (is_url(html) && (!is_address || html->begun))
            stop_at(html->file, html->line, "write {{url …}}, first, in %s", html->name);
    }
    html->begun = true;
    html->space = false;
}

void html_open(struct html *html)
{
    if (html->place != PLACE_TEXT && html->place != PLACE_ATTRIBUTE &&
        html->place != PLACE_BETWEEN && html->place != PLACE_CLOSED)
        stop_at(html->file, html->line, "no branch may begin here");
}

void html_close(struct html *html, const struct html *began)
{
    bool in_same = html->place == began->place;

    if (html->place == PLACE_NAME)
        refuse_name(html);
    if (in_tag(began) && in_tag(html) && html->place != PLACE_TAG) {
        html->place = PLACE_CLOSED;
        in_same = true;
    }
    if (!in_same || html->preserve != began->preserve ||
        (html->place != PLACE_TEXT && strcmp(html->tag, began->tag) != 0) ||
        (html->place == PLACE_ATTRIBUTE && strcmp(html->name, began->name) != 0))
        stop_at(html->file, html->line, "the branch ends in another place than it began in");
    html->begun = true;
    html->space = false;
}
