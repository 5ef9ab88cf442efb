/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The moderators' lists with buttons: reports, what a second person must confirm, what was decided,
 * people with roles. */
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/moderate.h"

/* As many as a list has at most: then there may be more. */
enum { PAGE_LEAST = 40 };

static struct view_choice button(const struct page_out *page, const char *value, const char *name)
{
    return (struct view_choice){str_of(value), page_say(page, name), false};
}

/* One or two buttons of a row; `second` may be NULL. */
static void put_buttons(struct page_out *page, struct view_work *row,
                        const char *const buttons[][2], size_t n)
{
    struct view_choice *list = arena_array(page->req->arena, struct view_choice, n);
    for (size_t i = 0; i < n; i++)
        list[i] = button(page, buttons[i][0], buttons[i][1]);
    row->buttons = list;
    row->n_buttons = n;
}

static enum err reply(struct page_out *page, struct view_worklist *view)
{
    view->form_token = req_form_token(page->req);
    moderate_frame(page, &view->head, &view->foot);
    tpl_worklist(&page->out, view);
    return page_reply(page, 200);
}

static struct str path_of(struct req *req, const char *before, int64_t number)
{
    return arena_printf(req->arena, "%s%lld", before, (long long)number);
}

static void link_post(struct page_out *page, struct view_work *row, struct post_id post)
{
    if (post.v == 0)
        return;
    row->url = path_of(page->req, "/m/p/", post.v);
    row->link = page_say(page, T("Look at it"));
}

static void link_account(struct page_out *page, struct view_work *row, struct person_id account)
{
    struct person person;
    struct req *req = page->req;
    if (account.v == 0 || person_brief(desk_db(req), req->arena, account, &person) != OK)
        return;
    row->who = moderate_name(page, &person);
    if (row->url.n > 0 || person.is_campaign)
        return;
    row->url = path_of(req, "/m/a/", account.v);
    row->link = page_say(page, T("The account"));
}

static struct str older(struct req *req, const char *path, size_t n, int64_t last)
{
    return n < PAGE_LEAST ? (struct str){0} : path_of(req, path, last);
}

/* --- reports --- */

static struct str category_words(const struct page_out *page, struct str category)
{
    if (str_eq(category, STR("spam")))
        return moderate_reason(page, REASON_SPAM);
    if (str_eq(category, STR("legal")))
        return moderate_reason(page, REASON_LAW);
    return moderate_reason(page,
                           str_eq(category, STR("violation")) ? REASON_ATTACKS : REASON_OTHER);
}

static struct view_work report_row(struct page_out *page, const struct moderator *moderator,
                                   const struct report *report)
{
    static const char *const open[][2] = {{"report-resolve", T("Dealt with")},
                                          {"report-take", T("I look after it")}};
    static const char *const own[][2] = {{"report-resolve", T("Dealt with")},
                                         {"report-leave", T("Leave it to others")}};
    static const char *const closed[][2] = {{"report-reopen", T("Open it again")}};
    struct view_work row = {
        .action = path_of(page->req, "/m/r/", report->id.v),
        .when = moderate_when(page, id_ms(report->id.v)),
        .what = category_words(page, report->category),
        .note = report->comment,
    };
    link_post(page, &row, report->n_posts > 0 ? report->posts[0] : (struct post_id){0});
    link_account(page, &row, report->account);
    bool is_own = report->moderator.v == moderator->id.v;
    if (report->is_resolved)
        put_buttons(page, &row, closed, 1);
    else
        put_buttons(page, &row, is_own ? own : open, 2);
    return row;
}

/* GET /m/r?closed=1 */
enum err page_reports(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct report *reports;
    TRY(moderate_begin(&page, req, &moderator));
    bool is_closed = str_eq(req_param(req, "closed"), STR("1"));
    struct view_worklist view = {
        .title = page_say(&page, T("Reports")),
        .hint = page_say(&page, T("Who reported is not kept, and nothing is passed on.")),
        .none = page_say(&page, T("There are none.")),
        .other_url = is_closed ? STR("/m/r") : STR("/m/r?closed=1"),
        .other = page_say(&page, is_closed ? T("Those that are open") : T("Those dealt with")),
    };
    const struct list_query query = {is_closed, page_cursor(req).max_id, PAGE_LEAST};
    TRY(moderation_reports(desk_db(req), req->arena, &moderator, query, &reports, &view.n_rows));
    struct view_work *rows = arena_array(req->arena, struct view_work, view.n_rows + 1);
    for (size_t i = 0; i < view.n_rows; i++)
        rows[i] = report_row(&page, &moderator, &reports[i]);
    if (view.n_rows > 0)
        view.older = older(req, is_closed ? "/m/r?closed=1&before=" : "/m/r?before=", view.n_rows,
                           reports[view.n_rows - 1].id.v);
    view.rows = rows;
    return reply(&page, &view);
}

