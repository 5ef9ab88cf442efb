/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The drain's thread, and the writer's part of its work (drain.h).
 *
 * Only the writer's connection makes the log begin anew or empties it: when another did, the
 * writer would take that for a foreign commit and read everything again. */
#include "db/drain.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    MIB = 1024 * 1024,
    CACHE_MIB = 1,
    LITTLE_BYTES = MIB / 2, /* the writer moves as much by itself */
    STEPS = 16,             /* parts of begin_bytes: so often when a reader was in the way */
    ROUNDS_MAX = 8,         /* then the writer is faster than the drain, and has to wait */
    DATABASE_PART = 8,      /* of the database: the log follows it */
    GROWTH_MOST = 6,
};

const struct drain_bounds drain_bounds_usual = {
    .begin_bytes = INT64_C(64) * MIB,
    .most_bytes = INT64_C(128) * MIB,
};

struct drain_bounds drain_bounds_for(const struct drain_bounds *least, int64_t database_bytes)
{
    int64_t begin = database_bytes / DATABASE_PART;
    if (begin <= least->begin_bytes)
        return *least;
    if (begin > GROWTH_MOST * least->begin_bytes)
        begin = GROWTH_MOST * least->begin_bytes;
    return (struct drain_bounds){begin, begin + least->most_bytes - least->begin_bytes};
}

enum drain_state {
    DRAIN_RESTS,
    DRAIN_WORKS,
    DRAIN_READY, /* little is left: the writer's turn */
};

struct drain {
    struct db *writer; /* on the writer's thread only */
    struct db *db;     /* on the drain's thread only */
    struct drain_bounds least;
    struct drain_bounds bounds; /* the writer's, as is what follows */
    int64_t asked_bytes;        /* how long the log was when the drain was last woken */
    pthread_t thread;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t changed;
    enum drain_state state;
    bool is_stopping;
};

/* --- the drain's thread --- */

/* Several rounds: during one the log grows. Each is shorter than the one before. */
static enum drain_state work(struct drain *drain)
{
    struct db_log log = {0};
    int64_t before;
    int n = 0;
    do {
        before = log.moved_bytes;
        if (db_checkpoint(drain->db, &log) != OK)
            return DRAIN_RESTS;
    } while (log.moved_bytes - before > LITTLE_BYTES && ++n < ROUNDS_MAX);
    return DRAIN_READY;
}

static void *run(void *context)
{
    struct drain *drain = context;
    pthread_mutex_lock(&drain->lock);
    for (;;) {
        while (drain->state != DRAIN_WORKS && !drain->is_stopping)
            pthread_cond_wait(&drain->changed, &drain->lock);
        if (drain->is_stopping)
            break;
        pthread_mutex_unlock(&drain->lock);
        enum drain_state state = work(drain);
        pthread_mutex_lock(&drain->lock);
        drain->state = state;
        pthread_cond_broadcast(&drain->changed);
    }
    pthread_mutex_unlock(&drain->lock);
    return NULL;
}

/* --- the writer's part --- */

/* Past the bound: until the drain has come to an end. */
static enum drain_state state_of(struct drain *drain, int64_t bytes)
{
    pthread_mutex_lock(&drain->lock);
    while (drain->state == DRAIN_WORKS && bytes > drain->bounds.most_bytes)
        pthread_cond_wait(&drain->changed, &drain->lock);
    enum drain_state state = drain->state;
    pthread_mutex_unlock(&drain->lock);
    return state;
}

static void set_state(struct drain *drain, enum drain_state state)
{
    pthread_mutex_lock(&drain->lock);
    drain->state = state;
    pthread_cond_broadcast(&drain->changed);
    pthread_mutex_unlock(&drain->lock);
}

/* The log follows the database. A file that cannot be measured leaves the bounds as they are. */
static void measure(struct drain *drain)
{
    int64_t bytes;
    if (db_size(drain->writer, &bytes) == OK)
        drain->bounds = drain_bounds_for(&drain->least, bytes);
}

/* A reader in the way is not waited for, nor asked for at each commit. */
static bool is_due(struct drain *drain, int64_t bytes, bool is_quiet)
{
    if (bytes < drain->asked_bytes)
        drain->asked_bytes = 0;
    int64_t due_bytes = drain->bounds.begin_bytes;
    if (drain->asked_bytes >= due_bytes)
        due_bytes = drain->asked_bytes + due_bytes / STEPS;
    return bytes > 0 && (is_quiet || bytes >= due_bytes);
}

/* What the drain has left over. */
static bool finish(struct drain *drain, bool is_quiet)
{
    struct db_log log;
    enum err err = db_checkpoint(drain->writer, &log);
    if (err != OK || log.moved_bytes < log.bytes)
        return false;
    /* when a reader is in the way, the next quiet moment comes */
    if (is_quiet)
        (void)!db_empty_log(drain->writer);
    return true;
}

bool drain_turn(struct drain *drain, bool is_quiet)
{
    int64_t bytes = db_log_bytes(drain->writer);
    enum drain_state state = state_of(drain, bytes);
    if (state == DRAIN_READY) {
        set_state(drain, DRAIN_RESTS);
        return finish(drain, is_quiet);
    }
    if (state == DRAIN_RESTS && is_due(drain, bytes, is_quiet)) {
        measure(drain);
        drain->asked_bytes = bytes;
        set_state(drain, DRAIN_WORKS);
    }
    return false;
}

/* --- opening and closing --- */

static void drain_free(struct drain *drain)
{
    db_close(drain->db);
    pthread_cond_destroy(&drain->changed);
    pthread_mutex_destroy(&drain->lock);
    free(drain);
}

enum err drain_open(struct drain **out, struct db *writer, const char *path,
                    const struct drain_bounds *least)
{
    struct drain *drain = calloc(1, sizeof *drain);
    if (drain == NULL)
        return ERR_SYSTEM;
    drain->writer = writer;
    drain->least = drain->bounds = *least;
    measure(drain);
    pthread_mutex_init(&drain->lock, NULL);
    pthread_cond_init(&drain->changed, NULL);
    enum err err = db_open(&drain->db, path, DB_WRITER, CACHE_MIB);
    if (err == OK)
        err = db_watch_log(writer);
    if (err == OK && pthread_create(&drain->thread, NULL, run, drain) != 0)
        err = ERR_SYSTEM;
    if (err != OK) {
        drain_free(drain);
        return err;
    }
    *out = drain;
    return OK;
}

void drain_close(struct drain *drain)
{
    if (drain == NULL)
        return;
    pthread_mutex_lock(&drain->lock);
    drain->is_stopping = true;
    pthread_cond_broadcast(&drain->changed);
    pthread_mutex_unlock(&drain->lock);
    pthread_join(drain->thread, NULL);
    drain_free(drain);
}
