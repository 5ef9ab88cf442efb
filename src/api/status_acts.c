/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reacting, sharing, bookmarking, muting, pinning, and undoing each.
 *
 * A Mastodon favourite is the reaction "with-you". Each answers the Status as it is afterwards. */
#include "api/api.h"
#include "api/load.h"

static enum err reply_status(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    return load_reply_post(req, &post);
}

/* --- reactions --- */

/* The post as it is after the act, without asking the database, when all of it is known. */
static bool find_reacted(struct req *req, struct post *post)
{
    struct desk *desk = desk_of(req);
    const struct act *act = desk_done(req);
    if (!act->has_counts || act->is_repeat || !act->is_plain ||
        known_post(desk, req->arena, act->react.post, post) != OK ||
        post->author.v == desk_viewer(req).v || post->flags & POST_ANONYMOUS) /* may be hers */
        return false;
    post->comments = act->counts.comments;
    post->shares = act->counts.shares;
    post->reactions[REACTION_NONE] = 0;
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++) {
        post->reactions[i] = act->counts.reactions[i];
        post->reactions[REACTION_NONE] += act->counts.reactions[i];
    }
    post->my_reaction = act->react.reaction;
    return true;
}

static enum err reply_reacted(struct req *req)
{
    struct post post;
    return find_reacted(req, &post) ? load_reply_plain(req, &post) : reply_status(req);
}

static enum err react(struct req *req, enum act_kind kind, enum reaction reaction)
{
    struct act *act = desk_act(req, kind);
    TRY(req_path_id(req, 0, &act->react.post.v));
    act->react.reaction = reaction;
    return desk_submit(req, act, kind == ACT_REACT ? reply_reacted : reply_status);
}

enum err statuses_favourite(struct req *req)
{
    return react(req, ACT_REACT, REACTION_WITH_YOU);
}

enum err statuses_unfavourite(struct req *req)
{
    return react(req, ACT_UNREACT, REACTION_WITH_YOU);
}

static enum err path_reaction(struct req *req, enum reaction *out)
{
    *out = reaction_of(req->path_values[1]);
    if (*out == REACTION_NONE)
        return req_refuse(req, ERR_BAD_INPUT,
                          "There are four reactions here: me-too, believe, with-you, thank-you.");
    return OK;
}

enum err statuses_react(struct req *req)
{
    enum reaction reaction;
    TRY(path_reaction(req, &reaction));
    return react(req, ACT_REACT, reaction);
}

enum err statuses_unreact(struct req *req)
{
    enum reaction reaction;
    TRY(path_reaction(req, &reaction));
    return react(req, ACT_UNREACT, reaction);
}

/* All that there are, or the one in the path. */
enum err statuses_reactions(struct req *req)
{
    struct post post;
    enum reaction only = REACTION_NONE;
    if (req->path_values[1].p)
        TRY(path_reaction(req, &only));
    TRY(desk_post(req, &post));
    struct api_reaction reactions[REACTIONS];
    size_t n = 0;
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++) {
        if (post.reactions[i] == 0 || (only != REACTION_NONE && (int)only != i))
            continue;
        reactions[n++] = (struct api_reaction){
            .name = str_of(reaction_name((enum reaction)i)),
            .count = post.reactions[i],
            .is_mine = (int)post.my_reaction == i,
        };
    }
    return reply_json_list(req, &entity_reaction, (struct json_list){reactions, n});
}

/* --- sharing --- */

/* The wrapper around the shared post. */
static enum err reply_share(struct req *req)
{
    struct entry entry = {.id = desk_done(req)->id, .is_share = true};
    TRY(desk_post(req, &entry.post));
    TRY(person_brief(desk_db(req), req->arena, desk_viewer(req), &entry.sharer));
    struct load load = load_of(req);
    struct api_status status;
    TRY(load_entry(&load, &entry, &status));
    return reply_json(req, &entity_status, &status);
}

static enum err share(struct req *req, enum act_kind kind, http_handler *after)
{
    struct act *act = desk_act(req, kind);
    TRY(req_path_id(req, 0, &act->share.v));
    return desk_submit(req, act, after);
}

enum err statuses_reblog(struct req *req)
{
    return share(req, ACT_SHARE, reply_share);
}

enum err statuses_unreblog(struct req *req)
{
    return share(req, ACT_UNSHARE, reply_status);
}

/* --- what one keeps to oneself --- */

static enum err keep(struct req *req, enum act_kind act_kind, enum tie_kind kind)
{
    struct post post;
    TRY(desk_post(req, &post));
    bool is_thread = kind == TIE_THREAD && post.root.v != 0;
    struct act *act = desk_act(req, act_kind);
    act->tie = (struct act_tie){.kind = kind, .target = is_thread ? post.root.v : post.id.v};
    return desk_submit(req, act, reply_status);
}

enum err statuses_bookmark(struct req *req)
{
    return keep(req, ACT_TIE, TIE_BOOKMARK);
}

enum err statuses_unbookmark(struct req *req)
{
    return keep(req, ACT_UNTIE, TIE_BOOKMARK);
}

enum err statuses_mute(struct req *req)
{
    return keep(req, ACT_TIE, TIE_THREAD);
}

enum err statuses_unmute(struct req *req)
{
    return keep(req, ACT_UNTIE, TIE_THREAD);
}

/* A voice that is shown under her own account; what she said anonymously is not hers to pin. */
enum err statuses_pin(struct req *req)
{
    struct post post;
    TRY(desk_post(req, &post));
    if (post.account.id.v != req->who.person)
        return req_refuse(req, ERR_BAD_INPUT,
                          "Validation failed: Someone else's post cannot be "
                          "pinned");
    return keep(req, ACT_TIE, TIE_PIN);
}

enum err statuses_unpin(struct req *req)
{
    return keep(req, ACT_UNTIE, TIE_PIN);
}
