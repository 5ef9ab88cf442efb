/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Near-duplicates: what moves a print and what does not, who makes a burst, what is free, and a
 * flood among honest voices. */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "day/chance.h"
#include "domain/near.h"
#include "scratch.h"

enum { MINUTE_MS = 60 * 1000, NOW_MS = 1000 * MINUTE_MS, FAR = 3 * NEAR_BITS };

static struct arena arena;
static struct near near;

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

static int open_near(void **state)
{
    (void)state;
    return near_init(&near) == OK ? 0 : -1;
}

static int close_near(void **state)
{
    (void)state;
    near_done(&near);
    return 0;
}

static struct near_print print_of(struct str text)
{
    struct near_print print;
    assert_int_equal(near_print_of(&arena, text, &print), OK);
    return print;
}

static struct near_verdict seen(struct str text, uint64_t person, int64_t now_ms)
{
    struct near_print print = print_of(text);
    return near_seen(&near, &print, person, now_ms);
}

static const struct str lie =
    STR_INIT("This movement is a fraud paid by foreign money, stop lying about good men and go "
             "back home to your families now");
static const struct str story =
    STR_INIT("I was at work and nobody would hear of it, so I said nothing for years because they "
             "told me to be quiet. Now I speak.");
static const struct str call =
    STR_INIT("If it happened to you as well, say it: two words are enough. Copy this, so that "
             "those who never counted us can see how many we are. Me too.");

static unsigned moved(struct str text)
{
    return near_distance(print_of(lie).hash, print_of(text).hash);
}

/* --- prints --- */

static void disguises_change_nothing(void **state)
{
    (void)state;
    assert_int_equal(moved(STR("THIS MOVEMENT is a fraud -- paid by FOREIGN money!!! Stop lying "
                               "about good men and go back home to your families now 🙄🙄")),
                     0);
    /* Cyrillic letters, zero width, accents, full width, no spaces */
    assert_int_equal(moved(STR("Тhіs mоvement is а frаud paid by foreіgn mоney, stop lyіng about "
                               "gооd men аnd go back home tо yоur fаmilies now")),
                     0);
    assert_int_equal(moved(STR("This mo\u200Bvement is a fr\u200Daud paid by foreign money, stop "
                               "lying about good men and go back home to your fam\u00ADilies now")),
                     0);
    assert_int_equal(moved(STR("Thís mövement is a fräud paid by foreign ｍｏｎｅｙ, stop lying "
                               "about good men and go back home to your famìlies now")),
                     0);
    assert_int_equal(moved(STR("Thismovementisafraudpaidbyforeignmoneystoplyingaboutgoodmenandgo"
                               "backhometoyourfamiliesnow")),
                     0);
}

static void words_move_it_a_little(void **state)
{
    (void)state;
    assert_in_range(
        moved(STR("This movement is a scam paid by foreign money, stop lying about good "
                  "men and go back home to your families now")),
        1, NEAR_BITS);
    assert_in_range(moved(STR("Friends: This movement is a fraud paid by foreign money, stop lying "
                              "about good men and go back home to your families now 17")),
                    1, NEAR_BITS);
    assert_in_range(moved(STR("stop lying about good men and go back home to your families now. "
                              "This movement is a fraud paid by foreign money")),
                    1, NEAR_BITS);
}

static void other_texts_are_far(void **state)
{
    (void)state;
    assert_in_range(moved(story), FAR, 64);
    assert_in_range(
        moved(STR("This movement gave me the strength to say what happened at home, about "
                  "good men who were not, and go back to my family")),
        FAR, 64);
}

static void scripts_without_spaces_or_case_have_prints(void **state)
{
    (void)state;
    struct near_print a = print_of(STR("我当时在公司没有人愿意听所以多年沉默因为他们叫我安静。"));
    struct near_print b =
        print_of(STR("我当时在公司，没有人愿意听，所以多年沉默，因为他们叫我安静！"));
    assert_int_equal(near_distance(a.hash, b.hash), 0);
    assert_int_equal(a.letters, 26);
    a = print_of(STR("كنت في العمل ولم يسمع أحد فسكت سنوات طويلة لأنهم قالوا لي اصمتي"));
    b = print_of(STR("كُنت في العمل، ولم يسمع أحد! فسكت سنوات طويلة لأنهم قالوا لي اصمتي"));
    assert_int_equal(near_distance(a.hash, b.hash), 0);
}

static void any_text_has_a_print(void **state)
{
    (void)state;
    assert_int_equal(print_of(STR("")).letters, 0);
    assert_int_equal(print_of(STR("abc")).n, 0);
    assert_int_equal(print_of(STR("abcd")).n, 1);
    assert_true(print_of(call).n <= NEAR_SAMPLE);
    struct str room = {arena_array(&arena, char, 1 << 23), 1 << 23};
    struct near_print print;
    assert_int_equal(near_print_of(&arena, room, &print), ERR_TOO_LARGE);
    arena_reset(&arena);
}

