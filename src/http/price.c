/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making tokens, checking them, remembering which are spent.
 *
 * Everything stands in the token, under the seal; the separator between salt and number keeps
 * digits from moving from one to the other. The table of what was spent has buckets of eight; a
 * full one forgets what would be forgotten first, which is rare below some 400 a second. It
 * knows no requests and no senders. */
#include "http/price.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUCKETS = 1 << 17,
    WAYS = 8,
    DATE_BITS = 20, /* of an entry: the second in which it may be forgotten */
    NONCE_BYTES = 8,
    HASH_BYTES = 32,
};

struct price {
    struct secret *key;
    pthread_mutex_t lock;
    uint64_t spent[BUCKETS][WAYS]; /* 0: empty */
};

/* What a token says. */
struct token {
    struct str salt, hash, seal;
    int64_t made_ms, most;
};

/* By load: the work (hashes, at most; a power of two), and the wait instead. */
static const struct rate {
    int64_t load, most, wait_ms;
} rates[] = {
    {20000, 1 << 18, 15000},
    {2000, 1 << 17, 8000},
    {0, 1 << 16, 4000},
};
enum { RATES = sizeof rates / sizeof rates[0] };

struct price *price_new(void)
{
    struct price *price = calloc(1, sizeof *price);
    if (price == NULL)
        return NULL;
    if (secret_random(&price->key) != OK) {
        free(price);
        return NULL;
    }
    pthread_mutex_init(&price->lock, NULL);
    return price;
}

void price_free(struct price *price)
{
    if (price == NULL)
        return;
    secret_done(price->key);
    pthread_mutex_destroy(&price->lock);
    free(price);
}

/* --- tokens --- */

static struct str hex(struct arena *arena, struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_array(arena, char, 2 * bytes.n);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        text[2 * i] = digits[byte >> 4];
        text[2 * i + 1] = digits[byte & 15];
    }
    return (struct str){text, 2 * bytes.n};
}

static struct str hash_of(struct arena *arena, struct str salt, struct str number)
{
    struct str message = arena_printf(arena, "%.*s:%.*s", STRF(salt), STRF(number));
    return hex(arena, secret_sha256(arena, message));
}

static struct secret_hash seal_of(const struct price *price, struct arena *arena, struct str salt,
                                  struct str hash)
{
    struct str message = arena_printf(arena, "price %.*s.%.*s", STRF(salt), STRF(hash));
    return secret_hash(price->key, SECRET_CURSOR, message);
}

static int64_t wait_of(int64_t most)
{
    for (size_t i = 0; i < RATES; i++) {
        if (most >= rates[i].most)
            return rates[i].wait_ms;
    }
    return rates[RATES - 1].wait_ms;
}

void price_make(const struct price *price, struct arena *arena, int64_t load, int64_t now_ms,
                struct http_price *out)
{
    const struct rate *rate = rates;
    while (rate->load > load)
        rate++;
    unsigned char nonce[NONCE_BYTES];
    uint64_t number;
    secret_bytes(nonce, sizeof nonce);
    secret_bytes(&number, sizeof number);
    number &= (uint64_t)rate->most - 1;
    struct str random = hex(arena, (struct str){(const char *)nonce, sizeof nonce});
    struct str salt =
        arena_printf(arena, "%.*s.%" PRId64 ".%" PRId64, STRF(random), now_ms, rate->most);
    struct str hash = hash_of(arena, salt, arena_printf(arena, "%" PRIu64, number));
    struct secret_hash seal = seal_of(price, arena, salt, hash);
    struct str seal_text = hex(arena, secret_hash_str(&seal));
    *out = (struct http_price){
        .token = arena_printf(arena, "%.*s.%.*s.%.*s", STRF(salt), STRF(hash), STRF(seal_text)),
        .salt = salt,
        .hash = hash,
        .most = rate->most,
        .wait_ms = rate->wait_ms,
    };
}

