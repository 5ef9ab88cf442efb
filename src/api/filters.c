/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filters (v2): what a person does not want to see, kept for her apps, which do the filtering
 * by what filtered.c finds.
 *
 * A filter's words are changed by handing in the whole filter again, so a word's number may change
 * with every change. The v1 endpoints answer an empty list (routes.def). */
#include "api/answers.h"
#include "api/api.h"
#include "api/filters.h"
#include "api/inputs.h"
#include "api/keywords.h"
#include "domain/tie.h"
#include "face/desk.h"

enum { CONTEXTS = 5, TITLE_MAX = 200, ACTION_MAX = 10, EXPIRES_MAX_S = 10 * 366 * 86400 };
static const char *const context_names[CONTEXTS] = {"home", "notifications", "public", "thread",
                                                    "account"};

/* --- the entity ------------------------------------------------------------------------- */

static const struct json_field keyword_fields[] = {
    FIELD(filter_keyword, "id", ID, id),
    FIELD(filter_keyword, "keyword", TEXT, keyword),
    FIELD(filter_keyword, "whole_word", BOOL, is_whole_word),
};
const struct json_entity entity_filter_keyword =
    JSON_ENTITY("FilterKeyword", struct filter_keyword, keyword_fields);

static const struct json_field filter_fields[] = {
    FIELD(filter_view, "id", ID, id),
    FIELD(filter_view, "title", TEXT, title),
    FIELD(filter_view, "context", TEXTS, contexts),
    FIELD(filter_view, "expires_at", TIME, expires_ms),
    FIELD(filter_view, "filter_action", TEXT, action),
    FIELD_OF(filter_view, "keywords", LIST, keywords, entity_filter_keyword),
    FIELD_RAW("statuses", "[]"),
};
const struct json_entity entity_filter = JSON_ENTITY("Filter", struct filter_view, filter_fields);

struct filter_view filter_view_of(struct arena *arena, const struct filter *filter)
{
    struct str *contexts = arena_array(arena, struct str, CONTEXTS);
    size_t n = 0;
    struct str rest = filter->contexts;
    while (rest.p && n < CONTEXTS) {
        struct str context = str_cut(&rest, ' ');
        if (context.n > 0)
            contexts[n++] = context;
    }
    return (struct filter_view){
        .id = filter->id,
        .title = filter->title,
        .contexts = {contexts, n},
        .expires_ms = filter->expires_ms,
        .action = filter->is_hiding ? STR("hide") : STR("warn"),
        .keywords = {filter->keywords, filter->n_keywords},
    };
}

/* --- reading ---------------------------------------------------------------------------- */

/* A log-in without her key sees nothing of what it cannot read: then it must not look as if there
 * were none. */
static enum err refuse_without_key(struct req *req)
{
    (void)req_refuse(req, ERR_FORBIDDEN,
                     "Please log in again with your receipt: only then can filters be read and "
                     "changed.");
    return ERR_FORBIDDEN;
}

static enum err read_filters(struct req *req, struct private_filters *out)
{
    struct private_filters list;
    TRY(private_filters(private_reader(req), req->arena, &list));
    if (list.lacks_key)
        return refuse_without_key(req);
    *out = list;
    return OK;
}

enum err filters_list(struct req *req)
{
    struct private_filters list;
    TRY(read_filters(req, &list));
    struct filter_view *views = arena_array(req->arena, struct filter_view, list.n);
    for (size_t i = 0; i < list.n; i++)
        views[i] = filter_view_of(req->arena, &list.items[i]);
    return reply_json_list(req, &entity_filter, (struct json_list){views, list.n});
}

static enum err read_filter(struct req *req, struct filter_id id, struct filter *out)
{
    enum err err = private_filter(req, id, out);
    return err == ERR_FORBIDDEN ? refuse_without_key(req) : err;
}

static enum err filter_of_path(struct req *req, struct filter *filter)
{
    struct filter_id id;
    TRY(req_path_id(req, 0, &id.v));
    return read_filter(req, id, filter);
}

static enum err reply_filter(struct req *req, const struct filter *filter)
{
    struct filter_view view = filter_view_of(req->arena, filter);
    return reply_json(req, &entity_filter, &view);
}

enum err filters_get(struct req *req)
{
    struct filter filter;
    TRY(filter_of_path(req, &filter));
    return reply_filter(req, &filter);
}

enum err filters_keywords(struct req *req)
{
    struct filter filter;
    TRY(filter_of_path(req, &filter));
    return reply_json_list(req, &entity_filter_keyword,
                           (struct json_list){filter.keywords, filter.n_keywords});
}

/* --- making and changing ---------------------------------------------------------------- */

