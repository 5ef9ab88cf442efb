/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person's text as HTML: what Mastodon would write, and nothing that can break out of it. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "domain/text.h"
#include "scratch.h"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    return arena_init(&arena, (size_t)64 * 1024 * 1024) == OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct str repeated(struct str what, size_t times)
{
    char *p = arena_array(&arena, char, what.n *times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * what.n, what.p, what.n);
    return (struct str){p, what.n * times};
}

struct pair {
    struct str in;
    struct str out;
};

/* --- HTML --- */

static bool resolve(void *context, struct str name, struct str *url)
{
    size_t *asked = context;
    (*asked)++;
    if (str_eq(name, STR("ana")))
        *url = STR("https://chorus.example/@ana");
    else if (str_eq(name, STR("eve")))
        *url = STR("javascript:alert(1)");
    else if (str_eq(name, STR("odd")))
        *url = STR("/x\"><script>");
    else if (str_eq(name, STR("out")))
        *url = STR("//evil.example");
    else
        return false;
    return true;
}

static bool resolve_hashtag(void *context, struct str name, struct str *url)
{
    assert_null(context);
    *url = str_eq(name, STR("a")) ? STR("/n/tags/a?b&c") : STR("//evil.example");
    return !str_eq(name, STR("c"));
}

static struct str render(struct str text)
{
    size_t asked = 0;
    const struct text_links links = {
        .base = STR_INIT("https://chorus.example"), .mention = resolve, .context = &asked};
    struct html out = {{NULL, 0}};
    assert_int_equal(text_render(&arena, text, &links, &out), OK);
    assert_non_null(out.s.p);
    return out.s;
}

#define TAG(name, shown)                                                                           \
    "<a href=\"https://chorus.example/tags/" name "\" class=\"mention hashtag\" rel=\"tag\">"      \
    "#<span>" shown "</span></a>"
#define URL(url, prefix, class, shown, rest)                                                       \
    "<a href=\"" url "\" rel=\"nofollow noopener noreferrer\" target=\"_blank\">"                  \
    "<span class=\"invisible\">" prefix                                                            \
    "</span><span class=\"" class "\">" shown "</span><span class=\"invisible\">" rest             \
                                  "</span></a>"

