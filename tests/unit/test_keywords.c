/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of a filter, changed by parts: kept, replaced, taken away, within a limit. */
#include "api/keywords.h"
#include "site.h"

static const char *made(struct site *s, const struct guest *who)
{
    assert_int_equal(site_send(s, who, "POST", "/api/v2/filters",
                               "title=t&context[]=home&keywords_attributes[0][keyword]=one&"
                               "keywords_attributes[1][keyword]=two"),
                     200);
    return site_path(s, "/api/v2/filters/%.*s", STRF(site_json(s, "id")));
}

static void words_are_replaced_and_taken_away(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *path = made(s, &anna);
    const char *form =
        site_path(s,
                  "keywords_attributes[0][id]=%.*s&keywords_attributes[0][keyword]=uno&"
                  "keywords_attributes[1][id]=%.*s&keywords_attributes[1][_destroy]=true&"
                  "keywords_attributes[2][keyword]=three",
                  STRF(site_json(s, "keywords.0.id")), STRF(site_json(s, "keywords.1.id")));
    assert_int_equal(site_send(s, &anna, "PUT", path, form), 200);
    assert_int_equal(site_count(s, "keywords"), 2);
    assert_json(s, "keywords.0.keyword", "uno");
    assert_json(s, "keywords.1.keyword", "three");
}

static void there_is_an_end(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct buf form = buf_init(1 << 16);
    buf_put(&form, STR("title=t&context[]=home"));
    for (int i = 0; i <= KEYWORDS_MAX; i++)
        buf_printf(&form, "&keywords_attributes[%d][keyword]=w%d", i, i);
    buf_char(&form, '\0');
    assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", form.p), 422);
    buf_clear(&form);
    buf_put(&form, STR("title=t&context[]=home&keywords_attributes[0][keyword]="));
    for (int i = 0; i <= KEYWORD_MAX_CHARS; i++)
        buf_char(&form, 'x');
    buf_char(&form, '\0');
    assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", form.p), 422);
    buf_free(&form);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter"), 0);
}

static void all_but_one(void **state)
{
    struct site *s = *state;
    struct filter_keyword words[] = {
        {.keyword = STR_INIT("a")}, {.keyword = STR_INIT("b")}, {.keyword = STR_INIT("c")}};
    const struct filter filter = {.keywords = words, .n_keywords = COUNT(words)};
    struct keywords left = keywords_of(&s->f.arena, &filter, 1);
    assert_int_equal(left.n, 2);
    assert_str(left.items[0].keyword, "a");
    assert_str(left.items[1].keyword, "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(words_are_replaced_and_taken_away),
        ON_SITE(there_is_an_end),
        ON_SITE(all_but_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
