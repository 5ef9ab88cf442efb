/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Languages and countries to choose from, sorted as readers expect: see language.h.
 *
 * Naming and sorting 250 countries takes half a millisecond, and each page with a form has them: so
 * a thread keeps each list that it made until formats_close: some ten kilobytes each. */
#include "domain/language_kept.h"

#include <stdlib.h>

#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 200, MEMORY_BYTES = 2 * 1024 * 1024 };

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

struct row {
    struct language_choice choice;
    struct str key; /* of the collation: compares as bytes */
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
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

static enum err sort(struct arena *arena, struct str in, struct row *rows, size_t n)
{
    UErrorCode error = U_ZERO_ERROR;
    UCollator *collator = ucol_open(language_locale(arena, in), &error);
    if (U_FAILURE(error))
        return ERR_SYSTEM;
    for (size_t i = 0; i < n; i++)
        rows[i].key = sort_key(arena, collator, rows[i].choice.name);
    ucol_close(collator);
    qsort(rows, n, sizeof *rows, compare_rows);
    return OK;
}

/* The codes of a kind, and what names them. */
struct source {
    const char *const *codes;
    size_t n;
    enum err (*name)(struct formats *formats, struct arena *arena, const struct str *codes,
                     size_t n, struct str in, struct str *out);
};

static struct source source_of(enum list_kind kind)
{
    if (kind == LIST_LANGUAGES)
        return (struct source){offered, sizeof offered / sizeof *offered, language_names};
    struct source countries = {uloc_getISOCountries(), 0, country_names};
    while (countries.codes[countries.n])
        countries.n++;
    return countries;
}

static enum err make(struct arena *arena, enum list_kind kind, struct str in,
                     struct language_list *out)
{
    struct source source = source_of(kind);
    struct str *codes = arena_array(arena, struct str, source.n);
    struct str *names = arena_array(arena, struct str, source.n);
    struct row *rows = arena_array(arena, struct row, source.n);
    struct language_choice *choices = arena_array(arena, struct language_choice, source.n);
    for (size_t i = 0; i < source.n; i++)
        codes[i] = str_of(source.codes[i]);
    TRY(source.name(NULL, arena, codes, source.n, in, names));
    for (size_t i = 0; i < source.n; i++)
        rows[i].choice = (struct language_choice){codes[i], names[i]};
    TRY(sort(arena, in, rows, source.n));
    for (size_t i = 0; i < source.n; i++)
        choices[i] = rows[i].choice;
    *out = (struct language_list){choices, source.n};
    return OK;
}

/* A copy in `memory`: the choices and their names; NULL when it is full. Codes are constants. */
static const struct language_choice *copy(struct arena *memory, const struct language_list *list)
{
    size_t bytes = 1;
    for (size_t i = 0; i < list->n; i++)
        bytes += list->choices[i].name.n;
    char *text = arena_try_array(memory, char, bytes);
    struct language_choice *choices = arena_try_array(memory, struct language_choice, list->n);
    if (text == NULL || choices == NULL)
        return NULL;
    for (size_t i = 0; i < list->n; i++) {
        struct str name = list->choices[i].name;
        choices[i] = (struct language_choice){list->choices[i].code, {text, name.n}};
        text = str_copy(text, name);
    }
    return choices;
}

static void keep(struct formats *formats, enum list_kind kind, struct str in,
                 const struct language_list *list)
{
    struct kept_lists *lists = &formats->lists;
    if (lists->n == LISTS_KEPT || in.n >= KEPT_LANGUAGE_MAX ||
        (lists->memory.base == NULL && arena_init(&lists->memory, MEMORY_BYTES) != OK))
        return;
    struct kept_list *kept = &lists->rows[lists->n];
    *kept = (struct kept_list){.kind = kind, .list = {copy(&lists->memory, list), list->n}};
    if (kept->list.choices == NULL)
        return;
    str_copy(kept->language, in);
    lists->n++;
}

enum err language_list(struct formats *formats, struct arena *arena, enum list_kind kind,
                       struct str in, struct language_list *out)
{
    for (size_t i = 0; formats != NULL && i < formats->lists.n; i++) {
        const struct kept_list *kept = &formats->lists.rows[i];
        if (kept->kind == kind && str_eq(str_of(kept->language), in)) {
            *out = kept->list;
            return OK;
        }
    }
    TRY(make(arena, kind, in, out));
    if (formats != NULL)
        keep(formats, kind, in, out);
    return OK;
}

void language_lists_close(struct formats *formats)
{
    if (formats->lists.memory.base != NULL)
        arena_done(&formats->lists.memory);
    formats->lists = (struct kept_lists){0};
}
