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
 * Everything misspelt stops the build with file and line. Whether the SQL fits the schema is found
 * when a test prepares query_all. src/db/typed.h makes the functions that run a query. */
#include <stdio.h>
#include <string.h>

#include "gen.h"

enum { FIELDS_MAX = 40, BODY_MAX = 4000 };
enum engine { SQLITE, POSTGRES, ENGINES };

struct field {
    char *name;
    const char *c_type, *db_type;
    bool nullable;
    bool used[ENGINES];
};

struct fields {
    struct field list[FIELDS_MAX];
    int n;
    int line; /* where they were declared last */
};

struct query {
    char *name;
    int line;
    struct fields in, out;
    struct text body[ENGINES];
    bool ended[ENGINES];  /* by ';' */
    bool wanted[ENGINES]; /* what the present lines are for */
};

struct reader {
    const char *path;
    int line;
    struct query *queries; /* of all files so far */
    size_t n;
    struct query *query;      /* the one being read; NULL before a file's first */
    struct fields *continued; /* what the next comment line may go on with */
};

static struct field *find_field(struct fields *fields, const char *name, size_t n)
{
    for (int i = 0; i < fields->n; i++)
        if (is_word(fields->list[i].name, name, n))
            return &fields->list[i];
    return NULL;
}

/* What C and the database call the type; false when it is unknown. */
static bool find_type(struct field *field, const char *type)
{
    static const char *const types[][3] = {{"i64", "int64_t", "DB_I64"},
                                           {"bool", "bool", "DB_BOOL"},
                                           {"text", "struct str", "DB_TEXT"},
                                           {"blob", "struct str", "DB_BLOB"}};
    size_t n = strlen(type);

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        field->c_type = types[i][1];
        field->db_type = types[i][2];
        if (strcmp(type, types[i][0]) == 0)
            return true;
    }
    field->c_type = print("struct %s", type);
    field->db_type = "DB_I64";
    return is_name(type) && n > 3 && strcmp(type + n - 3, "_id") == 0;
}

/* "language text?" */
static void read_field(const struct reader *r, struct fields *fields, char *item)
{
    size_t n = name_length(item);
    char *type = trim(item + n);
    size_t n_type = strcspn(type, "?");
    struct field field = {.name = copy_of(item, n), .nullable = strcmp(type + n_type, "?") == 0};

    if (n == 0 || n_type == 0)
        stop_at(r->path, r->line, "a field is a name and a type: %s", item);
    if (field.nullable)
        type[n_type] = '\0';
    if (!find_type(&field, type))
        stop_at(r->path, r->line, "unknown type: %s", type);
    if (field.nullable && strcmp(field.c_type, "struct str") != 0)
        stop_at(r->path, r->line, "only text and blob may be NULL: %s", field.name);
    if (find_field(fields, field.name, n))
        stop_at(r->path, r->line, "field declared twice: %s", field.name);
    if (fields->n == FIELDS_MAX)
        stop_at(r->path, r->line, "too many fields (at most %d)", FIELDS_MAX);
    fields->list[fields->n++] = field;
}

static void read_fields(struct reader *r, struct fields *fields, char *list)
{
    if (r->query->body[SQLITE].n || r->query->body[POSTGRES].n)
        stop_at(r->path, r->line, "in: and out: stand between the name and the query");
    fields->line = r->line;
    r->continued = fields;
    for (char *item; (item = strsep(&list, ","));)
        if (*trim(item))
            read_field(r, fields, trim(item));
}

/* Writes what stands at s, :name as ?1 or $1, a text in quotes whole; returns its length. */
static size_t put_piece(struct reader *r, enum engine engine, const char *s)
{
    struct text *body = &r->query->body[engine];
    size_t n = *s == ':' ? name_length(s + 1) : 0;
    const char *end = *s == '\'' || *s == '"' ? strchr(s + 1, *s) : s;

    if (n > 0) {
        struct field *field = find_field(&r->query->in, s + 1, n);
        if (!field)
            stop_at(r->path, r->line, "parameter not declared in 'in:': %.*s", (int)n, s + 1);
        field->used[engine] = true;
        text_printf(body, "%c%d", engine == SQLITE ? '?' : '$',
                    (int)(field - r->query->in.list) + 1);
        return n + 1;
    }
    if (!end)
        stop_at(r->path, r->line, "a text in quotes ends on its line: %s", s);
    if (strchr("?$:", *s) || (*s == '@' && engine == SQLITE))
        stop_at(r->path, r->line, "write parameters as :name (and a cast as CAST)");
    n = (size_t)(end - s) + 1;
    text_put_n(body, s, n);
    return n;
}

/* A line of the body for one engine, up to its ';' or a comment. */
static void read_body(struct reader *r, enum engine engine, char *s)
{
    struct text *body = &r->query->body[engine];

    if (r->query->ended[engine])
        stop_at(r->path, r->line, "text outside a query: %s", s);
    while (*s && *s != ';' && !after(s, "--"))
        s += put_piece(r, engine, s);
    text_char(body, '\n');
    if (body->n > BODY_MAX)
        stop_at(r->path, r->line, "query too long (over %d bytes)", BODY_MAX);
    r->query->ended[engine] = *s == ';';
    if (*s == ';' && *trim(s + 1))
        stop_at(r->path, r->line, "text after ';': %s", s);
}

