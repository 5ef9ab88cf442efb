/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading single posts: the post, its thread, its source, its earlier wordings.
 *
 * A thread may hold thousands of long comments: it is read and written in pieces, each in memory
 * that is used again for the next. Earlier wordings are for the author; others see the present one.
 */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"

enum {
    ANCESTORS_UNKNOWN = 40, /* for senders without a token, as in Mastodon */
    DESCENDANTS_UNKNOWN = 60,
    DESCENDANTS_KNOWN = 4096,
    BRANCH_KNOWN = 512, /* of a comment, and above one: held in memory at once */
    CHARGED = 100,      /* of so many comments reading is one request more */
    PIECE = 40,
    POST_BYTES = 8 * 1024,          /* of a post beside its words, generously */
    CONTEXT_MAX = 16 * 1024 * 1024, /* bytes of an answer at which a thread is cut */
    WORDINGS_MOST = 201,            /* as many as the domain gives, and the present one */
    RENDER_BYTES = 16 * 1024 * 1024 /* for one wording on its way out */
};

/* What the longest post needs. */
static size_t post_bytes(const struct req *req)
{
    return (size_t)desk_of(req)->house->config->text_max * 4 + POST_BYTES;
}

enum err statuses_get(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    return load_reply_post(req, &post);
}

enum err statuses_several(struct req *req)
{
    struct ids_in in;
    struct post_list posts;
    TRY(req_read(req, &ids_inputs, &in));
    const int64_t *numbers = in.ids.items;
    struct post_id *ids = arena_array(req->arena, struct post_id, in.ids.n + 1);
    for (size_t i = 0; i < in.ids.n; i++)
        ids[i].v = numbers[i];
    TRY(post_get_all(desk_db(req), req->arena, desk_reader(req), ids, in.ids.n, &posts));
    return load_reply_posts(req, &posts);
}

enum err statuses_no_people(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    return reply_json_list(req, &entity_account, (struct json_list){0});
}

/* --- words --- */

enum err statuses_source(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    const struct api_source_text source = {
        .id = post.id.v,
        .text = post.body,
        .warning = post.warning.p ? post.warning : STR(""),
    };
    return reply_json(req, &entity_source_text, &source);
}

/* The i-th wording, as the post once was; one began where the one before ended. */
static enum err put_wording(struct load *load, struct buf *buf, const struct post *now,
                            const struct wording *wordings, size_t i, bool is_last)
{
    struct post then = *now;
    struct api_status status;
    then.body = is_last ? now->body : wordings[i].body;
    then.warning = is_last ? now->warning : wordings[i].warning;
    TRY(load_status(load, &then, &status));
    const struct api_wording wording = {
        .content = status.content,
        .warning = status.warning,
        .is_sensitive = status.is_sensitive,
        .created_ms = i > 0 ? wordings[i - 1].at_ms : now->published_ms,
        .account = status.account,
    };
    buf_char(buf, i > 0 ? ',' : '[');
    json_put(buf, &entity_wording, &wording);
    return OK;
}

/* `memory` holds the wordings and one rendered one after another. */
static enum err put_history(struct req *req, struct post post, struct arena *memory,
                            struct buf *buf)
{
    const struct wording *wordings = NULL;
    size_t n = 0;
    struct load load = load_of(req);
    enum err err = post_wordings(desk_db(req), memory, desk_reader(req), post.id, &wordings, &n);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND && post.edited_ms > 0)
        post.published_ms = post.edited_ms;
    load.out = memory;
    size_t used = memory->used;
    for (size_t i = 0; i <= n; i++) {
        TRY(put_wording(&load, buf, &post, wordings, i, i == n));
        arena_back(memory, used);
    }
    buf_char(buf, ']');
    return OK;
}

enum err statuses_history(struct req *req)
{
    struct post post;
    struct arena memory;
    TRY(desk_post(req, &post));
    TRY(arena_init(&memory, WORDINGS_MOST * post_bytes(req) + RENDER_BYTES));
    struct buf buf = buf_init(LOAD_BUF_MAX);
    enum err err = put_history(req, post, &memory, &buf);
    arena_done(&memory);
    return load_reply_buf(req, err, &buf);
}

/* --- the thread --- */

/* A thread on its way out, and the memory for a piece of it. */
struct thread {
    struct req *req;
    struct load load;
    struct arena piece;
    struct buf buf;
    size_t written; /* posts in the present list */
};

static enum err put_visible(struct thread *thread, const struct post_list *posts)
{
    for (size_t i = 0; i < posts->n && thread->buf.n < CONTEXT_MAX; i++) {
        if (posts->items[i].is_hidden)
            continue;
        if (thread->written++ > 0)
            buf_char(&thread->buf, ',');
        TRY(load_put_post(&thread->load, &thread->buf, &posts->items[i]));
    }
    return OK;
}

static enum err put_ancestors(struct thread *thread, const struct post *post)
{
    struct req *req = thread->req;
    size_t most = req->who.person ? BRANCH_KNOWN : ANCESTORS_UNKNOWN;
    struct post_list posts;
    arena_reset(&thread->piece);
    TRY(post_ancestors(desk_db(req), &thread->piece, desk_reader(req), post, most, &posts));
    return put_visible(thread, &posts);
}

/* Everything below a comment. */
static enum err put_branch(struct thread *thread, const struct post *post)
{
    struct req *req = thread->req;
    size_t most = req->who.person ? BRANCH_KNOWN : DESCENDANTS_UNKNOWN;
    struct post_list posts;
    arena_reset(&thread->piece);
    TRY(post_descendants(desk_db(req), &thread->piece, desk_reader(req), post, most, &posts));
    return put_visible(thread, &posts);
}

/* Everything below a voice, piece by piece. */
static enum err put_whole(struct thread *thread, const struct post *post)
{
    struct req *req = thread->req;
    size_t most = req->who.person ? DESCENDANTS_KNOWN : DESCENDANTS_UNKNOWN;
    struct thread_part part = {.root = post->id};
    for (size_t looked = 0; looked < most && thread->buf.n < CONTEXT_MAX; looked += PIECE) {
        struct thread_page page;
        part.limit = (int64_t)(most - looked < PIECE ? most - looked : PIECE);
        arena_reset(&thread->piece);
        TRY(timeline_thread(desk_db(req), &thread->piece, desk_reader(req), part, &page));
        TRY(put_visible(thread, &(struct post_list){page.items, page.n}));
        part.after = page.next;
        if (part.after == 0)
            break;
    }
    return OK;
}

static enum err put_context(struct thread *thread, const struct post *post)
{
    buf_put(&thread->buf, STR("{\"ancestors\":["));
    TRY(put_ancestors(thread, post));
    buf_put(&thread->buf, STR("],\"descendants\":["));
    thread->written = 0;
    TRY(post->root.v ? put_branch(thread, post) : put_whole(thread, post));
    buf_put(&thread->buf, STR("]}"));
    return OK;
}

enum err statuses_context(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    struct thread thread = {.req = req, .load = load_of(req), .buf = buf_init(LOAD_BUF_MAX)};
    TRY(arena_init(&thread.piece, (BRANCH_KNOWN + 1) * post_bytes(req)));
    enum err err = put_context(&thread, &post);
    arena_done(&thread.piece);
    req_charge(req, thread.written / CHARGED);
    return load_reply_buf(req, err, &thread.buf);
}
