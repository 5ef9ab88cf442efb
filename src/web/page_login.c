/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming back with a receipt, logging out, and making a receipt without saying anything.
 *
 * A receipt that is wrong, mistyped or of somebody who left gets one and the same answer. */
#include "tpl/templates.h"
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

static enum err show_login(struct req *req, int status, const char *message, struct str next)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_login view = {.next = next, .join_url = STR("/join")};
    if (message)
        view.message = page_say(&page, message);
    if (next.n > 0)
        view.join_url = page_path(req->arena, "/join?next=", next);
    page_frame(&page, page_say(&page, T("Come back with a receipt")), &view.head, &view.foot);
    tpl_login(&page.out, &view);
    return page_reply(&page, status);
}

/* GET /login */
enum err page_login(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    if (req->who.person != 0)
        return page_go(req, local_next(in.next));
    return show_login(req, 200, NULL, in.next);
}

static enum err logged_in(struct req *req)
{
    const struct login *login = (const struct login *)(const void *)desk_done(req);
    reply_cookie(req, token_text(req->arena, login->act.made_token.v, &login->secret));
    return page_go(req, login->next);
}

enum err login_find(struct req *req, struct str typed, struct person_id *person)
{
    struct desk *desk = desk_of(req);
    struct receipt receipt;
    if (receipt_parse(typed, &receipt) != OK)
        return ERR_NOT_FOUND;
    struct secret_hash hash = receipt_hash(desk->house->key, &receipt);
    receipt_wipe(&receipt);
    return person_by_receipt(desk_read(desk), req->arena, &hash, person);
}

/* POST /login */
enum err page_login_send(struct req *req)
{
    struct login_in in;
    TRY(req_read(req, &login_inputs, &in));
    struct person_id person;
    enum err err = login_find(req, in.receipt, &person);
    if (err == ERR_NOT_FOUND)
        return show_login(
            req, 422, T("This receipt is not known here. Please look at every character again."),
            in.next);
    TRY(err);
    struct login *login = arena_new(req->arena, struct login);
    login->act = *desk_act(req, ACT_TOKEN);
    login->act.person = person;
    login->secret = token_secret_new();
    login->next = local_next(in.next);
    login->act.token = (struct act_token){
        .scopes = (UINT64_C(1) << SCOPE_BITS) - 1,
        .secret = token_secret_hash(desk_of(req)->house->key, SECRET_TOKEN, &login->secret),
    };
    return desk_submit(req, &login->act, logged_in);
}

static enum err logged_out(struct req *req)
{
    reply_cookie(req, (struct str){0});
    reply_header(req, "Clear-Site-Data", STR("\"cache\", \"cookies\", \"storage\""));
    return page_go(req, STR("/"));
}

/* POST /logout */
enum err page_logout(struct req *req)
{
    if (req->who.token == 0)
        return logged_out(req);
    struct act *act = desk_act(req, ACT_REVOKE);
    act->revoke = (struct token_id){req->who.token};
    return desk_submit(req, act, logged_out);
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
    return desk_submit(req, page_act(req, ACT_ARRIVE), joined);
}
