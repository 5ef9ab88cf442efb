/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies to keep: everything a person said here, with the earlier wordings, as JSON or as text.
 *
 * Nothing of anybody else's is in them. The file's name tells nothing ("notes"). docs/copies.md
 * says what the fields mean. Posts are read a few at a time, so that a long history needs no more
 * memory than its copy. */
#include "base/clock.h"
#include "base/json.h"
#include "domain/language.h"
#include "face/consents.h"
#include "face/private.h"
#include "web/terms.h"
#include "web/web.h"

enum { COPY_MAX_BYTES = 256 * 1024 * 1024, SCRATCH_BYTES = 1024 * 1024 * 1024, PORTION = 20 };

struct kept_post {
    int64_t id, parent;
    struct str kind, text, warning, language, country;
    int64_t published_ms, edited_ms;
    int64_t comments, reactions, shares;
    struct str name, state, who_may_answer; /* the last as answers_name says it */
    int64_t publish_ms, expires_ms;
    bool is_anonymous, is_shielded;
    struct json_list audiences; /* of texts */
    struct json_list consents;  /* of entity_consent */
    struct json_list wordings;
};

static const struct json_field wording_fields[] = {
    FIELD(wording, "until", TIME, at_ms),
    FIELD(wording, "text", TEXT, body),
    FIELD(wording, "content_warning", TEXT, warning),
    FIELD(wording, "language", TEXT, language),
};
static const struct json_entity entity_wording =
    JSON_ENTITY("Wording", struct wording, wording_fields);

static const struct json_field post_fields[] = {
    FIELD(kept_post, "id", ID, id),
    FIELD(kept_post, "kind", TEXT, kind),
    FIELD(kept_post, "in_answer_to", ID, parent),
    FIELD(kept_post, "published_at", TIME, published_ms),
    FIELD(kept_post, "edited_at", TIME, edited_ms),
    FIELD(kept_post, "text", TEXT, text),
    FIELD(kept_post, "content_warning", TEXT, warning),
    FIELD(kept_post, "language", TEXT, language),
    FIELD(kept_post, "country", TEXT, country),
    FIELD(kept_post, "anonymous", BOOL, is_anonymous),
    FIELD(kept_post, "name", TEXT, name),
    FIELD(kept_post, "state", TEXT, state),
    FIELD(kept_post, "audiences", TEXTS, audiences),
    FIELD(kept_post, "who_may_answer", TEXT, who_may_answer),
    FIELD(kept_post, "moderators_read_answers_first", BOOL, is_shielded),
    FIELD(kept_post, "appears_at", TIME, publish_ms),
    FIELD(kept_post, "last_day", DAY, expires_ms),
    FIELD_OF(kept_post, "consents", LIST, consents, entity_consent),
    FIELD(kept_post, "comments", NUMBER, comments),
    FIELD(kept_post, "reactions", NUMBER, reactions),
    FIELD(kept_post, "shares", NUMBER, shares),
    FIELD_OF(kept_post, "earlier_wordings", LIST, wordings, entity_wording),
};
static const struct json_entity entity_post = JSON_ENTITY("Post", struct kept_post, post_fields);

static const struct json_field person_fields[] = {
    FIELD(person, "name", TEXT, username),
    FIELD(person, "pen_name", TEXT, pen_name),
    FIELD(person, "about", TEXT, note),
    FIELD(person, "language", TEXT, language),
    FIELD(person, "country", TEXT, country),
    FIELD(person, "anonymous", BOOL, is_anonymous),
    FIELD(person, "here_since", DAY, arrived_day_ms),
};
static const struct json_entity entity_person = JSON_ENTITY("Person", struct person, person_fields);

static const struct json_field word_fields[] = {
    FIELD(filter_keyword, "word", TEXT, keyword),
    FIELD(filter_keyword, "whole_word", BOOL, is_whole_word),
};
static const struct json_entity entity_word =
    JSON_ENTITY("Word", struct filter_keyword, word_fields);

