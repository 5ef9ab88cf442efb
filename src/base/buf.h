/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Growing bytes with a ceiling given at birth: for building answers, pages, files.
 *
 * Failure is sticky: once the ceiling is reached or memory is out, everything more is dropped
 * and buf_ok is false, checked once at the end. The buffer owns its memory (malloc) until
 * buf_free. */
#pragma once

#include <string.h>

#include "base/err.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t n;
    size_t size; /* allocated bytes */
    size_t max;  /* ceiling in bytes */
    bool failed;
};

struct buf buf_init(size_t max);
/* Over memory that belongs to somebody else: full when that is full. Not to be freed. */
static inline struct buf buf_over(char *p, size_t size)
{
    return (struct buf){.p = p, .size = size, .max = size};
}
void buf_free(struct buf *buf);
/* Empties it, keeps the memory, forgets a failure. */
void buf_clear(struct buf *buf);
static inline bool buf_ok(const struct buf *buf)
{
    return !buf->failed;
}
static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->p ? buf->p : "", buf->n};
}
/* Makes room for n bytes more; false when it cannot be had (the failure sticks). */
bool buf_grow(struct buf *buf, size_t n);
/* Room for at least n bytes more; the same when there is not enough. */
static inline bool buf_reserve(struct buf *buf, size_t n)
{
    bool has_room = !buf->failed && n <= buf->size - buf->n && n <= buf->max - buf->n;
    return __builtin_expect(has_room, 1) || buf_grow(buf, n);
}

static inline void buf_put(struct buf *buf, struct str s)
{
    if (s.p == NULL || s.n == 0 || !buf_reserve(buf, s.n))
        return;
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
}
static inline void buf_char(struct buf *buf, char c)
{
    if (buf_reserve(buf, 1))
        buf->p[buf->n++] = c;
}
void buf_i64(struct buf *buf, int64_t n);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Percent-encoded for a path segment or a query value (RFC 3986: unreserved kept). */
void buf_url(struct buf *buf, struct str s);
/* Escaped for HTML text and quoted attributes: & < > " '. */
void buf_html(struct buf *buf, struct str s);
/* Escaped for the inside of a JSON string (RFC 8259), also U+2028, U+2029, '<', '>' and '&'
 * unescaped as they are: JSON answers are never put into a page. */
void buf_json(struct buf *buf, struct str s);
