/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own posts that wait for their moment (docs.joinmastodon.org/methods/scheduled_statuses),
 * and Chorus's own: pausing, a last day, what was agreed to. Nobody but the author gets an answer.
 */
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"
#include "api/own.h"
#include "base/clock.h"
#include "domain/standing.h"
#include "face/consents.h"

enum { SCHEDULED_MOST = 40, NAMES_MOST = 32, MOMENT_CHARS = 100 };

/* --- what waits for its moment --- */

struct scheduled_params {
    struct str text, warning, language, visibility;
    int64_t parent;
    bool is_sensitive;
};
struct scheduled_view {
    int64_t id, at_ms;
    struct scheduled_params params;
};
static const struct json_field params_fields[] = {
    FIELD(scheduled_params, "text", TEXT, text),
    FIELD(scheduled_params, "spoiler_text", TEXT, warning),
    FIELD(scheduled_params, "language", TEXT, language),
    FIELD(scheduled_params, "visibility", TEXT, visibility),
    FIELD(scheduled_params, "in_reply_to_id", ID, parent),
    FIELD(scheduled_params, "sensitive", BOOL, is_sensitive),
    FIELD_RAW("media_ids", "null"),
    FIELD_RAW("poll", "null"),
    FIELD_RAW("scheduled_at", "null"),
    FIELD_RAW("application_id", "null"),
    FIELD_RAW("idempotency", "null"),
    FIELD_RAW("with_rate_limit", "false"),
};
static const struct json_entity entity_params =
    JSON_ENTITY("ScheduledStatusParams", struct scheduled_params, params_fields);
static const struct json_field scheduled_fields[] = {
    FIELD(scheduled_view, "id", ID, id),
    FIELD(scheduled_view, "scheduled_at", TIME, at_ms),
    FIELD_OF(scheduled_view, "params", INLINE, params, entity_params),
    FIELD_RAW("media_attachments", "[]"),
};
const struct json_entity entity_scheduled =
    JSON_ENTITY("ScheduledStatus", struct scheduled_view, scheduled_fields);

static struct scheduled_view view_of(const struct post *post, int64_t at_ms)
{
    bool is_unlisted = (post->flags & POST_UNLISTED) != 0;
    return (struct scheduled_view){
        .id = post->id.v,
        .at_ms = at_ms,
        .params = {.text = post->body,
                   .warning = post->warning,
                   .language = post->language.n ? post->language : (struct str){0},
                   .visibility = is_unlisted ? STR("unlisted") : STR("public"),
                   .parent = post->parent.v,
                   .is_sensitive = (post->flags & POST_SENSITIVE) != 0},
    };
}

enum err scheduled_list(struct req *req)
{
    const struct scheduled *list;
    size_t n;
    TRY(post_scheduled(desk_db(req), req->arena, desk_reader(req), SCHEDULED_MOST, &list, &n));
    struct scheduled_view *views = arena_array(req->arena, struct scheduled_view, n + 1);
    for (size_t i = 0; i < n; i++)
        views[i] = view_of(&list[i].post, list[i].at_ms);
    return reply_json_list(req, &entity_scheduled, (struct json_list){views, n});
}

static enum err find_scheduled(struct req *req, struct post *post, int64_t *at_ms)
{
    int64_t expires_ms;
    TRY(desk_own_post(req, post));
    TRY(post_moments(desk_db(req), req->arena, post->id, at_ms, &expires_ms));
    return post->away & AWAY_WAITING && *at_ms != 0 ? OK : ERR_NOT_FOUND;
}

enum err own_reply_scheduled(struct req *req, struct post_id id, int64_t at_ms)
{
    struct post post;
    TRY(post_get(desk_db(req), req->arena, desk_reader(req), id, &post));
    const struct scheduled_view view = view_of(&post, at_ms);
    reply_no_store(req);
    return reply_json(req, &entity_scheduled, &view);
}

