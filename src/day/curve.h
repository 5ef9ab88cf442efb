/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the acts of the day spread over its hours, counted from the call: a slow fuse, an evening, a
 * night, and a plateau on the second day. Within an hour they are even. */
#pragma once

#include <stdint.h>

enum { CURVE_HOURS = 24 };

/* The share (0 to 1) of the day's acts that fall in the hours from..to, `to` exclusive. */
double curve_share(int from, int to);
/* When, in nanoseconds after the beginning of the hour `from`, a part (0 to 1) of the acts of the
 * hours from..to has happened. */
int64_t curve_ns(double part, int from, int to);
