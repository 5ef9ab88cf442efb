/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* OAuth applications and their codes (RFC 6749, RFC 7636). */
#include "domain/batch.h"
#include "domain/retention.h"
#include "domain/token.h"
#include "sql/token.h"

#include <string.h>

enum err client_get(struct db *db, struct arena *arena, struct client_id id, struct client *out)
{
    struct client_row_out row;
    TRY(sql_client_row_one(db, arena, &(struct client_row_in){id}, &row));
    struct client client = {id,   row.name, row.website, row.redirect_uris, (uint64_t)row.scopes,
                            {{0}}};
    if (row.secret.n != sizeof client.secret.bytes)
        return ERR_STORAGE;
    memcpy(client.secret.bytes, row.secret.p, sizeof client.secret.bytes);
    *out = client;
    return OK;
}

bool client_has_redirect(const struct client *client, struct str uri)
{
    struct str rest = client->redirect_uris;
    while (rest.p != NULL && uri.n > 0)
        if (str_eq(str_cut(&rest, '\n'), uri))
            return true;
    return false;
}

bool client_secret_matches(const struct client *client, const struct secret *key, struct str text)
{
    struct secret_hash hash = secret_hash(key, SECRET_CLIENT, text);
    return secret_equal(secret_hash_str(&hash), secret_hash_str(&client->secret));
}

/* --- acts --- */

enum err client_apply_add(struct batch *batch, struct act *act)
{
    const struct act_client *client = &act->client;
    act->id = batch_id(batch);
    WRITE(sql_client_insert(batch->db, &(struct client_insert_in){
                                           .id = {act->id},
                                           .name = client->name,
                                           .website = client->website,
                                           .redirect_uris = client->redirect_uris,
                                           .scopes = (int64_t)client->scopes,
                                           .secret = secret_hash_str(&client->secret),
                                       }));
    return OK;
}

enum err client_apply_code(struct batch *batch, struct act *act)
{
    const struct act_code *code = &act->code;
    TRY(person_stands(batch, act->person));
    act->id = batch_id(batch);
    WRITE(sql_code_insert(
        batch->db,
        &(struct code_insert_in){
            .id = act->id,
            .secret = secret_hash_str(&code->secret),
            .client = code->client,
            .person = act->person,
            .redirect_uri = code->redirect_uri,
            .scopes = (int64_t)code->scopes,
            .challenge = code->challenge,
            .wrapped = code->has_wrapped ? field_key_wrapped_str(&code->wrapped) : (struct str){0},
        }));
    return OK;
}

static bool code_matches(const struct act_redeem *redeem, const struct code_row_out *row,
                         int64_t now_ms)
{
    return row->client.v == redeem->client.v && str_eq(row->redirect_uri, redeem->redirect_uri) &&
           secret_equal(row->challenge, redeem->challenge) &&
           now_ms - id_ms(redeem->code) < RETENTION_CODE_MS;
}

/* Shown again: it is not known which of the two who have it is hers, so what the first was given
 * ends too. */
static enum err end_redeemed(struct batch *batch, int64_t code, struct token_id token)
{
    WRITE(sql_code_delete(batch->db, &(struct code_delete_in){code}));
    return token_revoke(batch, token);
}

/* A code that is shown with another app, address or verifier is used up all the same (RFC 6749
 * section 4.1.2): the refusal is told by a token number of 0, for an error would undo the removal.
 * Its number alone is no code: numbers follow the time, and whoever guesses one uses up nothing. */
enum err client_apply_redeem(struct batch *batch, struct act *act)
{
    const struct act_redeem *redeem = &act->redeem;
    struct code_row_out row;
    TRY(sql_code_row_one(batch->db, batch->arena, &(struct code_row_in){redeem->code}, &row));
    act->made_token.v = 0;
    if (!secret_equal(row.secret, secret_hash_str(&redeem->code_secret)))
        return ERR_NOT_FOUND;
    if (row.token.v != 0)
        return end_redeemed(batch, redeem->code, row.token);
    if (!code_matches(redeem, &row, batch->now_ms)) {
        WRITE(sql_code_delete(batch->db, &(struct code_delete_in){redeem->code}));
        return OK;
    }
    act->made_token.v = batch_id(batch);
    WRITE(sql_code_redeemed(batch->db, &(struct code_redeemed_in){redeem->code, act->made_token}));
    act->token_scopes = (uint64_t)row.scopes;
    WRITE(sql_token_insert(batch->db, &(struct token_insert_in){
                                          .id = act->made_token,
                                          .person = row.person,
                                          .client = row.client,
                                          .scopes = row.scopes,
                                          .secret = secret_hash_str(&redeem->token_secret),
                                          .wrapped = redeem->has_wrapped
                                                         ? field_key_wrapped_str(&redeem->wrapped)
                                                         : (struct str){0},
                                      }));
    act->id = act->made_token.v;
    return OK;
}
