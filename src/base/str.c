/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Comparing, cutting and reading borrowed bytes.
 *
 * Promises never to read beyond n and never to need a NUL. Absent and empty compare equal; who
 * must tell them apart looks at p. Does not know languages: case and white space are those of
 * ASCII, everything more is ICU's work. */
#include "base/str.h"

#include <string.h>

struct str str_of(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    }
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order != 0)
        return order;
    return a.n == b.n ? 0 : a.n < b.n ? -1 : 1;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

struct str str_sub(struct str s, size_t from, size_t n)
{
    if (!s.p)
        return s;
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){s.p + from, n};
}

size_t str_find(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

size_t str_search(struct str s, struct str what)
{
    if (what.n == 0)
        return 0;
    const char *at = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    while (s.n > 0 && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    return s;
}

struct str str_cut(struct str *rest, char separator)
{
    struct str whole = *rest;
    size_t at = str_find(whole, separator);
    if (at == whole.n)
        *rest = (struct str){NULL, 0};
    else
        *rest = str_sub(whole, at + 1, whole.n);
    return (struct str){whole.p, at};
}

bool str_u64(struct str s, uint64_t *out)
{
    uint64_t sum = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(sum, (uint64_t)10, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)digit, &sum))
            return false;
    }
    *out = sum;
    return true;
}

char *str_copy(char *to, struct str s)
{
    if (s.n > 0)
        memcpy(to, s.p, s.n);
    return to + s.n;
}

struct str str_number(char text[STR_NUMBER_CHARS], int64_t n)
{
    size_t at = STR_NUMBER_CHARS;
    BUG_IF(n < 0);
    do {
        text[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    return (struct str){text + at, STR_NUMBER_CHARS - at};
}

bool str_i64(struct str s, int64_t *out)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    bool has_sign = negative || (s.n > 0 && s.p[0] == '+');
    uint64_t size;
    if (!str_u64(has_sign ? str_sub(s, 1, s.n) : s, &size))
        return false;
    if (size > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    *out = negative ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}

/* Bytes at the beginning of s, in steps of eight, that are ASCII and not NUL. */
static size_t ascii_run(const unsigned char *p, size_t n)
{
    const uint64_t ones = 0x0101010101010101U;
    const uint64_t tops = 0x8080808080808080U;
    size_t i = 0;
    for (; n - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, p + i, sizeof word);
        /* with the top bits clear, word - ones sets one exactly for a zero byte */
        if (((word | (word - ones)) & tops) != 0)
            break;
    }
    return i;
}

/* The lengths, and the range of the second byte, of RFC 3629 section 4. */
struct lead {
    unsigned char first, last; /* of the lead byte */
    unsigned char low, high;   /* of the second byte */
    size_t n;
};
static const struct lead leads[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

/* Length of the sequence of several bytes at p, or 0 when there is no valid one. */
static size_t sequence(const unsigned char *p, size_t n)
{
    const struct lead *lead = NULL;
    for (size_t i = 0; i < sizeof leads / sizeof leads[0] && !lead; i++) {
        if (p[0] >= leads[i].first && p[0] <= leads[i].last)
            lead = &leads[i];
    }
    if (!lead || n < lead->n || p[1] < lead->low || p[1] > lead->high)
        return 0;
    for (size_t i = 2; i < lead->n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return lead->n;
}

bool str_is_utf8(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        size_t step = ascii_run(p + i, s.n - i);
        if (step == 0)
            step = p[i] == 0 ? 0 : p[i] < 0x80 ? 1 : sequence(p + i, s.n - i);
        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

size_t str_chars(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

uint64_t str_hash(struct str s)
{
    uint64_t hash = 0xCBF29CE484222325U;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001B3U;
    return hash;
}
