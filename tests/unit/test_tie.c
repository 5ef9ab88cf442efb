/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person keeps: follows, blocks, mutes; what she is told and what not; filters, markers,
 * reports. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/sweep.h"

static const struct person_id nobody;
enum { ALL_KINDS = -1 };

static size_t notices(struct fixture *f, struct person_id person, unsigned kinds,
                      const struct notice **list)
{
    struct notices found;
    assert_int_equal(notice_list(f->reader, &f->arena, on_pages(person), kinds,
                                 (struct cursor){.limit = 40}, &found),
                     OK);
    *list = found.items;
    return found.n;
}

static size_t n_notices(struct fixture *f, struct person_id person)
{
    const struct notice *list;
    return notices(f, person, (unsigned)ALL_KINDS, &list);
}

/* --- being told --- */

static void she_is_told_what_was_done(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you, @anna.");
    struct post_id mention = fixture_say(f, berta, "Thinking of @Anna and @nobody and @metoo.");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    fixture_share(f, berta, voice);
    assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), OK);
    const struct notice *list;
    assert_int_equal(notices(f, anna, (unsigned)ALL_KINDS, &list), 5);
    const enum notice_kind kinds[] = {NOTICE_FOLLOW, NOTICE_SHARE, NOTICE_REACTION, NOTICE_MENTION,
                                      NOTICE_MENTION};
    const int64_t posts[] = {0, voice.v, voice.v, mention.v, comment.v};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        assert_int_equal(list[i].kind, kinds[i]);
        assert_int_equal(list[i].account.id.v, berta.v);
        assert_int_equal(list[i].has_post, posts[i] != 0);
        assert_int_equal(list[i].post.id.v, posts[i]);
    }
    assert_int_equal(notices(f, anna, 1U << NOTICE_SHARE | 1U << NOTICE_FOLLOW, &list), 2);
    assert_int_equal(n_notices(f, berta), 0);
    assert_int_equal(n_notices(f, f->account), 0);
    struct notice one;
    assert_int_equal(notice_get(f->reader, &f->arena, on_pages(anna), list[1].id, &one), OK);
    assert_int_equal(one.kind, NOTICE_SHARE);
    assert_int_equal(notice_get(f->reader, &f->arena, on_pages(berta), list[1].id, &one),
                     ERR_NOT_FOUND);
}

static void nobody_is_told_of_herself(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = fixture_say(f, anna, "#MeToo says @anna");
    fixture_comment(f, anna, voice, "More. @anna");
    assert_int_equal(fixture_react(f, anna, voice, REACTION_ME_TOO), OK);
    fixture_share(f, anna, voice);
    assert_int_equal(fixture_tie(f, anna, TIE_FOLLOW, anna.v), ERR_NOT_FOUND);
    assert_int_equal(n_notices(f, anna), 0);
}

/* Also when they all come in one batch. */
static void the_first_five_reactions_are_told(void **state)
{
    enum { PEOPLE = 50 };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), people[PEOPLE];
    struct post_id voice = fixture_say(f, anna, "#MeToo"), other = fixture_say(f, anna, "#MeToo");
    struct act *acts[PEOPLE * 2];
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = fixture_arrive(f, NULL);
        acts[i] = fixture_act(f, ACT_REACT, people[i]);
        acts[i]->react = (struct act_react){voice, REACTION_BELIEVE};
        acts[PEOPLE + i] = fixture_act(f, ACT_SHARE, people[i]);
        acts[PEOPLE + i]->share = voice;
    }
    fixture_start(f);
    fixture_apply_batch(f, acts, COUNT(acts));
    const struct notice *list;
    assert_int_equal(notices(f, anna, 1U << NOTICE_REACTION, &list), 5);
    assert_int_equal(notices(f, anna, 1U << NOTICE_SHARE, &list), 5);
    /* Another kind in the place of the first is no new reaction. */
    struct act *again = fixture_act(f, ACT_REACT, people[0]);
    again->react = (struct act_react){voice, REACTION_ME_TOO};
    struct act *fresh = fixture_act(f, ACT_REACT, people[0]);
    fresh->react = (struct act_react){other, REACTION_ME_TOO};
    fixture_apply_batch(f, (struct act *[]){again, fresh}, 2);
    assert_int_equal(notices(f, anna, 1U << NOTICE_REACTION, &list), 6);
    assert_int_equal(list[0].post.id.v, other.v);
}

