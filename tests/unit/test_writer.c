/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer: threads, batches, a full queue, closing, a broken act among good ones, keys against
 * doing things twice, other processes, numbers that go on. */
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "campaign_fixture.h"
#include "domain/token.h"

static const struct person_id nobody;

/* --- many threads --- */

enum { THREADS = 8, ACTS_EACH = 1500 };

struct crowd {
    struct fixture f;
    struct person_id people[THREADS];
    struct act acts[THREADS][ACTS_EACH];
    atomic_int times_answered[THREADS][ACTS_EACH];
    atomic_int n_begun, n_ended, n_refused;
    atomic_bool is_in_batch;
    int next;
    pthread_mutex_t lock;
};

static void count_answer(struct act *act)
{
    atomic_fetch_add((atomic_int *)act->context, 1);
}

static void begin_batch(void *context)
{
    struct crowd *crowd = context;
    if (atomic_exchange(&crowd->is_in_batch, true))
        atomic_fetch_add(&crowd->n_refused, 1000);
    atomic_fetch_add(&crowd->n_begun, 1);
}

static void end_batch(void *context)
{
    struct crowd *crowd = context;
    atomic_store(&crowd->is_in_batch, false);
    atomic_fetch_add(&crowd->n_ended, 1);
}

static void *submit_many(void *context)
{
    struct crowd *crowd = context;
    pthread_mutex_lock(&crowd->lock);
    int me = crowd->next++;
    pthread_mutex_unlock(&crowd->lock);
    for (int i = 0; i < ACTS_EACH; i++)
        if (act_submit(crowd->f.writer, &crowd->acts[me][i]) != OK)
            atomic_fetch_add(&crowd->n_refused, 1);
    return NULL;
}

static void prepare_crowd(struct crowd *crowd)
{
    const char *why;
    for (int t = 0; t < THREADS; t++) {
        crowd->people[t] = fixture_arrive(&crowd->f, NULL);
        for (int i = 0; i < ACTS_EACH; i++) {
            struct act *act = &crowd->acts[t][i];
            act->kind = ACT_POST;
            act->person = crowd->people[t];
            act->post.text = i % 3 ? STR("#MeToo") : STR("Nothing of a family.");
            act->done = count_answer;
            act->context = &crowd->times_answered[t][i];
            assert_int_equal(
                act_prepare(act, &crowd->f.arena, crowd->f.key, FIXTURE_TEXT_MAX, &why), OK);
        }
    }
}

static void each_act_is_answered_once(void **state)
{
    (void)state;
    static struct crowd crowd;
    pthread_t threads[THREADS];
    fixture_open(&crowd.f, "crowd.db");
    pthread_mutex_init(&crowd.lock, NULL);
    prepare_crowd(&crowd);
    crowd.f.options.context = &crowd;
    crowd.f.options.batch_begin = begin_batch;
    crowd.f.options.batch_end = end_batch;
    crowd.f.options.batch_max = 200;
    fixture_reopen(&crowd.f);
    fixture_start(&crowd.f);
    for (int t = 0; t < THREADS; t++)
        assert_int_equal(pthread_create(&threads[t], NULL, submit_many, &crowd), 0);
    for (int t = 0; t < THREADS; t++)
        assert_int_equal(pthread_join(threads[t], NULL), 0);
    writer_close(crowd.f.writer); /* answers what is still waiting */
    crowd.f.writer = NULL;

    assert_int_equal(crowd.n_refused, 0);
    assert_int_equal(crowd.n_begun, crowd.n_ended);
    assert_true(crowd.n_begun >= THREADS * ACTS_EACH / 200);
    assert_true(crowd.n_begun < THREADS * ACTS_EACH);
    for (int t = 0; t < THREADS; t++)
        for (int i = 0; i < ACTS_EACH; i++) {
            assert_int_equal(crowd.times_answered[t][i], 1);
            assert_int_equal(crowd.acts[t][i].err, OK);
            assert_true(i == 0 || crowd.acts[t][i].id > crowd.acts[t][i - 1].id);
        }
    assert_int_equal(fixture_number(&crowd.f, "SELECT count(DISTINCT id) FROM post"),
                     THREADS * ACTS_EACH);
    fixture_assert_recount(&crowd.f);
    fixture_assert_window(&crowd.f, WINDOW_ALL,
                          (int64_t[]){THREADS, THREADS * ACTS_EACH * 2 / 3, 0, 0, 0});
    pthread_mutex_destroy(&crowd.lock);
    fixture_close(&crowd.f);
}

/* --- the queue --- */

enum { QUEUE = 5000 };

