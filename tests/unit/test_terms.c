/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the author of a voice changes about it: who may read it (asked again before it becomes
 * more), who may answer, when it comes and goes, which comments are shown. */
#include <string.h>
#include <time.h>

#include "campaign_fixture.h"
#include "domain/consent.h"
#include "domain/standing.h"

static const struct person_id nobody;
#define FORM(audience)                                                                             \
    {                                                                                              \
        AUDIENCE_##audience, {0}, CONSENT_WORDING                                                  \
    }

static struct act *voice_with(struct fixture *f, struct person_id person,
                              const struct act_post *terms)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post = *terms;
    act->post.text = STR("What happened. #MeToo");
    assert_int_equal(fixture_apply(f, act), OK);
    return act;
}

static struct act *terms_act(struct fixture *f, enum act_kind kind, struct person_id person,
                             int64_t post)
{
    struct act *act = fixture_act(f, kind, person);
    act->terms.post.v = post;
    return act;
}

static enum err agree(struct fixture *f, struct person_id person, int64_t post,
                      const struct act_consent *consents, size_t n, bool may_widen)
{
    struct act *act = terms_act(f, ACT_AUDIENCE, person, post);
    act->terms.consents = consents;
    act->terms.n_consents = n;
    act->terms.may_widen = may_widen;
    return fixture_apply(f, act);
}

static enum err stand(struct fixture *f, enum act_kind kind, struct person_id person, int64_t post)
{
    struct act *act = fixture_act(f, kind, person);
    act->stand.v = post;
    return fixture_apply(f, act);
}

static enum err seen(struct fixture *f, enum audience audience, int64_t id, struct post *post)
{
    const struct reader reader = {.audience = audience};
    return post_get(f->reader, &f->arena, reader, (struct post_id){id}, post);
}

static size_t consents(struct fixture *f, int64_t id, const struct consent **list)
{
    size_t n;
    assert_int_equal(consent_list(f->reader, &f->arena, (struct post_id){id}, list, &n), OK);
    return n;
}

/* --- who may read it --- */

