/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Publishing and editing posts: the acts POST and EDIT.
 *
 * A post belongs to a campaign when it carries one of the family's hashtags, was written on the
 * campaign's page, or answers a voice that belongs to it. Its language and country are what
 * the person says, else what the hashtag says, else what she said about herself; never guessed.
 * Reading posts is post.c's work, taking them back withdraw.c's. */
#include <string.h>

#include "domain/batch.h"
#include "domain/text.h"
#include "domain/tie.h"
#include "sql/answer.h"
#include "sql/campaign.h"
#include "sql/post.h"

/* What has been found out about the post before anything is written. */
struct draft {
    const struct act_post *in;
    struct speaker author;
    struct person_id account;
    struct post_id parent, root;
    struct post_head_out parent_head, root_head;
    struct campaign_id page;
    struct str page_key;     /* the hashtag by which it belongs to the page's campaign, or empty */
    struct act_tag page_tag; /* the same when the page adds it; empty key: none */
    struct campaign_id speaker; /* the campaign that publishes it when it is anonymous, or none */
    struct cell *cell;
    int flags;
    struct str language, country;
};

/* The first to come are kept: the page's campaign, then those of the hashtags, then the thread's.
 */
static void join(struct cell *cell, struct campaign_id campaign, struct str hashtag)
{
    for (int i = 0; i < cell->n_members; i++)
        if (cell->members[i].campaign.v == campaign.v)
            return;
    if (cell->n_members < CELL_CAMPAIGNS_MAX)
        cell->members[cell->n_members++] =
            (struct cell_membership){.campaign = campaign, .hashtag = hashtag};
}

/* Equal cells are one, whatever the order in which the words name the campaigns. */
static void sort_members(struct cell *cell)
{
    for (int i = 1; i < cell->n_members; i++)
        for (int k = i; k > 0; k--) {
            struct cell_membership *pair = &cell->members[k - 1], later = pair[1];
            if (pair[0].campaign.v < later.campaign.v)
                break;
            pair[1] = pair[0];
            pair[0] = later;
        }
}

/* The campaigns it belongs to, and what the first hashtag of a family says of language and place.
 */
static enum err find_campaigns(struct batch *batch, struct draft *draft, struct cell *cell)
{
    if (draft->page.v != 0)
        join(cell, draft->page, draft->page_key);
    for (size_t i = 0; i < draft->in->n_tags; i++) {
        struct kin_list kin = registry_kin(batch->registry, draft->in->tags[i].key);
        for (size_t k = 0; k < kin.n; k++) {
            join(cell, kin.items[k].campaign, draft->in->tags[i].key);
            if (cell->language.n == 0)
                cell->language = kin.items[k].language;
            if (cell->country.n == 0)
                cell->country = kin.items[k].region;
        }
    }
    if (draft->root.v != 0) {
        struct cell *above;
        TRY(cell_get(batch, draft->root_head.cell, &above));
        for (int i = 0; i < above->n_members; i++)
            join(cell, above->members[i].campaign, above->members[i].hashtag);
    }
    if (cell->n_members > 0)
        draft->speaker = cell->members[0].campaign;
    sort_members(cell);
    return OK;
}

static enum err find_cell(struct batch *batch, struct draft *draft)
{
    struct cell cell = {
        .language = draft->in->language,
        .country = draft->in->country,
        .network = STR("here"),
    };
    TRY(find_campaigns(batch, draft, &cell));
    if (cell.language.n == 0)
        cell.language = draft->author.language;
    if (cell.country.n == 0)
        cell.country = draft->author.country;
    draft->language = draft->in->language.n ? draft->in->language : cell.language;
    draft->country = draft->in->country;
    return cell_of(batch, &cell, &draft->cell);
}

/* Accounts, not authors: a refusal must not tell who wrote what was said anonymously. */
static enum err may_answer(struct batch *batch, const struct draft *draft,
                           const struct post_head_out *head)
{
    struct tie_blocks_out ties;
    if (!draft->author.has_ties)
        return OK;
    TRY(sql_tie_blocks_one(batch->db, batch->arena,
                           &(struct tie_blocks_in){draft->author.id, head->account}, &ties));
    return ties.is_blocked ? ERR_NOT_FOUND : OK;
}

