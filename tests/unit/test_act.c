/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The door: what is cleaned, completed and refused before an act reaches the writer. */
#include <string.h>

#include "domain/act.h"
#include "domain/campaign.h"
#include "domain/person.h"
#include "domain/post.h"
#include "scratch.h"

enum { TEXT_MAX = 100 };

static struct arena arena;
static struct secret *key;

static int set_up(void **state)
{
    (void)state;
    if (crypto_init() != OK || secret_random(&key) != OK)
        return -1;
    return arena_init(&arena, (size_t)1 << 24) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    secret_done(key);
    arena_done(&arena);
    return 0;
}

static enum err prepare(struct act *act)
{
    const char *why = NULL;
    enum err err = act_prepare(act, &arena, key, TEXT_MAX, &why);
    assert_non_null(why);
    assert_true(err == OK || err == ERR_BAD_INPUT);
    return err;
}

static struct str repeated(char c, size_t n)
{
    char *p = arena_array(&arena, char, n + 1);
    memset(p, c, n);
    return (struct str){p, n};
}

static void a_post_is_read(void **state)
{
    (void)state;
    struct act act = {.kind = ACT_POST,
                      .post = {.text = STR(" Hello @anna and @Berta,\r\n#MeToo #metoo #Other "),
                               .language = STR("PT_br"),
                               .country = STR("br"),
                               .warning = STR(" one\nline ")}};
    assert_int_equal(prepare(&act), OK);
    assert_str(act.post.text, "Hello @anna and @Berta,\n#MeToo #metoo #Other");
    assert_str(act.post.language, "pt-BR");
    assert_str(act.post.country, "BR");
    assert_str(act.post.warning, "one line");
    assert_int_equal(act.post.n_tags, 2);
    assert_str(act.post.tags[0].key, "metoo");
    assert_str(act.post.tags[0].name, "MeToo");
    assert_str(act.post.tags[1].key, "other");
    assert_int_equal(act.post.n_mentions, 2);
    assert_false(act.post.is_bare);
    act = (struct act){.kind = ACT_POST, .post.text = STR("Me too!")};
    assert_int_equal(prepare(&act), OK);
    assert_true(act.post.is_bare);
}

static void posts_that_are_refused(void **state)
{
    (void)state;
    const struct act_post posts[] = {
        {.text = {NULL, 0}},
        {.text = STR("\u200B \n")},
        {.text = repeated('x', TEXT_MAX + 1)},
        {.text = STR("bad \xFF bytes")},
        {.text = STR("x"), .warning = repeated('x', POST_WARNING_MAX + 1)},
        {.text = STR("x"), .warning = STR("\xC3")},
        {.text = STR("x"), .language = STR("!")},
        {.text = STR("x"), .country = STR("XYZ")},
    };
    for (size_t i = 0; i < COUNT(posts); i++) {
        struct act act = {.kind = ACT_POST, .post = posts[i]};
        assert_int_equal(prepare(&act), ERR_BAD_INPUT);
        act = (struct act){.kind = ACT_EDIT, .post = posts[i]};
        assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    }
    struct act act = {.kind = ACT_POST, .post.text = repeated('x', TEXT_MAX)};
    assert_int_equal(prepare(&act), OK);
}

static void arrivals_and_profiles(void **state)
{
    (void)state;
    struct act act = {.kind = ACT_ARRIVE, .arrival.is_wanted = true};
    assert_int_equal(prepare(&act), OK);
    assert_null(act.arrival.username.p);
    assert_str(act.arrival.pen_name, "");
    act.arrival.pen_name = repeated('x', PERSON_NAME_MAX + 1);
    assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    act.arrival = (struct act_arrival){.is_wanted = true, .username = STR("")};
    assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    act.arrival = (struct act_arrival){.is_wanted = true, .language = STR("?")};
    assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    act = (struct act){.kind = ACT_PROFILE, .profile.country = STR("??")};
    assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    act = (struct act){.kind = ACT_PROFILE, .profile.note = STR("two\nlines")};
    assert_int_equal(prepare(&act), OK);
    assert_str(act.profile.note, "two\nlines");
}

