/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Forms that come once more: a press from a kept page without scripts, which lacks a key, and any
 * form that a busy server could not take. What a form was for is not looked at, but for where it
 * may lead. */
#include "web/again.h"

#include "tpl/templates.h"
#include "web/login.h"
#include "web/web.h"

/* Fields that each page of this kind has by itself. A receipt is asked for anew: whoever opens the
 * page later, or looks at its source, must not find it. */
static bool is_own(struct str name)
{
    static const char *const own[] = {"form_token", "price", "number", "receipt"};
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

void again_fields(struct req *req, struct again_fields *out)
{
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, req->n_params + 1);
    struct str seen = web_words_field(req->route);
    *out = (struct again_fields){
        .hidden = hidden,
        .asks_receipt = req_param(req, "receipt").n > 0,
    };
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        if (param->is_file || is_own(param->name))
            continue;
        if (str_eq(param->name, seen) && out->words_name.n == 0) {
            out->words_name = seen;
            out->words = param->value;
        } else {
            hidden[out->n_hidden++] =
                (struct view_choice){.value = value_of(req, param), .name = param->name};
        }
    }
    if (req_param(req, "once").p == NULL)
        hidden[out->n_hidden++] =
            (struct view_choice){.value = page_once(req), .name = STR("once")};
    if (req->route->handler == page_authorize_send)
        authorize_lead_on(req);
}

void again_explain(struct req *req, enum err refused)
{
    const char *why = NULL;
    if (refused == ERR_FORM_TOKEN)
        why = T("This form was open for too long. Your words are still here: please send them once "
                "more.");
    if (refused == ERR_NOT_FOUND)
        why = T("What you answered is no longer here. Your words are: copy them, if you wish.");
    if (refused == ERR_FORBIDDEN && req->who.person == 0)
        why = T("You are no longer logged in. Your words are still here: copy them before you come "
                "back with your receipt.");
    if (why != NULL)
        (void)req_refuse(req, refused, why);
}

static enum err show(struct page_out *page, struct view_again *view, int status)
{
    struct req *req = page->req;
    struct again_fields fields;
    again_fields(req, &fields);
    view->action = req->path;
    view->words = fields.words;
    view->words_name = fields.words_name;
    view->asks_receipt = fields.asks_receipt;
    view->hidden = fields.hidden;
    view->n_hidden = fields.n_hidden;
    page_frame(page, view->title, &view->head, &view->foot);
    tpl_again(&page->out, view);
    return page_reply(page, status);
}

enum err page_again(struct req *req, const char *button)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_again view = {
        .title = page_say(&page, T("Please press once more")),
        .text = page_say(&page, T("Your browser runs no scripts. Pressed here, it is said once and "
                                  "you get one receipt, however often you press.")),
        .button = page_say(&page, button),
    };
    return show(&page, &view, 200);
}

bool page_again_later(struct req *req, enum err refused)
{
    if (refused != ERR_BUSY || req->method != HTTP_POST || req_is_from_elsewhere(req))
        return false;
    if (req_param(req, "receipt").n > 0) /* not everything is still here */
        (void)req_refuse(req, refused, err_message(refused));
    struct page_out page;
    page_begin(&page, req);
    page.self = STR("/");
    struct view_again view = {
        .title = page_say(&page, T("Please wait a moment")),
        .text = page_refusal(&page, refused),
        .button = page_say(&page, T("Send")),
        .wait = req->retry_s,
    };
    return show(&page, &view, err_status(refused)) == OK;
}
