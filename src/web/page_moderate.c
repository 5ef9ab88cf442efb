/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The moderators' desk: what waits, notes for whoever comes next, and a word about herself. */
#include "base/clock.h"
#include "tpl/templates.h"
#include "web/moderate.h"

enum { BREAK_MS = 60 * 60 * 1000 };

static enum err put_sums(struct page_out *page, const struct moderator *moderator,
                         struct view_moderate *view)
{
    struct req *req = page->req;
    const struct queue_sum *sums;
    size_t n;
    TRY(moderation_sums(desk_db(req), req->arena, moderator, &sums, &n));
    struct view_sum *list = arena_array(req->arena, struct view_sum, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct view_sum){
            .url = arena_printf(req->arena, "/m/q?reason=%lld", (long long)sums[i].reason),
            .name = moderate_finding(page, sums[i].reason),
            .since = moderate_when(page, sums[i].since_ms),
            .posts = sums[i].posts,
        };
    view->sums = list;
    view->n_sums = n;
    return OK;
}

static enum err put_bursts(struct page_out *page, struct view_moderate *view)
{
    struct req *req = page->req;
    struct burst *bursts;
    size_t n;
    TRY(moderation_bursts(desk_db(req), req->arena, desk_reader(req), &bursts, &n));
    struct view_sum *list = arena_array(req->arena, struct view_sum, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct view_sum){
            .url = arena_printf(req->arena, "/m/b/%lld", (long long)bursts[i].cluster),
            .since = moderate_when(page, bursts[i].since_ms),
            .posts = bursts[i].posts,
        };
    view->bursts = list;
    view->n_bursts = n;
    return OK;
}

static enum err put_notes(struct page_out *page, const struct moderator *moderator,
                          struct view_moderate *view)
{
    struct req *req = page->req;
    struct moderator_note *notes;
    TRY(moderation_notes(desk_db(req), req->arena, moderator, (struct post_id){0}, &notes,
                         &view->n_notes));
    struct view_moderator_note *list =
        arena_array(req->arena, struct view_moderator_note, view->n_notes + 1);
    for (size_t i = 0; i < view->n_notes; i++)
        list[i] = (struct view_moderator_note){moderate_when(page, notes[i].hour_ms), notes[i].text,
                                               notes[i].is_own};
    view->notes = list;
    return OK;
}

static enum err put_settings(struct page_out *page, const struct moderator *moderator,
                             struct view_moderate *view)
{
    struct req *req = page->req;
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    struct view_link *links = arena_array(req->arena, struct view_link, n + 1);
    struct view_link *lookalikes = arena_array(req->arena, struct view_link, n + 1);
    for (size_t i = 0; i < n; i++)
        if (moderator_organises(moderator, campaigns[i].id)) {
            long long number = (long long)campaigns[i].id.v;
            lookalikes[view->n_lookalikes++] = (struct view_link){
                .url = arena_printf(req->arena, "/m/f/%lld", number),
                .name = campaigns[i].title,
            };
            links[view->n_settings++] = (struct view_link){
                .url = arena_printf(req->arena, "/m/s/%lld", number),
                .name = campaigns[i].title,
            };
        }
    view->lookalikes = lookalikes;
    view->settings = links;
    return OK;
}

/* Her own numbers, which nobody else is shown. */
static enum err put_own(struct page_out *page, struct person_id moderator,
                        struct view_moderate *view)
{
    struct req *req = page->req;
    int64_t lately;
    int64_t hour_ms = req->now_ms - req->now_ms % DECISION_HOUR_MS;
    TRY(moderation_own(desk_db(req), req->arena, moderator, time_day_start(req->now_ms),
                       &view->own));
    TRY(moderation_own(desk_db(req), req->arena, moderator, hour_ms - BREAK_MS, &lately));
    view->has_rest = lately >= BREAK_DECISIONS;
    return OK;
}

/* GET /m */
enum err page_moderate(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    TRY(moderate_begin(&page, req, &moderator));
    struct view_moderate view = {
        .form_token = req_form_token(req),
        .done = moderate_done(&page),
        .is_organiser = moderator.is_organiser,
    };
    TRY(put_sums(&page, &moderator, &view));
    TRY(put_bursts(&page, &view));
    TRY(put_notes(&page, &moderator, &view));
    TRY(put_settings(&page, &moderator, &view));
    TRY(put_own(&page, moderator.id, &view));
    moderate_frame(&page, &view.head, &view.foot);
    tpl_moderate(&page.out, &view);
    return page_reply(&page, 200);
}

/* For those of the first campaign in which she decides. */
static struct campaign_id own_campaign(const struct moderator *moderator)
{
    for (size_t i = 0; i < moderator->n_roles; i++)
        if (moderator->roles[i].role <= ROLE_MODERATOR)
            return moderator->roles[i].campaign;
    return (struct campaign_id){0};
}

/* POST /m */
enum err page_moderate_note(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    struct page_out page;
    struct moderator moderator;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(moderate_read(req, &in, &act));
    act->decide.kind = DECIDE_NOTE;
    act->decide.campaign = own_campaign(&moderator);
    return moderate_submit(req, act);
}
