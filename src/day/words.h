/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts of any length in every language of speech.h, cut from sentences that are made once at the
 * start: writing a text is copying a piece of them. */
#pragma once

#include "base/arena.h"
#include "day/speech.h"

enum { WORDS_PIECES = 16384 };
struct words_stock {
    char *text;
    /* where each word begins, in bytes and in characters; [n] is the end */
    uint32_t bytes[WORDS_PIECES + 1], chars[WORDS_PIECES + 1];
    uint32_t n;
};
struct words {
    struct words_stock stocks[SPEECHES];
};

/* Needs WORDS_MEMORY bytes of the arena beside sizeof(struct words). */
enum { WORDS_STOCK_BYTES = 160 * 1024, WORDS_MEMORY = SPEECHES * (WORDS_STOCK_BYTES + 16) };
void words_make(struct words *words, struct arena *arena);
/* A piece of at most `chars` characters, at least one word; no quotes, backslashes, line ends, '#'
 * or '@' in it, so that it stands in JSON as it is. Borrowed from the stock. */
struct str words_piece(const struct words *words, int speech, struct chance *chance, int chars);
