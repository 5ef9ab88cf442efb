/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Borrowed bytes with a length, passed by value: the only string of this program.
 *
 * A str never assumes a NUL at its end and never owns its bytes. p == NULL means "absent";
 * n == 0 with p != NULL means "empty". Numbers are read here and nowhere else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bug.h"

struct str {
    const char *p;
    size_t n;
};

/* Text that is safe to stand in an HTML page as it is. Made only by web/html.c, domain/text.c
 * and the generated templates. A struct of its own, so that plain text does not compile there. */
struct html {
    struct str s;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same for static initialisers. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* For printf's "%.*s". */
#define STRF(s) (int)(s).n, (s).p

/* A str over a C string (NULL gives the absent str). */
struct str str_of(const char *z);

bool str_eq(struct str a, struct str b);
/* ASCII letters compare without case. */
bool str_eq_nocase(struct str a, struct str b);
/* Less, equal, greater as memcmp; the shorter first. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* The bytes from `from` (at most s.n) on; at most n of them. */
struct str str_sub(struct str s, size_t from, size_t n);
/* Copies its bytes, also none, to where there is room for them; gives the place behind them. */
char *str_copy(char *to, struct str s);
/* Index of the first `c`, or s.n. */
size_t str_find(struct str s, char c);
/* Index of the first occurrence of `what`, or s.n. */
size_t str_search(struct str s, struct str what);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Cuts *rest at the first `separator`: returns what stood before it and leaves the rest after it.
 * Without a separator returns everything and leaves *rest absent. */
struct str str_cut(struct str *rest, char separator);

/* Reads the whole of s as a decimal number. False (and *out untouched) for anything else:
 * empty, sign alone, white space, overflow. str_u64 takes no sign. */
NODISCARD bool str_i64(struct str s, int64_t *out);
/* The digits of n, which is not negative, written into `text`. */
enum { STR_NUMBER_CHARS = 20 };
struct str str_number(char text[STR_NUMBER_CHARS], int64_t n);
NODISCARD bool str_u64(struct str s, uint64_t *out);

/* Valid UTF-8 without NUL (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF). */
bool str_is_utf8(struct str s);
/* Code points in valid UTF-8. */
size_t str_chars(struct str s);
/* A hash for tables in memory (FNV-1a, 64 bits): not for secrets, not against attackers. */
uint64_t str_hash(struct str s);