/* Reads a token that this server has made, and which is not too old. */
static bool read_token(const struct price *price, struct arena *arena, struct str text,
                       int64_t now_ms, struct token *out)
{
    if (text.n == 0 || text.n > PRICE_TOKEN_MAX)
        return false;
    struct str rest = text;
    struct str random = str_cut(&rest, '.');
    struct str made = str_cut(&rest, '.');
    struct str most = str_cut(&rest, '.');
    *out = (struct token){.hash = str_cut(&rest, '.'), .seal = rest};
    if (rest.p == NULL || !str_i64(made, &out->made_ms) || !str_i64(most, &out->most))
        return false;
    out->salt = str_sub(text, 0, random.n + made.n + most.n + 2);
    struct secret_hash seal = seal_of(price, arena, out->salt, out->hash);
    if (!secret_equal(out->seal, hex(arena, secret_hash_str(&seal))))
        return false;
    return out->made_ms <= now_ms && now_ms - out->made_ms < PRICE_LIFE_MS;
}

/* --- what was spent --- */

static const uint64_t date_mask = (UINT64_C(1) << DATE_BITS) - 1;

/* The entry that stands for a token: a part of its seal, and when it may be forgotten. */
static uint64_t entry_of(const struct token *token)
{
    uint64_t seal = secret_checksum(token->seal);
    uint64_t until_s = (uint64_t)(token->made_ms + PRICE_LIFE_MS) / 1000 + 1;
    return (seal & ~date_mask) | (until_s & date_mask);
}

static uint64_t *bucket_of(struct price *price, uint64_t entry)
{
    return price->spent[(entry >> DATE_BITS) & (BUCKETS - 1)];
}

/* Seconds for which an entry is still needed; 0 for none and for what is over. */
static uint64_t life_of(uint64_t entry, int64_t now_ms)
{
    uint64_t left_s = (entry - (uint64_t)now_ms / 1000) & date_mask;
    return entry != 0 && left_s <= PRICE_LIFE_MS / 1000 + 1 ? left_s : 0;
}

static bool is_spent(struct price *price, uint64_t entry)
{
    bool found = false;
    pthread_mutex_lock(&price->lock);
    const uint64_t *bucket = bucket_of(price, entry);
    for (size_t i = 0; i < WAYS; i++)
        found |= bucket[i] == entry;
    pthread_mutex_unlock(&price->lock);
    return found;
}

/* False when it was spent before. */
static bool spend(struct price *price, uint64_t entry, int64_t now_ms)
{
    bool found = false;
    pthread_mutex_lock(&price->lock);
    uint64_t *bucket = bucket_of(price, entry);
    uint64_t *place = &bucket[0];
    for (size_t i = 0; i < WAYS; i++) {
        found |= bucket[i] == entry;
        if (life_of(bucket[i], now_ms) < life_of(*place, now_ms))
            place = &bucket[i];
    }
    if (!found)
        *place = entry;
    pthread_mutex_unlock(&price->lock);
    return !found;
}

void price_give_back(struct price *price, uint64_t receipt)
{
    pthread_mutex_lock(&price->lock);
    uint64_t *bucket = bucket_of(price, receipt);
    for (size_t i = 0; i < WAYS; i++) {
        if (bucket[i] == receipt)
            bucket[i] = 0;
    }
    pthread_mutex_unlock(&price->lock);
}

/* --- paying --- */

enum err price_read(struct price *price, struct arena *arena, struct str token, int64_t now_ms,
                    struct http_price *out)
{
    struct token read;
    if (!read_token(price, arena, token, now_ms, &read) || is_spent(price, entry_of(&read)))
        return ERR_BAD_INPUT;
    *out = (struct http_price){
        .token = token,
        .salt = read.salt,
        .hash = read.hash,
        .most = read.most,
        .wait_ms = wait_of(read.most),
        .is_again = true,
    };
    return OK;
}

static bool is_solved(struct arena *arena, const struct token *token, struct str number)
{
    int64_t n;
    return str_i64(number, &n) && n >= 0 && n < token->most &&
           str_eq(hash_of(arena, token->salt, number), token->hash);
}

enum price_state price_take(struct price *price, struct arena *arena, struct str token,
                            struct str number, int64_t now_ms, uint64_t *receipt)
{
    struct token read;
    if (!read_token(price, arena, token, now_ms, &read))
        return PRICE_NONE;
    bool solved = is_solved(arena, &read, number);
    if (!solved && now_ms - read.made_ms < wait_of(read.most))
        return PRICE_OPEN;
    uint64_t entry = entry_of(&read);
    if (!spend(price, entry, now_ms))
        return PRICE_NONE;
    *receipt = entry;
    return solved ? PRICE_SOLVED : PRICE_WAITED;
}
