/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Languages and countries: tags made canonical or refused, names, lists, negotiation, formats. */
#include <limits.h>
#include <stdio.h>

#include "base/arena.h"
#include "domain/language.h"
#include "scratch.h"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    return arena_init(&arena, (size_t)8 * 1024 * 1024) == OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void canonical_tags(void **state)
{
    static const struct str cases[][2] = {
        {STR_INIT("en"), STR_INIT("en")},
        {STR_INIT("PT-br"), STR_INIT("pt-BR")},
        {STR_INIT("pt_BR"), STR_INIT("pt-BR")},
        {STR_INIT("ZH-HANT-tw"), STR_INIT("zh-Hant-TW")},
        {STR_INIT("sr-latn"), STR_INIT("sr-Latn")},
        {STR_INIT("es-419"), STR_INIT("es-419")},
        {STR_INIT("eng"), STR_INIT("en")},
        {STR_INIT("iw"), STR_INIT("he")},
        {STR_INIT("in-ID"), STR_INIT("id-ID")},
        {STR_INIT("cmn"), STR_INIT("zh")},
        {STR_INIT("ckb"), STR_INIT("ckb")},
        {STR_INIT("KMR"), STR_INIT("kmr")},
        {STR_INIT("nb-NO"), STR_INIT("nb-NO")},
        {STR_INIT("ca-valencia"), STR_INIT("ca")},
        {STR_INIT("de-DE-1996"), STR_INIT("de-DE")},
        {STR_INIT("de-u-co-phonebk"), STR_INIT("de")},
        {STR_INIT("en-x-private"), STR_INIT("en")},
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("und"), STR_INIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str out;
        assert_int_equal(language_canonical(&arena, cases[i][0], &out), OK);
        scratch_assert_str(out, cases[i][1], __FILE__, __LINE__);
    }
    struct str out;
    assert_int_equal(language_canonical(&arena, (struct str){NULL, 0}, &out), OK);
    assert_str(out, "");
}

static void refused_tags(void **state)
{
    static const struct str refused[] = {
        STR_INIT("e"),
        STR_INIT("xx"),
        STR_INIT("qqq"),
        STR_INIT("english"),
        STR_INIT("en-"),
        STR_INIT("-en"),
        STR_INIT("en--US"),
        STR_INIT("en-XQ"),
        STR_INIT("en-999"),
        STR_INIT("en-Abcd"),
        STR_INIT("en US"),
        STR_INIT(" en"),
        STR_INIT("en\0"),
        STR_INIT("e\xC3\xA9"),
        STR_INIT("en-toolongpart"),
        STR_INIT("*"),
        STR_INIT("x-private"),
        STR_INIT("<script>"),
        STR_INIT("i-default"),
        STR_INIT("../../etc"),
        STR_INIT("en-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q"),
    };
    (void)state;
    struct str out = STR("untouched");
    for (size_t i = 0; i < COUNT(refused); i++) {
        if (language_canonical(&arena, refused[i], &out) == OK)
            print_error("taken: %.*s\n", STRF(refused[i]));
        assert_str(out, "untouched");
    }
    assert_str(out, "untouched");
}

static void the_base_of_a_language(void **state)
{
    (void)state;
    assert_str(language_base(STR("zh-Hant-TW")), "zh");
    assert_str(language_base(STR("ar")), "ar");
    assert_str(language_base(STR("")), "");
}

static void names(void **state)
{
    (void)state;
    struct str out;
    assert_int_equal(language_name(NULL, &arena, STR("pt-BR"), STR("de"), &out), OK);
    assert_str(out, "Portugiesisch (Brasilien)");
    assert_int_equal(language_name(NULL, &arena, STR("fr"), STR("fr"), &out), OK);
    assert_str(out, "Français");
    assert_int_equal(language_name(NULL, &arena, STR("ar"), STR("ar"), &out), OK);
    assert_str(out, "العربية");
    assert_int_equal(language_name(NULL, &arena, STR("ko"), STR("no-such-language"), &out), OK);
    assert_str(out, "Korean");
    assert_int_equal(language_name(NULL, &arena, STR("xx"), STR("en"), &out), OK);
    assert_str(out, "xx");
    assert_int_equal(language_name(NULL, &arena, STR(""), STR("en"), &out), OK);
    assert_str(out, "");
    assert_int_equal(country_name(NULL, &arena, STR("DE"), STR("en"), &out), OK);
    assert_str(out, "Germany");
    assert_int_equal(country_name(NULL, &arena, STR("de"), STR("es"), &out), OK);
    assert_str(out, "Alemania");
    assert_int_equal(country_name(NULL, &arena, STR("XQ"), STR("en"), &out), OK);
    assert_str(out, "XQ");
}

