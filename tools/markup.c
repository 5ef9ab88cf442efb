/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where in HTML or SVG one stands; see markup.h. */
#include <ctype.h>
#include <string.h>

#include "markup.h"

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

bool markup_in_address(const struct markup *m)
{
    static const char *const names[] = {
        "href",   "src",  "action",     "formaction", "poster",   "cite",       "data",
        "srcset", "ping", "background", "manifest",   "longdesc", "xlink:href", NULL};

    return is_one_of(m->name, names);
}

bool markup_at_address(const struct markup *m)
{
    return m->place == PLACE_ATTRIBUTE && !m->begun && markup_in_address(m);
}

static void refuse_tag(const struct markup *m)
{
    static const char *const tags[] = {"style", "base", "object", "embed", "applet", NULL};

    if (is_one_of(m->tag, tags))
        stop_at(m->file, m->line, "no <%s> here", m->tag);
}

/* The attribute's name is complete. */
static void refuse_name(const struct markup *m)
{
    static const char *const names[] = {"style", "srcdoc", "http-equiv", NULL};

    if (is_one_of(m->name, names))
        stop_at(m->file, m->line, "no %s attribute here", m->name);
    if (strncmp(m->name, "on", 2) == 0)
        stop_at(m->file, m->line, "no event handlers: %s", m->name);
}

/* s: the value of http-equiv. A policy can only forbid more than the server's does. */
static void refuse_header(const struct markup *m, const char *s)
{
    static const char policy[] = "Content-Security-Policy";
    size_t n = sizeof(policy) - 1;

    if (strncmp(s, policy, n) != 0 || s[n] != m->quote)
        stop_at(m->file, m->line, "no http-equiv attribute here, but for a %s", policy);
}

/* s: the value of an attribute that holds an address. */
static void refuse_address(const struct markup *m, const char *s)
{
    bool is_link = strcmp(m->tag, "a") == 0 || strcmp(m->tag, "area") == 0;
    bool is_own = *s == '#' || *s == '?' || *s == m->quote || (*s == '/' && s[1] != '/');
    bool is_outside = strncmp(s, "https://", 8) == 0 || strncmp(s, "mailto:", 7) == 0 ||
                      strncmp(s, "tel:", 4) == 0;

    if (!is_own && !(is_link && is_outside))
        stop_at(m->file, m->line,
                "addresses begin with / (only links may lead outside, by https): %s in <%s>",
                m->name, m->tag);
}

static void add_letter(struct markup *m, char *word, size_t size, char c)
{
    size_t n = strlen(word);

    if (n + 1 >= size)
        stop_at(m->file, m->line, "name too long: %s", word);
    word[n] = (char)tolower((unsigned char)c);
    word[n + 1] = '\0';
}

static void end_tag(struct markup *m)
{
    bool closes = m->tag[0] == '/';
    const char *name = m->tag + (closes ? 1 : 0);

    m->place = strcmp(m->tag, "script") == 0 ? PLACE_SCRIPT : PLACE_TEXT;
    if (strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0)
        m->preserve = !closes;
    m->tag[0] = '\0';
}

static void step_text(struct markup *m, const char *s)
{
    if (*s != '<') {
        if (m->place == PLACE_SCRIPT && !isspace((unsigned char)*s))
            stop_at(m->file, m->line, "no inline scripts");
        return;
    }
    if (strncmp(s, "<!--", 4) == 0) {
        m->place = PLACE_COMMENT;
        return;
    }
    if (!isalpha((unsigned char)s[1]) && s[1] != '/' && s[1] != '!')
        stop_at(m->file, m->line, "write &lt; for a < in text");
    m->place = PLACE_TAG;
}

/* After white space or an attribute, within a tag. */
static void step_between(struct markup *m, char c)
{
    if (c == '>') {
        end_tag(m);
    } else if (isspace((unsigned char)c)) {
        m->place = PLACE_BETWEEN;
    } else if (c == '/') {
        m->place = PLACE_CLOSED;
    } else if (m->place == PLACE_CLOSED || !(isalpha((unsigned char)c) || c == '_')) {
        stop_at(m->file, m->line, "white space and a name must stand here: <%s", m->tag);
    } else {
        m->place = PLACE_NAME;
        add_letter(m, m->name, sizeof(m->name), c);
    }
}

/* A name without a value, or before white space, is complete as well. */
static void end_name(struct markup *m)
{
    refuse_name(m);
    m->name[0] = '\0';
    m->place = PLACE_CLOSED;
}

static void step_name(struct markup *m, char c)
{
    if (c == '=') {
        if (strcmp(m->name, "http-equiv") != 0)
            refuse_name(m);
        m->place = PLACE_EQUALS;
    } else if (c == '>' || c == '/' || isspace((unsigned char)c)) {
        end_name(m);
        step_between(m, c);
    } else if (isalnum((unsigned char)c) || strchr("-_:.", c)) {
        add_letter(m, m->name, sizeof(m->name), c);
    } else {
        stop_at(m->file, m->line, "not a name of an attribute: %s%c", m->name, c);
    }
}

