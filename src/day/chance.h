/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Chance that can be repeated: the same seed gives the same day. Not for secrets.
 *
 * Every act has a chance of its own (chance_of its number), so that what happens to one act does
 * not change what the others are. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* A number that depends on both, evenly spread over 64 bits. */
uint64_t chance_mix(uint64_t a, uint64_t b);
struct chance chance_of(uint64_t seed, uint64_t n);

uint64_t chance_u64(struct chance *chance);
/* 0 to n - 1; n > 0. */
uint32_t chance_below(struct chance *chance, uint32_t n);
/* More than 0, at most 1. */
double chance_unit(struct chance *chance);
bool chance_is(struct chance *chance, double probability);
/* Log-normal: half of them below `median`; sigma is of the logarithm. */
double chance_lognormal(struct chance *chance, double median, double sigma);

/* A table of ranks 0 to n - 1 (n <= 256) from which one is drawn evenly: rank r stands in it in
 * proportion to (r + 1) ^ -exponent, the first rank takes what rounding leaves. */
enum { CHANCE_RANKS = 4096 };
void chance_zipf(uint8_t ranks[CHANCE_RANKS], int n, double exponent);
