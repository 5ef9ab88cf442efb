/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts that stand and cease to: paused, waiting, due, asked for; lists and figures follow, and
 * what is published late has the number of its publication. */
#include "domain/standing.h"

#include <string.h>

#include "domain/audience.h"
#include "domain/consent.h"
#include "domain/due.h"
#include "domain/sweep.h"
#include "in_batch.h"

static const struct person_id nobody;

static enum err stand(struct fixture *f, enum act_kind kind, struct person_id person,
                      struct post_id post)
{
    struct act *act = fixture_act(f, kind, person);
    act->stand = post;
    return fixture_apply(f, act);
}

static bool is_shown(struct fixture *f, struct person_id person, struct post_id id)
{
    struct post post;
    enum err err = fixture_post(f, person, id, &post);
    assert_true(err == OK || err == ERR_NOT_FOUND);
    return err == OK;
}

static size_t listed(struct fixture *f)
{
    struct page page;
    const struct tag_query query = {.any = &STR("MeToo"), .n_any = 1};
    assert_int_equal(timeline_tags(f->reader, &f->arena, on_pages(nobody), &query,
                                   (struct cursor){.limit = 20}, &page),
                     OK);
    return page.n;
}

/* A voice under #MeToo with these terms; the act is given back. */
static struct act *voice_with(struct fixture *f, struct person_id person,
                              const struct act_post *terms)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post = *terms;
    act->post.text = STR("What happened. #MeToo");
    assert_int_equal(fixture_apply(f, act), OK);
    return act;
}

static void a_paused_voice_is_hidden_with_its_thread_and_comes_back(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    assert_int_equal(stand(f, ACT_PAUSE, berta, voice), ERR_NOT_FOUND);
    assert_int_equal(stand(f, ACT_PAUSE, anna, voice), OK);
    assert_int_equal(stand(f, ACT_PAUSE, anna, voice), OK);
    assert_false(is_shown(f, nobody, voice));
    assert_false(is_shown(f, nobody, comment));
    assert_false(is_shown(f, anna, comment));
    assert_true(is_shown(f, anna, voice));
    assert_true(is_shown(f, berta, comment));
    assert_int_equal(listed(f), 0);
    /* What others said stays theirs, and counts. */
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 0, 1, 0, 0});
    fixture_assert_recount(f);
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), ERR_NOT_FOUND);
    assert_int_equal(stand(f, ACT_RESUME, anna, voice), OK);
    assert_true(is_shown(f, nobody, comment));
    assert_int_equal(listed(f), 1);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 0, 0});
    fixture_assert_recount(f);
}

static void a_paused_comment_leaves_the_count_of_its_thread(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    struct post_id answer = fixture_comment(f, anna, comment, "Thank you.");
    struct post post;
    assert_int_equal(fixture_react(f, anna, comment, REACTION_THANK_YOU), OK);
    assert_int_equal(stand(f, ACT_PAUSE, berta, comment), OK);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 1);
    fixture_assert_recount(f);
    assert_int_equal(fixture_unreact(f, anna, comment), OK);
    assert_int_equal(stand(f, ACT_PAUSE, anna, answer), OK);
    fixture_assert_recount(f);
    assert_int_equal(stand(f, ACT_RESUME, berta, comment), OK);
    assert_int_equal(stand(f, ACT_RESUME, anna, answer), OK);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 2);
    fixture_assert_recount(f);
}

