/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hours gathered to bars, a scale with round numbers, and one path for all bars.
 *
 * The numbers are those of the template's viewBox. Nothing is smoothed or left out: an hour in
 * which nothing happened is a bar of no height. */
#include "web/chart.h"

#include "base/buf.h"
#include "base/clock.h"
#include "domain/language.h"

enum {
    LEFT = 72,
    RIGHT = 712,
    TOP = 30,
    BOTTOM = 230,
    LINES = 4,
    TIMES = 3,
    SHORT_HOURS = 72,
    TENTHS = 10,
    HOUR_MS = 3600000,
    PATH_BYTES_MAX = 16 * 1024
};

struct bars {
    int64_t first_hour, first_ms;
    int64_t step; /* hours in one bar */
    size_t n;
    int64_t people[CHART_BARS_MAX], acts[CHART_BARS_MAX];
    int64_t most;
    size_t most_at;
};

/* The smallest of the handy steps with which `hours` fit; beyond them whole weeks. */
static int64_t step_for(int64_t hours)
{
    static const int64_t steps[] = {1, 2, 3, 6, 12, 24, 48, 168};
    enum { WEEK = 168 };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (hours <= steps[i] * CHART_BARS_MAX)
            return steps[i];
    }
    const int64_t all_weeks = (int64_t)WEEK * CHART_BARS_MAX;
    return (hours + all_weeks - 1) / all_weeks * WEEK;
}

static void gather(struct bars *bars, const struct figures *figures)
{
    const struct figure_hour *first = &figures->hours[0];
    const struct figure_hour *last = &figures->hours[figures->n_hours - 1];
    int64_t hours = last->hour - first->hour + 1;
    bars->first_hour = first->hour;
    bars->first_ms = first->start_ms;
    bars->step = step_for(hours);
    bars->n = (size_t)((hours + bars->step - 1) / bars->step);
    for (size_t i = 0; i < figures->n_hours; i++) {
        const struct figure_hour *hour = &figures->hours[i];
        size_t at = (size_t)((hour->hour - first->hour) / bars->step);
        const int64_t *kinds = hour->counts.kinds;
        bars->people[at] += hour->counts.people;
        bars->acts[at] += kinds[COUNT_POST] + kinds[COUNT_COMMENT] + kinds[COUNT_REACTION];
    }
    for (size_t i = 0; i < bars->n; i++) {
        if (bars->acts[i] > bars->most) {
            bars->most = bars->acts[i];
            bars->most_at = i;
        }
    }
}

/* The smallest 1, 2 or 5 with noughts of which LINES reach up to `most`. */
static int64_t line_step(int64_t most)
{
    static const int64_t digits[] = {1, 2, 5};
    int64_t noughts = 1;
    for (;;) {
        for (size_t i = 0; i < 3; i++) {
            if (digits[i] * noughts * LINES >= most)
                return digits[i] * noughts;
        }
        noughts *= 10;
    }
}

/* Tenths of a unit of the viewBox, so that no floating point is needed. */
static void put_tenths(struct buf *buf, int64_t tenths)
{
    buf_printf(buf, "%lld.%lld", (long long)(tenths / TENTHS), (long long)(tenths % TENTHS));
}

static int64_t x_of(const struct bars *bars, size_t at)
{
    return (int64_t)LEFT * TENTHS + (int64_t)at * (RIGHT - LEFT) * TENTHS / (int64_t)bars->n;
}

static int64_t height_of(int64_t acts, int64_t top)
{
    double part = (double)acts / (double)top;
    int64_t height = (int64_t)(part * (BOTTOM - TOP) * TENTHS);
    /* what happened must be seen */
    return acts > 0 && height < TENTHS ? TENTHS : height;
}

static struct str path_of(struct arena *arena, const struct bars *bars, int64_t top)
{
    struct buf buf = buf_init(PATH_BYTES_MAX);
    const int64_t unit = TENTHS;
    BUG_IF(bars->n == 0);
    int64_t width = (RIGHT - LEFT) * unit / (int64_t)bars->n;
    width -= width > 2 * unit ? unit : width / 4;
    if (width > 24 * unit)
        width = 24 * unit;
    for (size_t i = 0; i < bars->n; i++) {
        int64_t height = height_of(bars->acts[i], top);
        if (height == 0)
            continue;
        buf_char(&buf, 'M');
        put_tenths(&buf, x_of(bars, i));
        buf_printf(&buf, " %dv-", BOTTOM);
        put_tenths(&buf, height);
        buf_char(&buf, 'h');
        put_tenths(&buf, width);
        buf_char(&buf, 'v');
        put_tenths(&buf, height);
        buf_char(&buf, 'z');
    }
    struct str path = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return path;
}

