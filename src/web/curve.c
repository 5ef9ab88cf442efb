/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two lines over the hours of a day (curve.h). */
#include "web/curve.h"

#include "base/clock.h"
#include "domain/first_day.h"
#include "domain/language.h"
#include "web/axis.h"

enum { HOURS = FIRST_DAY_HOURS, TIMES = 3, PATH_BYTES_MAX = 4 * 1024 };

/* The numbers of a day, hour by hour; fewer than HOURS while it lasts. */
struct day {
    const struct figure_hour *hours;
    size_t n;
    int64_t first[HOURS], second[HOURS];
    int64_t most;
    size_t most_at;
};

static void day_look(struct day *day)
{
    for (size_t i = 0; i < day->n; i++) {
        if (day->first[i] > day->most) {
            day->most = day->first[i];
            day->most_at = i;
        }
    }
}

static struct day day_of(const struct figure_hour *hours, size_t n)
{
    struct day day = {.hours = hours, .n = n};
    for (size_t i = 0; i < n; i++) {
        day.first[i] = figure_acts(&hours[i].counts);
        day.second[i] = hours[i].counts.people;
    }
    day_look(&day);
    return day;
}

static struct day first_day(const struct figures *figures)
{
    return day_of(figures->first, figures->n_first);
}

/* Not while they are the first 24 as well. */
static struct day last_day(const struct figures *figures)
{
    bool is_first = figures->n_first < HOURS || figures->n_hours < HOURS ||
                    figures->hours[figures->n_hours - 1].hour < HOURS;
    if (is_first)
        return (struct day){0};
    return day_of(figures->hours + figures->n_hours - HOURS, HOURS);
}

/* --- paths --- */

static int64_t x_of(size_t at)
{
    const int64_t width = (int64_t)(AXIS_RIGHT - AXIS_LEFT) * AXIS_TENTHS;
    return (int64_t)AXIS_LEFT * AXIS_TENTHS + width * (2 * (int64_t)at + 1) / (HOURS * INT64_C(2));
}

/* A single hour is a level as wide as the hour: a point alone would not be seen. */
static int64_t point_at(size_t at, size_t n)
{
    const int64_t half = (x_of(1) - x_of(0)) / 2;
    if (n > 1)
        return x_of(at);
    return at == 0 ? x_of(0) - half : x_of(0) + half;
}

/* From one point to the next in whole units; a sign separates as well as a blank. */
static void put_points(struct buf *buf, const int64_t *values, size_t n, int64_t top)
{
    int64_t x = 0;
    int64_t y = 0;
    for (size_t i = 0; i < (n == 1 ? 2 : n); i++) {
        int64_t x_now = axis_round(point_at(i, n));
        int64_t y_now = AXIS_BOTTOM - axis_round(axis_height(values[n == 1 ? 0 : i], top));
        buf_char(buf, i == 0 ? 'M' : (i == 1 ? 'l' : ' '));
        axis_put_units(buf, x_now - x);
        if (y_now >= y)
            buf_char(buf, ' ');
        axis_put_units(buf, y_now - y);
        x = x_now;
        y = y_now;
    }
}

static struct str path_of(struct arena *arena, const int64_t *values, size_t n, int64_t top,
                          bool is_area)
{
    struct buf buf = buf_init(PATH_BYTES_MAX);
    put_points(&buf, values, n, top);
    if (is_area)
        buf_printf(&buf, "V%dH%lldz", AXIS_BOTTOM, (long long)axis_round(point_at(0, n)));
    struct str path = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return path;
}

static void draw(struct arena *arena, const struct locale *locale, const struct day *day,
                 const char *const times[TIMES], struct view_chart *out)
{
    int64_t most = day->most;
    for (size_t i = 0; i < day->n; i++)
        most = day->second[i] > most ? day->second[i] : most;
    int64_t top = axis_top(most);
    struct str labels[TIMES];
    for (size_t i = 0; i < TIMES; i++)
        labels[i] = locale_say(locale, times[i]);
    out->area = path_of(arena, day->first, day->n, top, true);
    out->line = path_of(arena, day->first, day->n, top, false);
    out->second = path_of(arena, day->second, day->n, top, false);
    axis_levels(arena, locale, top, out);
    axis_times(arena, labels, TIMES, out);
}

/* --- charts --- */

static const char *const from_call[TIMES] = {T("The call"), T("12 hours later"),
                                             T("24 hours later")};
static const char *const until_now[TIMES] = {T("24 hours ago"), T("12 hours ago"), T("Now")};

