/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Asking for a key costs one look at the token's row; whoever has nothing sealed is not asked. */
#include "face/private.h"

enum err private_key(struct private_reader reader, struct arena *arena, struct field_key *out)
{
    return token_field_key(desk_read(reader.desk), arena, reader.desk->house->key, reader.login,
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
    struct field_key key;
    if (!has_closed(filters, n))
        return OK;
    enum err err = private_key(reader, arena, &key);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_FORBIDDEN : err;
    err = filter_open(arena, &key, reader.person, filters, n);
    field_key_wipe(&key);
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
    enum err err = private_key(private_reader(req), req->arena, &keys->before);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    keys->key = field_key_of(secret, receipt);
    act->renewal = (struct act_renewal){
        .receipt = receipt_hash(secret, receipt),
        .token = token,
        .before = err == OK ? &keys->before : NULL,
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
