/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers and dates as a language writes them: see language.h.
 *
 * English means British English here, as in all of Chorus. When ICU fails, which it does only
 * without its data, plain digits and ISO 8601 stand in: a page is better than none. */
#include "domain/language.h"

#include <time.h>

#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

enum { UNITS_MAX = 200 };

static const char *format_locale(struct arena *arena, struct str language)
{
    const char *locale = language_locale(arena, language);
    bool plain_english = str_eq(str_of(locale), STR("en"));
    return arena_z(arena,
                   arena_printf(arena, "%s@calendar=gregorian", plain_english ? "en_GB" : locale));
}

/* Absent when the length says that ICU failed. */
static struct str from_utf16(struct arena *arena, const UChar *wide, int32_t n, UErrorCode error)
{
    char utf8[UNITS_MAX * 3];
    int32_t length = 0;
    if (U_FAILURE(error) || n > UNITS_MAX)
        return (struct str){0};
    u_strToUTF8(utf8, sizeof utf8, &length, wide, n, &error);
    if (U_FAILURE(error))
        return (struct str){0};
    return arena_str(arena, (struct str){utf8, (size_t)length});
}

struct str number_format(struct arena *arena, int64_t number, struct str language)
{
    UChar wide[UNITS_MAX];
    int32_t n = 0;
    UErrorCode error = U_ZERO_ERROR;
    const char *locale = format_locale(arena, language);
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &error);
    if (U_SUCCESS(error)) {
        unum_setAttribute(format, UNUM_MINIMUM_GROUPING_DIGITS, UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
        n = unum_formatInt64(format, number, wide, UNITS_MAX, NULL, &error);
        unum_close(format);
    }
    struct str text = from_utf16(arena, wide, n, error);
    return text.n > 0 ? text : arena_printf(arena, "%lld", (long long)number);
}

static struct str iso_date(struct arena *arena, int64_t ms, enum date_style style)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm = {0};
    char text[64];
    if (!gmtime_r(&seconds, &tm))
        return STR("");
    size_t n = strftime(text, sizeof text, style == DATE_DAY ? "%Y-%m-%d" : "%Y-%m-%d %H:%M", &tm);
    return arena_str(arena, (struct str){text, n});
}

struct str date_format(struct arena *arena, int64_t ms, struct str language, enum date_style style)
{
    UChar wide[UNITS_MAX];
    int32_t n = 0;
    UErrorCode error = U_ZERO_ERROR;
    const char *locale = format_locale(arena, language);
    UDateFormatStyle time = style == DATE_DAY ? UDAT_NONE : UDAT_SHORT;
    UDateFormat *format = udat_open(time, UDAT_LONG, locale, u"UTC", 3, NULL, 0, &error);
    if (U_SUCCESS(error)) {
        n = udat_format(format, (UDate)ms, wide, UNITS_MAX, NULL, &error);
        udat_close(format);
    }
    struct str text = from_utf16(arena, wide, n, error);
    if (text.n == 0)
        text = iso_date(arena, ms, style);
    return style == DATE_DAY ? text : arena_printf(arena, "%.*s UTC", STRF(text));
}