static void C02_more_may_read_it_only_when_asked_again(void **state)
{
    struct fixture *f = *state;
    const struct act_consent here[] = {FORM(PAGES)};
    const struct act_consent more[] = {FORM(PAGES), FORM(APPS), FORM(SEARCH)};
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    const struct act_post terms = {
        .audiences = FOR_MODERATORS | FOR_PAGES, .consents = here, .n_consents = 1};
    int64_t voice = voice_with(f, anna, &terms)->id;
    const struct consent *list;
    struct post post;
    assert_int_equal(agree(f, anna, voice, more, 3, false), ERR_FORBIDDEN);
    assert_int_equal(agree(f, berta, voice, more, 3, true), ERR_NOT_FOUND);
    assert_int_equal(seen(f, AUDIENCE_APPS, voice, &post), ERR_NOT_FOUND);
    assert_int_equal(consents(f, voice, &list), 1);
    assert_int_equal(agree(f, anna, voice, more, 3, true), OK);
    assert_int_equal(seen(f, AUDIENCE_APPS, voice, &post), OK);
    assert_int_equal(post.audiences, FOR_MODERATORS | FOR_PUBLIC | FOR_SEARCH);
    assert_int_equal(consents(f, voice, &list), 3);
    /* Less is at once; and then more is asked again. */
    assert_int_equal(agree(f, anna, voice, here, 1, false), OK);
    assert_int_equal(seen(f, AUDIENCE_APPS, voice, &post), ERR_NOT_FOUND);
    assert_int_equal(consents(f, voice, &list), 5);
    assert_false(consent_stands(list, 5, AUDIENCE_APPS, nobody));
    assert_true(consent_stands(list, 5, AUDIENCE_PAGES, nobody));
    assert_int_equal(agree(f, anna, voice, more, 3, false), ERR_FORBIDDEN);
    assert_int_equal(agree(f, anna, voice, NULL, 0, false), OK);
    assert_int_equal(seen(f, AUDIENCE_PAGES, voice, &post), ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static void C02_what_an_app_said_publicly_is_in_the_list_too(void **state)
{
    struct fixture *f = *state;
    const struct act_consent here[] = {FORM(PAGES)};
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    const struct consent *list;
    assert_int_equal(consents(f, voice.v, &list), 2);
    assert_int_equal(list[0].audience, AUDIENCE_PAGES);
    assert_int_equal(list[1].audience, AUDIENCE_APPS);
    assert_int_equal(list[1].wording, CONSENT_BY_APP);
    assert_int_equal(list[1].day_ms, time_day_start(f->now_ms));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM consent"), 0);
    assert_int_equal(agree(f, anna, voice.v, here, 1, false), OK);
    assert_int_equal(consents(f, voice.v, &list), 3);
    assert_int_equal(list[1].wording, CONSENT_BY_APP);
    assert_int_equal(list[2].audience, AUDIENCE_APPS);
    assert_false(list[2].is_given);
}

static void C02_each_partner_is_agreed_to_alone(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    const struct act_consent one[] = {FORM(PAGES), {AUDIENCE_PARTNER, {7}, CONSENT_WORDING}};
    const struct act_consent other[] = {FORM(PAGES), {AUDIENCE_PARTNER, {8}, CONSENT_WORDING}};
    const struct act_consent nonsense[][1] = {
        {FORM(PARTNER)}, {FORM(MODERATORS)}, {{AUDIENCE_PAGES, {7}, CONSENT_WORDING}}};
    const struct act_post terms = {
        .audiences = FOR_MODERATORS | FOR_PAGES | FOR_PARTNER, .consents = one, .n_consents = 2};
    int64_t voice = voice_with(f, anna, &terms)->id;
    const struct consent *list;
    assert_int_equal(agree(f, anna, voice, other, 2, false), ERR_FORBIDDEN);
    assert_int_equal(agree(f, anna, voice, other, 2, true), OK);
    size_t n = consents(f, voice, &list);
    assert_false(consent_stands(list, n, AUDIENCE_PARTNER, (struct person_id){7}));
    assert_true(consent_stands(list, n, AUDIENCE_PARTNER, (struct person_id){8}));
    for (size_t i = 0; i < COUNT(nonsense); i++)
        assert_int_equal(agree(f, anna, voice, nonsense[i], 1, true), ERR_BAD_INPUT);
}

/* --- who may answer --- */

static void C05_her_change_closes_at_once_and_opens_again(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    struct act *act = terms_act(f, ACT_ANSWERS, anna, voice.v);
    struct post post;
    act->terms.answers = ANSWERS_REACTIONS;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(fixture_post(f, nobody, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 0);
    assert_int_equal(post.answers, ANSWERS_REACTIONS);
    fixture_assert_recount(f);
    act = terms_act(f, ACT_ANSWERS, anna, voice.v);
    act->terms.answers = ANSWERS_EVERYBODY;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(fixture_post(f, nobody, comment, &post), OK);
    act = terms_act(f, ACT_ANSWERS, berta, voice.v);
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act = terms_act(f, ACT_ANSWERS, anna, voice.v);
    act->terms.answers = 5;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = terms_act(f, ACT_ANSWERS, berta, comment.v);
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
}

/* --- comments that wait --- */

static struct act *comment_on(struct fixture *f, struct person_id person, int64_t voice)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.parent.v = voice;
    act->post.text = STR("I believe you.");
    assert_int_equal(fixture_apply(f, act), OK);
    return act;
}

static size_t asked(struct fixture *f, struct person_id author, int64_t voice, bool is_refused)
{
    const struct asked_query query = {{voice}, {0}, is_refused, 20};
    struct post_list list;
    assert_int_equal(post_asked(f->reader, &f->arena, on_pages(author), query, &list), OK);
    for (size_t i = 0; i < list.n; i++)
        assert_str(list.items[i].body, "I believe you.");
    return list.n;
}

static void C05_a_comment_is_shown_when_she_approves_it(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    int64_t voice = voice_with(f, anna, &(struct act_post){.answers = ANSWERS_APPROVED})->id;
    int64_t waiting = comment_on(f, berta, voice)->id;
    struct post post;
    assert_int_equal(asked(f, anna, voice, false), 1);
    assert_int_equal(stand(f, ACT_APPROVE, berta, waiting), ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    struct act *act = fixture_act(f, ACT_APPROVE, anna);
    act->stand.v = waiting;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_not_equal(act->id, waiting);
    assert_int_equal(fixture_post(f, nobody, (struct post_id){act->id}, &post), OK);
    assert_int_equal(asked(f, anna, voice, false), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 0, 0});
    fixture_assert_recount(f);
    /* She may think again about what is shown, and about that too. */
    assert_int_equal(stand(f, ACT_REFUSE, anna, act->id), OK);
    assert_int_equal(fixture_post(f, nobody, (struct post_id){act->id}, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, berta, (struct post_id){act->id}, &post), OK);
    assert_int_equal(asked(f, anna, voice, true), 1);
    fixture_assert_recount(f);
    assert_int_equal(stand(f, ACT_APPROVE, anna, act->id), OK);
    assert_int_equal(fixture_post(f, nobody, (struct post_id){act->id}, &post), OK);
    fixture_assert_recount(f);
}

static void C05_what_moderators_read_first_is_not_in_her_list(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    const struct act_post terms = {.answers = ANSWERS_APPROVED | ANSWERS_SHIELDED};
    int64_t voice = voice_with(f, anna, &terms)->id;
    int64_t comment = comment_on(f, berta, voice)->id;
    struct post_list list;
    const struct asked_query query = {{voice}, {0}, false, 20};
    assert_int_equal(asked(f, anna, voice, false), 0);
    assert_int_equal(stand(f, ACT_APPROVE, anna, comment), ERR_NOT_FOUND);
    assert_int_equal(post_asked(f->reader, &f->arena, on_pages(berta), query, &list),
                     ERR_NOT_FOUND);
    assert_int_equal(post_asked(f->reader, &f->arena, on_pages(nobody), query, &list),
                     ERR_NOT_FOUND);
    fixture_script(f, "DELETE FROM hold; UPDATE post SET state = 320 WHERE root <> 0");
    fixture_reopen(f);
    assert_int_equal(asked(f, anna, voice, false), 1);
}

static void nothing_that_waits_outlives_voice_or_comment(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    const struct act_post terms = {
        .answers = ANSWERS_APPROVED, .name = STR("Anna A."), .is_anonymous = true};
    int64_t voice = voice_with(f, anna, &terms)->id;
    int64_t one = comment_on(f, berta, voice)->id, two = comment_on(f, berta, voice)->id;
    assert_int_equal(stand(f, ACT_REFUSE, anna, two), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM asked"), 2);
    assert_int_equal(fixture_withdraw(f, berta, (struct post_id){one}), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM asked"), 1);
    assert_int_equal(fixture_withdraw(f, anna, (struct post_id){voice}), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM asked"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signature"), 0);
    assert_int_equal(stand(f, ACT_APPROVE, anna, two), ERR_NOT_FOUND);
    fixture_assert_recount(f);
}

/* --- when it comes and goes --- */

static enum err expire(struct fixture *f, struct person_id person, int64_t post, int64_t at_ms)
{
    struct act *act = terms_act(f, ACT_MOMENT, person, post);
    act->terms.has_expiry = true;
    act->terms.expires_ms = at_ms;
    return fixture_apply(f, act);
}

static void C04_a_day_to_go_can_be_set_and_taken_back(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    int64_t publish_at_ms, expires_ms;
    struct post post;
    assert_int_equal(expire(f, nobody, voice.v, 0), ERR_NOT_FOUND);
    assert_int_equal(expire(f, anna, voice.v, f->now_ms), ERR_BAD_INPUT);
    assert_int_equal(expire(f, anna, voice.v, f->now_ms + HOUR_MS), OK);
    assert_int_equal(post_moments(f->reader, &f->arena, voice, &publish_at_ms, &expires_ms), OK);
    assert_int_equal(expires_ms, f->now_ms + HOUR_MS);
    fixture_start(f);
    f->now_ms += 2 * (int64_t)HOUR_MS;
    while (fixture_post(f, nobody, voice, &post) != ERR_NOT_FOUND) /* until the next tick */
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    assert_int_equal(fixture_post(f, anna, voice, &post), OK);
    assert_int_equal(post.away, AWAY_EXPIRED);
    fixture_assert_recount(f);
    struct act *act = terms_act(f, ACT_MOMENT, anna, voice.v);
    act->terms.has_expiry = true;
    fixture_apply_batch(f, &act, 1);
    assert_int_equal(act->err, OK);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    fixture_assert_recount(f);
}

static void C04_what_waits_can_be_published_now_or_later(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t later_ms = f->now_ms + HOUR_MS;
    int64_t voice = voice_with(f, anna, &(struct act_post){.publish_at_ms = later_ms})->id;
    const struct scheduled *list;
    size_t n;
    struct act *act = terms_act(f, ACT_MOMENT, anna, voice);
    act->terms.has_publish = true;
    act->terms.publish_at_ms = later_ms + HOUR_MS;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(post_scheduled(f->reader, &f->arena, on_pages(anna), 20, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].at_ms, later_ms + HOUR_MS);
    act = terms_act(f, ACT_MOMENT, anna, voice);
    act->terms.has_publish = true;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_not_equal(act->id, voice);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM due"), 0);
    assert_int_equal(post_scheduled(f->reader, &f->arena, on_pages(anna), 20, &list, &n), OK);
    assert_int_equal(n, 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    act = terms_act(f, ACT_MOMENT, anna, act->id);
    act->terms.has_publish = true;
    assert_int_equal(fixture_apply(f, act), ERR_CONFLICT);
    fixture_assert_recount(f);
}

/* --- a name of its own --- */

static void a_name_of_its_own_goes_with_the_voice_alone(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    const struct act_post terms = {
        .name = STR(" Anna A. "), .is_anonymous = true, .publish_at_ms = f->now_ms + HOUR_MS};
    struct act *act = voice_with(f, anna, &terms);
    struct act *now = terms_act(f, ACT_MOMENT, anna, act->id);
    struct post post;
    now->terms.has_publish = true;
    assert_int_equal(fixture_apply(f, now), OK);
    assert_int_equal(fixture_post(f, nobody, (struct post_id){now->id}, &post), OK);
    assert_str(post.name, "Anna A.");
    assert_true(post.account.is_campaign);
    struct post_id other = fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_post(f, nobody, other, &post), OK);
    assert_int_equal(post.name.n, 0);
    struct act *beside = fixture_act(f, ACT_POST, anna);
    beside->post.text = STR("#MeToo");
    beside->post.name = STR("Anna A.");
    assert_int_equal(fixture_apply(f, beside), ERR_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(C02_more_may_read_it_only_when_asked_again),
        IN_MEMORY(C02_what_an_app_said_publicly_is_in_the_list_too),
        IN_MEMORY(C02_each_partner_is_agreed_to_alone),
        IN_MEMORY(C05_her_change_closes_at_once_and_opens_again),
        IN_MEMORY(C05_a_comment_is_shown_when_she_approves_it),
        IN_MEMORY(C05_what_moderators_read_first_is_not_in_her_list),
        IN_MEMORY(nothing_that_waits_outlives_voice_or_comment),
        IN_FILE(C04_a_day_to_go_can_be_set_and_taken_back),
        IN_MEMORY(C04_what_waits_can_be_published_now_or_later),
        IN_MEMORY(a_name_of_its_own_goes_with_the_voice_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