static void count_done(struct act *act)
{
    atomic_fetch_add((atomic_int *)act->context, 1);
}

static struct act *waiting_post(struct fixture *f, struct person_id person, atomic_int *n)
{
    const char *why;
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = STR("#MeToo");
    act->done = count_done;
    act->context = n;
    assert_int_equal(act_prepare(act, &f->arena, f->key, FIXTURE_TEXT_MAX, &why), OK);
    return act;
}

static void a_full_queue_refuses_and_does_nothing(void **state)
{
    struct fixture *f = *state;
    atomic_int n_done = 0, n_refused = 0;
    struct person_id person = fixture_arrive(f, NULL);
    f->options.queue_max = 10;
    fixture_reopen(f);
    for (int i = 0; i < 10; i++)
        assert_int_equal(act_submit(f->writer, waiting_post(f, person, &n_done)), OK);
    assert_int_equal(act_submit(f->writer, waiting_post(f, person, &n_refused)), ERR_BUSY);
    assert_int_equal(n_done, 0);
    fixture_start(f);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(n_done, 10);
    assert_int_equal(n_refused, 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), 10);
}

static void closing_answers_everything(void **state)
{
    struct fixture *f = *state;
    atomic_int n_done = 0;
    struct person_id person = fixture_arrive(f, NULL);
    f->options.batch_max = 7;
    fixture_reopen(f);
    for (int i = 0; i < QUEUE; i++)
        assert_int_equal(act_submit(f->writer, waiting_post(f, person, &n_done)), OK);
    fixture_start(f);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(n_done, QUEUE);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), QUEUE);
    fixture_assert_recount(f);
}

/* However many long acts wait together: a batch takes no more than its memory holds. */
static void many_long_acts_at_once(void **state)
{
    enum { LONG = 19000, ACTS = 3000 };
    struct fixture *f = *state;
    atomic_int n_done = 0;
    struct person_id person = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, person, "#MeToo");
    char *text = arena_array(&f->arena, char, LONG * 4 + 1);
    for (size_t i = 0; i < LONG; i++)
        memcpy(text + 4 * i, "\xF0\x9F\x92\x9C", 4);
    for (int i = 0; i < ACTS; i++) {
        struct act *act = waiting_post(f, person, &n_done);
        act->kind = ACT_EDIT;
        act->post.target = voice;
        act->post.text = (struct str){text, (size_t)LONG * 4};
        assert_int_equal(act_submit(f->writer, act), OK);
    }
    fixture_start(f);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(n_done, ACTS);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post_edit"), ACTS);
}

/* --- a broken act among good ones --- */

static struct act *post_act(struct fixture *f, struct person_id person, const char *text)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = str_of(text);
    return act;
}

static void a_broken_act_spares_its_neighbours(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL), other = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, other, "#MeToo");
    fixture_script(f, "CREATE TRIGGER broken BEFORE INSERT ON notice "
                      "WHEN NEW.kind = 1 BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    fixture_start(f);
    struct act *acts[6];
    for (size_t i = 0; i < COUNT(acts); i++)
        acts[i] = post_act(f, person, "#MeToo");
    acts[1]->post.parent = voice; /* its notice, the last thing that is written, breaks */
    acts[3]->arrival.is_wanted = true;
    acts[3]->person = nobody;
    acts[3]->post.parent = voice;
    acts[4]->arrival.is_wanted = true;
    acts[5]->post.parent.v = 12345;
    scratch_errors_begin();
    fixture_apply_batch(f, acts, COUNT(acts));
    scratch_errors_end();
    const enum err wanted[] = {OK, ERR_STORAGE, OK, ERR_STORAGE, OK, ERR_NOT_FOUND};
    for (size_t i = 0; i < COUNT(acts); i++)
        assert_int_equal(acts[i]->err, wanted[i]);
    fixture_settle(f);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), 4);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM person WHERE is_campaign = 0"), 3);
    fixture_assert_recount(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){3, 4, 0, 0, 0});
    struct post post;
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 0);
}

static void what_was_made_in_an_undone_batch_is_forgotten(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    fixture_script(f, "CREATE TRIGGER broken BEFORE INSERT ON post WHEN NEW.body = 'break' "
                      "BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    fixture_start(f);
    /* The first makes a hashtag and a cell; the undone batch must not remember their numbers. */
    struct act *acts[] = {post_act(f, person, "#brandnew #MeToo"), post_act(f, person, "break"),
                          post_act(f, person, "#brandnew again")};
    acts[0]->post.language = STR("pt");
    scratch_errors_begin();
    fixture_apply_batch(f, acts, COUNT(acts));
    scratch_errors_end();
    assert_int_equal(acts[0]->err, OK);
    assert_int_equal(acts[1]->err, ERR_STORAGE);
    assert_int_equal(acts[2]->err, OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM tag JOIN post_tag ON tag = tag.id "
                                       "WHERE key = 'brandnew'"),
                     2);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM cell JOIN tally ON cell = cell.id "
                                       "WHERE language = 'pt'"),
                     1);
    fixture_assert_recount(f);
}

