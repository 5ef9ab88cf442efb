/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlgen's own: what is read from sql/query/ (sqlgen.c) and written as C (sqlgen_write.c). */
#pragma once

#include "gen.h"

enum { FIELDS_MAX = 32, NAME_SIZE = 64, BODY_MAX = 4000 };
enum engine { SQLITE, POSTGRES, ENGINES };

struct field {
    char name[NAME_SIZE];
    char type[NAME_SIZE];
    bool nullable;
    bool used[ENGINES];
};

struct fields {
    struct field list[FIELDS_MAX];
    int n;
    int line; /* where they were declared; 0: not at all */
};

struct query {
    char *name;
    int line;
    struct fields in, out;
    struct text body[ENGINES];
};

/* One file of sql/query/. */
struct area {
    const char *path;
    char *stem;
    struct query *queries;
    size_t n;
    size_t first_slot;
};

/* "struct post_id " for "post_id", with the space; NULL for an unknown type. */
const char *c_type(const struct field *field);
/* OUTDIR/<area>.h and .c; OUTDIR/count.h and count.c. */
void write_area(const char *dir, const struct area *area);
void write_count(const char *dir, const struct area *areas, int n);