static void rendered(void **state)
{
    static const struct pair cases[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT(" \n "), STR_INIT("")},
        {STR_INIT("one"), STR_INIT("<p>one</p>")},
        {STR_INIT("one\ntwo"), STR_INIT("<p>one<br />two</p>")},
        {STR_INIT("one\n\ntwo\n\n\nthree"), STR_INIT("<p>one</p><p>two</p><p>three</p>")},
        {STR_INIT("1 < 2 & \"3\" > '2'"),
         STR_INIT("<p>1 &lt; 2 &amp; &quot;3&quot; &gt; &#39;2&#39;</p>")},
        {STR_INIT("#MeToo!"), STR_INIT("<p>" TAG("MeToo", "MeToo") "!</p>")},
        {STR_INIT("＃我也"), STR_INIT("<p>" TAG("%E6%88%91%E4%B9%9F", "我也") "</p>")},
        {STR_INIT("a\n#b"), STR_INIT("<p>a<br />" TAG("b", "b") "</p>")},
        {STR_INIT("@ana and @ben"),
         STR_INIT("<p><span class=\"h-card\"><a href=\"https://chorus.example/@ana\" "
                  "class=\"u-url mention\">@<span>ana</span></a></span> and @ben</p>")},
        {STR_INIT("see https://example.org/a."),
         STR_INIT(
             "<p>see " URL("https://example.org/a", "https://", "", "example.org/a", "") ".</p>")},
        {STR_INIT("http://www.example.org/0123456789/0123456789"),
         STR_INIT("<p>" URL("http://www.example.org/0123456789/0123456789", "http://www.",
                            "ellipsis", "example.org/0123456789/0123456", "789") "</p>")},
        {STR_INIT("https://example.org/?a=1&b='"),
         STR_INIT("<p>" URL("https://example.org/?a=1&amp;b=", "https://", "",
                            "example.org/?a=1&amp;b=", "") "&#39;</p>")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        scratch_assert_str(render(cases[i].in), cases[i].out, __FILE__, __LINE__);
}

/* The URL that is linked, or nothing. */
static struct str linked(struct str text)
{
    struct str html = render(text);
    size_t at = str_search(html, STR("href=\""));
    if (at == html.n)
        return STR("");
    struct str rest = str_sub(html, at + 6, html.n);
    return str_sub(rest, 0, str_find(rest, '"'));
}

static void urls(void **state)
{
    static const struct pair cases[] = {
        {STR_INIT("https://example.org"), STR_INIT("https://example.org")},
        {STR_INIT("(https://example.org)"), STR_INIT("https://example.org")},
        {STR_INIT("https://example.org/a_(b)"), STR_INIT("https://example.org/a_(b)")},
        {STR_INIT("(https://example.org/a_(b))"), STR_INIT("https://example.org/a_(b)")},
        {STR_INIT("[https://example.org/a[0]]"), STR_INIT("https://example.org/a[0]")},
        {STR_INIT("https://example.org/a?!.,;:"), STR_INIT("https://example.org/a")},
        {STR_INIT("https://example.org."), STR_INIT("https://example.org")},
        {STR_INIT("https://example.org..."), STR_INIT("https://example.org")},
        {STR_INIT("https://example.org:8443/a"), STR_INIT("https://example.org:8443/a")},
        {STR_INIT("https://example.org: yes"), STR_INIT("https://example.org")},
        {STR_INIT("https://192.0.2.7/a"), STR_INIT("https://192.0.2.7/a")},
        {STR_INIT("HTTPS://Example.ORG/A"), STR_INIT("HTTPS://Example.ORG/A")},
        {STR_INIT("読むhttps://example.orgを見て"), STR_INIT("https://example.org")},
        {STR_INIT("https://müller.example/ü"), STR_INIT("https://müller.example/ü")},
        {STR_INIT("https://例え.テスト/道"), STR_INIT("https://例え.テスト/道")},
        {STR_INIT("https://example.org/a。次"), STR_INIT("https://example.org/a")},
        {STR_INIT("https://example.org/\u202Egpj.exe"), STR_INIT("https://example.org/")},
        {STR_INIT("https://example.org/a\"onmouseover=x"), STR_INIT("https://example.org/a")},
        {STR_INIT("https://example.org/<b>"), STR_INIT("https://example.org/")},
        {STR_INIT("https://example.org/#MeToo"), STR_INIT("https://example.org/#MeToo")},
        {STR_INIT("https://example.org/@ana"), STR_INIT("https://example.org/@ana")},
        /* None of these is a link. */
        {STR_INIT("javascript:alert(1)"), STR_INIT("")},
        {STR_INIT("javascript://example.org/%0Aalert(1)"), STR_INIT("")},
        {STR_INIT("data:text/html,<b>"), STR_INIT("")},
        {STR_INIT("ftp://example.org"), STR_INIT("")},
        {STR_INIT("xhttps://example.org"), STR_INIT("")},
        {STR_INIT("https:/example.org"), STR_INIT("")},
        {STR_INIT("https://"), STR_INIT("")},
        {STR_INIT("https://."), STR_INIT("")},
        {STR_INIT("https://localhost/a"), STR_INIT("")},
        {STR_INIT("https://a.b"), STR_INIT("")},
        {STR_INIT("https://1.2.3"), STR_INIT("")},
        {STR_INIT("https://example.org@evil.example"), STR_INIT("")},
        {STR_INIT("https://example.org:80@evil.example"), STR_INIT("")},
        {STR_INIT("https://user:word@evil.example"), STR_INIT("")},
        {STR_INIT("https://\"onload=x.example"), STR_INIT("")},
        {STR_INIT("example.org"), STR_INIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        scratch_assert_str(linked(cases[i].in), cases[i].out, __FILE__, __LINE__);
}

/* Every '<' begins one of the tags that text_render may write, and each is closed in its order. */
static bool is_safe_html(struct str html)
{
    static const struct str allowed[] = {
        STR_INIT("<p>"),
        STR_INIT("</p>"),
        STR_INIT("<br />"),
        STR_INIT("<span>"),
        STR_INIT("<span class=\"\">"),
        STR_INIT("<span class=\"invisible\">"),
        STR_INIT("<span class=\"ellipsis\">"),
        STR_INIT("<span class=\"h-card\">"),
        STR_INIT("</span>"),
        STR_INIT("</a>"),
        STR_INIT("<a href=\"https://"),
        STR_INIT("<a href=\"http://"),
        STR_INIT("<a href=\"/"),
    };
    static const struct str attributes[] = {
        STR_INIT("\" class=\"mention hashtag\" rel=\"tag\">"),
        STR_INIT("\" class=\"u-url mention\">"),
        STR_INIT("\" rel=\"nofollow noopener noreferrer\" target=\"_blank\">"),
    };
    struct str rest = html;
    while ((rest = str_sub(rest, str_find(rest, '<'), html.n)).n > 0) {
        bool found = false;
        for (size_t i = 0; i < COUNT(allowed); i++)
            found = found || (str_eq_nocase(str_sub(rest, 0, allowed[i].n), allowed[i]));
        bool link = str_starts(rest, STR("<a href=\""));
        if (link)
            rest = str_sub(rest, 9 + str_find(str_sub(rest, 9, html.n), '"'), html.n);
        for (size_t i = 0; link && i < COUNT(attributes); i++)
            link = !str_starts(rest, attributes[i]);
        if (!found || link)
            return false;
        rest = str_sub(rest, 1, html.n);
    }
    return html.n == 0 || (str_starts(html, STR("<p>")) && str_ends(html, STR("</p>")));
}

static const struct str attacks[] = {
    STR_INIT("<script>alert(1)</script>"),
    STR_INIT("<<script>script>alert(1)<</script>/script>"),
    STR_INIT("<img src=x onerror=alert(1)>"),
    STR_INIT("<svg/onload=alert(1)"),
    STR_INIT("</p></div><iframe src=//evil.example>"),
    STR_INIT("<!-- <b> -->"),
    STR_INIT("<![CDATA[<b>]]>"),
    STR_INIT("&lt;script&gt;"),
    STR_INIT("&#60;b&#62;"),
    STR_INIT("#<b>"),
    STR_INIT("#a<b>"),
    STR_INIT("#a\"><b>"),
    STR_INIT("@<b>"),
    STR_INIT("@ana\"><b>"),
    STR_INIT("@eve @odd @out @ana"),
    STR_INIT("https://example.org/\"><script>alert(1)</script>"),
    STR_INIT("https://example.org/'><b>"),
    STR_INIT("https://example.org/`onmouseover=alert(1)"),
    STR_INIT("https://example.org/?q=\"onmouseover=\"alert(1)"),
    STR_INIT("https://example.org\"onclick=alert(1)//"),
    STR_INIT("https://<b>.example"),
    STR_INIT("https://example.org/<https://example.org/<b>>"),
    STR_INIT("https://example.org/\nhttps://example.org/\n\n<b>"),
    STR_INIT("https://example.org/javascript:alert(1)"),
    STR_INIT("java\tscript:alert(1)"),
    STR_INIT("\u202E<script>\u202C"),
    STR_INIT("https://example.org/\u2067<b>\u2069"),
    STR_INIT("#a\u202E<b>"),
    STR_INIT("＃<b>＜b＞"),
    STR_INIT("https://example.org/0123456789012345678901234&&&&<&"),
    STR_INIT("<"),
    STR_INIT("<a"),
    STR_INIT("\"'><"),
};

static void attacks_stay_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(attacks); i++) {
        struct str html = render(attacks[i]);
        if (!is_safe_html(html))
            print_error("%.*s\n", STRF(html));
        assert_true(is_safe_html(html));
    }
    assert_false(is_safe_html(STR("<p><b></p>"))); /* the check itself bites */
    assert_false(is_safe_html(STR("<p><a href=\"https://a.bc/\" onclick=\"x\"></a></p>")));
    assert_false(is_safe_html(STR("<p><a href=\"javascript:x\" class=\"u-url mention\"></a></p>")));
    assert_str(render(STR("<script>")), "<p>&lt;script&gt;</p>");
    assert_str(render(STR("@eve @out")), "<p>@eve @out</p>");
    assert_str(render(STR("@odd")),
               "<p><span class=\"h-card\"><a href=\"/x&quot;&gt;&lt;script&gt;\" "
               "class=\"u-url mention\">@<span>odd</span></a></span></p>");
}

/* All attacks put together out of each other's pieces, always from the same seed. */
static void mixed_attacks(void **state)
{
    uint64_t seed = 20171015;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[256];
        size_t n = 0;
        for (int part = 0; part < 4; part++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            struct str from = attacks[(seed >> 33) % COUNT(attacks)];
            size_t at = (seed >> 40) % from.n;
            struct str piece = str_sub(from, at, (seed >> 48) % 24);
            memcpy(text + n, piece.p, piece.n);
            n += piece.n;
        }
        arena_reset(&arena);
        if (str_is_utf8((struct str){text, n}))
            assert_true(is_safe_html(render((struct str){text, n})));
    }
}

