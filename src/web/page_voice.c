/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One voice with its answers, and what others do with it: answer, react, share.
 *
 * Whoever is new arrives with the answer or the reaction, as with a voice. A voice that was
 * withdrawn, or is not for the viewer, was never there. */
#include "domain/standing.h"
#include "domain/text.h"
#include "tpl/templates.h"
#include "web/again.h"
#include "web/page.h"
#include "web/web.h"
#include "web/write.h"

enum { TITLE_CHARS = 60, ANSWERS = 40 };

/* --- reading --- */

static const char *reaction_label(enum reaction reaction)
{
    static const char *const labels[REACTIONS] = {
        [REACTION_NONE] = "",
        [REACTION_ME_TOO] = T("Me too"),
        [REACTION_BELIEVE] = T("I believe you"),
        [REACTION_WITH_YOU] = T("With you"),
        [REACTION_THANK_YOU] = T("Thank you"),
    };
    return labels[reaction];
}

static void put_reactions(struct page_out *page, const struct post *post,
                          struct view_reactions *out)
{
    enum { N = REACTIONS - REACTION_ME_TOO };
    struct req *req = page->req;
    struct view_reaction *items = arena_array(req->arena, struct view_reaction, N);
    for (int i = 0; i < N; i++) {
        enum reaction reaction = (enum reaction)(REACTION_ME_TOO + i);
        items[i] = (struct view_reaction){
            .name = str_of(reaction_name(reaction)),
            .label = page_say(page, reaction_label(reaction)),
            .count = post->reactions[reaction],
            .is_mine = post->my_reaction == reaction,
        };
    }
    *out = (struct view_reactions){
        .action = page_voice_path(req, post->id, "/react"),
        .share_action = page_voice_path(req, post->id, "/share"),
        .form_token = req_form_token(req),
        .once = page_once(req),
        .items = items,
        .n_items = N,
        .shares = post->shares,
        .is_shared = post->is_shared,
        .is_mine = post->is_mine,
    };
}

/* Of a voice all comments in pages; of a comment what was answered to it. */
static enum err put_answers(struct page_out *page, const struct post *post, struct view_voice *view)
{
    struct req *req = page->req;
    struct thread_page list = {0};
    int64_t after = 0;
    if (!str_i64(req_param(req, "after"), &after) || after < 0)
        after = 0;
    if (post->root.v != 0) {
        struct post_list below;
        TRY(post_descendants(desk_db(req), req->arena, desk_reader(req), post, ANSWERS, &below));
        list.items = below.items;
        list.n = below.n;
        view->thread_url = page_voice_path(req, post->root, "");
    } else {
        TRY(timeline_thread(desk_db(req), req->arena, desk_reader(req),
                            (struct thread_part){post->id, after, ANSWERS}, &list));
    }
    struct view_post *comments = arena_array(req->arena, struct view_post, list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        if (!list.items[i].is_hidden)
            TRY(page_post(page, &list.items[i], PLACE_ANSWER, &comments[view->n_comments++]));
    }
    view->comments = comments;
    if (list.next != 0)
        view->later = arena_printf(req->arena, "/voice/%lld?after=%lld", (long long)post->id.v,
                                   (long long)list.next);
    return OK;
}

static struct str title_of(struct page_out *page, const struct post *post)
{
    struct str words = post->warning.n > 0 ? post->warning : post->body;
    return text_plain_excerpt(page->req->arena, words, TITLE_CHARS);
}

/* What the author of the voice leaves open to others. */
static void put_closed(const struct post *post, struct view_voice *view)
{
    int policy = post->answers & ANSWERS_MASK;
    bool is_hers = post->is_mine && post->root.v == 0;
    view->is_closed = !is_hers && policy >= ANSWERS_REACTIONS;
    view->is_silent = !post->is_mine && policy == ANSWERS_NOBODY;
    view->is_for_partners = !is_hers && policy == ANSWERS_PARTNERS;
}