static void what_is_taken_back_is_told_no_more(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    for (int i = 0; i < 5; i++) {
        assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
        int64_t share = fixture_share(f, berta, voice);
        assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), OK);
        struct post_id comment = fixture_comment(f, berta, voice, "With you.");
        assert_int_equal(n_notices(f, anna), 4);
        assert_int_equal(fixture_withdraw(f, berta, comment), OK);
        assert_int_equal(fixture_untie(f, berta, TIE_FOLLOW, anna.v), OK);
        assert_int_equal(fixture_withdraw(f, berta, (struct post_id){share}), OK);
        assert_int_equal(fixture_unreact(f, berta, voice), OK);
        assert_int_equal(n_notices(f, anna), 0);
    }
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice"), 0);
}

/* Following twice is following once. */
static void a_follow_is_told_once(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), OK);
    assert_int_equal(n_notices(f, anna), 1);
}

static void do_everything(struct fixture *f, struct person_id person, struct post_id voice)
{
    fixture_say(f, person, "Hello @anna");
    (void)fixture_react(f, person, voice, REACTION_BELIEVE);
    struct act *share = fixture_act(f, ACT_SHARE, person);
    share->share = voice;
    (void)fixture_apply(f, share);
    struct act *comment = fixture_act(f, ACT_POST, person);
    comment->post.text = STR("An answer.");
    comment->post.parent = voice;
    (void)fixture_apply(f, comment);
    struct act *anonymous = fixture_act(f, ACT_POST, person);
    anonymous->post.text = STR("Hello @anna #MeToo");
    anonymous->post.is_anonymous = true;
    (void)fixture_apply(f, anonymous);
}

static void nothing_is_heard_of_the_blocked_and_muted(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL),
                     clara = fixture_arrive(f, NULL), dora = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_tie(f, anna, TIE_MUTE, clara.v), OK);
    do_everything(f, berta, voice);
    do_everything(f, clara, voice);
    assert_int_equal(fixture_tie(f, clara, TIE_FOLLOW, anna.v), OK);
    /* Only of what they said anonymously, or silence would tell who said it. */
    assert_int_equal(n_notices(f, anna), 2);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice"), 2);
    do_everything(f, dora, voice);
    assert_int_equal(n_notices(f, anna), 7);
    /* What was told before goes as well; the anonymous voice stays. */
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, dora.v), OK);
    const struct notice *list;
    assert_int_equal(notices(f, anna, (unsigned)ALL_KINDS, &list), 3);
    assert_int_equal(list[0].account.id.v, f->account.v);
    assert_int_equal(list[0].post.account.id.v, f->account.v);
}

static void a_muted_thread_is_quiet(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo"), other = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, anna, voice, "More.");
    assert_int_equal(fixture_tie(f, anna, TIE_THREAD, voice.v), OK);
    fixture_comment(f, berta, voice, "With you.");
    fixture_comment(f, berta, comment, "With you, @anna.");
    assert_int_equal(fixture_react(f, berta, comment, REACTION_BELIEVE), OK);
    fixture_share(f, berta, voice);
    assert_int_equal(n_notices(f, anna), 0);
    struct post post;
    assert_int_equal(fixture_post(f, anna, comment, &post), OK);
    assert_true(post.is_muted);
    fixture_comment(f, berta, other, "With you.");
    assert_int_equal(n_notices(f, anna), 1);
    assert_int_equal(fixture_untie(f, anna, TIE_THREAD, voice.v), OK);
    fixture_comment(f, berta, voice, "With you.");
    assert_int_equal(n_notices(f, anna), 2);
}

