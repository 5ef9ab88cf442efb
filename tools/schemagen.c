/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* schemagen OUTDIR sql/schema/sqlite/NNNN_name.sql …: the schema's steps as C, and what they store.
 *
 * Steps are numbered 0001, 0002 …, each higher than the one before. The layout that is read for the
 * page "what we store": every CREATE TABLE is preceded by comment lines and ends its line with "(";
 * then comes one column a line, in lower case, with its comment behind it or on indented lines
 * before it; then table constraints (PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY, CONSTRAINT), which
 * need none; then
 * ")". A later step may say ALTER TABLE x ADD COLUMN y …; with a comment, and DROP TABLE x. A
 * table or column without a comment stops the build. The steps' text is passed on as it is. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "gen.h"

struct column {
    char *table;
    char *name;
    char *type;
    char *comment;
};

struct table {
    char *name;
    char *comment;
};

struct schema {
    struct table *tables;
    size_t n_tables;
    struct column *columns;
    size_t n_columns;
    struct text steps;
};

struct reader {
    struct schema *schema;
    const char *file;
    int line;
    struct text comment; /* of the lines just above */
    char *table;         /* the one being read */
    int depth;           /* of parentheses within it */
};

/* Cuts "-- comment" off the line, outside quotes; returns it trimmed, "" without one. */
static char *cut_comment(char *line)
{
    char quote = '\0';

    for (char *s = line; *s; s++) {
        if (quote)
            quote = *s == quote ? '\0' : quote;
        else if (*s == '\'' || *s == '"')
            quote = *s;
        else if (s[0] == '-' && s[1] == '-') {
            *s = '\0';
            return trim(s + 2);
        }
    }
    return line + strlen(line);
}

static void add_comment(struct text *comment, const char *more)
{
    if (comment->n && *more)
        text_char(comment, ' ');
    text_put(comment, more);
}

/* The comment above and behind a line; what has none is refused. */
static char *take_comment(struct reader *r, const char *behind, const char *what)
{
    add_comment(&r->comment, behind);
    if (!r->comment.n)
        stop_at(r->file, r->line, "without a comment: %s", what);
    char *comment = r->comment.p;
    r->comment = (struct text){0};
    return comment;
}

/* The next word of *s, up to white space or a parenthesis. */
static void add_column(struct reader *r, char *definition, const char *behind)
{
    struct schema *schema = r->schema;
    char *name = next_word(&definition);
    char *type = next_word(&definition);

    if (!is_name(name) || !*type)
        stop_at(r->file, r->line, "not a column: %s", name);
    schema->columns = grow(schema->columns, schema->n_columns, sizeof(struct column));
    schema->columns[schema->n_columns++] =
        (struct column){r->table, name, type, take_comment(r, behind, name)};
}

static int depth_of(const char *s)
{
    int depth = 0;

    for (; *s; s++)
        depth += (*s == '(') - (*s == ')');
    return depth;
}

/* A line between CREATE TABLE x ( and ). */
static void table_line(struct reader *r, char *line, const char *behind)
{
    int depth = depth_of(line);

    if (r->depth == 1 && *line && *line != ')') {
        if (isupper((unsigned char)*line)) /* a table constraint */
            r->comment = (struct text){0};
        else if (depth != 0)
            stop_at(r->file, r->line, "one column a line, whole: %s", line);
        else
            add_column(r, line, behind);
    }
    r->depth += depth;
    if (r->depth <= 0)
        r->table = NULL;
}

static void create_table(struct reader *r, char *rest, const char *behind, bool is_virtual)
{
    struct schema *schema = r->schema;
    char *name = next_word(&rest);

    if (!is_name(name))
        stop_at(r->file, r->line, "not a table: %s", name);
    if (!is_virtual && strcmp(trim(rest), "(") != 0)
        stop_at(r->file, r->line, "columns begin on the next line: %s", name);
    schema->tables = grow(schema->tables, schema->n_tables, sizeof(struct table));
    schema->tables[schema->n_tables++] =
        (struct table){.name = name, .comment = take_comment(r, behind, name)};
    if (!is_virtual) {
        r->table = name;
        r->depth = 1;
    }
}

static struct table *find_table(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->n_tables; i++)
        if (strcmp(schema->tables[i].name, name) == 0)
            return &schema->tables[i];
    return NULL;
}

static void drop_table(struct reader *r, char *rest)
{
    struct schema *schema = r->schema;
    char *name = next_word(&rest);
    struct table *table = find_table(schema, name);

    if (!table)
        stop_at(r->file, r->line, "no such table: %s", name);
    struct table *end = schema->tables + schema->n_tables--;
    memmove(table, table + 1, (size_t)(end - (table + 1)) * sizeof *table);
    size_t n = 0; /* columns of the others */
    for (size_t i = 0; i < schema->n_columns; i++)
        if (strcmp(schema->columns[i].table, name) != 0)
            schema->columns[n++] = schema->columns[i];
    schema->n_columns = n;
}

