/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming back with a receipt, logging out, and making a receipt without saying anything.
 *
 * Every receipt that is sent gets one and the same answer after the same work: back to /login with
 * a session. That of a receipt which is wrong, mistyped or of somebody who left is nobody's: then
 * /login says so, and takes it away. A form in which nothing was typed says nothing of anybody: it
 * is refused at once. */
#include "tpl/templates.h"
#include "web/again.h"
#include "web/form.h"
#include "web/login.h"
#include "web/page.h"
#include "web/web.h"

enum { NEXT_MAX = 2000 };

struct login_in {
    struct str receipt, next;
};
static const struct input login_rows[] = {
    FORM_LINE(login_in, receipt, LOGIN_TYPED_MAX),
    FORM_LINE(login_in, next, NEXT_MAX),
};
static const struct input_table login_inputs = FORM_TABLE(login_in, login_rows);

/* A session that is being made. */
struct login {
    struct act act; /* first: desk_done gives it back */
    struct token_secret secret;
    struct str next;
};

/* Where to go on: only on this server. */
static struct str local_next(struct str next)
{
    bool is_local = str_starts(next, STR("/")) && !str_starts(next, STR("//")) &&
                    str_find(next, '\\') == next.n;
    return is_local ? next : STR("/me");
}

static bool is_for_app(struct str next)
{
    return str_starts(next, STR("/oauth/authorize"));
}

/* Why she is not logged in, when she has a session; that is taken away. */
static const char *end_session(struct req *req)
{
    int64_t id;
    struct token_secret secret;
    struct str session = desk_cookie(req);
    if (token_parse(req->arena, session, &id, &secret) != OK)
        return NULL;
    reply_cookie(req, (struct str){0});
    return id == 0 ? T("This receipt is not known here. Please look at every character again.")
                   : T("You were logged out. With your receipt you come back.");
}

/* `refusal`: why what was typed cannot be a receipt; NULL when nothing was sent. */
static enum err show_login(struct req *req, struct str next, const char *refusal)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_login view = {.next = next, .join_url = STR("/join")};
    const char *message = end_session(req);
    if (refusal != NULL)
        message = refusal;
    if (message != NULL)
        view.message = page_say(&page, message);
    if (next.n > 0)
        view.join_url = page_path(req->arena, "/join?next=", next);
    page_frame(&page, page_say(&page, T("Come back with a receipt")), &view.head, &view.foot);
    tpl_login(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, refusal ? 422 : 200);
}

/* GET /login */
enum err page_login(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (req->who.person != 0)
        return page_go(req, local_next(in.next));
    return show_login(req, in.next, NULL);
}

static enum err logged_in(struct req *req)
{
    const struct login *login = (const struct login *)(const void *)desk_done(req);
    int64_t id = login->act.person.v != 0 ? login->act.made_token.v : 0;
    reply_cookie(req, token_text(req->arena, id, &login->secret));
    return page_go(req, login->next);
}

enum err login_find(struct req *req, struct str typed, struct login_found *found)
{
    struct desk *desk = desk_of(req);
    struct receipt receipt;
    /* as much is done for one that is none */
    if (receipt_parse(typed, &receipt) != OK)
        receipt = receipt_new();
    *found = (struct login_found){
        .receipt = receipt_hash(desk->house->key, &receipt),
        .key = field_key_of(desk->house->key, &receipt),
    };
    receipt_wipe(&receipt);
    enum err err = person_by_receipt(desk_read(desk), req->arena, &found->receipt, &found->person);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* POST /login */
enum err page_login_send(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (str_trim(in.receipt).n == 0 && req->who.person != 0)
        return page_go(req, local_next(in.next));
    if (str_trim(in.receipt).n == 0)
        return show_login(req, in.next, T("Nothing was typed. Please type or paste your receipt."));
    struct login_found found;
    TRY(login_find(req, in.receipt, &found));
    const struct secret *key = desk_of(req)->house->key;
    struct login *login = arena_new(req->arena, struct login);
    login->act = *desk_act(req, ACT_TOKEN);
    login->act.person = found.person;
    login->secret = token_secret_new();
    login->next = in.next.n > 0 ? page_path(req->arena, "/login?next=", in.next) : STR("/login");
    login->act.token = (struct act_token){
        .scopes = found.person.v != 0 ? (UINT64_C(1) << SCOPE_BITS) - 1 : 0,
        .secret = token_secret_hash(key, SECRET_TOKEN, &login->secret),
        .has_wrapped = true,
        .wrapped = token_wrap(key, &login->secret, secret_hash_str(&found.receipt), &found.key),
    };
    field_key_wipe(&found.key);
    return desk_submit(req, &login->act, logged_in);
}

enum err login_ended(struct req *req)
{
    reply_cookie(req, (struct str){0});
    reply_header(req, "Clear-Site-Data", STR("\"cache\", \"cookies\", \"storage\""));
    return page_go(req, STR("/logout"));
}

/* POST /logout */
enum err page_logout(struct req *req)
{
    if (req->who.token == 0)
        return login_ended(req);
    struct act *act = desk_act(req, ACT_REVOKE);
    act->revoke = (struct token_id){req->who.token};
    return desk_submit(req, act, login_ended);
}

/* GET /logout: what follows every way of logging out. It says so to whoever comes: nothing about
 * that need stand in an address or a cookie. */
enum err page_logged_out(struct req *req)
{
    struct page_out page;
    if (req->who.person != 0)
        return page_go(req, STR("/me"));
    page_begin(&page, req);
    (void)end_session(req);
    struct view_message view = {
        .title = page_say(&page, T("You are logged out")),
        .text = page_say(&page, T("With your receipt you come back.")),
        .next = STR("/login"),
        .next_name = page_say(&page, T("Come back with a receipt")),
    };
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_message(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, 200);
}

/* GET /join */
enum err page_join(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (req->who.person != 0)
        return page_go(req, local_next(in.next));
    struct page_out page;
    page_begin(&page, req);
    struct view_join view = {.next = in.next, .once = page_once(req)};
    page_frame(&page, page_say(&page, T("Make a receipt")), &view.head, &view.foot);
    tpl_join(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, 200);
}

static enum err joined(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (!page_handed(req)->is_new)
        return page_go(req, local_next(in.next));
    return page_receipt(req, local_next(in.next), false, is_for_app(in.next));
}

/* POST /join */
enum err page_join_send(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (req->who.person != 0)
        return page_go(req, local_next(in.next));
    if (page_lacks_key(req))
        return page_again(req, T("Make a receipt"));
    return page_submit(req, page_act(req, ACT_ARRIVE), joined);
}