static void notices_are_paged_and_cleared(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    const struct notice *all;
    for (int i = 0; i < 10; i++)
        fixture_say(f, berta, "Hello @anna");
    assert_int_equal(notices(f, anna, (unsigned)ALL_KINDS, &all), 10);
    const struct cursor cursors[] = {
        {.limit = 3},
        {.max_id = all[4].id.v, .limit = 3},
        {.since_id = all[7].id.v, .limit = 3},
        {.min_id = all[7].id.v, .limit = 3},
        {.min_id = all[7].id.v, .max_id = all[5].id.v, .limit = 3},
    };
    static const size_t wanted[][2] = {{0, 3}, {5, 3}, {0, 3}, {4, 3}, {6, 1}};
    for (size_t i = 0; i < COUNT(cursors); i++) {
        struct notices found;
        assert_int_equal(notice_list(f->reader, &f->arena, on_pages(anna), (unsigned)ALL_KINDS,
                                     cursors[i], &found),
                         OK);
        assert_int_equal(found.n, wanted[i][1]);
        for (size_t k = 0; k < found.n; k++)
            assert_int_equal(found.items[k].id.v, all[wanted[i][0] + k].id.v);
    }
    struct act *clear = fixture_act(f, ACT_NOTICE_CLEAR, berta);
    clear->notice = all[3].id; /* not hers */
    assert_int_equal(fixture_apply(f, clear), OK);
    assert_int_equal(n_notices(f, anna), 10);
    clear = fixture_act(f, ACT_NOTICE_CLEAR, anna);
    clear->notice = all[3].id;
    assert_int_equal(fixture_apply(f, clear), OK);
    assert_int_equal(n_notices(f, anna), 9);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_NOTICE_CLEAR, anna)), OK);
    assert_int_equal(n_notices(f, anna), 0);
}

/* --- how people stand to each other --- */

static struct relationship between(struct fixture *f, struct person_id person,
                                   struct person_id other)
{
    struct relationship relationship;
    assert_int_equal(tie_relationship(f->reader, &f->arena, person, other, &relationship), OK);
    return relationship;
}

static void a_block_ends_following(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    assert_int_equal(fixture_tie(f, anna, TIE_FOLLOW, berta.v), OK);
    assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), OK);
    assert_true(between(f, anna, berta).is_following);
    assert_true(between(f, anna, berta).is_followed_by);
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_false(between(f, anna, berta).is_following);
    assert_false(between(f, anna, berta).is_followed_by);
    assert_true(between(f, anna, berta).is_blocking);
    assert_true(between(f, berta, anna).is_blocked_by);
    assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), ERR_FORBIDDEN);
    assert_int_equal(fixture_tie(f, anna, TIE_FOLLOW, berta.v), ERR_FORBIDDEN);
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_tie(f, berta, TIE_FOLLOW, anna.v), OK);
    assert_int_equal(fixture_tie(f, anna, TIE_MUTE, berta.v), OK);
    assert_true(between(f, anna, berta).is_muting);
    assert_true(between(f, anna, berta).is_followed_by);
}

static void ties_need_their_target(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    static const enum tie_kind to_people[] = {TIE_FOLLOW, TIE_BLOCK, TIE_MUTE};
    for (size_t i = 0; i < COUNT(to_people); i++) {
        assert_int_equal(fixture_tie(f, anna, to_people[i], 12345), ERR_NOT_FOUND);
        assert_int_equal(fixture_tie(f, anna, to_people[i], anna.v), ERR_NOT_FOUND);
    }
    assert_int_equal(fixture_tie(f, anna, TIE_BOOKMARK, 12345), ERR_NOT_FOUND);
    assert_int_equal(fixture_tie(f, anna, TIE_PIN, voice.v), OK);
    assert_int_equal(fixture_tie(f, berta, TIE_PIN, voice.v), ERR_NOT_FOUND);
    struct act *anonymous = fixture_act(f, ACT_POST, anna);
    anonymous->post.text = STR("#MeToo");
    anonymous->post.is_anonymous = true;
    assert_int_equal(fixture_apply(f, anonymous), OK);
    assert_int_equal(fixture_tie(f, anna, TIE_PIN, anonymous->id), ERR_NOT_FOUND);
    assert_int_equal(fixture_tie(f, (struct person_id){999}, TIE_FOLLOW, anna.v), ERR_NOT_FOUND);
    assert_int_equal(fixture_tie(f, nobody, TIE_FOLLOW, anna.v), ERR_NOT_FOUND);
}

