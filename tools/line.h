/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A line on a map, for mapgen. */
#pragma once

#include <stddef.h>

struct point {
    double x, y;
};

/* An arc, or a ring whose last point is its first. */
struct line {
    struct point *points;
    size_t n;
};

/* Leaves out the points that are missed least, one after another, as long as the triangle with
 * their neighbours is below `least`; the ends stay (Visvalingam, Whyatt 1993,
 * doi:10.1179/000870493786962263). */
void line_thin(struct line *line, double least);
