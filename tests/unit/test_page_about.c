/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages about this site, and the files that pages load. */
#include "assets.h"
#include "schema.h"
#include "site.h"

static void every_table_is_listed(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/about/storage"), 200);
    for (size_t i = 0; i < schema_tables_count; i++)
        assert_true(site_says(s, schema_tables[i].name));
}

static void help_and_safety(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/help"), 200);
    assert_true(site_says(s, "<h1"));
    assert_int_equal(site_page(s, NULL, "/safety"), 200);
    assert_true(site_says(s, "receipt"));
}

static void statement_on_accessibility(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/about/accessibility"), 200);
    assert_true(site_says(s, "(WCAG) 2.2"));
    assert_true(site_says(s, "<time datetime=\"2026-11-27\">27 November 2026</time>"));
}

static void components_are_for_no_search_engine_and_send_nothing(void **state)
{
    struct site *s = *state;
    static const char *const pages[] = {"/about/design", "/about/design/forms",
                                        "/about/design/figures"};
    static const char *const parts[COUNT(pages)][6] = {
        {"class=\"voice", "class=\"chip\"", "class=\"state\"", "class=\"tags\"",
         "class=\"refused\""},
        {"class=\"write\"", "class=\"receipt\"", "aria-invalid", "class=\"listener\"",
         "class=\"care"},
        {"class=\"window\"", "<svg ", "class=\"amount\"", "class=\"veiled", "class=\"work\"",
         "class=\"chart"},
    };
    for (size_t p = 0; p < COUNT(pages); p++) {
        assert_int_equal(site_page(s, NULL, pages[p]), 200);
        for (size_t i = 0; i < COUNT(parts[p]) && parts[p][i] != NULL; i++)
            assert_true(site_says(s, parts[p][i]));
        assert_str(wire_header(&s->wire, "X-Robots-Tag"), "noindex, noarchive");
        assert_false(site_says(s, "action=\"/w\""));
    }
}

static void assets_are_kept_for_ever(void **state)
{
    struct site *s = *state;
    for (size_t i = 0; i < assets_count; i++) {
        assert_int_equal(site_page(s, NULL, assets[i].path), 200);
        assert_true(str_eq(wire_header(&s->wire, "Content-Type"), str_of(assets[i].type)));
        assert_str(wire_header(&s->wire, "Cache-Control"), "public, max-age=31536000, immutable");
        assert_int_equal(s->wire.body.n, assets[i].size);
    }
    assert_int_equal(site_page(s, NULL, "/assets/style.0000000000.css"), 404);
    assert_int_equal(site_page(s, NULL, "/assets/nothing"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(every_table_is_listed),
        ON_SITE(help_and_safety),
        ON_SITE(statement_on_accessibility),
        ON_SITE(components_are_for_no_search_engine_and_send_nothing),
        ON_SITE(assets_are_kept_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
