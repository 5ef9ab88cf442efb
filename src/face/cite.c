/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers as bytes, seven bits each, the last without the high bit (cite.h).
 *
 * The order is that of `put`: the form, the time, then for each window people, posts, comments,
 * reactions, shares. The hash stands behind them, over the campaign's number and these bytes. */
#include "face/cite.h"

#include <string.h>

enum { FORM = 1, BITS = 7, MORE = 0x80, BYTES_MAX = 256 };

struct bytes {
    unsigned char p[BYTES_MAX];
    size_t n;
};

static void put(struct bytes *bytes, int64_t number)
{
    uint64_t rest = (uint64_t)number;
    do {
        BUG_IF(bytes->n == BYTES_MAX);
        unsigned more = rest >> BITS ? MORE : 0;
        bytes->p[bytes->n++] = (unsigned char)((rest & (MORE - 1)) | more);
        rest >>= BITS;
    } while (rest);
}

static bool take(struct str *rest, int64_t *out)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 63 && rest->n > 0; shift += BITS) {
        unsigned char byte = (unsigned char)rest->p[0];
        *rest = str_sub(*rest, 1, rest->n);
        number |= (uint64_t)(byte & (MORE - 1)) << shift;
        if ((byte & MORE) == 0) {
            *out = (int64_t)number;
            return true;
        }
    }
    return false;
}

static struct secret_hash seal(struct arena *arena, const struct secret *key,
                               struct campaign_id campaign, struct str bytes)
{
    struct str number = arena_printf(arena, "%lld ", (long long)campaign.v);
    char *whole = arena_array(arena, char, number.n + bytes.n);
    memcpy(whole, number.p, number.n);
    memcpy(whole + number.n, bytes.p, bytes.n);
    return secret_hash(key, SECRET_FIGURE, (struct str){whole, number.n + bytes.n});
}

struct str cite_write(struct arena *arena, const struct secret *key, const struct figures *figures)
{
    struct bytes bytes = {.n = 0};
    put(&bytes, FORM);
    put(&bytes, figures->as_of_ms);
    for (size_t i = 0; i < WINDOWS; i++) {
        put(&bytes, figures->windows[i].people);
        for (size_t kind = 0; kind < COUNT_KINDS; kind++)
            put(&bytes, figures->windows[i].kinds[kind]);
    }
    struct str text = {(const char *)bytes.p, bytes.n};
    struct secret_hash hash = seal(arena, key, figures->campaign, text);
    BUG_IF(bytes.n + SECRET_HASH_BYTES > BYTES_MAX);
    memcpy(bytes.p + bytes.n, hash.bytes, SECRET_HASH_BYTES);
    return secret_base64url(arena, (struct str){text.p, bytes.n + SECRET_HASH_BYTES});
}

static bool take_all(struct str rest, struct cited *out)
{
    int64_t form;
    bool is_whole = take(&rest, &form) && form == FORM && take(&rest, &out->as_of_ms);
    for (size_t i = 0; is_whole && i < WINDOWS; i++) {
        is_whole = take(&rest, &out->windows[i].people);
        for (size_t kind = 0; is_whole && kind < COUNT_KINDS; kind++)
            is_whole = take(&rest, &out->windows[i].kinds[kind]);
    }
    return is_whole && rest.n == 0;
}

enum err cite_read(struct arena *arena, const struct secret *key, struct campaign_id campaign,
                   struct str word, struct cited *out)
{
    struct str bytes;
    struct cited cited = {.as_of_ms = 0};
    if (word.n > (size_t)BYTES_MAX * 2 || secret_unbase64url(arena, word, &bytes) != OK ||
        bytes.n <= SECRET_HASH_BYTES)
        return ERR_NOT_FOUND;
    struct str text = str_sub(bytes, 0, bytes.n - SECRET_HASH_BYTES);
    struct secret_hash hash = seal(arena, key, campaign, text);
    struct str said = str_sub(bytes, text.n, SECRET_HASH_BYTES);
    if (!secret_equal(said, secret_hash_str(&hash)) || !take_all(text, &cited))
        return ERR_NOT_FOUND;
    *out = cited;
    return OK;
}
