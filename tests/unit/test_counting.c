/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Thousands of random acts in batches, over many hours, against a simple model: what is answered,
 * every figure, every post's counts and the voices of a campaign must be as in the model, and a
 * recount must find no difference. The model is written from the rules, not from the code. */
#include "counting_model.h"

#include <string.h>

/* --- one batch --- */

static void learn(struct model *m, const struct plan *plan)
{
    const struct act *act = plan->act;
    if (!plan->may_be_either)
        assert_int_equal(act->err, plan->wanted);
    m->n_done[act->err == OK]++;
    if (plan->person >= 0)
        m->people[plan->person] = act->person;
    if (plan->post >= 0)
        m->posts[plan->post].id = act->id;
    if (plan->published >= 0)
        m->posts[plan->published].id = act->id;
    if (plan->mark && plan->mark->kind != 0)
        plan->mark->id = act->id;
}

static void run_batch(struct model *m)
{
    struct plan plans[BATCH_MOST];
    struct act *acts[BATCH_MOST];
    size_t n = (size_t)(1 + model_pick(m, BATCH_MOST));
    for (size_t i = 0; i < n; i++) {
        model_plan(m, &plans[i]);
        acts[i] = plans[i].act;
    }
    fixture_apply_batch(&m->f, acts, n);
    for (size_t i = 0; i < n; i++)
        learn(m, &plans[i]);
}

/* --- comparing --- */

struct expected {
    struct figure_counts windows[WINDOWS];
    struct figure_counts hours[HOURS_MOST];
    bool is_person[WINDOWS][PEOPLE];
    int64_t first_hour[PEOPLE];
    int64_t now_hour, called_ms;
};

static void expect_act(struct expected *e, int person, int kind, int64_t ms)
{
    int64_t hour = ms < e->called_ms ? 0 : (ms - e->called_ms) / HOUR_MS;
    const bool is_in[WINDOWS] = {hour<DAY_HOURS, hour> e->now_hour - DAY_HOURS, true};
    assert_true(hour < HOURS_MOST);
    e->hours[hour].kinds[kind]++;
    if (!e->is_person[WINDOW_ALL][person] || hour < e->first_hour[person])
        e->first_hour[person] = hour;
    for (int w = 0; w < WINDOWS; w++) {
        if (!is_in[w])
            continue;
        e->windows[w].kinds[kind]++;
        e->windows[w].people += !e->is_person[w][person];
        e->is_person[w][person] = true;
    }
}

static void expect_campaign(const struct model *m, int campaign, struct expected *e)
{
    const unsigned bit = 1U << campaign;
    memset(e, 0, sizeof *e);
    e->called_ms = m->called_ms[campaign];
    e->now_hour = (m->f.now_ms - e->called_ms) / HOUR_MS;
    for (int i = 0; i < m->n_posts; i++) {
        const struct said *said = &m->posts[i];
        if (model_stands(said) && said->campaigns & bit)
            expect_act(e, said->author, said->root < 0 ? COUNT_POST : COUNT_COMMENT, said->ms);
        for (int p = 0; p < PEOPLE; p++) {
            if (m->reactions[i][p].kind && m->reactions[i][p].campaigns & bit)
                expect_act(e, p, COUNT_REACTION, m->reactions[i][p].ms);
            if (m->shares[i][p].kind && m->shares[i][p].campaigns & bit)
                expect_act(e, p, COUNT_SHARE, m->shares[i][p].ms);
        }
    }
    for (int p = 0; p < PEOPLE; p++)
        if (e->is_person[WINDOW_ALL][p])
            e->hours[e->first_hour[p]].people++;
}

static void assert_counts(const struct figure_counts *found, const struct figure_counts *wanted)
{
    assert_int_equal(found->people, wanted->people);
    for (int k = 0; k < COUNT_KINDS; k++)
        assert_int_equal(found->kinds[k], wanted->kinds[k]);
}

/* Every breakdown adds up to the whole. */
static void assert_parts(const struct figures *figures)
{
    for (int b = 0; b < BREAKDOWNS; b++) {
        struct figure_counts sum = {.people = figures->windows[WINDOW_ALL].people};
        for (size_t i = 0; i < figures->parts[b].n; i++)
            for (int k = 0; k < COUNT_KINDS; k++)
                sum.kinds[k] += figures->parts[b].items[i].counts.kinds[k];
        assert_counts(&sum, &figures->windows[WINDOW_ALL]);
    }
}

static void compare_figures(struct model *m)
{
    static struct expected e;
    for (int c = 0; c < CAMPAIGNS; c++) {
        struct figures figures = fixture_figures(&m->f, m->campaigns[c]);
        expect_campaign(m, c, &e);
        for (int w = 0; w < WINDOWS; w++)
            assert_counts(&figures.windows[w], &e.windows[w]);
        assert_int_equal(figures.n_hours, e.now_hour + 1);
        for (size_t h = 0; h < figures.n_hours; h++)
            assert_counts(&figures.hours[h].counts, &e.hours[h]);
        assert_parts(&figures);
    }
}

