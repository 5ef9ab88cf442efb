/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The frame of a chart: where it lies in the viewBox of templates/chart.html, and a scale with
 * round numbers. Tenths of a unit throughout, so that no floating point is written. */
#pragma once

#include "base/buf.h"
#include "web/i18n.h"
#include "web/view_figures.h"

enum { AXIS_LEFT = 72, AXIS_RIGHT = 712, AXIS_TOP = 30, AXIS_BOTTOM = 230, AXIS_TENTHS = 10 };

/* The value of the highest line: four times a digit with noughts, the smallest that reaches `most`.
 */
int64_t axis_top(int64_t most);
/* The numbers from 0 to `top`, each above its line; the lines stand in the template. */
void axis_levels(struct arena *arena, const struct locale *locale, int64_t top,
                 struct view_chart *out);
/* n labels at both ends and between, each within the frame, so that a long one is not cut. */
void axis_times(struct arena *arena, const struct str *labels, size_t n, struct view_chart *out);
/* Above the ground line, in tenths; what is not 0 is seen. */
int64_t axis_height(int64_t value, int64_t top);
/* Whole units, the nearest. */
int64_t axis_round(int64_t tenths);
/* As SVG has it: "26.6", "27". Not below 0. */
void axis_put(struct buf *buf, int64_t tenths);
/* "-27" */
void axis_put_units(struct buf *buf, int64_t units);
