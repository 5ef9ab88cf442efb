/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a token and a number, and a good token with bytes overwritten: nothing but the very
 * token that was given out, and the very number, pays. The first two bytes say what is overwritten
 * where. */
#include <stdint.h>
#include <string.h>

#include "http/price.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t now_ms = INT64_C(1700000100000);

static enum price_state take(struct price *price, struct arena *arena, struct str token,
                             struct str number)
{
    uint64_t receipt = 0;
    enum price_state state = price_take(price, arena, token, number, now_ms, &receipt);
    BUG_IF((state == PRICE_SOLVED) != (receipt != 0));
    if (receipt != 0)
        price_give_back(price, receipt);
    return state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct price *price;
    struct http_price made;
    if (price == NULL && (arena_init(&arena, (size_t)16 * 1024 * 1024) != OK ||
                          crypto_init() != OK || (price = price_new()) == NULL))
        return 0;
    arena_reset(&arena);
    if (size < 2 || size > 2048)
        return 0;
    struct str bytes = {(const char *)data + 2, size - 2};
    struct str number = bytes;
    struct str token = str_cut(&number, '\n');
    struct http_price read;
    BUG_IF(take(price, &arena, token, number) != PRICE_NONE);
    BUG_IF(price_read(price, &arena, token, now_ms, &read) == OK);

    price_make(price, &arena, (int64_t)data[0] * 256, now_ms, &made);
    size_t at = data[1] % made.token.n;
    size_t n = token.n < made.token.n - at ? token.n : made.token.n - at;
    char *altered = arena_array(&arena, char, made.token.n);
    memcpy(altered, made.token.p, made.token.n);
    if (n > 0)
        memcpy(altered + at, token.p, n);
    struct str text = {altered, made.token.n};
    bool is_same = str_eq(text, made.token);
    BUG_IF((take(price, &arena, text, STR("")) == PRICE_OPEN) != is_same);
    enum price_state state = take(price, &arena, made.token, number);
    BUG_IF(state != PRICE_OPEN && state != PRICE_SOLVED);
    return 0;
}
