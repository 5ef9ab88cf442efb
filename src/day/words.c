/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making sentences and cutting pieces of them (words.h). */
#include "day/words.h"

#include <string.h>

/* Enough for the longest story, and for its beginning to differ. */
enum { STOCK_CHARS = 30000, VOCABULARY_MAX = 64, SEED = 1015 };

static size_t vocabulary(const char *words, struct str out[VOCABULARY_MAX])
{
    struct str rest = str_of(words);
    size_t n = 0;
    while (rest.p != NULL && n < VOCABULARY_MAX)
        out[n++] = str_cut(&rest, ' ');
    return n;
}

static size_t put(char *at, struct str s)
{
    memcpy(at, s.p, s.n);
    return s.n;
}

static void make(struct words_stock *stock, const struct speech *speech, struct arena *arena)
{
    enum { SENTENCE = 9, ROOM = 100 };
    struct str list[VOCABULARY_MAX];
    size_t n_list = vocabulary(speech->words, list);
    struct chance chance = chance_of(SEED, (uint64_t)speech->thousandth);
    stock->text = arena_array(arena, char, WORDS_STOCK_BYTES);
    size_t at = 0, chars = 0;
    stock->n = 0;
    while (stock->n < WORDS_PIECES && chars < STOCK_CHARS && at + ROOM < WORDS_STOCK_BYTES) {
        stock->bytes[stock->n] = (uint32_t)at;
        stock->chars[stock->n] = (uint32_t)chars;
        stock->n++;
        size_t start = at;
        at += put(stock->text + at, list[chance_below(&chance, (uint32_t)n_list)]);
        bool is_end = chance_below(&chance, SENTENCE) == 0;
        at += put(stock->text + at, str_of(is_end ? speech->end : speech->between));
        chars += str_chars((struct str){stock->text + start, at - start});
    }
    stock->bytes[stock->n] = (uint32_t)at;
    stock->chars[stock->n] = (uint32_t)chars;
}

void words_make(struct words *words, struct arena *arena)
{
    for (int i = 0; i < SPEECHES; i++)
        make(&words->stocks[i], &speeches[i], arena);
}

struct str words_piece(const struct words *words, int speech, struct chance *chance, int chars)
{
    const struct words_stock *stock = &words->stocks[speech];
    uint32_t from = chance_below(chance, stock->n / 4);
    uint32_t low = from + 1, high = stock->n;
    while (low < high) { /* the last word that ends within */
        uint32_t middle = low + (high - low + 1) / 2;
        if (stock->chars[middle] - stock->chars[from] <= (uint32_t)chars)
            low = middle;
        else
            high = middle - 1;
    }
    struct str piece = {stock->text + stock->bytes[from], stock->bytes[low] - stock->bytes[from]};
    return str_trim(piece);
}
