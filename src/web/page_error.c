/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Errors as pages: what went wrong, and a way on.
 *
 * The sentence is the refusal or err.def's own, translated; nothing of the request is repeated,
 * but the words of a person, in their form. */
#include "tpl/templates.h"
#include "web/again.h"
#include "web/help.h"
#include "web/report.h"
#include "web/web.h"
#include "web/write.h"

struct words {
    enum err err;
    const char *title;
    const char *text; /* NULL: the message as it came */
};

static const struct words table[] = {
    {ERR_NOT_FOUND, T("Nothing is here"),
     T("There is no such page, or what stood here was taken back.")},
    {ERR_GONE, T("Nothing is here"), NULL},
    /* the address of a form, opened from a history */
    {ERR_METHOD, T("Nothing is here"),
     T("There is no such page, or what stood here was taken back.")},
    {ERR_UNAUTHORISED, T("Please come back with your receipt"),
     T("This page belongs to somebody. With a receipt you come back to what is yours.")},
    {ERR_FORBIDDEN, T("This is not open to you"), NULL},
    {ERR_FORM_TOKEN, T("Please try again"), NULL},
    {ERR_CONFLICT, T("This was sent before"),
     T("It was counted then, once. To say something new, please open the page again.")},
    {ERR_BAD_INPUT, T("Please look again"), NULL},
    {ERR_BAD_REQUEST, T("Please look again"), NULL},
    {ERR_TOO_LARGE, T("Please look again"), NULL},
    {ERR_TOO_MANY, T("Please wait a moment"),
     T("Very many pages were opened with your receipt within a few minutes.")},
    {ERR_BUSY, T("Please wait a moment"), NULL},
};

static const struct words *words_for(enum err err)
{
    static const struct words other = {ERR_OK, T("That did not work"), NULL};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].err == err)
            return &table[i];
    }
    return &other;
}

/* The way on: to the form for a receipt, back to the desk, or to the first page. */
static void put_way(const struct page_out *page, enum err err, struct view_message *view)
{
    const struct req *req = page->req;
    const char *name = T("To the first page");
    if (err == ERR_TOO_MANY) /* it would be one page more */
        return;
    view->next = STR("/");
    if (err == ERR_UNAUTHORISED) {
        view->next = STR("/login");
        name = T("Come back with a receipt");
    } else if (str_starts(req->path, STR("/m/")) && err != ERR_NOT_FOUND) {
        view->next = STR("/m"); /* only whoever works there is told anything else */
        name = T("Back to the desk");
    }
    view->next_name = page_say(page, name);
}

void web_error_page(struct req *req, enum err err, struct str message)
{
    if ((err == ERR_FORM_TOKEN && page_arrived_before(req)) || write_rescue(req, err) ||
        report_rescue(req, err) || help_rescue(req, err) || page_again_later(req, err))
        return;
    const struct words *words = words_for(err);
    struct page_out page;
    page_begin(&page, req);
    page.self = STR("/"); /* nothing of the address is repeated */
    struct view_message view = {
        .title = page_say(&page, words->title),
        .text = page_say(&page, words->text ? words->text : arena_z(req->arena, message)),
        .wait = req->retry_s,
    };
    put_way(&page, err, &view);
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_message(&page.out, &view);
    /* when this fails too, the router answers in plain text */
    (void)!page_reply(&page, err_status(err));
}
