/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The model of the day: hours, kinds, lengths, popularity, texts. */
#include <stdlib.h>
#include <string.h>

#include "day/aim.h"
#include "day/curve.h"
#include "day/mix.h"
#include "day/words.h"
#include "scratch.h"

static const int64_t HOUR_NS = INT64_C(3600000000000);

static void assert_near(double found, double wanted, double part)
{
    if (found < wanted * (1 - part) || found > wanted * (1 + part))
        fail_msg("%f is not near %f", found, wanted);
}

static void the_hours_make_a_day(void **state)
{
    (void)state;
    assert_near(curve_share(0, 24), 1, 1e-9);
    assert_near(curve_share(19, 20), 0.095, 1e-9);
    assert_near(curve_share(0, 1) + curve_share(1, 24), 1, 1e-9);
    assert_int_equal(curve_ns(0, 0, 24), 0);
    assert_int_equal(curve_ns(1, 0, 24), 24 * HOUR_NS);
    assert_int_equal(curve_ns(1, 19, 20), HOUR_NS);
    assert_near((double)curve_ns(0.5, 19, 20), (double)HOUR_NS / 2, 1e-9);
    /* 0.2 + 0.5 % are over after two hours */
    assert_near((double)curve_ns(0.007, 0, 24), 2 * (double)HOUR_NS, 1e-6);
    for (int i = 1; i <= 1000; i++)
        assert_true(curve_ns(i / 1000.0, 0, 24) > curve_ns((i - 1) / 1000.0, 0, 24));
}

static void the_kinds_come_out_exact(void **state)
{
    (void)state;
    struct mix mix;
    uint32_t kinds[MIX_KINDS] = {0}, people = 0, hot = 0;
    mix_init(&mix, 0.01, 1);
    assert_int_equal(mix.acts, 120000);
    assert_int_equal(mix.people, 47000);
    for (uint64_t i = 0; mix.acts_left > 0; i++) {
        struct chance chance = chance_of(7, i);
        enum mix_kind kind = mix_draw(&mix, &chance, i > 3);
        assert_true(i > 3 || kind == MIX_VOICE);
        kinds[kind]++;
        people += mix_is_new(&mix, &chance, i > 0);
        hot += kind == MIX_COMMENT && mix_is_hot(&mix, &chance);
    }
    assert_int_equal(kinds[MIX_VOICE], 15600);
    assert_int_equal(kinds[MIX_COMMENT], 28800);
    assert_int_equal(kinds[MIX_REACTION], 75600);
    assert_int_equal(people, 47000);
    assert_int_equal(hot, 600);
}

static void the_smallest_day_has_acts(void **state)
{
    (void)state;
    struct mix mix;
    mix_init(&mix, 1e-6, 0.001);
    assert_int_equal(mix.acts, 10);
    struct chance chance = chance_of(1, 1);
    mix_comment_instead(&mix);
    for (int i = 0; i < 10; i++)
        mix_draw(&mix, &chance, true);
    assert_int_equal(mix.left[MIX_VOICE] + mix.left[MIX_COMMENT] + mix.left[MIX_REACTION], 0);
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void the_lengths_are_those_of_the_model(void **state)
{
    (void)state;
    enum { N = 100000 };
    static int shorts[N], forms[FORM_LONG + 1];
    int n_shorts = 0, longest = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct chance chance = chance_of(3, i);
        int chars = 0;
        enum mix_form form = mix_voice(&chance, &chars);
        forms[form]++;
        if (form == FORM_SHORT)
            shorts[n_shorts++] = chars;
        if (chars > longest)
            longest = chars;
        int comment = mix_comment_chars(&chance);
        assert_in_range(comment, 5, MIX_CHARS_MAX);
    }
    assert_near(forms[FORM_BARE], 0.50 * N, 0.03);
    assert_near(forms[FORM_CALL], 0.25 * N, 0.03);
    assert_near(forms[FORM_SHORT], 0.20 * N, 0.03);
    assert_near(forms[FORM_LONG], 0.05 * N, 0.06);
    assert_in_range(longest, 10000, MIX_CHARS_MAX);
    qsort(shorts, (size_t)n_shorts, sizeof shorts[0], by_number);
    assert_near(shorts[n_shorts / 2], 300, 0.05);
    assert_near(shorts[n_shorts * 84 / 100], 300 * 2.45, 0.1); /* one sigma: e^0.9 */
}

