/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Chorus's own endpoints but figures (figures.c): campaigns, their hashtag families, a receipt for
 * somebody who came by an app. */
#include "api/answers.h"
#include "api/api.h"
#include "api/load.h"
#include "domain/family_tree.h"
#include "face/private.h"

struct campaign_view {
    struct str slug, title, call, language, url;
    int64_t called_ms;
    struct person_id account; /* the account that speaks for those who are anonymous */
    struct json_list hashtags;
};
static const struct json_field campaign_fields[] = {
    FIELD(campaign_view, "slug", TEXT, slug),
    FIELD(campaign_view, "title", TEXT, title),
    FIELD(campaign_view, "text", TEXT, call),
    FIELD(campaign_view, "language", TEXT, language),
    FIELD(campaign_view, "call", TIME, called_ms),
    FIELD(campaign_view, "url", TEXT, url),
    FIELD(campaign_view, "account_id", ID, account),
    FIELD(campaign_view, "hashtags", TEXTS, hashtags),
};
const struct json_entity entity_campaign =
    JSON_ENTITY("Campaign", struct campaign_view, campaign_fields);

struct member_view {
    struct family_member member;
    struct str relation, url;
};
#define MEMBER(word) FIELD(member_view, #word, TEXT, member.word)
static const struct json_field member_fields[] = {
    MEMBER(name),
    MEMBER(language),
    MEMBER(region),
    MEMBER(sense),
    MEMBER(source),
    MEMBER(since),
    MEMBER(confidence),
    FIELD(member_view, "imitates", TEXT, member.same_as),
    FIELD(member_view, "relation", TEXT, relation),
    FIELD(member_view, "url", TEXT, url),
};
const struct json_entity entity_family_member =
    JSON_ENTITY("FamilyMember", struct member_view, member_fields);

struct branch_view {
    struct str relation;
    struct json_list members;
};
static const struct json_field branch_fields[] = {
    FIELD(branch_view, "relation", TEXT, relation),
    FIELD_OF(branch_view, "hashtags", LIST, members, entity_family_member),
};
static const struct json_entity entity_branch =
    JSON_ENTITY("FamilyBranch", struct branch_view, branch_fields);

struct family_view {
    struct str campaign;
    struct json_list branches;
};
static const struct json_field family_fields[] = {
    FIELD(family_view, "campaign", TEXT, campaign),
    FIELD_OF(family_view, "branches", LIST, branches, entity_branch),
};
const struct json_entity entity_family = JSON_ENTITY("Family", struct family_view, family_fields);

/* --- campaigns -------------------------------------------------------------------------- */

static struct str campaign_url(struct req *req, struct str slug)
{
    struct str base = desk_of(req)->house->public_url;
    return arena_printf(req->arena, "%.*s/c/%.*s", STRF(base), STRF(slug));
}

static enum err campaign_view_of(struct req *req, const struct campaign *campaign,
                                 struct campaign_view *out)
{
    const struct family_member *family;
    size_t n;
    TRY(campaign_family(desk_db(req), req->arena, campaign->id, &family, &n));
    struct str *names = arena_array(req->arena, struct str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = family[i].name;
    *out = (struct campaign_view){
        .slug = campaign->slug,
        .title = campaign->title,
        .call = campaign->call,
        .language = campaign->language,
        .url = campaign_url(req, campaign->slug),
        .called_ms = campaign->called_ms,
        .account = campaign->account,
        .hashtags = {names, n},
    };
    return OK;
}

enum err chorus_campaigns(struct req *req)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    struct campaign_view *views = arena_array(req->arena, struct campaign_view, n);
    for (size_t i = 0; i < n; i++)
        TRY(campaign_view_of(req, &campaigns[i], &views[i]));
    return reply_json_list(req, &entity_campaign, (struct json_list){views, n});
}

enum err chorus_campaign(struct req *req)
{
    struct campaign campaign;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    struct campaign_view view;
    TRY(campaign_view_of(req, &campaign, &view));
    return reply_json(req, &entity_campaign, &view);
}

static struct member_view member_view_of(struct load *load, const struct family_member *member,
                                         const struct family_member *main)
{
    return (struct member_view){
        .member = *member,
        .relation = str_of(relation_name(relation_of(member, main))),
        .url = load_tag_url(load, member->name),
    };
}

enum err chorus_hashtags(struct req *req)
{
    struct campaign campaign;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    const struct family_member *family;
    size_t n;
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    struct load load = load_of(req);
    struct member_view *members = arena_array(req->arena, struct member_view, n);
    for (size_t i = 0; i < n; i++)
        members[i] = member_view_of(&load, &family[i], &family[0]);
    return reply_json_list(req, &entity_family_member, (struct json_list){members, n});
}

/* A member, and behind it its imitations. */
static size_t put_node(struct load *load, const struct tree_node *node,
                       const struct family_member *main, struct member_view *out)
{
    size_t n = 0;
    out[n++] = member_view_of(load, node->member, main);
    for (size_t i = 0; i < node->n_spellings; i++) {
        out[n] = member_view_of(load, node->spellings[i], main);
        out[n++].relation = out[0].relation;
    }
    return n;
}

enum err chorus_family(struct req *req)
{
    struct campaign campaign;
    struct family_tree tree;
    const struct family_member *family;
    size_t n;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    TRY(family_tree_of(req->arena, family, n, &tree));
    struct load load = load_of(req);
    struct branch_view branches[RELATIONS];
    size_t used = 0;
    for (int i = 0; i < RELATIONS; i++) {
        struct member_view *members = arena_array(req->arena, struct member_view, n + 1);
        size_t count = 0;
        for (size_t k = 0; k < tree.relations[i].n; k++)
            count += put_node(&load, &tree.relations[i].nodes[k], &family[0], members + count);
        if (count > 0)
            branches[used++] =
                (struct branch_view){str_of(relation_name((enum relation)i)), {members, count}};
    }
    const struct family_view view = {campaign.slug, {branches, used}};
    return reply_json(req, &entity_family, &view);
}

/* --- a receipt -------------------------------------------------------------------------- */

struct receipt_view {
    struct str receipt;
};
static const struct json_field receipt_fields[] = {FIELD(receipt_view, "receipt", TEXT, receipt)};
const struct json_entity entity_receipt =
    JSON_ENTITY("Receipt", struct receipt_view, receipt_fields);

struct receipt_act {
    struct act act; /* first: found again by desk_done */
    struct receipt text;
    struct private_keys keys;
};

/* Shown this once; the server keeps a keyed hash only. */
static enum err receipt_made(struct req *req)
{
    struct receipt_act *done = (struct receipt_act *)desk_done(req);
    struct receipt *receipt = &done->text;
    struct receipt_view view = {str_of(receipt->text)};
    reply_no_store(req);
    enum err err = reply_json(req, &entity_receipt, &view);
    receipt_wipe(receipt);
    private_wipe(&done->keys);
    return err;
}

/* For somebody who came by an app and has none: whoever holds only a token cannot take the place
 * of a receipt that is in somebody's hands. */
enum err chorus_receipt(struct req *req)
{
    struct receipt_act *act = arena_new(req->arena, struct receipt_act);
    act->act = *desk_act(req, ACT_RECEIPT);
    act->act.idempotency = (struct str){0};
    act->text = receipt_new();
    TRY(private_renew(req, &act->text, &act->keys, &act->act));
    if (act->keys.before.has_receipt)
        return req_refuse(req, ERR_CONFLICT, "You have a receipt already.");
    return desk_submit(req, &act->act, receipt_made);
}
