/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The database, whatever the engine: opening, and rows copied into arenas.
 *
 * Everything stands on the engine's `each`; what is here knows only offsets and types. */
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/engine.h"

enum { LIST_FIRST = 32 };

/* What a callback answers when it has enough; never leaves this file. */
static const enum err enough = ERR_COUNT;

enum err db_open(struct db **out, const char *path, enum db_mode mode, int cache_mib)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        return ERR_SYSTEM;
    db->engine = &sqlite_engine;
    db->mode = mode;
    enum err err = db->engine->open(db, path, cache_mib);
    if (err != OK) {
        free(db);
        return err;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->engine->close(db);
    free(db);
}

enum err db_run(struct db *db, const struct db_query *query, const void *in)
{
    return db->engine->each(db, query, in, NULL, NULL);
}

enum err db_each(struct db *db, const struct db_query *query, const void *in, db_each_fn *each,
                 void *context)
{
    return db->engine->each(db, query, in, each, context);
}

/* Copies a row to `to`, its strings into the arena. */
static enum err copy_row(struct arena *arena, const struct db_query *query, void *to,
                         const void *from)
{
    memcpy(to, from, query->row_size);
    for (int i = 0; i < query->n_out; i++) {
        const struct db_field *field = &query->out[i];
        if (field->type != DB_TEXT && field->type != DB_BLOB)
            continue;
        void *at = (char *)to + field->at;
        struct str *s = at;
        if (!s->p)
            continue;
        char *copy = arena_try_array(arena, char, s->n + 1);
        if (!copy)
            return ERR_TOO_LARGE;
        memcpy(copy, s->p, s->n);
        s->p = copy;
    }
    return OK;
}

struct one {
    const struct db_query *query;
    struct arena *arena;
    void *row;
    bool found;
};

static enum err take_one(void *context, const void *row)
{
    struct one *one = context;
    TRY(copy_row(one->arena, one->query, one->row, row));
    one->found = true;
    return enough;
}

enum err db_one(struct db *db, const struct db_query *query, struct arena *arena, const void *in,
                void *row)
{
    struct one one = {query, arena, row, false};
    enum err err = db_each(db, query, in, take_one, &one);
    if (one.found)
        return OK;
    return err == OK ? ERR_NOT_FOUND : err;
}

struct list {
    const struct db_query *query;
    struct arena *arena;
    char *rows;
    size_t n;
    size_t room;
};

static enum err take_row(void *context, const void *row)
{
    struct list *list = context;
    size_t size = list->query->row_size;
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : LIST_FIRST;
        char *rows = arena_try(list->arena, room, size, list->query->row_align);
        if (!rows)
            return ERR_TOO_LARGE;
        if (list->n > 0)
            memcpy(rows, list->rows, list->n * size);
        list->rows = rows;
        list->room = room;
    }
    TRY(copy_row(list->arena, list->query, list->rows + list->n * size, row));
    list->n++;
    return OK;
}

enum err db_list(struct db *db, const struct db_query *query, struct arena *arena, const void *in,
                 const void **rows, size_t *n)
{
    struct list list = {.query = query, .arena = arena};
    TRY(db_each(db, query, in, take_row, &list));
    *rows = list.rows;
    *n = list.n;
    return OK;
}

enum err db_begin(struct db *db)
{
    return db->is_held ? OK : db->engine->begin(db);
}

enum err db_commit(struct db *db)
{
    if (db->is_held)
        return OK;
    enum err err = db->engine->commit(db);
    if (err != OK)
        db->engine->rollback(db);
    return err;
}

void db_rollback(struct db *db)
{
    if (!db->is_held)
        db->engine->rollback(db);
}

enum err db_hold(struct db *db, uint64_t version)
{
    BUG_IF(db->mode != DB_READER);
    if (db->is_held && db->held_version == version)
        return OK;
    db_let_go(db);
    TRY(db->engine->begin(db));
    db->is_held = true;
    db->held_version = version;
    return OK;
}

void db_let_go(struct db *db)
{
    if (!db->is_held)
        return;
    db->is_held = false;
    if (db_commit(db) != OK)
        log_warning("db", "a snapshot could not be given back");
}

enum err db_version(struct db *db, int64_t *out)
{
    return db->engine->version(db, out);
}

enum err db_backup(struct db *db, const char *path)
{
    return db->engine->backup(db, path);
}

enum err db_integrity(struct db *db)
{
    return db->engine->integrity(db);
}

enum err db_checkpoint(struct db *db, struct db_log *log)
{
    return db->engine->checkpoint(db, log);
}

enum err db_watch_log(struct db *db)
{
    BUG_IF(db->mode != DB_WRITER);
    return db->engine->watch_log(db);
}

int64_t db_log_bytes(const struct db *db)
{
    return db->log_bytes;
}

enum err db_empty_log(struct db *db)
{
    return db->engine->empty_log(db);
}

enum err db_scrub(struct db *db)
{
    return db->engine->scrub(db);
}

enum err db_size(struct db *db, int64_t *bytes)
{
    return db->engine->size(db, bytes);
}
