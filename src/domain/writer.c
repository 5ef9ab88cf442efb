/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer's thread: queue, batches, releases, sweeps (writer.h).
 *
 * A batch is one transaction. When storage fails in the middle of one, all of it is undone and
 * its acts are applied one by one, each in a transaction of its own, so that only the broken one
 * is refused. Everything kept in memory changes after the commit, before the acts are answered. */
#include "domain/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "domain/board_live.h"
#include "domain/due.h"
#include "domain/near.h"
#include "domain/retention.h"
#include "domain/scrub.h"
#include "domain/screening.h"
#include "domain/sweep.h"
#include "domain/veil_write.h"
#include "os/process.h"
#include "sql/campaign.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/tag.h"
#include "sql/tally.h"
#include "sql/token.h"

enum { WRITER_MEMORY = 1024 * 1024, BATCH_MEMORY = 512 * 1024 * 1024 };
enum { BATCH_WEIGHT_MAX = 64 * 1024 * 1024, TICK_MS = 1000, CLEAN_MS = 60 * 1000 };

struct writer {
    struct arena memory; /* holds this struct */
    struct arena batch_memory;
    struct writer_options options;
    struct registry registry;
    struct recent recent;
    struct near near;
    struct numbers numbers;
    struct id_source ids;
    uint64_t n_lists; /* of events, so far */
    int64_t db_version;
    int64_t fresh_ms;   /* when kept pages were last declared out of date */
    int64_t cleaned_ms; /* when nothing that had expired was left */
    struct retention retention;
    struct scrub scrub;
    uint64_t last_commit; /* of the last batch; 0: its acts were committed one by one */
    bool is_stale;        /* something new is not on kept pages yet */
    bool has_sweep;       /* there is, perhaps, work for sweep.h */
    bool is_sweep_stuck;  /* the last step failed: batches leave it alone until it is tried again */
    pthread_t thread;
    bool is_started;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t wake;
    struct act *head, **tail;
    int64_t n_waiting;
    bool is_stopping;
};

/* --- memory --- */

static enum err load_numbers(struct writer *w)
{
    struct db *db = w->options.db;
    struct person_last_out person;
    struct campaign_last_out campaign;
    struct cell_last_out cell;
    struct tag_last_out tag;
    struct id_last_out id;
    TRY(sql_id_last_one(db, &w->batch_memory, &id));
    TRY(sql_person_last_one(db, &w->batch_memory, &person));
    TRY(sql_campaign_last_one(db, &w->batch_memory, &campaign));
    TRY(sql_cell_last_one(db, &w->batch_memory, &cell));
    TRY(sql_tag_last_one(db, &w->batch_memory, &tag));
    w->numbers = (struct numbers){person.id.v, campaign.id.v, cell.id.v, tag.id.v};
    if (w->ids.last < id.id)
        w->ids.last = id.id; /* also when the system's clock was set back */
    return OK;
}

static enum err load_all(struct writer *w)
{
    int64_t version;
    TRY(db_version(w->options.db, &version));
    TRY(recent_load(&w->recent, w->options.db, &w->batch_memory));
    TRY(registry_load(&w->registry, w->options.db));
    TRY(screening_learn(&w->near, &w->registry, &w->batch_memory));
    TRY(load_numbers(w));
    TRY(board_load(w->options.board, w->options.db, &w->registry, &w->batch_memory,
                   clock_now_ms(w->options.clock)));
    w->has_sweep = true;
    w->db_version = version; /* only now: what failed to load is loaded again */
    return OK;
}

/* Another process may have written (chorus campaign add, recount --repair). */
static enum err load_if_changed(struct writer *w)
{
    int64_t version;
    TRY(db_version(w->options.db, &version));
    if (version == w->db_version)
        return OK;
    TRY(load_all(w));
    atomic_fetch_add(w->options.generation, 1);
    if (w->options.revisions != NULL) {
        (void)revision_commit(w->options.revisions); /* snapshots from before are given up */
        revision_raise_all(w->options.revisions);
    }
    return OK;
}

