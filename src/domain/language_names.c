/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What languages and countries are called, alone and in lists: see language.h.
 *
 * ICU's objects are opened for a call and closed in it, so nothing is shared between threads; what
 * they said lately is kept by the caller, if it wishes (language_kept.h). */
#include "domain/language_kept.h"

#include <stdlib.h>

#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 200 };

/* Offered in a select: the languages with most speakers on the net, and those of hashtag families.
 * Any other that exists can still be given by an app. */
static const char *const offered[] = {
    "af", "am", "ar", "az",  "be", "bg",  "bn", "bs", "ca", "ckb",     "cs",     "cy", "da", "de",
    "el", "en", "eo", "es",  "et", "eu",  "fa", "fi", "fr", "ga",      "gl",     "gu", "ha", "he",
    "hi", "hr", "hu", "hy",  "id", "ig",  "is", "it", "ja", "ka",      "kk",     "km", "kn", "ko",
    "ku", "ky", "lo", "lt",  "lv", "mk",  "ml", "mn", "mr", "ms",      "my",     "ne", "nl", "no",
    "om", "pa", "pl", "ps",  "pt", "qu",  "ro", "ru", "rw", "si",      "sk",     "sl", "so", "sq",
    "sr", "sv", "sw", "ta",  "te", "th",  "ti", "tr", "uk", "ur",      "uz",     "vi", "wo", "xh",
    "yo", "zh", "zu", "fil", "or", "yue", "yi", "mt", "lb", "zh-Hans", "zh-Hant"};

struct names {
    struct arena *arena;
    ULocaleDisplayNames *icu;
};

static enum err names_open(struct arena *arena, struct str in, struct names *names)
{
    UDisplayContext contexts[] = {UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU,
                                  UDISPCTX_STANDARD_NAMES};
    UErrorCode error = U_ZERO_ERROR;
    names->arena = arena;
    names->icu = uldn_openForContext(language_locale(arena, in), contexts, 2, &error);
    return U_FAILURE(error) ? ERR_SYSTEM : OK;
}

/* The name, or the code where ICU has none. */
static struct str name_or_code(const struct names *names, const UChar *name, int32_t n,
                               struct str code)
{
    char utf8[NAME_MAX_UNITS * 3];
    int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strToUTF8(utf8, sizeof utf8, &length, name, n, &error);
    if (U_FAILURE(error) || length == 0)
        return arena_str(names->arena, code);
    return arena_str(names->arena, (struct str){utf8, (size_t)length});
}

static struct str name_of_language(const struct names *names, struct str code)
{
    UChar name[NAME_MAX_UNITS];
    UErrorCode error = U_ZERO_ERROR;
    const char *locale = language_locale(names->arena, code);
    int32_t n = uldn_localeDisplayName(names->icu, locale, name, NAME_MAX_UNITS, &error);
    return name_or_code(names, name, U_FAILURE(error) ? 0 : n, code);
}

static struct str name_of_country(const struct names *names, struct str code)
{
    UChar name[NAME_MAX_UNITS];
    UErrorCode error = U_ZERO_ERROR;
    const char *region = arena_z(names->arena, code);
    int32_t n = uldn_regionDisplayName(names->icu, region, name, NAME_MAX_UNITS, &error);
    return name_or_code(names, name, U_FAILURE(error) ? 0 : n, code);
}

/* --- one or several --- */

typedef struct str name_of(const struct names *names, struct str code);
typedef enum err canonical_of(struct arena *arena, struct str in, struct str *out);

/* What is named: which of ICU's names, and how a code is made canonical before. */
struct named {
    enum kept_kind kind;
    name_of *name;
    canonical_of *canonical;
};
static const struct named named_languages = {KEPT_LANGUAGE, name_of_language, language_canonical};

/* The name of one code; ICU is opened for the first that is not kept. Nothing has no name. */
static enum err name_one(const struct named *named, struct formats *formats, struct names *names,
                         struct str code, struct str in, struct str *out)
{
    struct arena *arena = names->arena;
    int64_t key = kept_tag(code);
    struct str canonical;
    if (code.n == 0) {
        *out = code;
        return OK;
    }
    if (key != 0 && kept_find(formats, arena, named->kind, key, in, out))
        return OK;
    if (names->icu == NULL)
        TRY(names_open(arena, in, names));
    bool is_known = named->canonical(arena, code, &canonical) == OK && canonical.n > 0;
    *out = is_known ? named->name(names, canonical) : arena_str(arena, code);
    if (key != 0)
        kept_put(formats, named->kind, key, in, *out);
    return OK;
}

