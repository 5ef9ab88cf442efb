/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen OUTDIR templates/<name>.html …: compiles each template into a C function,
 * void tpl_<name>(struct out *out, const struct view_<name> *v), so that a misspelt field does
 * not compile and every value is escaped for the place where it stands.
 *
 *   {{x}} {{a.b}} {{a->b}}      text or quoted attribute, escaped (struct str)
 *   {{url x}}                   the only form in href, src, action …: /path or https://
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

#include "tplgen.h"

void template_refuse(const struct template *t, const char *what)
{
    stop_at(t->html.file, t->html.line, "%s: {{%s}}", what, t->n_words ? t->words[0].z : "");
}

static void flush(struct template *t)
{
    if (!t->literal.n)
        return;
    text_put(&t->out, "    put_raw(out, STR(");
    text_literal(&t->out, t->literal.p, t->literal.n, "        ");
    text_put(&t->out, "));\n");
    t->literal.n = 0;
}

/* s is at "{{"; returns what follows "}}". Quoted texts may hold braces. */
static char *read_directive(struct template *t, char *s)
{
    bool quoted = false;
    int lines = 0;
    char *end = s + 2;

    for (; *end && (quoted || strncmp(end, "}}", 2) != 0); end++) {
        quoted ^= *end == '"' && end[-1] != '\\';
        lines += *end == '\n';
    }
    if (!*end)
        stop_at(t->html.file, t->html.line, "{{ without }}");
    if (t->html.place == PLACE_COMMENT)
        stop_at(t->html.file, t->html.line, "no directives in comments");
    *end = '\0';
    flush(t);
    template_put(t, s + 2);
    t->html.line += lines;
    return end + 2;
}

static void read_template(struct template *t)
{
    char *s = file_text(t->html.file).p;
    char c;

    while (*s) {
        if (strncmp(s, "{{", 2) == 0) {
            s = read_directive(t, s);
            continue;
        }
        if (html_step(&t->html, s, &c))
            text_char(&t->literal, c);
        t->html.line += *s++ == '\n';
    }
    flush(t);
    if (t->depth)
        stop_at(t->html.file, t->html.line, "an {{if}} or {{each}} without {{end}}, begun at %d",
                t->blocks[t->depth - 1].began.line);
    if (t->html.place != PLACE_TEXT)
        stop_at(t->html.file, t->html.line, "the template ends within a tag or comment: <%s",
                t->html.tag);
}

static void write_template(const char *dir, const char *stem, const struct template *t)
{
    struct text code = {0};
    struct text name = {0};

    text_printf(&code,
                "/* Made by tools/tplgen from %s. */\n"
                "#include \"tpl/templates.h\"\n\n"
                "void tpl_%s(struct out *out, const struct view_%s *v)\n{\n"
                "    (void)out;\n    (void)v;\n%s}\n",
                t->html.file, stem, stem, t->out.p ? t->out.p : "");
    text_printf(&name, "%s.c", stem);
    file_write(dir, name.p, &code);
}

int main(int argc, char **argv)
{
    struct text header = {0};

    if (argc < 2) {
        fputs("usage: tplgen OUTDIR templates/*.html\n", stderr);
        return 2;
    }
    text_put(&header, "/* Made by tools/tplgen. */\n#pragma once\n\n"
                      "#include \"web/html.h\"\n#include \"web/view.h\"\n\n");
    for (int i = 2; i < argc; i++) {
        struct template t = {.html = {.file = argv[i], .line = 1, .space = true}};
        char *stem = file_stem(argv[i]);
        if (!is_name(stem))
            stop_at(argv[i], 1, "a template's name is made of a-z, 0-9 and _");
        read_template(&t);
        write_template(argv[1], stem, &t);
        text_printf(&header, "void tpl_%s(struct out *out, const struct view_%s *v);\n", stem,
                    stem);
    }
    file_write(argv[1], "templates.h", &header);
    return 0;
}