enum err scheduled_get(struct req *req)
{
    struct post post;
    int64_t at_ms;
    TRY(find_scheduled(req, &post, &at_ms));
    return own_reply_scheduled(req, post.id, at_ms);
}

static enum err reply_gone(struct req *req)
{
    return reply_empty_json(req);
}

enum err scheduled_remove(struct req *req)
{
    struct post post;
    int64_t at_ms;
    TRY(find_scheduled(req, &post, &at_ms));
    struct act *act = desk_act(req, ACT_WITHDRAW);
    act->withdraw = post.id;
    return desk_submit(req, act, reply_gone);
}

enum err own_read_moment(struct req *req, struct str text, int64_t *at_ms)
{
    enum { SOONEST_MS = 5 * 60 * 1000 };
    const int64_t latest_ms = INT64_C(366) * 24 * 3600 * 1000;
    *at_ms = 0;
    if (text.n == 0)
        return OK;
    if (!time_parse_moment(text, at_ms))
        return req_refuse(req, ERR_BAD_INPUT, "Validation failed: Scheduled at is no time");
    if (*at_ms < req->now_ms + SOONEST_MS)
        return req_refuse(req, ERR_BAD_INPUT,
                          "Validation failed: Scheduled at must be at least 5 minutes from now");
    if (*at_ms > req->now_ms + latest_ms)
        return req_refuse(req, ERR_BAD_INPUT, "Nothing can be sent later than a year from now.");
    return OK;
}

struct scheduled_edit_in {
    struct str at;
};
static const struct input scheduled_edit_rows[] = {
    IN_LINE(scheduled_edit_in, "scheduled_at", at, MOMENT_CHARS),
};
const struct input_table scheduled_edit_inputs = IN_TABLE(scheduled_edit_in, scheduled_edit_rows);

static enum err reply_moved(struct req *req)
{
    const struct act_terms *terms = &desk_done(req)->terms;
    return own_reply_scheduled(req, terms->post, terms->publish_at_ms);
}

enum err scheduled_edit(struct req *req)
{
    struct scheduled_edit_in in;
    struct post post;
    int64_t at_ms;
    TRY(req_read(req, &scheduled_edit_inputs, &in));
    TRY(find_scheduled(req, &post, &at_ms));
    TRY(own_read_moment(req, in.at, &at_ms));
    if (at_ms == 0)
        return req_refuse(req, ERR_BAD_INPUT, "Validation failed: Scheduled at can't be blank");
    struct act *act = desk_act(req, ACT_MOMENT);
    act->terms = (struct act_terms){.post = post.id, .has_publish = true, .publish_at_ms = at_ms};
    return desk_submit(req, act, reply_moved);
}

/* --- our own: the terms of a post --- */

struct terms_out {
    int64_t id;
    struct json_list away, holds, audiences; /* of texts */
    struct str answers;
    bool is_shielded;
    int64_t publish_at_ms, expires_ms;
    struct json_list consents;
};
static const struct json_field terms_fields[] = {
    FIELD(terms_out, "id", ID, id),
    FIELD(terms_out, "not_shown_because", TEXTS, away),
    FIELD(terms_out, "held_because", TEXTS, holds),
    FIELD(terms_out, "audiences", TEXTS, audiences),
    FIELD(terms_out, "who_may_answer", TEXT, answers),
    FIELD(terms_out, "moderators_read_answers_first", BOOL, is_shielded),
    FIELD(terms_out, "scheduled_at", TIME, publish_at_ms),
    FIELD(terms_out, "expires_at", TIME, expires_ms),
    FIELD_OF(terms_out, "consents", LIST, consents, entity_consent),
};
const struct json_entity entity_terms = JSON_ENTITY("Terms", struct terms_out, terms_fields);

