/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Following, blocking, muting: how the viewer and another account stand to each other.
 *
 * Each change answers the Relationship as it is afterwards. Whether somebody was blocked is told as
 * far as Mastodon tells it. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"

static enum err load_relationship(struct req *req, struct person_id other,
                                  struct api_relationship *out)
{
    struct relationship found;
    struct person person;
    TRY(person_brief(desk_db(req), req->arena, other, &person));
    TRY(tie_relationship(desk_db(req), req->arena, desk_viewer(req), other, &found));
    *out = (struct api_relationship){
        .id = other.v,
        .is_following = found.is_following,
        .is_followed_by = found.is_followed_by,
        .is_blocking = found.is_blocking,
        .is_blocked_by = false, /* nobody is told who blocked him: it would turn him on her */
        .is_muting = found.is_muting,
    };
    return OK;
}

enum err relationships_list(struct req *req)
{
    struct ids_in in;
    TRY(req_read(req, &ids_inputs, &in));
    const int64_t *ids = in.ids.items;
    struct api_relationship *all = arena_array(req->arena, struct api_relationship, in.ids.n);
    size_t n = 0;
    for (size_t i = 0; i < in.ids.n; i++) {
        enum err err = load_relationship(req, (struct person_id){ids[i]}, &all[n]);
        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        n++;
    }
    return reply_json_list(req, &entity_relationship, (struct json_list){all, n});
}

/* Whom one follows is one's own: nobody is told of friends in common. */
struct familiar {
    int64_t id;
};
static const struct json_field familiar_fields[] = {
    FIELD(familiar, "id", ID, id),
    FIELD_RAW("accounts", "[]"),
};
static const struct json_entity entity_familiar =
    JSON_ENTITY("FamiliarFollowers", struct familiar, familiar_fields);

enum err relationships_familiar(struct req *req)
{
    struct ids_in in;
    TRY(req_read(req, &ids_inputs, &in));
    return reply_json_list(req, &entity_familiar, (struct json_list){in.ids.items, in.ids.n});
}

static enum err reply_relationship(struct req *req)
{
    struct person_id other;
    struct api_relationship relationship;
    TRY(req_path_id(req, 0, &other.v));
    TRY(load_relationship(req, other, &relationship));
    return reply_json(req, &entity_relationship, &relationship);
}

static enum err change(struct req *req, enum act_kind act_kind, enum tie_kind kind)
{
    struct person_id other;
    TRY(req_path_id(req, 0, &other.v));
    struct act *act = desk_act(req, act_kind);
    act->tie = (struct act_tie){.kind = kind, .target = other.v};
    return desk_submit(req, act, reply_relationship);
}

enum err relationships_follow(struct req *req)
{
    return change(req, ACT_TIE, TIE_FOLLOW);
}

enum err relationships_unfollow(struct req *req)
{
    return change(req, ACT_UNTIE, TIE_FOLLOW);
}

enum err relationships_block(struct req *req)
{
    return change(req, ACT_TIE, TIE_BLOCK);
}

enum err relationships_unblock(struct req *req)
{
    return change(req, ACT_UNTIE, TIE_BLOCK);
}

enum err relationships_mute(struct req *req)
{
    return change(req, ACT_TIE, TIE_MUTE);
}

enum err relationships_unmute(struct req *req)
{
    return change(req, ACT_UNTIE, TIE_MUTE);
}

/* The other's follow is undone as if she had undone it. */
enum err relationships_remove_follower(struct req *req)
{
    struct person_id other;
    struct person person;
    TRY(req_path_id(req, 0, &other.v));
    TRY(person_brief(desk_db(req), req->arena, other, &person));
    struct act *act = desk_act(req, ACT_UNTIE);
    act->idempotency = (struct str){0};
    act->person = other;
    act->tie = (struct act_tie){.kind = TIE_FOLLOW, .target = req->who.person};
    return desk_submit(req, act, reply_relationship);
}
