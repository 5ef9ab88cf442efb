/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The state of an SQLite connection, shared by the files of this engine only. */
#pragma once

#include <sqlite3.h>

#include "db/engine.h"

/* Statements that every connection has, beside the queries. */
enum sqlite_own { OWN_BEGIN, OWN_COMMIT, OWN_ROLLBACK, OWN_VERSION, OWN_COUNT };

/* A statement and the text it was prepared from. */
struct sqlite_slot {
    const char *sql;
    sqlite3_stmt *statement;
};

struct sqlite {
    sqlite3 *handle;
    int64_t frame_bytes; /* what a page takes in the log */
    sqlite3_stmt *own[OWN_COUNT];
    struct sqlite_slot slots[DB_SLOTS];
};

static inline struct sqlite *sqlite_of(const struct db *db)
{
    return db->state;
}

/* How long a statement waits for a lock that another process holds. */
enum { SQLITE_BUSY_MS = 5000 };

/* What an SQLite result code is here; logs what is nobody's fault but the machine's. `what` names
 * what was tried. */
enum err sqlite_err(int code, const char *what);
/* The first column of the first row; 0 when there is none. */
NODISCARD enum err sqlite_number(sqlite3 *handle, const char *sql, int64_t *out);

/* What SQLite brings along, behind what stands before it here. */
struct sqlite_system {
    sqlite3_vfs *vfs;
    sqlite3_pcache_methods2 cache;
};

/* sqlite_cache.c: pages are kept by SQLite's own cache, whose methods are put into `system`, by way
 * of ours. Before sqlite3_initialize. An SQLite result code. */
int sqlite_cache_config(struct sqlite_system *system);
/* sqlite_log.c: a VFS for connections that write, which gathers what goes into the log, and opens
 * the database file by sqlite_file.c. Once, before it is named; keeps `system`. An SQLite result
 * code. */
#define SQLITE_LOG_VFS "chorus-log"
int sqlite_log_register(struct sqlite_system *system);
/* The `system` of sqlite_log_register. */
struct sqlite_system *sqlite_log_system(void);
/* sqlite_file.c: opens a database file so that nothing is left in the room of its pages, and a
 * checkpoint of many is synced as it goes. */
int sqlite_file_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags,
                     int *given);

/* sqlite_care.c: the parts of the engine that look after the file as a whole; see db.h. */
NODISCARD enum err sqlite_backup(struct db *db, const char *path);
NODISCARD enum err sqlite_integrity(struct db *db);
NODISCARD enum err sqlite_checkpoint(struct db *db, struct db_log *log);
NODISCARD enum err sqlite_watch_log(struct db *db);
NODISCARD enum err sqlite_empty_log(struct db *db);
NODISCARD enum err sqlite_scrub(struct db *db);
NODISCARD enum err sqlite_size(struct db *db, int64_t *bytes);
