/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Scales and labels of charts (axis.h). */
#include "web/axis.h"

#include "domain/language.h"

enum { LEVELS = 4, TIMES_MAX = 3, ABOVE_LINE = 5 };

int64_t axis_top(int64_t most)
{
    static const int64_t digits[] = {1, 2, 3, 4, 5, 6, 8};
    int64_t noughts = 1;
    for (;;) {
        for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
            if (digits[i] * noughts * LEVELS >= most)
                return digits[i] * noughts * LEVELS;
        }
        noughts *= 10;
    }
}

void axis_levels(struct arena *arena, const struct locale *locale, int64_t top,
                 struct view_chart *out)
{
    struct view_tick *levels = arena_array(arena, struct view_tick, LEVELS + 1);
    for (int i = 0; i <= LEVELS; i++) {
        int at = AXIS_BOTTOM - (AXIS_BOTTOM - AXIS_TOP) * i / LEVELS;
        levels[i].at = arena_printf(arena, "%d", at - ABOVE_LINE);
        levels[i].label = number_format(locale->formats, arena, top / LEVELS * i, locale->code);
    }
    out->levels = levels;
    out->n_levels = LEVELS + 1;
}

void axis_times(struct arena *arena, const struct str *labels, size_t n, struct view_chart *out)
{
    static const int places[TIMES_MAX] = {AXIS_LEFT, (AXIS_LEFT + AXIS_RIGHT) / 2, AXIS_RIGHT};
    static const struct str anchors[TIMES_MAX] = {STR_INIT("start"), STR_INIT("middle"),
                                                  STR_INIT("end")};
    BUG_IF(n > TIMES_MAX);
    struct view_tick *times = arena_array(arena, struct view_tick, n);
    for (size_t i = 0; i < n; i++)
        times[i] = (struct view_tick){arena_printf(arena, "%d", places[i]), labels[i], anchors[i]};
    out->times = times;
    out->n_times = n;
}

int64_t axis_height(int64_t value, int64_t top)
{
    double part = (double)value / (double)top;
    int64_t height = (int64_t)(part * (AXIS_BOTTOM - AXIS_TOP) * AXIS_TENTHS);
    return value > 0 && height < AXIS_TENTHS ? AXIS_TENTHS : height;
}

int64_t axis_round(int64_t tenths)
{
    return (tenths + AXIS_TENTHS / 2) / AXIS_TENTHS;
}

void axis_put(struct buf *buf, int64_t tenths)
{
    axis_put_units(buf, tenths / AXIS_TENTHS);
    if (tenths % AXIS_TENTHS != 0) {
        buf_char(buf, '.');
        buf_char(buf, (char)('0' + tenths % AXIS_TENTHS));
    }
}

void axis_put_units(struct buf *buf, int64_t units)
{
    char digits[STR_NUMBER_CHARS];
    if (units < 0)
        buf_char(buf, '-');
    buf_put(buf, str_number(digits, units < 0 ? -units : units));
}