struct kept_filter {
    struct str title, contexts;
    bool is_hiding;
    int64_t expires_ms;
    struct json_list words;
};
static const struct json_field filter_fields[] = {
    FIELD(kept_filter, "title", TEXT, title),
    FIELD_OF(kept_filter, "words", LIST, words, entity_word),
    FIELD(kept_filter, "where", TEXT, contexts),
    FIELD(kept_filter, "hides", BOOL, is_hiding),
    FIELD(kept_filter, "expires_at", TIME, expires_ms),
};
static const struct json_entity entity_filter =
    JSON_ENTITY("Filter", struct kept_filter, filter_fields);

/* A copy that is being made. */
struct copy {
    struct page_out page; /* its `out` holds the copy */
    struct arena scratch;
    bool is_json;
    struct post_id only; /* none: all */
    struct str pen_name; /* or what stands for one */
    size_t n;            /* posts so far */
};

/* --- as text --- */

static void put_line(struct buf *buf, struct str s)
{
    buf_put(buf, s);
    buf_char(buf, '\n');
}

static struct str day_of(struct copy *copy, int64_t ms)
{
    return date_format(copy->page.locale->formats, &copy->scratch, ms, copy->page.lang,
                       DATE_MINUTE);
}

static void put_named(struct copy *copy, const char *message, struct str value)
{
    struct message_arg args[] = {{"value", value}};
    if (value.n > 0)
        put_line(&copy->page.out.buf,
                 locale_fill(copy->page.locale, &copy->scratch, message, args, 1));
}

/* A name in the page's language; as it was said when there is none. */
static struct str name_of(struct copy *copy, struct str code,
                          enum err name(struct formats *, struct arena *, struct str, struct str,
                                        struct str *))
{
    struct str found;
    const struct locale *locale = copy->page.locale;
    bool is_known =
        code.n > 0 && name(locale->formats, &copy->scratch, code, copy->page.lang, &found) == OK;
    return is_known ? found : code;
}

/* What was agreed to and taken back, in the words of the form. */
static enum err put_agreed(struct copy *copy, const struct kept_post *post)
{
    const struct consent *list;
    size_t n;
    struct post_id id = {post->id};
    TRY(consent_list(desk_db(copy->page.req), &copy->scratch, id, &list, &n));
    const struct view_consent *agreed = terms_agreed_view(&copy->page, &copy->scratch, list, n);
    for (size_t i = 0; i < n; i++) {
        struct str value = arena_printf(&copy->scratch, "%.*s: %.*s (%.*s)", STRF(agreed[i].day),
                                        STRF(agreed[i].name), STRF(agreed[i].wording));
        put_named(copy, agreed[i].is_given ? T("[Agreed: {value}]") : T("[Taken back: {value}]"),
                  value);
    }
    return OK;
}

/* Who may answer, in the words of the form. */
static void put_answers(struct copy *copy, const struct kept_post *post)
{
    struct view_answers answers;
    terms_answers_view(&copy->page, answers_of(post->who_may_answer), &answers);
    for (size_t i = 0; i < answers.n_items; i++)
        if (answers.items[i].is_selected)
            put_named(copy, T("[Who may answer: {value}]"), answers.items[i].name);
    if (post->is_shielded)
        put_named(
            copy, T("[Your wish: {value}]"),
            page_say(&copy->page, T("Keep hostile comments from me: moderators read them first")));
}

/* Why it is not shown, who may answer, how long, what was agreed to; of a comment the last three
 * are its voice's. */
static enum err put_terms_text(struct copy *copy, const struct kept_post *post)
{
    buf_char(&copy->page.out.buf, '\n');
    put_named(copy, T("[State: {value}]"), post->state);
    put_named(copy, T("[Language: {value}]"), name_of(copy, post->language, language_name));
    put_named(copy, T("[Country: {value}]"), name_of(copy, post->country, country_name));
    if (post->expires_ms != 0)
        put_named(copy, T("[Last day: {value}]"),
                  date_format(copy->page.locale->formats, &copy->scratch, post->expires_ms,
                              copy->page.lang, DATE_DAY));
    if (post->parent != 0)
        return OK;
    put_answers(copy, post);
    return put_agreed(copy, post);
}

