/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sums of one campaign in memory: hours since the call, and breakdowns. For the board only. */
#pragma once

#include "domain/board.h"

struct sheet_hour {
    int64_t kinds[COUNT_KINDS];
    int64_t firsts, lasts; /* people whose first and last act fell in it */
};
/* What is told of a part's number of one kind (told.h). */
struct sheet_told {
    int64_t at;    /* the number when it last moved */
    int64_t shown; /* 0: it is among the others */
    int64_t step;  /* how far from `at` the number must be to move again; 0: not drawn yet */
};
struct sheet_part {
    struct str name;
    int64_t kinds[COUNT_KINDS];
    struct sheet_told told[COUNT_KINDS];
};
struct sheet_parts {
    struct sheet_part *items;
    size_t n, room;
};
struct sheet {
    struct sheet_hour *hours; /* [0] begins with the call */
    size_t n_hours, room_hours;
    size_t changed_from; /* hours before this are as at the last sheet_copy from here */
    struct sheet_parts parts[BREAKDOWNS];
};

struct sheet_pair {
    struct campaign_id campaign;
    struct str slug;
    int64_t called_ms;
    struct sheet live, released;
    int64_t n_since; /* acts since the last release */
    int64_t released_ms;
    int64_t release; /* its number */
    struct person_id account;
    struct board_voices voices; /* as released */
};

/* The row of an hour, made (with those before it) when it is not there. */
struct sheet_hour *sheet_hour(struct sheet *sheet, struct arena *memory, int64_t hour);
/* The index of a part's row, made when it is not there. */
int sheet_part(struct sheet *sheet, struct arena *memory, enum figure_breakdown breakdown,
               struct str name);
/* The acts by which two sheets differ, by hour and kind. */
int64_t sheet_distance(const struct sheet *a, const struct sheet *b);
/* All sums zero; the rows stay, and what was told of them. */
void sheet_clear(struct sheet *sheet);
/* Makes `to` equal to `from`. */
void sheet_copy(struct sheet *to, struct sheet *from, struct arena *memory);
/* The hour since the call in which a moment lies. */
int64_t sheet_pair_hour(const struct sheet_pair *pair, int64_t ms);

/* What is shown of the released sheet (figures.c): windows exact; breakdowns as told (told.h);
 * hours by the rule of figures.c unless floor is 1. Texts and rows are copied into the arena. */
void figures_make(const struct sheet_pair *pair, int64_t floor, struct arena *arena,
                  struct figures *out);
