/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telling the moderators about a voice. No log-in is needed, and who sent it is not kept. */
#include "tpl/templates.h"
#include "web/again.h"
#include "web/form.h"
#include "web/report.h"
#include "web/web.h"

enum { COMMENT_MAX = 1000, CATEGORY_MAX = 20 };

struct report_in {
    struct str category, comment;
};
static const struct input report_rows[] = {
    FORM_LINE(report_in, category, CATEGORY_MAX),
    FORM_TEXT(report_in, comment, COMMENT_MAX),
};
static const struct input_table report_inputs = FORM_TABLE(report_in, report_rows);

/* What it may be; the first is chosen unless another was. */
static const struct {
    const char *value, *name;
} categories[] = {
    {"violation", T("It attacks or endangers somebody")},
    {"spam", T("Advertising or a machine")},
    {"legal", T("It is against the law")},
    {"other", T("Something else")},
};
enum { CATEGORIES = sizeof categories / sizeof categories[0] };

static void put_categories(const struct page_out *page, struct str chosen, struct view_report *view)
{
    struct view_choice *items = arena_array(page->req->arena, struct view_choice, CATEGORIES);
    for (size_t i = 0; i < CATEGORIES; i++) {
        struct str value = str_of(categories[i].value);
        bool is_chosen = chosen.n > 0 ? str_eq(value, chosen) : i == 0;
        items[i] = (struct view_choice){value, page_say(page, categories[i].name), is_chosen};
    }
    view->categories = items;
    view->n_categories = CATEGORIES;
}

/* Fresh, or as it was sent. */
static enum err show(struct req *req, const struct report_in *in, enum err refused)
{
    struct post post;
    TRY(desk_post(req, &post));
    struct page_out page;
    page_begin(&page, req);
    struct view_report view = {
        .action = arena_printf(req->arena, "/voice/%lld/report", (long long)post.id.v),
        .back = arena_printf(req->arena, "/voice/%lld", (long long)post.id.v),
        .form_token = req_form_token(req),
        .comment = in->comment,
        .wait = req->retry_s,
    };
    if (refused != OK)
        view.message = page_refusal(&page, refused);
    put_categories(&page, in->category, &view);
    TRY(page_post(&page, &post, PLACE_LIST, &view.post));
    view.post.answer_url = view.post.report_url = (struct str){0};
    page_frame(&page, page_say(&page, T("Report")), &view.head, &view.foot);
    tpl_report(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, refused == OK ? 200 : err_status(refused));
}

/* GET /voice/:id/report */
enum err page_report(struct req *req)
{
    static const struct report_in fresh;
    return show(req, &fresh, OK);
}

bool report_rescue(struct req *req, enum err refused)
{
    /* read without a check: what was too long comes back as well */
    const struct report_in in = {req_param(req, "category"), req_param(req, "comment")};
    bool is_report = req->method == HTTP_POST && str_ends(req->path, STR("/report"));
    if (!is_report || in.comment.n == 0 || req_is_from_elsewhere(req))
        return false;
    again_explain(req, refused);
    return show(req, &in, refused) == OK;
}

static enum err reported(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_message view = {
        .title = page_say(&page, T("Thank you")),
        .text = page_say(&page, T("The moderators have your report. They look at every one.")),
        .next = STR("/"),
        .next_name = page_say(&page, T("Back to the voices")),
    };
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_message(&page.out, &view);
    return page_reply(&page, 200);
}

static struct str known_category(struct str category)
{
    for (size_t i = 0; i < CATEGORIES; i++) {
        if (str_eq(category, str_of(categories[i].value)))
            return category;
    }
    return STR("other");
}

/* POST /voice/:id/report */
enum err page_report_send(struct req *req)
{
    struct report_in in;
    struct post post;
    TRY(req_read(req, &report_inputs, &in));
    TRY(desk_post(req, &post));
    struct act *act = desk_act(req, ACT_REPORT);
    act->person = (struct person_id){0};
    act->report = (struct act_report){
        .account = post.account.id,
        .posts = arena_printf(req->arena, "%lld", (long long)post.id.v),
        .comment = in.comment.p ? in.comment : STR(""),
        .category = known_category(in.category),
    };
    return desk_submit(req, act, reported);
}