static enum err put_campaign(struct page_out *page, const struct post *post,
                             struct view_voice *view)
{
    struct req *req = page->req;
    struct campaign campaign;
    if (post->page_campaign.v == 0)
        return OK;
    TRY(campaign_get(desk_db(req), req->arena, post->page_campaign, &campaign));
    view->campaign_url = page_campaign_path(page, &campaign, "");
    return OK;
}

static enum err show(struct req *req, const struct post *post)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_voice view = {.title = title_of(&page, post)};
    /* her words must not stand in the history of her browser, nor of others */
    page_frame(&page, page_say(&page, T("An entry")), &view.head, &view.foot);
    TRY(page_post(&page, post, PLACE_ALONE, &view.post));
    TRY(put_campaign(&page, post, &view));
    put_reactions(&page, post, &view.reactions);
    TRY(put_answers(&page, post, &view));
    TRY(page_form(&page, &(struct page_typed){0}, false, &view.form));
    view.form.action = page_voice_path(req, post->id, "/comment");
    view.form.is_comment = true;
    put_closed(post, &view);
    /* a page with answers on it shows words of people who were not asked about search engines */
    if (post->audiences & FOR_SEARCH && post->away == 0 && view.n_comments == 0)
        reply_header(req, "X-Robots-Tag", STR("noarchive"));
    tpl_voice(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_voice(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    return show(req, &post);
}

/* --- answering --- */

static enum err back_to_voice(struct req *req)
{
    int64_t id;
    TRY(req_path_id(req, 0, &id));
    struct str path = page_voice_path(req, (struct post_id){id}, "");
    if (page_handed(req)->is_new)
        return page_receipt(req, path, true, false);
    /* what is not shown yet is shown to her on the page that thanks */
    return page_go(req, desk_done(req)->is_away ? STR("/r") : path);
}

/* Anonymous words are published by the account of a call. */
static const char *const nobody_speaks =
    T("This voice belongs to no call, so an answer here cannot be "
      "anonymous. Please answer under a pen name.");

static struct write_place answer_place(struct req *req, const struct post *post)
{
    return (struct write_place){.action = page_voice_path(req, post->id, "/comment"),
                                .is_comment = true};
}

static enum err after_comment(struct req *req)
{
    struct post post;
    enum err err = desk_done(req)->err;
    if (err == OK)
        return back_to_voice(req);
    if (!write_is_mendable(err))
        return err;
    TRY(desk_post(req, &post));
    if (err == ERR_BAD_INPUT && req->refusal.n == 0 && desk_done(req)->post.is_anonymous)
        err = req_refuse(req, err, nobody_speaks);
    return write_again(req, answer_place(req, &post), err);
}

enum err page_comment(struct req *req)
{
    struct write_in in;
    struct post post;
    TRY(req_read(req, &write_inputs, &in));
    TRY(desk_post(req, &post));
    if (page_lacks_key(req))
        return write_again(req, answer_place(req, &post), write_once_more(req));
    struct act *act = write_act(req, &in);
    act->post.parent = post.id;
    return page_submit_any(req, act, after_comment);
}

/* --- reacting, sharing --- */

/* A press on one's own reaction takes it back. Somebody unknown has none to take back. */
static bool takes_back(struct req *req)
{
    return req->who.person != 0 && req_param(req, "back").n > 0;
}

enum err page_react(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    enum reaction reaction = reaction_of(req_param(req, "name"));
    if (!takes_back(req) && reaction == REACTION_NONE)
        return ERR_BAD_INPUT;
    if (page_lacks_key(req))
        return page_again(req, reaction_label(reaction));
    struct act *act = page_act(req, takes_back(req) ? ACT_UNREACT : ACT_REACT);
    act->react = (struct act_react){post.id, reaction};
    return page_submit(req, act, back_to_voice);
}

enum err page_share(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    if (page_lacks_key(req))
        return page_again(req, T("Share"));
    struct act *act = page_act(req, takes_back(req) ? ACT_UNSHARE : ACT_SHARE);
    act->share = post.id;
    return page_submit(req, act, back_to_voice);
}
