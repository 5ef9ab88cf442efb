/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each directive of a template becomes in C; see tplgen.c for the list. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tplgen.h"

/* ---- words, paths, messages -------------------------------------------------------------- */

static void cut_words(struct template *t, char *s)
{
    t->n_words = 0;
    for (s += strspn(s, " \t\r\n"); *s; s += strspn(s, " \t\r\n")) {
        if (t->n_words == WORDS_MAX)
            template_refuse(t, "too many words");
        struct word *word = &t->words[t->n_words];
        if (*s == '"') {
            *word = (struct word){cut_quoted(&s), true};
            if (!word->z)
                template_refuse(t, "a text without its end");
        } else {
            size_t n = strcspn(s, " \t\r\n\"");
            *word = (struct word){copy_of(s, n), false};
            s += n;
        }
        t->n_words++;
    }
    if (t->n_words == 0)
        template_refuse(t, "an empty directive");
}

/* "name", "a.b", "a->b.c": length of the path at s, 0 when it is none. */
static size_t path_length(const char *s)
{
    size_t n = name_length(s);
    size_t more = n;

    while (n && more) {
        size_t joint = s[n] == '.' ? 1 : strncmp(s + n, "->", 2) == 0 ? 2 : 0;
        more = joint ? name_length(s + n + joint) : 0;
        n += more ? joint + more : 0;
    }
    return n;
}

/* Whether the path begins with the variable of an {{each}} around it. */
static bool is_item(const struct template *t, const char *path)
{
    size_t n = name_length(path);

    for (int i = 0; i < t->depth; i++) {
        const char *item = t->blocks[i].item;
        if (item && strlen(item) == n && memcmp(item, path, n) == 0)
            return true;
    }
    return false;
}

/* The C of a path; `prefix` goes before its last name ("n_" for a list's length). */
static const char *c_path(const struct template *t, const char *path, const char *prefix)
{
    struct text c = {0};
    size_t n = path_length(path);
    size_t last = n;

    if (n == 0 || path[n])
        template_refuse(t, "not a field");
    while (last > 0 && path[last - 1] != '.' && path[last - 1] != '>')
        last--;
    if (!is_item(t, path)) {
        text_printf(&c, "v->%.*s%s%s", (int)last, path, prefix, path + last);
    } else if (last == 0) {
        text_printf(&c, "(*%s)", path);
    } else {
        size_t first = name_length(path);
        size_t rest = first + (path[first] == '.' ? 1 : 2);
        text_printf(&c, "%.*s->%.*s%s%s", (int)first, path, (int)(last - rest), path + rest, prefix,
                    path + last);
    }
    return c.p;
}

static bool has_placeholder(const char *message, const char *name)
{
    struct text wanted = {0};

    text_printf(&wanted, "{%s}", name);
    return strstr(message, wanted.p) != NULL;
}

/* Every {name} of the message must be given, and everything given must be in it. */
static void check_message(const struct template *t, const char *message, int first, bool counts)
{
    int n_given = t->n_words - first;
    int n_found = 0;

    for (const char *s = message; (s = strchr(s, '{')); s++) {
        size_t n = name_length(s + 1);
        if (!n || s[n + 1] != '}')
            template_refuse(t, "a placeholder is {name}");
        if (counts && n == 1 && s[1] == 'n')
            n_given++;
        n_found++;
    }
    for (int i = first; i < t->n_words; i++) {
        char *name = copy_of(t->words[i].z, name_length(t->words[i].z));
        if (!*name || t->words[i].z[strlen(name)] != '=')
            template_refuse(t, "a message's value is name=field");
        if (!has_placeholder(message, name))
            template_refuse(t, "a value that the message does not have");
    }
    if (n_found != n_given)
        template_refuse(t, "a placeholder without a value, or twice");
}

static void put_args(struct template *t, int first)
{
    int n = t->n_words - first;

    if (n == 0) {
        text_put(&t->out, ", NULL, 0);\n");
        return;
    }
    text_put(&t->out, ",\n        (const struct message_arg[]){");
    for (int i = first; i < t->n_words; i++) {
        char *equals = strchr(t->words[i].z, '=');
        *equals = '\0';
        text_printf(&t->out, "{\"%s\", %s}, ", t->words[i].z, c_path(t, equals + 1, ""));
    }
    text_printf(&t->out, "}, %d);\n", n);
}

/* ---- directives ------------------------------------------------------------------------- */

static void need_words(const struct template *t, int least, int most)
{
    if (t->n_words < least || t->n_words > most)
        template_refuse(t, "wrong number of words");
}

static void put_value(struct template *t)
{
    bool plain = t->n_words == 1;
    const char *how = plain ? "text" : t->words[0].z;
    bool number = strcmp(how, "number") == 0;

    html_value(&t->html, how);
    text_printf(&t->out, "    put_%s(out, %s%s);\n", how, number ? "(int64_t)" : "",
                c_path(t, t->words[plain ? 0 : 1].z, ""));
}

