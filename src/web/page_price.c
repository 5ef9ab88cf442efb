/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The form once more, when its sender is over the limit: with scripts the browser does some work
 * and sends it by itself (assets/price.js); without, it is sent again after some seconds, and what
 * it says is read by a moderator first. Nobody is refused.
 *
 * Everything that was in the form is in it again: her words where she can see them, the rest
 * hidden; only a receipt she gives once more. Of what it was for is only said whether a moderator
 * reads it. */
#include "tpl/templates.h"
#include "web/again.h"

/* Forms that bring words. */
static bool is_post(struct str path)
{
    return str_ends(path, STR("/w")) || str_ends(path, STR("/me-too")) ||
           str_ends(path, STR("/comment")) || str_ends(path, STR("/edit"));
}

enum err web_ask_price(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct http_price price = req_price(req);
    struct again_fields fields;
    again_fields(req, &fields);
    struct view_price view = {
        .action = req->path,
        .words = fields.words,
        .words_name = fields.words_name,
        .asks_receipt = fields.asks_receipt,
        .token = price.token,
        .salt = price.salt,
        .hash = price.hash,
        .most = arena_printf(req->arena, "%lld", (long long)price.most),
        .wait = price.wait_ms / 1000,
        .is_early = price.is_again,
        .is_post = is_post(req->path),
        .hidden = fields.hidden,
        .n_hidden = fields.n_hidden,
    };
    page_frame(&page, page_say(&page, T("One moment, please")), &view.head, &view.foot);
    tpl_price(&page.out, &view);
    return page_reply(&page, 200);
}
