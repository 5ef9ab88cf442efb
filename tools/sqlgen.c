/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlgen OUTDIR sql/query/<area>.sql …: makes typed C of queries, for both engines.
 *
 * A block:     -- name: post_page
 *              -- One page of … (free comment)
 *              -- in:  campaign campaign_id, before post_id, n i64
 *              -- out: id post_id, body text, language text?, is_bare bool
 *              SELECT … WHERE campaign = :campaign … ;
 *
 * `in:` and `out:` go on in comment lines indented by six spaces or more. Types: i64, bool, text,
 * blob, and every struct x_id of base/id.h; text and blob with `?` may be NULL (an absent str).
 * Where the engines differ, the body stands twice, under `-- sqlite:` and `-- postgres:`.
 * Everything misspelt stops the build with file and line. The SQL itself is not parsed: whether
 * it fits the schema is found when a test prepares query_all. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sqlgen.h"

enum place { OUTSIDE, HEAD, BODY, DONE };

struct parser {
    struct area *area;
    struct query *query;
    enum place place;
    struct fields *continued; /* the declaration that the next comment line may go on with */
    bool wanted[ENGINES];     /* the engines that the present body is for */
    bool variants;
    char quote;
    int line;
};

static struct field *find_field(struct fields *fields, const char *name, size_t n)
{
    for (int i = 0; i < fields->n; i++)
        if (strlen(fields->list[i].name) == n && memcmp(fields->list[i].name, name, n) == 0)
            return &fields->list[i];
    return NULL;
}

/* "language text?" */
static void read_field(struct parser *p, struct fields *fields, char *item)
{
    const char *file = p->area->path;
    size_t n = name_length(item);
    char *type = trim(item + n);
    size_t n_type = strlen(type);
    struct field field = {0};

    if (n == 0 || n_type == 0 || !isspace((unsigned char)item[n]))
        stop_at(file, p->line, "a field is a name and a type: %s", item);
    if (type[n_type - 1] == '?') {
        field.nullable = true;
        type[--n_type] = '\0';
    }
    if (n >= NAME_SIZE || n_type >= NAME_SIZE)
        stop_at(file, p->line, "name too long: %s", item);
    memcpy(field.name, item, n);
    memcpy(field.type, type, n_type);
    if (!is_name(type) || !c_type(&field))
        stop_at(file, p->line, "unknown type: %s", type);
    if (field.nullable && strcmp(type, "text") != 0 && strcmp(type, "blob") != 0)
        stop_at(file, p->line, "only text and blob may be NULL: %s", field.name);
    if (find_field(fields, item, n))
        stop_at(file, p->line, "field declared twice: %s", field.name);
    if (fields->n == FIELDS_MAX)
        stop_at(file, p->line, "too many fields (at most %d)", FIELDS_MAX);
    fields->list[fields->n++] = field;
}

static void read_fields(struct parser *p, struct fields *fields, char *list)
{
    while (list) {
        char *comma = strchr(list, ',');
        if (comma)
            *comma = '\0';
        char *item = trim(list);
        if (*item)
            read_field(p, fields, item);
        list = comma ? comma + 1 : NULL;
    }
    p->continued = fields;
}

static void declare(struct parser *p, struct fields *fields, char *list)
{
    if (p->place != HEAD)
        stop_at(p->area->path, p->line, "in: and out: stand between the name and the query");
    if (fields->line)
        stop_at(p->area->path, p->line, "declared twice");
    fields->line = p->line;
    read_fields(p, fields, list);
}

static void put_both(struct parser *p, char c)
{
    for (int e = 0; e < ENGINES; e++) {
        if (!p->wanted[e])
            continue;
        text_char(&p->query->body[e], c);
        if (p->query->body[e].n > BODY_MAX)
            stop_at(p->area->path, p->line, "query too long (over %d bytes)", BODY_MAX);
    }
}

/* Writes ?3 or $3 for the parameter at s; returns its length. */
static size_t put_parameter(struct parser *p, const char *s)
{
    size_t n = name_length(s);
    struct field *field = find_field(&p->query->in, s, n);

    if (!field)
        stop_at(p->area->path, p->line, "parameter not declared in 'in:': %.*s", (int)n, s);
    for (int e = 0; e < ENGINES; e++) {
        if (!p->wanted[e])
            continue;
        field->used[e] = true;
        text_printf(&p->query->body[e], "%c%d", e == SQLITE ? '?' : '$',
                    (int)(field - p->query->in.list) + 1);
    }
    return n;
}

static void end_body(struct parser *p, char *rest)
{
    struct fields *in = &p->query->in;
    char *tail = trim(rest);

    if (*tail && !after(tail, "--"))
        stop_at(p->area->path, p->line, "text after ';': %s", tail);
    for (int i = 0; i < in->n; i++)
        for (int e = 0; e < ENGINES; e++)
            if (p->wanted[e] && !in->list[i].used[e])
                stop_at(p->area->path, in->line, "parameter declared but not used: %s",
                        in->list[i].name);
    p->place = DONE;
}

