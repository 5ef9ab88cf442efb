/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tokens: their texts, checking them, and the acts that make and revoke them. */
#include "domain/token.h"

#include <string.h>

#include "domain/batch.h"
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

enum err token_issue(struct batch *batch, struct act *act)
{
    TRY(find_number(batch, act->token.client, &act->made_token));
    WRITE(sql_token_insert(batch->db, &(struct token_insert_in){
                                          .id = act->made_token,
                                          .person = act->person,
                                          .client = act->token.client,
                                          .scopes = (int64_t)act->token.scopes,
                                          .secret = secret_hash_str(&act->token.secret),
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

static enum err tell_changed(void *context, const struct token_of_person_out *row)
{
    batch_changed(context, row->id.v);
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
    WRITE(sql_token_delete(batch->db, &(struct token_delete_in){act->revoke}));
    batch_changed(batch, act->revoke.v);
    return OK;
}
