/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time and ids. Calendar arithmetic is done here by hand (proleptic Gregorian, UTC, no leap
 * seconds): it is short, safe from several threads and several times faster than libc's. */
#include "base/clock.h"

#include <time.h>

#include "base/arena.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, HOUR_MS = 60 * MINUTE_MS };
static const int64_t day_ms = (int64_t)24 * HOUR_MS;

/* The years 0000 to 9999, which is what RFC 3339 can write. */
static const int64_t first_ms = -62167219200000;
static const int64_t last_ms = 253402300799999;

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    BUG_IF(clock_gettime(id, &now) != 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_now(void *context)
{
    (void)context;
    return read_clock(CLOCK_REALTIME);
}

const struct clock clock_system = {system_now, NULL};

int64_t clock_now_ms(const struct clock *clock)
{
    return clock->now_ms(clock->context);
}

int64_t clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t id_next(struct id_source *source, int64_t now_ms)
{
    int64_t now = id_at_ms(now_ms);
    source->last = now > source->last ? now : source->last + 1;
    return source->last;
}

struct civil {
    int64_t year;
    int month, day; /* from 1 */
};

/* Counts in eras of 400 years (146097 days) whose years begin in March, so that the leap day is
 * the last day of the year: a month's first day is then (153 * month + 2) / 5. */
static struct civil civil_of(int64_t days)
{
    int64_t shifted = days + 719468; /* days from 0000-03-01 to 1970-01-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    return (struct civil){
        .year = year_of_era + era * 400 + (month >= 10 ? 1 : 0),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

static int64_t days_of(struct civil date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t time_day_start(int64_t ms)
{
    int64_t into = ms % day_ms;
    return ms - (into < 0 ? into + day_ms : into);
}

static void put_digits(char *out, int n, int64_t value)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

static int64_t writable(int64_t ms)
{
    if (ms < first_ms)
        return first_ms;
    return ms > last_ms ? last_ms : ms;
}

void time_write_day(char out[TIME_DAY_CHARS], int64_t ms)
{
    struct civil date = civil_of(time_day_start(writable(ms)) / day_ms);
    put_digits(out, 4, date.year);
    out[4] = '-';
    put_digits(out + 5, 2, date.month);
    out[7] = '-';
    put_digits(out + 8, 2, date.day);
}

void time_write_iso(char out[TIME_ISO_CHARS], int64_t ms)
{
    ms = writable(ms);
    time_write_day(out, ms);
    int32_t into = (int32_t)(ms - time_day_start(ms));
    out[10] = 'T';
    put_digits(out + 11, 2, into / HOUR_MS);
    out[13] = ':';
    put_digits(out + 14, 2, into / MINUTE_MS % 60);
    out[16] = ':';
    put_digits(out + 17, 2, into / SECOND_MS % 60);
    out[19] = '.';
    put_digits(out + 20, 3, into % SECOND_MS);
    out[23] = 'Z';
}

struct str time_iso(struct arena *arena, int64_t ms)
{
    char text[TIME_ISO_CHARS];
    time_write_iso(text, ms);
    return arena_str(arena, (struct str){text, sizeof text});
}

struct str time_day(struct arena *arena, int64_t ms)
{
    char text[TIME_DAY_CHARS];
    time_write_day(text, ms);
    return arena_str(arena, (struct str){text, sizeof text});
}

/* Exactly n digits at the beginning of *s, which are cut off; at most `high`. */
static bool take_number(struct str *s, size_t n, int64_t high, int64_t *out)
{
    uint64_t value;
    if (s->n < n || !str_u64(str_sub(*s, 0, n), &value) || value > (uint64_t)high)
        return false;
    *out = (int64_t)value;
    *s = str_sub(*s, n, s->n);
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool take_day(struct str *s, int64_t *days)
{
    int64_t year;
    int64_t month;
    int64_t day;
    if (!take_number(s, 4, 9999, &year) || !take_char(s, '-') || !take_number(s, 2, 12, &month) ||
        !take_char(s, '-') || !take_number(s, 2, 31, &day) || month == 0 || day == 0)
        return false;
    struct civil date = {year, (int)month, (int)day};
    *days = days_of(date);
    /* 30 February would come back as 1 or 2 March */
    return civil_of(*days).day == date.day;
}

/* "20:21:07" */
static bool take_seconds(struct str *s, int64_t *ms)
{
    int64_t hours;
    int64_t minutes;
    int64_t seconds;
    if (!take_number(s, 2, 23, &hours) || !take_char(s, ':') || !take_number(s, 2, 59, &minutes) ||
        !take_char(s, ':') || !take_number(s, 2, 59, &seconds))
        return false;
    *ms = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
    return true;
}

static bool take_time(struct str *s, int64_t *ms)
{
    int64_t fraction = 0;
    if (!take_seconds(s, ms) || (take_char(s, '.') && !take_number(s, 3, 999, &fraction)))
        return false;
    *ms += fraction;
    return take_char(s, 'Z');
}

bool time_parse(struct str s, int64_t *ms)
{
    int64_t days;
    int64_t into = 0;
    if (!take_day(&s, &days))
        return false;
    if (take_char(&s, 'T') && !take_time(&s, &into))
        return false;
    if (s.n > 0)
        return false;
    *ms = days * day_ms + into;
    return true;
}

/* ".25" or ".250000": what is finer than a millisecond is left out. */
static bool take_fraction(struct str *s, int64_t *ms)
{
    int64_t worth = SECOND_MS;
    if (!take_char(s, '.'))
        return true;
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9') {
        worth /= 10;
        *ms += (s->p[n++] - '0') * worth;
    }
    *s = str_sub(*s, n, s->n);
    return n > 0;
}

/* "Z", "+05:30": how far its clocks are before UTC's. */
static bool take_offset(struct str *s, int64_t *ms)
{
    int64_t hours;
    int64_t minutes;
    *ms = 0;
    if (take_char(s, 'Z'))
        return true;
    bool is_behind = take_char(s, '-');
    if ((!is_behind && !take_char(s, '+')) || !take_number(s, 2, 23, &hours) ||
        !take_char(s, ':') || !take_number(s, 2, 59, &minutes))
        return false;
    *ms = (hours * HOUR_MS + minutes * MINUTE_MS) * (is_behind ? -1 : 1);
    return true;
}

bool time_parse_moment(struct str s, int64_t *ms)
{
    int64_t days;
    int64_t into;
    int64_t offset;
    if (time_parse(s, ms))
        return true;
    if (!take_day(&s, &days) || !take_char(&s, 'T') || !take_seconds(&s, &into) ||
        !take_fraction(&s, &into) || !take_offset(&s, &offset) || s.n > 0)
        return false;
    *ms = days * day_ms + into - offset;
    return true;
}