/* When, in answer to what, and as whom it was said. */
static void put_heading(struct copy *copy, const struct kept_post *post)
{
    struct buf *buf = &copy->page.out.buf;
    put_line(buf, STR("\n----------------------------------------\n"));
    put_line(buf, day_of(copy, post->published_ms));
    if (post->parent != 0)
        put_named(copy, T("[In answer to: {value}]"),
                  arena_printf(&copy->scratch, "/voice/%lld", (long long)post->parent));
    if (post->name.n > 0)
        put_line(buf, post->name);
    else if (post->is_anonymous)
        put_line(buf, page_say(&copy->page, T("Anonymous")));
    else
        put_line(buf, copy->pen_name);
    if (post->warning.n > 0)
        put_line(buf, post->warning);
    buf_char(buf, '\n');
}

static enum err put_post_text(struct copy *copy, const struct kept_post *post)
{
    struct buf *buf = &copy->page.out.buf;
    put_heading(copy, post);
    put_line(buf, post->text);
    TRY(put_terms_text(copy, post));
    const struct wording *wordings = post->wordings.items;
    for (size_t i = 0; i < post->wordings.n; i++) {
        struct message_arg args[] = {{"time", day_of(copy, wordings[i].at_ms)}};
        buf_char(buf, '\n');
        put_line(buf, locale_fill(copy->page.locale, &copy->scratch,
                                  T("[Earlier wording, until {time}]"), args, 1));
        put_line(buf, wordings[i].body);
    }
    return OK;
}

/* --- one post after another --- */

/* What she chose about it; of a comment these are its voice's, and not hers. */
static enum err put_terms(struct copy *copy, const struct post *post, struct kept_post *kept)
{
    TRY(terms_state(&copy->page, post, &kept->state));
    TRY(post_moments(desk_db(copy->page.req), &copy->scratch, post->id, &kept->publish_ms,
                     &kept->expires_ms));
    if (post->root.v != 0)
        return OK;
    kept->audiences = consents_audiences(&copy->scratch, post->audiences);
    kept->who_may_answer = str_of(answers_name(post->answers));
    kept->is_shielded = (post->answers & ANSWERS_SHIELDED) != 0;
    if (!copy->is_json) /* put_agreed reads them, for people */
        return OK;
    return consents_of(desk_db(copy->page.req), &copy->scratch, post->id, &kept->consents);
}

static enum err put_post(struct copy *copy, const struct post *post)
{
    struct req *req = copy->page.req;
    const struct wording *wordings;
    size_t n;
    TRY(post_wordings(desk_db(req), &copy->scratch, desk_reader(req), post->id, &wordings, &n));
    struct kept_post kept = {
        .id = post->id.v,
        .parent = post->parent.v,
        .kind = post->root.v ? STR("comment") : STR("voice"),
        .text = post->body,
        .warning = post->warning,
        .language = post->language,
        .country = post->country,
        .published_ms = post->published_ms,
        .edited_ms = post->edited_ms,
        .comments = post->comments,
        .reactions = post->reactions[REACTION_NONE],
        .shares = post->shares,
        .is_anonymous = (post->flags & POST_ANONYMOUS) != 0,
        .name = post->name,
        .wordings = {wordings, n},
    };
    TRY(put_terms(copy, post, &kept));
    if (!copy->is_json)
        return put_post_text(copy, &kept);
    if (copy->n++ > 0)
        buf_char(&copy->page.out.buf, ',');
    json_put(&copy->page.out.buf, &entity_post, &kept);
    return OK;
}

static enum err put_page(struct copy *copy, const struct page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        if (!page->items[i].is_share)
            TRY(put_post(copy, &page->items[i].post));
    }
    return OK;
}

static enum err put_posts(struct copy *copy)
{
    struct req *req = copy->page.req;
    struct cursor cursor = {.limit = PORTION};
    struct page page;
    do {
        arena_reset(&copy->scratch);
        TRY(timeline_mine(desk_db(req), &copy->scratch, desk_reader(req), cursor, &page));
        TRY(put_page(copy, &page));
        cursor.max_id = page.oldest;
    } while (page.has_more && page.oldest > 0 && buf_ok(&copy->page.out.buf));
    return OK;
}

/* --- what she does not want to see --- */

static void put_filter_text(struct copy *copy, const struct filter *filter)
{
    struct buf words = buf_init(COPY_MAX_BYTES);
    buf_put(&words, filter->title);
    for (size_t i = 0; i < filter->n_keywords; i++) {
        buf_put(&words, i == 0 ? STR(": ") : STR(", "));
        buf_put(&words, filter->keywords[i].keyword);
    }
    put_named(copy, T("[Filter: {value}]"), buf_str(&words));
    buf_free(&words);
}