static void body_line(struct parser *p, char *s)
{
    for (; *s; s++) {
        if (p->quote) {
            p->quote = *s == p->quote ? '\0' : p->quote;
        } else if (s[0] == '-' && s[1] == '-') {
            break;
        } else if (*s == ';') {
            end_body(p, s + 1);
            return;
        } else if (s[0] == ':' && s[1] == ':') {
            put_both(p, *s++);
        } else if (*s == ':' && name_length(s + 1) > 0) {
            s += put_parameter(p, s + 1);
            continue;
        } else if (strchr("?$:", *s) || (*s == '@' && p->wanted[SQLITE])) {
            stop_at(p->area->path, p->line, "write parameters as :name");
        } else if (*s == '\'' || *s == '"') {
            p->quote = *s;
        }
        put_both(p, *s);
    }
    put_both(p, '\n');
}

static void end_query(struct parser *p)
{
    if (p->place != OUTSIDE && p->place != DONE)
        stop_at(p->area->path, p->query->line, "the query has no ';' at its end: %s",
                p->query->name);
    if (p->variants && (!p->query->body[SQLITE].n || !p->query->body[POSTGRES].n))
        stop_at(p->area->path, p->query->line, "a body is missing, -- sqlite: or -- postgres:");
}

static void begin_query(struct parser *p, char *name)
{
    end_query(p);
    name = trim(name);
    if (!is_name(name) || strlen(name) >= NAME_SIZE)
        stop_at(p->area->path, p->line, "not a name: %s", name);
    p->area->queries = grow(p->area->queries, p->area->n, sizeof(struct query));
    p->query = &p->area->queries[p->area->n++];
    *p->query = (struct query){.name = name, .line = p->line};
    p->place = HEAD;
    p->variants = false;
    p->wanted[SQLITE] = p->wanted[POSTGRES] = true;
}

static void begin_variant(struct parser *p, enum engine engine)
{
    bool first = p->place == HEAD;

    if (!first && !(p->place == DONE && p->variants))
        stop_at(p->area->path, p->line, "a variant stands before its body");
    if (p->query->body[engine].n)
        stop_at(p->area->path, p->line, "two bodies for one engine");
    p->variants = true;
    p->wanted[SQLITE] = engine == SQLITE;
    p->wanted[POSTGRES] = engine == POSTGRES;
    p->place = HEAD;
}

static void comment_line(struct parser *p, char *line)
{
    char *rest;
    struct fields *continued = p->continued;

    p->continued = NULL;
    if ((rest = after(line, "-- name:")))
        begin_query(p, rest);
    else if ((rest = after(line, "-- in:")) && p->query)
        declare(p, &p->query->in, rest);
    else if ((rest = after(line, "-- out:")) && p->query)
        declare(p, &p->query->out, rest);
    else if (after(line, "-- sqlite:") && p->query)
        begin_variant(p, SQLITE);
    else if (after(line, "-- postgres:") && p->query)
        begin_variant(p, POSTGRES);
    else if (continued && (rest = after(line, "--      ")))
        read_fields(p, continued, rest);
}

static void read_area(struct area *area)
{
    struct parser p = {.area = area};
    char *rest = file_text(area->path).p;
    char *line;

    while ((line = next_line(&rest))) {
        p.line++;
        if (!p.quote && after(line, "--")) {
            comment_line(&p, line);
            continue;
        }
        p.continued = NULL;
        if (!p.quote && !line[strspn(line, " \t\r")])
            continue;
        if (p.place == OUTSIDE || p.place == DONE)
            stop_at(area->path, p.line, "text outside a query: %s", line);
        p.place = BODY;
        body_line(&p, line);
    }
    end_query(&p);
}

static void refuse_duplicates(const struct area *areas, int n)
{
    const struct query *seen[4096];
    size_t n_seen = 0;

    for (int a = 0; a < n; a++) {
        for (size_t q = 0; q < areas[a].n; q++) {
            const struct query *query = &areas[a].queries[q];
            for (size_t i = 0; i < n_seen; i++)
                if (strcmp(seen[i]->name, query->name) == 0)
                    stop_at(areas[a].path, query->line, "another query has this name: %s",
                            query->name);
            if (n_seen == sizeof(seen) / sizeof(seen[0]))
                stop_at(areas[a].path, query->line, "too many queries");
            seen[n_seen++] = query;
        }
    }
}

int main(int argc, char **argv)
{
    struct area *areas = NULL;
    size_t slot = 0;
    int n = 0;

    if (argc < 2) {
        fputs("usage: sqlgen OUTDIR sql/query/*.sql\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        areas = grow(areas, (size_t)n, sizeof(struct area));
        areas[n] = (struct area){.path = argv[i], .stem = file_stem(argv[i]), .first_slot = slot};
        read_area(&areas[n]);
        slot += areas[n++].n;
    }
    refuse_duplicates(areas, n);
    for (int i = 0; i < n; i++)
        write_area(argv[1], &areas[i]);
    write_count(argv[1], areas, n);
    return 0;
}