/* POST /m/r/:id */
enum err page_reports_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.report.v));
    if (act->decide.kind < DECIDE_REPORT_TAKE || act->decide.kind > DECIDE_REPORT_REOPEN)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}

/* --- two people --- */

static struct view_work proposal_row(struct page_out *page, const struct proposal *proposal)
{
    static const char *const others[][2] = {{"confirm", T("Remove it for good")},
                                            {"refuse", T("Do not remove it")}};
    static const char *const own[][2] = {{"refuse", T("Do not remove it")}};
    struct view_work row = {
        .action = path_of(page->req, "/m/t/", proposal->id),
        .when = moderate_when(page, proposal->hour_ms),
        .what = moderate_decision(page, proposal->kind),
        .language = moderate_reason(page, proposal->reason),
    };
    link_post(page, &row, proposal->post);
    link_account(page, &row, proposal->account);
    if (proposal->kind != DECIDE_SECOND)
        put_buttons(page, &row, proposal->is_own ? own : others, proposal->is_own ? 1 : 2);
    return row;
}

/* GET /m/t */
enum err page_two(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct proposal *proposals;
    TRY(moderate_begin(&page, req, &moderator));
    struct view_worklist view = {
        .title = page_say(&page, T("What a second person must confirm")),
        .hint = page_say(&page, T("Whoever proposed something cannot confirm it. What nobody "
                                  "confirms within seven days is dropped.")),
        .none = page_say(&page, T("There is nothing.")),
    };
    TRY(moderation_proposals(desk_db(req), req->arena, &moderator, &proposals, &view.n_rows));
    struct view_work *rows = arena_array(req->arena, struct view_work, view.n_rows + 1);
    for (size_t i = 0; i < view.n_rows; i++)
        rows[i] = proposal_row(&page, &proposals[i]);
    view.rows = rows;
    return reply(&page, &view);
}

/* POST /m/t/:id */
enum err page_two_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.number));
    if (act->decide.kind != DECIDE_CONFIRM && act->decide.kind != DECIDE_REFUSE)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}

/* --- the trail --- */

static bool is_undoable(const struct decided *decided)
{
    int64_t kind = decided->kind;
    return !decided->is_undone &&
           (kind <= DECIDE_ASK || (kind >= DECIDE_APPROVE_MANY && kind <= DECIDE_UNSUSPEND));
}

static struct view_work decided_row(struct page_out *page, const struct decided *decided)
{
    static const char *const undo[][2] = {{"undo", T("Take it back")}};
    struct view_work row = {
        .action = path_of(page->req, "/m/h/", decided->id),
        .when = moderate_when(page, decided->hour_ms),
        .what = moderate_decision(page, decided->kind),
    };
    bool is_many = decided->kind == DECIDE_APPROVE_MANY || decided->kind == DECIDE_HIDE_MANY;
    if (!is_many)
        link_post(page, &row, decided->post);
    link_account(page, &row, decided->moderator.v != 0 ? decided->moderator : decided->account);
    if (decided->moderator.v != 0 && decided->post.v == 0)
        row.url = (struct str){0};
    if (decided->reason != 0)
        row.language = decided->kind == DECIDE_ASK ? moderate_question(page, decided->reason)
                                                   : moderate_reason(page, decided->reason);
    if (is_undoable(decided))
        put_buttons(page, &row, undo, 1);
    return row;
}

/* GET /m/h */
enum err page_trail(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct decided *trail;
    TRY(moderate_begin(&page, req, &moderator));
    struct view_worklist view = {
        .title = page_say(&page, T("What was decided")),
        .hint = page_say(&page, T("Without any words of people. Who decided is shown to the "
                                  "organisers of this server.")),
        .none = page_say(&page, T("Nothing yet.")),
    };
    TRY(moderation_trail(desk_db(req), req->arena, &moderator, page_cursor(req).max_id, &trail,
                         &view.n_rows));
    struct view_work *rows = arena_array(req->arena, struct view_work, view.n_rows + 1);
    for (size_t i = 0; i < view.n_rows; i++)
        rows[i] = decided_row(&page, &trail[i]);
    if (view.n_rows > 0)
        view.older = older(req, "/m/h?before=", view.n_rows, trail[view.n_rows - 1].id);
    view.rows = rows;
    return reply(&page, &view);
}

/* POST /m/h/:id */
enum err page_trail_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    TRY(moderate_read(req, &in, &act));
    TRY(req_path_id(req, 0, &act->decide.number));
    if (act->decide.kind != DECIDE_UNDO)
        return ERR_BAD_INPUT;
    return moderate_submit(req, act);
}

/* --- people --- */

static const char *const role_words[] = {
    [ROLE_ORGANISER] = T("organiser"),
    [ROLE_MODERATOR] = T("moderator"),
    [ROLE_PARTNER] = T("partner"),
    [ROLE_COUNSELLOR] = T("counsellor"),
};

static struct str role_said(const struct page_out *page, enum role role)
{
    return role >= ROLE_ORGANISER && role <= ROLE_COUNSELLOR ? page_say(page, role_words[role])
                                                             : str_of(role_name(role));
}

