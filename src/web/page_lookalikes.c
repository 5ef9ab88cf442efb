/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET and POST /m/f/:id: imitations of a family's hashtags, which an organiser counts in or leaves
 * out. Nothing is counted in by itself. */
#include "domain/lookalike.h"
#include "tpl/templates.h"
#include "web/moderate.h"

static struct str say_one(const struct page_out *page, const char *message, const char *name,
                          struct str value)
{
    const struct message_arg arg = {name, value};
    return locale_fill(page->locale, page->req->arena, message, &arg, 1);
}

/* As figures are told: below the floor there is no number. */
static struct str uses_of(const struct page_out *page, int64_t uses)
{
    if (uses == 0)
        return page_say(page, T("used by few so far"));
    return say_one(page, T("used about {n} times"), "n",
                   number_format(page->locale->formats, page->req->arena, uses, page->lang));
}

static struct str state_of(const struct page_out *page, enum lookalike_state state)
{
    if (state == LOOKALIKE_NEW)
        return (struct str){0};
    return page_say(page, state == LOOKALIKE_JOINED ? T("counted in") : T("left out"));
}

static void put_buttons(const struct page_out *page, enum lookalike_state state,
                        struct view_work *row)
{
    struct view_choice *buttons = arena_array(page->req->arena, struct view_choice, 2);
    if (state != LOOKALIKE_JOINED)
        buttons[row->n_buttons++] = (struct view_choice){
            STR("hashtag-join"), page_say(page, T("Count it in from now on")), false};
    if (state != LOOKALIKE_APART)
        buttons[row->n_buttons++] = (struct view_choice){
            STR("hashtag-apart"), page_say(page, T("Leave it out from now on")), false};
    row->buttons = buttons;
}

static struct view_work row_of(const struct page_out *page, const struct lookalike *like)
{
    struct arena *arena = page->req->arena;
    struct view_choice *hidden = arena_new(arena, struct view_choice);
    struct str as = arena_printf(arena, "#%.*s", STRF(like->as));
    struct view_work row = {
        .action = page->req->path,
        .what = say_one(page, T("Looks like {hashtag}"), "hashtag", as),
        .who = arena_printf(arena, "#%.*s", STRF(like->name)),
        .language = state_of(page, like->state),
        .when = uses_of(page, like->uses),
        .hidden = hidden,
        .n_hidden = 1,
    };
    *hidden = (struct view_choice){arena_printf(arena, "%lld", (long long)like->tag.v), STR("tag"),
                                   false};
    put_buttons(page, like->state, &row);
    return row;
}

/* GET /m/f/:id */
enum err page_lookalikes(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct campaign_id id;
    const struct lookalike *list;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(req_path_id(req, 0, &id.v));
    if (!moderator_organises(&moderator, id))
        return ERR_NOT_FOUND;
    struct view_worklist view = {
        .title = page_say(&page, T("Imitations of your hashtags")),
        .hint =
            page_say(&page, T("Letters of another script, or digits, can look like a hashtag of "
                              "the family. Whether one belongs to it is for you to say. It "
                              "counts from then on; what was said with it before is not "
                              "added.")),
        .none = page_say(&page, T("There are none.")),
        .form_token = req_form_token(req),
    };
    TRY(lookalike_list(desk_db(req), req->arena, id, &list, &view.n_rows));
    struct view_work *rows = arena_array(req->arena, struct view_work, view.n_rows + 1);
    for (size_t i = 0; i < view.n_rows; i++)
        rows[i] = row_of(&page, &list[i]);
    view.rows = rows;
    moderate_frame(&page, &view.head, &view.foot);
    tpl_worklist(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/f/:id */
enum err page_lookalikes_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.campaign.v));
    if (act->decide.kind != DECIDE_JOIN && act->decide.kind != DECIDE_APART)
        return ERR_BAD_INPUT;
    act->decide.tag.v = in.tag;
    return moderate_submit(req, act);
}
