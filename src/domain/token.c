/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tokens: their texts, checking them, and the acts that make and revoke them. */
#include "domain/token.h"

#include <string.h>

#include "domain/renewal.h"
#include "sql/token.h"

enum { ID_BYTES = 8 };

struct token_secret token_secret_new(void)
{
    struct token_secret secret;
    secret_bytes(secret.bytes, sizeof secret.bytes);
    return secret;
}

struct token_secret token_secret_from(const struct secret *key, struct str seed)
{
    struct token_secret secret;
    secret_derive(key, SECRET_NEW_TOKEN, seed, secret.bytes, sizeof secret.bytes);
    return secret;
}

struct secret_hash token_secret_hash(const struct secret *key, enum secret_purpose purpose,
                                     const struct token_secret *secret)
{
    return secret_hash(key, purpose,
                       (struct str){(const char *)secret->bytes, sizeof secret->bytes});
}

struct str token_text(struct arena *arena, int64_t id, const struct token_secret *secret)
{
    unsigned char bytes[ID_BYTES + TOKEN_SECRET_BYTES];
    uint64_t n = (uint64_t)id;
    for (int i = ID_BYTES; i-- > 0; n >>= 8)
        bytes[i] = (unsigned char)(n & 0xff);
    memcpy(bytes + ID_BYTES, secret->bytes, sizeof secret->bytes);
    return secret_base64url(arena, (struct str){(const char *)bytes, sizeof bytes});
}

enum err token_parse(struct arena *arena, struct str text, int64_t *id, struct token_secret *secret)
{
    enum { TEXT_MAX = 64 };
    struct str bytes;
    if (text.n > TEXT_MAX || secret_unbase64url(arena, text, &bytes) != OK ||
        bytes.n != ID_BYTES + TOKEN_SECRET_BYTES || (unsigned char)bytes.p[0] > 0x7f)
        return ERR_UNAUTHORISED;
    uint64_t n = 0;
    for (int i = 0; i < ID_BYTES; i++)
        n = n << 8 | (unsigned char)bytes.p[i];
    memcpy(secret->bytes, bytes.p + ID_BYTES, sizeof secret->bytes);
    *id = (int64_t)n;
    return OK;
}