static void refused_and_bounded(void **state)
{
    (void)state;
    const struct text_links links = {.base = STR_INIT("")};
    struct html out = {STR_INIT("untouched")};
    assert_int_equal(text_render(&arena, STR("a\xFF"), &links, &out), ERR_BAD_INPUT);
    assert_int_equal(text_render(&arena, STR("a\0b"), &links, &out), ERR_BAD_INPUT);
    assert_int_equal(text_render(&arena, repeated(STR("'"), 1024 * 1024), &links, &out),
                     ERR_TOO_LARGE);
    assert_str(out.s, "untouched");

    /* No base: links within the site. No resolver: no mentions. */
    assert_int_equal(text_render(&arena, STR("#a @ana"), &links, &out), OK);
    assert_str(out.s, "<p><a href=\"/tags/a\" class=\"mention hashtag\" rel=\"tag\">"
                      "#<span>a</span></a> @ana</p>");

    /* A resolver of hashtags: its address, escaped; none that leads elsewhere; none when it has
     * none. */
    const struct text_links chosen = {.hashtag = resolve_hashtag};
    assert_int_equal(text_render(&arena, STR("#a #b #c"), &chosen, &out), OK);
    assert_str(out.s, "<p><a href=\"/n/tags/a?b&amp;c\" class=\"mention hashtag\" rel=\"tag\">"
                      "#<span>a</span></a> #b #c</p>");

    struct str longest = arena_printf(&arena, "https://example.org/%.*s",
                                      STRF(repeated(STR("a"), TEXT_URL_MAX_BYTES - 20)));
    assert_int_equal(linked(longest).n, TEXT_URL_MAX_BYTES);
    assert_str(linked(arena_printf(&arena, "%.*sa", STRF(longest))), "");
}

