/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Saying something, changing it, taking it back (docs.joinmastodon.org/methods/statuses).
 *
 * What Mastodon knows and Chorus does not (private messages, pictures, polls) is
 * refused with a sentence that says so. Whom and what a post belongs to is the domain's work. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"
#include "api/own.h"
#include "domain/standing.h"

enum { STATUS_CHARS = 1000000, WARNING_CHARS = 1000, LANGUAGE_CHARS = 100, EXTRAS_MAX = 100 };

/* What both sending and editing read; the lists only to be refused. */
struct words_in {
    struct str status, spoiler_text, language, country;
    bool sensitive, has_warning, has_language, has_country, has_sensitive;
    struct input_list media_ids, poll_options;
};
#define WORDS_ROWS(S, m)                                                                           \
    IN_TEXT(S, "status", m.status, STATUS_CHARS),                                                  \
        IN_GIVEN(S, "spoiler_text", TEXT, m.spoiler_text, m.has_warning, .high = WARNING_CHARS),   \
        IN_GIVEN(S, "language", LINE, m.language, m.has_language, .high = LANGUAGE_CHARS),         \
        IN_GIVEN(S, "country", LINE, m.country, m.has_country, .high = LANGUAGE_CHARS),            \
        IN_GIVEN(S, "sensitive", BOOL, m.sensitive, m.has_sensitive, .initial = 0),                \
        IN_TEXTS(S, "media_ids", m.media_ids, LANGUAGE_CHARS, EXTRAS_MAX),                         \
        IN_TEXTS(S, "poll[options]", m.poll_options, WARNING_CHARS, EXTRAS_MAX)

struct statuses_create_in {
    struct words_in words;
    int64_t parent;
    struct str visibility, scheduled_at;
    bool is_anonymous, has_anonymous;
};
static const struct input statuses_create_rows[] = {
    WORDS_ROWS(statuses_create_in, words),
    IN_ID(statuses_create_in, "in_reply_to_id", parent),
    IN_LINE(statuses_create_in, "visibility", visibility, LANGUAGE_CHARS),
    IN_LINE(statuses_create_in, "scheduled_at", scheduled_at, LANGUAGE_CHARS),
    IN_GIVEN(statuses_create_in, "anonymous", BOOL, is_anonymous, has_anonymous, .initial = 0),
};
const struct input_table statuses_create_inputs =
    IN_TABLE(statuses_create_in, statuses_create_rows);

struct statuses_edit_in {
    struct words_in words;
};
static const struct input statuses_edit_rows[] = {
    WORDS_ROWS(statuses_edit_in, words),
};
const struct input_table statuses_edit_inputs = IN_TABLE(statuses_edit_in, statuses_edit_rows);

static enum err check_words(struct req *req, const struct words_in *words)
{
    if (words->media_ids.n > 0)
        return req_refuse(req, ERR_BAD_INPUT, "Pictures cannot be sent here yet.");
    if (words->poll_options.n > 0)
        return req_refuse(req, ERR_BAD_INPUT, "There are no polls here.");
    if (str_trim(words->status).n == 0)
        return req_refuse(req, ERR_BAD_INPUT, "Validation failed: Text can't be blank");
    return OK;
}

/* --- sending --- */

static enum err read_visibility(struct req *req, struct str visibility, bool *is_unlisted)
{
    *is_unlisted = str_eq(visibility, STR("unlisted"));
    if (*is_unlisted || visibility.n == 0 || str_eq(visibility, STR("public")))
        return OK;
    if (str_eq(visibility, STR("private")) || str_eq(visibility, STR("direct")))
        return req_refuse(req, ERR_BAD_INPUT,
                          "There are no private messages here: what is said can be read by "
                          "everybody. Nothing was sent.");
    return req_refuse(req, ERR_BAD_INPUT, "This visibility is not known.");
}

/* What she says here, or else what she says of her voices in general. */
static enum err read_anonymous(struct req *req, const struct statuses_create_in *in, bool *out)
{
    *out = in->is_anonymous;
    if (in->has_anonymous)
        return OK;
    struct person person;
    TRY(known_person(desk_of(req), req->arena, desk_viewer(req), &person));
    *out = person.is_anonymous;
    return OK;
}

/* What was just written, without asking the database, when all that is shown of it is known. */
static bool find_made(struct req *req, struct post *out)
{
    const struct act *act = desk_done(req);
    const struct act_post *in = &act->post;
    const struct act_made *made = &act->made;
    struct post post = {
        .id = {act->id},
        .author = act->person,
        .parent = in->parent,
        .parent_account = made->parent_account,
        .root = made->root,
        .body = in->text,
        .warning = in->warning,
        .language = arena_str(req->arena, str_of(made->language)),
        .country = in->country,
        .flags = (in->is_sensitive ? POST_SENSITIVE : 0) | (in->is_bare ? POST_BARE : 0),
        .client = in->client,
        .published_ms = id_ms(act->id),
        .audiences = made->audiences,
        .answers = made->answers,
        .is_mine = true,
        .n_tags = in->n_tags,
    };
    if (act->is_repeat || act->is_away || in->is_anonymous || in->is_unlisted ||
        known_person(desk_of(req), req->arena, act->person, &post.account) != OK ||
        known_app(desk_of(req), req->arena, in->client, &post.client_name, &post.client_website) !=
            OK)
        return false;
    post.tags = arena_array(req->arena, struct post_tag, in->n_tags + 1);
    for (size_t i = 0; i < in->n_tags; i++)
        post.tags[i] = (struct post_tag){in->tags[i].name, in->tags[i].key};
    *out = post;
    return true;
}

