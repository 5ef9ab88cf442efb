/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a database engine gives to db.c and migrate.c; for this folder only.
 *
 * An engine is a table of functions. The contracts are those of db.h, except that an engine
 * hands out rows one by one and never copies them: copying is db.c's work, the same for all. */
#pragma once

#include "db/db.h"
#include "schema.h"
#include "sql/count.h"

struct db_engine {
    const char *name;
    /* Sets db->state. */
    enum err (*open)(struct db *db, const char *path, int cache_mib);
    void (*close)(struct db *db);
    /* `each` may be NULL: rows are dropped. */
    enum err (*each)(struct db *db, const struct db_query *query, const void *in, db_each_fn *each,
                     void *context);
    /* Several statements without values, such as a step of the schema. */
    enum err (*script)(struct db *db, const char *sql);
    enum err (*begin)(struct db *db);
    enum err (*commit)(struct db *db);
    void (*rollback)(struct db *db);
    enum err (*version)(struct db *db, int64_t *out);
    enum err (*backup)(struct db *db, const char *path);
    enum err (*integrity)(struct db *db);
    enum err (*checkpoint)(struct db *db, struct db_log *log);
    enum err (*watch_log)(struct db *db);
    enum err (*empty_log)(struct db *db);
    enum err (*scrub)(struct db *db);
    enum err (*size)(struct db *db, int64_t *bytes);
    const struct schema_step *steps;
    const size_t *n_steps;
};

struct db {
    const struct db_engine *engine;
    enum db_mode mode;
    bool is_held;          /* a snapshot is kept over several queries */
    uint64_t held_version; /* and the caller's number for it */
    int64_t log_bytes;     /* of a watched log */
    void *state;           /* the engine's own */
};

extern const struct db_engine sqlite_engine;

/* Slots of this folder's own queries, after the generated ones. */
enum { SLOT_STEP_LAST = DB_QUERY_COUNT, SLOT_STEP_ADD, DB_SLOTS };

/* db_migrate with a list of steps, numbered upwards. */
NODISCARD enum err migrate_steps(struct db *db, const struct schema_step *steps, size_t n);
