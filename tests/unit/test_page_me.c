/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is hers: the page, her profile, a new receipt, ending log-ins, leaving for good. */
#include "domain/person.h"
#include "site.h"

static void her_page_shows_what_she_said(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "Mine. #MeToo");
    site_say(s, &bea, "Not mine. #MeToo");
    assert_int_equal(site_page(s, &anna, "/me"), 200);
    assert_true(site_says(s, "Mine."));
    assert_false(site_says(s, "Not mine."));
    assert_int_equal(site_page(s, NULL, "/me"), 303);
}

static void her_profile(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(
        site_press(s, &anna, "/me/profile", NULL, "pen_name=Wren&note=A+note.&language=es"), 303);
    struct person me;
    assert_int_equal(person_get(s->f.reader, &s->f.arena, anna.id, &me), OK);
    assert_str(me.pen_name, "Wren");
    assert_str(me.language, "es");
    assert_true(site_press(s, &anna, "/me/profile", NULL, "language=qqqq1") >= 400);
    assert_int_equal(site_press(s, NULL, "/me/profile", NULL, "pen_name=x"), 403);
}

static void a_new_receipt_ends_the_old_one(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_press(s, &anna, "/me/receipt", NULL, ""), 303);
    assert_str(wire_header(&s->wire, "Location"), "/me/receipt");
    struct str cookie = wire_header(&s->wire, "Set-Cookie");
    cookie = arena_str(&s->f.arena, str_sub(cookie, sizeof "__Host-s=" - 1, cookie.n));
    struct guest with_slip = {.cookie = str_cut(&cookie, ';')};
    assert_true(with_slip.cookie.n > anna.cookie.n);
    assert_int_equal(site_page(s, &with_slip, "/me/receipt"), 200);
    assert_true(site_says(s, "Your new receipt"));
    assert_int_equal(site_page(s, &anna, "/me/receipt"), 303); /* once */
    assert_str(wire_header(&s->wire, "Location"), "/me");
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM person WHERE receipt IS NOT NULL"),
                     1);
}

static void every_log_in_ends(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_press(s, &anna, "/me/logout-everywhere", NULL, ""), 303);
    assert_str(wire_header(&s->wire, "Location"), "/logout");
    assert_int_equal(site_page(s, &anna, "/me"), 303);
    assert_int_equal(site_get(s, &anna, "/api/v1/accounts/verify_credentials"), 401);
}

static void leaving_takes_everything(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "#MeToo");
    assert_int_equal(site_page(s, &anna, "/me/delete"), 200);
    assert_int_equal(site_press(s, &anna, "/me/delete", NULL, ""), 422); /* the box is not ticked */
    assert_int_equal(site_press(s, &anna, "/me/delete", NULL, "sure=1"), 200);
    assert_true(site_says(s, "It is deleted"));
    fixture_settle(&s->f);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 0);
    assert_int_equal(site_page(s, &anna, "/me"), 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(her_page_shows_what_she_said),   ON_SITE(her_profile),
        ON_SITE(a_new_receipt_ends_the_old_one), ON_SITE(every_log_in_ends),
        ON_SITE(leaving_takes_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
