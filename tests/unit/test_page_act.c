/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody who comes with what she says: her receipt, her session, and one answer for one form. */
#include "domain/person.h"
#include "domain/standing.h"
#include "domain/veil.h"
#include "site.h"
#include "web/page.h"

#define KEY "abcdefghijklmnopqrstuv"

static int press(struct site *s, const char *once)
{
    return site_press(s, NULL, "/c/metoo/me-too", once, "hashtag=MeToo");
}

/* The receipt on the page. */
static struct str receipt_of(struct site *s)
{
    struct str body = s->wire.body, mark = STR("<bdi dir=\"ltr\">");
    size_t at = str_search(body, mark);
    assert_true(at < body.n);
    return arena_str(&s->f.arena, str_sub(body, at + mark.n, RECEIPT_TEXT));
}

static int64_t people(struct site *s)
{
    return fixture_number(&s->f, "SELECT count(*) FROM person WHERE is_campaign = 0");
}

static void one_press_brings_one_person(void **state)
{
    struct site *s = *state;
    assert_int_equal(press(s, KEY), 200);
    struct str first = receipt_of(s);
    struct str cookie = arena_str(&s->f.arena, wire_header(&s->wire, "Set-Cookie"));
    assert_true(str_starts(cookie, STR("__Host-s=")));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
    assert_int_equal(press(s, KEY), 200);
    assert_true(str_eq(receipt_of(s), first));
    assert_true(str_eq(wire_header(&s->wire, "Set-Cookie"), cookie));
    assert_int_equal(people(s), 1);
    assert_int_equal(press(s, KEY "2"), 200);
    assert_false(str_eq(receipt_of(s), first));
    assert_int_equal(people(s), 2);
}

static void the_receipt_opens_what_was_said(void **state)
{
    struct site *s = *state;
    assert_int_equal(press(s, KEY), 200);
    struct receipt receipt;
    struct person_id person;
    assert_int_equal(receipt_parse(receipt_of(s), &receipt), OK);
    struct secret_hash hash = receipt_hash(s->f.key, &receipt);
    assert_int_equal(person_by_receipt(s->f.reader, &s->f.arena, &hash, &person), OK);
    const struct post_id voice = {fixture_number(&s->f, "SELECT id FROM post")};
    const struct person_id stored = {fixture_number(&s->f, "SELECT author FROM post")};
    assert_int_equal(veil_author_of(s->f.key, voice, stored).v, person.v);
}

static int64_t rank(struct site *s, const char *column, struct person_id person)
{
    struct arena *arena = &s->f.arena;
    return fixture_number(
        &s->f, arena_printf(arena,
                            "SELECT count(*) FROM token WHERE %s < (SELECT %s FROM token "
                            "WHERE person = %lld)",
                            column, column, (long long)person.v)
                   .p);
}

/* Neither the numbers of those who came nor of their log-ins are in the order of their voices. */
static void a_press_leaves_no_order(void **state)
{
    enum { VOICES = 30 };
    struct site *s = *state;
    int n_people = 0, n_tokens = 0;
    for (int i = 0; i < VOICES; i++)
        assert_int_equal(press(s, arena_printf(&s->f.arena, "abcdefghijklmnopqrst%02d", i).p), 200);
    for (int i = 0; i < VOICES; i++) {
        struct str of = arena_printf(&s->f.arena, "FROM post ORDER BY id LIMIT 1 OFFSET %d", i);
        struct str id = arena_printf(&s->f.arena, "SELECT id %.*s", STRF(of)),
                   author = arena_printf(&s->f.arena, "SELECT author %.*s", STRF(of));
        struct person_id person =
            veil_author_of(s->f.key, (struct post_id){fixture_number(&s->f, id.p)},
                           (struct person_id){fixture_number(&s->f, author.p)});
        assert_true(person.v >= PERSON_DRAWN);
        n_people += rank(s, "person", person) == i;
        n_tokens += rank(s, "id", person) == i;
    }
    assert_true(n_people < VOICES / 2);
    assert_true(n_tokens < VOICES / 2);
}

static void without_a_key_nothing_comes_of_it(void **state)
{
    static const char *const none[] = {NULL, "", "short", "abcdefghijklmnopqrstu!"};
    struct site *s = *state;
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_int_equal(press(s, none[i]), 200);
        assert_true(site_says(s, "Please press once more"));
        assert_true(site_says(s, "name=\"hashtag\" value=\"MeToo\""));
        assert_null(wire_header(&s->wire, "Set-Cookie").p);
    }
    assert_int_equal(people(s), 0);
}

static void a_late_repeat_shows_no_receipt(void **state)
{
    struct site *s = *state;
    assert_int_equal(press(s, KEY), 200);
    struct str receipt = receipt_of(s);
    struct act *act = fixture_act(
        &s->f, ACT_REVOKE, (struct person_id){fixture_number(&s->f, "SELECT person FROM token")});
    site_act(s, act); /* all her log-ins end */
    assert_int_equal(press(s, KEY), 409);
    assert_false(site_says(s, arena_z(&s->f.arena, receipt)));
    assert_int_equal(people(s), 1);
}

static void who_is_known_needs_no_receipt(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_press(s, &anna, "/c/metoo/me-too", KEY, "hashtag=MeToo"), 303);
    assert_str(wire_header(&s->wire, "Location"), "/r");
    assert_int_equal(site_press(s, &anna, "/c/metoo/me-too", KEY, "hashtag=MeToo"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 1);
}

static void a_post_says_whether_it_is_to_be_read_first(void **state)
{
    struct site *s = *state;
    const struct param empty[] = {{STR("once"), STR(KEY), false}, {STR("subject"), STR(""), false}};
    const struct param filled[] = {{STR("once"), STR(KEY), false},
                                   {STR("subject"), STR("Offer"), false}};
    struct req req = {.arena = &s->f.arena, .who.person = 7, .params = empty, .n_params = 2};
    assert_int_equal(page_act(&req, ACT_POST)->post.holds, 0);
    req.is_unpaid = true;
    assert_int_equal(page_act(&req, ACT_POST)->post.holds, HOLD_BIT(HOLD_PRICE));
    assert_int_equal(page_act(&req, ACT_EDIT)->post.holds, HOLD_BIT(HOLD_PRICE));
    req.is_unpaid = false;
    req.params = filled;
    assert_int_equal(page_act(&req, ACT_POST)->post.holds, HOLD_BIT(HOLD_PRICE));
    struct act_react none = {0};
    struct act *react = page_act(&req, ACT_REACT); /* has nothing of a post */
    assert_memory_equal(&react->react, &none, sizeof none);
}

static void what_is_filled_in_blindly_is_held(void **state)
{
    struct site *s = *state;
    assert_int_equal(
        site_press(s, NULL, "/w", KEY, "campaign=metoo&text=Cheap+watches.&subject=Offer"), 200);
    assert_true(site_says(s, "Your receipt"));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post WHERE state & 8"), 1);
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_false(site_says(s, "Cheap watches."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(one_press_brings_one_person),
        ON_SITE(the_receipt_opens_what_was_said),
        ON_SITE(without_a_key_nothing_comes_of_it),
        ON_SITE(a_late_repeat_shows_no_receipt),
        ON_SITE(who_is_known_needs_no_receipt),
        ON_SITE(a_post_says_whether_it_is_to_be_read_first),
        ON_SITE(what_is_filled_in_blindly_is_held),
        ON_SITE(a_press_leaves_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
