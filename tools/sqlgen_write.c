/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlgen's output: for each query a struct of its inputs, a struct of a row, the db_query that
 * src/db runs, and typed functions, so that a wrong field or row type does not compile. */
#include <stdio.h>
#include <string.h>

#include "sqlgen.h"

const char *c_type(const struct field *field)
{
    static char type[NAME_SIZE + 8];
    size_t n = strlen(field->type);

    if (strcmp(field->type, "i64") == 0)
        return "int64_t ";
    if (strcmp(field->type, "bool") == 0)
        return "bool ";
    if (strcmp(field->type, "text") == 0 || strcmp(field->type, "blob") == 0)
        return "struct str ";
    if (n < 4 || strcmp(field->type + n - 3, "_id") != 0)
        return NULL;
    snprintf(type, sizeof(type), "struct %s ", field->type);
    return type;
}

static const char *db_type(const struct field *field)
{
    if (strcmp(field->type, "bool") == 0)
        return "DB_BOOL";
    if (strcmp(field->type, "text") == 0)
        return "DB_TEXT";
    return strcmp(field->type, "blob") == 0 ? "DB_BLOB" : "DB_I64";
}

static void put_struct(struct text *out, const char *name, const char *kind,
                       const struct fields *fields)
{
    if (fields->n == 0)
        return;
    text_printf(out, "struct %s_%s {\n", name, kind);
    for (int i = 0; i < fields->n; i++)
        text_printf(out, "    %s%s;%s\n", c_type(&fields->list[i]), fields->list[i].name,
                    fields->list[i].nullable ? " /* may be absent */" : "");
    text_put(out, "};\n");
}

/* "const struct post_page_in *in, " or "". */
static void put_in(struct text *out, const struct query *q)
{
    if (q->in.n)
        text_printf(out, ", const struct %s_in *in", q->name);
}

static void put_run(struct text *out, const struct query *q)
{
    text_printf(out, "enum err sql_%s(struct db *db", q->name);
    put_in(out, q);
    text_char(out, ')');
}

static void put_one(struct text *out, const struct query *q)
{
    text_printf(out, "enum err sql_%s_one(struct db *db, struct arena *arena", q->name);
    put_in(out, q);
    text_printf(out, ", struct %s_out *row)", q->name);
}

static void put_list(struct text *out, const struct query *q)
{
    text_printf(out, "enum err sql_%s_list(struct db *db, struct arena *arena", q->name);
    put_in(out, q);
    text_printf(out, ", const struct %s_out **rows, size_t *n)", q->name);
}

static void put_each(struct text *out, const struct query *q)
{
    text_printf(out, "enum err sql_%s_each(struct db *db", q->name);
    put_in(out, q);
    text_printf(out,
                ",\n    enum err (*each)(void *context, const struct %s_out *row), void *context)",
                q->name);
}

static void put_declarations(struct text *out, const struct query *q)
{
    text_char(out, '\n');
    put_struct(out, q->name, "in", &q->in);
    put_struct(out, q->name, "out", &q->out);
    text_printf(out, "extern const struct db_query query_%s;\n", q->name);
    if (q->out.n == 0) {
        text_put(out, "NODISCARD ");
        put_run(out, q);
        text_put(out, ";\n");
        return;
    }
    void (*const put[])(struct text *, const struct query *) = {put_one, put_list, put_each};
    for (size_t i = 0; i < sizeof(put) / sizeof(put[0]); i++) {
        text_put(out, "NODISCARD ");
        put[i](out, q);
        text_put(out, ";\n");
    }
}

static void put_fields(struct text *out, const struct query *q, const char *kind,
                       const struct fields *fields)
{
    if (fields->n == 0)
        return;
    text_printf(out, "\nstatic const struct db_field %s_%s_fields[] = {\n", q->name, kind);
    for (int i = 0; i < fields->n; i++) {
        const struct field *f = &fields->list[i];
        text_printf(out, "    {%s, %s, offsetof(struct %s_%s, %s), \"%s\"},\n", db_type(f),
                    f->nullable ? "true" : "false", q->name, kind, f->name, f->name);
    }
    text_put(out, "};\n");
}

