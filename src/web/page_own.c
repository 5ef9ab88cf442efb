/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own voice, in one's own hands: pause, who may read it, who may answer, how long, which
 * answers are shown, what was agreed to. Each is one press on this page, and holds at once; only
 * before more may read it she is asked again. Copies to keep: page_export.c.
 *
 * Whoever did not say it is told that there is no such page. */
#include "base/clock.h"
#include "tpl/templates.h"
#include "web/terms.h"
#include "web/web.h"

enum { ANSWERS_LISTED = 40 };

struct own_in {
    struct str what;
    int64_t comment;
    bool sure;
    struct terms_in terms;
};
static const struct input own_rows[] = {
    {.name = "do", .type = INPUT_LINE, .at = 0, .given_at = SIZE_MAX, .high = 20},
    {.name = "comment",
     .type = INPUT_ID,
     .at = offsetof(struct own_in, comment),
     .given_at = SIZE_MAX},
    FORM_BOX(own_in, sure),
    TERMS_ROWS(own_in, terms),
};
static const struct input_table own_inputs = FORM_TABLE(own_in, own_rows);

/* --- what was agreed to --- */

/* The boxes as they stand now. */
static struct terms_in terms_now(struct arena *arena, const struct consent *list, size_t n)
{
    struct str *values = arena_array(arena, struct str, n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_partner = list[i].audience == AUDIENCE_PARTNER;
        if (list[i].is_given && consent_stands(list, n, list[i].audience, list[i].whom))
            values[count++] = is_partner
                                  ? arena_printf(arena, "partner-%lld", (long long)list[i].whom.v)
                                  : str_of(audience_name(list[i].audience));
    }
    return (struct terms_in){.audience = {values, count}};
}

/* --- answers --- */

static enum err put_list(struct page_out *page, const struct post *items, size_t n,
                         const struct view_post **out, size_t *n_out)
{
    struct view_post *views = arena_array(page->req->arena, struct view_post, n + 1);
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].is_mine)
            continue;
        struct view_post *view = &views[(*n_out)++];
        TRY(page_post(page, &items[i], PLACE_MINE, view));
        if (items[i].parent.v == items[i].root.v)
            view->in_answer_to = STR(""); /* to this voice: that goes without saying */
    }
    *out = views;
    return OK;
}

static enum err put_asked(struct page_out *page, const struct post *post, bool is_refused,
                          const struct view_post **out, size_t *n)
{
    struct req *req = page->req;
    const struct asked_query query = {post->id, {0}, is_refused, ANSWERS_LISTED};
    struct post_list list;
    TRY(post_asked(desk_db(req), req->arena, desk_reader(req), query, &list));
    return put_list(page, list.items, list.n, out, n);
}

static enum err put_answers(struct page_out *page, const struct post *post, struct view_own *view)
{
    struct req *req = page->req;
    struct thread_page list;
    TRY(put_asked(page, post, false, &view->asked, &view->n_asked));
    TRY(put_asked(page, post, true, &view->refused, &view->n_refused));
    TRY(timeline_thread(desk_db(req), req->arena, desk_reader(req),
                        (struct thread_part){post->id, 0, ANSWERS_LISTED}, &list));
    return put_list(page, list.items, list.n, &view->shown, &view->n_shown);
}

/* --- the page --- */

static enum err put_terms(struct page_out *page, const struct post *post, struct view_own *view)
{
    struct req *req = page->req;
    const struct consent *list;
    size_t n;
    int64_t publish_at_ms, expires_ms;
    TRY(consent_list(desk_db(req), req->arena, post->id, &list, &n));
    const struct terms_in now = terms_now(req->arena, list, n);
    view->consents = terms_agreed_view(page, req->arena, list, n);
    view->n_consents = n;
    TRY(terms_audiences(page, post->page_campaign, &now, &view->audiences));
    TRY(post_moments(desk_db(req), req->arena, post->id, &publish_at_ms, &expires_ms));
    terms_view(page, NULL, &view->terms);
    terms_answers_view(page, post->answers, &view->terms.answers);
    if (expires_ms != 0)
        view->terms.expires = time_day(req->arena, expires_ms);
    return OK;
}

static enum err show(struct req *req, const struct post *post, enum err refused)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_own view = {
        .action = page_voice_path(req, post->id, "/own"),
        .form_token = req_form_token(req),
        .edit_url = page_voice_path(req, post->id, "/edit"),
        .withdraw_url = page_voice_path(req, post->id, "/withdraw"),
        .text_url = page_voice_path(req, post->id, "/copy.txt"),
        .json_url = page_voice_path(req, post->id, "/copy.json"),
        .is_paused = (post->away & AWAY_PAUSED) != 0,
        .is_waiting = (post->away & AWAY_WAITING) != 0,
        .is_voice = post->root.v == 0,
    };
    if (refused != OK)
        view.message = page_refusal(&page, refused);
    else if (str_eq(req_param(req, "done"), STR("saved")))
        view.done = page_say(&page, T("It is saved."));
    page_frame(&page, page_say(&page, T("Your entry")), &view.head, &view.foot);
    TRY(page_post(&page, post, PLACE_MINE, &view.post));
    view.post.own_url = view.post.edit_url = view.post.withdraw_url = STR("");
    TRY(put_terms(&page, post, &view));
    if (view.is_voice)
        TRY(put_answers(&page, post, &view));
    tpl_own(&page.out, &view);
    reply_no_store(req);
    return page_reply(&page, refused == OK ? 200 : err_status(refused));
}

