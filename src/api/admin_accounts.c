/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts for moderators (docs.joinmastodon.org/methods/admin/accounts), with the actions that
 * there are here: suspend, and none, which closes a report. */
#include "api/admin.h"
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"

enum { ACCOUNTS_MOST = 80, NAME_MAX = 300, TYPE_MAX = 40, TEXT_MAX = 1000 };

static const struct json_field admin_account_fields[] = {
    FIELD(admin_account, "id", ID, id),
    FIELD(admin_account, "username", TEXT, username),
    FIELD_RAW("domain", "null"),
    FIELD(admin_account, "created_at", TIME, created_ms),
    FIELD_RAW("email", "\"\""),
    FIELD_RAW("ip", "null"),
    FIELD_RAW("ips", "[]"),
    FIELD(admin_account, "locale", TEXT, locale),
    FIELD_RAW("invite_request", "null"),
    FIELD_OF(admin_account, "role", INLINE, role, entity_role),
    FIELD_RAW("confirmed", "true"),
    FIELD_RAW("approved", "true"),
    FIELD_RAW("disabled", "false"),
    FIELD_RAW("silenced", "false"),
    FIELD_RAW("sensitized", "false"),
    FIELD(admin_account, "suspended", BOOL, is_suspended),
    FIELD_OF(admin_account, "account", INLINE, account, entity_account),
};
const struct json_entity entity_admin_account =
    JSON_ENTITY("AdminAccount", struct admin_account, admin_account_fields);

void admin_load_account(struct load *load, const struct person *person, struct admin_account *out)
{
    enum { ROLE_EVERYBODY = -99 };
    *out = (struct admin_account){
        .id = person->id.v,
        .username = person->username,
        .created_ms = person->arrived_day_ms,
        .locale = person->language.n > 0 ? person->language : (struct str){0},
        .role = {.id = ROLE_EVERYBODY, .name = STR("")},
        .is_suspended = person->is_suspended,
    };
    load_account(load, person, &out->account);
}

enum err admin_moderator(struct req *req, struct moderator *out)
{
    enum err err = moderator_get(desk_db(req), req->arena, desk_viewer(req), out);
    return err == ERR_NOT_FOUND ? ERR_FORBIDDEN : err;
}

static enum err server_moderator(struct req *req)
{
    struct moderator moderator;
    TRY(admin_moderator(req, &moderator));
    return moderator.is_server ? OK : ERR_FORBIDDEN;
}

/* --- lists --- */

struct admin_accounts_in {
    struct paging paging;
    struct str username, status;
    bool is_suspended;
};
static const struct input admin_accounts_rows[] = {
    IN_PAGING(admin_accounts_in, paging),
    IN_LINE(admin_accounts_in, "username", username, NAME_MAX),
    IN_LINE(admin_accounts_in, "status", status, TYPE_MAX),
    IN_BOOL(admin_accounts_in, "suspended", is_suspended),
};
const struct input_table admin_accounts_inputs = IN_TABLE(admin_accounts_in, admin_accounts_rows);

static enum err find_people(struct req *req, const struct admin_accounts_in *in,
                            struct person **people, size_t *n)
{
    int64_t limit = in->paging.limit < ACCOUNTS_MOST ? in->paging.limit : ACCOUNTS_MOST;
    bool is_suspended = in->is_suspended || str_eq(in->status, STR("suspended"));
    if (in->username.n == 0)
        return moderation_accounts(desk_db(req), req->arena,
                                   (struct list_query){is_suspended, in->paging.max_id, limit},
                                   people, n);
    *people = arena_new(req->arena, struct person);
    enum err err = person_find(desk_db(req), req->arena, in->username, *people);
    *n = err == OK && (!is_suspended || (*people)->is_suspended);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err admin_accounts(struct req *req)
{
    struct admin_accounts_in in;
    struct person *people;
    size_t n;
    TRY(req_read(req, &admin_accounts_inputs, &in));
    TRY(server_moderator(req));
    TRY(find_people(req, &in, &people, &n));
    struct load load = load_of(req);
    struct admin_account *accounts = arena_array(req->arena, struct admin_account, n + 1);
    for (size_t i = 0; i < n; i++)
        admin_load_account(&load, &people[i], &accounts[i]);
    return reply_json_list(req, &entity_admin_account, (struct json_list){accounts, n});
}

static enum err reply_account(struct req *req, struct person_id id)
{
    struct person person;
    struct admin_account account;
    TRY(person_get(desk_db(req), req->arena, id, &person));
    struct load load = load_of(req);
    admin_load_account(&load, &person, &account);
    return reply_json(req, &entity_admin_account, &account);
}

enum err admin_account(struct req *req)
{
    struct person_id id;
    TRY(server_moderator(req));
    TRY(req_path_id(req, 0, &id.v));
    return reply_account(req, id);
}

/* --- what is done --- */

struct admin_action_in {
    struct str type, text;
    int64_t report;
};
static const struct input admin_action_rows[] = {
    IN_LINE(admin_action_in, "type", type, TYPE_MAX),
    IN_TEXT(admin_action_in, "text", text, TEXT_MAX),
    IN_ID(admin_action_in, "report_id", report),
};
const struct input_table admin_action_inputs = IN_TABLE(admin_action_in, admin_action_rows);

static struct act *decision(struct req *req, enum decision_kind kind)
{
    struct act *act = desk_act(req, ACT_DECIDE);
    act->decide.kind = kind;
    act->decide.language = STR("");
    return act;
}

/* The report that led to it. */
static enum err close_report(struct req *req, int64_t report)
{
    struct act *act = decision(req, DECIDE_REPORT_RESOLVE);
    act->decide.report.v = report;
    return desk_submit(req, act, reply_empty_json);
}

static enum err after_suspend(struct req *req)
{
    struct admin_action_in in;
    TRY(req_read(req, &admin_action_inputs, &in));
    const struct act *act = desk_done(req);
    if (act->err != OK && act->err != ERR_CONFLICT) /* it was suspended before */
        return act->err;
    return in.report != 0 ? close_report(req, in.report) : reply_empty_json(req);
}

enum err admin_action(struct req *req)
{
    struct admin_action_in in;
    struct person_id id;
    TRY(req_read(req, &admin_action_inputs, &in));
    TRY(req_path_id(req, 0, &id.v));
    TRY(server_moderator(req));
    if (str_eq(in.type, STR("none")) && in.report != 0)
        return close_report(req, in.report);
    if (!str_eq(in.type, STR("suspend")))
        return req_refuse(req, ERR_BAD_INPUT,
                          "This server suspends accounts, and hides single posts on its pages.");
    struct act *act = decision(req, DECIDE_SUSPEND);
    act->decide.account = id;
    return desk_submit_any(req, act, after_suspend);
}

static enum err after_unsuspend(struct req *req)
{
    return reply_account(req, desk_done(req)->decide.account);
}

enum err admin_unsuspend(struct req *req)
{
    struct person_id id;
    TRY(req_path_id(req, 0, &id.v));
    TRY(server_moderator(req));
    struct act *act = decision(req, DECIDE_UNSUSPEND);
    act->decide.account = id;
    return desk_submit(req, act, after_unsuspend);
}

enum err admin_not_pending(struct req *req)
{
    TRY(server_moderator(req));
    return req_refuse(req, ERR_FORBIDDEN, "No account waits to be let in.");
}
