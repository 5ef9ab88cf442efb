/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time, and the ids that are made of it.
 *
 * Time is a parameter: whoever needs it holds a struct clock, so that tests turn it by hand.
 * All times are UTC; `ms` and `us` count from 1970. */
#pragma once

#include <stdint.h>

#include "base/str.h"

/* now_ms is the source; `context` is its own. */
struct clock {
    int64_t (*now_ms)(void *context);
    void *context;
};

struct arena;

/* The system's clock. */
extern const struct clock clock_system;

int64_t clock_now_ms(const struct clock *clock);
/* Seconds that never go back, for timeouts; nanoseconds for measuring. Not replaceable. */
int64_t clock_monotonic_ms(void);

/* Ids: 63 bits, milliseconds << 16 | sequence, rising. An id tells when the act was accepted. */
enum { ID_SEQUENCE_BITS = 16 };
struct id_source {
    int64_t last;
};
/* The next id: later than every one before, at or after `now_ms`. */
int64_t id_next(struct id_source *source, int64_t now_ms);
static inline int64_t id_ms(int64_t id)
{
    return id >> ID_SEQUENCE_BITS;
}
static inline int64_t id_at_ms(int64_t ms)
{
    return (int64_t)((uint64_t)ms << ID_SEQUENCE_BITS);
}

/* "2017-10-15T20:21:07.000Z" and "2017-10-15" (in the arena). */
struct str time_iso(struct arena *arena, int64_t ms);
struct str time_day(struct arena *arena, int64_t ms);
/* The same without an arena and without NUL, for the log and the JSON writer. Times outside the
 * years 0000 to 9999 are written as the nearest that can be. */
enum { TIME_ISO_CHARS = 24, TIME_DAY_CHARS = 10 };
void time_write_iso(char out[TIME_ISO_CHARS], int64_t ms);
void time_write_day(char out[TIME_DAY_CHARS], int64_t ms);
/* Reads both forms above, also without milliseconds, "Z" required when a time is given
 * (RFC 3339, UTC only). False for anything else. */
NODISCARD bool time_parse(struct str s, int64_t *ms);
/* What apps send as a moment: the same, and all of RFC 3339 with capital letters: with an offset
 * from UTC ("+05:30"), with any number of digits of a second. False for anything else. */
NODISCARD bool time_parse_moment(struct str s, int64_t *ms);
/* The start of the UTC day of ms. */
int64_t time_day_start(int64_t ms);
