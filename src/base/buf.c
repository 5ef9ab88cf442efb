/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Growing bytes: doubled until the ceiling, then failed for good.
 *
 * The escapers look at eight bytes at a time for one that needs escaping and copy what lies
 * before it in one piece: most text needs none. They do not check that text is valid UTF-8;
 * that is done where it comes in. */
#include "base/buf.h"

#include <endian.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUF_FIRST = 256, DIGITS = 20 };

struct buf buf_init(size_t max)
{
    return (struct buf){.max = max};
}

void buf_free(struct buf *buf)
{
    free(buf->p);
    *buf = (struct buf){.max = buf->max};
}

void buf_clear(struct buf *buf)
{
    buf->n = 0;
    buf->failed = false;
}

bool buf_grow(struct buf *buf, size_t n)
{
    if (buf->failed || n > buf->max - buf->n) {
        buf->failed = true;
        return false;
    }
    size_t size = buf->size ? buf->size : BUF_FIRST;
    while (size < buf->n + n)
        size = size > buf->max / 2 ? buf->max : size * 2;
    char *p = realloc(buf->p, size);
    if (!p) {
        buf->failed = true;
        return false;
    }
    buf->p = p;
    buf->size = size;
    return true;
}

static inline void put(struct buf *buf, const char *p, size_t n)
{
    if (n == 0 || !buf_reserve(buf, n))
        return;
    memcpy(buf->p + buf->n, p, n);
    buf->n += n;
}

void buf_i64(struct buf *buf, int64_t n)
{
    char digits[DIGITS];
    size_t at = DIGITS;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    put(buf, digits + at, DIGITS - at);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list values;
    char small[256];
    va_start(values, format);
    int written = vsnprintf(small, sizeof small, format, values);
    va_end(values);
    BUG_IF(written < 0);
    size_t n = (size_t)written;
    if (n < sizeof small) {
        put(buf, small, n);
        return;
    }
    /* a byte more than is kept: for vsnprintf's NUL */
    char *large = malloc(n + 1);
    if (!large) {
        buf->failed = true;
        return;
    }
    va_start(values, format);
    vsnprintf(large, n + 1, format, values);
    va_end(values);
    put(buf, large, n);
    free(large);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void buf_url(struct buf *buf, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        if (is_unreserved(s.p[i]))
            buf_char(buf, s.p[i]);
        else
            put(buf, (const char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
    }
}

/* --- finding bytes, eight at a time --- */

#define EVERY(byte) ((byte) * (uint64_t)0x0101010101010101U)

static inline uint64_t load(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return le64toh(word);
}

/* The top bit of each byte that is smaller than `limit` (at most 0x80). Bytes above the lowest
 * such byte may be marked wrongly: only the lowest is to be used. */
static inline uint64_t below(uint64_t word, unsigned char limit)
{
    return (word - EVERY(limit)) & ~word & EVERY(0x80U);
}

static inline uint64_t equal(uint64_t word, unsigned char byte)
{
    return below(word ^ EVERY(byte), 1);
}

static inline uint64_t json_marks(uint64_t word)
{
    /* 0xE2 begins U+2028 and U+2029, and much else; json_escape looks closer */
    return below(word, 0x20) | equal(word, '"') | equal(word, '\\') | equal(word, 0xE2);
}

static inline uint64_t html_marks(uint64_t word)
{
    /* '&' and '\'' differ in the lowest bit, '<' and '>' in the second */
    return equal(word, '"') | equal(word | EVERY(1U), '\'') | equal(word | EVERY(2U), '>');
}

/* How many bytes at the beginning of s come before the first that is marked. */
static inline size_t plain_run(struct str s, uint64_t (*marks)(uint64_t word))
{
    size_t i = 0;
    for (; s.n - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t found = marks(load(s.p + i));
        if (found)
            return i + (size_t)__builtin_ctzll(found) / 8;
    }
    if (i == s.n)
        return i;
    /* 'x' is plain everywhere */
    char rest[sizeof(uint64_t)] = {'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'};
    memcpy(rest, s.p + i, s.n - i);
    uint64_t found = marks(load(rest));
    return found ? i + (size_t)__builtin_ctzll(found) / 8 : s.n;
}

static void html_escape(struct buf *buf, char c)
{
    switch (c) {
    case '&':
        put(buf, "&amp;", 5);
        break;
    case '<':
        put(buf, "&lt;", 4);
        break;
    case '>':
        put(buf, "&gt;", 4);
        break;
    case '"':
        put(buf, "&quot;", 6);
        break;
    default:
        put(buf, "&#39;", 5);
        break;
    }
}

void buf_html(struct buf *buf, struct str s)
{
    while (s.n > 0) {
        size_t run = plain_run(s, html_marks);
        put(buf, s.p, run);
        if (run == s.n)
            return;
        html_escape(buf, s.p[run]);
        s = str_sub(s, run + 1, s.n);
    }
}

/* Writes the beginning of s, which is marked, and returns how many bytes that was. */
static size_t json_escape(struct buf *buf, struct str s)
{
    static const char names[] = "btn.fr"; /* U+0008 to U+000D; there is none for U+000B */
    unsigned char c = (unsigned char)s.p[0];
    if (c == 0xE2) {
        bool is_break = s.n >= 3 && s.p[1] == '\x80' && (s.p[2] == '\xA8' || s.p[2] == '\xA9');
        if (is_break)
            put(buf, s.p[2] == '\xA8' ? "\\u2028" : "\\u2029", 6);
        else
            buf_char(buf, s.p[0]);
        return is_break ? 3 : 1;
    }
    if (c == '"' || c == '\\')
        put(buf, (const char[]){'\\', s.p[0]}, 2);
    else if (c >= '\b' && c <= '\r' && c != '\v')
        put(buf, (const char[]){'\\', names[c - '\b']}, 2);
    else
        put(buf,
            (const char[]){'\\', 'u', '0', '0', (char)('0' + (c >> 4)), "0123456789abcdef"[c & 15]},
            6);
    return 1;
}

void buf_json(struct buf *buf, struct str s)
{
    while (s.n > 0) {
        size_t run = plain_run(s, json_marks);
        put(buf, s.p, run);
        if (run == s.n)
            return;
        s = str_sub(s, run, s.n);
        s = str_sub(s, json_escape(buf, s), s.n);
    }
}
