/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What streams are told: what the writer publishes of each batch. */
#include <string.h>

#include "campaign_fixture.h"

enum { EVENTS_MOST = 16384 };

/* The fixture's hooks find it by their context; it keeps the latest list. */
struct listeners {
    struct fixture f;
    const struct event_list *list;
    bool is_listening;
    int n_lists;
};

static bool wants(void *context)
{
    return ((struct listeners *)context)->is_listening;
}

static void keep(void *context, const struct event_list *events)
{
    struct listeners *audience = context;
    if (audience->list)
        event_drop(audience->list);
    event_keep(events);
    audience->list = events;
    audience->n_lists++;
}

static int set_up(void **state)
{
    static struct listeners audience;
    memset(&audience, 0, sizeof audience);
    fixture_open(&audience.f, NULL);
    audience.f.options.context = &audience;
    audience.f.options.wants_events = wants;
    audience.f.options.publish = keep;
    audience.f.options.release_step = 1000;
    fixture_reopen(&audience.f);
    audience.is_listening = true;
    *state = &audience;
    return 0;
}

static int tear_down(void **state)
{
    struct listeners *audience = *state;
    if (audience->list)
        event_drop(audience->list);
    fixture_close(&audience->f);
    return 0;
}

static const struct event *only(struct listeners *audience, enum event_kind kind)
{
    assert_non_null(audience->list);
    const struct event *found = NULL;
    for (size_t i = 0; i < event_count(audience->list); i++)
        if (event_at(audience->list, i)->kind == kind) {
            assert_null(found);
            found = event_at(audience->list, i);
        }
    assert_non_null(found);
    return found;
}

static void a_post_is_told_with_its_places(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo #Other");
    const struct event *event = only(audience, EVENT_POST);
    assert_int_equal(event->post.v, voice.v);
    assert_int_equal(event->root.v, 0);
    assert_int_equal(event->account.v, anna.v);
    assert_true(event->is_listed);
    assert_int_equal(event->n_campaigns, 1);
    assert_int_equal(event->campaigns[0].v, f->campaign.v);
    assert_int_equal(event->n_tags, 2);
    assert_str(event->tags[0], "metoo");
    assert_str(event->tags[1], "other");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    assert_int_equal(only(audience, EVENT_POST)->root.v, voice.v);
    event = only(audience, EVENT_NOTICE);
    assert_int_equal(event->person.v, anna.v);
    assert_int_equal(event->account.v, berta.v);
    assert_int_equal(event->post.v, comment.v);
    struct notice notice;
    assert_int_equal(notice_get(f->reader, &f->arena, on_pages(anna), event->notice, &notice), OK);
    int64_t share = fixture_share(f, berta, voice);
    event = only(audience, EVENT_SHARE);
    assert_int_equal(event->share, share);
    assert_int_equal(event->post.v, voice.v);
    assert_int_equal(event->account.v, berta.v);
}

static void nothing_tells_who_is_anonymous(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct act *act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("To @berta. #MeToo");
    act->post.is_anonymous = act->post.is_unlisted = true;
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id voice = {act->id};
    assert_int_equal(only(audience, EVENT_POST)->account.v, f->account.v);
    assert_false(only(audience, EVENT_POST)->is_listed);
    assert_int_equal(only(audience, EVENT_NOTICE)->account.v, f->account.v);
    assert_int_equal(only(audience, EVENT_NOTICE)->person.v, berta.v);
    act = fixture_act(f, ACT_EDIT, anna);
    act->post.target = voice;
    act->post.text = STR("Again. #MeToo");
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(only(audience, EVENT_EDIT)->account.v, f->account.v);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(only(audience, EVENT_GONE)->account.v, f->account.v);
}

static void what_goes_is_told(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    fixture_comment(f, berta, voice, "One.");
    fixture_comment(f, berta, voice, "Two.");
    int64_t share = fixture_share(f, berta, voice);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    size_t n_gone = 0, n_shares = 0;
    for (size_t i = 0; i < event_count(audience->list); i++) {
        const struct event *event = event_at(audience->list, i);
        n_gone += event->kind == EVENT_GONE;
        n_shares += event->kind == EVENT_GONE && event->share == share;
    }
    assert_int_equal(n_gone, 4); /* the voice, its comments, the share */
    assert_int_equal(n_shares, 1);
}

static void released_figures_are_told(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    f->options.release_step = 2;
    fixture_reopen(f);
    struct person_id anna = fixture_arrive(f, NULL);
    fixture_say(f, anna, "#MeToo");
    assert_int_equal(event_count(audience->list), 1);
    fixture_say(f, anna, "#MeToo");
    assert_int_equal(only(audience, EVENT_FIGURES)->campaign.v, f->campaign.v);
}

static void nothing_is_made_when_nobody_listens(void **state)
{
    struct listeners *audience = *state;
    audience->is_listening = false;
    fixture_say(&audience->f, fixture_arrive(&audience->f, NULL), "#MeToo");
    assert_int_equal(audience->n_lists, 0);
}

/* A refused act tells nothing; what happens is told after the commit, once. */
static void only_what_happened_is_told(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    struct person_id anna = fixture_arrive(f, NULL);
    assert_int_equal(audience->n_lists, 0);
    assert_int_equal(fixture_withdraw(f, anna, (struct post_id){5}), ERR_NOT_FOUND);
    assert_int_equal(audience->n_lists, 0);
    fixture_say(f, anna, "#MeToo");
    assert_int_equal(audience->n_lists, 1);
}

/* --- the list itself --- */

static void a_list_outlives_the_batch(void **state)
{
    struct listeners *audience = *state;
    struct fixture *f = &audience->f;
    struct person_id anna = fixture_arrive(f, NULL);
    fixture_say(f, anna, "#MeToo");
    const struct event_list *first = audience->list;
    event_keep(first);
    uint64_t number = event_number(first);
    fixture_say(f, anna, "#Another");
    assert_true(event_number(audience->list) > number);
    assert_int_equal(event_number(first), number);
    assert_str(event_at(first, 0)->tags[0], "metoo");
    event_drop(first);
}

static void a_full_list_drops_what_comes_later(void **state)
{
    (void)state;
    struct event_list *list;
    const struct str tag = STR("tag");
    assert_int_equal(event_list_new(&list, 7), OK);
    assert_int_equal(event_number(list), 7);
    assert_int_equal(event_count(list), 0);
    for (int i = 0; i < EVENTS_MOST + 100; i++)
        event_add(list,
                  &(struct event){.kind = EVENT_POST, .post = {i}, .tags = &tag, .n_tags = 1});
    assert_int_equal(event_count(list), EVENTS_MOST);
    assert_int_equal(event_at(list, EVENTS_MOST - 1)->post.v, EVENTS_MOST - 1);
    assert_true(event_at(list, 5)->tags[0].p != tag.p);
    event_drop(list);
    event_add(NULL, &(struct event){.kind = EVENT_POST});
}

#define LISTENING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTENING(a_post_is_told_with_its_places),
        LISTENING(nothing_tells_who_is_anonymous),
        LISTENING(what_goes_is_told),
        LISTENING(released_figures_are_told),
        LISTENING(nothing_is_made_when_nobody_listens),
        LISTENING(only_what_happened_is_told),
        LISTENING(a_list_outlives_the_batch),
        cmocka_unit_test(a_full_list_drops_what_comes_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
