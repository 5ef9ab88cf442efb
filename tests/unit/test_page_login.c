/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming back with a receipt, logging out, a receipt without a word. */
#include "site.h"

#define KEY "abcdefghijklmnopqrstuv"

static struct receipt receipt_for(struct site *s, const struct guest *who)
{
    struct receipt receipt = receipt_new();
    struct act *act = fixture_act(&s->f, ACT_RECEIPT, who->id);
    act->receipt = receipt_hash(s->f.key, &receipt);
    site_act(s, act);
    return receipt;
}

static void a_receipt_is_the_way_back(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    assert_int_equal(site_press(s, NULL, "/login", NULL, site_path(s, "receipt=%s", receipt.text)),
                     303);
    assert_str(wire_header(&s->wire, "Location"), "/me");
    assert_true(str_starts(wire_header(&s->wire, "Set-Cookie"), STR("__Host-s=")));
    assert_int_equal(site_press(s, NULL, "/login", NULL, "receipt=0000-0000-0000-0000-0000"), 422);
    assert_true(site_says(s, "not known here"));
    assert_null(wire_header(&s->wire, "Set-Cookie").p);
    assert_int_equal(site_press(s, NULL, "/login", NULL, "receipt=nonsense"), 422);
    assert_true(site_says(s, "not known here"));
}

static void it_leads_on_within_this_site_only(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct receipt receipt = receipt_for(s, &anna);
    assert_int_equal(site_press(s, NULL, "/login", NULL,
                                site_path(s, "receipt=%s&next=%%2Fabout", receipt.text)),
                     303);
    assert_str(wire_header(&s->wire, "Location"), "/about");
    assert_int_equal(
        site_press(s, NULL, "/login", NULL,
                   site_path(s, "receipt=%s&next=%%2F%%2Felsewhere.example", receipt.text)),
        303);
    assert_str(wire_header(&s->wire, "Location"), "/me");
}

static void logging_out(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_press(s, &anna, "/logout", NULL, ""), 303);
    assert_true(str_starts(wire_header(&s->wire, "Clear-Site-Data"), STR("\"cache\"")));
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
        ON_SITE(it_leads_on_within_this_site_only),
        ON_SITE(logging_out),
        ON_SITE(a_receipt_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
