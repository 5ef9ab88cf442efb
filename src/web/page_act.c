/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Handing in an act from a page, perhaps of somebody who is new: she, her receipt, her session and
 * what she says are one act, so that nobody has a receipt for nothing.
 *
 * The receipt lives in the request's memory until its page is written, and nowhere else. */
#include "web/page.h"

#include "tpl/templates.h"

struct act *page_act(struct req *req, enum act_kind kind)
{
    struct page_handed *handed = arena_new(req->arena, struct page_handed);
    struct act *act = &handed->act;
    act->kind = kind;
    act->person = desk_viewer(req);
    act->idempotency = req_param(req, "once");
    if (act->person.v != 0)
        return act;
    const struct secret *key = desk_of(req)->house->key;
    handed->is_new = true;
    handed->receipt = receipt_new();
    handed->secret = token_secret_new();
    act->arrival.is_wanted = true;
    act->arrival.has_receipt = true;
    act->arrival.receipt = receipt_hash(key, &handed->receipt);
    act->arrival.has_token = true;
    act->token.secret = token_secret_hash(key, SECRET_TOKEN, &handed->secret);
    return act;
}

struct page_handed *page_handed(struct req *req)
{
    /* page_act made it: the act is its first member */
    return (struct page_handed *)desk_done(req);
}

enum err page_receipt(struct req *req, struct str next, bool is_posted, bool is_for_app)
{
    struct page_handed *handed = page_handed(req);
    const struct act *act = &handed->act;
    reply_cookie(req, token_text(req->arena, act->made_token.v, &handed->secret));
    reply_no_store(req);
    /* the form tokens of this page are those of the session that begins with it */
    req->who =
        (struct identity){.person = act->person.v, .token = act->made_token.v, .is_session = true};
    struct page_out page;
    page_begin(&page, req);
    struct view_receipt view = {
        .care.help = STR("/help"),
        .receipt = arena_str(req->arena, str_of(handed->receipt.text)),
        .next = next,
        .site_url = desk_of(req)->house->public_url,
        .is_new = true,
        .is_posted = is_posted,
        .is_for_app = is_for_app,
    };
    page_frame(&page, page_say(&page, T("Your receipt")), &view.head, &view.foot);
    tpl_receipt(&page.out, &view);
    receipt_wipe(&handed->receipt);
    return page_reply(&page, 200);
}
