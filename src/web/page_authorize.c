/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /oauth/authorize: an app asks to be let in, the person says yes or no (RFC 6749 section 4.1).
 *
 * Who is logged in here needs one press; everybody else gives the receipt on this very page, which
 * does not log this browser in. The checks of the request are in face/authorize.h. */
#include "face/authorize.h"
#include "face/private.h"
#include "tpl/templates.h"
#include "web/form.h"
#include "web/login.h"
#include "web/page.h"
#include "web/web.h"

enum { HIDDEN_MAX = 7, JOIN_BYTES_MAX = 16 * 1024 };

struct decision_in {
    struct str receipt, decision;
};
static const struct input decision_rows[] = {
    FORM_LINE(decision_in, receipt, LOGIN_TYPED_MAX),
    FORM_LINE(decision_in, decision, 20),
};
static const struct input_table decision_inputs = FORM_TABLE(decision_in, decision_rows);

/* --- the page --- */

static void put_hidden(struct req *req, const struct authorize_in *in, struct view_authorize *view)
{
    const struct view_choice all[HIDDEN_MAX] = {
        {.value = in->response_type, .name = STR("response_type")},
        {.value = in->client_id, .name = STR("client_id")},
        {.value = in->redirect_uri, .name = STR("redirect_uri")},
        {.value = in->scope, .name = STR("scope")},
        {.value = in->state, .name = STR("state")},
        {.value = in->code_challenge, .name = STR("code_challenge")},
        {.value = in->code_challenge_method, .name = STR("code_challenge_method")},
    };
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, HIDDEN_MAX);
    struct buf next = buf_init(JOIN_BYTES_MAX);
    buf_put(&next, STR("/oauth/authorize"));
    for (size_t i = 0; i < HIDDEN_MAX; i++) {
        if (!all[i].value.p)
            continue;
        buf_printf(&next, "%c%.*s=", view->n_hidden ? '&' : '?', STRF(all[i].name));
        buf_url(&next, all[i].value);
        hidden[view->n_hidden++] = all[i];
    }
    view->hidden = hidden;
    view->join_url = page_path(req->arena, "/join?next=", buf_str(&next));
    buf_free(&next);
}

/* What the scopes mean, in groups that people understand. */
static void put_scopes(struct page_out *page, uint64_t scopes, struct view_authorize *view)
{
    static const struct {
        uint64_t bit;
        const char *text, *words;
    } rows[] = {
        {SCOPE_OF(READ), "read", T("read everything that you can read here")},
        {SCOPE_OF(WRITE), "write", T("write, edit, withdraw and react in your name")},
        {SCOPE_OF(FOLLOW), "follow", T("follow, mute and block for you")},
        {SCOPE_OF(PUSH), "push", T("be told what is new for you")},
        {SCOPE_OF(PROFILE), "profile", T("see the name under which you are known here")},
        {SCOPE_OF(ADMIN_READ), "admin:read", T("see what moderators see, if you are one")},
        {SCOPE_OF(ADMIN_WRITE), "admin:write", T("decide as a moderator, if you are one")},
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };
    struct view_choice *list = arena_array(page->req->arena, struct view_choice, ROWS + 1);
    uint64_t rest = scopes;
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if ((scopes & rows[i].bit) == 0)
            continue;
        list[n].value = str_of(rows[i].text);
        list[n++].name = page_say(page, rows[i].words);
        rest &= ~scopes_expand(rows[i].bit);
    }
    if (rest != 0) {
        list[n].value = scopes_text(page->req->arena, rest);
        list[n++].name = page_say(page, T("do a part of that"));
    }
    view->scopes = list;
    view->n_scopes = n;
}

/* "https://app.example" of "https://app.example/back?x", "myapp:" of "myapp://back". */
static struct str source_of(struct str uri)
{
    size_t colon = str_find(uri, ':');
    if (!str_starts(uri, STR("https://")) && !str_starts(uri, STR("http://")))
        return str_sub(uri, 0, colon + 1);
    size_t host = colon + 3;
    size_t end = host;
    while (end < uri.n && uri.p[end] != '/' && uri.p[end] != '?' && uri.p[end] != '#')
        end++;
    return str_sub(uri, 0, end);
}

