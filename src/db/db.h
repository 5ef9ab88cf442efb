/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The database behind one small interface: nothing outside this folder knows the engine.
 *
 * Queries come from sql/query/ through tools/sqlgen: typed inputs, typed rows, one text for
 * both engines. Call the generated functions (sql/<area>.h); the generic ones below are what
 * they stand on. A connection belongs to one thread at a time. Statements are prepared once per
 * connection and kept.
 *
 * Durable means: a transaction that was committed survives the loss of power (SQLite: WAL,
 * synchronous=FULL). */
#pragma once

#include "base/arena.h"

struct db;

enum db_type { DB_I64, DB_BOOL, DB_TEXT, DB_BLOB };

struct db_field {
    enum db_type type;
    bool nullable; /* text and blob only: an absent str is NULL */
    size_t at;     /* offset in the struct */
    const char *name;
};

struct db_query {
    const char *name;
    const char *sqlite;
    const char *postgres;
    const struct db_field *in;
    const struct db_field *out;
    int n_in;
    int n_out;
    size_t row_size;
    size_t row_align;
    int slot; /* unique over all queries: where a connection keeps its statement */
};

enum db_mode {
    DB_WRITER,           /* reads and writes; makes the file when it is not there */
    DB_READER,           /* reads only; sees what was committed when each query begins */
    DB_EXCLUSIVE_MEMORY, /* a private database in memory, for tests */
};

/* `cache_mib`: memory for database pages. ERR_STORAGE, logged, when it cannot be opened. */
NODISCARD enum err db_open(struct db **out, const char *path, enum db_mode mode, int cache_mib);
/* NULL is fine. */
void db_close(struct db *db);

/* Brings the schema up to date: applies the numbered steps that are missing, each in a
 * transaction, and records them. ERR_STORAGE when the database is newer than this program. */
NODISCARD enum err db_migrate(struct db *db);
/* Whether the schema is the one that this program knows. */
NODISCARD enum err db_is_current(struct db *db, bool *out);

/* A row is valid until the function returns; its strings are not copied. Any other value than
 * OK from it ends the query and is returned. */
typedef enum err db_each_fn(void *context, const void *row);

/* ERR_STORAGE (logged with the query's name, never its values); ERR_BUSY when another process
 * holds the database longer than some seconds; ERR_CONFLICT when a constraint refused it. */
NODISCARD enum err db_run(struct db *db, const struct db_query *query, const void *in);
NODISCARD enum err db_each(struct db *db, const struct db_query *query, const void *in,
                           db_each_fn *each, void *context);
/* The first row, strings copied into the arena; ERR_NOT_FOUND when there is none. */
NODISCARD enum err db_one(struct db *db, const struct db_query *query, struct arena *arena,
                          const void *in, void *row);
/* All rows, strings copied into the arena; the query carries the LIMIT. ERR_TOO_LARGE when the
 * arena is full. */
NODISCARD enum err db_list(struct db *db, const struct db_query *query, struct arena *arena,
                           const void *in, const void **rows, size_t *n);

/* Transactions. db_begin takes the write lock on a writer, a steady snapshot on a reader. */
NODISCARD enum err db_begin(struct db *db);
NODISCARD enum err db_commit(struct db *db);
void db_rollback(struct db *db);
/* Readers only. Keeps one steady snapshot from now on, through all queries and transactions, until
 * db_let_go: asking a held snapshot costs a fraction of what asking anew costs. `version` is the
 * caller's: when it is not that of the snapshot in hand, a new one is taken. */
NODISCARD enum err db_hold(struct db *db, uint64_t version);
/* Gives the snapshot back, so that the log can be emptied. Nothing held is fine. */
void db_let_go(struct db *db);
/* A number that changes when another connection (or process) has committed. */
NODISCARD enum err db_version(struct db *db, int64_t *out);

/* A consistent copy of the database into a new file while it is in use. ERR_CONFLICT when the
 * file is there already. */
NODISCARD enum err db_backup(struct db *db, const char *path);
/* The engine's own check of the file. OK when it finds nothing; ERR_STORAGE, logged, otherwise. */
NODISCARD enum err db_integrity(struct db *db);
/* The write-ahead log: how long it is, and how much of that lies in the database file. */
struct db_log {
    int64_t bytes, moved_bytes;
};
/* Moves the log into the database file, as far as readers allow; waits for nobody. ERR_BUSY, not
 * logged, when another connection is at it. */
NODISCARD enum err db_checkpoint(struct db *db, struct db_log *log);
/* A writer's: from now on no commit moves the log (drain.h does), and db_log_bytes knows its
 * length. */
NODISCARD enum err db_watch_log(struct db *db);
/* Of a watched log, after the last commit. */
int64_t db_log_bytes(const struct db *db);
/* Moves what is left and makes the log a file of no bytes, when no reader needs it; waits for
 * nobody. ERR_BUSY, not logged, when it could not be. */
NODISCARD enum err db_empty_log(struct db *db);
/* A writer's, between transactions: what was deleted before is then in no file, nor will this
 * connection write it again. Empties the log, forgets pages kept in memory. ERR_BUSY likewise. */
NODISCARD enum err db_scrub(struct db *db);
/* Bytes of the database on disk, log included. */
NODISCARD enum err db_size(struct db *db, int64_t *bytes);
