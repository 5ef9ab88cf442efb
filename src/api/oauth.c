/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The token endpoint, revocation, userinfo (RFC 6749, 7009, 7636; OpenID Connect's userinfo).
 *
 * Passwords are no grant here: a person agrees on the page of web/, with her receipt. What becomes
 * of a code or token is decided by the writer; this reads, asks and answers. */
#include "api/oauth.h"

#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"
#include "face/authorize.h"

/* --- secrets on their way --- */

struct secret_act {
    struct act act; /* first: it is handed in by its address */
    struct token_secret secret;
};

static const struct token_secret *secret_of(const struct act *act)
{
    return &((const struct secret_act *)(const void *)act)->secret;
}

struct act *oauth_act(struct req *req, enum act_kind kind)
{
    struct secret_act *made = arena_new(req->arena, struct secret_act);
    made->act = *desk_act(req, kind);
    made->act.idempotency = (struct str){0};
    made->secret = token_secret_new();
    return &made->act;
}

struct secret_hash oauth_secret_hash(struct req *req, const struct act *act,
                                     enum secret_purpose purpose)
{
    return token_secret_hash(desk_of(req)->house->key, purpose, secret_of(act));
}

struct str oauth_secret_text(struct req *req, const struct act *act)
{
    const struct token_secret *secret = secret_of(act);
    return secret_base64url(req->arena,
                            (struct str){(const char *)secret->bytes, TOKEN_SECRET_BYTES});
}

struct str oauth_token_text(struct req *req, const struct act *act)
{
    return token_text(req->arena, act->made_token.v, secret_of(act));
}

enum err oauth_reply_token(struct req *req, const struct act *act, uint64_t scopes)
{
    const struct api_token token = {
        .access_token = oauth_token_text(req, act),
        .scope = scopes_text(req->arena, scopes),
        .created_s = id_ms(act->made_token.v) / 1000,
    };
    reply_no_store(req);
    return reply_json(req, &entity_token, &token);
}

/* --- refusals --- */

static const char invalid_client[] = "Client authentication failed due to unknown client, no "
                                     "client authentication included, or unsupported "
                                     "authentication method.";
static const char invalid_grant[] = "The provided authorization grant is invalid, expired, "
                                    "revoked, does not match the redirection URI used in the "
                                    "authorization request, or was issued to another client.";
static const char invalid_scope[] = "The requested scope is invalid, unknown, or malformed.";
static const char unsupported_grant[] =
    "The authorization grant type is not supported by the authorization server.";
static const char not_its_own[] = "You are not authorized to revoke this token";

/* {"error": …, "error_description": …} (RFC 6749 section 5.2). */
static enum err refuse_oauth(struct req *req, int status, const char *error,
                             const char *description)
{
    struct buf buf = buf_init(4096);
    buf_put(&buf, STR("{\"error\":"));
    json_put_text(&buf, str_of(error));
    buf_put(&buf, STR(",\"error_description\":"));
    json_put_text(&buf, str_of(description));
    buf_char(&buf, '}');
    reply_no_store(req);
    if (status == 401)
        reply_header(req, "WWW-Authenticate", STR("Basic realm=\"Chorus\""));
    return reply_json_buf(req, status, &buf);
}

/* --- the token endpoint --- */

struct oauth_token_in {
    struct str grant_type, client_id, client_secret, code, redirect_uri, code_verifier, scope;
};
static const struct input oauth_token_rows[] = {
    IN_LINE(oauth_token_in, "grant_type", grant_type, 100),
    IN_LINE(oauth_token_in, "client_id", client_id, 40),
    IN_LINE(oauth_token_in, "client_secret", client_secret, 200),
    IN_LINE(oauth_token_in, "code", code, 200),
    IN_LINE(oauth_token_in, "redirect_uri", redirect_uri, 2000),
    IN_LINE(oauth_token_in, "code_verifier", code_verifier, 200),
    IN_LINE(oauth_token_in, "scope", scope, 1000),
};
const struct input_table oauth_token_inputs = IN_TABLE(oauth_token_in, oauth_token_rows);

/* Credentials of the app come in the body or as Basic. ERR_UNAUTHORISED when they do not hold. */
static enum err find_client(struct req *req, struct str id, struct str secret, struct client *out)
{
    struct str user;
    struct str password;
    if (id.n == 0 && req_basic(req, &user, &password)) {
        id = user;
        secret = password;
    }
    int64_t number;
    if (!str_i64(id, &number) || number <= 0)
        return ERR_UNAUTHORISED;
    enum err err = client_get(desk_db(req), req->arena, (struct client_id){number}, out);
    if (err == ERR_NOT_FOUND)
        return ERR_UNAUTHORISED;
    TRY(err);
    bool holds = secret.n > 0 && client_secret_matches(out, desk_of(req)->house->key, secret);
    return holds ? OK : ERR_UNAUTHORISED;
}

static bool is_our_failure(enum err err)
{
    return err == ERR_BUSY || err == ERR_STORAGE || err == ERR_SYSTEM;
}

static enum err after_redeem(struct req *req)
{
    const struct act *act = desk_done(req);
    if (is_our_failure(act->err))
        return act->err;
    /* a code that did not fit is used up all the same: then there is no token */
    if (act->err != OK || act->made_token.v == 0)
        return refuse_oauth(req, 400, "invalid_grant", invalid_grant);
    return oauth_reply_token(req, act, act->token_scopes);
}

/* Her key goes from the code to the token, when the code has it. */
static enum err pass_key(struct req *req, int64_t code, const struct token_secret *code_secret,
                         struct act *act)
{
    const struct code_rewrap rewrap = {code, code_secret, secret_of(act)};
    enum err err = code_rewrap(desk_db(req), req->arena, desk_of(req)->house->key, &rewrap,
                               &act->redeem.wrapped);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    act->redeem.has_wrapped = err == OK;
    return OK;
}

static enum err redeem(struct req *req, const struct oauth_token_in *in,
                       const struct client *client)
{
    int64_t number;
    struct token_secret secret;
    if (token_parse(req->arena, in->code, &number, &secret) != OK)
        return refuse_oauth(req, 400, "invalid_grant", invalid_grant);
    struct act *act = oauth_act(req, ACT_REDEEM);
    act->person = (struct person_id){0};
    act->redeem = (struct act_redeem){
        .code = number,
        .code_secret = token_secret_hash(desk_of(req)->house->key, SECRET_CODE, &secret),
        .client = client->id,
        .redirect_uri = in->redirect_uri.p ? in->redirect_uri : STR(""),
        .challenge = authorize_challenge(req->arena, in->code_verifier),
        .token_secret = oauth_secret_hash(req, act, SECRET_TOKEN),
    };
    TRY(pass_key(req, number, &secret, act));
    return desk_submit_any(req, act, after_redeem);
}

static enum err after_client_token(struct req *req)
{
    const struct act *act = desk_done(req);
    return oauth_reply_token(req, act, act->token.scopes);
}

/* client_credentials: a token of the app alone. */
static enum err grant_client(struct req *req, const struct oauth_token_in *in,
                             const struct client *client)
{
    uint64_t scopes;
    struct str text = str_trim(in->scope).n > 0 ? in->scope : STR("read");
    if (scopes_parse(text, &scopes) != OK ||
        (scopes_expand(scopes) & ~scopes_expand(client->scopes)) != 0)
        return refuse_oauth(req, 400, "invalid_scope", invalid_scope);
    struct act *act = oauth_act(req, ACT_TOKEN);
    act->person = (struct person_id){0};
    act->token = (struct act_token){
        .client = client->id,
        .scopes = scopes,
        .secret = oauth_secret_hash(req, act, SECRET_TOKEN),
    };
    return desk_submit(req, act, after_client_token);
}

enum err oauth_token(struct req *req)
{
    struct oauth_token_in in;
    TRY(req_read(req, &oauth_token_inputs, &in));
    bool is_code = str_eq(in.grant_type, STR("authorization_code"));
    if (!is_code && !str_eq(in.grant_type, STR("client_credentials")))
        return refuse_oauth(req, 400, "unsupported_grant_type", unsupported_grant);
    struct client client;
    enum err err = find_client(req, in.client_id, in.client_secret, &client);
    if (err == ERR_UNAUTHORISED)
        return refuse_oauth(req, 401, "invalid_client", invalid_client);
    TRY(err);
    return is_code ? redeem(req, &in, &client) : grant_client(req, &in, &client);
}

/* --- revocation (RFC 7009) --- */

struct oauth_revoke_in {
    struct str token, client_id, client_secret;
};
static const struct input oauth_revoke_rows[] = {
    IN_LINE(oauth_revoke_in, "token", token, 200),
    IN_LINE(oauth_revoke_in, "client_id", client_id, 40),
    IN_LINE(oauth_revoke_in, "client_secret", client_secret, 200),
};
const struct input_table oauth_revoke_inputs = IN_TABLE(oauth_revoke_in, oauth_revoke_rows);

enum err oauth_revoke(struct req *req)
{
    struct oauth_revoke_in in;
    TRY(req_read(req, &oauth_revoke_inputs, &in));
    struct client client;
    enum err err = find_client(req, in.client_id, in.client_secret, &client);
    if (err == ERR_UNAUTHORISED)
        return refuse_oauth(req, 403, "unauthorized_client", not_its_own);
    TRY(err);
    struct token token;
    err = token_check(desk_db(req), req->arena, desk_of(req)->house->key, in.token, &token);
    if (err == ERR_UNAUTHORISED)
        return reply_empty_json(req); /* gone already: so be it */
    TRY(err);
    if (token.client.v != client.id.v)
        return refuse_oauth(req, 403, "unauthorized_client", not_its_own);
    struct act *act = desk_act(req, ACT_REVOKE);
    act->person = token.person;
    act->revoke = token.id;
    return desk_submit(req, act, reply_empty_json);
}

/* --- who is it --- */

struct userinfo {
    struct str issuer, subject, name, username, profile, picture;
};
static const struct json_field userinfo_fields[] = {
    FIELD(userinfo, "iss", TEXT, issuer),
    FIELD(userinfo, "sub", TEXT, subject),
    FIELD(userinfo, "name", TEXT, name),
    FIELD(userinfo, "preferred_username", TEXT, username),
    FIELD(userinfo, "profile", TEXT, profile),
    FIELD(userinfo, "picture", TEXT, picture),
};
static const struct json_entity entity_userinfo =
    JSON_ENTITY("UserInfo", struct userinfo, userinfo_fields);

enum err oauth_userinfo(struct req *req)
{
    struct person person;
    TRY(person_get(desk_db(req), req->arena, desk_viewer(req), &person));
    struct load load = load_of(req);
    struct api_account account;
    load_account(&load, &person, &account);
    const struct userinfo info = {
        .issuer = load_join(req->arena, desk_of(req)->house->public_url, STR("/"), STR("")),
        .subject = account.uri,
        .name = account.display_name,
        .username = account.username,
        .profile = account.url,
        .picture = account.avatar,
    };
    return reply_json(req, &entity_userinfo, &info);
}
