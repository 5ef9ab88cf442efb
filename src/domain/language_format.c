/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers and dates as a language writes them: see language.h.
 *
 * English means British English here, as in all of Chorus. When ICU fails, which it does only
 * without its data, plain digits and ISO 8601 stand in: a page is better than none. */
#include "domain/language_kept.h"

#include <string.h>
#include <time.h>

#include <unicode/udat.h>
#include <unicode/udatpg.h>
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

/* --- formatters that are kept open --- */

static void close_handle(struct format_row *row)
{
    if (row->handle != NULL && row->kind == FORMAT_NUMBER)
        unum_close(row->handle);
    else if (row->handle != NULL)
        udat_close(row->handle);
    row->handle = NULL;
}

void formats_close(struct formats *formats)
{
    for (size_t i = 0; i < FORMATS_KEPT; i++)
        close_handle(&formats->rows[i]);
    language_lists_close(formats);
}

/* A date with these parts, as the language orders them. */
static UDateFormat *open_pattern(const char *locale, const UChar *parts)
{
    UChar pattern[UNITS_MAX];
    UErrorCode error = U_ZERO_ERROR;
    UDateTimePatternGenerator *generator = udatpg_open(locale, &error);
    int32_t n =
        udatpg_getBestPattern(generator, parts, u_strlen(parts), pattern, UNITS_MAX, &error);
    udatpg_close(generator);
    UDateFormat *date =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", 3, pattern, n, &error);
    return U_SUCCESS(error) ? date : NULL;
}

static void *open_handle(struct arena *arena, struct str language, enum format_kind kind)
{
    UErrorCode error = U_ZERO_ERROR;
    const char *locale = format_locale(arena, language);
    if (kind == FORMAT_NUMBER) {
        UNumberFormat *number = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &error);
        if (U_SUCCESS(error))
            unum_setAttribute(number, UNUM_MINIMUM_GROUPING_DIGITS,
                              UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
        return U_SUCCESS(error) ? number : NULL;
    }
    if (kind == FORMAT_MONTH || kind == FORMAT_YEAR)
        return open_pattern(locale, kind == FORMAT_MONTH ? u"yMMMM" : u"y");
    UDateFormatStyle time = kind == FORMAT_DAY ? UDAT_NONE : UDAT_SHORT;
    UDateFormatStyle day = kind == FORMAT_SHORT ? UDAT_MEDIUM : UDAT_LONG;
    UDateFormat *date = udat_open(time, day, locale, u"UTC", 3, NULL, 0, &error);
    return U_SUCCESS(error) ? date : NULL;
}

/* The formatter, kept in `formats`, or in *once when it cannot be. NULL when ICU fails. */
static void *handle_of(struct formats *formats, struct format_row *once, struct arena *arena,
                       struct str language, enum format_kind kind)
{
    bool is_kept = formats != NULL && language.n < FORMAT_LANGUAGE_MAX;
    for (size_t i = 0; is_kept && i < FORMATS_KEPT; i++) {
        struct format_row *row = &formats->rows[i];
        if (row->handle != NULL && row->kind == kind && str_eq(str_of(row->language), language))
            return row->handle;
    }
    struct format_row *row = is_kept ? &formats->rows[formats->next++ % FORMATS_KEPT] : once;
    close_handle(row);
    *row = (struct format_row){.kind = kind, .handle = open_handle(arena, language, kind)};
    if (is_kept)
        str_copy(row->language, language);
    return row->handle;
}

/* --- numbers and dates --- */

struct str number_format(struct formats *formats, struct arena *arena, int64_t number,
                         struct str language)
{
    UChar wide[UNITS_MAX];
    int32_t n = 0;
    struct format_row once = {.kind = FORMAT_NUMBER};
    UErrorCode error = U_ZERO_ERROR;
    struct str kept;
    if (kept_find(formats, arena, KEPT_NUMBER, number, language, &kept))
        return kept;
    UNumberFormat *format = handle_of(formats, &once, arena, language, FORMAT_NUMBER);
    if (format != NULL)
        n = unum_formatInt64(format, number, wide, UNITS_MAX, NULL, &error);
    struct str text = from_utf16(arena, wide, n, error);
    close_handle(&once);
    kept_put(formats, KEPT_NUMBER, number, language, text);
    return text.n > 0 ? text : arena_printf(arena, "%lld", (long long)number);
}

static struct str iso_date(struct arena *arena, int64_t ms, enum date_style style)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm = {0};
    char text[64];
    if (!gmtime_r(&seconds, &tm))
        return STR("");
    static const size_t chars[] = {
        [DATE_DAY] = 10, [DATE_MINUTE] = 16, [DATE_SHORT] = 16, [DATE_MONTH] = 7, [DATE_YEAR] = 4};
    size_t n = strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm);
    n = n < chars[style] ? n : chars[style];
    return arena_str(arena, (struct str){text, n});
}

/* Within a minute, or a day, a date says the same. */
static int64_t date_key(int64_t ms, enum date_style style)
{
    const int64_t minute_ms = INT64_C(60) * 1000;
    bool is_minute = style == DATE_MINUTE || style == DATE_SHORT;
    int64_t unit = is_minute ? minute_ms : INT64_C(24) * 60 * minute_ms;
    return ms / unit - (ms % unit < 0);
}

static struct str date_make(struct formats *formats, struct arena *arena, int64_t ms,
                            struct str language, enum date_style style)
{
    UChar wide[UNITS_MAX];
    int32_t n = 0;
    static const enum format_kind kinds[] = {
        [DATE_DAY] = FORMAT_DAY,     [DATE_MINUTE] = FORMAT_MINUTE, [DATE_SHORT] = FORMAT_SHORT,
        [DATE_MONTH] = FORMAT_MONTH, [DATE_YEAR] = FORMAT_YEAR,
    };
    enum format_kind kind = kinds[style];
    struct format_row once = {.kind = kind};
    UErrorCode error = U_ZERO_ERROR;
    UDateFormat *format = handle_of(formats, &once, arena, language, kind);
    if (format != NULL)
        n = udat_format(format, (UDate)ms, wide, UNITS_MAX, NULL, &error);
    struct str text = from_utf16(arena, wide, n, error);
    close_handle(&once);
    if (text.n == 0)
        text = iso_date(arena, ms, style);
    return style != DATE_MINUTE ? text : arena_printf(arena, "%.*s UTC", STRF(text));
}

struct str date_format(struct formats *formats, struct arena *arena, int64_t ms,
                       struct str language, enum date_style style)
{
    static const enum kept_kind kinds[] = {
        [DATE_DAY] = KEPT_DAY,     [DATE_MINUTE] = KEPT_MINUTE, [DATE_SHORT] = KEPT_SHORT,
        [DATE_MONTH] = KEPT_MONTH, [DATE_YEAR] = KEPT_YEAR,
    };
    int64_t key = date_key(ms, style);
    struct str text;
    if (kept_find(formats, arena, kinds[style], key, language, &text))
        return text;
    text = date_make(formats, arena, ms, language, style);
    kept_put(formats, kinds[style], key, language, text);
    return text;
}