/* --- bursts --- */

static void five_people_make_a_burst(void **state)
{
    (void)state;
    struct near_verdict first = seen(lie, 1, NOW_MS);
    assert_false(first.is_burst || first.is_free);
    assert_int_equal(first.people, 1);
    assert_int_equal(first.cluster, print_of(lie).hash);
    for (uint64_t person = 2; person < NEAR_PEOPLE; person++)
        assert_false(seen(lie, person, NOW_MS).is_burst);
    struct near_verdict fifth = seen(lie, NEAR_PEOPLE, NOW_MS);
    assert_true(fifth.is_burst);
    assert_int_equal(fifth.people, NEAR_PEOPLE);
    assert_int_equal(fifth.cluster, first.cluster);
    assert_false(seen(story, 9, NOW_MS).is_burst);
}

static void one_person_makes_none(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * NEAR_PEOPLE; i++)
        assert_false(seen(lie, 1, NOW_MS).is_burst);
}

static void what_is_older_than_the_window_does_not_count(void **state)
{
    (void)state;
    for (uint64_t person = 1; person < NEAR_PEOPLE; person++)
        assert_false(seen(lie, person, NOW_MS).is_burst);
    int64_t later = NOW_MS + NEAR_WINDOW_MS + 2000;
    assert_int_equal(seen(lie, 77, later).people, 1);
    for (uint64_t person = 1; person < NEAR_PEOPLE - 1; person++)
        assert_false(seen(lie, person, later).is_burst);
    assert_true(seen(lie, 99, later).is_burst);
}

static void a_slow_repetition_is_no_burst(void **state)
{
    (void)state;
    for (uint64_t person = 1; person < 40; person++)
        assert_false(seen(lie, person, NOW_MS + (int64_t)person * 3 * MINUTE_MS).is_burst);
}

static void bare_voices_are_never_judged(void **state)
{
    (void)state;
    for (uint64_t person = 1; person < 100; person++) {
        assert_true(seen(STR("Me too."), person, NOW_MS).is_free);
        assert_true(
            seen(STR("#MeToo it happened to me, and it was not my fault"), person, NOW_MS).is_free);
    }
}

static void short_texts_must_be_nearly_the_same(void **state)
{
    static const char *const ages[] = {"fourteen", "nineteen", "twenty", "thirteen", "sixteen",
                                       "eleven",   "thirty",   "twelve", "fifteen",  "seven"};
    (void)state;
    for (uint64_t person = 0; person < COUNT(ages); person++) {
        struct str text = arena_printf(
            &arena, "I was %s and it was my teacher. Nobody believed me.", ages[person]);
        assert_false(seen(text, person, NOW_MS).is_burst);
    }
}

static void the_ring_forgets_the_oldest(void **state)
{
    struct near_print print = print_of(lie);
    (void)state;
    for (uint64_t person = 1; person < NEAR_PEOPLE; person++)
        (void)near_seen(&near, &print, person, NOW_MS);
    struct chance chance = chance_of(1, 2);
    for (int i = 0; i < NEAR_TEXTS; i++) {
        struct near_print other = {.hash = chance_u64(&chance), .letters = 100};
        assert_false(near_seen(&near, &other, 1000 + (uint64_t)i, NOW_MS).is_burst);
    }
    assert_int_equal(near_seen(&near, &print, 99, NOW_MS).people, 1);
}

/* --- what is free --- */

static void the_call_may_be_copied_by_everybody(void **state)
{
    static const struct str copies[] = {
        STR_INIT("If it happened to you as well, say it: two words are enough. Copy this, so that "
                 "those who never counted us can see how many we are. Me too. #MeToo"),
        STR_INIT("Me too. It took me years. If it happened to you as well, say it: two words are "
                 "enough. Copy this, so that those who never counted us can see how many we are."),
        STR_INIT("Copy this, so that those who never counted us can see how many we are."),
    };
    (void)state;
    assert_int_equal(near_call(&near, &arena, call), OK);
    for (uint64_t person = 1; person < 100; person++)
        for (size_t i = 0; i < COUNT(copies); i++)
            assert_true(seen(copies[i], person, NOW_MS).is_free);
    assert_false(seen(lie, 1, NOW_MS).is_free);
    assert_false(seen(story, 1, NOW_MS).is_free);
    near_free_clear(&near);
    assert_false(seen(call, 1, NOW_MS).is_free);
}

static void what_moderators_let_through_is_free(void **state)
{
    struct near_verdict last = {0};
    (void)state;
    for (uint64_t person = 1; person <= NEAR_PEOPLE; person++)
        last = seen(lie, person, NOW_MS);
    assert_true(last.is_burst);
    near_free(&near, last.cluster);
    assert_true(seen(lie, 50, NOW_MS).is_free);
}

