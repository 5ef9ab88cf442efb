/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The memory of prints (near.h): a ring of the last texts, and four tables that lead from sixteen
 * bits of a print to the latest text with them, which leads to the one before.
 *
 * A place of the ring is written again without mending the chains that lead to it: a chain goes
 * back in time, so a place that is younger than the one before it, or has other bits, ends it. */
#include "domain/near.h"

#include <string.h>

enum {
    BANDS = 4,
    BAND_BITS = 16,
    BAND_VALUES = 1 << BAND_BITS,
    LOOKED_AT_MAX = 64, /* in one chain: a flood makes long ones, and the latest suffice */
    /* Of a text's fours so many hundredths stand in one call: a copy with words of one's own. */
    COPY_HUNDREDTHS = 60,
    WINDOW_SECONDS = NEAR_WINDOW_MS / 1000,
};

struct place {
    uint64_t hash;
    uint64_t cluster;
    int64_t post;         /* 0 until it has a number */
    uint32_t person;      /* folded */
    uint32_t second : 31; /* of the clock, plus one; 0: empty */
    uint32_t is_burst : 1;
    uint16_t earlier[BANDS];
    uint16_t marks[NEAR_MARKS];
};

struct near_index {
    struct place places[NEAR_TEXTS];
    uint16_t latest[BANDS][BAND_VALUES]; /* the place of the latest text with these bits */
    uint32_t next;                       /* the place to be written */
};

struct near_calls {
    uint64_t free[NEAR_FREE];  /* prints */
    size_t n_free;             /* ever added */
    uint64_t sets[NEAR_FOURS]; /* for each four, the calls in which it stands: 64 of them */
    size_t n_sets;             /* ever added */
};

enum err near_init(struct near *near)
{
    enum { ROOM = 64 };
    *near = (struct near){0};
    TRY(arena_init(&near->memory,
                   sizeof(struct near_index) + sizeof(struct near_calls) + (size_t)ROOM));
    near->index = arena_new(&near->memory, struct near_index);
    near->calls = arena_new(&near->memory, struct near_calls);
    return OK;
}

void near_done(struct near *near)
{
    if (near->memory.base)
        arena_done(&near->memory);
    *near = (struct near){0};
}

unsigned near_distance(uint64_t a, uint64_t b)
{
    return (unsigned)__builtin_popcountll(a ^ b);
}

/* --- what is free --- */

void near_free(struct near *near, uint64_t hash)
{
    near->calls->free[near->calls->n_free++ % NEAR_FREE] = hash;
}

void near_free_clear(struct near *near)
{
    *near->calls = (struct near_calls){0};
}

enum err near_call(struct near *near, struct arena *arena, struct str text)
{
    struct near_calls *calls = near->calls;
    struct near_print print;
    TRY(near_print_of(arena, text, &print));
    uint64_t bit = UINT64_C(1) << calls->n_sets % NEAR_CALLS;
    for (size_t i = 0; i < NEAR_FOURS; i++)
        calls->sets[i] &= ~bit;
    TRY(near_fours(arena, text, bit, calls->sets));
    calls->n_sets++;
    if (print.letters >= NEAR_LETTERS_LEAST)
        near_free(near, print.hash);
    return OK;
}

static bool is_listed(const struct near_calls *calls, uint64_t hash)
{
    size_t n = calls->n_free < NEAR_FREE ? calls->n_free : NEAR_FREE;
    for (size_t i = 0; i < n; i++)
        if (near_distance(calls->free[i], hash) <= NEAR_BITS)
            return true;
    return false;
}

/* --- what came before --- */

static uint16_t band(uint64_t hash, int k)
{
    return (uint16_t)(hash >> (k * BAND_BITS));
}

/* What was found of those near to a text. */
struct company {
    uint64_t hash;
    const uint16_t *marks;
    unsigned bits;   /* in which they may differ */
    unsigned common; /* marks that must be equal */
    uint32_t second;
    uint32_t people[NEAR_PEOPLE];
    uint32_t n;        /* people, the one who asks first */
    unsigned distance; /* of the nearest, whose cluster it is */
    uint64_t cluster;
    bool is_burst; /* the cluster's */
    int64_t posts[NEAR_EARLIER];
    size_t n_posts;
};

static void meet_post(struct company *company, int64_t post)
{
    for (size_t i = 0; i < company->n_posts; i++)
        if (company->posts[i] == post)
            return;
    if (post != 0 && company->n_posts < NEAR_EARLIER)
        company->posts[company->n_posts++] = post;
}

