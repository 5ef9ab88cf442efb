/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Thinning lines (line.h). */
#include "line.h"

#include <math.h>
#include <string.h>

static double area_of(struct point a, struct point b, struct point c)
{
    return fabs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

/* The point that is missed least; 0 when each is needed. */
static size_t least_point(const struct line *line, double least)
{
    double smallest = least;
    size_t at = 0;

    for (size_t i = 1; i + 1 < line->n; i++) {
        double area = area_of(line->points[i - 1], line->points[i], line->points[i + 1]);
        if (area < smallest) {
            smallest = area;
            at = i;
        }
    }
    return at;
}

void line_thin(struct line *line, double least)
{
    for (size_t at; (at = least_point(line, least)) > 0;) {
        line->n--;
        memmove(&line->points[at], &line->points[at + 1], (line->n - at) * sizeof(struct point));
    }
}