static void the_latest_calls_are_kept(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * NEAR_CALLS; i++)
        assert_int_equal(near_call(&near, &arena,
                                   arena_printf(&arena,
                                                "call %d: say it, all %d of you who were "
                                                "never counted by anybody",
                                                i, i * 7919)),
                         OK);
    assert_int_equal(near_call(&near, &arena, call), OK);
    assert_true(seen(call, 1, NOW_MS).is_free);
    arena_reset(&arena);
}

/* --- a flood among honest voices --- */

static void pick(struct buf *out, struct chance *chance, const char *const *list, size_t n)
{
    buf_put(out, str_of(list[chance_below(chance, (uint32_t)n)]));
}

/* A letter that looks the same, now and then; something that cannot be seen, now and then. */
static void disguise(struct buf *out, struct chance *chance, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool often = chance_below(chance, 12) == 0;
        if (often && text.p[i] == 'o')
            buf_put(out, STR("о"));
        else if (often && text.p[i] == 'a')
            buf_put(out, STR("а"));
        else if (often && text.p[i] == ' ')
            buf_put(out, STR(" \u200B"));
        else if (often && text.p[i] >= 'a' && text.p[i] <= 'z')
            buf_char(out, (char)(text.p[i] - 32));
        else
            buf_char(out, text.p[i]);
    }
}

static struct str flood_text(struct chance *chance)
{
    static const char *const begins[] = {"", "Friends! ", "Listen: ", "Hey, ", "Look, people, "};
    static const char *const nouns[] = {"fraud", "scam", "hoax", "lie"};
    static const char *const kinds[] = {"foreign", "dirty", "secret"};
    static const char *const ends[] = {"", "!!!", " 🙄", " 🙄🙄🤡", "...", " ok", " bye"};
    struct buf text = buf_init(4096);
    struct buf out = buf_init(8192);
    pick(&text, chance, begins, COUNT(begins));
    buf_put(&text, STR("this whole movement is a "));
    pick(&text, chance, nouns, COUNT(nouns));
    buf_put(&text, STR(" paid for with "));
    pick(&text, chance, kinds, COUNT(kinds));
    buf_put(&text, STR(" money, so stop telling lies about good men and go back home to the "
                       "families that you have left"));
    pick(&text, chance, ends, COUNT(ends));
    disguise(&out, chance, buf_str(&text));
    struct str result = arena_str(&arena, buf_str(&out));
    buf_free(&text);
    buf_free(&out);
    return result;
}

/* Made of clauses that many share. */
static struct str honest_text(struct chance *chance)
{
    static const char *const who[] = {"It was my boss",        "It was a teacher",
                                      "It was my uncle",       "A stranger on the train",
                                      "My first boyfriend",    "A colleague",
                                      "The owner of the shop", "My landlord",
                                      "A man at church",       "My coach"};
    static const char *const when[] = {"when I was nineteen",
                                       "in my first week there",
                                       "after a party",
                                       "one summer",
                                       "for three years",
                                       "on the way home",
                                       "when my mother was in hospital",
                                       "the day I started",
                                       "in the last year of school",
                                       "twice"};
    static const char *const told[] = {"I told nobody",
                                       "I told my sister and she cried",
                                       "They said I should be quiet",
                                       "Nobody believed me",
                                       "I lost the job",
                                       "I left the town",
                                       "My friend said it happened to her as well",
                                       "The police sent me home",
                                       "I wrote it down and burned it",
                                       "Everybody knew and looked away"};
    static const char *const now[] = {"Now I speak",
                                      "I am not ashamed any more",
                                      "I believe you",
                                      "It was never our fault",
                                      "My daughter will not be quiet",
                                      "I sleep with the light on",
                                      "I am still angry",
                                      "Thank you for going first",
                                      "We are many",
                                      "Today I said it aloud"};
    struct buf out = buf_init(4096);
    pick(&out, chance, who, COUNT(who));
    buf_put(&out, STR(", "));
    pick(&out, chance, when, COUNT(when));
    buf_put(&out, STR(". "));
    pick(&out, chance, told, COUNT(told));
    buf_put(&out, STR(". "));
    for (uint32_t more = chance_below(chance, 3); more > 0; more--) {
        pick(&out, chance, told, COUNT(told));
        buf_put(&out, STR(". "));
    }
    pick(&out, chance, now, COUNT(now));
    buf_put(&out, STR(". Me too."));
    struct str result = arena_str(&arena, buf_str(&out));
    buf_free(&out);
    return result;
}

