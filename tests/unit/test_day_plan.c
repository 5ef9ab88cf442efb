/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plan of the day against a server that answers everything at once. */
#include "day/plan.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"

struct stage {
    struct family family;
    struct crowd crowd;
    struct plan plan;
};

static void open_stage(struct stage *stage, double scale, uint64_t seed)
{
    memset(stage, 0, sizeof *stage);
    family_one(&stage->family, STR("MeToo"));
    mix_init(&stage->plan.mix, scale, 1);
    assert_int_equal(
        crowd_open(&stage->crowd, &stage->plan.mix, seed, stage->plan.mix.people + 1, 0), OK);
    stage->plan.family = &stage->family;
    stage->plan.crowd = &stage->crowd;
    stage->plan.seed = seed;
}

/* Ids are made of the act's number, as a server would give them in order. */
static void answer(struct stage *stage, const struct job *job)
{
    if (job->is_new)
        assert_true(crowd_arrive(&stage->crowd, job->person, STR("token")));
    if (job->kind == JOB_VOICE)
        crowd_spoke(&stage->crowd, job->voice, (int64_t)job->n + 1, job->person, stage->plan.n);
    if (job->kind == JOB_COMMENT)
        crowd_commented(&stage->crowd, job->voice, (int64_t)job->n + 1);
}

static int descending(const void *a, const void *b)
{
    return *(const int *)b - *(const int *)a;
}

static void people_do_what_the_model_says(void **state)
{
    (void)state;
    static struct stage stage;
    static int acts[60000], kinds[JOB_KINDS];
    struct job job;
    int n = 0, doomed = 0, deep = 0;
    open_stage(&stage, 0.01, 1);
    while (plan_next(&stage.plan, &job)) {
        assert_true(job.person < stage.crowd.n_people && job.voice < stage.crowd.n_voices);
        assert_true(job.kind == JOB_VOICE || job.target != 0);
        acts[job.person]++;
        kinds[job.kind]++;
        doomed += job.is_doomed;
        deep += job.target != 0 && job.target != stage.crowd.ids[job.voice];
        answer(&stage, &job);
        n++;
    }
    assert_int_equal(n, 120000);
    assert_int_equal(stage.crowd.n_people, 47000);
    assert_int_equal(stage.crowd.n_voices, 15600);
    assert_in_range(kinds[JOB_COMMENT], 28700, 28900);
    assert_in_range(doomed, 300, 6000);
    assert_in_range(deep, 5000, 15000);
    qsort(acts, 47000, sizeof acts[0], descending);
    int busiest = 0;
    for (int i = 0; i < 47000 / 20; i++)
        busiest += acts[i];
    assert_in_range(busiest, n * 28 / 100, n * 36 / 100); /* the busiest 5 % do about 30 % */
    assert_int_equal(acts[46999], 1);
    crowd_close(&stage.crowd);
}

static int by_pair(const void *a, const void *b)
{
    return memcmp(a, b, 2 * sizeof(int64_t));
}

static void nobody_reacts_twice_to_the_same(void **state)
{
    (void)state;
    static struct stage stage;
    static int64_t pairs[8000][2];
    struct job job;
    size_t n = 0;
    open_stage(&stage, 0.001, 2);
    while (plan_next(&stage.plan, &job)) {
        answer(&stage, &job);
        if (job.kind != JOB_REACTION)
            continue;
        pairs[n][0] = job.person;
        pairs[n++][1] = job.target;
    }
    assert_in_range(n, 7400, 7560);
    qsort(pairs, n, sizeof pairs[0], by_pair);
    for (size_t i = 1; i < n; i++)
        assert_true(by_pair(pairs[i], pairs[i - 1]) != 0);
    crowd_close(&stage.crowd);
}

static void the_same_seed_gives_the_same_day(void **state)
{
    (void)state;
    static struct stage a, b;
    struct job x, y;
    open_stage(&a, 0.001, 5);
    open_stage(&b, 0.001, 5);
    while (plan_next(&a.plan, &x)) {
        assert_true(plan_next(&b.plan, &y));
        assert_memory_equal(&x, &y, sizeof x);
        answer(&a, &x);
        answer(&b, &y);
    }
    assert_false(plan_next(&b.plan, &y));
    crowd_close(&a.crowd);
    crowd_close(&b.crowd);
}

static void nothing_is_aimed_at_what_is_not_answered(void **state)
{
    (void)state;
    static struct stage stage;
    struct job first, second, job;
    open_stage(&stage, 0.001, 3);
    assert_true(plan_next(&stage.plan, &first) && plan_next(&stage.plan, &second));
    assert_int_equal(first.kind, JOB_VOICE); /* there is nothing to answer yet */
    assert_int_equal(second.kind, JOB_VOICE);
    assert_true(first.is_new && second.is_new);
    answer(&stage, &second); /* the first is refused */
    for (int i = 0; i < 500; i++) {
        assert_true(plan_next(&stage.plan, &job));
        assert_true(job.kind == JOB_VOICE || job.voice == second.voice);
        assert_true(job.is_new || job.person == second.person);
    }
    plan_nudge(&stage.plan, &job);
    assert_int_equal(job.target, stage.crowd.ids[second.voice]);
    assert_int_equal(job.kind, JOB_COMMENT);
    crowd_close(&stage.crowd);
}

static void reads_are_mixed(void **state)
{
    (void)state;
    static struct stage stage;
    int pages[JOB_PAGES] = {0};
    struct job job;
    open_stage(&stage, 0.001, 4);
    plan_read(&stage.plan, 9, &job);
    assert_true(job.detail != JOB_PAGE_VOICE); /* there is none yet */
    assert_true(plan_next(&stage.plan, &job));
    answer(&stage, &job);
    for (uint64_t i = 0; i < 1000; i++) {
        plan_read(&stage.plan, i, &job);
        assert_int_equal(job.kind, JOB_READ);
        pages[job.detail]++;
    }
    for (int i = 0; i < JOB_PAGES; i++)
        assert_true(pages[i] > 50);
    crowd_close(&stage.crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_do_what_the_model_says),
        cmocka_unit_test(nobody_reacts_twice_to_the_same),
        cmocka_unit_test(the_same_seed_gives_the_same_day),
        cmocka_unit_test(nothing_is_aimed_at_what_is_not_answered),
        cmocka_unit_test(reads_are_mixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
