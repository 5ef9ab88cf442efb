/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reports for moderators (docs.joinmastodon.org/methods/admin/reports).
 *
 * Who reported is not kept: apps that show a reporter are given the account of the first campaign,
 * as Mastodon gives that of a server. */
#include "api/admin.h"
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"

enum { REPORTS_MOST = 40 };

struct admin_report_view {
    int64_t id;
    bool is_resolved;
    int64_t resolved_ms, created_ms;
    struct str category, comment;
    struct admin_account reporter, target, *assigned;
    struct json_list posts;
};
static const struct json_field admin_report_fields[] = {
    FIELD(admin_report_view, "id", ID, id),
    FIELD(admin_report_view, "action_taken", BOOL, is_resolved),
    FIELD(admin_report_view, "action_taken_at", TIME, resolved_ms),
    FIELD(admin_report_view, "category", TEXT, category),
    FIELD(admin_report_view, "comment", TEXT, comment),
    FIELD_RAW("forwarded", "false"),
    FIELD(admin_report_view, "created_at", TIME, created_ms),
    FIELD(admin_report_view, "updated_at", TIME, created_ms),
    FIELD_OF(admin_report_view, "account", INLINE, reporter, entity_admin_account),
    FIELD_OF(admin_report_view, "target_account", INLINE, target, entity_admin_account),
    FIELD_OF(admin_report_view, "assigned_account", OBJECT, assigned, entity_admin_account),
    FIELD_RAW("action_taken_by_account", "null"),
    FIELD_OF(admin_report_view, "statuses", LIST, posts, entity_status),
    FIELD_RAW("rules", "[]"),
};
const struct json_entity entity_admin_report =
    JSON_ENTITY("AdminReport", struct admin_report_view, admin_report_fields);

/* Somebody who left meanwhile, or never was shown, is nobody with a name. */
static enum err load_person(struct load *load, struct person_id id, struct admin_account *out)
{
    struct person person;
    enum err err = person_get(desk_read(load->desk), load->arena, id, &person);
    if (err == ERR_NOT_FOUND)
        person = (struct person){.id = id, .username = person_made_username(load->arena, id)};
    else if (err != OK)
        return err;
    admin_load_account(load, &person, out);
    return OK;
}

static enum err load_reporter(struct load *load, struct person_id target, struct admin_account *out)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_read(load->desk), load->arena, &campaigns, &n));
    return load_person(load, n > 0 ? campaigns[0].account : target, out);
}

static enum err load_posts(struct load *load, const struct report *report, struct person_id viewer,
                           struct json_list *out)
{
    struct api_status *posts = arena_array(load->arena, struct api_status, report->n_posts + 1);
    size_t n = 0;
    const struct reader reader = {viewer, AUDIENCE_MODERATORS, load->desk->house->key};
    for (size_t i = 0; i < report->n_posts; i++) {
        struct queued queued;
        enum err err =
            moderation_post(desk_read(load->desk), load->arena, reader, report->posts[i], &queued);
        if (err == OK)
            err = load_status(load, &queued.post, &posts[n++]);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
    }
    *out = (struct json_list){posts, n};
    return OK;
}

static enum err load_report(struct load *load, const struct report *report, struct person_id viewer,
                            struct admin_report_view *out)
{
    *out = (struct admin_report_view){
        .id = report->id.v,
        .is_resolved = report->is_resolved,
        .resolved_ms = report->resolved_hour_ms,
        .created_ms = id_ms(report->id.v),
        .category = report->category,
        .comment = report->comment,
    };
    TRY(load_reporter(load, report->account, &out->reporter));
    TRY(load_person(load, report->account, &out->target));
    if (report->moderator.v != 0) {
        out->assigned = arena_new(load->arena, struct admin_account);
        TRY(load_person(load, report->moderator, out->assigned));
    }
    return load_posts(load, report, viewer, &out->posts);
}

/* --- reading --- */

struct admin_reports_in {
    struct paging paging;
    bool is_resolved;
};
static const struct input admin_reports_rows[] = {
    IN_PAGING(admin_reports_in, paging),
    IN_BOOL(admin_reports_in, "resolved", is_resolved),
};
const struct input_table admin_reports_inputs = IN_TABLE(admin_reports_in, admin_reports_rows);

enum err admin_reports(struct req *req)
{
    struct admin_reports_in in;
    struct moderator moderator;
    struct report *reports;
    size_t n;
    TRY(req_read(req, &admin_reports_inputs, &in));
    TRY(admin_moderator(req, &moderator));
    const struct list_query query = {in.is_resolved, in.paging.max_id,
                                     in.paging.limit < REPORTS_MOST ? in.paging.limit
                                                                    : REPORTS_MOST};
    TRY(moderation_reports(desk_db(req), req->arena, &moderator, query, &reports, &n));
    struct load load = load_of(req);
    struct admin_report_view *views = arena_array(req->arena, struct admin_report_view, n + 1);
    for (size_t i = 0; i < n; i++)
        TRY(load_report(&load, &reports[i], moderator.id, &views[i]));
    return reply_json_list(req, &entity_admin_report, (struct json_list){views, n});
}

static enum err reply_report(struct req *req, struct report_id id)
{
    struct moderator moderator;
    struct report report;
    struct admin_report_view view;
    TRY(admin_moderator(req, &moderator));
    TRY(moderation_report(desk_db(req), req->arena, &moderator, id, &report));
    struct load load = load_of(req);
    TRY(load_report(&load, &report, moderator.id, &view));
    return reply_json(req, &entity_admin_report, &view);
}

enum err admin_report(struct req *req)
{
    struct report_id id;
    TRY(req_path_id(req, 0, &id.v));
    return reply_report(req, id);
}

/* --- deciding --- */

static enum err after_decision(struct req *req)
{
    return reply_report(req, desk_done(req)->decide.report);
}

static enum err decide(struct req *req, enum decision_kind kind)
{
    struct moderator moderator;
    TRY(admin_moderator(req, &moderator));
    struct act *act = desk_act(req, ACT_DECIDE);
    act->decide.kind = kind;
    act->decide.language = STR("");
    TRY(req_path_id(req, 0, &act->decide.report.v));
    return desk_submit(req, act, after_decision);
}

enum err admin_report_take(struct req *req)
{
    return decide(req, DECIDE_REPORT_TAKE);
}

enum err admin_report_leave(struct req *req)
{
    return decide(req, DECIDE_REPORT_LEAVE);
}

enum err admin_report_resolve(struct req *req)
{
    return decide(req, DECIDE_REPORT_RESOLVE);
}

enum err admin_report_reopen(struct req *req)
{
    return decide(req, DECIDE_REPORT_REOPEN);
}
