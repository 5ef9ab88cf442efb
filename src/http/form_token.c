/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making and checking form tokens, and reading what the browser says of a form's origin.
 *
 * The hour stands in the token in the clear so that one hash suffices to check it. It does not
 * answer requests: dispatch.c does. */
#include "http/form_token.h"

#include <inttypes.h>
#include <stdio.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static struct secret_hash token_hash(const struct secret *key, int64_t session, int64_t hour)
{
    char message[64];
    int n = session != 0
                ? snprintf(message, sizeof message, "session:%" PRId64 ":%" PRId64, session, hour)
                : snprintf(message, sizeof message, "visitor:%" PRId64, hour);
    return secret_hash(key, SECRET_FORM, (struct str){message, (size_t)n});
}

static void hash_text(const struct secret_hash *hash, char text[2 * SECRET_HASH_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SECRET_HASH_BYTES; i++) {
        text[2 * i] = digits[hash->bytes[i] >> 4];
        text[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
}

struct str form_token_make(struct arena *arena, const struct secret *key, int64_t session,
                           int64_t now_ms)
{
    int64_t hour = now_ms / HOUR_MS;
    struct secret_hash hash = token_hash(key, session, hour);
    char text[2 * SECRET_HASH_BYTES];
    hash_text(&hash, text);
    return arena_printf(arena, "%" PRId64 ".%.*s", hour, (int)sizeof text, text);
}

bool form_token_holds(const struct secret *key, int64_t session, struct str token, int64_t now_ms)
{
    struct str given = token;
    struct str hour_text = str_cut(&given, '.');
    int64_t hour = 0;
    if (given.p == NULL || !str_i64(hour_text, &hour))
        return false;
    int64_t now = now_ms / HOUR_MS;
    if (hour > now || hour < now - FORM_TOKEN_HOURS)
        return false;
    struct secret_hash hash = token_hash(key, session, hour);
    char text[2 * SECRET_HASH_BYTES];
    hash_text(&hash, text);
    return secret_equal(given, (struct str){text, sizeof text});
}

static struct str authority_of(struct str origin)
{
    size_t at = str_search(origin, STR("://"));
    return at == origin.n ? origin : str_sub(origin, at + 3, origin.n);
}

bool form_origin_is_ours(struct str sec_fetch_site, struct str origin, struct str host,
                         struct str public_host)
{
    if (sec_fetch_site.p != NULL)
        return str_eq(sec_fetch_site, STR("same-origin")) || str_eq(sec_fetch_site, STR("none"));
    if (origin.p == NULL || str_eq(origin, STR("null")))
        return true;
    return str_eq_nocase(authority_of(origin), public_host.n > 0 ? public_host : host);
}
