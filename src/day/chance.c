/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SplitMix64 and what is drawn with it (chance.h). */
#include "day/chance.h"

#include <math.h>

static const uint64_t STEP = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t chance_mix(uint64_t a, uint64_t b)
{
    return scramble(scramble(a + STEP) + b * STEP);
}

struct chance chance_of(uint64_t seed, uint64_t n)
{
    return (struct chance){chance_mix(seed, n)};
}

uint64_t chance_u64(struct chance *chance)
{
    chance->state += STEP;
    return scramble(chance->state);
}

uint32_t chance_below(struct chance *chance, uint32_t n)
{
    return (uint32_t)(((chance_u64(chance) >> 32) * n) >> 32);
}

double chance_unit(struct chance *chance)
{
    enum { BITS = 53 };
    return (double)((chance_u64(chance) >> (64 - BITS)) + 1) / (double)(UINT64_C(1) << BITS);
}

bool chance_is(struct chance *chance, double probability)
{
    return chance_unit(chance) <= probability;
}

double chance_lognormal(struct chance *chance, double median, double sigma)
{
    static const double turn = 6.283185307179586;
    double radius = sqrt(-2 * log(chance_unit(chance)));
    return median * exp(sigma * radius * cos(turn * chance_unit(chance)));
}

void chance_zipf(uint8_t ranks[CHANCE_RANKS], int n, double exponent)
{
    double sum = 0;
    for (int r = 0; r < n; r++)
        sum += pow(r + 1, -exponent);
    int at = 0;
    for (int r = n - 1; r > 0; r--) {
        int more = (int)(CHANCE_RANKS * pow(r + 1, -exponent) / sum);
        for (int i = 0; i < more; i++)
            ranks[at++] = (uint8_t)r;
    }
    while (at < CHANCE_RANKS)
        ranks[at++] = 0;
}