static void add_lines(struct arena *arena, const struct locale *locale, int64_t step,
                      struct view_chart *out)
{
    struct view_tick *lines = arena_array(arena, struct view_tick, LINES + 1);
    for (int i = 0; i <= LINES; i++) {
        int at = BOTTOM - (BOTTOM - TOP) * i / LINES;
        lines[i].at = arena_printf(arena, "%d", at);
        lines[i].label = number_format(locale->formats, arena, step * i, locale->code);
    }
    out->lines = lines;
    out->n_lines = LINES + 1;
}

static int64_t start_of(const struct bars *bars, size_t at)
{
    return bars->first_ms + (int64_t)at * bars->step * HOUR_MS;
}

/* A day, or within the first days the hours since the call. */
static struct str time_label(struct arena *arena, const struct locale *locale,
                             const struct bars *bars, size_t at)
{
    int64_t hour = bars->first_hour + (int64_t)at * bars->step;
    struct message_arg args[] = {{"n", number_format(locale->formats, arena, hour, locale->code)}};
    if (hour < SHORT_HOURS && (int64_t)bars->n * bars->step <= SHORT_HOURS)
        return locale_fill(locale, arena, T("{n} h after the call"), args, 1);
    return date_format(locale->formats, arena, start_of(bars, at), locale->code, DATE_DAY);
}

/* At both ends and in the middle; one alone when there are few bars. */
static void add_times(struct arena *arena, const struct locale *locale, const struct bars *bars,
                      struct view_chart *out)
{
    struct view_tick *times = arena_array(arena, struct view_tick, TIMES);
    /* far enough from the edges that a long date is not cut */
    static const int places[TIMES] = {LEFT + 50, (LEFT + RIGHT) / 2, RIGHT - 90};
    size_t n = bars->n < TIMES ? 1 : TIMES;
    for (size_t i = 0; i < n; i++) {
        size_t at = n == 1 ? 0 : i * (bars->n - 1) / (TIMES - 1);
        times[i].at = arena_printf(arena, "%d", places[i]);
        times[i].label = time_label(arena, locale, bars, at);
    }
    out->times = times;
    out->n_times = n;
}

static void add_rows(struct arena *arena, const struct locale *locale, const struct bars *bars,
                     struct view_chart *out)
{
    struct view_hour *rows = arena_array(arena, struct view_hour, bars->n);
    for (size_t i = 0; i < bars->n; i++) {
        int64_t at_ms = start_of(bars, i);
        rows[i] = (struct view_hour){
            .iso = time_iso(arena, at_ms),
            .when = date_format(locale->formats, arena, at_ms, locale->code, DATE_MINUTE),
            .people = bars->people[i],
            .acts = bars->acts[i],
        };
    }
    out->hours = rows;
    out->n_hours = bars->n;
}

static void add_words(struct arena *arena, const struct locale *locale, const struct bars *bars,
                      struct view_chart *out)
{
    struct message_arg args[] = {
        {"n", number_format(locale->formats, arena, bars->step, locale->code)},
        {"most", number_format(locale->formats, arena, bars->most, locale->code)},
        {"time", date_format(locale->formats, arena, start_of(bars, bars->most_at), locale->code,
                             DATE_MINUTE)},
    };
    size_t n = sizeof args / sizeof args[0];
    out->title = locale_say(locale, T("Hour by hour"));
    out->unit =
        bars->step == 1
            ? locale_say(locale, T("Posts, comments and reactions in each hour (UTC)"))
            : locale_fill(locale, arena,
                          T("Posts, comments and reactions in every {n} hours (UTC)"), args, n);
    out->description = locale_fill(
        locale, arena, T("The most, {most}, came in the bar that begins at {time}."), args, n);
}

bool chart_hours(struct arena *arena, const struct locale *locale, const struct figures *figures,
                 struct view_chart *out)
{
    if (figures->n_hours == 0)
        return false;
    struct bars *bars = arena_new(arena, struct bars);
    gather(bars, figures);
    if (bars->most == 0)
        return false;
    int64_t step = line_step(bars->most);
    struct view_chart chart = {.path = path_of(arena, bars, step * LINES)};
    add_lines(arena, locale, step, &chart);
    add_times(arena, locale, bars, &chart);
    add_rows(arena, locale, bars, &chart);
    add_words(arena, locale, bars, &chart);
    *out = chart;
    return true;
}
