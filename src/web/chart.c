/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hours gathered to bars, a scale with round numbers, and one path for all bars.
 *
 * The numbers are those of the template's viewBox. Nothing is smoothed or left out: an hour in
 * which nothing happened is a bar of no height. */
#include "web/chart.h"

#include "base/clock.h"
#include "domain/first_day.h"
#include "domain/language.h"
#include "web/axis.h"

enum { TIMES = 3, SHORT_HOURS = 72, HOUR_MS = 3600000, PATH_BYTES_MAX = 16 * 1024 };

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
        bars->people[at] += hour->counts.people;
        bars->acts[at] += figure_acts(&hour->counts);
    }
    for (size_t i = 0; i < bars->n; i++) {
        if (bars->acts[i] > bars->most) {
            bars->most = bars->acts[i];
            bars->most_at = i;
        }
    }
}

static int64_t x_of(const struct bars *bars, size_t at)
{
    return (int64_t)AXIS_LEFT * AXIS_TENTHS +
           (int64_t)at * (AXIS_RIGHT - AXIS_LEFT) * AXIS_TENTHS / (int64_t)bars->n;
}

/* One line up, along and down each bar, and along the ground to the next: the shortest that says
 * it. */
static struct str path_of(struct arena *arena, const struct bars *bars, int64_t top)
{
    struct buf buf = buf_init(PATH_BYTES_MAX);
    const int64_t unit = AXIS_TENTHS;
    BUG_IF(bars->n == 0);
    int64_t width = (AXIS_RIGHT - AXIS_LEFT) * unit / (int64_t)bars->n;
    width -= width > 2 * unit ? unit : width / 4;
    if (width > 24 * unit)
        width = 24 * unit;
    int64_t at = x_of(bars, 0);
    buf_char(&buf, 'M');
    axis_put(&buf, at);
    buf_printf(&buf, " %d", AXIS_BOTTOM);
    for (size_t i = 0; i < bars->n; i++) {
        int64_t height = axis_round(axis_height(bars->acts[i], top));
        if (height == 0)
            continue;
        if (x_of(bars, i) > at) {
            buf_char(&buf, 'h');
            axis_put(&buf, x_of(bars, i) - at);
        }
        buf_char(&buf, 'v');
        axis_put_units(&buf, -height);
        buf_char(&buf, 'h');
        axis_put(&buf, width);
        buf_char(&buf, 'v');
        axis_put_units(&buf, height);
        at = x_of(bars, i) + width;
    }
    buf_char(&buf, 'z');
    struct str path = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return path;
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

/* One alone when there are few bars. */
static void add_times(struct arena *arena, const struct locale *locale, const struct bars *bars,
                      struct view_chart *out)
{
    struct str labels[TIMES];
    size_t n = bars->n < TIMES ? 1 : TIMES;
    for (size_t i = 0; i < n; i++)
        labels[i] = time_label(arena, locale, bars, n == 1 ? 0 : i * (bars->n - 1) / (TIMES - 1));
    axis_times(arena, labels, n, out);
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
    out->title = locale_say(locale, T("From the call until now"));
    out->unit =
        bars->step == 1
            ? locale_say(locale, T("Posts, comments and reactions in each hour (UTC)"))
            : locale_fill(locale, arena,
                          T("Posts, comments and reactions in every {n} hours (UTC)"), args, n);
    out->description = locale_fill(
        locale, arena, T("The most, {most}, came in the bar that begins at {time}."), args, n);
}

static bool has_bars(struct arena *arena, const struct figures *figures, struct bars **out)
{
    if (figures->n_hours == 0)
        return false;
    struct bars *bars = arena_new(arena, struct bars);
    gather(bars, figures);
    *out = bars;
    return bars->most > 0;
}

bool chart_hours(struct arena *arena, const struct locale *locale, const struct figures *figures,
                 struct view_chart *out)
{
    struct bars *bars;
    if (!has_bars(arena, figures, &bars))
        return false;
    int64_t top = axis_top(bars->most);
    struct view_chart chart = {.id = STR("all-hours"), .bars = path_of(arena, bars, top)};
    axis_levels(arena, locale, top, &chart);
    add_times(arena, locale, bars, &chart);
    add_words(arena, locale, bars, &chart);
    *out = chart;
    return true;
}

bool chart_rows(struct arena *arena, const struct locale *locale, const struct figures *figures,
                struct view_hours *out)
{
    struct bars *bars;
    if (!has_bars(arena, figures, &bars))
        return false;
    struct view_hour *rows = arena_array(arena, struct view_hour, bars->n);
    for (size_t i = 0; i < bars->n; i++) {
        int64_t at_ms = start_of(bars, i);
        rows[i] = (struct view_hour){
            .iso = time_iso(arena, at_ms),
            .when = date_format(locale->formats, arena, at_ms, locale->code, DATE_SHORT),
            .people = bars->people[i],
            .acts = bars->acts[i],
        };
    }
    *out = (struct view_hours){.id = STR("all-hours"),
                               .title = locale_say(locale, T("From the call until now")),
                               .rows = rows,
                               .n_rows = bars->n};
    return true;
}
