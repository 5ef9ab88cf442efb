/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What waits for moderators: the queue, one post with what is needed to decide, a flood. */
#include "tpl/templates.h"
#include "web/moderate.h"

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n;
    return str_i64(req_param(req, name), &n) && n > 0 ? n : 0;
}

/* --- the queue --- */

static struct str title_of(const struct page_out *page, int64_t reason)
{
    struct str title = moderate_finding(page, reason);
    return title.p != NULL ? title : page_say(page, T("What waits"));
}

/* GET /m/q?reason=&since=&after= */
enum err page_queue(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct queue queue;
    TRY(moderate_begin(&page, req, &moderator));
    int64_t reason = number_of(req, "reason");
    const struct queue after = {.next_ms = number_of(req, "since"),
                                .next = {number_of(req, "after")}};
    TRY(moderation_queue(desk_db(req), req->arena, desk_reader(req), reason, &after, &queue));
    struct view_moderated *items = arena_array(req->arena, struct view_moderated, queue.n + 1);
    for (size_t i = 0; i < queue.n; i++)
        moderate_post(&page, &queue.items[i], true, &items[i]);
    struct view_queue view = {
        .title = title_of(&page, reason),
        .form_token = req_form_token(req),
        .done = moderate_done(&page),
        .items = items,
        .n_items = queue.n,
    };
    view.reasons = moderate_reasons(&page, &view.n_reasons);
    if (queue.next.v != 0)
        view.later =
            arena_printf(req->arena, "/m/q?reason=%lld&since=%lld&after=%lld", (long long)reason,
                         (long long)queue.next_ms, (long long)queue.next.v);
    moderate_frame(&page, &view.head, &view.foot);
    tpl_queue(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/q: what is ticked */
enum err page_queue_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    if (act->decide.kind != DECIDE_APPROVE_MANY && act->decide.kind != DECIDE_HIDE_MANY)
        return ERR_BAD_INPUT;
    if (in.posts.n == 0)
        return req_refuse(req, ERR_BAD_INPUT, T("Nothing is ticked yet."));
    return moderate_submit(req, act);
}

/* --- one post --- */

static enum err put_above(struct page_out *page, const struct post *post, struct view_judge *view)
{
    struct req *req = page->req;
    struct queued above;
    if (post->root.v == 0)
        return OK;
    enum err err = moderation_post(desk_db(req), req->arena, desk_reader(req), post->root, &above);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    struct view_moderated *list = arena_new(req->arena, struct view_moderated);
    moderate_post(page, &above, false, list);
    view->above = list;
    view->n_above = 1;
    return OK;
}

static enum err put_wordings(struct req *req, struct post_id id, struct view_judge *view)
{
    const struct wording *wordings;
    size_t n;
    enum err err = post_wordings(desk_db(req), req->arena, desk_reader(req), id, &wordings, &n);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    struct view_word *list = arena_array(req->arena, struct view_word, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i].text = wordings[i].body;
    view->wordings = list;
    view->n_wordings = n;
    return OK;
}

static enum err put_trail(struct page_out *page, const struct moderator *moderator,
                          struct post_id id, struct view_judge *view)
{
    struct req *req = page->req;
    struct decided *trail;
    size_t n;
    TRY(moderation_trail_of_post(desk_db(req), req->arena, moderator, id, &trail, &n));
    struct view_word *list = arena_array(req->arena, struct view_word, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str what = moderate_decision(page, trail[i].kind);
        struct str when = moderate_when(page, trail[i].hour_ms);
        list[i].text = arena_printf(req->arena, "%.*s \xC2\xB7 %.*s", STRF(what), STRF(when));
    }
    view->trail = list;
    view->n_trail = n;
    return OK;
}

static enum err put_notes(struct page_out *page, const struct moderator *moderator,
                          struct post_id id, struct view_judge *view)
{
    struct req *req = page->req;
    struct moderator_note *notes;
    TRY(moderation_notes(desk_db(req), req->arena, moderator, id, &notes, &view->n_notes));
    struct view_moderator_note *list =
        arena_array(req->arena, struct view_moderator_note, view->n_notes + 1);
    for (size_t i = 0; i < view->n_notes; i++)
        list[i] = (struct view_moderator_note){moderate_when(page, notes[i].hour_ms), notes[i].text,
                                               notes[i].is_own};
    view->notes = list;
    return OK;
}

/* GET /m/p/:id */
enum err page_judge(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct queued queued;
    struct post_id id;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(req_path_id(req, 0, &id.v));
    TRY(moderation_post(desk_db(req), req->arena, desk_reader(req), id, &queued));
    struct view_judge view = {
        .form_token = req_form_token(req),
        .action = arena_printf(req->arena, "/m/p/%lld", (long long)id.v),
        .is_hidden = (queued.post.away & AWAY_HIDDEN) != 0,
        .is_standing = queued.post.away == 0,
        .may_decide = !queued.is_own && !queued.waits_for_other,
    };
    if (moderator.is_server && !queued.post.account.is_campaign)
        view.account_url =
            arena_printf(req->arena, "/m/a/%lld", (long long)queued.post.account.id.v);
    if (queued.burst != 0)
        view.burst_url = arena_printf(req->arena, "/m/b/%lld", (long long)queued.burst);
    moderate_post(&page, &queued, false, &view.post);
    TRY(put_above(&page, &queued.post, &view));
    TRY(put_wordings(req, id, &view));
    TRY(put_trail(&page, &moderator, id, &view));
    TRY(put_notes(&page, &moderator, id, &view));
    view.reasons = moderate_reasons(&page, &view.n_reasons);
    view.questions = moderate_questions(&page, &view.n_questions);
    moderate_frame(&page, &view.head, &view.foot);
    tpl_judge(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/p/:id */
enum err page_judge_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.post.v));
    enum decision_kind kind = act->decide.kind;
    if (kind > DECIDE_REMOVE && kind != DECIDE_NOTE)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}

/* --- a flood --- */

/* The number of a burst has all 64 bits. */
static enum err path_burst(struct req *req, int64_t *cluster)
{
    bool is_number = str_i64(req->path_values[0], cluster);
    return is_number && *cluster != 0 ? OK : ERR_NOT_FOUND;
}

/* GET /m/b/:id */
enum err page_burst(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct burst burst;
    int64_t cluster;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(path_burst(req, &cluster));
    TRY(moderation_burst(desk_db(req), req->arena, desk_reader(req), cluster, &burst));
    struct view_burst view = {
        .form_token = req_form_token(req),
        .action = arena_printf(req->arena, "/m/b/%lld", (long long)cluster),
        .since = moderate_when(&page, burst.since_ms),
        .posts = burst.posts,
        .shown = burst.shown,
    };
    moderate_post(&page, &burst.sample, false, &view.sample);
    view.reasons = moderate_reasons(&page, &view.n_reasons);
    moderate_frame(&page, &view.head, &view.foot);
    tpl_burst(&page.out, &view);
    return page_reply(&page, 200);
}

/* POST /m/b/:id */
enum err page_burst_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(path_burst(req, &act->decide.cluster));
    if (act->decide.kind != DECIDE_APPROVE_MANY && act->decide.kind != DECIDE_HIDE_MANY)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}