static void people_are_listed_newest_first(void **state)
{
    enum { PEOPLE = 12 };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), people[PEOPLE];
    struct tied_people list, followers;
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = fixture_arrive(f, NULL);
        assert_int_equal(fixture_tie(f, anna, TIE_FOLLOW, people[i].v), OK);
        assert_int_equal(fixture_tie(f, people[i], TIE_FOLLOW, anna.v), OK);
    }
    assert_int_equal(
        tie_people(f->reader, &f->arena, anna, TIE_FOLLOW, (struct cursor){.limit = 40}, &list),
        OK);
    assert_int_equal(list.n, PEOPLE);
    for (size_t i = 0; i < list.n; i++)
        assert_int_equal(list.items[i].person.id.v, people[PEOPLE - 1 - i].v);
    assert_int_equal(tie_followers(f->reader, &f->arena, anna,
                                   (struct cursor){.max_id = list.items[2].id, .limit = 4},
                                   &followers),
                     OK);
    assert_int_equal(followers.n, 4);
    assert_int_equal(followers.items[0].person.id.v, people[PEOPLE - 4].v);
    int64_t min_id = list.items[8].id;
    assert_int_equal(tie_people(f->reader, &f->arena, anna, TIE_FOLLOW,
                                (struct cursor){.min_id = min_id, .limit = 3}, &list),
                     OK);
    assert_int_equal(list.n, 3);
    assert_int_equal(list.items[0].person.id.v, people[PEOPLE - 6].v);
    struct person person;
    assert_int_equal(person_get(f->reader, &f->arena, anna, &person), OK);
    assert_int_equal(person.followers, PEOPLE);
    assert_int_equal(person.following, PEOPLE);
    assert_int_equal(fixture_leave(f, people[0]), OK);
    assert_int_equal(
        tie_followers(f->reader, &f->arena, anna, (struct cursor){.limit = 40}, &followers), OK);
    assert_int_equal(followers.n, PEOPLE - 1);
}

/* --- filters, markers, reports --- */