struct filters_in {
    struct str title, action;
    struct input_list contexts;
    int64_t expires_in_s;
    bool has_title, has_action, has_contexts, has_expiry;
};
#define FILTER_IN(is_new)                                                                          \
    IN_GIVEN(filters_in, "title", LINE, title, has_title, .high = TITLE_MAX,                       \
             .is_required = (is_new)),                                                             \
        IN_GIVEN(filters_in, "context[]", TEXTS, contexts, has_contexts, .high = 20,               \
                 .count = CONTEXTS, .is_required = (is_new)),                                      \
        IN_GIVEN(filters_in, "filter_action", LINE, action, has_action, .high = ACTION_MAX),       \
        IN_GIVEN(filters_in, "expires_in", NUMBER, expires_in_s, has_expiry,                       \
                 .high = EXPIRES_MAX_S)
static const struct input filters_create_rows[] = {FILTER_IN(true)};
static const struct input filters_edit_rows[] = {FILTER_IN(false)};
const struct input_table filters_create_inputs = IN_TABLE(filters_in, filters_create_rows);
const struct input_table filters_edit_inputs = IN_TABLE(filters_in, filters_edit_rows);

static bool is_context(struct str name)
{
    for (size_t i = 0; i < CONTEXTS; i++) {
        if (str_eq(name, str_of(context_names[i])))
            return true;
    }
    return false;
}

/* Lays what was sent over the filter as it is (all empty for a new one). */
static enum err filter_apply_input(struct req *req, const struct filters_in *in,
                                   struct act_filter *out)
{
    if (in->has_title)
        out->title = in->title;
    if (in->has_action) {
        out->is_hiding = str_eq(in->action, STR("hide"));
        if (!out->is_hiding && !str_eq(in->action, STR("warn")) && !str_eq(in->action, STR("blur")))
            return req_refuse(req, ERR_BAD_INPUT, "A filter either warns or hides.");
    }
    if (in->has_expiry)
        out->expires_ms = in->expires_in_s > 0 ? req->now_ms + in->expires_in_s * 1000 : 0;
    if (!in->has_contexts)
        return OK;
    const struct str *names = in->contexts.items;
    out->contexts = STR("");
    for (size_t i = 0; i < in->contexts.n; i++) {
        if (!is_context(names[i]))
            return req_refuse(req, ERR_BAD_INPUT, "A filter does not know this place.");
        out->contexts = arena_printf(req->arena, "%.*s%s%.*s", STRF(out->contexts),
                                     i == 0 ? "" : " ", STRF(names[i]));
    }
    return OK;
}

/* The act, and her key until it is done. */
struct sealing {
    struct act act; /* first: it is handed in by its address */
    struct held_key held;
    http_handler *next;
};

static enum err sealed(struct req *req)
{
    struct sealing *sealing = (struct sealing *)(void *)desk_done(req);
    secret_wipe(&sealing->held, sizeof sealing->held);
    return sealing->act.err == OK ? sealing->next(req) : sealing->act.err;
}

static enum err filters_saved(struct req *req)
{
    struct filter filter;
    struct filter_id id = {desk_done(req)->id};
    TRY(read_filter(req, id, &filter));
    return reply_filter(req, &filter);
}

static struct sealing *seal_filter(struct req *req, const struct filter *old)
{
    struct sealing *sealing = arena_new(req->arena, struct sealing);
    sealing->act = *desk_act(req, ACT_FILTER);
    sealing->act.filter = (struct act_filter){
        .held = &sealing->held,
        .target = old->id,
        .title = old->title,
        .contexts = old->contexts,
        .is_hiding = old->is_hiding,
        .expires_ms = old->expires_ms,
    };
    return sealing;
}

static enum err submit(struct req *req, struct sealing *sealing, const struct keywords *keywords,
                       http_handler *next)
{
    sealing->next = next;
    sealing->act.filter.keywords = keywords->items;
    sealing->act.filter.n_keywords = keywords->n;
    TRY(private_key(private_reader(req), req->arena, &sealing->held));
    if (!sealing->held.has_key)
        return refuse_without_key(req);
    return desk_submit_any(req, &sealing->act, sealed);
}

enum err filters_create(struct req *req)
{
    struct filters_in in;
    TRY(req_read(req, &filters_create_inputs, &in));
    struct filter none = {0};
    struct keywords keywords;
    TRY(keywords_read(req, &none, &keywords));
    struct sealing *sealing = seal_filter(req, &none);
    TRY(filter_apply_input(req, &in, &sealing->act.filter));
    return submit(req, sealing, &keywords, filters_saved);
}

