/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text cut into words, numbers and marks, for screen_*.c alone.
 *
 * Every code point is in one token but for white space (which lies in the next token's `gap`) and
 * what cannot be seen (zero width, direction marks, variation selectors), which joins what it
 * stands in: "06\u200B12" is one number. Digits are those of any script. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum token_kind {
    TOKEN_END, /* behind the last, and before the first */
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_MARK,
};

enum token_gap { GAP_NONE, GAP_SPACE, GAP_LINE };

enum token_look {
    LOOK_LOWER = 1,   /* a lower-case letter is in it */
    LOOK_CAPITAL = 2, /* it begins with an upper-case letter (or title case) */
    LOOK_NO_CASE = 4, /* a letter without case is in it */
    LOOK_WIDE = 8,    /* a letter of a script that writes no spaces is in it */
    LOOK_ASCII = 16,  /* no other letters */
};

struct token {
    uint32_t at, n; /* bytes */
    uint8_t kind;   /* enum token_kind */
    uint8_t gap;    /* enum token_gap: white space before it */
    uint8_t look;   /* of a word: enum token_look */
    uint8_t padding;
    int32_t value; /* of a mark: the code point; of a number: how many digits */
};

struct tokens {
    struct str text;
    const struct token *p; /* p[0] and p[n + 1] to p[n + 3] are TOKEN_END */
    size_t n;              /* p[1] to p[n] */
};

/* Valid UTF-8 into tokens in the arena. ERR_TOO_LARGE. */
NODISCARD enum err tokens_of(struct arena *arena, struct str text, struct tokens *out);

/* The bytes of a token. */
struct str token_str(const struct tokens *tokens, size_t i);
/* Whether token i is this mark. */
bool token_is_mark(const struct tokens *tokens, size_t i, int32_t c);
/* Whether there is a token i, and nothing stands between it and the one before. */
bool token_is_joined(const struct tokens *tokens, size_t i);
/* Token i is a word, and this one (ASCII letters without case). */
bool token_is_word(const struct tokens *tokens, size_t i, struct str word);
/* The digits of number i as ASCII into `out` (at most `max`; returns how many there are). */
size_t token_digits(const struct tokens *tokens, size_t i, char *out, size_t max);
/* A number of at most nine digits as its value, or -1. */
int32_t token_value(const struct tokens *tokens, size_t i);
/* Where token i ends. */
size_t token_end(const struct tokens *tokens, size_t i);
