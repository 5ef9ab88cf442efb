/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From released sums to figures that may be shown.
 *
 * Headline totals are exact. Of a breakdown is shown what is told of it (told.h), and what that
 * leaves of the total as "other". Hours are those of the whole family: below the floor nothing is
 * shown, the rest is rounded to 10. With a floor of 1 everything is exact. */
#include <stdlib.h>
#include <string.h>

#include "domain/sheet.h"

enum { HOUR_MS = 3600 * 1000, ROUND_TO = 10, DAY_HOURS = 24 };

static int64_t round_cell(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return n;
    return n < floor ? 0 : (n + ROUND_TO / 2) / ROUND_TO * ROUND_TO;
}

static int64_t total(const struct figure_counts *counts)
{
    int64_t sum = 0;
    for (int k = 0; k < COUNT_KINDS; k++)
        sum += counts->kinds[k];
    return sum;
}

/* Acts and people of the hours from..to (exclusive). People are those whose first act (or, for
 * the running window, whose last act) fell in them. */
static struct figure_counts window(const struct sheet *sheet, int64_t from, int64_t to,
                                   bool is_by_last)
{
    struct figure_counts counts = {0};
    if (from < 0)
        from = 0;
    for (int64_t h = from; h < to && h < (int64_t)sheet->n_hours; h++) {
        const struct sheet_hour *hour = &sheet->hours[h];
        counts.people += is_by_last ? hour->lasts : hour->firsts;
        for (int k = 0; k < COUNT_KINDS; k++)
            counts.kinds[k] += hour->kinds[k];
    }
    return counts;
}

/* The hours from..to, `to` exclusive. */
static const struct figure_hour *take_hours(const struct sheet_pair *pair, int64_t floor,
                                            size_t from, size_t to, struct arena *arena)
{
    const struct sheet *sheet = &pair->released;
    struct figure_hour *hours = arena_array(arena, struct figure_hour, to - from);
    for (size_t h = from; h < to; h++) {
        struct figure_hour *hour = &hours[h - from];
        hour->hour = (int64_t)h;
        hour->start_ms = pair->called_ms + (int64_t)h * HOUR_MS;
        if (h >= sheet->n_hours)
            continue;
        hour->counts.people = round_cell(sheet->hours[h].firsts, floor);
        for (int k = 0; k < COUNT_KINDS; k++)
            hour->counts.kinds[k] = round_cell(sheet->hours[h].kinds[k], floor);
    }
    return hours;
}

static void make_hours(const struct sheet_pair *pair, int64_t floor, struct arena *arena,
                       struct figures *out)
{
    enum { HOURS_SHOWN_MAX = 24 * 400 };
    size_t n = (size_t)sheet_pair_hour(pair, pair->released_ms) + 1;
    if (n < pair->released.n_hours)
        n = pair->released.n_hours;
    size_t from = n > HOURS_SHOWN_MAX ? n - HOURS_SHOWN_MAX : 0;
    out->n_hours = n - from;
    out->hours = take_hours(pair, floor, from, n, arena);
    out->n_first = n < DAY_HOURS ? n : DAY_HOURS;
    out->first = from == 0 ? out->hours : take_hours(pair, floor, 0, out->n_first, arena);
}

static int by_size(const void *a, const void *b)
{
    const struct figure_part *x = a, *y = b;
    int64_t m = total(&x->counts), n = total(&y->counts);
    return m != n ? (m < n) - (m > n) : str_cmp(x->name, y->name);
}

/* What is told of a part; the rest of it goes to `other`. */
static struct figure_part take_told(const struct sheet_part *from, struct figure_part *other)
{
    struct figure_part part = {0};
    for (int k = 0; k < COUNT_KINDS; k++) {
        part.counts.kinds[k] = from->told[k].shown;
        other->counts.kinds[k] += from->kinds[k] - from->told[k].shown;
    }
    return part;
}

/* A part of which nothing is told looks like one that is not there. "Other" comes out of the totals
 * and the other parts, which everybody knows: it says nothing more. */
static struct figure_parts make_parts(const struct sheet_parts *from, struct arena *arena)
{
    struct figure_part *parts = arena_array(arena, struct figure_part, from->n + 1);
    struct figure_part other = {.name = STR(""), .is_other = true};
    size_t n = 0;
    for (size_t i = 0; i < from->n; i++) {
        struct figure_part part = take_told(&from->items[i], &other);
        if (total(&part.counts) == 0)
            continue;
        part.name = arena_str(arena, from->items[i].name);
        parts[n++] = part;
    }
    if (n > 1)
        qsort(parts, n, sizeof *parts, by_size);
    if (n > 0 && total(&other.counts) > 0)
        parts[n++] = other;
    return (struct figure_parts){parts, n};
}

void figures_make(const struct sheet_pair *pair, int64_t floor, struct arena *arena,
                  struct figures *out)
{
    const struct sheet *sheet = &pair->released;
    int64_t now = sheet_pair_hour(pair, pair->released_ms);
    int64_t end = (int64_t)sheet->n_hours;
    *out = (struct figures){
        .campaign = pair->campaign,
        .slug = arena_str(arena, pair->slug),
        .called_ms = pair->called_ms,
        .as_of_ms = pair->released_ms,
        .release = pair->release,
        .windows =
            {
                [WINDOW_FIRST_24H] = window(sheet, 0, DAY_HOURS, false),
                [WINDOW_LAST_24H] = window(sheet, now - DAY_HOURS + 1, end, true),
                [WINDOW_ALL] = window(sheet, 0, end, false),
            },
    };
    make_hours(pair, floor, arena, out);
    for (int b = 0; b < BREAKDOWNS; b++)
        out->parts[b] = make_parts(&sheet->parts[b], arena);
}