static size_t count(struct str s, struct str what)
{
    size_t n = 0;
    for (size_t at = str_search(s, what); at < s.n; at = str_search(s, what)) {
        n++;
        s = str_sub(s, at + what.n, s.n);
    }
    return n;
}

static void long_texts(void **state)
{
    enum { MANY = 20000 };
    (void)state;
    assert_int_equal(count(render(repeated(STR("#"), MANY)), STR("<a")), 0);
    assert_int_equal(count(render(repeated(STR("@"), MANY)), STR("<a")), 0);
    assert_int_equal(count(render(repeated(STR("#a "), MANY)), STR("<a")), TEXT_LINKS_MAX);
    assert_int_equal(count(render(repeated(STR("@ana "), MANY)), STR("<a")), TEXT_LINKS_MAX);
    assert_int_equal(count(render(repeated(STR("https://a.bc "), MANY)), STR("<a")),
                     TEXT_LINKS_MAX);
    assert_int_equal(count(render(repeated(STR("https://"), MANY)), STR("<a")), 0);
    assert_int_equal(count(render(repeated(STR("@a.-"), MANY)), STR("<a")), 0);
    assert_int_equal(count(render(repeated(STR("a\n\n"), MANY)), STR("<p>")), MANY);
    struct str brackets =
        arena_printf(&arena, "https://a.bc/x%.*s", STRF(repeated(STR("("), MANY)));
    assert_str(linked(brackets), "https://a.bc/x");
    assert_int_equal(linked(repeated(STR("https://a.bc/("), 100)).n, 1399);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rendered, begin, end),
        cmocka_unit_test_setup_teardown(urls, begin, end),
        cmocka_unit_test_setup_teardown(attacks_stay_text, begin, end),
        cmocka_unit_test_setup_teardown(mixed_attacks, begin, end),
        cmocka_unit_test_setup_teardown(refused_and_bounded, begin, end),
        cmocka_unit_test_setup_teardown(long_texts, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