static struct view_work member_row(struct page_out *page, const struct campaign *place,
                                   const struct team_member *member)
{
    static const char *const take[][2] = {{"role-take", T("Take the role back")}};
    struct req *req = page->req;
    struct view_work row = {
        .action = STR("/m/w"),
        .what = role_said(page, member->role),
        .who = moderate_name(page, &member->person),
        .when = place->title,
    };
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, 4);
    hidden[0] = (struct view_choice){row.who, STR("username"), false};
    hidden[1] = (struct view_choice){str_of(role_name(member->role)), STR("role"), false};
    hidden[2] = (struct view_choice){member->language, STR("language"), false};
    hidden[3] = (struct view_choice){path_of(req, "", place->id.v), STR("campaign"), false};
    row.hidden = hidden;
    row.n_hidden = 4;
    if (member->language.n > 0 && language_name(page->locale->formats, req->arena, member->language,
                                                page->lang, &row.language) != OK)
        row.language = member->language;
    if (member->role <= ROLE_COUNSELLOR)
        put_buttons(page, &row, take, 1);
    return row;
}

/* The whole server and the campaigns in which she gives roles. */
static enum err places_of(struct page_out *page, const struct moderator *moderator,
                          struct campaign **out, size_t *n)
{
    struct req *req = page->req;
    const struct campaign *campaigns;
    size_t found;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &found));
    struct campaign *places = arena_array(req->arena, struct campaign, found + 1);
    *n = 0;
    if (moderator_organises(moderator, (struct campaign_id){0}))
        places[(*n)++] = (struct campaign){.title = page_say(page, T("The whole server"))};
    for (size_t i = 0; i < found; i++)
        if (moderator_organises(moderator, campaigns[i].id))
            places[(*n)++] = campaigns[i];
    *out = places;
    return OK;
}

static enum err put_members(struct page_out *page, const struct campaign *places, size_t n,
                            struct view_worklist *view)
{
    enum { ROWS_MAX = 400 };
    struct req *req = page->req;
    struct view_work *rows = arena_array(req->arena, struct view_work, ROWS_MAX);
    for (size_t i = 0; i < n; i++) {
        struct team_member *team;
        size_t n_team;
        TRY(moderation_team(desk_db(req), req->arena, places[i].id, &team, &n_team));
        for (size_t k = 0; k < n_team && view->n_rows < ROWS_MAX; k++)
            rows[view->n_rows++] = member_row(page, &places[i], &team[k]);
    }
    view->rows = rows;
    return OK;
}

static enum err put_give(struct page_out *page, const struct campaign *places, size_t n,
                         struct view_worklist *view)
{
    struct arena *arena = page->req->arena;
    struct view_choice *roles = arena_array(arena, struct view_choice, ROLE_COUNSELLOR);
    struct view_choice *where = arena_array(arena, struct view_choice, n + 1);
    for (int i = ROLE_ORGANISER; i <= ROLE_COUNSELLOR; i++)
        roles[view->n_roles++] = (struct view_choice){str_of(role_name((enum role)i)),
                                                      role_said(page, (enum role)i), false};
    for (size_t i = 0; i < n; i++)
        where[i] =
            (struct view_choice){path_of(page->req, "", places[i].id.v), places[i].title, false};
    view->roles = roles;
    view->places = where;
    view->n_places = n;
    view->give_action = STR("/m/w");
    return page_languages(page, STR(""), &view->languages, &view->n_languages);
}

/* GET /m/w */
enum err page_team(struct req *req)
{
    struct page_out page;
    struct moderator moderator;
    struct campaign *places;
    size_t n;
    TRY(moderate_begin(&page, req, &moderator));
    if (!moderator.is_organiser)
        return ERR_NOT_FOUND;
    struct view_worklist view = {
        .title = page_say(&page, T("People with roles")),
        .none = page_say(&page, T("There are none.")),
    };
    TRY(places_of(&page, &moderator, &places, &n));
    TRY(put_members(&page, places, n, &view));
    TRY(put_give(&page, places, n, &view));
    return reply(&page, &view);
}

/* POST /m/w */
enum err page_team_send(struct req *req)
{
    struct moderate_in in;
    struct act *act;
    struct person person;
    struct page_out page;
    struct moderator moderator;
    TRY(moderate_begin(&page, req, &moderator));
    TRY(moderate_read(req, &in, &act));
    if (act->decide.kind != DECIDE_ROLE_GIVE && act->decide.kind != DECIDE_ROLE_TAKE)
        return ERR_BAD_INPUT;
    if (in.username.n == 0 ||
        person_find(desk_db(req), req->arena, str_trim(in.username), &person) != OK)
        return req_refuse(req, ERR_BAD_INPUT, T("Nobody here has this user name."));
    act->decide.account = person.id;
    act->decide.role = role_of(in.role.p != NULL ? in.role : STR(""));
    return moderate_submit(req, act);
}
