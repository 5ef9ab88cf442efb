/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags: one with its use of the last days, following it, what is used most
 * (docs.joinmastodon.org/methods/tags, trends).
 *
 * Any hashtag can be asked for, also one that nobody has used. Trends are counted, never chosen. */
#include "api/tags.h"

#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"

enum { TRENDS = 10, TRENDS_MAX = 20, TRENDS_OFFSET_MAX = 400, FOLLOWED = 100, FOLLOWED_MAX = 200 };

static const struct json_field day_fields[] = {
    FIELD(api_tag_day, "day", COUNT_TEXT, day_s), FIELD(api_tag_day, "uses", COUNT_TEXT, uses),
    FIELD_RAW("accounts", "\"0\""), /* people are counted once in a family, never by hashtag */
};
static const struct json_entity entity_tag_day =
    JSON_ENTITY("TagDay", struct api_tag_day, day_fields);

static const struct json_field tag_info_fields[] = {
    FIELD(api_tag_info, "id", TEXT, id),
    FIELD(api_tag_info, "name", TEXT, name),
    FIELD(api_tag_info, "url", TEXT, url),
    FIELD_OF(api_tag_info, "history", LIST, history, entity_tag_day),
    FIELD(api_tag_info, "following", BOOL, is_followed),
    FIELD_RAW("featuring", "false"),
};
const struct json_entity entity_tag = JSON_ENTITY("Tag", struct api_tag_info, tag_info_fields);

static enum err load_tag(struct load *load, struct req *req, struct str name,
                         struct api_tag_info *out)
{
    struct tag_info info;
    TRY(tag_get(desk_db(req), req->arena, desk_viewer(req), name, req->now_ms, &info));
    struct api_tag_day *days = arena_array(req->arena, struct api_tag_day, TAG_DAYS);
    for (size_t i = 0; i < TAG_DAYS; i++)
        days[i] = (struct api_tag_day){info.days[i].day_ms / 1000, info.days[i].uses};
    *out = (struct api_tag_info){
        .id = info.key,
        .name = info.name,
        .url = load_tag_url(load, info.name),
        .history = {days, TAG_DAYS},
        .is_followed = info.is_followed,
    };
    return OK;
}

enum err tags_load(struct req *req, const struct str *names, size_t n, struct json_list *out)
{
    struct load load = load_of(req);
    struct api_tag_info *tags = arena_array(req->arena, struct api_tag_info, n);
    for (size_t i = 0; i < n; i++)
        TRY(load_tag(&load, req, names[i], &tags[i]));
    *out = (struct json_list){tags, n};
    return OK;
}

static enum err reply_tags(struct req *req, const struct str *names, size_t n)
{
    struct json_list tags;
    TRY(tags_load(req, names, n, &tags));
    return reply_json_list(req, &entity_tag, tags);
}

enum err tags_get(struct req *req)
{
    struct load load = load_of(req);
    struct api_tag_info tag;
    TRY(load_tag(&load, req, req->path_values[0], &tag));
    return reply_json(req, &entity_tag, &tag);
}

/* --- following -------------------------------------------------------------------------- */

static enum err tie_tag(struct req *req, enum act_kind kind)
{
    struct tag_info info;
    TRY(tag_get(desk_db(req), req->arena, desk_viewer(req), req->path_values[0], req->now_ms,
                &info));
    struct act *act = desk_act(req, kind);
    act->tie = (struct act_tie){.kind = TIE_TAG, .tag = info.name};
    return desk_submit(req, act, tags_get);
}

enum err tags_follow(struct req *req)
{
    return tie_tag(req, ACT_TIE);
}

enum err tags_unfollow(struct req *req)
{
    return tie_tag(req, ACT_UNTIE);
}

struct tags_list_in {
    int64_t limit;
};
static const struct input followed_rows[] = {
    IN_NUMBER(tags_list_in, "limit", limit, 0, INT64_MAX, FOLLOWED),
};
const struct input_table tags_followed_inputs = IN_TABLE(tags_list_in, followed_rows);
struct tags_trends_in {
    int64_t limit, offset;
};
static const struct input trends_rows[] = {
    IN_NUMBER(tags_trends_in, "limit", limit, 0, INT64_MAX, TRENDS),
    IN_NUMBER(tags_trends_in, "offset", offset, 0, TRENDS_OFFSET_MAX, 0),
};
const struct input_table tags_trends_inputs = IN_TABLE(tags_trends_in, trends_rows);

static int64_t at_most(int64_t limit, int64_t most)
{
    return limit < most ? limit : most;
}

enum err tags_followed(struct req *req)
{
    struct tags_list_in in;
    TRY(req_read(req, &tags_followed_inputs, &in));
    const struct str *names;
    size_t n;
    TRY(tag_followed(desk_db(req), req->arena, desk_viewer(req), at_most(in.limit, FOLLOWED_MAX),
                     &names, &n));
    return reply_tags(req, names, n);
}

enum err tags_trends(struct req *req)
{
    struct tags_trends_in in;
    TRY(req_read(req, &tags_trends_inputs, &in));
    const struct str *names;
    size_t n;
    TRY(tag_trends(desk_db(req), req->arena, req->now_ms, in.offset + at_most(in.limit, TRENDS_MAX),
                   &names, &n));
    size_t from = n < (size_t)in.offset ? n : (size_t)in.offset;
    return reply_tags(req, names + from, n - from);
}
