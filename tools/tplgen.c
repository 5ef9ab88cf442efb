/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen OUTDIR templates/<name>.html …: compiles each template into a C function,
 * void tpl_<name>(struct out *out, const struct view_<name> *v), so that a misspelt field does
 * not compile and every value is escaped for the place where it stands.
 *
 *   {{x}} {{a.b}} {{a->b}}      text or quoted attribute, escaped (struct str)
 *   {{url x}}                   in href, src, action …: /path or https://; href="/path" is the same
 *   {{asset "style.css"}}       fingerprinted address of a file in assets/
 *   {{html x}}                  HTML; compiles only when the field is a struct html
 *   {{number x}}                a number, written for the language
 *   {{t "Hello {name}" name=x}} translated; values escaped
 *   {{plural n "{n} person" "{n} people"}}
 *   {{if x}} {{if not x}} {{if has x}} … {{else}} … {{end}}    has: a str that is not empty
 *   {{each list item}} … {{end}}                               list and n_list
 *   {{part name x}} {{part name *x}}                           another template; x a pointer */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "directive.h"
#include "markup.h"

struct block {
    const char *item; /* of {{each}}; NULL: an {{if}} */
    struct markup began;
    bool has_else;
};

struct page {
    struct markup markup;
    struct text out;      /* the function's body */
    struct text literal;  /* text not yet written to it */
    struct block *blocks; /* open at present */
    size_t depth;
};

/* Whether the path begins with the variable of an {{each}} around it. */
static bool is_item(const struct page *page, const char *path)
{
    for (size_t i = 0; i < page->depth; i++)
        if (page->blocks[i].item && is_word(page->blocks[i].item, path, name_length(path)))
            return true;
    return false;
}

/* The C of a path; `prefix` goes before its last name ("n_" for a list's length). Whether there
 * is such a field is found by the compiler. */
static char *field(const struct page *page, const struct directive *d, const char *path,
                   const char *prefix)
{
    return directive_path(d, path, is_item(page, path) ? "" : "v->", prefix);
}

/* Writes the values of a message, name=field from the word `first` on, in the order of its
 * {placeholders}; `known` needs no value. */
static void put_values(struct page *page, const struct directive *d, const char *message, int first,
                       const char *known)
{
    struct text values = {0};
    int n = 0;

    for (const char *s = message; (s = strchr(s, '{')); s++) {
        size_t size = name_length(s + 1);
        int i = first;
        if (is_word(known, s + 1, size))
            continue;
        while (i < d->n && (strncmp(d->words[i], s + 1, size) != 0 || d->words[i][size] != '='))
            i++;
        if (i == d->n || s[1 + size] != '}')
            directive_refuse(d, "a placeholder without a value");
        text_printf(&values, "{\"%.*s\", %s}, ", (int)size, s + 1,
                    field(page, d, d->words[i] + size + 1, ""));
        n++;
    }
    if (n != d->n - first)
        directive_refuse(d, "a value that the message does not have, or has twice");
    if (n > 0)
        text_printf(&page->out, ",\n        (const struct message_arg[]){%s}, %d);\n", values.p, n);
    else
        text_put(&page->out, ", NULL, 0);\n");
}

static void put_value(struct page *page, const struct directive *d)
{
    const char *how = d->n == 1 ? "text" : d->words[0];
    const char *cast = strcmp(how, "number") == 0 ? "(int64_t)" : "";

    text_printf(&page->out, "    put_%s(out, %s%s);\n", how, cast,
                field(page, d, d->words[d->n - 1], ""));
}

static void put_asset(struct page *page, const struct directive *d)
{
    const char *name = directive_text(d, 1);

    if (access(print("assets/%s", name), R_OK) != 0)
        directive_refuse(d, "no such file in assets/");
    text_printf(&page->out, "    put_asset(out, STR(\"%s\"));\n", name);
}

static void put_message(struct page *page, const struct directive *d)
{
    text_put(&page->out, "    put_message(out,");
    text_quote(&page->out, directive_text(d, 1));
    put_values(page, d, directive_text(d, 1), 2, "");
}

static void put_plural(struct page *page, const struct directive *d)
{
    text_put(&page->out, "    put_plural(out,");
    text_quote(&page->out, directive_text(d, 2));
    text_char(&page->out, ',');
    text_quote(&page->out, directive_text(d, 3));
    text_printf(&page->out, ",\n        (int64_t)%s", field(page, d, d->words[1], ""));
    put_values(page, d, directive_text(d, 3), 4, "n");
}

static void put_part(struct page *page, const struct directive *d)
{
    const char *path = d->words[2];
    bool by_pointer = *path == '*';

    text_printf(&page->out, "    tpl_%s(out, %s%s);\n", d->words[1], by_pointer ? "" : "&",
                field(page, d, path + by_pointer, ""));
}

static void open_block(struct page *page, const char *item)
{
    page->blocks = grow(page->blocks, page->depth, sizeof(struct block));
    page->blocks[page->depth++] = (struct block){.item = item, .began = page->markup};
}

static void put_if(struct page *page, const struct directive *d)
{
    int last = d->n - 1;
    bool has = last > 1 && strcmp(d->words[last - 1], "has") == 0;
    bool negated = last > 1 && strcmp(d->words[1], "not") == 0;

    if (last != 1 + has + negated)
        directive_refuse(d, "{{if}}, not, has, a field");
    text_printf(&page->out, "    if (%s%s%s) {\n", negated ? "!" : "",
                field(page, d, d->words[last], ""), has ? ".n" : "");
    open_block(page, NULL);
}