static void attention_has_a_heavy_tail(void **state)
{
    (void)state;
    enum { VOICES = 156000, ACTS = 288000 };
    static uint32_t got[VOICES];
    struct aim aim;
    aim_init(&aim, VOICES);
    uint32_t favourites = 0, none = 0, most = 0;
    for (uint64_t i = 0; i < ACTS; i++) {
        struct chance chance = chance_of(5, i);
        uint32_t n = (uint32_t)(i * VOICES / ACTS) + 1;
        uint32_t voice = aim_at(&aim, &chance, n);
        assert_true(voice < n);
        got[voice]++;
    }
    for (uint32_t i = 0; i < VOICES; i++) {
        none += got[i] == 0;
        favourites += aim_stays(&aim, i) ? got[i] : 0;
        most = got[i] > most ? got[i] : most;
    }
    assert_in_range(favourites, ACTS * 8 / 100, ACTS * 13 / 100);
    assert_in_range(none, VOICES * 55 / 100, VOICES * 65 / 100);
    assert_in_range(most, ACTS / 200, ACTS / 50);
}

static void a_few_stay(void **state)
{
    (void)state;
    struct aim aim;
    aim_init(&aim, 100000);
    int n = 0;
    for (uint32_t i = 0; i < 100000; i++)
        n += aim_stays(&aim, i);
    assert_in_range(n, 101, 102); /* the hot one, the first, a hundred favourites */
    assert_true(aim_stays(&aim, 0));
    assert_true(aim_stays(&aim, aim.hot));
}

static void the_same_seed_gives_the_same(void **state)
{
    (void)state;
    struct chance a = chance_of(1, 2), b = chance_of(1, 2), c = chance_of(2, 2);
    assert_int_equal(chance_u64(&a), chance_u64(&b));
    assert_true(chance_u64(&a) != chance_u64(&c));
    int many = 0;
    for (int i = 0; i < 10000; i++)
        many += chance_is(&a, 0.25);
    assert_in_range(many, 2300, 2700);
}

static bool stands_in_json(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == '\\' || s.p[i] == '#' || s.p[i] == '@' ||
            (unsigned char)s.p[i] < 0x20)
            return false;
    return true;
}

static void texts_are_made_in_every_script(void **state)
{
    (void)state;
    struct arena arena;
    static struct words words;
    assert_int_equal(arena_init(&arena, WORDS_MEMORY), OK);
    words_make(&words, &arena);
    for (int i = 0; i < SPEECHES; i++) {
        assert_true(stands_in_json(str_of(speeches[i].bare)));
        assert_true(stands_in_json(str_of(speeches[i].call)));
        for (int chars = 1; chars < MIX_CHARS_MAX; chars = chars * 3 + 1) {
            struct chance chance = chance_of((uint64_t)chars, (uint64_t)i);
            struct str piece = words_piece(&words, i, &chance, chars);
            assert_true(piece.n > 0 && str_is_utf8(piece) && stands_in_json(piece));
            if (chars > 30)
                assert_in_range(str_chars(piece), chars / 3, chars);
        }
    }
    arena_done(&arena);
}

static void places_and_languages_follow_their_shares(void **state)
{
    (void)state;
    enum { N = 100000 };
    int english = 0, american = 0, others = 0, total = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct chance chance = chance_of(11, i);
        english += speech_of(&chance) == 0;
        int country = speech_country_of(&chance);
        assert_in_range(country, 0, SPEECH_COUNTRIES - 1);
        american += country == 0;
        others += country > 100;
    }
    assert_near(english, 0.71 * N, 0.02);
    assert_near(american, 0.30 * N, 0.03);
    assert_true(others > 1000);
    for (int i = 0; i < SPEECHES; i++)
        total += speeches[i].thousandth;
    assert_int_equal(total, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hours_make_a_day),
        cmocka_unit_test(the_kinds_come_out_exact),
        cmocka_unit_test(the_smallest_day_has_acts),
        cmocka_unit_test(the_lengths_are_those_of_the_model),
        cmocka_unit_test(attention_has_a_heavy_tail),
        cmocka_unit_test(a_few_stay),
        cmocka_unit_test(the_same_seed_gives_the_same),
        cmocka_unit_test(texts_are_made_in_every_script),
        cmocka_unit_test(places_and_languages_follow_their_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
