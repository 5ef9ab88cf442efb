/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which voice an answer goes to: attention with age and a heavy tail.
 *
 * One hot voice takes a number of comments of its own (plan.c). A hundred favourites, spread over
 * the day, take 11 % of the rest; so the first hundred of all have 13 %. What is left goes to
 * voices in proportion to 1 / age, and among neighbours in age by Zipf's law, so that three in
 * five get no comment. */
#pragma once

#include "day/chance.h"

struct aim {
    uint32_t voices; /* of the whole day */
    uint32_t hot;    /* the number of the hot voice */
    uint32_t n_favourites;
    uint8_t favourites[CHANCE_RANKS];
    uint8_t neighbours[CHANCE_RANKS];
};

void aim_init(struct aim *aim, uint32_t voices);
/* One of the first `n` voices of the day; n > 0. */
uint32_t aim_at(const struct aim *aim, struct chance *chance, uint32_t n);
/* The hot voice, a favourite, or the first: those are never withdrawn. */
bool aim_stays(const struct aim *aim, uint32_t voice);
