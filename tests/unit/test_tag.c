/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The uses of hashtags by day: exact in the table through everything that can happen to a post,
 * told in steps. */
#include "campaign_fixture.h"
#include "domain/recount.h"

enum { FLOOR = 20, STEP_MOST = 2 * FLOOR - 1 };

static const struct person_id nobody;

static void assert_uses(struct fixture *f, const char *key, int64_t uses)
{
    /* in the arena: a statement is known again by where its text lies */
    struct str sql = arena_printf(&f->arena,
                                  "SELECT coalesce(sum(uses), 0) FROM tag_day "
                                  "JOIN tag ON tag.id = tag_day.tag WHERE tag.key = '%s'%c",
                                  key, '\0');
    assert_int_equal(fixture_number(f, sql.p), uses);
    fixture_assert_recount(f);
}

static struct tag_info info_of(struct fixture *f, const char *name)
{
    struct tag_info info;
    assert_int_equal(tag_get(f->reader, &f->arena, nobody, str_of(name), f->now_ms, &info), OK);
    return info;
}

static enum err edit(struct fixture *f, struct person_id person, struct post_id post,
                     const char *text)
{
    struct act *act = fixture_act(f, ACT_EDIT, person);
    act->post.target = post;
    act->post.text = str_of(text);
    return fixture_apply(f, act);
}

static void uses_follow_what_stands(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#Red and #blue, #RED");
    assert_uses(f, "red", 1);
    struct post_id answer = fixture_comment(f, berta, voice, "#red too");
    assert_uses(f, "red", 2);
    assert_int_equal(edit(f, anna, voice, "#blue, #green"), OK);
    assert_uses(f, "red", 1);
    assert_uses(f, "blue", 1);
    assert_uses(f, "green", 1);
    /* A comment falls with its voice, and counts no more before its author takes it back or after.
     */
    fixture_comment(f, berta, voice, "no hashtag");
    fixture_comment(f, berta, voice, "\uFF03red, wide");
    assert_uses(f, "red", 2);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_uses(f, "red", 0);
    assert_uses(f, "blue", 0);
    assert_int_equal(fixture_withdraw(f, berta, answer), OK);
    assert_uses(f, "red", 0);
}

static void a_hidden_hashtag_of_the_page_counts(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("written on the page");
    act->post.page = f->campaign;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_uses(f, "metoo", 1);
    struct post_id voice = {act->id};
    assert_int_equal(edit(f, anna, voice, "with it: #MeToo"), OK);
    assert_uses(f, "metoo", 1);
    struct act *unlisted = fixture_act(f, ACT_POST, anna);
    unlisted->post.text = STR("#MeToo");
    unlisted->post.is_unlisted = true;
    assert_int_equal(fixture_apply(f, unlisted), OK);
    assert_uses(f, "metoo", 1);
    assert_int_equal(edit(f, anna, (struct post_id){unlisted->id}, "#MeToo #red"), OK);
    assert_uses(f, "metoo", 1);
    assert_int_equal(fixture_withdraw(f, anna, (struct post_id){unlisted->id}), OK);
    assert_uses(f, "metoo", 1);
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_uses(f, "metoo", 0);
}

static void p5_what_is_told_of_a_hashtag_moves_in_steps(void **state)
{
    struct fixture *f = *state;
    f->floor = FLOOR;
    fixture_reopen(f);
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t n = 0;
    while (info_of(f, "red").days[0].uses == 0 && n < 2 * STEP_MOST) {
        fixture_say(f, anna, "#red");
        n++;
        arena_reset(&f->arena);
    }
    assert_in_range(n, FLOOR, STEP_MOST);
    assert_int_equal(info_of(f, "red").days[0].uses, n / 10 * 10);
    struct post_id last = {0};
    for (int i = 0; i < FLOOR - 1; i++)
        last = fixture_say(f, anna, "#red");
    assert_int_equal(info_of(f, "red").days[0].uses, n / 10 * 10);
    assert_int_equal(fixture_withdraw(f, anna, last), OK);
    assert_int_equal(info_of(f, "red").days[0].uses, n / 10 * 10);
    assert_uses(f, "red", n + FLOOR - 2);
    /* In one batch as well. */
    fixture_start(f);
    struct act *acts[STEP_MOST];
    for (int i = 0; i < STEP_MOST; i++) {
        acts[i] = fixture_act(f, ACT_POST, anna);
        acts[i]->post.text = STR("#green");
    }
    fixture_apply_batch(f, acts, STEP_MOST);
    assert_int_equal(info_of(f, "green").days[0].uses, STEP_MOST / 10 * 10);
}

