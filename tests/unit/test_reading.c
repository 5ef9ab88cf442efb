/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The voices of a campaign as somebody reads them: in one language, and without what she does not
 * want to read about. */
#include <string.h>

#include "campaign_fixture.h"

static const struct person_id nobody;

enum { VOICES_MOST = 100 };

struct voice {
    const char *text, *language, *warning; /* NULL: none is said */
    bool is_unlisted;
};

static struct post_id say(struct fixture *f, struct person_id person, struct voice voice)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = str_of(voice.text);
    act->post.language = str_of(voice.language);
    act->post.warning = str_of(voice.warning);
    act->post.is_unlisted = voice.is_unlisted;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

/* All that is in a list, from page to page, in the order of time. */
static size_t read_all(struct fixture *f, const struct campaign_query *query,
                       int64_t posts[VOICES_MOST])
{
    struct cursor cursor = {.limit = 4};
    struct page page = {.has_more = true};
    size_t n = 0;
    while (page.has_more) {
        assert_int_equal(
            timeline_campaign(f->reader, &f->arena, on_pages(nobody), query, cursor, &page), OK);
        for (size_t i = 0; i < page.n; i++) {
            memmove(posts + 1, posts, n++ * sizeof *posts);
            posts[0] = page.items[i].post.id.v;
        }
        cursor.max_id = page.oldest;
    }
    return n;
}

static void assert_language(struct fixture *f, const char *language, const int64_t *wanted,
                            size_t n)
{
    int64_t found[VOICES_MOST];
    const struct campaign_query query = {.campaign = f->campaign, .language = str_of(language)};
    assert_int_equal(read_all(f, &query, found), n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(found[i], wanted[i]);
}

/* What the author said, without script and region; else what the hashtag says; else nothing. */
static void each_language_has_its_voices(void **state)
{
    static const struct {
        struct voice voice;
        const char *language;
    } ways[] = {
        {{.text = "#MeToo", .language = "pt-BR"}, "pt"},
        {{.text = "#YoTambién"}, "es"},
        {{.text = "#MeToo", .language = "pt"}, "pt"},
        {{.text = "#YoTambién", .language = "fr"}, "fr"},
        {{.text = "#quiet"}, ""},
        {{.text = "#quiet", .language = "yue"}, "yue"},
    };
    static const char *const languages[] = {"pt", "es", "fr", "", "yue", "de"};
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    int64_t wanted[COUNT(languages)][VOICES_MOST];
    size_t n[COUNT(languages)] = {0};
    fixture_hashtag(f, f->campaign, "YoTambién", "es");
    fixture_hashtag(f, f->campaign, "quiet", "");
    for (size_t i = 0; i < 66; i++) {
        struct voice voice = ways[i % COUNT(ways)].voice;
        voice.is_unlisted = i % 13 == 12;
        struct post_id id = say(f, anna, voice);
        fixture_comment(f, anna, id, "An answer. #YoTambién");
        f->now_ms += (int64_t)i;
        if (i % 11 == 10)
            assert_int_equal(fixture_withdraw(f, anna, id), OK);
        for (size_t l = 0; l < COUNT(languages) && i % 11 != 10 && !voice.is_unlisted; l++)
            if (strcmp(languages[l], ways[i % COUNT(ways)].language) == 0)
                wanted[l][n[l]++] = id.v;
    }
    for (size_t l = 0; l < COUNT(languages); l++)
        assert_language(f, languages[l], wanted[l], n[l]);
    assert_int_equal(n[COUNT(languages) - 1], 0);
    fixture_assert_recount(f);
}

static void an_edit_goes_to_another_language(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id id = say(f, anna, (struct voice){.text = "#MeToo", .language = "pt"});
    assert_language(f, "pt", &id.v, 1);
    struct act *act = fixture_act(f, ACT_EDIT, anna);
    act->post = (struct act_post){.target = id, .text = STR("#MeToo"), .language = STR("uk")};
    assert_int_equal(fixture_apply(f, act), OK);
    assert_language(f, "pt", NULL, 0);
    assert_language(f, "uk", &id.v, 1);
    fixture_assert_recount(f);
}

/* Pages meet without a gap, and nothing that was left out is on them. */
static void what_is_warned_of_is_left_out(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    static const char *const warnings[] = {"", "Violence, and more", "Spiders"};
    const struct str word = STR("violence"), tag = STR("MeToo");
    const struct unwanted words = {.words = &word, .n_words = 1}, every = {.is_all = true};
    int64_t posts[VOICES_MOST];
    for (size_t i = 0; i < 30; i++)
        say(f, anna, (struct voice){.text = "#MeToo", .warning = warnings[i % 3]});
    struct campaign_query query = {.campaign = f->campaign};
    assert_int_equal(read_all(f, &query, posts), 30);
    query.unwanted = &words;
    assert_int_equal(read_all(f, &query, posts), 20);
    query.unwanted = &every;
    assert_int_equal(read_all(f, &query, posts), 10);
    struct page page;
    const struct tag_query tagged = {.any = &tag, .n_any = 1, .unwanted = &every};
    assert_int_equal(timeline_tags(f->reader, &f->arena, on_pages(nobody), &tagged,
                                   (struct cursor){.limit = 40}, &page),
                     OK);
    assert_int_equal(page.n, 10);
    for (size_t i = 0; i < page.n; i++)
        assert_int_equal(page.items[i].post.warning.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(each_language_has_its_voices),
        IN_MEMORY(an_edit_goes_to_another_language),
        IN_MEMORY(what_is_warned_of_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