static void put_query(struct text *out, const struct query *q, size_t slot)
{
    const char *name = q->name;

    put_fields(out, q, "in", &q->in);
    put_fields(out, q, "out", &q->out);
    text_printf(out, "\nconst struct db_query query_%s = {\n    .name = \"%s\",\n", name, name);
    text_put(out, "    .sqlite =");
    text_literal(out, q->body[SQLITE].p, q->body[SQLITE].n, "        ");
    text_put(out, ",\n    .postgres =");
    text_literal(out, q->body[POSTGRES].p, q->body[POSTGRES].n, "        ");
    if (q->in.n)
        text_printf(out, ",\n    .in = %s_in_fields,\n    .n_in = %d", name, q->in.n);
    if (q->out.n)
        text_printf(out,
                    ",\n    .out = %s_out_fields,\n    .n_out = %d,\n"
                    "    .row_size = sizeof(struct %s_out),\n"
                    "    .row_align = alignof(struct %s_out)",
                    name, q->out.n, name, name);
    text_printf(out, ",\n    .slot = %zu,\n};\n", slot);
}

static void put_functions(struct text *out, const struct query *q)
{
    const char *name = q->name;
    const char *in = q->in.n ? "in" : "NULL";

    text_char(out, '\n');
    if (q->out.n == 0) {
        put_run(out, q);
        text_printf(out, "\n{\n    return db_run(db, &query_%s, %s);\n}\n", name, in);
        return;
    }
    put_one(out, q);
    text_printf(out, "\n{\n    return db_one(db, &query_%s, arena, %s, row);\n}\n\n", name, in);
    put_list(out, q);
    text_printf(out,
                "\n{\n    const void *found = NULL;\n\n"
                "    TRY(db_list(db, &query_%s, arena, %s, &found, n));\n"
                "    *rows = found;\n    return OK;\n}\n",
                name, in);
    text_printf(out,
                "\nstruct %s_call {\n"
                "    enum err (*each)(void *context, const struct %s_out *row);\n"
                "    void *context;\n};\n\n"
                "static enum err %s_step(void *context, const void *row)\n{\n"
                "    const struct %s_call *call = context;\n\n"
                "    return call->each(call->context, row);\n}\n\n",
                name, name, name, name);
    put_each(out, q);
    text_printf(out,
                "\n{\n    struct %s_call call = {each, context};\n\n"
                "    return db_each(db, &query_%s, %s, %s_step, &call);\n}\n",
                name, name, in, name);
}

static void write_file(const char *dir, const char *stem, const char *ending, struct text *text)
{
    struct text name = {0};

    text_printf(&name, "%s%s", stem, ending);
    file_write(dir, name.p, text);
}

void write_area(const char *dir, const struct area *area)
{
    struct text header = {0};
    struct text code = {0};

    text_printf(&header,
                "/* Made by tools/sqlgen from %s. */\n#pragma once\n\n"
                "#include \"base/id.h\"\n#include \"db/db.h\"\n",
                area->path);
    text_printf(&code,
                "/* Made by tools/sqlgen from %s. */\n"
                "#include <stdalign.h>\n#include <stddef.h>\n\n#include \"sql/%s.h\"\n",
                area->path, area->stem);
    for (size_t i = 0; i < area->n; i++) {
        put_declarations(&header, &area->queries[i]);
        put_query(&code, &area->queries[i], area->first_slot + i);
        put_functions(&code, &area->queries[i]);
    }
    write_file(dir, area->stem, ".h", &header);
    write_file(dir, area->stem, ".c", &code);
}

void write_count(const char *dir, const struct area *areas, int n)
{
    struct text header = {0};
    struct text code = {0};
    size_t count = n ? areas[n - 1].first_slot + areas[n - 1].n : 0;

    text_printf(&header,
                "/* Made by tools/sqlgen. */\n#pragma once\n\n"
                "enum { DB_QUERY_COUNT = %zu };\n\n"
                "struct db_query;\n"
                "/* All queries by slot, then NULL. */\n"
                "extern const struct db_query *const query_all[DB_QUERY_COUNT + 1];\n",
                count);
    text_put(&code,
             "/* Made by tools/sqlgen. */\n#include <stddef.h>\n\n#include \"sql/count.h\"\n");
    for (int i = 0; i < n; i++)
        text_printf(&code, "#include \"sql/%s.h\"\n", areas[i].stem);
    text_put(&code, "\nconst struct db_query *const query_all[DB_QUERY_COUNT + 1] = {\n");
    for (int i = 0; i < n; i++)
        for (size_t q = 0; q < areas[i].n; q++)
            text_printf(&code, "    &query_%s,\n", areas[i].queries[q].name);
    text_put(&code, "    NULL,\n};\n");
    file_write(dir, "count.h", &header);
    file_write(dir, "count.c", &code);
}
