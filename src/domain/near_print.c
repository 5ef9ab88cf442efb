/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The print of a text (near.h): letters folded, taken four by four, hashed, and each of 64 bits
 * decided by the majority.
 *
 * The majority is counted bit-sliced: plane k holds the k-th binary digit of all 64 counters, so
 * that adding a hash costs a few instructions instead of 64. */
#include <string.h>

#include <unicode/uchar.h>

#include "domain/near.h"
#include "domain/unicode.h"

enum { FOUR = 4, PLANES = 24, SET_BITS = 14, BYTES_MAX = 1 << 22 };
enum { HISTORY = 2 * FOUR + 1 }; /* fours that are kept: of the last twelve letters */
enum { HEAP_BITS = 3 };
_Static_assert(1 << HEAP_BITS == NEAR_MARKS, "a heap for each mark");

/* --- letters --- */

/* Small letters of other scripts that look as Latin ones. */
static int32_t look_alike(int32_t c)
{
    static const struct str cyrillic = STR_INIT("a b  e    k mho pcty x"); /* 0x430 … */
    static const struct str greek = STR_INIT("a   e   ik  v o p  tu x w"); /* 0x3B1 … */
    int32_t found = ' ';
    if (c >= 0x430 && c < 0x430 + (int32_t)cyrillic.n)
        found = (unsigned char)cyrillic.p[c - 0x430];
    else if (c >= 0x3B1 && c < 0x3B1 + (int32_t)greek.n)
        found = (unsigned char)greek.p[c - 0x3B1];
    else if (c == 0x455) /* ѕ */
        found = 's';
    else if (c == 0x456 || c == 0x131) /* і, ı */
        found = 'i';
    else if (c == 0x458) /* ј */
        found = 'j';
    return found == ' ' ? c : found;
}

/* Latin letters without their accents: 0xE0 to 0xFF. */
static int32_t without_accent(int32_t c)
{
    static const struct str plain = STR_INIT("aaaaaaaceeeeiiiidnooooo ouuuuyty");
    return c >= 0xE0 && c < 0xE0 + (int32_t)plain.n ? plain.p[c - 0xE0] : c;
}

static bool is_counted(int32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_MC_MASK)) != 0;
}

/* The counted characters of a folded text into `out` (room for as many as it has bytes). */
static size_t letters_of(struct str text, int32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        int32_t c = unicode_next(text, &i);
        if (c >= 0 && is_counted(c))
            out[n++] = c < 0x80 ? c : c < 0x100 ? without_accent(c) : look_alike(c);
    }
    return n;
}

/* --- counting --- */

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static uint64_t hash_four(const int32_t *p)
{
    uint64_t low = (uint64_t)p[0] << 32 | (uint32_t)p[1];
    uint64_t high = (uint64_t)p[2] << 32 | (uint32_t)p[3];
    return mixed(low * UINT64_C(0x9E3779B97F4A7C15) + high);
}

static void add(uint64_t planes[PLANES], uint64_t hash)
{
    for (int k = 0; k < PLANES && hash != 0; k++) {
        uint64_t carry = planes[k] & hash;
        planes[k] ^= hash;
        hash = carry;
    }
}

/* The bits whose counter is above `limit`. */
static uint64_t above(const uint64_t planes[PLANES], uint32_t limit)
{
    uint64_t greater = 0;
    uint64_t equal = ~UINT64_C(0);
    for (int k = PLANES - 1; k >= 0; k--) {
        uint64_t wanted = limit >> k & 1 ? ~UINT64_C(0) : 0;
        greater |= equal & planes[k] & ~wanted;
        equal &= ~(planes[k] ^ wanted);
    }
    return greater;
}

/* The twelve letters of three fours, one behind another, in the heap that their hash says. */
static void heap(uint64_t least[NEAR_MARKS], const uint64_t fours[HISTORY], size_t last)
{
    uint64_t hash = fours[last % HISTORY];
    for (size_t back = FOUR; back < HISTORY; back += FOUR)
        hash = mixed(hash + fours[(last - back) % HISTORY]);
    uint64_t *its = &least[hash >> (64 - HEAP_BITS)];
    if (hash < *its)
        *its = hash;
}

/* What a four is in samples and sets. */
static uint16_t value_of(uint64_t hash)
{
    return (uint16_t)(hash >> (64 - SET_BITS));
}

static void print_letters(const int32_t *letters, size_t n, struct near_print *out)
{
    uint64_t planes[PLANES] = {0};
    uint64_t before[HISTORY] = {0};
    uint64_t least[NEAR_MARKS];
    memset(least, 0xFF, sizeof least);
    size_t fours = n - FOUR + 1;
    size_t step = (fours + NEAR_SAMPLE - 1) / NEAR_SAMPLE;
    for (size_t i = 0; i < fours; i++) {
        uint64_t hash = hash_four(letters + i);
        add(planes, hash);
        before[i % HISTORY] = hash;
        if (i + 1 >= HISTORY)
            heap(least, before, i);
        if (i % step == 0)
            out->sample[out->n++] = value_of(hash);
    }
    out->hash = above(planes, (uint32_t)(fours / 2));
    /* The low bits: the high ones of what is least are alike. */
    for (size_t i = 0; i < NEAR_MARKS; i++)
        out->marks[i] = (uint16_t)least[i];
}

/* The letters of a text, in the arena. */
static enum err read_letters(struct arena *arena, struct str text, int32_t **letters, size_t *n)
{
    struct str folded;
    if (text.n > BYTES_MAX)
        return ERR_TOO_LARGE;
    TRY(unicode_normal(arena, text, UNICODE_NFKC_CASEFOLD, &folded));
    *letters = arena_try_array(arena, int32_t, folded.n + 1);
    if (!*letters)
        return ERR_TOO_LARGE;
    *n = letters_of(folded, *letters);
    return OK;
}

enum err near_print_of(struct arena *arena, struct str text, struct near_print *out)
{
    size_t used = arena->used;
    int32_t *letters;
    size_t n = 0;
    struct near_print print = {0};
    TRY(read_letters(arena, text, &letters, &n));
    print.letters = (uint32_t)n;
    for (size_t i = 0; i < NEAR_MARKS; i++)
        print.marks[i] = NEAR_NO_MARK;
    if (n >= FOUR)
        print_letters(letters, n, &print);
    arena_back(arena, used);
    *out = print;
    return OK;
}

enum err near_fours(struct arena *arena, struct str text, uint64_t bit, uint64_t sets[NEAR_FOURS])
{
    size_t used = arena->used;
    int32_t *letters;
    size_t n = 0;
    TRY(read_letters(arena, text, &letters, &n));
    for (size_t i = 0; i + FOUR <= n; i++)
        sets[value_of(hash_four(letters + i))] |= bit;
    arena_back(arena, used);
    return OK;
}

uint64_t near_common(const struct near_print *print, const uint64_t sets[NEAR_FOURS],
                     uint32_t hundredths)
{
    uint64_t planes[PLANES] = {0};
    uint32_t least = (print->n * hundredths + 99) / 100;
    for (uint32_t i = 0; i < print->n; i++)
        add(planes, sets[print->sample[i]]);
    return least > 0 ? above(planes, least - 1) : 0;
}
