/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Languages and countries: see language.h.
 *
 * Tags are taken apart by hand, because one stands in every post and the three subtags that are
 * kept need no parser; what exists is asked of ICU. Names and lists are in language_names.c,
 * numbers and dates in language_format.c. */
#include "domain/language.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

enum { CODE_MAX = 16 };

/* Codes that came out of use, or that clients send where a shorter one is right. */
static const struct {
    struct str from;
    struct str to;
} aliases[] = {
    {STR_INIT("iw"), STR_INIT("he")},  {STR_INIT("in"), STR_INIT("id")},
    {STR_INIT("ji"), STR_INIT("yi")},  {STR_INIT("jw"), STR_INIT("jv")},
    {STR_INIT("mo"), STR_INIT("ro")},  {STR_INIT("tl"), STR_INIT("fil")},
    {STR_INIT("cmn"), STR_INIT("zh")}, {STR_INIT("arb"), STR_INIT("ar")},
    {STR_INIT("pes"), STR_INIT("fa")}, {STR_INIT("swh"), STR_INIT("sw")},
};

/* Living languages of ISO 639-3 that people write in and ICU's list lacks. */
static const struct str more_languages[] = {
    STR_INIT("apc"), /* Levantine Arabic */
    STR_INIT("cnr"), /* Montenegrin */
    STR_INIT("kmr"), /* Northern Kurdish */
    STR_INIT("nah"), /* Nahuatl */
    STR_INIT("prs"), /* Dari */
    STR_INIT("tok"), /* Toki Pona */
};

/* What most posts are in, canonical as it stands: nothing is asked of ICU. */
static const struct str plain_languages[] = {
    STR_INIT("en"), STR_INIT("es"), STR_INIT("fr"), STR_INIT("pt"), STR_INIT("ar"), STR_INIT("de"),
    STR_INIT("it"), STR_INIT("ja"), STR_INIT("ko"), STR_INIT("hi"), STR_INIT("zh"), STR_INIT("ru"),
    STR_INIT("tr"), STR_INIT("fa"), STR_INIT("he"), STR_INIT("bn"), STR_INIT("ur"), STR_INIT("uk"),
    STR_INIT("pl"), STR_INIT("sv"), STR_INIT("id"), STR_INIT("sw"), STR_INIT("vi"), STR_INIT("nl"),
};

static bool find_plain(struct str in, struct str *out)
{
    for (size_t i = 0; i < sizeof plain_languages / sizeof *plain_languages; i++) {
        if (!str_eq(in, plain_languages[i]))
            continue;
        *out = plain_languages[i];
        return true;
    }
    return false;
}

/* --- tags --- */

static bool all(struct str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || is_digit(c);
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
}

/* A small C string for ICU. */
struct code {
    char z[CODE_MAX];
};

static struct code code_of(struct str s, char (*change)(char))
{
    struct code code = {{0}};
    for (size_t i = 0; i < s.n && i + 1 < sizeof code.z; i++)
        code.z[i] = change(s.p[i]);
    return code;
}

static bool in_list(const char *const *list, const char *z)
{
    for (; *list; list++)
        if (strcmp(*list, z) == 0)
            return true;
    return false;
}

static bool language_exists(const char *z)
{
    for (size_t i = 0; i < sizeof more_languages / sizeof *more_languages; i++)
        if (str_eq(more_languages[i], str_of(z)))
            return true;
    return in_list(uloc_getISOLanguages(), z);
}

/* The subtags that are kept; empty where there is none. */
struct tag {
    struct code language;
    struct code script;
    struct code region;
};

static enum err read_language(struct str s, struct code *out)
{
    if (s.n < 2 || s.n > 3 || !all(s, is_letter))
        return ERR_BAD_INPUT;
    struct code code = code_of(s, lower);
    struct code shorter = {{0}};
    UErrorCode error = U_ZERO_ERROR;
    /* ICU knows the two letters for three ("eng"). */
    uloc_getLanguage(code.z, shorter.z, sizeof shorter.z, &error);
    if (U_SUCCESS(error) && shorter.z[0])
        code = shorter;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (str_eq(aliases[i].from, str_of(code.z)))
            code = code_of(aliases[i].to, lower);
    if (!language_exists(code.z))
        return ERR_BAD_INPUT;
    *out = code;
    return OK;
}

static enum err read_script(struct str s, struct code *out)
{
    struct code code = code_of(s, lower);
    code.z[0] = upper(code.z[0]);
    if (u_getPropertyValueEnum(UCHAR_SCRIPT, code.z) == UCHAR_INVALID_CODE)
        return ERR_BAD_INPUT;
    *out = code;
    return OK;
}

/* Two letters of ISO 3166, or three digits of UN M.49 for a group of countries ("es-419"). */
static enum err read_region(struct str s, struct code *out)
{
    struct code code = code_of(s, upper);
    UErrorCode error = U_ZERO_ERROR;
    bool exists = false;
    if (s.n == 3) {
        const URegion *region = uregion_getRegionFromCode(code.z, &error);
        URegionType type = U_SUCCESS(error) ? uregion_getType(region) : URGN_UNKNOWN;
        exists = type != URGN_UNKNOWN && type != URGN_TERRITORY && type != URGN_DEPRECATED;
    } else {
        exists = in_list(uloc_getISOCountries(), code.z);
    }
    if (!exists)
        return ERR_BAD_INPUT;
    *out = code;
    return OK;
}

static struct str next_subtag(struct str *rest)
{
    struct str subtag = str_sub(*rest, 0, str_find(*rest, '-'));
    *rest = str_sub(*rest, subtag.n + 1, rest->n);
    return subtag;
}