enum err language_names(struct formats *formats, struct arena *arena, const struct str *codes,
                        size_t n, struct str in, struct str *out)
{
    struct names names = {arena, NULL};
    enum err err = OK;
    for (size_t i = 0; err == OK && i < n; i++)
        err = name_one(&named_languages, formats, &names, codes[i], in, &out[i]);
    uldn_close(names.icu);
    return err;
}

/* Written as it is kept: ICU gives back what is no country. */
static enum err country_known(struct arena *arena, struct str in, struct str *out)
{
    bool is_code =
        in.n == 2 && in.p[0] >= 'A' && in.p[0] <= 'Z' && in.p[1] >= 'A' && in.p[1] <= 'Z';
    if (!is_code)
        return country_canonical(arena, in, out);
    *out = in;
    return OK;
}
static const struct named named_countries = {KEPT_COUNTRY, name_of_country, country_known};

enum err country_names(struct formats *formats, struct arena *arena, const struct str *codes,
                       size_t n, struct str in, struct str *out)
{
    struct names names = {arena, NULL};
    enum err err = OK;
    for (size_t i = 0; err == OK && i < n; i++)
        err = name_one(&named_countries, formats, &names, codes[i], in, &out[i]);
    uldn_close(names.icu);
    return err;
}

enum err language_name(struct arena *arena, struct str code, struct str in, struct str *out)
{
    return language_names(NULL, arena, &code, 1, in, out);
}

enum err country_name(struct arena *arena, struct str code, struct str in, struct str *out)
{
    return country_names(NULL, arena, &code, 1, in, out);
}

/* --- lists --- */

struct sortable {
    struct language_choice choice;
    struct str key; /* of the collation: compares as bytes */
};

static int compare_sortable(const void *a, const void *b)
{
    const struct sortable *left = a;
    const struct sortable *right = b;
    int order = str_cmp(left->key, right->key);
    return order != 0 ? order : str_cmp(left->choice.code, right->choice.code);
}

static struct str sort_key(struct arena *arena, const UCollator *collator, struct str name)
{
    UChar wide[NAME_MAX_UNITS];
    int32_t n = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(wide, NAME_MAX_UNITS, &n, name.p, (int32_t)name.n, &error);
    if (U_FAILURE(error))
        return name;
    int32_t size = ucol_getSortKey(collator, wide, n, NULL, 0);
    uint8_t *key = arena_array(arena, uint8_t, (size_t)size);
    size = ucol_getSortKey(collator, wide, n, key, size);
    return (struct str){(const char *)key, (size_t)size};
}

struct source {
    name_of *name;
    const char *const *codes;
    size_t n;
};

static void fill(const struct names *names, const UCollator *collator, const struct source *source,
                 struct sortable *rows)
{
    for (size_t i = 0; i < source->n; i++) {
        struct str code = str_of(source->codes[i]);
        struct str name = source->name(names, code);
        rows[i] = (struct sortable){{code, name}, sort_key(names->arena, collator, name)};
    }
    qsort(rows, source->n, sizeof *rows, compare_sortable);
}

static enum err sorted(struct arena *arena, struct str in, const struct source *source,
                       const struct language_choice **list, size_t *n)
{
    struct names names;
    UErrorCode error = U_ZERO_ERROR;
    TRY(names_open(arena, in, &names));
    UCollator *collator = ucol_open(language_locale(arena, in), &error);
    struct sortable *rows = arena_try_array(arena, struct sortable, source->n);
    struct language_choice *choices = arena_try_array(arena, struct language_choice, source->n);
    bool ready = U_SUCCESS(error) && rows && choices;
    if (ready)
        fill(&names, collator, source, rows);
    for (size_t i = 0; ready && i < source->n; i++)
        choices[i] = rows[i].choice;
    if (U_SUCCESS(error))
        ucol_close(collator);
    uldn_close(names.icu);
    if (!ready)
        return ERR_SYSTEM;
    *list = choices;
    *n = source->n;
    return OK;
}

enum err language_list(struct arena *arena, struct str in, const struct language_choice **list,
                       size_t *n)
{
    const struct source source = {name_of_language, offered, sizeof offered / sizeof *offered};
    return sorted(arena, in, &source, list, n);
}

enum err country_list(struct arena *arena, struct str in, const struct language_choice **list,
                      size_t *n)
{
    const char *const *codes = uloc_getISOCountries();
    size_t count = 0;
    while (codes[count])
        count++;
    const struct source source = {name_of_country, codes, count};
    return sorted(arena, in, &source, list, n);
}