static void put_filter(struct copy *copy, const struct filter *filter, bool is_first)
{
    struct buf *buf = &copy->page.out.buf;
    const struct kept_filter kept = {
        .title = filter->title,
        .contexts = filter->contexts,
        .is_hiding = filter->is_hiding,
        .expires_ms = filter->expires_ms,
        .words = {filter->keywords, filter->n_keywords},
    };
    if (!copy->is_json) {
        put_filter_text(copy, filter);
        return;
    }
    if (!is_first)
        buf_char(buf, ',');
    json_put(buf, &entity_filter, &kept);
}

static enum err put_filters(struct copy *copy)
{
    struct private_filters filters;
    TRY(private_filters(private_reader(copy->page.req), &copy->scratch, &filters));
    for (size_t i = 0; i < filters.n; i++)
        put_filter(copy, &filters.items[i], i == 0);
    return OK;
}

/* One of hers, or all. */
static enum err put_wanted(struct copy *copy)
{
    struct req *req = copy->page.req;
    struct post post;
    if (copy->only.v == 0)
        return put_posts(copy);
    TRY(post_get(desk_db(req), &copy->scratch, desk_reader(req), copy->only, &post));
    return post.is_mine ? put_post(copy, &post) : ERR_NOT_FOUND;
}

static enum err put_all(struct copy *copy)
{
    struct req *req = copy->page.req;
    struct buf *buf = &copy->page.out.buf;
    struct person me;
    TRY(person_brief(desk_db(req), req->arena, desk_viewer(req), &me));
    copy->pen_name = me.pen_name.n > 0 ? me.pen_name : me.username;
    if (!copy->is_json) {
        put_line(buf, page_say(&copy->page, T("What I said")));
        if (copy->only.v == 0 && me.note.n > 0)
            put_line(buf, me.note);
        if (copy->only.v == 0)
            TRY(put_filters(copy));
        return put_wanted(copy);
    }
    char made_at[TIME_ISO_CHARS];
    time_write_iso(made_at, req->now_ms);
    buf_printf(buf, "{\"made_at\":\"%.*s\",\"person\":", (int)sizeof made_at, made_at);
    json_put(buf, &entity_person, &me);
    if (copy->only.v == 0) {
        buf_put(buf, STR(",\"filters\":["));
        TRY(put_filters(copy));
        buf_char(buf, ']');
    }
    buf_put(buf, STR(",\"posts\":["));
    TRY(put_wanted(copy));
    buf_put(buf, STR("]}\n"));
    return OK;
}

static enum err reply_copy(struct req *req, struct post_id only, bool is_json)
{
    struct copy copy = {.is_json = is_json, .only = only};
    TRY(arena_init(&copy.scratch, SCRATCH_BYTES));
    page_begin(&copy.page, req);
    struct buf *buf = &copy.page.out.buf;
    *buf = buf_init(COPY_MAX_BYTES);
    enum err err = put_all(&copy);
    arena_done(&copy.scratch);
    if (err == OK && !buf_ok(buf))
        err = ERR_TOO_LARGE;
    if (err != OK) {
        buf_free(buf);
        return err;
    }
    reply_no_store(req);
    reply_header(req, "Content-Disposition",
                 is_json ? STR("attachment; filename=\"notes.json\"")
                         : STR("attachment; filename=\"notes.txt\""));
    return reply_bytes(req, 200, is_json ? "application/json" : "text/plain; charset=utf-8", buf);
}

/* GET /me/export.json */
enum err page_me_export_json(struct req *req)
{
    return reply_copy(req, (struct post_id){0}, true);
}

/* GET /me/export.txt */
enum err page_me_export_text(struct req *req)
{
    return reply_copy(req, (struct post_id){0}, false);
}

static enum err reply_one(struct req *req, bool is_json)
{
    struct post_id id;
    TRY(req_path_id(req, 0, &id.v));
    return reply_copy(req, id, is_json);
}

/* GET /voice/:id/copy.json */
enum err page_own_copy_json(struct req *req)
{
    return reply_one(req, true);
}

/* GET /voice/:id/copy.txt */
enum err page_own_copy_text(struct req *req)
{
    return reply_one(req, false);
}
