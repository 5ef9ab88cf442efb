/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The escapers behind the templates: nothing that is put in gets out as markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/html.h"

static struct arena arena;
static struct locale locale;
static struct out out;

static int setup(void **state)
{
    (void)state;
    locale_choose(&locale, STR("en"), (struct str){0});
    locale.is_chosen = false;
    out = (struct out){.buf = buf_init(64 * 1024), .arena = &arena, .locale = &locale};
    return arena_init(&arena, 1024 * 1024) == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    buf_free(&out.buf);
    arena_done(&arena);
    return 0;
}

/* What was written since the last call. */
static const char *written(void)
{
    assert_true(buf_ok(&out.buf));
    const char *text = arena_z(&arena, buf_str(&out.buf));
    buf_clear(&out.buf);
    return text;
}

static void text_is_escaped(void **state)
{
    (void)state;
    put_text(&out, STR("<b a=\"1\" b='2'>&amp;"));
    assert_string_equal(written(), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;");
    put_text(&out, (struct str){0});
    assert_string_equal(written(), "");
}

static void html_and_raw_stay_as_they_are(void **state)
{
    (void)state;
    put_raw(&out, STR("<p>"));
    put_html(&out, html_of_text(&arena, STR("<i>")));
    assert_string_equal(written(), "<p>&lt;i&gt;");
}

static void a_space_after_a_wide_stop_is_left_out(void **state)
{
    (void)state;
    put_text(&out, STR("内容提示："));
    put_raw(&out, STR(" <b>"));
    put_text(&out, STR("暴力"));
    put_raw(&out, STR(" </b>"));
    assert_string_equal(written(), "内容提示：<b>暴力 </b>");
    put_text(&out, STR("Warning:"));
    put_raw(&out, STR(" <b>"));
    put_text(&out, STR("é"));
    put_raw(&out, STR(" "));
    assert_string_equal(written(), "Warning: <b>é ");
    put_raw(&out, STR(" "));
    assert_string_equal(written(), " ");
}

static void addresses_stay_here_or_are_https(void **state)
{
    (void)state;
    static const struct {
        const char *given, *written;
    } cases[] = {
        {"/", "/"},
        {"/tags/a?b=1&c=\"", "/tags/a?b=1&amp;c=&quot;"},
        {"#voices", "#voices"},
        {"https://lila.help/?a&b", "https://lila.help/?a&amp;b"},
        {"//evil.example/", "#"},
        {"/\\evil.example/", "#"},
        {"http://plain.example/", "#"},
        {"javascript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {" /a", "#"},
        {"", "#"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_url(&out, str_of(cases[i].given));
        assert_string_equal(written(), cases[i].written);
    }
}

static void a_chosen_language_is_carried_on(void **state)
{
    (void)state;
    locale_choose(&locale, STR("ar"), (struct str){0});
    static const struct {
        const char *given, *written;
    } cases[] = {
        {"/help", "/help?lang=ar"},
        {"/c/a?before=5", "/c/a?before=5&amp;lang=ar"},
        {"/c/a#tell", "/c/a?lang=ar#tell"},
        {"/about?lang=es", "/about?lang=es"},
        {"/assets/style.css", "/assets/style.css"},
        {"/api/v1/instance", "/api/v1/instance"},
        {"https://lila.help", "https://lila.help"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_url(&out, str_of(cases[i].given));
        assert_string_equal(written(), cases[i].written);
    }
}

static void a_prefix_is_carried_on(void **state)
{
    (void)state;
    locale_choose(&locale, STR("ar"), (struct str){0});
    out.prefix = STR("/n");
    static const struct {
        const char *given, *written;
    } cases[] = {
        {"/", "/n/?lang=ar"},
        {"/help", "/n/help?lang=ar"},
        {"/n", "/n?lang=ar"},
        {"/n/help", "/n/help?lang=ar"},
        {"/notes", "/n/notes?lang=ar"},
        {"/./help", "/help?lang=ar"},
        {"/./k/help", "/k/help?lang=ar"},
        {"/assets/style.css", "/assets/style.css"},
        {"#main", "#main"},
        {"https://lila.help", "https://lila.help"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_url(&out, str_of(cases[i].given));
        assert_string_equal(written(), cases[i].written);
    }
}

static void assets_have_a_fingerprint(void **state)
{
    (void)state;
    put_asset(&out, STR("style.css"));
    const char *path = written();
    assert_memory_equal(path, "/assets/style.", 14);
    assert_true(str_ends(str_of(path), STR(".css")) && str_of(path).n > 20);
}

static void values_in_messages_are_escaped(void **state)
{
    (void)state;
    const struct message_arg args[] = {{"name", STR_INIT("<script>{name}")}};
    put_message(&out, "Shared by {name}", args, 1);
    assert_string_equal(written(), "Shared by &lt;script&gt;{name}");
    put_message(&out, "1 < 2", NULL, 0);
    assert_string_equal(written(), "1 &lt; 2");
}

static void numbers_and_plurals_follow_the_language(void **state)
{
    (void)state;
    put_number(&out, 4700000);
    assert_string_equal(written(), "4,700,000");
    put_plural(&out, N("{n} person", "{n} people"), 1, NULL, 0);
    assert_string_equal(written(), "1 person");
    put_plural(&out, N("{n} person", "{n} people"), 12000, NULL, 0);
    assert_string_equal(written(), "12,000 people");
}

static void a_full_page_is_noticed(void **state)
{
    (void)state;
    struct out small = {.buf = buf_init(4), .arena = &arena, .locale = &locale};
    put_text(&small, STR("<<"));
    assert_false(buf_ok(&small.buf));
    buf_free(&small.buf);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_is_escaped),
        TEST(html_and_raw_stay_as_they_are),
        TEST(a_space_after_a_wide_stop_is_left_out),
        TEST(addresses_stay_here_or_are_https),
        TEST(a_chosen_language_is_carried_on),
        TEST(a_prefix_is_carried_on),
        TEST(assets_have_a_fingerprint),
        TEST(values_in_messages_are_escaped),
        TEST(numbers_and_plurals_follow_the_language),
        TEST(a_full_page_is_noticed),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
