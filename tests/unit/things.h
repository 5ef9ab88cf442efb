/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small database for tests of db/: one table, a few queries, written by hand. */
#pragma once

#include "db/engine.h"
#include "scratch.h"

struct thing {
    int64_t id;
    bool is_open;
    struct str word;
    struct str note; /* nullable, unique */
    struct str bytes;
};
struct number {
    int64_t n;
};
struct word {
    struct str s;
};

extern const struct db_query thing_add;       /* struct thing -> */
extern const struct db_query thing_get;       /* struct number -> struct thing */
extern const struct db_query thing_page;      /* struct number, the limit -> struct thing */
extern const struct db_query thing_close_all; /* changes what is open */
extern const struct db_query journal_mode;    /* -> struct word */
extern const struct db_query broken;          /* names a table that is not there */

enum { THINGS_STEPS = 2 };
extern const struct schema_step things_steps[THINGS_STEPS];

/* For rows; made by things_set_up. */
extern struct arena things_arena;
int things_set_up(void **state);
int things_tear_down(void **state);

/* Databases with the table: in a file of the scratch folder, the same read-only, in memory. */
struct db *things_open(const char *name);
struct db *things_reader(const char *name);
struct db *things_memory(void);

/* One thing; things 1 to n in one transaction; how many there are. */
enum err things_add(struct db *db, int64_t id, const char *word);
void things_fill(struct db *db, int64_t n);
int64_t things_count(struct db *db);
/* The number that a statement of the test's own gives; `sql` is a literal. */
int64_t things_number(struct db *db, const char *sql);