void authorize_lead_on(struct req *req)
{
    struct authorize authorize;
    if (authorize_read(req, &authorize) == OK && !authorize.is_oob)
        reply_form_action(req, source_of(authorize.in.redirect_uri));
}

static enum err show(struct req *req, const struct authorize *authorize, int status,
                     const char *message)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_authorize view = {
        .app = authorize->client.name,
        .website = authorize->client.website,
        .form_token = req_form_token(req),
        .action = STR("/oauth/authorize"),
        .redirect = authorize->in.redirect_uri,
        .is_known = req->who.person != 0,
        .is_wrong = authorize->error != NULL,
    };
    if (message)
        view.message = page_say(&page, message);
    if (authorize->is_oob)
        view.redirect = page_say(&page, T("a page with a code, to be copied into the app"));
    else
        reply_form_action(req, source_of(authorize->in.redirect_uri));
    put_hidden(req, &authorize->in, &view);
    put_scopes(&page, authorize->scopes, &view);
    reply_no_store(req);
    page_frame(&page, page_say(&page, T("An app asks to be let in")), &view.head, &view.foot);
    tpl_authorize(&page.out, &view);
    return page_reply(&page, status);
}

/* GET /oauth/authorize: nobody is led away without a press. Anything can call itself an app, and an
 * address of this site that leads anywhere by itself is what those look for who imitate it. */
enum err page_authorize(struct req *req)
{
    struct authorize authorize;
    TRY(authorize_read(req, &authorize));
    if (authorize.error)
        return show(req, &authorize, 400,
                    T("This app asked in a way that is not understood here."));
    return show(req, &authorize, 200, NULL);
}

/* --- the answer --- */

static enum err refused(struct req *req, const struct authorize *authorize, const char *error)
{
    if (!authorize->is_oob)
        return reply_redirect(req, authorize_error_uri(req->arena, authorize, error));
    return page_go(req, STR("/"));
}

static enum err allowed(struct req *req)
{
    struct str code;
    const struct authorize *authorize = authorize_done(req, &code);
    if (!authorize->is_oob)
        return reply_redirect(req, authorize_code_uri(req->arena, authorize, code));
    struct page_out page;
    page_begin(&page, req);
    struct view_code view = {.code = code, .app = authorize->client.name};
    reply_no_store(req);
    page_frame(&page, page_say(&page, T("Copy this code into the app")), &view.head, &view.foot);
    tpl_code(&page.out, &view);
    return page_reply(&page, 200);
}

/* Whoever is logged in with a key passes it on. */
static enum err allow_viewer(struct req *req, const struct authorize *authorize)
{
    struct held_key held;
    TRY(private_key(private_reader(req), req->arena, &held));
    struct act *act =
        authorize_act(req, authorize, desk_viewer(req), held.has_key ? &held.key : NULL);
    secret_wipe(&held, sizeof held);
    return desk_submit(req, act, allowed);
}

static enum err allow_receipt(struct req *req, const struct authorize *authorize,
                              struct str receipt)
{
    struct login_found found;
    TRY(login_find(req, receipt, &found));
    struct act *act = authorize_act(req, authorize, found.person, &found.key);
    field_key_wipe(&found.key);
    if (found.person.v == 0)
        return show(req, authorize, 422,
                    T("This receipt is not known here. Please look at every character again."));
    return desk_submit(req, act, allowed);
}

/* POST /oauth/authorize */
enum err page_authorize_send(struct req *req)
{
    struct decision_in in;
    struct authorize authorize;
    TRY(authorize_read(req, &authorize));
    TRY(req_read(req, &decision_inputs, &in));
    if (authorize.error)
        return refused(req, &authorize, authorize.error);
    if (!str_eq(in.decision, STR("allow")))
        return refused(req, &authorize, "access_denied");
    if (req->who.person != 0)
        return allow_viewer(req, &authorize);
    if (str_trim(in.receipt).n == 0)
        return show(req, &authorize, 422,
                    T("Nothing was typed. Please type or paste your receipt."));
    return allow_receipt(req, &authorize, in.receipt);
}