enum err token_read(struct db *db, struct arena *arena, struct token_id id, struct token_row *out)
{
    struct token_row_out row;
    enum err err = sql_token_row_one(db, arena, &(struct token_row_in){id}, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_UNAUTHORISED : err;
    if (row.secret.n != sizeof out->hash.bytes)
        return ERR_STORAGE;
    out->token = (struct token){id, row.person, row.client, (uint64_t)row.scopes};
    memcpy(out->hash.bytes, row.secret.p, sizeof out->hash.bytes);
    return OK;
}

bool token_matches(const struct token_row *row, const struct secret *key,
                   const struct token_secret *secret)
{
    struct secret_hash hash = token_secret_hash(key, SECRET_TOKEN, secret);
    return secret_equal(secret_hash_str(&hash), secret_hash_str(&row->hash));
}

enum err token_check(struct db *db, struct arena *arena, const struct secret *key, struct str text,
                     struct token *out)
{
    struct token_id id;
    struct token_secret secret;
    struct token_row row;
    TRY(token_parse(arena, text, &id.v, &secret));
    TRY(token_read(db, arena, id, &row));
    if (!token_matches(&row, key, &secret))
        return ERR_UNAUTHORISED;
    *out = row.token;
    return OK;
}

/* --- the keys that they carry --- */

static struct str str_of_secret(const struct token_secret *secret)
{
    return (struct str){(const char *)secret->bytes, sizeof secret->bytes};
}

/* What a token wraps under: its secret and the receipt. So an old wrapping opens nothing after a
 * new receipt, and no two keys are wrapped under the same. */
struct under {
    char bytes[TOKEN_SECRET_BYTES + SECRET_HASH_BYTES];
    size_t n;
};

static struct under under_of(const struct token_secret *secret, struct str receipt)
{
    struct under under = {.n = sizeof secret->bytes};
    memcpy(under.bytes, secret->bytes, sizeof secret->bytes);
    BUG_IF(receipt.n > SECRET_HASH_BYTES);
    if (receipt.p != NULL)
        memcpy(under.bytes + under.n, receipt.p, receipt.n);
    under.n += receipt.n;
    return under;
}

struct field_key_wrapped token_wrap(const struct secret *key, const struct token_secret *secret,
                                    struct str receipt, const struct field_key *field_key)
{
    struct under under = under_of(secret, receipt);
    struct field_key_wrapped wrapped =
        field_key_wrap(key, SECRET_WRAP, (struct str){under.bytes, under.n}, field_key);
    secret_wipe(&under, sizeof under);
    return wrapped;
}

struct field_key_wrapped code_wrap(const struct secret *key, const struct token_secret *secret,
                                   const struct field_key *field_key)
{
    return field_key_wrap(key, SECRET_CODE_WRAP, str_of_secret(secret), field_key);
}

static bool open_wrapped(const struct secret *key, const struct token_secret *secret,
                         const struct token_key_out *row, struct field_key *out)
{
    struct under under = under_of(secret, row->receipt);
    enum err err =
        field_key_unwrap(key, SECRET_WRAP, (struct str){under.bytes, under.n}, row->wrapped, out);
    secret_wipe(&under, sizeof under);
    return err == OK;
}

/* Whoever has no receipt has the key of her token, unless that carries one. */
static bool find_key(const struct secret *key, const struct token_secret *secret,
                     const struct token_key_out *row, struct field_key *out)
{
    if (row->wrapped.p != NULL)
        return open_wrapped(key, secret, row, out);
    if (row->receipt.p == NULL)
        *out = field_key_from(key, str_of_secret(secret));
    return row->receipt.p == NULL;
}

enum err token_held_key(struct db *db, struct arena *arena, const struct secret *key,
                        struct str text, struct held_key *out)
{
    struct token_id id;
    struct token_secret secret;
    struct token_key_out row;
    struct held_key held = {0};
    TRY(token_parse(arena, text, &id.v, &secret));
    enum err err = sql_token_key_one(db, arena, &(struct token_key_in){id}, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_UNAUTHORISED : err;
    held.has_receipt = row.receipt.p != NULL;
    if (held.has_receipt && row.receipt.n != sizeof held.receipt.bytes)
        return ERR_STORAGE;
    if (row.receipt.p != NULL)
        memcpy(held.receipt.bytes, row.receipt.p, sizeof held.receipt.bytes);
    held.has_key = find_key(key, &secret, &row, &held.key);
    *out = held;
    secret_wipe(&secret, sizeof secret);
    secret_wipe(&held, sizeof held);
    return OK;
}

enum err code_rewrap(struct db *db, struct arena *arena, const struct secret *key,
                     const struct code_rewrap *rewrap, struct field_key_wrapped *out)
{
    struct code_key_out row;
    struct field_key field_key;
    TRY(sql_code_key_one(db, arena, &(struct code_key_in){rewrap->code}, &row));
    if (row.receipt.n > SECRET_HASH_BYTES)
        return ERR_STORAGE;
    if (field_key_unwrap(key, SECRET_CODE_WRAP, str_of_secret(rewrap->code_secret), row.wrapped,
                         &field_key) != OK)
        return ERR_NOT_FOUND;
    *out = token_wrap(key, rewrap->token_secret, row.receipt, &field_key);
    field_key_wipe(&field_key);
    return OK;
}

enum err token_stands(struct db *db, struct arena *arena, struct token_id id)
{
    struct token_row row;
    return token_read(db, arena, id, &row);
}

/* The number of a log-in of the pages is of any moment of the last seventh of the time that it
 * lasts (with the seven days that are usual: of the last day), so that it does not stand beside
 * what was said anonymously just then. That of an app is of the moment. */
static enum err find_number(struct batch *batch, struct client_id client, struct token_id *id)
{
    enum { SHARE = 7, DAY_MS = 24 * 3600 * 1000 };
    int64_t span_ms = batch->session_ms ? batch->session_ms / SHARE : DAY_MS;
    struct token_row_out row;
    enum err err = OK;
    if (client.v != 0) {
        id->v = batch_id(batch);
        return OK;
    }
    while (err == OK) {
        uint64_t chance;
        secret_bytes(&chance, sizeof chance);
        id->v = id_at_ms(batch->now_ms) - (int64_t)(chance % (uint64_t)id_at_ms(span_ms));
        err = sql_token_row_one(batch->db, batch->arena, &(struct token_row_in){*id}, &row);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static struct str wrapped_of(const struct act_token *token)
{
    return token->has_wrapped ? field_key_wrapped_str(&token->wrapped) : (struct str){0};
}

enum err token_issue(struct batch *batch, struct act *act)
{
    TRY(find_number(batch, act->token.client, &act->made_token));
    WRITE(sql_token_insert(batch->db, &(struct token_insert_in){
                                          .id = act->made_token,
                                          .person = act->person,
                                          .client = act->token.client,
                                          .scopes = (int64_t)act->token.scopes,
                                          .secret = secret_hash_str(&act->token.secret),
                                          .wrapped = wrapped_of(&act->token),
                                      }));
    return OK;
}

/* A token of nobody and of no app that allows nothing is made and removed: so that a receipt which
 * is not known takes as long as one that is. */
enum err token_apply_issue(struct batch *batch, struct act *act)
{
    if (act->person.v != 0)
        TRY(person_stands(batch, act->person));
    TRY(token_issue(batch, act));
    if (act->person.v == 0 && act->token.client.v == 0 && act->token.scopes == 0)
        WRITE(sql_token_delete(batch->db, &(struct token_delete_in){act->made_token}));
    act->id = act->made_token.v;
    return OK;
}

enum err token_revoke(struct batch *batch, struct token_id token)
{
    WRITE(sql_token_delete(batch->db, &(struct token_delete_in){token}));
    batch_changed(batch, token.v);
    return OK;
}

static enum err tell_changed(void *context, const struct token_of_person_out *row)
{
    batch_changed(context, row->id.v);
    return OK;
}

static enum err revoke_others(struct batch *batch, struct person_id person, struct token_id but)
{
    const struct token_of_person_out *rows;
    size_t n;
    TRY(sql_token_of_person_list(batch->db, batch->arena, &(struct token_of_person_in){person},
                                 &rows, &n));
    for (size_t i = 0; i < n; i++)
        if (rows[i].id.v != but.v)
            TRY(token_revoke(batch, rows[i].id));
    return OK;
}

/* Codes that were not picked up carry the key of before. */
enum err token_renew(struct batch *batch, struct person_id person,
                     const struct act_renewal *renewal)
{
    WRITE(sql_code_delete_of_person(batch->db, &(struct code_delete_of_person_in){person}));
    TRY(revoke_others(batch, person, renewal->token));
    if (renewal->token.v != 0)
        WRITE(sql_token_wrap(
            batch->db,
            &(struct token_wrap_in){renewal->token, field_key_wrapped_str(&renewal->wrapped)}));
    return OK;
}

static enum err revoke_all(struct batch *batch, struct person_id person)
{
    TRY(sql_token_of_person_each(batch->db, &(struct token_of_person_in){person}, tell_changed,
                                 batch));
    WRITE(sql_token_delete_of_person(batch->db, &(struct token_delete_of_person_in){person}));
    return OK;
}

enum err token_apply_revoke(struct batch *batch, struct act *act)
{
    if (act->revoke.v == 0)
        return revoke_all(batch, act->person);
    return token_revoke(batch, act->revoke);
}