/* The answers of one post, and who may see it. */
static void compare_post(struct model *m, int i)
{
    const struct said *said = &m->posts[i];
    struct post post;
    int64_t comments = 0, shares = 0, reactions[REACTIONS] = {0};
    const struct said *root = &m->posts[model_root(m, i)];
    bool is_closed = root->answers == ANSWERS_REACTIONS;
    bool is_out =
        said->root >= 0 && !said->is_anonymous && m->is_blocked[root->author][said->author];
    bool is_shown =
        model_stands(said) && model_stands(root) && !(said->root >= 0 && is_closed) && !is_out;
    enum err wanted = is_shown ? OK : ERR_NOT_FOUND;
    assert_int_equal(fixture_post(&m->f, (struct person_id){0}, (struct post_id){said->id}, &post),
                     wanted);
    if (said->state == GONE || m->people[said->author].v <= 0)
        return;
    assert_int_equal(
        fixture_post(&m->f, m->people[said->author], (struct post_id){said->id}, &post), OK);
    assert_true(post.is_mine);
    assert_int_equal(post.is_fallen, said->state == FELL ||
                                         (said->root >= 0 && (!model_stands(root) || is_closed)));
    assert_int_equal(post.away & ~AWAY_FALLEN, said->away & ~(unsigned)BLOCKED);
    assert_int_equal(post.account.is_campaign, said->is_anonymous);
    for (int k = 0; k < m->n_posts; k++)
        comments += model_stands(&m->posts[k]) &&
                    (said->root < 0 ? m->posts[k].root == i : m->posts[k].parent == i);
    for (int p = 0; p < PEOPLE; p++) {
        shares += m->shares[i][p].kind != 0;
        reactions[m->reactions[i][p].kind]++;
    }
    assert_int_equal(post.comments, said->root < 0 && is_closed ? 0 : comments);
    assert_int_equal(post.shares, shares);
    for (int k = 1; k < REACTIONS; k++)
        assert_int_equal(post.reactions[k], reactions[k]);
}

/* The newest before this number that stands in the list of the campaign; 0: none. */
static int64_t next_voice(const struct model *m, int campaign, int64_t before)
{
    int64_t newest = 0;
    for (int i = 0; i < m->n_posts; i++) {
        const struct said *said = &m->posts[i];
        if (said->root < 0 && model_stands(said) && !said->is_unlisted &&
            said->campaigns & 1U << campaign && said->id < before && said->id > newest)
            newest = said->id;
    }
    return newest;
}

static void compare_voices(struct model *m)
{
    enum { LIMIT = 40 };
    for (int c = 0; c < CAMPAIGNS; c++) {
        struct page page;
        size_t n = 0;
        assert_int_equal(timeline_campaign(m->f.reader, &m->f.arena,
                                           on_pages((struct person_id){0}),
                                           &(struct campaign_query){.campaign = m->campaigns[c]},
                                           (struct cursor){.limit = LIMIT}, &page),
                         OK);
        for (int64_t before = INT64_MAX; n < LIMIT; n++) {
            before = next_voice(m, c, before);
            if (before == 0)
                break;
            assert_true(n < page.n);
            assert_int_equal(page.items[n].id, before);
        }
        assert_int_equal(page.n, n);
    }
}

static void compare(struct model *m, int posts)
{
    fixture_settle(&m->f);
    fixture_assert_recount(&m->f);
    compare_figures(m);
    compare_voices(m);
    for (int i = 0; i < posts && m->n_posts > 0; i++)
        compare_post(m, posts >= m->n_posts ? i % m->n_posts : model_pick(m, m->n_posts));
}

/* --- the run --- */

static void pass_time(struct model *m)
{
    enum { MINUTE_MS = 60 * 1000 };
    int dice = model_pick(m, 40);
    if (dice == 0)
        m->f.now_ms += (int64_t)7 * HOUR_MS;
    else if (dice < 25)
        m->f.now_ms += (int64_t)model_pick(m, 25) * MINUTE_MS;
}

static void begin(struct model *m, uint64_t seed, const char *name)
{
    memset(m, 0, sizeof *m);
    m->seed = seed;
    fixture_open(&m->f, name);
    m->campaigns[0] = m->f.campaign;
    m->called_ms[0] = m->f.now_ms;
    m->f.now_ms += 5 * HOUR_MS + 1234567;
    m->campaigns[1] = fixture_campaign(&m->f, "hertoo", "HerToo");
    m->called_ms[1] = m->f.now_ms;
    fixture_start(&m->f);
}

static void run(uint64_t seed, const char *name)
{
    static struct model model;
    struct model *m = &model;
    begin(m, seed, name);
    for (int i = 0; i < BATCHES; i++) {
        pass_time(m);
        run_batch(m);
        if (i % 8 == 7) {
            compare(m, 50);
            arena_reset(&m->f.arena);
        }
        if (i % 50 == 49) { /* what is in memory is rebuilt from the database */
            fixture_reopen(&m->f);
            compare_figures(m);
            fixture_start(&m->f);
        }
    }
    compare(m, m->n_posts);
    assert_true(m->n_posts > 300);
    assert_true(m->n_done[0] > 50);
    assert_true(m->n_done[1] > 2000);
    for (int p = 0; p < PEOPLE; p++)
        if (m->people[p].v > 0) {
            struct act *act = model_act(m, ACT_LEAVE, p);
            model_leave(m, p);
            fixture_apply_batch(&m->f, &act, 1);
        }
    compare(m, m->n_posts);
    assert_int_equal(fixture_figures(&m->f, m->campaigns[0]).windows[WINDOW_ALL].people, 0);
    assert_int_equal(fixture_number(&m->f, "SELECT count(*) FROM post"), 0);
    fixture_close(&m->f);
}

static void random_histories(void **state)
{
    (void)state;
    run(UINT64_C(0x9E3779B97F4A7C15), "counting.db");
    run(UINT64_C(0xD1B54A32D192ED03), "counting2.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