static void put_asset(struct template *t)
{
    struct text path = {0};

    need_words(t, 2, 2);
    html_value(&t->html, "asset");
    text_printf(&path, "assets/%s", t->words[1].z);
    if (!t->words[1].is_text || access(path.p, R_OK) != 0)
        template_refuse(t, "no such file in assets/");
    text_printf(&t->out, "    put_asset(out, STR(\"%s\"));\n", t->words[1].z);
}

static void put_message(struct template *t)
{
    need_words(t, 2, WORDS_MAX);
    if (!t->words[1].is_text)
        template_refuse(t, "the message must be in quotes");
    html_value(&t->html, "t");
    check_message(t, t->words[1].z, 2, false);
    text_put(&t->out, "    put_message(out,");
    text_quote(&t->out, t->words[1].z);
    put_args(t, 2);
}

static void put_plural(struct template *t)
{
    need_words(t, 4, WORDS_MAX);
    if (!t->words[2].is_text || !t->words[3].is_text)
        template_refuse(t, "two messages must follow the number");
    html_value(&t->html, "plural");
    check_message(t, t->words[3].z, 4, true);
    text_put(&t->out, "    put_plural(out,");
    text_quote(&t->out, t->words[2].z);
    text_char(&t->out, ',');
    text_quote(&t->out, t->words[3].z);
    text_printf(&t->out, ",\n        (int64_t)%s", c_path(t, t->words[1].z, ""));
    put_args(t, 4);
}

static void put_part(struct template *t)
{
    need_words(t, 3, 3);
    char *path = t->words[2].z;
    bool by_pointer = *path == '*';

    if (!is_name(t->words[1].z))
        template_refuse(t, "not a template");
    html_value(&t->html, "part");
    if (t->html.place != PLACE_TEXT)
        template_refuse(t, "a part stands in text");
    text_printf(&t->out, "    tpl_%s(out, %s%s);\n", t->words[1].z, by_pointer ? "" : "&",
                c_path(t, path + by_pointer, ""));
}

static void open_block(struct template *t, const char *item)
{
    html_open(&t->html);
    if (t->depth == DEPTH_MAX)
        template_refuse(t, "nested too deeply");
    if (item)
        t->html.space = false; /* what comes before is different in the second round */
    t->blocks[t->depth++] = (struct block){.item = item, .began = t->html};
}

static void put_if(struct template *t)
{
    int at = 1;

    need_words(t, 2, 4);
    bool negated = strcmp(t->words[at].z, "not") == 0 && t->n_words > at + 1;
    at += negated;
    bool has = strcmp(t->words[at].z, "has") == 0 && t->n_words > at + 1;
    at += has;
    need_words(t, at + 1, at + 1);
    const char *c = c_path(t, t->words[at].z, "");
    text_printf(&t->out, "    if (%s%s%s) {\n", negated ? "!" : "", c, has ? ".n" : "");
    open_block(t, NULL);
}

static void put_each(struct template *t)
{
    need_words(t, 3, 3);
    const char *item = t->words[2].z;

    if (!is_name(item) || is_item(t, item) || strcmp(item, "v") == 0 || strcmp(item, "out") == 0)
        template_refuse(t, "not a free name for the item");
    text_printf(&t->out, "    for (size_t i_%s = 0; i_%s < %s; i_%s++) {\n", item, item,
                c_path(t, t->words[1].z, "n_"), item);
    text_printf(&t->out, "    __extension__ const __auto_type %s = &%s[i_%s];\n    (void)%s;\n",
                item, c_path(t, t->words[1].z, ""), item, item);
    open_block(t, item);
}

static void put_else(struct template *t)
{
    struct block *block = t->depth ? &t->blocks[t->depth - 1] : NULL;
    int line = t->html.line;

    need_words(t, 1, 1);
    if (!block || block->item || block->has_else)
        template_refuse(t, "no {{if}} for this");
    html_close(&t->html, &block->began);
    block->has_else = true;
    t->html = block->began;
    t->html.line = line;
    text_put(&t->out, "    } else {\n");
}

static void put_end(struct template *t)
{
    need_words(t, 1, 1);
    if (t->depth == 0)
        template_refuse(t, "nothing is open here");
    html_close(&t->html, &t->blocks[--t->depth].began);
    text_put(&t->out, "    }\n");
}

void template_put(struct template *t, char *directive)
{
    static const struct {
        const char *name;
        void (*put)(struct template *t);
    } table[] = {{"url", put_value},   {"html", put_value}, {"number", put_value},
                 {"asset", put_asset}, {"t", put_message},  {"plural", put_plural},
                 {"part", put_part},   {"if", put_if},      {"each", put_each},
                 {"else", put_else},   {"end", put_end}};

    cut_words(t, directive);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(t->words[0].z, table[i].name) == 0 && !t->words[0].is_text) {
            table[i].put(t);
            return;
        }
    }
    if (t->n_words > 1 || t->words[0].is_text)
        template_refuse(t, "unknown directive");
    put_value(t);
}