static void what_is_away_falls_with_its_voice(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you. #MeToo");
    assert_int_equal(fixture_react(f, anna, comment, REACTION_THANK_YOU), OK);
    assert_int_equal(stand(f, ACT_PAUSE, berta, comment), OK);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(stand(f, ACT_RESUME, berta, comment), OK);
    assert_false(is_shown(f, nobody, comment));
    assert_int_equal(listed(f), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void a_held_voice_is_nowhere_until_its_words_are_mended(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = voice_with(f, anna, &(struct act_post){.holds = HOLD_BIT(HOLD_PHONE)});
    struct post_id voice = {act->id};
    assert_true(act->is_away);
    assert_false(is_shown(f, nobody, voice));
    assert_true(is_shown(f, anna, voice));
    assert_int_equal(listed(f), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("Nothing to be found by. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_int_not_equal(edit->id, voice.v);
    assert_true(is_shown(f, nobody, (struct post_id){edit->id}));
    assert_int_equal(listed(f), 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static void an_edit_can_make_a_standing_voice_wait(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("#MeToo, see https://example.org");
    edit->post.holds = HOLD_BIT(HOLD_LINK);
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_false(is_shown(f, nobody, voice));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
    struct act *mended = fixture_act(f, ACT_EDIT, anna);
    mended->post.target = voice;
    mended->post.text = STR("#MeToo");
    assert_int_equal(fixture_apply(f, mended), OK);
    assert_int_equal(mended->id, voice.v);
    assert_true(is_shown(f, nobody, voice));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static void C05_closing_hides_the_comments_that_are_there(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id open = {
        voice_with(f, anna, &(struct act_post){.answers = ANSWERS_EVERYBODY})->id};
    struct post_id comment = fixture_comment(f, berta, open, "I believe you.");
    assert_true(is_shown(f, nobody, comment));
    fixture_script(f, "UPDATE post SET answers = 3 WHERE root = 0");
    assert_false(is_shown(f, nobody, comment));
    assert_true(is_shown(f, berta, comment));
}

static void C05_each_policy_of_answering_holds(void **state)
{
    static const struct {
        int answers;
        enum err comment, reaction;
        bool is_away;
    } policies[] = {
        {ANSWERS_EVERYBODY, OK, OK, false},
        {ANSWERS_PARTNERS, ERR_FORBIDDEN, OK, false},
        {ANSWERS_APPROVED, OK, OK, true},
        {ANSWERS_REACTIONS, ERR_FORBIDDEN, OK, false},
        {ANSWERS_NOBODY, ERR_FORBIDDEN, ERR_FORBIDDEN, false},
        {ANSWERS_EVERYBODY | ANSWERS_SHIELDED, OK, OK, true},
    };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    for (size_t i = 0; i < COUNT(policies); i++) {
        struct act *voice = voice_with(f, anna, &(struct act_post){.answers = policies[i].answers});
        struct act *act = fixture_act(f, ACT_POST, berta), *own = fixture_act(f, ACT_POST, anna);
        act->post.parent.v = own->post.parent.v = voice->id;
        act->post.text = own->post.text = STR("An answer.");
        assert_int_equal(fixture_apply(f, act), policies[i].comment);
        assert_int_equal(fixture_react(f, berta, (struct post_id){voice->id}, REACTION_BELIEVE),
                         policies[i].reaction);
        if (policies[i].comment == OK)
            assert_int_equal(act->is_away, policies[i].is_away);
        if (policies[i].answers < ANSWERS_REACTIONS)
            assert_int_equal(fixture_apply(f, own), OK);
        fixture_assert_recount(f);
    }
}

static void C02_an_audience_that_was_not_agreed_to_does_not_read(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    const struct reader pages = {berta, AUDIENCE_PAGES, f->key},
                        apps = {berta, AUDIENCE_APPS, f->key};
    struct post_id here = {voice_with(f, anna, &(struct act_post){.audiences = FOR_PAGES})->id};
    struct post_id moderators = {
        voice_with(f, anna, &(struct act_post){.audiences = FOR_MODERATORS})->id};
    struct post_id comment = fixture_comment(f, berta, here, "I believe you.");
    struct post post;
    assert_int_equal(post_get(f->reader, &f->arena, pages, here, &post), OK);
    assert_int_equal(post_get(f->reader, &f->arena, apps, here, &post), ERR_NOT_FOUND);
    assert_int_equal(post_get(f->reader, &f->arena, pages, moderators, &post), ERR_NOT_FOUND);
    assert_int_equal(post_get(f->reader, &f->arena, apps, moderators, &post), ERR_NOT_FOUND);
    /* What answers it is where it is. */
    const struct reader other = {nobody, AUDIENCE_APPS, f->key};
    assert_int_equal(post_get(f->reader, &f->arena, other, comment, &post), ERR_NOT_FOUND);
    const struct reader author = {anna, AUDIENCE_APPS, f->key};
    assert_int_equal(post_get(f->reader, &f->arena, author, here, &post), OK);
}

static void a_voice_of_a_day_does_not_tell_the_hour(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    bool has_other = false;
    atomic_store(&f->now_ms, FIXTURE_CALLED_MS + 20 * (int64_t)HOUR_MS);
    int64_t day_ms = time_day_start(atomic_load(&f->now_ms));
    for (int i = 0; i < 20; i++) {
        struct post_id id = {voice_with(f, anna, &(struct act_post){.is_day_only = true})->id};
        struct post post;
        assert_int_equal(fixture_post(f, nobody, id, &post), OK);
        assert_int_equal(post.published_ms, day_ms);
        assert_int_equal(time_day_start(id_ms(id.v)), day_ms);
        has_other = has_other || id_ms(id.v) / HOUR_MS != atomic_load(&f->now_ms) / HOUR_MS;
    }
    assert_true(has_other);
    fixture_assert_recount(f);
}

/* --- what is due --- */

static bool step(struct in_batch *b)
{
    bool is_done;
    assert_int_equal(sweep_step(&b->batch, &is_done), OK);
    return is_done;
}

static void a_voice_is_published_at_its_moment_with_the_number_of_it(void **state)
{
    struct in_batch *b = *state;
    struct fixture *f = &b->f;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t now_ms = atomic_load(&f->now_ms);
    const struct act_consent consents[] = {{AUDIENCE_PAGES, {0}, CONSENT_WORDING}};
    const struct act_post terms = {
        .publish_at_ms = now_ms + HOUR_MS, .consents = consents, .n_consents = 1};
    struct post_id voice = {voice_with(f, anna, &terms)->id};
    assert_false(is_shown(f, nobody, voice));
    in_batch_begin(b);
    assert_true(step(b));
    assert_false(b->batch.has_removed);
    in_batch_end(b);
    atomic_store(&f->now_ms, now_ms + 2 * (int64_t)HOUR_MS);
    in_batch_begin(b);
    assert_true(step(b));
    assert_true(b->batch.has_removed);
    int64_t id = fixture_number(f, "SELECT id FROM post");
    assert_true(id_ms(id) >= now_ms + HOUR_MS);
    assert_int_equal(fixture_number(f, "SELECT state FROM post"), 0);
    assert_int_equal(fixture_number(f, "SELECT post FROM campaign_post"), id);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM due"), 0);
    assert_int_equal(fixture_number(f, "SELECT post FROM consent WHERE audience = 1"), id);
    in_batch_end(b);
}

static void a_voice_expires_on_its_day(void **state)
{
    struct in_batch *b = *state;
    struct fixture *f = &b->f;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t now_ms = atomic_load(&f->now_ms);
    struct post_id voice = {
        voice_with(f, anna, &(struct act_post){.expires_ms = now_ms + HOUR_MS})->id};
    assert_true(is_shown(f, nobody, voice));
    atomic_store(&f->now_ms, now_ms + 2 * (int64_t)HOUR_MS);
    in_batch_begin(b);
    assert_true(step(b));
    assert_int_equal(fixture_number(f, "SELECT state FROM post"), AWAY_EXPIRED);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM tally"), 0);
    in_batch_end(b);
}

static void nothing_of_its_terms_outlives_a_voice(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t now_ms = atomic_load(&f->now_ms);
    const struct act_consent consents[] = {{AUDIENCE_PAGES, {0}, CONSENT_WORDING}};
    const struct act_post terms = {.holds = HOLD_BIT(HOLD_LINK) | HOLD_BIT(HOLD_NAME),
                                   .publish_at_ms = now_ms + HOUR_MS,
                                   .expires_ms = now_ms + 2 * (int64_t)HOUR_MS,
                                   .consents = consents,
                                   .n_consents = 1};
    struct post_id voice = {voice_with(f, anna, &terms)->id};
    const struct consent *list;
    size_t n;
    assert_int_equal(consent_list(f->reader, &f->arena, voice, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_true(list[0].is_given);
    assert_int_equal(list[0].day_ms, time_day_start(now_ms));
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(fixture_number(f,
                                    "SELECT (SELECT count(*) FROM hold) + "
                                    "(SELECT count(*) FROM due) + (SELECT count(*) FROM consent)"),
                     0);
    fixture_assert_recount(f);
}

static void reasons_have_names(void **state)
{
    (void)state;
    assert_string_equal(hold_name(HOLD_LINK), "link");
    assert_null(hold_name(0));
    assert_null(hold_name(99));
    assert_true(hold_is_mendable(HOLD_PHONE));
    assert_false(hold_is_mendable(HOLD_BURST));
    assert_string_equal(audience_name(AUDIENCE_SEARCH), "search");
    assert_null(audience_name(-1));
    assert_true(audience_is_asked(AUDIENCE_PRESS));
    assert_false(audience_is_asked(AUDIENCE_MODERATORS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_paused_voice_is_hidden_with_its_thread_and_comes_back),
        IN_MEMORY(a_paused_comment_leaves_the_count_of_its_thread),
        IN_MEMORY(what_is_away_falls_with_its_voice),
        IN_MEMORY(a_held_voice_is_nowhere_until_its_words_are_mended),
        IN_MEMORY(an_edit_can_make_a_standing_voice_wait),
        IN_MEMORY(C05_closing_hides_the_comments_that_are_there),
        IN_MEMORY(C05_each_policy_of_answering_holds),
        IN_MEMORY(C02_an_audience_that_was_not_agreed_to_does_not_read),
        IN_MEMORY(a_voice_of_a_day_does_not_tell_the_hour),
        IN_BATCH(a_voice_is_published_at_its_moment_with_the_number_of_it),
        IN_BATCH(a_voice_expires_on_its_day),
        IN_MEMORY(nothing_of_its_terms_outlives_a_voice),
        cmocka_unit_test(reasons_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