static void names_of_several(void **state)
{
    (void)state;
    const struct str codes[] = {STR("DE"), STR(""), STR("XQ"), STR("JP")};
    struct str out[4];
    assert_int_equal(country_names(NULL, &arena, codes, 4, STR("fr"), out), OK);
    assert_str(out[0], "Allemagne");
    assert_str(out[1], "");
    assert_str(out[2], "XQ");
    assert_str(out[3], "Japon");
    const struct str tags[] = {STR("pt-BR"), STR("xx")};
    assert_int_equal(language_names(NULL, &arena, tags, 2, STR("de"), out), OK);
    assert_str(out[0], "Portugiesisch (Brasilien)");
    assert_str(out[1], "xx");
    assert_int_equal(country_names(NULL, &arena, NULL, 0, STR("fr"), NULL), OK);
}

static void countries(void **state)
{
    static const struct str refused[] = {STR_INIT("XQ"),  STR_INIT("D"),  STR_INIT("DEU"),
                                         STR_INIT("419"), STR_INIT("d1"), STR_INIT("\xC3\xA9")};
    (void)state;
    struct str out;
    assert_int_equal(country_canonical(&arena, STR("de"), &out), OK);
    assert_str(out, "DE");
    assert_int_equal(country_canonical(&arena, STR(""), &out), OK);
    assert_str(out, "");
    out = STR("untouched");
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_int_equal(country_canonical(&arena, refused[i], &out), ERR_BAD_INPUT);
    assert_str(out, "untouched");
}

static size_t place_of(const struct language_list *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->choices[i].code, code))
            return i;
    return list->n;
}

static void lists(void **state)
{
    (void)state;
    struct language_list list;
    assert_int_equal(language_list(NULL, &arena, LIST_LANGUAGES, STR("en"), &list), OK);
    assert_in_range(list.n, 60, 120);
    for (size_t i = 0; i < list.n; i++) {
        const struct language_choice *one = &list.choices[i];
        struct str canonical;
        assert_int_equal(language_canonical(&arena, one->code, &canonical), OK);
        assert_true(str_eq(canonical, one->code));
        assert_true(one->name.n > 0 && !str_eq(one->name, one->code));
        assert_int_equal(place_of(&list, one->code), i);
    }
    assert_true(place_of(&list, STR("ar")) < place_of(&list, STR("zh")));

    assert_int_equal(language_list(NULL, &arena, LIST_COUNTRIES, STR("de"), &list), OK);
    assert_in_range(list.n, 240, 260);
    /* Österreich stands among O, not behind Z. */
    assert_true(place_of(&list, STR("AT")) < place_of(&list, STR("PL")));
    assert_true(place_of(&list, STR("AT")) > place_of(&list, STR("NO")));
    assert_int_equal(language_list(NULL, &arena, LIST_COUNTRIES, STR("sv"), &list), OK);
    assert_true(place_of(&list, STR("AT")) > place_of(&list, STR("ZW")));
}

static void assert_same_list(const struct language_list *a, const struct language_list *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_true(str_eq(a->choices[i].code, b->choices[i].code));
        assert_true(str_eq(a->choices[i].name, b->choices[i].name));
    }
}

/* Kept lists are those of their language and kind, stay where they are, and end in number. */
static void lists_are_kept(void **state)
{
    (void)state;
    static struct formats formats;
    static const enum list_kind kinds[] = {LIST_LANGUAGES, LIST_COUNTRIES};
    struct language_list first, again, fresh;
    assert_int_equal(language_list(&formats, &arena, LIST_COUNTRIES, STR("ar"), &first), OK);
    for (int round = 0; round < 40; round++) {
        char tag[] = {(char)('a' + round % 26), (char)('a' + round / 26), '\0'};
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(language_list(&formats, &arena, kinds[i], str_of(tag), &again), OK);
            assert_int_equal(language_list(&formats, &arena, kinds[i], str_of(tag), &again), OK);
            assert_int_equal(language_list(NULL, &arena, kinds[i], str_of(tag), &fresh), OK);
            assert_same_list(&again, &fresh);
        }
    }
    assert_int_equal(formats.lists.n, LISTS_KEPT);
    const struct language_choice *kept = formats.lists.rows[0].list.choices;
    assert_int_equal(language_list(&formats, &arena, LIST_COUNTRIES, STR("ar"), &again), OK);
    assert_ptr_equal(again.choices, kept);
    assert_same_list(&again, &first);
    formats_close(&formats);
    assert_int_equal(formats.lists.n, 0);
}

