/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file as SQLite sees it, which stands before one of the system's: what a kind of file does not
 * do in its own way is passed on by these methods (https://sqlite.org/c3ref/io_methods.html). For
 * this folder. */
#pragma once

#include <sqlite3.h>

/* Its first member, in each kind of file. The system's file lies behind it, in the same piece of
 * memory, SQLITE_THROUGH_ROOM bytes on. */
struct sqlite_through {
    sqlite3_file base; /* first: SQLite sees only this */
    sqlite3_file *real;
};

enum { SQLITE_THROUGH_ROOM = 48 };

static inline sqlite3_file *sqlite_through(sqlite3_file *file)
{
    return ((struct sqlite_through *)(void *)file)->real;
}

/* Opens the system's file behind `file`, which has no methods after it. An SQLite result code. */
int sqlite_through_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags,
                        int *given);

int sqlite_through_close(sqlite3_file *file);
int sqlite_through_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at);
int sqlite_through_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at);
int sqlite_through_truncate(sqlite3_file *file, sqlite3_int64 size);
int sqlite_through_sync(sqlite3_file *file, int flags);
int sqlite_through_size(sqlite3_file *file, sqlite3_int64 *out);
int sqlite_through_lock(sqlite3_file *file, int level);
int sqlite_through_unlock(sqlite3_file *file, int level);
int sqlite_through_is_reserved(sqlite3_file *file, int *out);
int sqlite_through_control(sqlite3_file *file, int what, void *argument);
int sqlite_through_sector(sqlite3_file *file);
int sqlite_through_traits(sqlite3_file *file);
int sqlite_through_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **out);
int sqlite_through_map_lock(sqlite3_file *file, int at, int n, int flags);
void sqlite_through_map_barrier(sqlite3_file *file);
int sqlite_through_unmap(sqlite3_file *file, int must_delete);