static void a_refused_arrival_leaves_nobody(void **state)
{
    struct fixture *f = *state;
    struct person_id first = fixture_arrive(f, "anna");
    struct act *acts[] = {post_act(f, nobody, "an answer to nothing"),
                          post_act(f, nobody, "a taken name"), post_act(f, first, "#MeToo")};
    acts[0]->arrival = (struct act_arrival){.is_wanted = true, .has_token = true};
    acts[0]->post.parent.v = 99;
    acts[1]->arrival = (struct act_arrival){.is_wanted = true, .username = STR("ANNA")};
    fixture_start(f);
    fixture_apply_batch(f, acts, COUNT(acts));
    assert_int_equal(acts[0]->err, ERR_NOT_FOUND);
    assert_int_equal(acts[0]->person.v, 0);
    assert_int_equal(acts[0]->made_token.v, 0);
    assert_int_equal(acts[1]->err, ERR_CONFLICT);
    assert_int_equal(acts[2]->err, OK);
    fixture_reopen(f);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM person WHERE is_campaign = 0"), 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM token"), 0);
    assert_int_equal(fixture_arrive(f, NULL).v, first.v + 1);
}

static void who_comes_with_an_act_speaks_in_it(void **state)
{
    struct fixture *f = *state;
    struct act *act = post_act(f, nobody, "#MeToo");
    struct receipt receipt = receipt_new();
    act->arrival = (struct act_arrival){
        .is_wanted = true,
        .pen_name = STR("  Anna  "),
        .language = STR("DE"),
        .has_receipt = true,
        .receipt = receipt_hash(f->key, &receipt),
        .has_token = true,
    };
    assert_int_equal(fixture_apply(f, act), OK);
    struct post post;
    struct person_id found;
    assert_int_equal(fixture_post(f, act->person, (struct post_id){act->id}, &post), OK);
    assert_true(post.is_mine);
    assert_str(post.account.pen_name, "Anna");
    assert_str(post.language, "en"); /* as the hashtag says, before what she says of herself */
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &act->arrival.receipt, &found), OK);
    assert_int_equal(found.v, act->person.v);
    assert_int_equal(token_stands(f->reader, &f->arena, act->made_token), OK);
}

/* --- the same key twice --- */

static struct act *keyed(struct fixture *f, struct person_id person, const char *key)
{
    struct act *act = post_act(f, person, "#MeToo");
    act->idempotency = str_of(key);
    return act;
}

static void the_same_key_is_one_act(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL), other = fixture_arrive(f, NULL);
    fixture_start(f);
    struct act *acts[] = {keyed(f, person, "k"), keyed(f, person, "k"), keyed(f, person, "l"),
                          keyed(f, other, "k")};
    fixture_apply_batch(f, acts, COUNT(acts));
    for (size_t i = 0; i < COUNT(acts); i++)
        assert_int_equal(acts[i]->err, OK);
    assert_false(acts[0]->is_repeat);
    assert_true(acts[1]->is_repeat);
    assert_int_equal(acts[1]->id, acts[0]->id);
    assert_int_not_equal(acts[2]->id, acts[0]->id);
    assert_int_not_equal(acts[3]->id, acts[0]->id);
    struct act *again = keyed(f, person, "k");
    fixture_apply_batch(f, &again, 1);
    assert_true(again->is_repeat);
    assert_int_equal(again->id, acts[0]->id);
    fixture_reopen(f);
    again = keyed(f, person, "k");
    assert_int_equal(fixture_apply(f, again), OK);
    assert_int_equal(again->id, acts[0]->id);
    /* Another kind of act with the same key is another act. */
    struct act *share = fixture_act(f, ACT_SHARE, person);
    share->share.v = acts[0]->id;
    share->idempotency = STR("k");
    assert_int_equal(fixture_apply(f, share), OK);
    assert_false(share->is_repeat);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 3, 0, 0, 1});
}

static void a_key_expires_after_an_hour(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    struct act *first = keyed(f, person, "k"), *second = keyed(f, person, "k"),
               *third = keyed(f, person, "k");
    assert_int_equal(fixture_apply(f, first), OK);
    f->now_ms += HOUR_MS;
    assert_int_equal(fixture_apply(f, second), OK);
    assert_int_equal(second->id, first->id);
    f->now_ms += 1;
    assert_int_equal(fixture_apply(f, third), OK);
    assert_int_not_equal(third->id, first->id);
    assert_false(third->is_repeat);
}