/* It is soon answered by others, who see it as nobody's own. */
static void remember(struct req *req, const struct post *made)
{
    struct post post = *made;
    bool is_closed = post.root.v != 0 && (post.answers & ANSWERS_MASK) > ANSWERS_APPROVED;
    post.is_mine = false;
    if (post.audiences & FOR_APPS && !is_closed)
        known_made(desk_of(req), desk_done(req)->commit, &post);
}

static enum err reply_made(struct req *req)
{
    const struct act *act = desk_done(req);
    if (act->err == ERR_BAD_INPUT && !req->refusal.p && act->post.is_anonymous)
        return req_refuse(req, ERR_BAD_INPUT,
                          "An anonymous voice needs a hashtag of a campaign here, which publishes "
                          "it. Nothing was sent.");
    TRY(act->err);
    struct post post;
    if (act->post.publish_at_ms != 0)
        return own_reply_scheduled(req, (struct post_id){act->id}, act->post.publish_at_ms);
    if (find_made(req, &post)) {
        remember(req, &post);
        return load_reply_plain(req, &post);
    }
    TRY(post_get(desk_db(req), req->arena, desk_reader(req), (struct post_id){act->id}, &post));
    return load_reply_post(req, &post);
}

enum err statuses_create(struct req *req)
{
    struct statuses_create_in in;
    struct act *act = desk_act(req, ACT_POST);
    TRY(req_read(req, &statuses_create_inputs, &in));
    TRY(check_words(req, &in.words));
    act->post = (struct act_post){
        .text = in.words.status,
        .language = in.words.language,
        .country = in.words.country,
        .warning = in.words.spoiler_text,
        .parent = {in.parent},
        .is_sensitive = in.words.sensitive,
        .client = {req->who.client},
    };
    TRY(own_read_moment(req, in.scheduled_at, &act->post.publish_at_ms));
    TRY(read_visibility(req, in.visibility, &act->post.is_unlisted));
    TRY(read_anonymous(req, &in, &act->post.is_anonymous));
    return desk_submit_any(req, act, reply_made);
}

/* --- editing --- */

static enum err reply_edited(struct req *req)
{
    struct post post;
    struct post_id id = {desk_done(req)->id}; /* a new one when it had to wait until now */
    TRY(post_get(desk_db(req), req->arena, desk_reader(req), id, &post));
    return load_reply_post(req, &post);
}

/* What the edit does not speak of stays as it is. */
enum err statuses_edit(struct req *req)
{
    struct statuses_edit_in in;
    struct post post;
    struct post_id id;
    TRY(req_path_id(req, 0, &id.v));
    TRY(req_read(req, &statuses_edit_inputs, &in));
    TRY(post_get(desk_db(req), req->arena, desk_reader(req), id, &post));
    if (!post.is_mine)
        return ERR_NOT_FOUND;
    TRY(check_words(req, &in.words));
    struct act *act = desk_act(req, ACT_EDIT);
    bool was_sensitive = (post.flags & POST_SENSITIVE) != 0;
    act->post = (struct act_post){
        .target = id,
        .text = in.words.status,
        .language = in.words.has_language ? in.words.language : post.language,
        .country = in.words.has_country ? in.words.country : post.country,
        .warning = in.words.has_warning ? in.words.spoiler_text : post.warning,
        .is_sensitive = in.words.has_sensitive ? in.words.sensitive : was_sensitive,
        .client = {req->who.client},
    };
    return desk_submit(req, act, reply_edited);
}

/* --- taking back --- */

struct withdraw_act {
    struct act act; /* first: it is handed in by its address */
    struct api_status status;
};

static enum err reply_withdrawn(struct req *req)
{
    const struct withdraw_act *done = (const struct withdraw_act *)(const void *)desk_done(req);
    reply_no_store(req);
    if (done->status.id == 0) /* a share: the shared post stands */
        return reply_empty_json(req);
    return reply_json(req, &entity_deleted_status, &done->status);
}

/* Answers the post as it was, with its words, so that they can be written anew. */
enum err statuses_delete(struct req *req)
{
    struct withdraw_act *withdraw = arena_new(req->arena, struct withdraw_act);
    struct post_id id;
    struct post post;
    TRY(req_path_id(req, 0, &id.v));
    enum err err = post_get(desk_db(req), req->arena, desk_reader(req), id, &post);
    if (err == OK && !post.is_mine)
        return ERR_NOT_FOUND;
    if (err == OK) {
        struct load load = load_of(req);
        TRY(load_status(&load, &post, &withdraw->status));
    } else if (err != ERR_NOT_FOUND) {
        return err;
    }
    withdraw->act = *desk_act(req, ACT_WITHDRAW);
    withdraw->act.withdraw = id;
    return desk_submit(req, &withdraw->act, reply_withdrawn);
}

/* --- what is not here --- */

enum err statuses_no_media(struct req *req)
{
    return req_refuse(req, ERR_BAD_INPUT, "Pictures cannot be sent here yet.");
}
