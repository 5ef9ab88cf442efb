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

/* Without the port that the scheme has anyway: some proxies name it in Host, no browser does. */
static struct str bare_authority(struct str authority, struct str port)
{
    return str_ends(authority, port) ? str_sub(authority, 0, authority.n - port.n) : authority;
}

static bool is_origin_of(struct str origin, struct str host)
{
    static const struct {
        struct str scheme, port;
    } schemes[] = {{STR_INIT("https://"), STR_INIT(":443")},
                   {STR_INIT("http://"), STR_INIT(":80")}};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (!str_starts(origin, schemes[i].scheme))
            continue;
        struct str authority = str_sub(origin, schemes[i].scheme.n, origin.n);
        authority = bare_authority(authority, schemes[i].port);
        return authority.n > 0 && str_eq_nocase(authority, bare_authority(host, schemes[i].port));
    }
    return false;
}

bool form_origin_is_ours(struct str sec_fetch_site, struct str origin, const struct str *hosts,
                         size_t n)
{
    if (sec_fetch_site.p != NULL)
        return str_eq(sec_fetch_site, STR("same-origin")) || str_eq(sec_fetch_site, STR("none"));
    bool is_ours = origin.p == NULL || str_eq(origin, STR("null"));
    for (size_t i = 0; i < n && !is_ours; i++)
        is_ours = is_origin_of(origin, hosts[i]);
    return is_ours;
}