enum err batch_reload(struct batch *batch)
{
    TRY(ledger_flush(batch));
    batch->ledger = (struct ledger){0};
    batch->has_reloaded = batch->has_changed_all = true;
    return registry_load(batch->registry, batch->db);
}

static void raise_revisions(struct writer *w, const struct batch *batch)
{
    struct revisions *revisions = w->options.revisions;
    if (revisions == NULL)
        return;
    w->last_commit = revision_commit(revisions);
    if (batch->has_changed_all)
        revision_raise_all(revisions);
    for (size_t i = 0; i < batch->n_changed; i++)
        revision_raise(revisions, batch->changed[i]);
}

/* --- one act --- */

typedef enum err apply_fn(struct batch *batch, struct act *act);

static apply_fn *const applies[ACT_KINDS] = {
#define ACT(name, apply) [ACT_##name] = apply,
#include "domain/acts.def"
#undef ACT
};

/* A refusal leaves the database as it was; anything else may have left half an act. */
static bool is_refusal(enum err err)
{
    return err == ERR_BAD_INPUT || err == ERR_NOT_FOUND || err == ERR_FORBIDDEN ||
           err == ERR_CONFLICT;
}

static enum err find_repeat(struct batch *batch, struct act *act)
{
    struct idempotency_row_out row;
    enum err err = sql_idempotency_row_one(
        batch->db, batch->arena,
        &(struct idempotency_row_in){secret_hash_str(&act->idempotency_hash),
                                     batch->now_ms - RETENTION_KEY_MS},
        &row);
    act->is_repeat = err == OK;
    if (act->is_repeat)
        act->id = row.result;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The act, and the person who comes with it: both or neither. */
static enum err apply_with_arrival(struct batch *batch, struct act *act)
{
    if (!act->arrival.is_wanted)
        return applies[act->kind](batch, act);
    TRY(person_arrive(batch, act));
    enum err err = applies[act->kind](batch, act);
    if (is_refusal(err))
        TRY(person_unarrive(batch, act));
    return err;
}

static enum err apply_act(struct batch *batch, struct act *act)
{
    act->is_repeat = false;
    if (act->idempotency.n > 0)
        TRY(find_repeat(batch, act));
    if (act->is_repeat)
        return OK;
    TRY(apply_with_arrival(batch, act));
    if (act->idempotency.n == 0)
        return OK;
    WRITE(sql_idempotency_put(batch->db,
                              &(struct idempotency_put_in){secret_hash_str(&act->idempotency_hash),
                                                           batch->now_ms, act->id}));
    return OK;
}

/* --- one batch --- */

/* NULL when nobody listens. */
static struct event_list *new_events(struct writer *w)
{
    struct event_list *events;
    if (!w->options.wants_events || !w->options.wants_events(w->options.context) ||
        event_list_new(&events, ++w->n_lists) != OK)
        return NULL;
    return events;
}

static void batch_init(struct writer *w, struct batch *batch)
{
    *batch = (struct batch){
        .db = w->options.db,
        .arena = &w->batch_memory,
        .registry = &w->registry,
        .recent = &w->recent,
        .near = &w->near,
        .key = w->options.key,
        .session_ms = w->options.session_ms,
        .numbers = w->numbers,
        .ids = &w->ids,
        .events = new_events(w),
        .now_ms = clock_now_ms(w->options.clock),
        .floor = board_floor(w->options.board),
    };
}

/* Undone: what was learnt from the transaction must be forgotten too. */
static void batch_undo(struct writer *w, struct batch *batch)
{
    db_rollback(w->options.db);
    if (batch->events)
        event_drop(batch->events);
    batch->events = NULL;
    recent_clear(&w->recent);
    if (registry_load(&w->registry, w->options.db) != OK)
        log_error("writer", "campaigns cannot be read");
}

static enum err apply_all(struct batch *batch, struct act *first)
{
    for (struct act *act = first; act; act = act->next) {
        act->err = apply_act(batch, act);
        if (act->err != OK && !is_refusal(act->err))
            return act->err;
    }
    TRY(ledger_flush(batch));
    for (struct act *act = first; act; act = act->next)
        if (act->kind == ACT_REACT && act->err == OK)
            answer_tell_counts(batch, act);
    return OK;
}

/* What falls with what was withdrawn, as far as one step goes; or the acts are applied without. */
static enum err sweep_within(struct writer *w, struct batch *batch)
{
    bool is_done = false;
    if (!batch->has_swept || w->is_sweep_stuck)
        return OK;
    enum err err = sweep_step(batch, &is_done);
    w->is_sweep_stuck = err != OK;
    batch->has_swept = !is_done;
    return err;
}

static void tell_released(void *context, struct campaign_id campaign)
{
    struct event_list *events = context;
    event_add(events, &(struct event){.kind = EVENT_FIGURES, .campaign = campaign});
}

/* Kept pages are out of date: at once after a removal, otherwise at most every page_fresh_ms. */
static void refresh(struct writer *w, bool is_changed, bool must, int64_t now_ms)
{
    w->is_stale = w->is_stale || is_changed;
    if (!must && (!w->is_stale || now_ms - w->fresh_ms < w->options.page_fresh_ms))
        return;
    atomic_fetch_add(w->options.generation, 1);
    w->fresh_ms = now_ms;
    w->is_stale = false;
}

static void publish(struct writer *w, struct event_list *events)
{
    if (events == NULL)
        return;
    if (event_count(events) > 0)
        w->options.publish(w->options.context, events);
    event_drop(events);
}

/* After the commit: memory, figures, pages, streams. */
static void batch_done(struct writer *w, struct batch *batch)
{
    raise_revisions(w, batch);
    w->numbers = batch->numbers;
    if (batch->has_reloaded) {
        if (screening_learn(&w->near, &w->registry, &w->batch_memory) != OK ||
            board_load(w->options.board, w->options.db, &w->registry, &w->batch_memory,
                       batch->now_ms) != OK)
            log_error("writer", "figures cannot be read");
    } else {
        board_apply(w->options.board, &batch->ledger);
    }
    bool is_released = board_release(w->options.board, batch->now_ms, w->options.release_step,
                                     tell_released, batch->events);
    w->has_sweep = w->has_sweep || batch->has_swept;
    scrub_note(&w->scrub, batch->has_destroyed, batch->now_ms);
    refresh(w, true, batch->has_removed || is_released, batch->now_ms);
    publish(w, batch->events);
}

static enum err run_batch(struct writer *w, struct act *first)
{
    struct batch batch;
    arena_reset(&w->batch_memory);
    TRY(db_begin(w->options.db));
    enum err err = load_if_changed(w);
    batch_init(w, &batch);
    if (err == OK)
        err = apply_all(&batch, first);
    if (err == OK)
        err = sweep_within(w, &batch);
    if (err == OK)
        err = db_commit(w->options.db);
    if (err != OK) {
        batch_undo(w, &batch);
        return err;
    }
    batch_done(w, &batch);
    return OK;
}

/* The batch was undone: each act alone. */
static void run_singly(struct writer *w, struct act *first)
{
    for (struct act *act = first, *next; act; act = next) {
        next = act->next;
        act->next = NULL;
        enum err err = run_batch(w, act);
        if (err != OK)
            act->err = err;
        act->next = next;
    }
    w->last_commit = 0; /* they were several */
}

static void run_acts(struct writer *w, struct act *first)
{
    bool was_stuck = w->is_sweep_stuck;
    enum err err = run_batch(w, first);
    if (err != OK && first->next == NULL && w->is_sweep_stuck == was_stuck)
        first->err = err;
    else if (err != OK)
        run_singly(w, first);
    if (registry_is_full(&w->registry) && registry_load(&w->registry, w->options.db) != OK)
        log_error("writer", "campaigns cannot be read");
}

/* --- between batches --- */

static void run_sweep(struct writer *w)
{
    struct batch batch;
    bool is_done = false;
    arena_reset(&w->batch_memory);
    enum err err = db_begin(w->options.db);
    if (err == OK)
        err = load_if_changed(w);
    batch_init(w, &batch);
    if (err == OK)
        err = sweep_step(&batch, &is_done);
    if (err == OK)
        err = db_commit(w->options.db);
    w->has_sweep = err == OK && !is_done;
    w->is_sweep_stuck = err != OK;
    if (err != OK) {
        batch_undo(w, &batch);
        log_error("writer", "a sweep failed: %s", err_name(err));
    } else if (batch.has_removed) {
        batch_done(w, &batch);
    } else {
        raise_revisions(w, &batch);
        if (batch.events)
            event_drop(batch.events);
    }
}

static void tell_ended(struct writer *w)
{
    struct revisions *revisions = w->options.revisions;
    if (revisions == NULL)
        return;
    (void)revision_commit(revisions);
    for (size_t i = 0; i < w->retention.n_sessions; i++)
        revision_raise(revisions, w->retention.sessions[i]);
}

/* What expires. A sweep that failed is tried again. */
static void clean(struct writer *w, int64_t now_ms)
{
    struct retention *retention = &w->retention;
    bool is_done = false;
    if (now_ms - w->cleaned_ms < CLEAN_MS)
        return;
    w->has_sweep = true;
    enum err err = retention_step(retention, w->options.db, &w->batch_memory, now_ms, &is_done);
    if (err != OK)
        log_error("writer", "expired rows could not be removed: %s", err_name(err));
    if (err != OK || is_done)
        w->cleaned_ms = now_ms;
    if (retention->n_sessions > 0)
        tell_ended(w);
}

/* Once a second, and when a batch left pages stale. */
static void tick(struct writer *w)
{
    int64_t now_ms = clock_now_ms(w->options.clock);
    arena_reset(&w->batch_memory);
    if (load_if_changed(w) != OK)
        log_error("writer", "what another process wrote cannot be read");
    clean(w, now_ms);
    w->has_sweep = w->has_sweep || due_waits(w->options.db, &w->batch_memory, now_ms);
    struct event_list *events = new_events(w);
    bool is_released =
        board_release(w->options.board, now_ms, w->options.release_step, tell_released, events);
    refresh(w, false, is_released, now_ms);
    publish(w, events);
}

/* Between two transactions. Readers take new snapshots when that lets the log begin anew. */
static void move_log(struct writer *w, bool is_quiet)
{
    struct drain *drain = w->options.drain;
    int64_t now_ms = clock_now_ms(w->options.clock);
    bool is_wanted = scrub_asks(&w->scrub, now_ms) || is_quiet;
    bool is_moved = is_wanted && (drain == NULL || db_log_bytes(w->options.db) == 0);
    if (drain != NULL && drain_turn(drain, is_wanted)) {
        is_moved = true;
        if (w->options.revisions != NULL)
            (void)revision_commit(w->options.revisions);
    }
    if (is_moved && (is_quiet || scrub_is_due(&w->scrub, now_ms)))
        scrub_step(&w->scrub, w->options.db);
}

/* --- the thread --- */

static void answer(struct writer *w, struct act *first)
{
    if (w->options.batch_begin)
        w->options.batch_begin(w->options.context);
    for (struct act *act = first, *next; act; act = next) {
        next = act->next; /* the act may be gone after done */
        act->commit = w->last_commit;
        act->done(act);
    }
    if (w->options.batch_end)
        w->options.batch_end(w->options.context);
}

/* Up to batch_max acts that fit into its memory; NULL after TICK_MS without any, or for a sweep. */
static struct act *take(struct writer *w, bool *is_over)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TICK_MS / 1000;
    pthread_mutex_lock(&w->lock);
    while (w->head == NULL && !w->is_stopping && !w->has_sweep)
        if (pthread_cond_timedwait(&w->wake, &w->lock, &until) == ETIMEDOUT)
            break;
    struct act *first = w->head, *last = NULL;
    int64_t n = 0, weight = 0;
    for (struct act *act = first; act && n < w->options.batch_max && weight < BATCH_WEIGHT_MAX;
         act = act->next, n++) {
        weight += batch_weight(act);
        last = act;
    }
    if (last) {
        w->head = last->next;
        last->next = NULL;
    }
    if (w->head == NULL)
        w->tail = &w->head;
    w->n_waiting -= n;
    *is_over = w->is_stopping && first == NULL;
    pthread_mutex_unlock(&w->lock);
    return first;
}

