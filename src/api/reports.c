/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reports to this server's moderators (docs.joinmastodon.org/methods/reports).
 *
 * Who reports is not kept, and nothing is ever forwarded, whatever the app asks for. */
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"

enum { REPORT_POSTS_MAX = 40, REPORT_COMMENT_MAX = 1000 };

static const char *const categories[] = {"spam", "legal", "violation", "other"};

struct report_view {
    int64_t id;
    struct str category, comment;
    int64_t created_ms;
    struct json_list posts;
    struct api_account account;
};
static const struct json_field report_fields[] = {
    FIELD(report_view, "id", ID, id),
    FIELD_RAW("action_taken", "false"),
    FIELD_RAW("action_taken_at", "null"),
    FIELD(report_view, "category", TEXT, category),
    FIELD(report_view, "comment", TEXT, comment),
    FIELD_RAW("forwarded", "false"),
    FIELD(report_view, "created_at", TIME, created_ms),
    FIELD(report_view, "status_ids", TEXTS, posts),
    FIELD_RAW("rule_ids", "[]"),
    FIELD_RAW("collection_ids", "[]"),
    FIELD_OF(report_view, "target_account", INLINE, account, entity_account),
};
const struct json_entity entity_report = JSON_ENTITY("Report", struct report_view, report_fields);

struct reports_in {
    int64_t account;
    struct input_list posts;
    struct str comment, category;
};
static const struct input reports_rows[] = {
    {.name = "account_id",
     .type = INPUT_ID,
     .is_required = true,
     .given_at = SIZE_MAX,
     .at = offsetof(struct reports_in, account)},
    IN_IDS(reports_in, "status_ids[]", posts, REPORT_POSTS_MAX),
    IN_TEXT(reports_in, "comment", comment, REPORT_COMMENT_MAX),
    IN_LINE(reports_in, "category", category, 20),
};
const struct input_table reports_inputs = IN_TABLE(reports_in, reports_rows);

/* "1 2 3": those of the posts that this account shows. ERR_NOT_FOUND for any other. */
static enum err posts_of_account(struct req *req, const struct reports_in *in, struct str *out)
{
    const int64_t *ids = in->posts.items;
    *out = STR("");
    for (size_t i = 0; i < in->posts.n; i++) {
        struct post post;
        TRY(post_get(desk_db(req), req->arena, desk_reader(req), (struct post_id){ids[i]}, &post));
        if (post.account.id.v != in->account)
            return ERR_NOT_FOUND;
        *out =
            arena_printf(req->arena, "%.*s%s%lld", STRF(*out), i > 0 ? " " : "", (long long)ids[i]);
    }
    return OK;
}

static struct json_list numbers_of(struct arena *arena, struct str posts)
{
    struct str *numbers = arena_array(arena, struct str, REPORT_POSTS_MAX);
    size_t n = 0;
    struct str rest = posts;
    while (rest.n > 0 && n < REPORT_POSTS_MAX)
        numbers[n++] = str_cut(&rest, ' ');
    return (struct json_list){numbers, n};
}

static enum err reports_made(struct req *req)
{
    const struct act *act = desk_done(req);
    struct person person;
    TRY(person_get(desk_db(req), req->arena, act->report.account, &person));
    struct load load = load_of(req);
    struct report_view view = {
        .id = act->id,
        .category = act->report.category,
        .comment = act->report.comment,
        .created_ms = id_ms(act->id),
        .posts = numbers_of(req->arena, act->report.posts),
    };
    load_account(&load, &person, &view.account);
    return reply_json(req, &entity_report, &view);
}

static enum err check_category(struct req *req, struct str *category)
{
    if (category->n == 0)
        *category = STR("other");
    for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++) {
        if (str_eq(*category, str_of(categories[i])))
            return OK;
    }
    return req_refuse(req, ERR_BAD_INPUT, "There is no such category of reports.");
}

enum err reports_create(struct req *req)
{
    struct reports_in in;
    TRY(req_read(req, &reports_inputs, &in));
    TRY(check_category(req, &in.category));
    struct person person;
    TRY(person_get(desk_db(req), req->arena, (struct person_id){in.account}, &person));
    struct act *act = desk_act(req, ACT_REPORT);
    act->report = (struct act_report){
        .account = {in.account},
        .comment = in.comment.p ? in.comment : STR(""),
        .category = in.category,
    };
    TRY(posts_of_account(req, &in, &act->report.posts));
    return desk_submit(req, act, reports_made);
}
