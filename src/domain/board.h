/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The figures: the live sums in memory, and what was last released of them.
 *
 * The live side belongs to the writer: rebuilt from the tally when it starts, changed after each
 * commit by the same amounts. The released side is what everybody sees; it moves in steps: at
 * least `release_step` new acts, or a new hour. */
#pragma once

#include "base/arena.h"
#include "base/id.h"
#include "db/db.h"

enum act_count { COUNT_POST, COUNT_COMMENT, COUNT_REACTION, COUNT_SHARE, COUNT_KINDS };
enum figure_window { WINDOW_FIRST_24H, WINDOW_LAST_24H, WINDOW_ALL, WINDOWS };

struct figure_counts {
    int64_t
        people; /* in hours: people whose first act fell in that hour; breakdowns: 0, not counted */
    int64_t kinds[COUNT_KINDS];
};

struct figure_hour {
    int64_t hour; /* since the call */
    int64_t start_ms;
    struct figure_counts counts;
};

/* One cell of a breakdown. `is_other` is what is left of the total: what is too small to be told
 * apart, and what has not been told yet. */
struct figure_part {
    struct str name; /* language, country, hashtag (shown form) or network; "" is "not said" */
    bool is_other;
    struct figure_counts counts;
};
struct figure_parts {
    const struct figure_part *items; /* the largest first, "other" last */
    size_t n;
};

enum figure_breakdown { BY_LANGUAGE, BY_COUNTRY, BY_HASHTAG, BY_NETWORK, BREAKDOWNS };

struct figures {
    struct campaign_id campaign;
    struct str slug;
    int64_t called_ms;
    int64_t as_of_ms; /* of the release */
    int64_t release;  /* rises with every release */
    struct figure_counts windows[WINDOWS];
    const struct figure_hour *hours; /* from the first hour with an act to now; oldest first */
    size_t n_hours;
    const struct figure_hour
        *first; /* the first 24 hours from the call, as far as they have begun */
    size_t n_first;
    struct figure_parts parts[BREAKDOWNS]; /* over all time */
};

struct board;

/* `floor`: cells below it are not told apart, the rest is rounded to 10 and moves in steps of at
 * least as many acts (told.h); 1: exact. */
NODISCARD enum err board_open(struct board **out, int64_t floor);
void board_close(struct board *board);
int64_t board_floor(const struct board *board);

/* A copy of what was last released. ERR_NOT_FOUND for a campaign that is not there. From any
 * thread. */
NODISCARD enum err board_figures(struct board *board, struct campaign_id campaign,
                                 struct arena *arena, struct figures *out);

/* What a campaign's own account shows of itself: the voices of the campaign, as released. What it
 * publishes for those who stay anonymous is not counted apart. */
struct board_voices {
    int64_t n;
    int64_t last_ms; /* the hour in which the last of them came, or 0 */
};
/* Nothing when no campaign has this account. From any thread. */
struct board_voices board_voices(struct board *board, struct person_id account);