/* RFC 5646 section 2.1: well formed as far as kept; behind that only the shape is looked at. */
static enum err read_tag(struct str s, struct tag *tag)
{
    struct str rest = s;
    TRY(read_language(next_subtag(&rest), &tag->language));
    struct str subtag = next_subtag(&rest);
    if (subtag.n == 4 && all(subtag, is_letter)) {
        TRY(read_script(subtag, &tag->script));
        subtag = next_subtag(&rest);
    }
    if ((subtag.n == 2 && all(subtag, is_letter)) || (subtag.n == 3 && all(subtag, is_digit))) {
        TRY(read_region(subtag, &tag->region));
        subtag = next_subtag(&rest);
    }
    for (; subtag.n > 0; subtag = next_subtag(&rest))
        if (subtag.n > 8 || !all(subtag, is_letter_or_digit))
            return ERR_BAD_INPUT;
    return rest.n == 0 ? OK : ERR_BAD_INPUT;
}

enum err language_canonical(struct arena *arena, struct str in, struct str *out)
{
    struct tag tag = {0};
    if (in.n > LANGUAGE_MAX_CHARS)
        return ERR_BAD_INPUT;
    if (in.n == 0 || str_eq_nocase(in, STR("und"))) {
        *out = STR("");
        return OK;
    }
    if (find_plain(in, out))
        return OK;
    char copy[LANGUAGE_MAX_CHARS];
    for (size_t i = 0; i < in.n; i++)
        copy[i] = (char)(in.p[i] == '_' ? '-' : in.p[i]);
    if (copy[in.n - 1] == '-')
        return ERR_BAD_INPUT;
    TRY(read_tag((struct str){copy, in.n}, &tag));
    *out = arena_printf(arena, "%s%s%s%s%s", tag.language.z, tag.script.z[0] ? "-" : "",
                        tag.script.z, tag.region.z[0] ? "-" : "", tag.region.z);
    return OK;
}

struct str language_base(struct str tag)
{
    return str_sub(tag, 0, str_find(tag, '-'));
}

const char *language_locale(struct arena *arena, struct str tag)
{
    struct str canonical;
    if (language_canonical(arena, tag, &canonical) != OK || canonical.n == 0)
        return "en";
    char *p = arena_array(arena, char, canonical.n + 1);
    for (size_t i = 0; i < canonical.n; i++)
        p[i] = (char)(canonical.p[i] == '-' ? '_' : canonical.p[i]);
    return p;
}

/* --- countries --- */

enum err country_canonical(struct arena *arena, struct str in, struct str *out)
{
    if (in.n == 0) {
        *out = STR("");
        return OK;
    }
    if (in.n != 2 || !all(in, is_letter))
        return ERR_BAD_INPUT;
    struct code code = code_of(in, upper);
    if (!in_list(uloc_getISOCountries(), code.z))
        return ERR_BAD_INPUT;
    *out = arena_str(arena, str_of(code.z));
    return OK;
}

/* --- negotiation --- */

enum { RANGES_MAX = 32, WEIGHT_ONE = 1000 };

/* RFC 9110 section 12.4.2: "0.8" gives 800; -1 for what is no weight. */
static int read_weight(struct str s)
{
    if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
        return -1;
    int weight = (s.p[0] - '0') * WEIGHT_ONE;
    int unit = WEIGHT_ONE / 10;
    for (size_t i = 2; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            return -1;
        weight += (s.p[i] - '0') * unit;
        unit /= 10;
    }
    return weight <= WEIGHT_ONE ? weight : -1;
}

static int weight_of(struct str parameters)
{
    struct str rest = parameters;
    while (rest.n > 0) {
        struct str parameter = str_trim(str_cut(&rest, ';'));
        if (str_eq_nocase(str_sub(parameter, 0, 2), STR("q=")))
            return read_weight(str_sub(parameter, 2, parameter.n));
    }
    return WEIGHT_ONE;
}

/* RFC 4647 section 3.4: the last subtag goes, and a single letter before it. */
static struct str shortened(struct str range)
{
    size_t n = range.n;
    while (n > 0 && range.p[n - 1] != '-')
        n--;
    n = n > 0 ? n - 1 : 0;
    if (n >= 2 && range.p[n - 2] == '-')
        n -= 2;
    return str_sub(range, 0, n);
}

/* The index of what fits the range, or n. */
static size_t look_up(struct str range, const char *const *available, size_t n)
{
    if (str_eq(range, STR("*")))
        return 0;
    if (range.n > LANGUAGE_MAX_CHARS)
        return n;
    for (struct str r = range; r.n > 0; r = shortened(r))
        for (size_t i = 0; i < n; i++)
            if (str_eq_nocase(r, str_of(available[i])))
                return i;
    for (size_t i = 0; i < n && range.n > 0; i++)
        if (str_eq_nocase(language_base(range), language_base(str_of(available[i]))))
            return i;
    return n;
}

size_t language_negotiate(struct str accept_language, const char *const *available, size_t n)
{
    struct str rest = accept_language;
    size_t best = 0;
    int best_weight = 0;
    for (size_t ranges = 0; rest.n > 0 && ranges < RANGES_MAX; ranges++) {
        struct str parameters = str_cut(&rest, ',');
        struct str range = str_trim(str_cut(&parameters, ';'));
        int weight = weight_of(parameters);
        size_t found = weight > best_weight ? look_up(range, available, n) : n;
        if (found < n) {
            best = found;
            best_weight = weight;
        }
    }
    return best;
}
