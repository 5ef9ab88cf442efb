/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one batch brings to the streams: rendered once, hidden from those who are blocked. */
#include "api/relay.h"
#include "site.h"

static struct relay *relay_for(struct site *s, struct event_list *list)
{
    static struct desk desk;
    desk = (struct desk){.house = &s->house, .db = s->f.reader};
    struct relay *relay = relay_of(&desk, list);
    assert_non_null(relay);
    return relay;
}

static void done(struct relay *relay, struct event_list *list)
{
    arena_done(&relay->desk->relay.scratch);
    arena_done(&relay->desk->scratch);
    arena_done(&relay->desk->relay.arena);
    event_drop(list);
}

static void an_update_is_rendered_once(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "Said \"aloud\". #MeToo");
    struct event_list *list;
    assert_int_equal(event_list_new(&list, 1), OK);
    event_add(list, &(struct event){
                        .kind = EVENT_POST, .post = post, .account = anna.id, .is_listed = true});
    event_add(list, &(struct event){.kind = EVENT_GONE, .post = {post.v + 1}});
    event_add(list, &(struct event){.kind = EVENT_FIGURES, .campaign = s->f.campaign});
    struct relay *relay = relay_for(s, list);
    assert_int_equal(relay->posts.n, 2);
    struct relay_item *item = &relay->posts.items[0];
    assert_str(relay_event_name(item->event), "update");
    assert_true(relay_render(relay, item));
    const char *payload = item->payload.p;
    assert_true(str_search(item->payload, STR("\"id\":\"")) < item->payload.n);
    assert_true(str_starts(item->quoted, STR("\"{\\\"")));
    assert_true(relay_render(relay, item));
    assert_ptr_equal(item->payload.p, payload); /* not again */
    assert_str(relay_event_name(relay->posts.items[1].event), "delete");
    assert_non_null(relay_figures(relay, s->f.campaign));
    assert_null(relay_figures(relay, (struct campaign_id){99}));
    assert_ptr_equal(relay_of(relay->desk, list), relay);
    done(relay, list);
}

static void what_is_no_longer_there_is_not_shown(void **state)
{
    struct site *s = *state;
    struct event_list *list;
    assert_int_equal(event_list_new(&list, 2), OK);
    event_add(list, &(struct event){.kind = EVENT_POST, .post = {7}, .is_listed = true});
    struct relay *relay = relay_for(s, list);
    assert_false(relay_render(relay, &relay->posts.items[0]));
    done(relay, list);
}

static void it_is_hidden_from_whom_one_blocks(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea"),
                 cleo = site_guest(s, "cleo");
    struct post_id post = site_say(s, &anna, "#MeToo");
    struct act *act = fixture_act(&s->f, ACT_TIE, bea.id);
    act->tie = (struct act_tie){.kind = TIE_BLOCK, .target = anna.id.v};
    site_act(s, act);
    struct event_list *list;
    assert_int_equal(event_list_new(&list, 3), OK);
    event_add(list, &(struct event){
                        .kind = EVENT_POST, .post = post, .account = anna.id, .is_listed = true});
    struct relay *relay = relay_for(s, list);
    const struct event *event = relay->posts.items[0].event;
    assert_true(relay_is_hidden(relay, bea.id, event));
    assert_false(relay_is_hidden(relay, cleo.id, event));
    done(relay, list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(an_update_is_rendered_once),
        ON_SITE(what_is_no_longer_there_is_not_shown),
        ON_SITE(it_is_hidden_from_whom_one_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