static void meet(struct company *company, const struct place *place, unsigned distance)
{
    meet_post(company, place->post);
    bool better = distance < company->distance;
    if ((place->is_burst && !company->is_burst) ||
        (better && place->is_burst >= company->is_burst)) {
        company->distance = distance;
        company->cluster = place->cluster;
        company->is_burst = place->is_burst;
    }
    for (uint32_t i = 0; i < company->n; i++)
        if (company->people[i] == place->person)
            return;
    if (company->n < NEAR_PEOPLE)
        company->people[company->n++] = place->person;
}

static bool shares_marks(const uint16_t *a, const uint16_t *b, unsigned common)
{
    unsigned equal = 0;
    for (size_t i = 0; i < NEAR_MARKS; i++)
        equal += a[i] == b[i] && b[i] != NEAR_NO_MARK;
    return equal >= common;
}

/* Whether nothing can change any more. */
static bool is_decided(const struct company *company)
{
    return company->is_burst && company->n == NEAR_PEOPLE;
}

static void follow(const struct near_index *index, int k, struct company *company)
{
    uint16_t bits = band(company->hash, k);
    uint16_t at = index->latest[k][bits];
    uint32_t age = 0; /* in texts; the chain goes back */
    for (int looked = 0; looked < LOOKED_AT_MAX && !is_decided(company); looked++) {
        const struct place *place = &index->places[at];
        uint32_t its_age = (index->next - 1 - at) % NEAR_TEXTS + 1;
        if (its_age <= age || place->second == 0 || band(place->hash, k) != bits)
            return;
        if (company->second > (uint32_t)place->second + WINDOW_SECONDS)
            return;
        unsigned distance = near_distance(place->hash, company->hash);
        if (distance <= company->bits &&
            shares_marks(company->marks, place->marks, company->common))
            meet(company, place, distance);
        age = its_age;
        at = place->earlier[k];
    }
}

static uint32_t remember(struct near_index *index, const struct company *company)
{
    uint16_t at = (uint16_t)(index->next++ % NEAR_TEXTS);
    struct place *place = &index->places[at];
    *place = (struct place){.hash = company->hash,
                            .cluster = company->cluster,
                            .person = company->people[0],
                            .second = company->second & INT32_MAX,
                            .is_burst = company->is_burst};
    for (int k = 0; k < BANDS; k++) {
        uint16_t *latest = &index->latest[k][band(company->hash, k)];
        place->earlier[k] = *latest;
        *latest = at;
    }
    memcpy(place->marks, company->marks, sizeof place->marks);
    return at;
}

void near_name(struct near *near, const struct near_verdict *verdict, int64_t post)
{
    if (!verdict->is_free)
        near->index->places[verdict->place].post = post;
}

/* Within how many bits two texts of this length are nearly the same. */
static unsigned bits_for(uint32_t letters)
{
    if (letters < NEAR_LETTERS_SHORT)
        return NEAR_BITS_SHORT;
    return letters < NEAR_LETTERS_LONG ? NEAR_BITS : NEAR_BITS_LONG;
}

/* How many marks they must share. */
static unsigned common_for(uint32_t letters)
{
    return letters < NEAR_LETTERS_SHORT ? 0 : NEAR_MARKS_EQUAL;
}

bool near_is_alike(const struct near_print *a, const struct near_print *b)
{
    return b->letters >= NEAR_LETTERS_LEAST &&
           near_distance(a->hash, b->hash) <= bits_for(a->letters) &&
           shares_marks(a->marks, b->marks, common_for(a->letters));
}

struct near_verdict near_seen(struct near *near, const struct near_print *print, uint64_t person,
                              int64_t now_ms)
{
    const struct near_verdict free = {.is_free = true};
    if (print->letters < NEAR_LETTERS_LEAST || is_listed(near->calls, print->hash) ||
        near_common(print, near->calls->sets, COPY_HUNDREDTHS))
        return free;
    struct company company = {.hash = print->hash,
                              .marks = print->marks,
                              .bits = bits_for(print->letters),
                              .common = common_for(print->letters),
                              .second = (uint32_t)(now_ms / 1000 + 1) & INT32_MAX,
                              .people = {(uint32_t)(person ^ person >> 32)},
                              .n = 1,
                              .distance = NEAR_BITS + 1,
                              .cluster = print->hash ? print->hash : 1};
    for (int k = 0; k < BANDS; k++)
        follow(near->index, k, &company);
    if (is_listed(near->calls, company.cluster))
        return free;
    struct near_verdict verdict = {.people = company.n, .cluster = company.cluster};
    if (!company.is_burst && company.n >= NEAR_PEOPLE) {
        company.is_burst = true;
        verdict.n_earlier = company.n_posts;
        memcpy(verdict.earlier, company.posts, sizeof company.posts);
    }
    verdict.is_burst = company.is_burst;
    verdict.place = remember(near->index, &company);
    return verdict;
}