static void negotiation(void **state)
{
    static const char *const available[] = {"en", "de", "pt-BR", "zh-Hant", "ar", "fr"};
    static const struct {
        struct str header;
        size_t wanted;
    } cases[] = {
        {STR_INIT(""), 0},
        {STR_INIT("de"), 1},
        {STR_INIT("DE-at"), 1},
        {STR_INIT("xx, de;q=0.5"), 1},
        {STR_INIT("en;q=0.1, de;q=0.2, fr;q=0.9"), 5},
        {STR_INIT("fr;q=0.5,de;q=0.5"), 5},
        {STR_INIT("de;q=0, fr;q=0.1"), 5},
        {STR_INIT("de;q=0"), 0},
        {STR_INIT("zh-Hant-TW"), 3},
        {STR_INIT("zh-TW, de;q=0.5"), 3},
        {STR_INIT("pt"), 2},
        {STR_INIT("ar-x-a-b"), 4},
        {STR_INIT("*"), 0},
        {STR_INIT("*, de;q=0.5"), 0},
        {STR_INIT(" fr ; q=0.7 , de ; q=0.3"), 5},
        {STR_INIT("de;q=2, fr;q=1"), 5},
        {STR_INIT("de;q=0.1234, fr;q=0.1"), 5},
        {STR_INIT("de;q=, fr;q=0.1"), 5},
        {STR_INIT(",,,;;;==="), 0},
        {STR_INIT("\xFF\xFE\0"), 0},
        {STR_INIT("-"), 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t found = language_negotiate(cases[i].header, available, COUNT(available));
        if (found != cases[i].wanted)
            print_error("%.*s\n", STRF(cases[i].header));
        assert_int_equal(found, cases[i].wanted);
    }
    assert_int_equal(language_negotiate((struct str){NULL, 0}, available, COUNT(available)), 0);
}

static void only_so_many_ranges(void **state)
{
    static const char *const available[] = {"en", "de"};
    (void)state;
    char header[400] = "";
    int n = 0;
    for (int i = 0; i < 40; i++)
        n += snprintf(header + n, sizeof header - (size_t)n, "xx;q=0,");
    (void)snprintf(header + n, sizeof header - (size_t)n, "de");
    assert_int_equal(language_negotiate(str_of(header), available, 2), 0);
    assert_int_equal(language_negotiate(str_of(header + 7 * 20), available, 2), 1);
}

static void numbers(void **state)
{
    (void)state;
    assert_str(number_format(NULL, &arena, 4700000, STR("en")), "4,700,000");
    assert_str(number_format(NULL, &arena, 4700000, STR("de")), "4.700.000");
    assert_str(number_format(NULL, &arena, 4700000, STR("hi")), "47,00,000");
    assert_str(number_format(NULL, &arena, 1234, STR("es")), "1234");
    assert_str(number_format(NULL, &arena, 12000000, STR("fa")), "۱۲٬۰۰۰٬۰۰۰");
    assert_str(number_format(NULL, &arena, 0, STR("")), "0");
    assert_str(number_format(NULL, &arena, -5, STR("en")), "-5");
    assert_str(number_format(NULL, &arena, INT64_MIN, STR("en")), "-9,223,372,036,854,775,808");
    assert_str(number_format(NULL, &arena, 1000, STR("<b>")), "1,000");
}

static void dates(void **state)
{
    const int64_t call_ms = 1508098860000; /* 15 October 2017, 20:21 UTC */
    (void)state;
    assert_str(date_format(NULL, &arena, call_ms, STR("en"), DATE_DAY), "15 October 2017");
    assert_str(date_format(NULL, &arena, call_ms, STR("en-US"), DATE_DAY), "October 15, 2017");
    assert_str(date_format(NULL, &arena, call_ms, STR("de"), DATE_DAY), "15. Oktober 2017");
    assert_str(date_format(NULL, &arena, call_ms, STR("ja"), DATE_DAY), "2017年10月15日");
    assert_str(date_format(NULL, &arena, call_ms, STR("th"), DATE_DAY), "15 ตุลาคม ค.ศ. 2017");
    assert_str(date_format(NULL, &arena, call_ms, STR("fa"), DATE_DAY), "۱۵ اکتبر ۲۰۱۷");
    assert_str(date_format(NULL, &arena, call_ms, STR("en"), DATE_MINUTE),
               "15 October 2017 at 20:21 UTC");
    assert_str(date_format(NULL, &arena, call_ms, STR("en"), DATE_SHORT), "15 Oct 2017, 20:21");
    assert_str(date_format(NULL, &arena, 0, STR("nonsense"), DATE_DAY), "1 January 1970");
    assert_str(date_format(NULL, &arena, -1, STR("en"), DATE_DAY), "31 December 1969");
    assert_true(date_format(NULL, &arena, INT64_MAX, STR("en"), DATE_MINUTE).n > 0);
}

/* Kept formatters say the same as fresh ones, also when there are more languages than places. */
static void kept_formatters(void **state)
{
    static const char *const languages[] = {"en", "de", "fr", "es", "pt", "it", "ar", "fa",
                                            "he", "tr", "hi", "bn", "ur", "ru", "uk", "pl"};
    const int64_t call_ms = INT64_C(1508098860000);
    static struct formats formats;
    (void)state;
    for (size_t i = 0; i < 3 * COUNT(languages); i++) {
        struct str language = str_of(languages[i * 7 % COUNT(languages)]);
        for (int style = DATE_DAY; style <= DATE_MINUTE; style++)
            assert_true(
                str_eq(date_format(&formats, &arena, call_ms, language, (enum date_style)style),
                       date_format(NULL, &arena, call_ms, language, (enum date_style)style)));
        assert_true(str_eq(number_format(&formats, &arena, 4700000, language),
                           number_format(NULL, &arena, 4700000, language)));
    }
    /* what is kept is the same as what is made */
    struct str codes[] = {STR("DE"), STR("QQ"), STR("DE")};
    struct str first[3];
    struct str again[3];
    assert_int_equal(country_names(&formats, &arena, codes, 3, STR("fr"), first), OK);
    assert_int_equal(country_names(&formats, &arena, codes, 3, STR("fr"), again), OK);
    for (size_t i = 0; i < 3; i++)
        assert_true(str_eq(first[i], again[i]));
    assert_true(str_eq(again[0], STR("Allemagne")));
    assert_int_equal(country_names(&formats, &arena, codes, 3, STR("es"), again), OK);
    assert_true(str_eq(again[2], STR("Alemania")));
    assert_int_equal(language_names(&formats, &arena, codes, 1, STR("fr"), again), OK);
    assert_false(str_eq(again[0], first[0]));
    for (int64_t i = 0; i < INT64_C(2) * TEXTS_KEPT; i++)
        assert_true(str_eq(number_format(&formats, &arena, 1000 + i, STR("de")),
                           number_format(NULL, &arena, 1000 + i, STR("de"))));
    assert_true(str_eq(number_format(&formats, &arena, 4700000, STR("hi")), STR("47,00,000")));
    /* also before 1970, and at both ends of what is kept as one */
    const int64_t day_ms = INT64_C(86400000);
    static const int64_t times[] = {0, -1, -60000, -60001, 59999, 60000};
    for (size_t i = 0; i < 2 * COUNT(times); i++)
        for (int style = DATE_DAY; style <= DATE_YEAR; style++)
            for (int day = -1; day <= 1; day++) {
                int64_t ms = times[i % COUNT(times)] + day * day_ms;
                assert_true(
                    str_eq(date_format(&formats, &arena, ms, STR("bn"), (enum date_style)style),
                           date_format(NULL, &arena, ms, STR("bn"), (enum date_style)style)));
            }
    formats_close(&formats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(canonical_tags, begin, end),
        cmocka_unit_test_setup_teardown(refused_tags, begin, end),
        cmocka_unit_test_setup_teardown(the_base_of_a_language, begin, end),
        cmocka_unit_test_setup_teardown(names, begin, end),
        cmocka_unit_test_setup_teardown(names_of_several, begin, end),
        cmocka_unit_test_setup_teardown(countries, begin, end),
        cmocka_unit_test_setup_teardown(lists, begin, end),
        cmocka_unit_test_setup_teardown(lists_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(negotiation, begin, end),
        cmocka_unit_test_setup_teardown(only_so_many_ranges, begin, end),
        cmocka_unit_test_setup_teardown(numbers, begin, end),
        cmocka_unit_test_setup_teardown(dates, begin, end),
        cmocka_unit_test_setup_teardown(kept_formatters, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
