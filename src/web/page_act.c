/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Handing in an act from a page, perhaps of somebody who is new: she, her receipt, her session and
 * what she says are one act, so that nobody has a receipt for nothing.
 *
 * Receipt and session are made of the form's key, so that a form that is sent twice before the
 * first answer is read has one answer (docs/decisions/0007). The receipt lives in the request's
 * memory until it is handed out (page_receipt.c). */
#include "web/page.h"

#include "domain/person.h"
#include "domain/standing.h"

/* The cookie of a browser that was asked whether it keeps any. No token is so short. */
#define PROBE "0"

/* 128 bits in base64url at least; live.js writes them in hexadecimal. */
enum { KEY_LEAST = 22, KEY_MOST = 64 };

bool page_is_key(struct str once)
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
    return req->who.person == 0 && !page_is_key(req_param(req, "once"));
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
    struct field_key field_key = field_key_of(key, &handed->receipt);
    act->token.has_wrapped = true;
    act->token.wrapped =
        token_wrap(key, &handed->secret, secret_hash_str(&act->arrival.receipt), &field_key);
    field_key_wipe(&field_key);
}

/* Why a moderator is to read first what is said: it was waited for instead of worked for, or the
 * field was filled in that people do not see. Never a reason to refuse it. */
static uint64_t holds_of(const struct req *req)
{
    bool is_filled_in_blindly = req_param(req, "subject").n > 0;
    return req->is_unpaid || is_filled_in_blindly ? HOLD_BIT(HOLD_PRICE) : 0;
}

struct act *page_act(struct req *req, enum act_kind kind)
{
    struct page_handed *handed = arena_new(req->arena, struct page_handed);
    struct act *act = &handed->act;
    BUG_IF(page_lacks_key(req));
    act->kind = kind;
    act->person = desk_viewer(req);
    act->audience = desk_audience(req);
    act->idempotency = req_param(req, "once");
    if (kind == ACT_POST || kind == ACT_EDIT)
        act->post.holds |= holds_of(req);
    if (act->person.v == 0)
        make_arrival(req, handed);
    return act;
}

struct page_handed *page_handed(struct req *req)
{
    /* page_act made it: the act is its first member */
    return (struct page_handed *)desk_done(req);
}

/* --- handing in --- */

/* Whoever is new sees her receipt on the page after this answer, by her session. A browser that
 * shows no cookie sends its form once more, with one or without: then it is known which. Programs
 * that are no browsers are not asked. */
static bool must_ask(const struct req *req, const struct act *act)
{
    bool is_browser = str_eq(req_header(req, "Sec-Fetch-Mode"), STR("navigate"));
    bool was_asked = desk_cookie(req).p != NULL || req_param(req, "c").p != NULL;
    return act->arrival.is_wanted && is_browser && !was_asked;
}

static enum err ask(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    reply_cookie(req, STR(PROBE));
    struct str path = arena_printf(req->arena, "%.*s?c=1", STRF(req->path));
    return reply_again(req, html_local_url(&page.out, path));
}

enum err page_submit(struct req *req, struct act *act, http_handler *next)
{
    return must_ask(req, act) ? ask(req) : desk_submit(req, act, next);
}

enum err page_submit_any(struct req *req, struct act *act, http_handler *next)
{
    return must_ask(req, act) ? ask(req) : desk_submit_any(req, act, next);
}

void page_end_asking(struct req *req)
{
    if (str_eq(desk_cookie(req), STR(PROBE)))
        reply_cookie(req, (struct str){0});
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
    if (req->method != HTTP_POST || !page_is_key(req_param(req, "once")))
        return false;
    struct page_handed *handed = arena_new(req->arena, struct page_handed);
    const char *why;
    handed->act.kind = ACT_ARRIVE;
    make_arrival(req, handed);
    if (act_prepare(&handed->act, req->arena, desk_of(req)->house->key, 0, &why) != OK ||
        person_arrived(desk_db(req), req->arena, &handed->act, req->now_ms) != OK)
        return false;
    bool is_posted = !str_eq(req->path, STR("/join"));
    return page_hand_out(req, handed, place_above(req->path), is_posted, false) == OK;
}
