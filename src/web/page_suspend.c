/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An account as moderators decide about it, and the settings of a campaign's moderation. */
#include "tpl/templates.h"
#include "web/moderate.h"

/* GET /m/a/:id */
enum err page_suspend(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct person person;
    struct person_id id;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(req_path_id(req, 0, &id.v));
    if (!moderator.is_server)
        return ERR_NOT_FOUND;
    TRY(person_brief(desk_db(req), req->arena, id, &person));
    if (person.is_campaign)
        return ERR_NOT_FOUND;
    struct view_suspend view = {
        .form_token = req_form_token(req),
        .action = arena_printf(req->arena, "/m/a/%lld", (long long)id.v),
        .name = moderate_name(&page, &person),
        .note = person.note,
        .is_suspended = person.is_suspended,
    };
    view.reasons = moderate_reasons(&page, &view.n_reasons);
    moderate_frame(&page, &view.head, &view.foot);
    tpl_suspend(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/a/:id */
enum err page_suspend_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.account.v));
    enum decision_kind kind = act->decide.kind;
    if (kind != DECIDE_SUSPEND && kind != DECIDE_UNSUSPEND && kind != DECIDE_REMOVE_ACCOUNT)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}

/* --- settings --- */

static void put_modes(struct page_out *page, const struct campaign *campaign,
                      struct view_rules *view)
{
    static const char *const words[MODERATION_MODES] = {
        [MODERATE_AFTER] = T("After publication: nothing waits for what it says"),
        [MODERATE_BEFORE] = T("Before publication: everything waits"),
        [MODERATE_BY_RULE] = T("By rule: what has one of the findings below waits"),
    };
    struct arena *arena = page->req->arena;
    struct view_choice *modes = arena_array(arena, struct view_choice, MODERATION_MODES);
    for (int i = 0; i < MODERATION_MODES; i++)
        modes[i] = (struct view_choice){arena_printf(arena, "%d", i), page_say(page, words[i]),
                                        (int)campaign->moderation == i};
    view->modes = modes;
    view->n_modes = MODERATION_MODES;
}

static void put_rules(struct page_out *page, const struct campaign *campaign,
                      struct view_rules *view)
{
    struct arena *arena = page->req->arena;
    struct view_choice *rules = arena_array(arena, struct view_choice, HOLD_REASONS_MAX);
    for (int i = 0; i < HOLD_REASONS_MAX; i++)
        if (HOLD_FINDINGS & HOLD_BIT(i))
            rules[view->n_rules++] =
                (struct view_choice){arena_printf(arena, "%d", i), moderate_finding(page, i),
                                     (campaign->rules & HOLD_BIT(i)) != 0};
    view->rules = rules;
}

/* GET /m/s/:id */
enum err page_rules(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct campaign campaign;
    struct campaign_id id;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(req_path_id(req, 0, &id.v));
    if (!moderator_organises(&moderator, id))
        return ERR_NOT_FOUND;
    TRY(campaign_get(desk_db(req), req->arena, id, &campaign));
    struct view_rules view = {
        .form_token = req_form_token(req),
        .action = arena_printf(req->arena, "/m/s/%lld", (long long)id.v),
        .title = campaign.title,
        .done = moderate_done(&page),
    };
    put_modes(&page, &campaign, &view);
    put_rules(&page, &campaign, &view);
    moderate_frame(&page, &view.head, &view.foot);
    tpl_rules(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/s/:id */
enum err page_rules_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.campaign.v));
    act->decide.kind = DECIDE_SETTINGS;
    act->decide.mode = (enum moderation_mode)in.mode;
    const int64_t *rules = in.rules.items;
    for (size_t i = 0; i < in.rules.n; i++)
        act->decide.rules |= rules[i] < HOLD_REASONS_MAX ? HOLD_BIT(rules[i]) : HOLD_BIT(0);
    return moderate_submit(req, act);
}