static void alter_table(struct reader *r, char *rest, const char *behind)
{
    r->table = next_word(&rest);
    rest = after(rest, " ADD COLUMN ");
    if (!rest)
        stop_at(r->file, r->line, "only ADD COLUMN is known here");
    add_column(r, rest, behind);
    r->table = NULL;
}

static void statement_line(struct reader *r, char *line, const char *behind)
{
    char *rest;

    if ((rest = after(line, "CREATE TABLE ")))
        create_table(r, rest, behind, false);
    else if ((rest = after(line, "CREATE VIRTUAL TABLE ")))
        create_table(r, rest, behind, true);
    else if ((rest = after(line, "DROP TABLE ")))
        drop_table(r, rest);
    else if ((rest = after(line, "ALTER TABLE ")))
        alter_table(r, rest, behind);
    else if (!*line && *behind) {
        add_comment(&r->comment, behind);
        return;
    }
    r->comment = (struct text){0};
}

/* The number of a step: four digits at the beginning of its name. */
static int number_of(const char *path, const char *stem, int last)
{
    int number = 0;

    if (strspn(stem, "0123456789") != 4 || stem[4] != '_' || !is_name(stem + 5))
        stop_at(path, 1, "the file's name must be NNNN_name.sql");
    for (int i = 0; i < 4; i++)
        number = number * 10 + (stem[i] - '0');
    if (number <= last)
        stop_at(path, 1, "a step's number must be higher than %04d", last);
    return number;
}

/* Returns the step's number. */
static int read_step(struct schema *schema, const char *path, int last)
{
    struct reader r = {.schema = schema, .file = path};
    struct text text = file_text(path);
    char *stem = file_stem(path);
    int number = number_of(path, stem, last);

    text_printf(&schema->steps, "    {%d, \"%s\",", number, stem + 5);
    text_literal(&schema->steps, text.p, text.n, "     ");
    text_put(&schema->steps, "},\n");
    for (char *line, *rest = text.p; (line = next_line(&rest));) {
        r.line++;
        const char *behind = cut_comment(line);
        line = trim(line);
        if (r.table && !*line)
            add_comment(&r.comment, behind);
        else if (r.table)
            table_line(&r, line, behind);
        else
            statement_line(&r, line, behind);
    }
    if (r.table)
        stop_at(path, r.line, "the table has no end: %s", r.table);
    return number;
}

static void write_code(const char *dir, const struct schema *schema, int n_steps)
{
    struct text out = {0};

    text_put(&out, "/* Made by tools/schemagen. */\n#include \"schema.h\"\n\n"
                   "const struct schema_step schema_sqlite[] = {\n");
    text_put(&out, schema->steps.p ? schema->steps.p : "");
    text_put(&out, "    {0, NULL, NULL},\n};\n\nconst struct schema_table schema_tables[] = {\n");
    for (size_t i = 0; i < schema->n_tables; i++) {
        text_printf(&out, "    {\"%s\",", schema->tables[i].name);
        text_quote(&out, schema->tables[i].comment);
        text_put(&out, "},\n");
    }
    text_put(&out, "    {NULL, NULL},\n};\n\nconst struct schema_column schema_columns[] = {\n");
    for (size_t i = 0; i < schema->n_columns; i++) {
        const struct column *column = &schema->columns[i];
        text_printf(&out, "    {\"%s\", \"%s\", \"%s\",", column->table, column->name,
                    column->type);
        text_quote(&out, column->comment);
        text_put(&out, "},\n");
    }
    text_printf(&out,
                "    {NULL, NULL, NULL, NULL},\n};\n\n"
                "const size_t schema_sqlite_count = %d;\n"
                "const size_t schema_tables_count = %zu;\n"
                "const size_t schema_columns_count = %zu;\n",
                n_steps, schema->n_tables, schema->n_columns);
    file_write(dir, "schema.c", &out);
}

static void write_header(const char *dir)
{
    static const char *const lists[] = {"step",          "schema_sqlite", "table",
                                        "schema_tables", "column",        "schema_columns"};
    struct text out = {0};

    text_put(&out,
             "/* Made by tools/schemagen: the schema's steps and what they store. */\n"
             "#pragma once\n\n#include <stddef.h>\n\n"
             "struct schema_step {\n    int number;\n    const char *name, *sql;\n};\n"
             "struct schema_table {\n    const char *name, *comment;\n};\n"
             "struct schema_column {\n    const char *table, *column, *type, *comment;\n};\n\n"
             "/* Each list ends with a row of NULLs that is not counted. */\n");
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i += 2)
        text_printf(&out, "extern const struct schema_%s %s[];\nextern const size_t %s_count;\n",
                    lists[i], lists[i + 1], lists[i + 1]);
    file_write(dir, "schema.h", &out);
}

int main(int argc, char **argv)
{
    struct schema schema = {0};
    int last = 0;

    need_arguments(argc, "schemagen OUTDIR sql/schema/sqlite/*.sql");
    for (int i = 2; i < argc; i++)
        last = read_step(&schema, argv[i], last);
    write_header(argv[1]);
    write_code(argv[1], &schema, argc - 2);
    return 0;
}