static void other_acts_that_are_refused(void **state)
{
    (void)state;
    struct act acts[] = {
        {.kind = ACT_REPORT, .report.comment = repeated('x', 1001)},
        {.kind = ACT_REPORT, .report.category = STR("rumour")},
        {.kind = ACT_CLIENT, .client.name = repeated('x', 101)},
        {.kind = ACT_CLIENT, .client.website = repeated('x', 501)},
        {.kind = ACT_FILTER, .filter.title = STR(" ")},
        {.kind = ACT_TIE, .tie = {.kind = TIE_TAG, .tag = STR("two words")}},
        {.kind = ACT_UNTIE, .tie = {.kind = TIE_TAG, .tag = STR("")}},
        {.kind = ACT_CAMPAIGN, .campaign = {.slug = STR("x"), .title = STR("x")}},
        {.kind = ACT_CAMPAIGN_EDIT,
         .campaign = {{1}, .call = repeated('x', CAMPAIGN_CALL_MAX + 1)}},
        {.kind = ACT_CAMPAIGN_EDIT, .campaign = {{1}, .language = STR("?")}},
        {.kind = ACT_HASHTAG, .hashtag = {.name = STR("#")}},
        {.kind = ACT_HASHTAG, .hashtag = {.name = STR("x"), .sense = STR("anger")}},
        {.kind = ACT_HASHTAG, .hashtag = {.name = STR("x"), .source = repeated('x', 301)}},
    };
    for (size_t i = 0; i < COUNT(acts); i++)
        assert_int_equal(prepare(&acts[i]), ERR_BAD_INPUT);
    struct act act = {.kind = ACT_REPORT};
    assert_int_equal(prepare(&act), OK);
    assert_str(act.report.category, "other");
}

/* The key is hashed with who sends it and what is to be done. */
static void keys_against_doing_things_twice(void **state)
{
    (void)state;
    struct act acts[] = {
        {.kind = ACT_POST, .person = {1}, .post.text = STR("x"), .idempotency = STR("k")},
        {.kind = ACT_POST, .person = {1}, .post.text = STR("y"), .idempotency = STR("k")},
        {.kind = ACT_POST, .person = {2}, .post.text = STR("x"), .idempotency = STR("k")},
        {.kind = ACT_POST, .person = {1}, .post.text = STR("x"), .idempotency = STR("l")},
        {.kind = ACT_SHARE, .person = {1}, .idempotency = STR("k")},
        {.kind = ACT_POST, .person = {12}, .post.text = STR("x"), .idempotency = STR("k")},
    };
    for (size_t i = 0; i < COUNT(acts); i++) {
        assert_int_equal(prepare(&acts[i]), OK);
        bool is_same = memcmp(&acts[i].idempotency_hash, &acts[0].idempotency_hash,
                              sizeof acts[0].idempotency_hash) == 0;
        assert_int_equal(is_same, i < 2);
    }
    struct act act = {.kind = ACT_SHARE, .idempotency = repeated('k', 256)};
    assert_int_equal(prepare(&act), ERR_BAD_INPUT);
    act.idempotency.n = 255;
    assert_int_equal(prepare(&act), OK);
}

static void words_for_reactions_and_roles(void **state)
{
    (void)state;
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++)
        assert_int_equal(reaction_of(str_of(reaction_name((enum reaction)i))), i);
    assert_int_equal(reaction_of(STR("❤")), REACTION_WITH_YOU);
    assert_int_equal(reaction_of(STR("❤\uFE0F")), REACTION_WITH_YOU);
    assert_int_equal(reaction_of(STR("🙏")), REACTION_THANK_YOU);
    const struct str none[] = {STR(""), STR("ME-TOO"), STR("like"), STR("👍"), {NULL, 0}};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(reaction_of(none[i]), REACTION_NONE);
    for (int i = ROLE_ORGANISER; i <= ROLE_KEEPER; i++)
        assert_int_equal(role_of(str_of(role_name((enum role)i))), i);
    assert_int_equal(role_of(STR("owner")), ROLE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_is_read),
        cmocka_unit_test(posts_that_are_refused),
        cmocka_unit_test(arrivals_and_profiles),
        cmocka_unit_test(other_acts_that_are_refused),
        cmocka_unit_test(keys_against_doing_things_twice),
        cmocka_unit_test(words_for_reactions_and_roles),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
