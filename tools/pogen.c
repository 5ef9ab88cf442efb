/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pogen OUTDIR po/<language>.po …: translations as sorted tables in C.
 *
 * English is the key and always the first language; po/en.po is needed only to change it. The
 * header of a file gives Plural-Forms, X-Direction (ltr, rtl), X-Name (the language's own name)
 * and X-Review: "machine" while no speaker has reviewed it, then "confirmed" (or nothing). Entries
 * that are fuzzy or empty are left out: the page then shows English. A translation
 * whose {placeholders} differ from the English stops the build; a plural form may leave out {n}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"
#include "plural.h"

struct entry {
    int line;
    bool is_fuzzy;
    struct text id, plural;
    struct text forms[FORMS_MAX];
};

struct language {
    const char *file;
    char *code;
    char *direction;
    char *name;
    struct plural plural;
    bool is_machine_made; /* and not yet reviewed */
    struct entry *entries;
    size_t n;
};

struct reader {
    struct language *language;
    int line;
    struct entry entry;
    struct text *field; /* that the next quoted line goes on with */
};

/* Adds what stands in the quotes at s. */
static void add_quoted(struct reader *r, char *s)
{
    static const char from[] = "nt\"\\";
    static const char to[] = "\n\t\"\\";

    s = trim(s);
    size_t n = strlen(s);
    if (!r->field || n < 2 || s[0] != '"' || s[n - 1] != '"')
        stop_at(r->language->file, r->line, "not a line of a .po file: %s", s);
    for (size_t i = 1; i + 1 < n; i++) {
        const char *escape = s[i] == '\\' ? strchr(from, s[i + 1]) : NULL;
        if (s[i] == '\\' && !escape)
            stop_at(r->language->file, r->line, "unknown escape: %s", s);
        text_char(r->field, escape ? to[escape - from] : s[i]);
        i += escape != NULL;
    }
}

/* The value of "Name: value\n" in the header, in new memory; NULL without one. */
static char *header_value(const struct text *header, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = header->p; s && *s; s = strchr(s, '\n'), s = s ? s + 1 : s)
        if (strncmp(s, name, n) == 0 && s[n] == ':')
            return trim(copy_of(s + n + 1, strcspn(s + n + 1, "\n")));
    return NULL;
}

/* Other words are refused: one that is misspelt would hide what a machine made. */
static bool is_machine_made(const struct reader *r, const char *review)
{
    bool is_confirmed = !review || strcmp(review, "confirmed") == 0;

    if (!is_confirmed && strcmp(review, "machine") != 0)
        stop_at(r->language->file, r->entry.line, "X-Review is machine or confirmed: %s", review);
    return !is_confirmed;
}

static void read_header(struct reader *r)
{
    struct language *l = r->language;
    const struct text *header = &r->entry.forms[0];
    l->direction = header_value(header, "X-Direction");
    l->name = header_value(header, "X-Name");
    l->is_machine_made = is_machine_made(r, header_value(header, "X-Review"));
    if (!l->direction || (strcmp(l->direction, "ltr") != 0 && strcmp(l->direction, "rtl") != 0))
        stop_at(l->file, r->entry.line, "the header needs X-Direction: ltr or rtl");
    if (!l->name || !*l->name)
        stop_at(l->file, r->entry.line, "the header needs X-Name");
    if (!plural_read(header_value(header, "Plural-Forms"), &l->plural))
        stop_at(l->file, r->entry.line, "the header needs Plural-Forms: nplurals=N; plural=…;");
    if (!plural_is_rule(l->plural.rule))
        stop_at(l->file, r->entry.line, "not a plural rule: %s", l->plural.rule);
}

/* Whether every {name} of a is in b; {n} may be missing there when `without_n`. */
static bool has_placeholders(const char *a, const char *b, bool without_n)
{
    for (const char *s = a; (s = strchr(s, '{')); s++) {
        size_t n = name_length(s + 1);
        if (!n || s[n + 1] != '}')
            continue;
        char *placeholder = copy_of(s, n + 2);
        if (!strstr(b, placeholder) && !(without_n && strcmp(placeholder, "{n}") == 0))
            return false;
    }
    return true;
}

/* False when a form is missing; stops when the forms do not fit the English. */
static bool is_translated(const struct language *l, const struct entry *e)
{
    bool is_plural = e->plural.n > 0;
    int n_wanted = is_plural ? l->plural.n_forms : 1;
    const char *english = is_plural ? e->plural.p : e->id.p;

    for (int i = 0; i < n_wanted; i++)
        if (!e->forms[i].n)
            return false;
    for (int i = 0; i < n_wanted; i++)
        if (!has_placeholders(english, e->forms[i].p, is_plural) ||
            !has_placeholders(e->forms[i].p, english, false))
            stop_at(l->file, e->line, "other placeholders than in English: %s", e->id.p);
    if (n_wanted < FORMS_MAX && e->forms[n_wanted].n)
        stop_at(l->file, e->line, "this language has %d forms: %s", n_wanted, e->id.p);
    return true;
}

static void end_entry(struct reader *r)
{
    struct language *l = r->language;
    struct entry *e = &r->entry;

    if (e->line && !e->id.n) {
        read_header(r);
    } else if (e->line && !l->plural.rule) {
        stop_at(l->file, e->line, "the header must come first");
    } else if (e->line && !e->is_fuzzy && is_translated(l, e)) {
        l->entries = grow(l->entries, l->n, sizeof(struct entry));
        l->entries[l->n++] = *e;
    }
    *e = (struct entry){0};
    r->field = NULL;
}