static void end_query(const struct reader *r)
{
    const struct query *q = r->query;

    for (int e = 0; q && e < ENGINES; e++) {
        if (!q->body[e].n)
            stop_at(r->path, q->line, "a body is missing, -- sqlite: or -- postgres:");
        if (!q->ended[e])
            stop_at(r->path, q->line, "the query has no ';' at its end: %s", q->name);
        for (int i = 0; i < q->in.n; i++)
            if (!q->in.list[i].used[e])
                stop_at(r->path, q->in.line, "parameter declared but not used: %s",
                        q->in.list[i].name);
    }
}

static void begin_query(struct reader *r, char *name)
{
    end_query(r);
    if (!is_name(name))
        stop_at(r->path, r->line, "not a name: %s", name);
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->queries[i].name, name) == 0)
            stop_at(r->path, r->line, "another query has this name: %s", name);
    r->queries = grow(r->queries, r->n, sizeof(struct query));
    r->query = &r->queries[r->n++];
    *r->query = (struct query){.name = name, .line = r->line, .wanted = {true, true}};
}

static void read_comment(struct reader *r, char *line)
{
    struct fields *continued = r->continued;
    char *rest;

    r->continued = NULL;
    if ((rest = after(line, "-- name:")))
        begin_query(r, trim(rest));
    else if (!r->query)
        return;
    else if ((rest = after(line, "-- in:")))
        read_fields(r, &r->query->in, rest);
    else if ((rest = after(line, "-- out:")))
        read_fields(r, &r->query->out, rest);
    else if (continued && (rest = after(line, "--      ")))
        read_fields(r, continued, rest);
    else if ((rest = after(line, "-- sqlite:")) || after(line, "-- postgres:")) {
        r->query->wanted[SQLITE] = rest != NULL;
        r->query->wanted[POSTGRES] = rest == NULL;
    }
}

static void read_area(struct reader *r, const char *path)
{
    char *rest = file_text(path).p;

    r->path = path;
    r->query = NULL;
    r->line = 0;
    for (char *line; (line = next_line(&rest));) {
        r->line++;
        if (after(line, "--") || !*line) {
            read_comment(r, line);
            continue;
        }
        if (!r->query)
            stop_at(path, r->line, "text outside a query: %s", line);
        for (int e = 0; e < ENGINES; e++)
            if (r->query->wanted[e])
                read_body(r, (enum engine)e, line);
    }
    end_query(r);
}

/* The struct of a query's inputs ("in") or of a row ("out"), and its fields for src/db. */
static void put_fields(struct text *header, struct text *code, const char *name, const char *kind,
                       const struct fields *fields)
{
    if (fields->n == 0)
        return;
    text_printf(header, "struct %s_%s {\n", name, kind);
    text_printf(code, ",\n    .n_%s = %d,\n    .%s = (const struct db_field[]){\n", kind, fields->n,
                kind);
    for (const struct field *f = fields->list; f < fields->list + fields->n; f++) {
        text_printf(header, "    %s %s;%s\n", f->c_type, f->name,
                    f->nullable ? " /* may be absent */" : "");
        text_printf(code, "        DB_FIELD(%s_%s, %s, %s, %d),\n", name, kind, f->name, f->db_type,
                    f->nullable);
    }
    text_put(header, "};\n");
    text_put(code, "    }");
}

static void put_query(struct text *header, struct text *code, const struct query *q, size_t slot)
{
    const char *macro = q->out.n ? "DB_ROWS" : "DB_RUN";
    const char *given = q->in.n ? print("DB_IN(%s), in", q->name) : ", NULL";

    text_printf(header, "\nextern const struct db_query query_%s;\n", q->name);
    text_printf(code, "const struct db_query query_%s = {\n    .name = \"%s\",\n    .slot = %zu",
                q->name, q->name, slot);
    put_fields(header, code, q->name, "in", &q->in);
    put_fields(header, code, q->name, "out", &q->out);
    text_printf(header, "%s(%s, %s)\n", macro, q->name, given);
    if (q->out.n)
        text_printf(code, ",\n    DB_ROW(%s)", q->name);
    text_put(code, ",\n    .sqlite =");
    text_quote(code, q->body[SQLITE].p);
    text_put(code, ",\n    .postgres =");
    text_quote(code, q->body[POSTGRES].p);
    text_put(code, ",\n};\n\n");
}

int main(int argc, char **argv)
{
    struct reader r = {0};
    struct text code = {0};
    struct text list = {0};
    struct text count = {0};

    text_put(&code, "#include \"db/typed.h\"\n");
    need_arguments(argc, "sqlgen OUTDIR sql/query/*.sql");
    for (int i = 2; i < argc; i++) {
        struct text header = {0};
        char *name = print("%s.h", file_stem(argv[i]));
        size_t slot = r.n;

        read_area(&r, argv[i]);
        text_put(&header, "#pragma once\n\n#include \"base/id.h\"\n#include \"db/typed.h\"\n");
        text_printf(&code, "#include \"sql/%s\"\n\n", name);
        for (; slot < r.n; slot++) {
            put_query(&header, &code, &r.queries[slot], slot);
            text_printf(&list, "    &query_%s,\n", r.queries[slot].name);
        }
        file_write(argv[1], name, &header);
    }
    text_put(&list, "    NULL,\n");
    text_printf(&code, "const struct db_query *const query_all[] = {\n%s};\n", list.p);
    text_printf(&count, "#pragma once\n\nenum { DB_QUERY_COUNT = %zu };\n", r.n);
    file_write(argv[1], "queries.c", &code);
    file_write(argv[1], "count.h", &count);
    return 0;
}