static bool draw_acts(struct arena *arena, const struct locale *locale, const struct day *day,
                      const char *const times[TIMES], struct view_chart *out)
{
    if (day->most == 0)
        return false;
    struct message_arg args[] = {
        {"most", number_format(locale->formats, arena, day->most, locale->code)},
        {"time", date_format(locale->formats, arena, day->hours[day->most_at].start_ms,
                             locale->code, DATE_MINUTE)},
    };
    out->key = locale_say(locale, T("Posts, comments and reactions"));
    out->second_key = locale_say(locale, T("People, for the first time"));
    out->unit = locale_say(locale, T("In each hour, counted from the call (UTC)."));
    out->description = locale_fill(locale, arena,
                                   T("The most posts, comments and reactions in an hour, {most}, "
                                     "came in the one that began at {time}."),
                                   args, 2);
    draw(arena, locale, day, times, out);
    return true;
}

bool curve_first(struct arena *arena, const struct locale *locale, const struct figures *figures,
                 struct view_chart *out)
{
    struct day day = first_day(figures);
    struct view_chart chart = {.id = STR("first-day"),
                               .title = locale_say(locale, T("The first 24 hours"))};
    if (!draw_acts(arena, locale, &day, from_call, &chart))
        return false;
    *out = chart;
    return true;
}

bool curve_last(struct arena *arena, const struct locale *locale, const struct figures *figures,
                struct view_chart *out)
{
    struct day day = last_day(figures);
    struct view_chart chart = {.id = STR("last-day"),
                               .title = locale_say(locale, T("The last 24 hours"))};
    if (!draw_acts(arena, locale, &day, until_now, &chart))
        return false;
    *out = chart;
    return true;
}

bool curve_beside_2017(struct arena *arena, const struct locale *locale,
                       const struct figures *figures, struct view_chart *out)
{
    if (!first_day_is_over(figures))
        return false;
    struct day day = {.n = HOURS};
    first_day_shares(figures, day.first);
    for (size_t i = 0; i < HOURS; i++)
        day.second[i] = first_day_2017[i];
    day_look(&day);
    struct message_arg args[] = {
        {"n", number_format(locale->formats, arena, day.most, locale->code)},
        {"hour", number_format(locale->formats, arena, (int64_t)day.most_at + 1, locale->code)},
    };
    struct view_chart chart = {
        .id = STR("beside-2017"),
        .title = locale_say(locale, T("The first day, and that of 2017")),
        .key = locale_say(locale, T("This call")),
        .second_key = locale_say(locale, T("#MeToo in 2017, a model")),
        .unit = locale_say(locale, T("Of every thousand of the day: how many in each hour.")),
        .note = locale_say(
            locale,
            T("Nobody published the hours of 2017. The model runs through what was published about "
              "Twitter: 20,400 posts after 3.6 hours (Keyhole), 83,000 after 5.6 (Meltwater), "
              "200,000 in the morning (BBC), 500,000 after 19.7 and 792,000 after 24.")),
        .description = locale_fill(locale, arena,
                                   T("In this call the most, {n} of every thousand, came in hour "
                                     "{hour}; in 2017, by the model, in hours 20 and 21."),
                                   args, 2),
    };
    draw(arena, locale, &day, from_call, &chart);
    *out = chart;
    return true;
}

/* --- tables --- */

static bool rows_of(struct arena *arena, const struct locale *locale, const struct day *day,
                    struct view_hour **out)
{
    if (day->most == 0)
        return false;
    struct view_hour *rows = arena_array(arena, struct view_hour, day->n);
    for (size_t i = 0; i < day->n; i++) {
        int64_t at_ms = day->hours[i].start_ms;
        rows[i] = (struct view_hour){
            .iso = time_iso(arena, at_ms),
            .when = date_format(locale->formats, arena, at_ms, locale->code, DATE_SHORT),
            .people = day->second[i],
            .acts = day->first[i],
        };
    }
    *out = rows;
    return true;
}

bool curve_first_rows(struct arena *arena, const struct locale *locale,
                      const struct figures *figures, struct view_hours *out)
{
    struct day day = first_day(figures);
    struct view_hour *rows;
    int64_t shares[HOURS];
    if (!rows_of(arena, locale, &day, &rows))
        return false;
    bool has_shares = first_day_is_over(figures);
    if (has_shares)
        first_day_shares(figures, shares);
    for (size_t i = 0; has_shares && i < HOURS; i++) {
        rows[i].share = shares[i];
        rows[i].share_2017 = first_day_2017[i];
    }
    *out = (struct view_hours){.id = STR("first-day"),
                               .title = locale_say(locale, T("The first 24 hours")),
                               .rows = rows,
                               .n_rows = day.n,
                               .has_shares = has_shares};
    return true;
}

bool curve_last_rows(struct arena *arena, const struct locale *locale,
                     const struct figures *figures, struct view_hours *out)
{
    struct day day = last_day(figures);
    struct view_hour *rows;
    if (!rows_of(arena, locale, &day, &rows))
        return false;
    *out = (struct view_hours){.id = STR("last-day"),
                               .title = locale_say(locale, T("The last 24 hours")),
                               .rows = rows,
                               .n_rows = day.n};
    return true;
}
