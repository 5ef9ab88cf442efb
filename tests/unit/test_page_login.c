/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming back with a receipt, logging out, a receipt without a word. */
#include "site.h"

#define KEY "abcdefghijklmnopqrstuv"

static struct receipt receipt_for(struct site *s, const struct guest *who)
{
    struct receipt receipt = receipt_new();
    struct act *act = fixture_act(&s->f, ACT_RECEIPT, who->id);
    static const struct held_key none;
    act->renewal =
        (struct act_renewal){.receipt = receipt_hash(s->f.key, &receipt), .before = &none};
    site_act(s, act);
    return receipt;
}

/* Whom the last answer's cookie makes of a browser. */
static struct guest session_of(struct site *s)
{
    struct str cookie = wire_header(&s->wire, "Set-Cookie");
    assert_true(str_starts(cookie, STR("__Host-s=")));
    struct str value = str_sub(cookie, sizeof "__Host-s=" - 1, cookie.n);
    return (struct guest){.cookie = arena_str(&s->f.arena, str_cut(&value, ';'))};
}

static void a_receipt_is_the_way_back(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    assert_int_equal(site_press(s, NULL, "/login", NULL, site_path(s, "receipt=%s", receipt.text)),
                     303);
    assert_str(wire_header(&s->wire, "Location"), "/login");
    struct guest back = session_of(s);
    assert_int_equal(site_page(s, &back, "/login"), 303);
    assert_str(wire_header(&s->wire, "Location"), "/me");
    assert_int_equal(site_page(s, &back, "/me"), 200);
}

static void h17_a_wrong_receipt_gets_the_same_answer(void **state)
{
    static const char *const wrong[] = {"0000-0000-0000-0000-0000", "nonsense"};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    site_press(s, NULL, "/login", NULL, site_path(s, "receipt=%s", receipt.text));
    size_t head = s->wire.head.n;
    int64_t tokens = fixture_number(&s->f, "SELECT count(*) FROM token");
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(site_press(s, NULL, "/login", NULL, site_path(s, "receipt=%s", wrong[i])),
                         303);
        assert_int_equal(s->wire.head.n, head);
        assert_str(wire_header(&s->wire, "Location"), "/login");
        struct guest nobody = session_of(s);
        assert_int_equal(site_page(s, &nobody, "/me"), 303);
        assert_int_equal(site_page(s, &nobody, "/login"), 200);
        assert_true(site_says(s, "not known here"));
        assert_true(str_ends(wire_header(&s->wire, "Set-Cookie"), STR("Max-Age=0")));
    }
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM token"), tokens);
}

static void an_empty_form_is_told_so(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_press(s, NULL, "/login", NULL, "receipt=+&next=%2Fabout"), 422);
    assert_true(site_says(s, "Nothing was typed."));
    assert_true(site_says(s, "name=\"next\" value=\"/about\""));
    assert_int_equal(wire_header(&s->wire, "Set-Cookie").n, 0);
    assert_int_equal(site_press(s, &anna, "/login", NULL, "receipt="), 303);
    assert_str(wire_header(&s->wire, "Location"), "/me");
    assert_int_equal(site_page(s, &anna, "/me"), 200);
}

/* A server that cannot take it now: nobody finds the receipt on the page that says so. */
static void a_receipt_is_never_put_back_into_a_page(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    fixture_close_writer(&s->f);
    s->f.options.queue_max = 0;
    fixture_open_writer(&s->f);
    fixture_start(&s->f);
    s->house.writer = s->f.writer;
    s->house.board = s->f.board;
    assert_int_equal(site_press(s, NULL, "/login", NULL,
                                site_path(s, "receipt=%s&next=%%2Fabout", receipt.text)),
                     503);
    assert_false(site_says(s, receipt.text));
    assert_false(site_says(s, "Nothing that you typed is lost"));
    assert_true(site_says(s, "<input id=\"receipt\" name=\"receipt\" required"));
    assert_true(site_says(s, "name=\"next\" value=\"/about\""));
    assert_int_equal(site_press(s, NULL, "/join", KEY, ""), 503);
    assert_false(site_says(s, "name=\"receipt\""));
}

static void it_leads_on_within_this_site_only(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    assert_int_equal(site_press(s, NULL, "/login", NULL,
                                site_path(s, "receipt=%s&next=%%2Fabout", receipt.text)),
                     303);
    assert_str(wire_header(&s->wire, "Location"), "/login?next=%2Fabout");
    struct guest back = session_of(s);
    assert_int_equal(site_page(s, &back, "/login?next=%2Fabout"), 303);
    assert_str(wire_header(&s->wire, "Location"), "/about");
    assert_int_equal(site_page(s, &back, "/login?next=%2F%2Felsewhere.example"), 303);
    assert_str(wire_header(&s->wire, "Location"), "/me");
}

static void logging_out(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(site_press(s, &anna, "/logout", NULL, ""), 303);
    assert_true(str_starts(wire_header(&s->wire, "Clear-Site-Data"), STR("\"cache\"")));
    assert_str(wire_header(&s->wire, "Location"), "/logout");
    assert_int_equal(site_page(s, NULL, "/logout"), 200);
    assert_true(site_says(s, "You are logged out"));
    assert_int_equal(site_page(s, &bea, "/logout"), 303); /* she is not */
    assert_int_equal(site_page(s, &anna, "/me"), 303);
    assert_int_equal(token_stands(s->f.reader, &s->f.arena, anna.session), ERR_UNAUTHORISED);
}

static void a_receipt_without_a_word(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/join"), 200);
    assert_false(site_says(s, "name=\"once\" value=\"\""));
    assert_int_equal(site_press(s, NULL, "/join", KEY, ""), 200);
    assert_true(site_says(s, "Your receipt"));
    assert_int_equal(site_press(s, NULL, "/join", KEY, ""), 200);
    assert_int_equal(site_press(s, NULL, "/join", NULL, ""), 200);
    assert_true(site_says(s, "Please press once more"));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM person WHERE is_campaign = 0"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_receipt_is_the_way_back),
        ON_SITE(h17_a_wrong_receipt_gets_the_same_answer),
        ON_SITE(an_empty_form_is_told_so),
        ON_SITE(a_receipt_is_never_put_back_into_a_page),
        ON_SITE(it_leads_on_within_this_site_only),
        ON_SITE(logging_out),
        ON_SITE(a_receipt_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