static void begin_message(struct reader *r, char *rest)
{
    bool is_fuzzy = r->entry.is_fuzzy && !r->entry.line;

    if (!is_fuzzy)
        end_entry(r);
    r->entry.line = r->line;
    r->field = &r->entry.id;
    add_quoted(r, rest);
}

static void read_line(struct reader *r, char *line)
{
    char *rest;

    if (*line == '#') {
        if (r->entry.line)
            end_entry(r);
        if (line[1] == ',' && strstr(line, "fuzzy"))
            r->entry.is_fuzzy = true;
    } else if ((rest = after(line, "msgid_plural "))) {
        r->field = &r->entry.plural;
        add_quoted(r, rest);
    } else if ((rest = after(line, "msgid "))) {
        begin_message(r, rest);
    } else if ((rest = after(line, "msgstr "))) {
        r->field = &r->entry.forms[0];
        add_quoted(r, rest);
    } else if ((rest = after(line, "msgstr[")) && *rest >= '0' && *rest < '0' + FORMS_MAX) {
        r->field = &r->entry.forms[*rest - '0'];
        add_quoted(r, rest + 2);
    } else if (*line) {
        add_quoted(r, line);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    return strcmp(x->id.p, y->id.p);
}

static void read_language(struct language *l)
{
    struct reader r = {.language = l};
    char *rest = file_text(l->file).p;
    char *line;

    while ((line = next_line(&rest))) {
        r.line++;
        read_line(&r, trim(line));
    }
    end_entry(&r);
    if (!l->plural.rule)
        stop_at(l->file, 1, "the file has no header");
    if (l->n)
        qsort(l->entries, l->n, sizeof(struct entry), by_id);
    for (size_t i = 1; i < l->n; i++)
        if (by_id(&l->entries[i - 1], &l->entries[i]) == 0)
            stop_at(l->file, l->entries[i].line, "twice in this file: %s", l->entries[i].id.p);
}

static void write_language(struct text *out, const struct language *l, int at)
{
    text_printf(out,
                "\n/* %s */\nstatic unsigned plural_%d(unsigned long n)\n{\n"
                "    unsigned form = (unsigned)(%s);\n\n    (void)n;\n"
                "    return form < %d ? form : 0;\n}\n",
                l->code, at, l->plural.rule, l->plural.n_forms);
    for (size_t i = 0; i < l->n; i++) {
        text_printf(out, "static const char *const forms_%d_%zu[] = {", at, i);
        for (int f = 0; f < FORMS_MAX && l->entries[i].forms[f].n; f++) {
            text_quote(out, l->entries[i].forms[f].p);
            text_char(out, ',');
        }
        text_put(out, "};\n");
    }
    text_printf(out, "static const struct message entries_%d[] = {\n", at);
    for (size_t i = 0; i < l->n; i++) {
        text_put(out, "    {");
        text_quote(out, l->entries[i].id.p);
        text_printf(out, ", forms_%d_%zu, %d},\n", at, i,
                    l->entries[i].plural.n ? l->plural.n_forms : 1);
    }
    text_put(out, "    {NULL, NULL, 0},\n};\n");
}

static void write_header(const char *dir)
{
    struct text out = {0};

    text_put(&out,
             "/* Made by tools/pogen: translations. */\n#pragma once\n\n#include <stdbool.h>\n"
             "#include <stddef.h>\n\n/* A message in English and its forms in the language, by its "
             "plural rule. */\n"
             "struct message {\n    const char *id, *const *forms;\n"
             "    unsigned n_forms;\n};\n\n"
             "/* Messages are sorted by id (strcmp); what is missing is shown in English. */\n"
             "struct message_language {\n    const char *code, *direction, *name;\n"
             "    unsigned (*plural)(unsigned long n);\n"
             "    const struct message *messages;\n    size_t n_messages;\n"
             "    bool is_machine_made; /* no speaker has reviewed it yet */\n};\n\n"
             "/* English is the first. */\n"
             "extern const struct message_language message_languages[];\n"
             "extern const size_t message_languages_count;\n");
    file_write(dir, "messages.h", &out);
}

static void write_code(const char *dir, const struct language *languages, int n)
{
    struct text out = {0};

    text_put(&out, "/* Made by tools/pogen. */\n#include \"messages.h\"\n");
    for (int i = 0; i < n; i++)
        write_language(&out, &languages[i], i);
    text_put(&out, "\nconst struct message_language message_languages[] = {\n");
    for (int i = 0; i < n; i++) {
        const struct language *l = &languages[i];
        text_printf(&out, "    {\"%s\", \"%s\",", l->code, l->direction);
        text_literal(&out, l->name, strlen(l->name), "     ");
        text_printf(&out, ", plural_%d, entries_%d, %zu, %s},\n", i, i, l->n,
                    l->is_machine_made ? "true" : "false");
    }
    text_printf(&out, "};\nconst size_t message_languages_count = %d;\n", n);
    file_write(dir, "messages.c", &out);
}

int main(int argc, char **argv)
{
    static char code[] = "en", direction[] = "ltr", name[] = "English", rule[] = "n != 1";
    struct language languages[64] = {{NULL, code, direction, name, {rule, 2}, false, NULL, 0}};
    int n = 1;

    if (argc < 2 || argc > 64) {
        fputs("usage: pogen OUTDIR po/*.po\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        char *stem = file_stem(argv[i]);
        struct language *l = strcmp(stem, code) == 0 ? &languages[0] : &languages[n++];
        *l = (struct language){.file = argv[i], .code = stem};
        read_language(l);
    }
    write_header(argv[1]);
    write_code(argv[1], languages, n);
    return 0;
}