/* Whether its author or the voice's refused it is not told: it is not shown. */
static struct json_list away_names(struct arena *arena, int away)
{
    static const struct {
        int away;
        const char *name;
    } names[] = {
        {AWAY_FALLEN, "voice-withdrawn"}, {AWAY_PAUSED, "paused"},
        {AWAY_EXPIRED, "expired"},        {AWAY_HELD, "held"},
        {AWAY_HIDDEN, "hidden"},          {AWAY_SUSPENDED, "suspended"},
        {AWAY_WAITING, "scheduled"},      {AWAY_ASKED | AWAY_REFUSED, "voice-author"},
    };
    struct str *items = arena_array(arena, struct str, sizeof names / sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (away & names[i].away)
            items[n++] = str_of(names[i].name);
    return (struct json_list){items, n};
}

static enum err hold_names(struct req *req, const struct post *post, struct json_list *out)
{
    struct str *items = arena_array(req->arena, struct str, HOLD_REASONS_MAX);
    uint64_t reasons = 0; /* what stands can be in the queue all the same */
    size_t n = 0;
    if (post->away & AWAY_HELD)
        TRY(post_holds(desk_db(req), req->arena, post->id, &reasons));
    for (int i = 0; i < HOLD_REASONS_MAX; i++)
        if (reasons & HOLD_BIT(i) && hold_name(i) != NULL)
            items[n++] = str_of(hold_name(i));
    *out = (struct json_list){items, n};
    return OK;
}

static enum err reply_terms(struct req *req, struct post_id id)
{
    struct post post;
    TRY(post_get(desk_db(req), req->arena, desk_reader(req), id, &post));
    struct terms_out out = {
        .id = id.v,
        .away = away_names(req->arena, post.away),
        .audiences = consents_audiences(req->arena, post.audiences),
        .answers = str_of(answers_name(post.answers)),
        .is_shielded = (post.answers & ANSWERS_SHIELDED) != 0,
    };
    TRY(hold_names(req, &post, &out.holds));
    TRY(post_moments(desk_db(req), req->arena, id, &out.publish_at_ms, &out.expires_ms));
    TRY(consents_of(desk_db(req), req->arena, id, &out.consents));
    reply_no_store(req);
    return reply_json(req, &entity_terms, &out);
}

enum err own_terms(struct req *req)
{
    struct post post;
    TRY(desk_own_post(req, &post));
    return reply_terms(req, post.id);
}

static enum err changed(struct req *req)
{
    return reply_terms(req, (struct post_id){desk_done(req)->id});
}

static enum err stand(struct req *req, enum act_kind kind)
{
    struct post post;
    TRY(desk_own_post(req, &post));
    struct act *act = desk_act(req, kind);
    act->idempotency = (struct str){0};
    act->stand = post.id;
    return desk_submit(req, act, changed);
}

enum err own_pause(struct req *req)
{
    return stand(req, ACT_PAUSE);
}

enum err own_resume(struct req *req)
{
    return stand(req, ACT_RESUME);
}

struct own_expire_in {
    struct str at;
};
static const struct input own_expire_rows[] = {
    IN_LINE(own_expire_in, "expires_at", at, MOMENT_CHARS),
};
const struct input_table own_expire_inputs = IN_TABLE(own_expire_in, own_expire_rows);

enum err own_expire(struct req *req)
{
    struct own_expire_in in;
    struct post post;
    struct act_terms terms = {.has_expiry = true};
    TRY(req_read(req, &own_expire_inputs, &in));
    TRY(desk_own_post(req, &post));
    if (in.at.n > 0 &&
        (!time_parse_moment(in.at, &terms.expires_ms) || terms.expires_ms <= req->now_ms))
        return req_refuse(req, ERR_BAD_INPUT, "expires_at must be a time to come, or empty.");
    struct act *act = desk_act(req, ACT_MOMENT);
    act->idempotency = (struct str){0};
    terms.post = post.id;
    act->terms = terms;
    return desk_submit(req, act, changed);
}