static void filters(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    const struct act_keyword words[] = {{STR("one"), true}, {STR("two"), false}};
    const struct held_key held = {.has_key = true, .key = {{1}}},
                          other = {.has_key = true, .has_receipt = true, .key = {{1}}};
    const struct field_key key = held.key;
    struct act *act = fixture_act(f, ACT_FILTER, anna);
    act->filter = (struct act_filter){.title = STR("Quiet"),
                                      .contexts = STR("home public"),
                                      .is_hiding = true,
                                      .expires_ms = 77,
                                      .keywords = words,
                                      .n_keywords = 2};
    assert_int_equal(fixture_apply(f, act), ERR_FORBIDDEN); /* without her key */
    act->filter.held = &other;
    assert_int_equal(fixture_apply(f, act), ERR_CONFLICT); /* nor with that of another receipt */
    act->filter.held = &held;
    assert_int_equal(fixture_apply(f, act), OK);
    struct filter_id id = {act->id};
    struct filter filter;
    assert_int_equal(filter_get(f->reader, &f->arena, anna, id, &filter), OK);
    assert_true(filter.is_closed);
    assert_str(filter.title, "");
    assert_int_equal(filter_open(&f->arena, &key, anna, &filter, 1), OK);
    assert_false(filter.is_closed);
    assert_str(filter.title, "Quiet");
    assert_str(filter.contexts, "home public");
    assert_true(filter.is_hiding);
    assert_int_equal(filter.expires_ms, 77);
    assert_int_equal(filter.n_keywords, 2);
    assert_str(filter.keywords[0].keyword, "one");
    assert_true(filter.keywords[0].is_whole_word);
    assert_int_equal(filter_get(f->reader, &f->arena, berta, id, &filter), ERR_NOT_FOUND);
    struct act *change = fixture_act(f, ACT_FILTER, berta);
    change->filter = (struct act_filter){.target = id, .title = STR("Other"), .held = &held};
    assert_int_equal(fixture_apply(f, change), ERR_NOT_FOUND);
    change->person = anna;
    assert_int_equal(fixture_apply(f, change), OK);
    struct filter *list;
    size_t n;
    assert_int_equal(filter_list(f->reader, &f->arena, anna, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(filter_open(&f->arena, &key, anna, list, n), OK);
    assert_str(list[0].title, "Other");
    assert_int_equal(list[0].n_keywords, 0);
    struct act *removal = fixture_act(f, ACT_FILTER_REMOVE, berta);
    removal->filter_remove = id;
    assert_int_equal(fixture_apply(f, removal), ERR_NOT_FOUND);
    removal->person = anna;
    assert_int_equal(fixture_apply(f, removal), OK);
    assert_int_equal(fixture_apply(f, removal), ERR_NOT_FOUND);
}

static void markers(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    const struct marker *list;
    size_t n;
    for (int i = 1; i <= 3; i++) {
        struct act *act = fixture_act(f, ACT_MARKER, anna);
        act->marker = (struct act_marker){STR("home"), i * 10};
        f->now_ms += 1;
        assert_int_equal(fixture_apply(f, act), OK);
    }
    assert_int_equal(marker_list(f->reader, &f->arena, anna, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_str(list[0].timeline, "home");
    assert_int_equal(list[0].last_read, 30);
    assert_int_equal(list[0].version, 3);
    assert_int_equal(list[0].updated_ms, f->now_ms);
}

static void reports_do_not_say_who(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct act *act = fixture_act(f, ACT_REPORT, anna);
    act->report = (struct act_report){
        .account = berta, .posts = STR("1 2"), .comment = STR("Look."), .category = STR("spam")};
    assert_int_equal(fixture_apply(f, act), OK);
    act->report.account.v = 999;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act->report.account = berta;
    act->report.category = STR("gossip");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM report"), 1);
    assert_int_equal(
        fixture_number(
            f, "SELECT count(*) FROM pragma_table_info('report') "
               "WHERE name NOT IN ('id', 'account', 'posts', 'comment', 'category', 'state', "
               "'moderator', 'resolved_hour_ms')"),
        0);
}

static void a_blocked_accounts_comment_is_nowhere_shown(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "Hm. #MeToo");
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    struct post post;
    assert_int_equal(fixture_post(f, nobody, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, berta, comment, &post), OK);
    assert_int_equal(post.away, 0); /* and is told nothing */
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_post(f, nobody, comment, &post), OK);
}

/* Numbers say what readers see: of a voice, and in all. */
static void a_blocked_accounts_comments_do_not_count(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id others = fixture_say(f, fixture_arrive(f, NULL), "#MeToo");
    struct post_id gone = fixture_comment(f, berta, voice, "Away. #MeToo");
    struct post post;
    fixture_comment(f, berta, others, "This one stays.");
    for (int i = 0; i < SWEEP_STEP + 5; i++)
        fixture_comment(f, berta, voice, "Hm.");
    assert_int_equal(fixture_withdraw(f, berta, gone), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){3, 2, SWEEP_STEP + 6, 0, 0});
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 0);
    assert_int_equal(fixture_post(f, nobody, others, &post), OK);
    assert_int_equal(post.comments, 1);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){3, 2, 1, 0, 0});
    fixture_assert_recount(f);
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, SWEEP_STEP + 5);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){3, 2, SWEEP_STEP + 6, 0, 0});
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 0, 0});
    fixture_assert_recount(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(she_is_told_what_was_done),
        IN_MEMORY(nobody_is_told_of_herself),
        IN_FILE(the_first_five_reactions_are_told),
        IN_MEMORY(what_is_taken_back_is_told_no_more),
        IN_MEMORY(a_follow_is_told_once),
        IN_MEMORY(nothing_is_heard_of_the_blocked_and_muted),
        IN_MEMORY(a_muted_thread_is_quiet),
        IN_MEMORY(notices_are_paged_and_cleared),
        IN_MEMORY(a_block_ends_following),
        IN_MEMORY(ties_need_their_target),
        IN_MEMORY(people_are_listed_newest_first),
        IN_MEMORY(filters),
        IN_MEMORY(markers),
        IN_MEMORY(reports_do_not_say_who),
        IN_MEMORY(a_blocked_accounts_comment_is_nowhere_shown),
        IN_MEMORY(a_blocked_accounts_comments_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