static void step_tag(struct markup *m, char c)
{
    if (!isspace((unsigned char)c) && c != '>' && (c != '/' || !m->tag[0])) {
        add_letter(m, m->tag, sizeof(m->tag), c);
        return;
    }
    refuse_tag(m);
    step_between(m, c);
}

static void step_equals(struct markup *m, char c)
{
    if (c != '"' && c != '\'')
        stop_at(m->file, m->line, "the value of an attribute must be quoted: %s", m->name);
    m->place = PLACE_ATTRIBUTE;
    m->quote = c;
    m->begun = false;
}

static void step_attribute(struct markup *m, const char *s)
{
    if (!m->begun && markup_in_address(m))
        refuse_address(m, s);
    if (!m->begun && strcmp(m->name, "http-equiv") == 0)
        refuse_header(m, s);
    m->begun = true;
    if (*s != m->quote)
        return;
    m->place = PLACE_CLOSED;
    m->name[0] = '\0';
}

static bool in_tag(const struct markup *m)
{
    return m->place == PLACE_BETWEEN || m->place == PLACE_CLOSED || m->place == PLACE_NAME ||
           m->place == PLACE_TAG;
}

/* One space or line end for a run of white space, where the run means nothing. */
static bool write_space(struct markup *m, const char *s, char *c)
{
    if (m->space)
        return false;
    m->space = true;
    *c = memchr(s, '\n', strspn(s, " \t\r\n")) ? '\n' : ' ';
    return true;
}

bool markup_step(struct markup *m, const char *s, char *c)
{
    enum place place = m->place;
    bool folds = (place == PLACE_TEXT && !m->preserve) || in_tag(m);

    *c = *s;
    switch (place) {
    case PLACE_TEXT:
    case PLACE_SCRIPT:
        step_text(m, s);
        break;
    case PLACE_COMMENT:
        if (*s == '>' && s[-1] == '-' && s[-2] == '-')
            m->place = PLACE_TEXT;
        return false;
    case PLACE_TAG:
        step_tag(m, *s);
        break;
    case PLACE_BETWEEN:
    case PLACE_CLOSED:
        step_between(m, *s);
        break;
    case PLACE_NAME:
        step_name(m, *s);
        break;
    case PLACE_EQUALS:
        step_equals(m, *s);
        break;
    case PLACE_ATTRIBUTE:
        step_attribute(m, s);
        break;
    }
    if (m->place == PLACE_COMMENT)
        return false;
    if (folds && isspace((unsigned char)*s))
        return write_space(m, s, c);
    m->space = false;
    return true;
}

void markup_insert(struct markup *m)
{
    if (m->place == PLACE_NAME)
        end_name(m);
    if (m->place == PLACE_EQUALS)
        stop_at(m->file, m->line, "a value must stand in quotes: %s", m->name);
    if (m->place == PLACE_TAG || m->place == PLACE_SCRIPT || m->place == PLACE_COMMENT)
        stop_at(m->file, m->line, "nothing may be put in here");
}

void markup_join(struct markup *m, const struct markup *began)
{
    bool in_same = m->place == began->place || (in_tag(m) && in_tag(began));

    if (!in_same || m->preserve != began->preserve || strcmp(m->tag, began->tag) != 0 ||
        strcmp(m->name, began->name) != 0)
        stop_at(m->file, m->line, "the branch ends in another place than it began in");
    if (in_tag(m))
        m->place = PLACE_CLOSED;
}

void markup_end(const struct markup *m)
{
    if (m->place != PLACE_TEXT)
        stop_at(m->file, m->line, "the file ends within a tag or comment: <%s", m->tag);
}

const char *markup_value(struct markup *m, bool is_markup, bool is_address)
{
    if (m->place != PLACE_TEXT && m->place != PLACE_ATTRIBUTE)
        return "no value may stand here";
    if (m->place == PLACE_ATTRIBUTE && is_markup)
        return "HTML in an attribute";
    if (strcmp(m->name, "http-equiv") == 0)
        return "no http-equiv attribute from a field";
    if (markup_in_address(m) && (!is_address || m->begun))
        return "an address must be {{url …}}, and first";
    m->begun = true;
    return NULL;
}

size_t markup_address(struct markup *m, const char *s)
{
    size_t n = strcspn(s, m->quote == '"' ? "\"{" : "'{");
    char c;

    markup_step(m, s, &c);
    if (memchr(s, '&', n))
        stop_at(m->file, m->line, "no & in an address: give it as {{url x}}");
    return n;
}
