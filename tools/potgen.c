/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* potgen OUTDIR FILE …: collects the messages to translate into OUTDIR/chorus.pot.
 *
 * From .html: {{t "…"}} and {{plural n "…" "…"}}. From .c and .h: T("…") and N("one", "many").
 * From .def: also the message of ERR(name, status, "…"), and NOTE("message", "what translators
 * should know"), behind the files with that message. Order: the files as given, then the place
 * within them; no dates and no line numbers, so that the file changes only with its messages. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "directive.h"

struct message {
    char *id;
    char *plural; /* NULL without */
    char *note;   /* for translators; NULL without */
    struct text files;
};

struct catalogue {
    struct message *messages;
    size_t n;
};

struct source {
    const char *file;
    struct catalogue *catalogue;
    int line;
};

static void add(const struct source *source, char *id, char *plural)
{
    struct catalogue *c = source->catalogue;
    size_t i = 0;

    if (!*id)
        return;
    while (i < c->n && strcmp(c->messages[i].id, id) != 0)
        i++;
    if (i == c->n) {
        c->messages = grow(c->messages, c->n, sizeof(struct message));
        c->messages[c->n++] = (struct message){.id = id};
    }
    struct message *m = &c->messages[i];
    if (plural && m->plural && strcmp(m->plural, plural) != 0)
        stop_at(source->file, source->line, "another plural elsewhere: %s", id);
    m->plural = m->plural ? m->plural : plural;
    if (!m->files.n || !strstr(m->files.p, source->file))
        text_printf(&m->files, " %s", source->file);
}

static char *skip_space(char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* s: at "{{"; returns what follows "}}". */
static const char *read_directive(const struct source *source, const char *s)
{
    struct directive d = {.file = source->file, .line = source->line};
    const char *next = directive_read(&d, s);

    if (strcmp(d.words[0], "t") == 0)
        add(source, directive_text(&d, 1), NULL);
    else if (strcmp(d.words[0], "plural") == 0)
        add(source, directive_text(&d, 2), directive_text(&d, 3));
    return next;
}

/* One or several C string literals at *s, joined; NULL when there is none. */
static char *cut_literal(char **s)
{
    struct text text = {0};

    if (**s != '"')
        return NULL;
    text_put(&text, "");
    while (**s == '"') {
        char *p = *s + 1;
        for (; *p && *p != '"'; p++) {
            bool escaped = *p == '\\' && p[1];
            p += escaped;
            text_char(&text, escaped && *p == 'n' ? '\n' : *p);
        }
        *s = skip_space(*p ? p + 1 : p);
    }
    return text.p;
}

/* s: at a T, N or ERR that begins a word and is followed by a parenthesis. */
static void read_call(const struct source *source, char *s)
{
    bool is_error = *s == 'E';
    bool is_plural = *s == 'N';
    char *many = NULL;

    s = strchr(s, '(') + 1;
    for (int commas = 0; is_error && *s && commas < 2; s++)
        commas += *s == ',';
    s = skip_space(s);
    char *one = cut_literal(&s);
    if (one && is_plural && *s == ',') {
        s = skip_space(s + 1);
        many = cut_literal(&s);
    }
    if (one && (!is_plural || many))
        add(source, one, many);
}

/* s: at a NOTE that begins a word. */
static void read_note(const struct source *source, char *s)
{
    struct catalogue *c = source->catalogue;
    size_t i = 0;

    s = skip_space(strchr(s, '(') + 1);
    char *id = cut_literal(&s);
    s = skip_space(*s == ',' ? s + 1 : s);
    char *note = cut_literal(&s);
    if (!id || !note)
        stop_at(source->file, source->line, "a note is NOTE(\"message\", \"note\")");
    while (i < c->n && strcmp(c->messages[i].id, id) != 0)
        i++;
    if (i == c->n)
        stop_at(source->file, source->line, "no such message: %s", id);
    c->messages[i].note = note;
}

static bool is_note(const char *s, const char *start)
{
    return strncmp(s, "NOTE(", 5) == 0 && (s == start || s[-1] == '\n');
}

static bool is_call(const char *s, const char *start, bool with_errors)
{
    if (s > start && (isalnum((unsigned char)s[-1]) || s[-1] == '_'))
        return false;
    if (strncmp(s, "T(", 2) == 0 || strncmp(s, "N(", 2) == 0)
        return true;
    return with_errors && strncmp(s, "ERR(", 4) == 0;
}

static void read_template(struct source *source, const char *s)
{
    while (*s) {
        const char *next = strncmp(s, "{{", 2) == 0 ? read_directive(source, s) : s + 1;
        for (; s < next; s++)
            source->line += *s == '\n';
    }
}

static void read_file(struct catalogue *catalogue, const char *path)
{
    struct source source = {.file = path, .catalogue = catalogue, .line = 1};
    char *start = file_text(path).p;
    const char *ending = strrchr(path, '.');

    if (ending && strcmp(ending, ".html") == 0) {
        read_template(&source, start);
        return;
    }
    for (char *s = start; *s; s++) {
        source.line += *s == '\n';
        bool is_table = ending && strcmp(ending, ".def") == 0;
        if (is_table && is_note(s, start))
            read_note(&source, s);
        else if (is_call(s, start, is_table))
            read_call(&source, s);
    }
}

static void put_field(struct text *out, const char *name, const char *value)
{
    text_printf(out, "%s \"", name);
    for (const char *s = value; *s; s++) {
        if (*s == '\n')
            text_put(out, "\\n");
        else if (*s == '"' || *s == '\\')
            text_printf(out, "\\%c", *s);
        else
            text_char(out, *s);
    }
    text_put(out, "\"\n");
}

int main(int argc, char **argv)
{
    struct catalogue catalogue = {0};
    struct text out = {0};

    need_arguments(argc, "potgen OUTDIR templates/*.html src/…");
    for (int i = 2; i < argc; i++)
        read_file(&catalogue, argv[i]);
    text_put(&out, "# Messages of Chorus; made by `make pot`.\nmsgid \"\"\nmsgstr \"\"\n"
                   "\"Project-Id-Version: chorus\\n\"\n\"MIME-Version: 1.0\\n\"\n"
                   "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                   "\"Content-Transfer-Encoding: 8bit\\n\"\n");
    for (size_t i = 0; i < catalogue.n; i++) {
        const struct message *m = &catalogue.messages[i];
        text_put(&out, "\n");
        if (m->note)
            text_printf(&out, "#. %s\n", m->note);
        text_printf(&out, "#:%s\n", m->files.p);
        put_field(&out, "msgid", m->id);
        if (m->plural)
            put_field(&out, "msgid_plural", m->plural);
        text_put(&out, m->plural ? "msgstr[0] \"\"\nmsgstr[1] \"\"\n" : "msgstr \"\"\n");
    }
    file_write(argv[1], "chorus.pot", &out);
    return 0;
}