static void a_refused_act_keeps_no_key(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    struct act *refused = keyed(f, person, "k"), *good = keyed(f, person, "k");
    refused->post.parent.v = 99;
    assert_int_equal(fixture_apply(f, refused), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, good), OK);
    assert_false(good->is_repeat);
}

/* Who has no name yet has no keys of her own: two newcomers may send the same one. */
static void newcomers_share_no_keys(void **state)
{
    struct fixture *f = *state;
    struct act *acts[] = {keyed(f, nobody, "1"), keyed(f, nobody, "1")};
    for (size_t i = 0; i < COUNT(acts); i++) {
        acts[i]->arrival.is_wanted = true;
        assert_int_equal(fixture_apply(f, acts[i]), OK);
    }
    assert_int_not_equal(acts[0]->id, acts[1]->id);
    assert_int_not_equal(acts[0]->person.v, acts[1]->person.v);
}

static void expired_keys_are_removed(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    assert_int_equal(fixture_apply(f, keyed(f, person, "k")), OK);
    f->now_ms += 2 * HOUR_MS;
    fixture_reopen(f);
    fixture_start(f);
    writer_close(f->writer); /* it looks around once before it ends */
    f->writer = NULL;
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM idempotency"), 0);
}

/* --- other processes, and starting again --- */

static void another_process_is_noticed(void **state)
{
    (void)state;
    static struct fixture f, other;
    fixture_open(&f, "shared.db");
    struct person_id person = fixture_arrive(&f, NULL);
    fixture_open_beside(&other, &f, "shared.db");
    struct campaign_id second = fixture_campaign(&other, "hertoo", "HerToo");
    struct person_id stranger = fixture_arrive(&other, "stranger");
    assert_int_not_equal(stranger.v, person.v);

    uint64_t before = f.generation;
    struct post_id post = fixture_say(&f, person, "#HerToo");
    assert_true(f.generation > before);
    assert_int_equal(fixture_figures(&f, second).windows[WINDOW_ALL].kinds[COUNT_POST], 1);
    struct person_id third = fixture_arrive(&f, NULL);
    assert_int_equal(third.v, stranger.v + 1);
    fixture_say(&other, stranger, "#HerToo");
    fixture_share(&f, stranger, post);
    struct figure_counts counts = fixture_figures(&f, second).windows[WINDOW_ALL];
    assert_int_equal(counts.kinds[COUNT_POST], 2);
    assert_int_equal(counts.people, 2);
    fixture_assert_recount(&f);
    fixture_close_beside(&other);
    fixture_close(&f);
}

/* Between acts too: once a second the thread looks. */
static void another_process_is_noticed_in_idleness(void **state)
{
    (void)state;
    static struct fixture f, other;
    fixture_open(&f, "idle.db");
    fixture_open_beside(&other, &f, "idle.db");
    fixture_start(&f);
    uint64_t before = f.generation;
    struct campaign_id second = fixture_campaign(&other, "hertoo", "HerToo");
    while (f.generation == before)
        sched_yield();
    fixture_settle(&f);
    assert_int_equal(fixture_figures(&f, second).windows[WINDOW_ALL].people, 0);
    fixture_close_beside(&other);
    fixture_close(&f);
}

static void everything_in_memory_is_rebuilt(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    f->now_ms += 30 * (int64_t)HOUR_MS;
    fixture_comment(f, berta, voice, "I believe you.");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    struct figures before = fixture_figures(f, f->campaign);
    fixture_reopen(f);
    struct figures after = fixture_figures(f, f->campaign);
    assert_memory_equal(before.windows, after.windows, sizeof before.windows);
    assert_int_equal(before.n_hours, after.n_hours);
    assert_memory_equal(before.hours, after.hours, before.n_hours * sizeof *before.hours);
    for (int b = 0; b < BREAKDOWNS; b++) {
        assert_int_equal(before.parts[b].n, after.parts[b].n);
        for (size_t i = 0; i < before.parts[b].n; i++) {
            assert_true(str_eq(before.parts[b].items[i].name, after.parts[b].items[i].name));
            assert_memory_equal(&before.parts[b].items[i].counts, &after.parts[b].items[i].counts,
                                sizeof(struct figure_counts));
        }
    }
}

