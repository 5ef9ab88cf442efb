/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Moves the write-ahead log into the database file on a thread of its own, so that no commit waits
 * for it.
 *
 * A drain has its own connection, which never writes a row. It is woken when the log has grown past
 * `begin_bytes`, copies what readers allow, and syncs the database file. Little is left then: the
 * writer moves that itself between two transactions, and when nobody holds an older snapshot its
 * next transaction is written from the log's beginning. Past `most_bytes` the writer waits for the
 * drain: the log grows further only while a long reader (a backup, a recount) needs it. In a quiet
 * moment the log is emptied whatever its size, so that what was withdrawn does not lie there.
 *
 * Beside a large database the log may be longer: pages that lie near one another are then moved
 * together, where otherwise each would be written to a place of its own.
 *
 * Does not touch durability: a commit is synced into the log by the writer as ever, and SQLite
 * writes the log anew only over what was synced into the database file. */
#pragma once

#include "db/db.h"

struct drain;

/* Bytes of the log. */
struct drain_bounds {
    int64_t begin_bytes; /* it is moved from here on */
    int64_t most_bytes;  /* the writer waits */
};
/* The bounds beside a database of so many bytes: `least`, or up to six times as much before it is
 * moved. */
struct drain_bounds drain_bounds_for(const struct drain_bounds *least, int64_t database_bytes);
extern const struct drain_bounds drain_bounds_usual;

/* Starts the thread. `writer` is the connection that writes into the file at `path`; it no longer
 * moves its log by itself. `least` is copied. */
NODISCARD enum err drain_open(struct drain **out, struct db *writer, const char *path,
                              const struct drain_bounds *least);
/* Ends the thread. Before the writer's connection is closed, after its last drain_turn. NULL is
 * fine. */
void drain_close(struct drain *drain);

/* On the writer's thread, outside transactions: after each commit, and with `is_quiet` when nothing
 * is waiting. True when all of the log lies in the database: from now on it is worth for readers
 * to take a new snapshot, which does not need the log. */
NODISCARD bool drain_turn(struct drain *drain, bool is_quiet);