static void a_flood_of_20000_is_held_and_honest_voices_are_not(void **state)
{
    enum {
        FLOOD = 20000,
        HONEST_EVERY = 4,
        CALL_EVERY = 10,
        THROUGH_MOST = 100,
        CLUSTERS_MOST = 8
    };
    struct chance chance = chance_of(2017, 10);
    uint64_t clusters[FLOOD];
    size_t n_clusters = 0, through = 0, honest = 0, caught = 0;
    uint64_t person = 0;
    (void)state;
    assert_int_equal(near_call(&near, &arena, call), OK);
    for (int i = 0; i < FLOOD; i++) {
        int64_t now_ms = NOW_MS + i * 30;
        struct near_verdict verdict = seen(flood_text(&chance), ++person, now_ms);
        through += !verdict.is_burst;
        size_t k = 0;
        while (k < n_clusters && clusters[k] != verdict.cluster)
            k++;
        if (k == n_clusters && verdict.is_burst)
            clusters[n_clusters++] = verdict.cluster;
        if (i % HONEST_EVERY == 0) {
            honest++;
            caught += seen(honest_text(&chance), ++person, now_ms).is_burst;
        }
        if (i % CALL_EVERY == 0) {
            honest++;
            caught += seen(call, ++person, now_ms).is_burst;
        }
        arena_reset(&arena);
    }
    print_message("flood: %zu of %d let through, %zu clusters; honest: %zu of %zu caught\n",
                  through, (int)FLOOD, n_clusters, caught, honest);
    assert_int_equal(caught, 0);
    assert_true(through >= NEAR_PEOPLE - 1 && through <= THROUGH_MOST);
    assert_in_range(n_clusters, 1, CLUSTERS_MOST);
}

/* Long texts of a few words that come again and again, as a language's small words do: their fours
 * are the same and their majorities nearly so, though nobody said what another did. */
static struct str rambling_text(struct chance *chance)
{
    static const char *const small[] = {"and ",    "I ",     "was ",   "the ",   "so ",   "it ",
                                        "nobody ", "me ",    "at ",    "he ",    "told ", "said ",
                                        "years ",  "work ",  "quiet ", "never ", "they ", "hear ",
                                        "of ",     "my ",    "had ",   "she ",   "we ",   "our ",
                                        "now ",    "would ", "fault ", "be ",    "has ",  "speak "};
    enum { WORDS = 1500, NAME_EVERY = 9, NAME_LETTERS = 6 };
    struct buf out = buf_init(65536);
    for (int i = 0; i < WORDS; i++) {
        if (chance_below(chance, NAME_EVERY) == 0)
            for (int k = 0; k < NAME_LETTERS; k++)
                buf_char(&out, (char)('a' + chance_below(chance, 26)));
        pick(&out, chance, small, COUNT(small));
    }
    struct str result = arena_str(&arena, buf_str(&out));
    buf_free(&out);
    return result;
}

static void long_texts_of_few_words_are_no_flood(void **state)
{
    enum { TEXTS = 4000 };
    struct chance chance = chance_of(2017, 11);
    (void)state;
    for (uint64_t i = 0; i < TEXTS; i++) {
        struct near_verdict verdict = seen(rambling_text(&chance), i + 1, NOW_MS);
        assert_int_equal(verdict.people, 1);
        assert_false(verdict.is_burst);
        arena_reset(&arena);
    }
}

static void a_long_text_with_other_words_here_and_there_is_the_same(void **state)
{
    struct chance chance = chance_of(2017, 12);
    struct str text = rambling_text(&chance);
    (void)state;
    for (uint64_t i = 0; i < NEAR_PEOPLE; i++) {
        struct str changed = arena_printf(&arena, "Friends, %d of you! %.*s Bye, says number %d.",
                                          (int)i, STRF(text), (int)i * 7);
        assert_int_equal(seen(changed, i + 1, NOW_MS).people, i + 1);
    }
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_near, close_near)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disguises_change_nothing),
        cmocka_unit_test(words_move_it_a_little),
        cmocka_unit_test(other_texts_are_far),
        cmocka_unit_test(scripts_without_spaces_or_case_have_prints),
        cmocka_unit_test(any_text_has_a_print),
        FRESH(five_people_make_a_burst),
        FRESH(one_person_makes_none),
        FRESH(what_is_older_than_the_window_does_not_count),
        FRESH(a_slow_repetition_is_no_burst),
        FRESH(bare_voices_are_never_judged),
        FRESH(short_texts_must_be_nearly_the_same),
        FRESH(the_ring_forgets_the_oldest),
        FRESH(the_call_may_be_copied_by_everybody),
        FRESH(what_moderators_let_through_is_free),
        FRESH(the_latest_calls_are_kept),
        FRESH(a_flood_of_20000_is_held_and_honest_voices_are_not),
        FRESH(long_texts_of_few_words_are_no_flood),
        FRESH(a_long_text_with_other_words_here_and_there_is_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
