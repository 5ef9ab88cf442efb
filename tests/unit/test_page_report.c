/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reporting a voice, also without being known. */
#include <string.h>

#include "site.h"

static void a_report_is_stored(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "Somebody's name.");
    const char *path = site_path(s, "/voice/%lld/report", (long long)post.v);
    assert_int_equal(site_page(s, NULL, path), 200);
    assert_true(site_says(s, "Somebody&#39;s name."));
    assert_int_equal(site_press(s, NULL, path, NULL, "category=other&comment=It+names+me."), 200);
    assert_int_equal(
        fixture_number(&s->f, "SELECT count(*) FROM report WHERE comment = 'It names me.'"), 1);
    char form[1100] = "comment=";
    memset(form + strlen(form), 'x', 1001);
    assert_int_equal(site_press(s, NULL, path, NULL, form), 422);
    assert_int_equal(site_page(s, NULL, "/voice/7/report"), 404);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM report"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_report_is_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
