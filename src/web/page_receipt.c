/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /r: what follows an act. The receipt, once, for whoever has a new one; else thanks. A receipt
 * that takes the place of another is shown at /me/receipt: nothing was said.
 *
 * Acts are answered with 303, so that a browser keeps one entry with one neutral address, and
 * nothing is sent again by going back. The receipt must not stand in an address or in the database:
 * it waits for /r in the cookie of the new session, sealed, and leaves it with the page that shows
 * it. A browser that keeps no cookies gets the page at once, at the form's own address. */
#include "domain/person.h"
#include "tpl/templates.h"
#include "web/help.h"
#include "web/terms.h"
#include "web/web.h"

enum { WAIT_MS = 10 * 60 * 1000, NEXT_BYTES_MAX = 2000 };

/* What the page says besides the receipt. */
enum occasion { POSTED = 'p', JOINED = 'j', JOINED_FOR_APP = 'a', RENEWED = 'r' };

struct slip {
    struct str receipt;
    enum occasion occasion;
    struct str next;    /* where the page leads */
    struct str session; /* the token's text */
};

/* The newest that she said is what she has just said. ERR_NOT_FOUND: nothing. */
static enum err find_newest(struct req *req, const struct post **post)
{
    struct page mine;
    struct cursor cursor = {.limit = 1};
    TRY(timeline_mine(desk_db(req), req->arena, desk_reader(req), cursor, &mine));
    if (mine.n == 0)
        return ERR_NOT_FOUND;
    *post = &mine.items[0].post;
    return OK;
}

/* --- showing it --- */

static enum err show(struct req *req, const struct slip *slip)
{
    struct page_out page;
    const struct post *post;
    page_begin(&page, req);
    bool is_renewed = slip->occasion == RENEWED;
    bool has_said = slip->occasion == POSTED && find_newest(req, &post) == OK;
    struct view_receipt view = {
        .receipt = slip->receipt,
        .next = slip->next,
        .is_renewed = is_renewed,
        .is_posted = slip->occasion == POSTED,
        .is_for_app = slip->occasion == JOINED_FOR_APP,
    };
    reply_no_store(req);
    reply_cookie(req, slip->session);
    page_frame(&page, page_say(&page, is_renewed ? T("Your new receipt") : T("Your receipt")),
               &view.head, &view.foot);
    view.head.may_be_saved = true;
    help_care(&page, has_said ? post->country : STR(""), &view.care);
    if (has_said) {
        view.own_url = page_voice_path(req, post->id, "/own");
        view.edit_url = page_voice_path(req, post->id, "/edit");
        TRY(terms_state(&page, post, &view.state));
        view.is_away = view.state.n > 0;
    }
    tpl_receipt(&page.out, &view);
    return page_reply(&page, 200);
}

/* --- on the way --- */

static enum err hand_out(struct req *req, const struct slip *slip)
{
    if (desk_cookie(req).p == NULL)
        return show(req, slip);
    struct str next = slip->next.n <= NEXT_BYTES_MAX ? slip->next : STR("/me");
    struct str words = arena_printf(req->arena, "%lld %c %.*s %.*s", (long long)req->now_ms,
                                    (char)slip->occasion, STRF(slip->receipt), STRF(next));
    struct str sealed = secret_seal(desk_of(req)->house->key, req->arena, words);
    reply_cookie(req, arena_printf(req->arena, "%.*s.%.*s", STRF(slip->session), STRF(sealed)));
    return page_go(req, slip->occasion == RENEWED ? STR("/me/receipt") : STR("/r"));
}

/* The slip in the cookie, when there is one that is fresh. */
static bool take(struct req *req, struct slip *slip)
{
    int64_t at_ms;
    struct str words;
    struct str sealed = desk_cookie(req);
    slip->session = str_cut(&sealed, '.');
    if (secret_unseal(desk_of(req)->house->key, req->arena, sealed, &words) != OK)
        return false;
    struct str time = str_cut(&words, ' ');
    struct str occasion = str_cut(&words, ' ');
    slip->receipt = str_cut(&words, ' ');
    slip->next = words;
    if (occasion.n != 1 || !str_i64(time, &at_ms) || req->now_ms - at_ms > WAIT_MS)
        return false;
    slip->occasion = (enum occasion)occasion.p[0];
    return true;
}

enum err page_hand_out(struct req *req, struct page_handed *handed, struct str next, bool is_posted,
                       bool is_for_app)
{
    const struct act *act = &handed->act;
    /* the form tokens of the page are those of the session that begins with it */
    req->who =
        (struct identity){.person = act->person.v, .token = act->made_token.v, .is_session = true};
    struct slip slip = {
        .receipt = arena_str(req->arena, str_of(handed->receipt.text)),
        .occasion = is_posted    ? POSTED
                    : is_for_app ? JOINED_FOR_APP
                                 : JOINED,
        .next = next,
        .session = token_text(req->arena, act->made_token.v, &handed->secret),
    };
    receipt_wipe(&handed->receipt);
    return hand_out(req, &slip);
}

enum err page_receipt(struct req *req, struct str next, bool is_posted, bool is_for_app)
{
    struct page_handed *handed = page_handed(req);
    if (handed->act.is_repeat) {
        enum err err = person_arrived(desk_db(req), req->arena, &handed->act, req->now_ms);
        if (err != OK)
            return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
    }
    return page_hand_out(req, handed, next, is_posted, is_for_app);
}

enum err page_receipt_renewed(struct req *req, const struct receipt *receipt)
{
    struct str cookie = desk_cookie(req);
    struct slip slip = {
        .receipt = arena_str(req->arena, str_of(receipt->text)),
        .occasion = RENEWED,
        .next = STR("/me"),
        .session = str_cut(&cookie, '.'),
    };
    return hand_out(req, &slip);
}

/* --- thanks --- */

static enum err put_newest(struct page_out *page, struct view_received *view)
{
    struct req *req = page->req;
    const struct post *post;
    struct campaign campaign;
    TRY(find_newest(req, &post));
    help_care(page, post->country, &view->care);
    TRY(page_post(page, post, PLACE_MINE, &view->voice));
    view->is_away = view->voice.state.n > 0;
    if (post->page_campaign.v != 0) {
        TRY(campaign_get(desk_db(req), req->arena, post->page_campaign, &campaign));
        view->campaign_url = page_campaign_path(page, &campaign, "");
    }
    return OK;
}

enum err page_received(struct req *req)
{
    struct page_out page;
    struct slip slip;
    if (take(req, &slip))
        return show(req, &slip);
    page_begin(&page, req);
    struct view_received view = {.me_url = STR("/me")};
    page_frame(&page, page_say(&page, T("Your entry")), &view.head, &view.foot);
    enum err err = put_newest(&page, &view);
    if (err == ERR_NOT_FOUND) /* she has said nothing: there is nothing to thank for */
        return page_go(req, STR("/me"));
    TRY(err);
    tpl_received(&page.out, &view);
    return page_reply(&page, 200);
}

/* GET /me/receipt: what follows the form there. */
enum err page_renewed(struct req *req)
{
    struct slip slip;
    return take(req, &slip) ? show(req, &slip) : page_go(req, STR("/me"));
}