static void put_each(struct page *page, const struct directive *d)
{
    const char *item = d->words[2];

    if (!is_name(item) || is_item(page, item) || strcmp(item, "v") == 0 || strcmp(item, "out") == 0)
        directive_refuse(d, "not a free name for the item");
    text_printf(&page->out,
                "    for (size_t i_%s = 0; i_%s < %s; i_%s++) {\n"
                "    __extension__ const __auto_type %s = %s[i_%s];\n    (void)%s;\n",
                item, item, field(page, d, d->words[1], "n_"), item, item,
                field(page, d, d->words[1], ""), item, item);
    open_block(page, item);
}

static struct block *close_branch(struct page *page, const struct directive *d)
{
    if (page->depth == 0)
        directive_refuse(d, "nothing is open here");
    struct block *block = &page->blocks[page->depth - 1];
    markup_join(&page->markup, &block->began);
    return block;
}

static void put_else(struct page *page, const struct directive *d)
{
    struct block *block = close_branch(page, d);
    int line = page->markup.line;

    if (block->item || block->has_else)
        directive_refuse(d, "no {{if}} for this");
    block->has_else = true;
    page->markup = block->began;
    page->markup.line = line;
    text_put(&page->out, "    } else {\n");
}

static void put_end(struct page *page, const struct directive *d)
{
    close_branch(page, d);
    page->depth--;
    text_put(&page->out, "    }\n");
}

enum kind { BRANCH, VALUE, ADDRESS, MARKUP };

static const struct rule {
    const char *name;
    void (*put)(struct page *page, const struct directive *d);
    enum kind kind;
    int least, most; /* words */
} rules[] = {{"", put_value, VALUE, 1, 1},
             {"url", put_value, ADDRESS, 2, 2},
             {"asset", put_asset, ADDRESS, 2, 2},
             {"html", put_value, MARKUP, 2, 2},
             {"number", put_value, VALUE, 2, 2},
             {"t", put_message, VALUE, 2, WORDS_MAX},
             {"plural", put_plural, VALUE, 4, WORDS_MAX},
             {"part", put_part, MARKUP, 3, 3},
             {"if", put_if, BRANCH, 2, 4},
             {"each", put_each, BRANCH, 3, 3},
             {"else", put_else, BRANCH, 1, 1},
             {"end", put_end, BRANCH, 1, 1}};

static void put_directive(struct page *page, const struct directive *d)
{
    struct markup *m = &page->markup;
    const struct rule *rule = rules;

    for (size_t i = 1; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (strcmp(d->words[0], rules[i].name) == 0)
            rule = &rules[i];
    if (d->n < rule->least || d->n > rule->most)
        directive_refuse(d, rule == rules ? "unknown directive" : "wrong number of words");
    markup_insert(m);
    const char *wrong =
        rule->kind == BRANCH ? NULL : markup_value(m, rule->kind == MARKUP, rule->kind == ADDRESS);
    if (wrong)
        directive_refuse(d, wrong);
    m->space = false; /* after a value, or a branch that may be empty, white space counts */
    rule->put(page, d);
}

static void flush(struct page *page)
{
    if (!page->literal.n)
        return;
    text_put(&page->out, "    put_raw(out, STR(");
    text_quote(&page->out, page->literal.p);
    text_put(&page->out, "));\n");
    page->literal.n = 0;
}

/* s: the beginning of an address that is written out; returns its end. */
static const char *read_address(struct page *page, const char *s)
{
    size_t n = markup_address(&page->markup, s);
    flush(page);
    text_put(&page->out, "    put_url(out, STR(");
    text_literal(&page->out, s, n, "        ");
    text_put(&page->out, "));\n");
    return s + n;
}

static void read_page(struct page *page)
{
    const char *s = file_text(page->markup.file).p;
    char c;

    while (*s) {
        const char *next = s + 1;
        if (strncmp(s, "{{", 2) == 0) {
            struct directive d = {.file = page->markup.file, .line = page->markup.line};
            next = directive_read(&d, s);
            flush(page);
            put_directive(page, &d);
        } else if (*s == '/' && markup_at_address(&page->markup)) {
            next = read_address(page, s);
        } else if (markup_step(&page->markup, s, &c)) {
            text_char(&page->literal, c);
        }
        for (; s < next; s++)
            page->markup.line += *s == '\n';
    }
    flush(page);
    if (page->depth)
        stop_at(page->markup.file, page->markup.line, "a branch without {{end}}, begun at %d",
                page->blocks[page->depth - 1].began.line);
    markup_end(&page->markup);
}

int main(int argc, char **argv)
{
    struct text header = {0};
    need_arguments(argc, "tplgen OUTDIR templates/*.html");
    text_put(&header, "/* Made by tools/tplgen. */\n#pragma once\n\n"
                      "#include \"web/html.h\"\n#include \"web/view.h\"\n\n");
    for (int i = 2; i < argc; i++) {
        struct page page = {.markup = {.file = argv[i], .line = 1, .space = true}};
        struct text code = {0};
        char *stem = file_stem(argv[i]);
        if (!is_name(stem))
            stop_at(argv[i], 1, "a template's name is made of a-z, 0-9 and _");
        char *head = print("void tpl_%s(struct out *out, const struct view_%s *v)", stem, stem);
        read_page(&page);
        text_printf(&code,
                    "/* Made by tools/tplgen from %s. */\n#include \"tpl/templates.h\"\n\n"
                    "%s\n{\n    (void)out;\n    (void)v;\n%s}\n",
                    argv[i], head, page.out.n ? page.out.p : "");
        file_write(argv[1], print("%s.c", stem), &code);
        text_printf(&header, "%s;\n", head);
    }
    file_write(argv[1], "templates.h", &header);
    return 0;
}
