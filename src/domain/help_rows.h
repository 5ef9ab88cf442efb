/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rows of the help directory, as tables, and what may stand in them.
 *
 * A directory, or a part of one, is a struct help_set: for each table of HSDS its rows. It is the
 * same whether it comes from files or goes to them; what it looks like there is command/hsds.h's.
 * Rows consist of struct str members only, so that they can be treated by their columns. */
#pragma once

#include "db/db.h"

/* struct help_organisation, struct help_service, struct help_phone, … */
#define TABLE(NAME, name, file)                                struct help_##name {
#define COLUMN(table, member, column, kind, most, is_required) struct str member;
#define END(NAME, name)                                                                            \
    }                                                                                              \
    ;
#include "domain/help_rows.def"
#undef TABLE
#undef COLUMN
#undef END

enum help_table {
#define TABLE(NAME, name, file) HELP_##NAME,
#define COLUMN(table, member, column, kind, most, is_required)
#define END(NAME, name)
#include "domain/help_rows.def"
#undef TABLE
#undef COLUMN
#undef END
    HELP_TABLES
};

enum help_term {
#define TERM(NAME, code, number, description) HELP_TERM_##NAME,
#include "domain/help_terms.def"
#undef TERM
    HELP_TERMS
};

enum help_kind {
    HELP_KIND_ID,
    HELP_KIND_LINE,
    HELP_KIND_TEXT,
    HELP_KIND_URL,
    HELP_KIND_EMAIL,
    HELP_KIND_DATE,
    HELP_KIND_AGE,
    HELP_KIND_NUMBER,
    HELP_KIND_LANGUAGE,
    HELP_KIND_COUNTRY,
    HELP_KIND_TERM,
    HELP_KIND_STATUS,
    HELP_KIND_PHONE_TYPE,
};

struct help_column {
    const char *name; /* in files */
    size_t most;      /* characters */
    size_t at;        /* offset of the struct str in the row */
    enum help_kind kind;
    bool is_required;
};

struct help_table_info {
    const char *file; /* without ".csv" */
    size_t row_size;
    size_t service_at; /* offset of the service's id; in an organisation and a service their own */
    const struct help_column *columns;
    size_t n_columns;
    const struct db_query *put, *of_service, *remove; /* sql/query/help.sql */
};
extern const struct help_table_info help_tables[HELP_TABLES];

enum {
    HELP_SERVICES_MAX = 5000, /* in the directory, and in a set */
    HELP_ROWS_MAX = 20000,    /* of one table in a set */
    HELP_EACH_MAX = 200,      /* rows of one table for a service */
};

struct help_rows {
    void *rows; /* of the table's struct */
    size_t n;
};
struct help_set {
    struct help_rows tables[HELP_TABLES];
};

static inline struct str *help_field(void *row, size_t at)
{
    return (struct str *)(void *)((char *)row + at);
}
static inline struct str help_value(const void *row, size_t at)
{
    return *(const struct str *)(const void *)((const char *)row + at);
}

/* What is wrong with a row. */
struct help_fault {
    enum help_table table;
    size_t row;
    const char *column; /* its name in files; NULL when the row as a whole is meant */
    const char *why;
};
/* Returns false when it wants to hear no more. */
typedef bool help_fault_fn(void *context, const struct help_fault *fault);

/* Cleans every field in place (canonical languages, countries, dates; absent becomes empty), and
 * sees that ids stand once in their table and lead to a row of the set; the language of a number
 * becomes one of the number's service. ERR_BAD_INPUT when `tell` (not NULL) was told of a fault. */
NODISCARD enum err help_set_check(struct arena *arena, struct help_set *set, help_fault_fn *tell,
                                  void *context);
/* Sorts the rows of every table by service, then by id. */
void help_set_sort(struct help_set *set);
/* Those rows of a sorted set that belong to a service. */
struct help_rows help_set_of(const struct help_set *set, enum help_table table, struct str service);

/* "audience-child", and back (HELP_TERMS for anything else). */
const char *help_term_code(enum help_term term);
enum help_term help_term_of(struct str code);
/* The number and the description in help_terms.def. */
int help_term_number(enum help_term term);
const char *help_term_description(enum help_term term);
