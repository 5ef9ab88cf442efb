/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The checks of the authorization request, in the order in which they may be answered: first
 * those that leave nowhere to send the answer, then those that go back to the app. */
#include "face/authorize.h"

#include "base/message.h"

enum { CHALLENGE_CHARS = 43 };

#define TEXT(field, most)                                                                          \
    {                                                                                              \
        .name = #field, .type = INPUT_LINE, .at = offsetof(struct authorize_in, field),            \
        .given_at = SIZE_MAX, .high = (most)                                                       \
    }

static const struct input rows[] = {
    TEXT(response_type, 40),
    TEXT(client_id, 40),
    TEXT(redirect_uri, 2000),
    TEXT(scope, 1000),
    TEXT(state, 2000),
    TEXT(code_challenge, 128),
    TEXT(code_challenge_method, 20),
};
static const struct input_table authorize_inputs = {rows, sizeof rows / sizeof rows[0],
                                                    sizeof(struct authorize_in)};

/* The act and what belongs to it until the commit. */
struct code_act {
    struct act act; /* first: the act is handed in by its address */
    struct token_secret secret;
    struct authorize authorize;
};

static enum err find_client(struct req *req, struct authorize *authorize)
{
    int64_t id;
    if (!str_i64(authorize->in.client_id, &id) || id <= 0)
        return ERR_NOT_FOUND;
    return client_get(desk_db(req), req->arena, (struct client_id){id}, &authorize->client);
}

static const char *check_scope(struct authorize *authorize)
{
    struct str text = authorize->in.scope;
    if (str_trim(text).n == 0)
        text = STR("read");
    if (scopes_parse(text, &authorize->scopes) != OK)
        return "invalid_scope";
    uint64_t allowed = scopes_expand(authorize->client.scopes);
    return (scopes_expand(authorize->scopes) & ~allowed) == 0 ? NULL : "invalid_scope";
}

static const char *check_challenge(struct authorize *authorize)
{
    struct str challenge = authorize->in.code_challenge;
    authorize->challenge = STR("");
    if (challenge.n == 0)
        return NULL;
    if (!str_eq(authorize->in.code_challenge_method, STR("S256")) || challenge.n != CHALLENGE_CHARS)
        return "invalid_request";
    authorize->challenge = challenge;
    return NULL;
}

static const char *check(struct authorize *authorize)
{
    if (!str_eq(authorize->in.response_type, STR("code")))
        return "unsupported_response_type";
    const char *error = check_scope(authorize);
    return error ? error : check_challenge(authorize);
}

enum err authorize_read(struct req *req, struct authorize *out)
{
    struct authorize authorize = {0};
    TRY(req_read(req, &authorize_inputs, &authorize.in));
    enum err err = find_client(req, &authorize);
    if (err == ERR_NOT_FOUND)
        return req_refuse(req, ERR_BAD_REQUEST, T("This app is not known here. It may ask again."));
    TRY(err);
    if (!client_has_redirect(&authorize.client, authorize.in.redirect_uri))
        return req_refuse(
            req, ERR_BAD_REQUEST,
            T("This app asked to be answered at an address that it did not register."));
    authorize.is_oob = str_eq(authorize.in.redirect_uri, STR(AUTHORIZE_OOB));
    authorize.error = check(&authorize);
    if (authorize.error && authorize.is_oob)
        return req_refuse(req, ERR_BAD_REQUEST,
                          T("This app asked in a way that is not understood here."));
    *out = authorize;
    return OK;
}

struct act *authorize_act(struct req *req, const struct authorize *authorize,
                          struct person_id person, const struct field_key *key)
{
    const struct secret *secret = desk_of(req)->house->key;
    struct code_act *code = arena_new(req->arena, struct code_act);
    code->act = *desk_act(req, ACT_CODE);
    code->act.idempotency = (struct str){0};
    code->secret = token_secret_new();
    code->authorize = *authorize;
    code->act.person = person;
    code->act.code = (struct act_code){
        .client = authorize->client.id,
        .redirect_uri = authorize->in.redirect_uri,
        .scopes = authorize->scopes,
        .challenge = authorize->challenge,
        .secret = token_secret_hash(secret, SECRET_CODE, &code->secret),
        .has_wrapped = key != NULL,
    };
    if (key != NULL)
        code->act.code.wrapped = code_wrap(secret, &code->secret, key);
    return &code->act;
}

const struct authorize *authorize_done(struct req *req, struct str *code)
{
    const struct code_act *done = (const struct code_act *)(const void *)desk_done(req);
    *code = token_text(req->arena, done->act.id, &done->secret);
    return &done->authorize;
}

static struct str answer_uri(struct arena *arena, const struct authorize *authorize,
                             const char *name, struct str value)
{
    struct str uri = authorize->in.redirect_uri;
    struct buf buf = buf_init((size_t)16 * 1024);
    buf_put(&buf, uri);
    buf_char(&buf, str_find(uri, '?') < uri.n ? '&' : '?');
    buf_put(&buf, str_of(name));
    buf_char(&buf, '=');
    buf_url(&buf, value);
    if (authorize->in.state.p) {
        buf_put(&buf, STR("&state="));
        buf_url(&buf, authorize->in.state);
    }
    struct str answer = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return answer;
}

struct str authorize_code_uri(struct arena *arena, const struct authorize *authorize,
                              struct str code)
{
    return answer_uri(arena, authorize, "code", code);
}

struct str authorize_error_uri(struct arena *arena, const struct authorize *authorize,
                               const char *error)
{
    return answer_uri(arena, authorize, "error", str_of(error));
}

struct str authorize_challenge(struct arena *arena, struct str verifier)
{
    if (verifier.n == 0)
        return STR("");
    return secret_base64url(arena, secret_sha256(arena, verifier));
}