static void *run(void *context)
{
    struct writer *w = context;
    int64_t ticked_ms = 0;
    process_go_first();
    for (bool is_over = false; !is_over;) {
        struct act *first = take(w, &is_over);
        move_log(w, first == NULL && !w->has_sweep);
        if (first) {
            run_acts(w, first);
            answer(w, first);
        }
        if (w->has_sweep)
            run_sweep(w);
        int64_t now_ms = clock_monotonic_ms();
        if (now_ms - ticked_ms >= TICK_MS || (first == NULL && w->is_stale)) {
            tick(w);
            ticked_ms = now_ms;
        }
    }
    return NULL;
}

/* --- opening and closing --- */

enum err writer_open(struct writer **out, const struct writer_options *options)
{
    struct arena memory;
    TRY(arena_init(&memory, WRITER_MEMORY));
    struct writer *w = arena_new(&memory, struct writer);
    w->memory = memory;
    w->options = *options;
    w->retention.session_ms = options->session_ms;
    w->tail = &w->head;
    TRY(arena_init(&w->batch_memory, BATCH_MEMORY));
    TRY(registry_init(&w->registry));
    TRY(recent_init(&w->recent));
    TRY(near_init(&w->near));
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&w->lock, NULL);
    TRY(load_all(w));
    TRY(veil_upgrade(options->db, &w->batch_memory, &w->registry, &w->recent, options->key));
    *out = w;
    return OK;
}