static void numbers_go_on_when_the_clock_is_set_back(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    struct post_id first = fixture_say(f, person, "#MeToo");
    f->now_ms -= 5 * (int64_t)HOUR_MS;
    fixture_reopen(f);
    struct post_id second = fixture_say(f, person, "#MeToo");
    assert_true(second.v > first.v);
    fixture_assert_recount(f);
}

static void nobody_gets_the_number_of_one_who_left(void **state)
{
    struct fixture *f = *state;
    struct person_id last = fixture_arrive(f, NULL);
    assert_int_equal(fixture_leave(f, last), OK);
    fixture_reopen(f);
    assert_true(fixture_arrive(f, NULL).v > last.v);
}

/* --- kept pages --- */

static void pages_are_out_of_date_in_time(void **state)
{
    struct fixture *f = *state;
    f->options.page_fresh_ms = 1000;
    f->options.release_step = 100;
    fixture_reopen(f);
    struct person_id person = fixture_arrive(f, NULL);
    struct post_id post = fixture_say(f, person, "#MeToo");
    uint64_t before = f->generation;
    f->now_ms += 999;
    fixture_say(f, person, "#MeToo");
    assert_int_equal(f->generation, before);
    f->now_ms += 1;
    fixture_say(f, person, "#MeToo");
    assert_int_equal(f->generation, before + 1);
    assert_int_equal(fixture_withdraw(f, person, post), OK); /* at once */
    assert_int_equal(f->generation, before + 2);
    f->now_ms += HOUR_MS; /* released, so at once too */
    fixture_say(f, person, "#MeToo");
    assert_int_equal(f->generation, before + 3);
}

/* A copy of what an act made, true as of the commit before its own, is old when somebody else in
 * the batch changed it. */
static void an_act_knows_its_commit(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), bea = fixture_arrive(f, "bea");
    fixture_start(f);
    struct act *said = fixture_act(f, ACT_POST, bea);
    said->post.text = STR("#MeToo");
    struct act *changed = fixture_act(f, ACT_PROFILE, anna);
    changed->profile.has_pen_name = true;
    changed->profile.pen_name = STR("A.");
    fixture_apply_batch(f, (struct act *[]){said, changed}, 2);
    assert_int_equal(said->err, OK);
    assert_int_equal(said->commit, changed->commit);
    assert_in_range(said->commit, 1, revision_now(&f->revisions)); /* a sweep may have come after */
    assert_true(revision_holds(&f->revisions, bea.v, said->commit - 1));
    assert_true(revision_holds(&f->revisions, said->id, said->commit - 1));
    assert_false(revision_holds(&f->revisions, anna.v, said->commit - 1));
}

/* What another process wrote counts as a commit, so that no snapshot from before is read on. */
static void what_others_write_is_a_commit(void **state)
{
    (void)state;
    static struct fixture f, other;
    fixture_open(&f, "told.db");
    fixture_say(&f, fixture_arrive(&f, "anna"), "#MeToo");
    uint64_t commits = f.revisions.commits, before = revision_of(&f.revisions, 1);
    fixture_open_beside(&other, &f, "told.db");
    (void)fixture_arrive(&other, "berta");
    fixture_close_beside(&other);
    fixture_say(&f, fixture_arrive(&f, "clara"), "#MeToo");
    assert_true(f.revisions.commits >= commits + 3); /* theirs, and two of ours */
    assert_true(revision_of(&f.revisions, 1) != before);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_act_is_answered_once),
        IN_MEMORY(a_full_queue_refuses_and_does_nothing),
        IN_MEMORY(closing_answers_everything),
        IN_MEMORY(many_long_acts_at_once),
        IN_FILE(a_broken_act_spares_its_neighbours),
        IN_FILE(what_was_made_in_an_undone_batch_is_forgotten),
        IN_FILE(a_refused_arrival_leaves_nobody),
        IN_MEMORY(who_comes_with_an_act_speaks_in_it),
        IN_FILE(the_same_key_is_one_act),
        IN_MEMORY(a_key_expires_after_an_hour),
        IN_MEMORY(a_refused_act_keeps_no_key),
        IN_MEMORY(newcomers_share_no_keys),
        IN_MEMORY(expired_keys_are_removed),
        cmocka_unit_test(another_process_is_noticed),
        cmocka_unit_test(another_process_is_noticed_in_idleness),
        IN_MEMORY(everything_in_memory_is_rebuilt),
        IN_MEMORY(numbers_go_on_when_the_clock_is_set_back),
        IN_MEMORY(nobody_gets_the_number_of_one_who_left),
        IN_MEMORY(pages_are_out_of_date_in_time),
        IN_FILE(an_act_knows_its_commit),
        cmocka_unit_test(what_others_write_is_a_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
