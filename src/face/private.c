/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Asking for a key costs one look at the token's row; whoever has nothing sealed is not asked. */
#include "face/private.h"

enum err private_key(struct private_reader reader, struct arena *arena, struct held_key *out)
{
    return token_held_key(desk_read(reader.desk), arena, reader.desk->house->key, reader.login,
                          out);
}

/* --- filters --- */

static bool has_closed(const struct filter *filters, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (filters[i].is_closed)
            return true;
    return false;
}

/* Opens what is closed. ERR_FORBIDDEN without a key. */
static enum err open_closed(struct private_reader reader, struct arena *arena,
                            struct filter *filters, size_t n)
{
    struct held_key held;
    if (!has_closed(filters, n))
        return OK;
    TRY(private_key(reader, arena, &held));
    enum err err = ERR_FORBIDDEN;
    if (held.has_key)
        err = filter_open(arena, &held.key, reader.person, filters, n);
    secret_wipe(&held, sizeof held);
    return err;
}

enum err private_filters(struct private_reader reader, struct arena *arena,
                         struct private_filters *out)
{
    struct filter *filters;
    size_t n;
    TRY(filter_list(desk_read(reader.desk), arena, reader.person, &filters, &n));
    enum err err = open_closed(reader, arena, filters, n);
    if (err != OK && err != ERR_FORBIDDEN)
        return err;
    *out = (struct private_filters){.items = filters, .lacks_key = err != OK};
    for (size_t i = 0; i < n; i++)
        if (!filters[i].is_closed)
            filters[out->n++] = filters[i];
    return OK;
}

enum err private_filter(struct req *req, struct filter_id id, struct filter *out)
{
    struct filter filter;
    TRY(filter_get(desk_db(req), req->arena, desk_viewer(req), id, &filter));
    TRY(open_closed(private_reader(req), req->arena, &filter, 1));
    if (filter.is_closed)
        return ERR_NOT_FOUND;
    *out = filter;
    return OK;
}

/* --- a new receipt --- */

enum err private_renew(struct req *req, const struct receipt *receipt, struct private_keys *keys,
                       struct act *act)
{
    const struct secret *secret = desk_of(req)->house->key;
    struct token_id token;
    struct token_secret login;
    TRY(token_parse(req->arena, desk_login(req), &token.v, &login));
    TRY(private_key(private_reader(req), req->arena, &keys->before));
    keys->key = field_key_of(secret, receipt);
    act->renewal = (struct act_renewal){
        .receipt = receipt_hash(secret, receipt),
        .token = token,
        .before = &keys->before,
        .key = &keys->key,
    };
    act->renewal.wrapped =
        token_wrap(secret, &login, secret_hash_str(&act->renewal.receipt), &keys->key);
    secret_wipe(&login, sizeof login);
    return OK;
}

void private_wipe(struct private_keys *keys)
{
    secret_wipe(keys, sizeof *keys);
}
