/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a form costs whose sender is over her limit: some work of her browser, or some seconds of
 * waiting. Private to http/; a page gets it by req_price (request.h).
 *
 * A *token* is given out with the form: "salt.hash.seal", where salt says when it was made and how
 * much work it is. Somewhere in 0..most is a number with SHA-256(salt ":" number) = hash (as in
 * ALTCHA 1); finding it takes most / 2 hashes on average, checking it one hash and one seal (keyed
 * BLAKE2b under a key that is in memory only). Whoever sends the token back without the number
 * after `wait_ms` has waited. Each token is good once, for PRICE_LIFE_MS; what was spent is
 * remembered for that long in a table of fixed size. Nothing in a token says who it is for. */
#pragma once

#include "http/http.h"

enum { PRICE_LIFE_MS = 20 * 60 * 1000, PRICE_TOKEN_MAX = 200 };

struct price;

enum price_state {
    PRICE_NONE,   /* no token of this server, an old one, or spent: a new one is due */
    PRICE_OPEN,   /* good, but neither solved nor waited for: it may be shown again */
    PRICE_WAITED, /* waited for, and spent now */
    PRICE_SOLVED, /* solved, and spent now */
};

/* NULL when memory is out. */
struct price *price_new(void);
void price_free(struct price *price);
/* A new price in the arena. `load`: requests over their limits of late; the more, the dearer. */
void price_make(const struct price *price, struct arena *arena, int64_t load, int64_t now_ms,
                struct http_price *out);
/* The price of a token that is PRICE_OPEN, to be shown once more. ERR_BAD_INPUT for any other. */
NODISCARD enum err price_read(struct price *price, struct arena *arena, struct str token,
                              int64_t now_ms, struct http_price *out);
/* Spends a token that is paid. *receipt is for price_give_back. */
enum price_state price_take(struct price *price, struct arena *arena, struct str token,
                            struct str number, int64_t now_ms, uint64_t *receipt);
/* What was spent by price_take may be spent once more: nothing came of it. */
void price_give_back(struct price *price, uint64_t receipt);
