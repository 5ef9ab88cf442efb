/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What languages and countries are called: see language.h. Lists of them are in language_list.c.
 *
 * ICU's objects are opened for a call and closed in it, so nothing is shared between threads; what
 * they said lately is kept by the caller, if it wishes (language_kept.h). */
#include "domain/language_kept.h"

#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 200 };

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

enum err language_name(struct formats *formats, struct arena *arena, struct str code, struct str in,
                       struct str *out)
{
    return language_names(formats, arena, &code, 1, in, out);
}

enum err country_name(struct formats *formats, struct arena *arena, struct str code, struct str in,
                      struct str *out)
{
    return country_names(formats, arena, &code, 1, in, out);
}