enum err writer_start(struct writer *w)
{
    if (pthread_create(&w->thread, NULL, run, w) != 0)
        return ERR_SYSTEM;
    w->is_started = true;
    return OK;
}

void writer_close(struct writer *w)
{
    if (w == NULL)
        return;
    if (w->is_started) {
        pthread_mutex_lock(&w->lock);
        w->is_stopping = true;
        pthread_cond_signal(&w->wake);
        pthread_mutex_unlock(&w->lock);
        pthread_join(w->thread, NULL);
    }
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    registry_done(&w->registry);
    recent_done(&w->recent);
    near_done(&w->near);
    arena_done(&w->batch_memory);
    struct arena memory = w->memory;
    arena_done(&memory);
}

enum err act_submit(struct writer *w, struct act *act)
{
    enum err err = OK;
    act->next = NULL;
    pthread_mutex_lock(&w->lock);
    if (w->n_waiting >= w->options.queue_max || w->is_stopping) {
        err = ERR_BUSY;
    } else {
        *w->tail = act;
        w->tail = &act->next;
        if (w->n_waiting++ == 0)
            pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    return err;
}

void acts_apply_now(struct writer *w, struct act *acts, size_t n)
{
    BUG_IF(w->is_started);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        acts[i].next = i + 1 < n ? &acts[i + 1] : NULL;
    run_acts(w, acts);
    while (w->has_sweep)
        run_sweep(w);
}

enum err act_apply_now(struct writer *w, struct act *act)
{
    acts_apply_now(w, act, 1);
    return act->err;
}