enum err page_own(struct req *req)
{
    struct post post;
    TRY(desk_own_post(req, &post));
    return show(req, &post, OK);
}

/* --- more may read it: asked again --- */

static bool is_new(const struct terms_consents *wanted, size_t i, const struct consent *list,
                   size_t n)
{
    return !consent_stands(list, n, wanted->items[i].audience, wanted->items[i].whom);
}

static enum err ask_again(struct req *req, const struct post *post,
                          const struct terms_consents *wanted, const struct terms_in *in)
{
    const struct consent *list;
    const struct str *values = in->audience.items;
    size_t n;
    struct page_out page;
    page_begin(&page, req);
    TRY(consent_list(desk_db(req), req->arena, post->id, &list, &n));
    struct view_audience *items = arena_array(req->arena, struct view_audience, wanted->n + 1);
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, wanted->n + 1);
    struct view_widen view = {
        .action = page_voice_path(req, post->id, "/own"),
        .form_token = req_form_token(req),
        .back = page_voice_path(req, post->id, "/own"),
        .items = items,
        .hidden = hidden,
        .n_hidden = wanted->n,
    };
    for (size_t i = 0; i < wanted->n; i++) {
        const struct act_consent *consent = &wanted->items[i];
        hidden[i] = (struct view_choice){values[i], STR("audience"), false};
        if (!is_new(wanted, i, list, n))
            continue;
        items[view.n_items].name =
            terms_audience_name(&page, consent->audience, terms_whom_name(&page, consent->whom));
        items[view.n_items++].hint = terms_audience_hint(&page, consent->audience);
    }
    page_frame(&page, page_say(&page, T("Your entry")), &view.head, &view.foot);
    tpl_widen(&page.out, &view);
    reply_no_store(req);
    return page_reply(&page, 200);
}

static enum err change_audiences(struct req *req, const struct post *post, const struct own_in *in,
                                 struct act *act)
{
    struct terms_consents wanted;
    TRY(terms_consents(req, &in->terms, in->sure ? CONSENT_AGAIN : CONSENT_WORDING, &wanted));
    act->kind = ACT_AUDIENCE;
    act->terms = (struct act_terms){
        .post = post->id, .consents = wanted.items, .n_consents = wanted.n, .may_widen = in->sure};
    return OK;
}

/* --- one press --- */

static enum err fill_act(struct req *req, const struct post *post, const struct own_in *in,
                         struct act *act)
{
    struct act_terms terms = {.post = post->id};
    if (str_eq(in->what, STR("audience")))
        return change_audiences(req, post, in, act);
    if (str_eq(in->what, STR("answers"))) {
        act->kind = ACT_ANSWERS;
        TRY(terms_answers(&in->terms, &terms.answers));
    } else if (str_eq(in->what, STR("expire"))) {
        act->kind = ACT_MOMENT;
        terms.has_expiry = true;
        TRY(terms_expiry(req, in->terms.expires, &terms.expires_ms));
    } else if (str_eq(in->what, STR("publish"))) {
        act->kind = ACT_MOMENT;
        terms.has_publish = true;
    } else {
        return ERR_BAD_INPUT;
    }
    act->terms = terms;
    return OK;
}

/* Pause, resume; approve and refuse a comment below it. False for anything else. */
static bool fill_standing(const struct post *post, const struct own_in *in, struct act *act)
{
    static const struct {
        const char *what;
        enum act_kind kind;
        bool is_comment;
    } acts[] = {
        {"pause", ACT_PAUSE, false},
        {"resume", ACT_RESUME, false},
        {"approve", ACT_APPROVE, true},
        {"refuse", ACT_REFUSE, true},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (str_eq(in->what, str_of(acts[i].what))) {
            act->kind = acts[i].kind;
            act->stand = acts[i].is_comment ? (struct post_id){in->comment} : post->id;
            return true;
        }
    return false;
}

static enum err done(struct req *req)
{
    struct post post;
    struct post_id id;
    struct own_in in;
    const struct act *act = desk_done(req);
    TRY(req_read(req, &own_inputs, &in));
    TRY(req_path_id(req, 0, &id.v));
    if (act->err == ERR_FORBIDDEN && act->kind == ACT_AUDIENCE) {
        const struct terms_consents wanted = {act->terms.consents, act->terms.n_consents, 0};
        TRY(desk_own_post(req, &post));
        return ask_again(req, &post, &wanted, &in.terms);
    }
    TRY(act->err);
    if (act->kind == ACT_MOMENT) /* published now, it has the number of this moment */
        id.v = act->id;
    return page_go(req, page_voice_path(req, id, "/own?done=saved"));
}

enum err page_own_send(struct req *req)
{
    struct own_in in;
    struct post post;
    TRY(req_read(req, &own_inputs, &in));
    TRY(desk_own_post(req, &post));
    struct act *act = desk_act(req, ACT_PAUSE);
    act->idempotency = (struct str){0};
    enum err err = OK;
    if (!fill_standing(&post, &in, act))
        err = fill_act(req, &post, &in, act);
    return err == OK ? desk_submit_any(req, act, done) : show(req, &post, err);
}
