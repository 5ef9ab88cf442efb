/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Popularity with age, without memory per voice (aim.h). */
#include "day/aim.h"

#include <math.h>

enum { FAVOURITES = 100, NEIGHBOURS = 64, SPREAD = 160, HOT_AT = 200 };
static const double FAVOURITES_SHARE = 0.11;

/* The favourites come at even distances in the first five eighths of the day. */
static uint32_t favourite(const struct aim *aim, uint32_t rank)
{
    return (uint32_t)((uint64_t)(rank + 1) * aim->voices / SPREAD);
}

void aim_init(struct aim *aim, uint32_t voices)
{
    *aim = (struct aim){.voices = voices, .hot = voices / HOT_AT};
    aim->n_favourites = voices / 8 < FAVOURITES ? voices / 8 : FAVOURITES;
    chance_zipf(aim->favourites, FAVOURITES, 0.6);
    chance_zipf(aim->neighbours, NEIGHBOURS, 1.6);
}

bool aim_stays(const struct aim *aim, uint32_t voice)
{
    if (voice == 0 || voice == aim->hot)
        return true;
    uint32_t near = (uint32_t)((uint64_t)voice * SPREAD / aim->voices);
    for (uint32_t rank = near > 1 ? near - 2 : 0; rank <= near && rank < aim->n_favourites; rank++)
        if (favourite(aim, rank) == voice)
            return true;
    return false;
}

static uint32_t by_age(const struct aim *aim, struct chance *chance, uint32_t n)
{
    uint32_t age = (uint32_t)exp(chance_unit(chance) * log(n));
    uint32_t voice = n - (age < 1 ? 1 : age > n ? n : age);
    uint32_t first = voice / NEIGHBOURS * NEIGHBOURS;
    uint32_t rank = aim->neighbours[chance_below(chance, CHANCE_RANKS)];
    uint32_t moved = first + (rank + (uint32_t)chance_mix(first, aim->voices)) % NEIGHBOURS;
    return moved < n ? moved : voice;
}

uint32_t aim_at(const struct aim *aim, struct chance *chance, uint32_t n)
{
    if (aim->n_favourites > 0 && chance_is(chance, FAVOURITES_SHARE)) {
        uint32_t rank = aim->favourites[chance_below(chance, CHANCE_RANKS)] % aim->n_favourites;
        uint32_t voice = favourite(aim, rank);
        if (voice < n)
            return voice;
    }
    return by_age(aim, chance, n);
}