enum err filters_edit(struct req *req)
{
    struct filters_in in;
    TRY(req_read(req, &filters_edit_inputs, &in));
    struct filter old;
    TRY(filter_of_path(req, &old));
    struct keywords keywords;
    TRY(keywords_read(req, &old, &keywords));
    struct sealing *sealing = seal_filter(req, &old);
    TRY(filter_apply_input(req, &in, &sealing->act.filter));
    return submit(req, sealing, &keywords, filters_saved);
}

enum err filters_remove(struct req *req)
{
    struct act *act = desk_act(req, ACT_FILTER_REMOVE);
    TRY(req_path_id(req, 0, &act->filter_remove.v));
    return desk_submit(req, act, reply_empty_json);
}

/* --- one word --------------------------------------------------------------------------- */

struct keyword_in {
    struct str keyword;
    bool is_whole_word, has_keyword, has_whole_word;
};
#define KEYWORD_IN(is_new)                                                                         \
    IN_GIVEN(keyword_in, "keyword", LINE, keyword, has_keyword, .high = KEYWORD_MAX_CHARS,         \
             .is_required = (is_new)),                                                             \
        IN_GIVEN(keyword_in, "whole_word", BOOL, is_whole_word, has_whole_word, .initial = 0)
static const struct input keyword_add_rows[] = {KEYWORD_IN(true)};
static const struct input keyword_edit_rows[] = {KEYWORD_IN(false)};
const struct input_table filters_keyword_add_inputs = IN_TABLE(keyword_in, keyword_add_rows);
const struct input_table filters_keyword_edit_inputs = IN_TABLE(keyword_in, keyword_edit_rows);

/* The word with this text: what was just saved. Texts are compared as they were stored. */
static enum err filters_keyword_saved(struct req *req)
{
    const struct act *act = desk_done(req);
    struct filter filter;
    TRY(read_filter(req, (struct filter_id){act->id}, &filter));
    BUG_IF(act->filter.n_keywords == 0);
    struct str wanted = act->filter.keywords[act->filter.n_keywords - 1].keyword;
    for (size_t i = filter.n_keywords; i > 0; i--) {
        if (str_eq(filter.keywords[i - 1].keyword, wanted))
            return reply_json(req, &entity_filter_keyword, &filter.keywords[i - 1]);
    }
    return ERR_NOT_FOUND;
}

/* The filter's words without the one at `leave_out` (n_keywords: with all), and a new last one
 * unless `last` is NULL. */
static enum err submit_keywords(struct req *req, const struct filter *old, size_t leave_out,
                                const struct act_keyword *last)
{
    struct keywords keywords = keywords_of(req->arena, old, leave_out);
    if (last)
        TRY(keywords_add(req, &keywords, *last));
    return submit(req, seal_filter(req, old), &keywords,
                  last ? filters_keyword_saved : reply_empty_json);
}

enum err filters_keyword_add(struct req *req)
{
    struct keyword_in in;
    TRY(req_read(req, &filters_keyword_add_inputs, &in));
    struct filter filter;
    TRY(filter_of_path(req, &filter));
    struct act_keyword last = {in.keyword, in.is_whole_word};
    return submit_keywords(req, &filter, filter.n_keywords, &last);
}

/* The filter of hers that has the word named in the path, and which of its words that is. */
static enum err keyword_of_path(struct req *req, struct filter *filter, size_t *at)
{
    int64_t id;
    TRY(req_path_id(req, 0, &id));
    struct private_filters list;
    TRY(read_filters(req, &list));
    for (size_t i = 0; i < list.n; i++) {
        for (size_t k = 0; k < list.items[i].n_keywords; k++) {
            if (list.items[i].keywords[k].id != id)
                continue;
            *filter = list.items[i];
            *at = k;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

enum err filters_keyword_get(struct req *req)
{
    struct filter filter;
    size_t at;
    TRY(keyword_of_path(req, &filter, &at));
    return reply_json(req, &entity_filter_keyword, &filter.keywords[at]);
}

enum err filters_keyword_edit(struct req *req)
{
    struct keyword_in in;
    TRY(req_read(req, &filters_keyword_edit_inputs, &in));
    struct filter filter;
    size_t at;
    TRY(keyword_of_path(req, &filter, &at));
    const struct filter_keyword *old = &filter.keywords[at];
    struct act_keyword last = {in.has_keyword ? in.keyword : old->keyword,
                               in.has_whole_word ? in.is_whole_word : old->is_whole_word};
    return submit_keywords(req, &filter, at, &last);
}

enum err filters_keyword_remove(struct req *req)
{
    struct filter filter;
    size_t at;
    TRY(keyword_of_path(req, &filter, &at));
    return submit_keywords(req, &filter, at, NULL);
}