/* What it answers must stand, and its author must not have blocked the one who answers. */
static enum err find_parent(struct batch *batch, struct draft *draft)
{
    draft->parent = draft->in->parent;
    if (draft->parent.v == 0)
        return OK;
    TRY(answer_target(batch, draft->parent, &draft->parent_head, &draft->root_head));
    draft->root = draft->parent_head.root.v ? draft->parent_head.root : draft->parent;
    TRY(may_answer(batch, draft, &draft->root_head));
    return may_answer(batch, draft, &draft->parent_head);
}

/* A voice written on a campaign's page that carries none of the family's hashtags is filed under
 * the one the campaign is known by, so that apps find it too. */
static enum err find_page(struct batch *batch, struct draft *draft)
{
    draft->page = draft->in->page;
    if (draft->page.v == 0)
        return OK;
    if (registry_campaign(batch->registry, draft->page) == NULL)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < draft->in->n_tags; i++) {
        struct kin_list kin = registry_kin(batch->registry, draft->in->tags[i].key);
        for (size_t k = 0; k < kin.n; k++)
            if (kin.items[k].campaign.v == draft->page.v) {
                draft->page_key = draft->in->tags[i].key;
                return OK;
            }
    }
    if (draft->parent.v != 0)
        return OK;
    struct hashtag_main_out main;
    enum err err =
        sql_hashtag_main_one(batch->db, batch->arena,
                             &(struct hashtag_main_in){draft->page, draft->in->language}, &main);
    if (err == OK) {
        draft->page_tag = (struct act_tag){main.key, main.name};
        draft->page_key = main.key;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Anonymous voices are shown under the account of the campaign they belong to; without a
 * campaign there is nobody to publish for her. */
static enum err find_account(struct batch *batch, struct draft *draft)
{
    draft->account = draft->author.id;
    if (!draft->in->is_anonymous)
        return OK;
    if (draft->speaker.v == 0)
        return ERR_BAD_INPUT;
    const struct campaign *campaign = registry_campaign(batch->registry, draft->speaker);
    if (campaign == NULL)
        return ERR_STORAGE;
    draft->account = campaign->account;
    return OK;
}

static int flags_of(const struct act_post *in)
{
    return (in->is_bare ? POST_BARE : 0) | (in->is_sensitive ? POST_SENSITIVE : 0) |
           (in->is_unlisted ? POST_UNLISTED : 0) | (in->is_anonymous ? POST_ANONYMOUS : 0);
}

static enum err find_author(struct batch *batch, struct person_id id, struct draft *draft)
{
    TRY(recent_speaker(batch, id, &draft->author));
    return draft->author.is_leaving ? ERR_NOT_FOUND : OK;
}

/* --- writing --- */

static enum err write_places(struct batch *batch, const struct draft *draft, struct post_id id,
                             struct tag_id page_tag)
{
    if (draft->flags & POST_UNLISTED)
        return OK;
    for (size_t i = 0; i < draft->in->n_tags; i++) {
        struct tag_id tag;
        TRY(tag_number(batch, &draft->in->tags[i], &tag));
        WRITE(sql_post_tag_insert(batch->db, &(struct post_tag_insert_in){tag, id}));
    }
    if (page_tag.v != 0)
        WRITE(sql_post_tag_insert(batch->db, &(struct post_tag_insert_in){page_tag, id}));
    if (draft->root.v != 0)
        return OK;
    for (int i = 0; i < draft->cell->n_members; i++)
        WRITE(sql_campaign_post_insert(
            batch->db, &(struct campaign_post_insert_in){draft->cell->members[i].campaign, id}));
    return OK;
}

static enum err write_post(struct batch *batch, const struct draft *draft, struct post_id id,
                           struct tag_id page_tag)
{
    WRITE(sql_post_insert(batch->db, &(struct post_insert_in){
                                         .id = id,
                                         .author = draft->author.id,
                                         .account = draft->account,
                                         .parent = draft->parent,
                                         .root = draft->root,
                                         .body = draft->in->text,
                                         .warning = draft->in->warning,
                                         .language = draft->language,
                                         .country = draft->country,
                                         .flags = draft->flags,
                                         .cell = draft->cell->id,
                                         .page_campaign = draft->page,
                                         .page_tag = page_tag,
                                         .client = draft->in->client,
                                     }));
    recent_written(batch, id,
                   &(struct post_head_out){
                       .author = draft->author.id,
                       .account = draft->account,
                       .parent = draft->parent,
                       .root = draft->root,
                       .flags = draft->flags,
                       .cell = draft->cell->id,
                       .page_campaign = draft->page,
                       .page_tag = page_tag,
                   });
    TRY(write_places(batch, draft, id, page_tag));
    return ledger_act(batch, draft->cell, draft->root.v ? COUNT_COMMENT : COUNT_POST, id.v,
                      draft->author.id, 1);
}

static void count_answer(struct batch *batch, const struct draft *draft)
{
    if (draft->root.v == 0)
        return;
    ledger_answer(batch, draft->root, ANSWER_COMMENT, 1);
    if (draft->parent.v != draft->root.v)
        ledger_answer(batch, draft->parent, ANSWER_COMMENT, 1);
}

/* Those who are mentioned by name, and the author of what is answered, once each. */
static enum err write_notices(struct batch *batch, const struct draft *draft, struct post_id id)
{
    struct person_id told[1 + TEXT_MENTIONS_MAX];
    size_t n_told = 0;
    if (draft->parent.v != 0)
        told[n_told++] = draft->parent_head.author;
    for (size_t i = 0; i < draft->in->n_mentions && i < TEXT_MENTIONS_MAX; i++) {
        struct person person;
        enum err err = person_find(batch->db, batch->arena, draft->in->mentions[i], &person);
        if (err == OK && !person.is_campaign)
            told[n_told++] = person.id;
        else if (err != OK && err != ERR_NOT_FOUND)
            return err;
    }
    struct telling telling = {
        .kind = NOTICE_MENTION,
        .actor = draft->author.id,
        .account = draft->account,
        .post = id,
        .root = draft->root.v ? draft->root : id,
    };
    for (size_t i = 0; i < n_told; i++) {
        bool is_again = told[i].v == draft->author.id.v;
        for (size_t k = 0; k < i; k++)
            is_again = is_again || told[k].v == told[i].v;
        telling.person = told[i];
        if (!is_again)
            TRY(notice_add(batch, &telling));
    }
    return OK;
}

static void tell(struct batch *batch, const struct draft *draft, struct post_id id,
                 enum event_kind kind)
{
    if (batch->events == NULL)
        return;
    size_t n = draft->in->n_tags;
    struct str *keys = arena_array(batch->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        keys[i] = draft->in->tags[i].key;
    if (draft->page_tag.key.n > 0)
        keys[n++] = draft->page_tag.key;
    struct event event = {
        .kind = kind,
        .post = id,
        .root = draft->root,
        .account = draft->account,
        .tags = keys,
        .n_tags = n,
        .is_listed = !(draft->flags & POST_UNLISTED),
    };
    for (int i = 0; i < draft->cell->n_members && i < EVENT_CAMPAIGNS_MAX; i++)
        event.campaigns[event.n_campaigns++] = draft->cell->members[i].campaign;
    event_add(batch->events, &event);
}

enum err post_apply_post(struct batch *batch, struct act *act)
{
    struct draft draft = {.in = &act->post, .flags = flags_of(&act->post)};
    TRY(find_author(batch, act->person, &draft));
    TRY(find_parent(batch, &draft));
    TRY(find_page(batch, &draft));
    TRY(find_cell(batch, &draft));
    TRY(find_account(batch, &draft));

    struct post_id id = {batch_id(batch)};
    struct tag_id page_tag = {0};
    if (draft.page_tag.key.n > 0)
        TRY(tag_number(batch, &draft.page_tag, &page_tag));
    TRY(write_post(batch, &draft, id, page_tag));
    count_answer(batch, &draft);
    TRY(write_notices(batch, &draft, id));
    tell(batch, &draft, id, EVENT_POST);
    act->parent_account = draft.parent_head.account;
    act->id = id.v;
    return OK;
}

/* --- editing --- */

/* Takes the old wording out of lists and figures; the new one is entered as if it were new. */
static enum err remove_places(struct batch *batch, struct post_id id,
                              const struct post_head_out *head, const struct cell *cell,
                              const struct act_tag *old_tags, size_t n_old)
{
    for (size_t i = 0; i < n_old; i++) {
        struct tag_id tag;
        if (tag_find(batch, old_tags[i].key, &tag) == OK)
            WRITE(sql_post_tag_delete(batch->db, &(struct post_tag_delete_in){tag, id}));
    }
    if (head->page_tag.v != 0)
        WRITE(sql_post_tag_delete(batch->db, &(struct post_tag_delete_in){head->page_tag, id}));
    for (int i = 0; i < cell->n_members; i++)
        WRITE(sql_campaign_post_delete(
            batch->db, &(struct campaign_post_delete_in){cell->members[i].campaign, id}));
    if (head->state != 0)
        return OK;
    return ledger_act(batch, cell, head->root.v ? COUNT_COMMENT : COUNT_POST, id.v, head->author,
                      -1);
}

static enum err keep_wording(struct batch *batch, struct post_id id,
                             const struct post_words_out *words)
{
    struct post_edit_last_out last;
    TRY(sql_post_edit_last_one(batch->db, batch->arena, &(struct post_edit_last_in){id}, &last));
    WRITE(sql_post_edit_insert(
        batch->db, &(struct post_edit_insert_in){
                       .post = id,
                       .at_ms = batch->now_ms > last.at_ms ? batch->now_ms : last.at_ms + 1,
                       .body = words->body,
                       .warning = words->warning,
                       .language = words->language,
                   }));
    return OK;
}

static enum err find_for_edit(struct batch *batch, struct act *act, struct draft *draft,
                              struct post_head_out *head)
{
    TRY(find_author(batch, act->person, draft));
    TRY(answer_target(batch, act->post.target, head, &draft->root_head));
    if (head->author.v != act->person.v)
        return ERR_NOT_FOUND;
    act->post.page = head->page_campaign;
    act->post.parent = head->parent;
    draft->parent = head->parent;
    draft->root = head->root;
    draft->flags = (flags_of(&act->post) & ~POST_ANONYMOUS & ~POST_UNLISTED) |
                   ((int)head->flags & (POST_ANONYMOUS | POST_UNLISTED));
    draft->account = head->account;
    return OK;
}

/* What the edit does not speak of stays. */
static void keep_said(struct act_post *post, const struct post_words_out *words)
{
    if (post->language.p == NULL)
        post->language = words->language;
    if (post->country.p == NULL)
        post->country = words->country;
    if (post->warning.p == NULL)
        post->warning = words->warning;
}

static enum err write_edit(struct batch *batch, const struct draft *draft, struct post_id id,
                           struct tag_id page_tag)
{
    WRITE(sql_post_update(batch->db, &(struct post_update_in){
                                         .id = id,
                                         .body = draft->in->text,
                                         .warning = draft->in->warning,
                                         .language = draft->language,
                                         .country = draft->country,
                                         .flags = draft->flags,
                                         .cell = draft->cell->id,
                                         .edited_ms = batch->now_ms,
                                         .page_tag = page_tag,
                                     }));
    recent_forget_post(batch, id);
    TRY(write_places(batch, draft, id, page_tag));
    return ledger_act(batch, draft->cell, draft->root.v ? COUNT_COMMENT : COUNT_POST, id.v,
                      draft->author.id, 1);
}

enum err post_apply_edit(struct batch *batch, struct act *act)
{
    struct draft draft = {.in = &act->post};
    struct post_head_out head;
    struct post_words_out words;
    struct cell *old_cell;
    struct act_tag *old_tags;
    size_t n_old;
    struct post_id id = act->post.target;
    TRY(find_for_edit(batch, act, &draft, &head));
    TRY(sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){id}, &words));
    keep_said(&act->post, &words);
    TRY(find_page(batch, &draft));
    TRY(find_cell(batch, &draft));
    TRY(cell_get(batch, head.cell, &old_cell));
    act_find_tags(batch->arena, words.body, &old_tags, &n_old);

    TRY(keep_wording(batch, id, &words));
    TRY(remove_places(batch, id, &head, old_cell, old_tags, n_old));
    struct tag_id page_tag = {0};
    if (draft.page_tag.key.n > 0)
        TRY(tag_number(batch, &draft.page_tag, &page_tag));
    TRY(write_edit(batch, &draft, id, page_tag));
    batch->has_removed = true;
    tell(batch, &draft, id, EVENT_EDIT);
    act->id = id.v;
    return OK;
}
