/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The form once more, when its sender is over the limit: with scripts the browser does some work
 * and sends it by itself (assets/price.js); without, it is sent again after some seconds, and what
 * it says is read by a moderator first. Nobody is refused.
 *
 * Everything that was in the form is in it again: her words where she can see them, the rest
 * hidden. What it was for is not looked at. */
#include "tpl/templates.h"
#include "web/page.h"

/* What the page has fields of its own for. */
static bool is_own(struct str name)
{
    static const char *const own[] = {"form_token", "price", "number", "text"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (str_eq(name, str_of(own[i])))
            return true;
    }
    return false;
}

/* A form from a kept page has no key when no script ran: it gets one here, so that this is not
 * asked twice. */
static struct str value_of(struct req *req, const struct param *param)
{
    bool is_once = str_eq(param->name, STR("once"));
    return is_once && !page_is_key(param->value) ? page_once(req) : param->value;
}

static void put_fields(struct req *req, struct view_price *view)
{
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, req->n_params);
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        if (!param->is_file && !is_own(param->name))
            hidden[view->n_hidden++] =
                (struct view_choice){.value = value_of(req, param), .name = param->name};
    }
    view->hidden = hidden;
}

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
    struct str text = req_param(req, "text");
    struct view_price view = {
        .action = req->path,
        .text = text,
        .has_text = text.p != NULL,
        .token = price.token,
        .salt = price.salt,
        .hash = price.hash,
        .most = arena_printf(req->arena, "%lld", (long long)price.most),
        .wait = price.wait_ms / 1000,
        .is_early = price.is_again,
        .is_post = is_post(req->path),
    };
    put_fields(req, &view);
    page_frame(&page, page_say(&page, T("One moment, please")), &view.head, &view.foot);
    tpl_price(&page.out, &view);
    return page_reply(&page, 200);
}
