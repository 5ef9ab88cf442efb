/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Handing in an act from a page, perhaps of somebody who is new: she, her receipt, her session and
 * what she says are one act, so that nobody has a receipt for nothing.
 *
 * Receipt and session are made of the form's key, so that a form that is sent twice before the
 * first answer is read has one answer (docs/decisions/0007). The receipt lives in the request's
 * memory until its page is written, and nowhere else. */
#include "domain/person.h"
#include "tpl/templates.h"
#include "web/help.h"
#include "web/page.h"

/* 128 bits in base64url at least; live.js writes them in hexadecimal. */
enum { KEY_LEAST = 22, KEY_MOST = 64 };

static bool is_key(struct str once)
{
    for (size_t i = 0; i < once.n; i++) {
        char c = once.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return once.n >= KEY_LEAST && once.n <= KEY_MOST;
}

bool page_lacks_key(const struct req *req)
{
    return req->who.person == 0 && !is_key(req_param(req, "once"));
}

/* Of a form's key and where it was sent to: one for each form. */
static void make_arrival(struct req *req, struct page_handed *handed)
{
    const struct secret *key = desk_of(req)->house->key;
    struct act *act = &handed->act;
    act->idempotency =
        arena_printf(req->arena, "%.*s %.*s", STRF(req->path), STRF(req_param(req, "once")));
    handed->is_new = true;
    handed->receipt = receipt_from(key, act->idempotency);
    handed->secret = token_secret_from(key, act->idempotency);
    act->arrival.is_wanted = true;
    act->arrival.is_repeatable = true;
    act->arrival.has_receipt = true;
    act->arrival.receipt = receipt_hash(key, &handed->receipt);
    act->arrival.has_token = true;
    act->token.secret = token_secret_hash(key, SECRET_TOKEN, &handed->secret);
}

struct act *page_act(struct req *req, enum act_kind kind)
{
    struct page_handed *handed = arena_new(req->arena, struct page_handed);
    struct act *act = &handed->act;
    BUG_IF(page_lacks_key(req));
    act->kind = kind;
    act->person = desk_viewer(req);
    act->idempotency = req_param(req, "once");
    if (act->person.v == 0)
        make_arrival(req, handed);
    return act;
}

struct page_handed *page_handed(struct req *req)
{
    /* page_act made it: the act is its first member */
    return (struct page_handed *)desk_done(req);
}

/* --- the receipt --- */

static enum err show_receipt(struct req *req, struct page_handed *handed, struct view_receipt view)
{
    const struct act *act = &handed->act;
    reply_cookie(req, token_text(req->arena, act->made_token.v, &handed->secret));
    reply_no_store(req);
    /* the form tokens of this page are those of the session that begins with it */
    req->who =
        (struct identity){.person = act->person.v, .token = act->made_token.v, .is_session = true};
    struct page_out page;
    page_begin(&page, req);
    view.receipt = arena_str(req->arena, str_of(handed->receipt.text));
    view.site_url = desk_of(req)->house->public_url;
    view.is_new = true;
    page_frame(&page, page_say(&page, T("Your receipt")), &view.head, &view.foot);
    help_care(&page, act->kind == ACT_POST ? act->post.country : STR(""), &view.care);
    tpl_receipt(&page.out, &view);
    receipt_wipe(&handed->receipt);
    return page_reply(&page, 200);
}

enum err page_receipt(struct req *req, struct str next, bool is_posted, bool is_for_app)
{
    struct page_handed *handed = page_handed(req);
    if (handed->act.is_repeat) {
        enum err err = person_arrived(desk_db(req), req->arena, &handed->act, req->now_ms);
        if (err != OK)
            return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
    }
    return show_receipt(
        req, handed,
        (struct view_receipt){.next = next, .is_posted = is_posted, .is_for_app = is_for_app});
}

/* "/c/metoo" of "/c/metoo/me-too", "/" of "/w". */
static struct str place_above(struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n > 1 ? str_sub(path, 0, path.n - 1) : STR("/");
}

bool page_arrived_before(struct req *req)
{
    if (req->method != HTTP_POST || !is_key(req_param(req, "once")))
        return false;
    struct page_handed *handed = arena_new(req->arena, struct page_handed);
    const char *why;
    handed->act.kind = ACT_ARRIVE;
    make_arrival(req, handed);
    if (act_prepare(&handed->act, req->arena, desk_of(req)->house->key, 0, &why) != OK ||
        person_arrived(desk_db(req), req->arena, &handed->act, req->now_ms) != OK)
        return false;
    struct view_receipt view = {.next = place_above(req->path),
                                .is_posted = !str_eq(req->path, STR("/join"))};
    return show_receipt(req, handed, view) == OK;
}

/* --- once more --- */

enum err page_again(struct req *req, const char *button)
{
    static const char *const names[] = {"hashtag", "name", "next"};
    enum { N = sizeof names / sizeof names[0] };
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, N);
    struct page_out page;
    page_begin(&page, req);
    struct view_again view = {
        .action = req->path,
        .once = page_once(req),
        .button = page_say(&page, button),
        .hidden = hidden,
    };
    for (size_t i = 0; i < N; i++) {
        struct str value = req_param(req, names[i]);
        if (value.n > 0)
            hidden[view.n_hidden++] =
                (struct view_choice){.value = value, .name = str_of(names[i])};
    }
    page_frame(&page, page_say(&page, T("Please press once more")), &view.head, &view.foot);
    tpl_again(&page.out, &view);
    return page_reply(&page, 200);
}