/* What few have used is not among what is used most. */
static void p3_trends_tell_no_small_numbers(void **state)
{
    struct fixture *f = *state;
    f->floor = FLOOR;
    fixture_reopen(f);
    struct person_id anna = fixture_arrive(f, NULL);
    const struct str *names;
    size_t n;
    for (int i = 0; i < FLOOR - 1; i++)
        fixture_say(f, anna, "#MeToo");
    assert_int_equal(tag_trends(f->reader, &f->arena, f->now_ms, 10, &names, &n), OK);
    assert_int_equal(n, 0);
    for (int i = 0; i < FLOOR; i++)
        fixture_say(f, anna, "#MeToo");
    fixture_say(f, anna, "#YoTambién");
    assert_int_equal(tag_trends(f->reader, &f->arena, f->now_ms, 10, &names, &n), OK);
    assert_int_equal(n, 1);
    assert_str(names[0], "MeToo");
}

static void difference(void *context, const char *what, int64_t stored, int64_t counted)
{
    (void)what;
    (void)stored;
    (void)counted;
    ++*(int *)context;
}

static void a_recount_finds_and_mends_uses(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t n;
    int told = 0;
    fixture_say(f, anna, "#red #blue");
    fixture_say(f, anna, "#red");
    fixture_script(f,
                   "UPDATE tag_day SET uses = 7 WHERE tag = (SELECT id FROM tag WHERE key = 'red');"
                   "DELETE FROM tag_day WHERE tag = (SELECT id FROM tag WHERE key = 'blue')");
    const struct recount recount = {.db = f->db,
                                    .arena = &f->arena,
                                    .key = f->key,
                                    .is_repair = true,
                                    .difference = difference,
                                    .context = &told};
    assert_int_equal(recount_run(&recount, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(told, 2);
    assert_uses(f, "red", 2);
    assert_uses(f, "blue", 1);
}

/* A hashtag is words of hers: taken back, it is nowhere, and can be said again. */
static void C04_a_hashtag_goes_with_the_last_that_carried_it(void **state)
{
    static const char rows[] = "SELECT count(*) FROM tag WHERE key = 'sandwort'";
    static const char others[] =
        "SELECT count(*) FROM tag WHERE key IN ('metoo', 'shared', 'kept')";
    static const char days[] = "SELECT count(*) FROM tag_day WHERE tag NOT IN (SELECT id FROM tag)";
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#Sandwort #MeToo #Shared #Kept");
    fixture_say(f, berta, "#shared");
    struct act *follow = fixture_act(f, ACT_TIE, berta);
    follow->tie = (struct act_tie){.kind = TIE_TAG, .tag = STR("kept")};
    assert_int_equal(fixture_apply(f, follow), OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fixture_number(f, rows), 1);
        assert_int_equal(edit(f, anna, voice, "#Sandwort, edited #MeToo #Shared #Kept"), OK);
        assert_uses(f, "sandwort", 1);
        assert_int_equal(fixture_withdraw(f, anna, voice), OK);
        assert_int_equal(fixture_number(f, rows), 0);
        assert_int_equal(fixture_number(f, others), 3);
        assert_int_equal(fixture_number(f, days), 0);
        fixture_assert_recount(f);
        voice = fixture_say(f, anna, "#Sandwort again #MeToo");
    }
    assert_uses(f, "sandwort", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(uses_follow_what_stands),
        IN_MEMORY(a_hidden_hashtag_of_the_page_counts),
        IN_FILE(p5_what_is_told_of_a_hashtag_moves_in_steps),
        IN_MEMORY(p3_trends_tell_no_small_numbers),
        IN_MEMORY(a_recount_finds_and_mends_uses),
        IN_MEMORY(C04_a_hashtag_goes_with_the_last_that_carried_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
