/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bringing a post in and taking it away (publication.h). */
#include "domain/publication.h"

#include "base/clock.h"
#include "crypto/secret.h"
#include "domain/audience.h"
#include "domain/language.h"
#include "domain/standing.h"
#include "domain/sweep.h"
#include "domain/text.h"
#include "domain/telling.h"
#include "domain/tie.h"
#include "sql/post.h"
#include "sql/tag.h"

/* Whether an act has this number. */
static enum err is_given(struct batch *batch, int64_t id, bool *is_given)
{
    struct id_is_given_out row;
    TRY(sql_id_is_given_one(batch->db, batch->arena, &(struct id_is_given_in){id}, &row));
    *is_given = row.is_given;
    return OK;
}

enum err publication_number(struct batch *batch, int flags, struct post_id *id)
{
    bool is_taken = true;
    if (!(flags & POST_DAY)) {
        id->v = batch_id(batch);
        return OK;
    }
    int64_t day_ms = time_day_start(batch->now_ms);
    uint64_t span = (uint64_t)(id_at_ms(batch->now_ms) - id_at_ms(day_ms)) + 1;
    while (is_taken) {
        uint64_t chance;
        secret_bytes(&chance, sizeof chance);
        id->v = id_at_ms(day_ms) + (int64_t)(chance % span);
        TRY(is_given(batch, id->v, &is_taken));
    }
    return OK;
}

static enum err find_page_tag(struct batch *batch, struct publication *post)
{
    struct tag_key_out row;
    if (post->page_tag.v == 0)
        return OK;
    TRY(sql_tag_key_one(batch->db, batch->arena, &(struct tag_key_in){post->page_tag}, &row));
    post->page_key = row.key;
    return OK;
}

static enum err find_parent_author(struct batch *batch, struct publication *post)
{
    struct post_head_out head;
    if (post->parent.v == 0)
        return OK;
    enum err err = recent_head(batch, post->parent, &head);
    if (err == OK) {
        post->parent_author = head.author;
        post->parent_is_veiled = head.is_veiled;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err publication_of(struct batch *batch, struct post_id id, const struct post_head_out *head,
                        struct publication *out)
{
    struct post_words_out words;
    struct cell *cell;
    struct act_tag *tags;
    struct str *mentions = arena_array(batch->arena, struct str, TEXT_MENTIONS_MAX);
    struct publication post = {
        .id = id,
        .parent = head->parent,
        .root = head->root,
        .author = head->author,
        .account = head->account,
        .flags = (int)head->flags,
        .audiences = (int)head->audiences,
        .page_tag = head->page_tag,
        .mentions = mentions,
    };
    TRY(sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){id}, &words));
    TRY(cell_get(batch, head->cell, &cell));
    post.cell = cell;
    act_find_tags(batch->arena, words.body, &tags, &post.n_tags);
    post.tags = tags;
    text_mentions(words.body, mentions, TEXT_MENTIONS_MAX, &post.n_mentions);
    TRY(find_page_tag(batch, &post));
    TRY(find_parent_author(batch, &post));
    *out = post;
    return OK;
}

/* --- lists and figures --- */

/* Into the lists of a campaign: of all, and of those in its language. */
static enum err enter_campaign(struct batch *batch, const struct publication *post,
                               struct campaign_id campaign)
{
    const struct campaign_post_insert_in all = {campaign, post->id};
    const struct language_post_insert_in same = {campaign, language_base(post->cell->language),
                                                 post->id};
    WRITE(sql_campaign_post_insert(batch->db, &all));
    WRITE(sql_language_post_insert(batch->db, &same));
    return OK;
}

static enum err leave_campaign(struct batch *batch, const struct publication *post,
                               struct campaign_id campaign)
{
    const struct campaign_post_delete_in all = {campaign, post->id};
    const struct language_post_delete_in same = {campaign, language_base(post->cell->language),
                                                 post->id};
    WRITE(sql_campaign_post_delete(batch->db, &all));
    WRITE(sql_language_post_delete(batch->db, &same));
    return OK;
}

static enum err enter_lists(struct batch *batch, const struct publication *post)
{
    if (post->flags & POST_UNLISTED)
        return OK;
    for (size_t i = 0; i < post->n_tags; i++) {
        struct tag_id tag;
        TRY(tag_number(batch, &post->tags[i], &tag));
        TRY(tag_enter(batch, tag, post->id));
    }
    if (post->page_tag.v != 0)
        TRY(tag_enter(batch, post->page_tag, post->id));
    if (post->root.v != 0)
        return OK;
    for (int i = 0; i < post->cell->n_members; i++)
        TRY(enter_campaign(batch, post, post->cell->members[i].campaign));
    return OK;
}

static enum err leave_tags(struct batch *batch, const struct publication *post)
{
    for (size_t i = 0; i < post->n_tags; i++) {
        struct tag_id tag;
        enum err err = tag_find(batch, post->tags[i].key, &tag);
        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        TRY(tag_leave(batch, tag, post->id));
        if (registry_kin(batch->registry, post->tags[i].key).n == 0)
            TRY(sweep_add(batch, SWEEP_TAG, tag.v));
    }
    if (post->page_tag.v != 0)
        TRY(tag_leave(batch, post->page_tag, post->id));
    return OK;
}

static enum err leave_lists(struct batch *batch, const struct publication *post)
{
    if (post->flags & POST_UNLISTED)
        return OK;
    TRY(leave_tags(batch, post));
    if (post->root.v != 0)
        return OK;
    for (int i = 0; i < post->cell->n_members; i++)
        TRY(leave_campaign(batch, post, post->cell->members[i].campaign));
    return OK;
}

static enum err count(struct batch *batch, const struct publication *post, int sign)
{
    enum act_count kind = post->root.v != 0 ? COUNT_COMMENT : COUNT_POST;
    if (post->flags & POST_ANONYMOUS)
        return ledger_veiled(batch, post->cell, kind, post->id.v, post->author, sign);
    return ledger_act(batch, post->cell, kind, post->id.v, post->author, sign);
}

enum err publication_enter(struct batch *batch, const struct publication *post)
{
    TRY(enter_lists(batch, post));
    return count(batch, post, 1);
}

enum err publication_leave(struct batch *batch, const struct publication *post)
{
    TRY(leave_lists(batch, post));
    return count(batch, post, -1);
}

enum err answer_count(struct batch *batch, struct post_id post, enum answer answer, int sign)
{
    struct post_head_out head;
    enum err err = recent_head(batch, post, &head);
    if (err == OK && !(head.state & AWAY_FALLEN))
        ledger_answer(batch, post, answer, sign);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err publication_answer(struct batch *batch, const struct publication *post, int sign)
{
    if (post->root.v == 0)
        return OK;
    TRY(answer_count(batch, post->root, ANSWER_COMMENT, sign));
    if (post->parent.v == post->root.v)
        return OK;
    return answer_count(batch, post->parent, ANSWER_COMMENT, sign);
}

/* --- who is told --- */

static enum err add_mentioned(struct batch *batch, const struct publication *post,
                              struct person_id *told, size_t *n)
{
    for (size_t i = 0; i < post->n_mentions && i < TEXT_MENTIONS_MAX; i++) {
        struct person person;
        enum err err = person_find(batch->db, batch->arena, post->mentions[i], &person);
        if (err == OK && !person.is_campaign)
            told[(*n)++] = person.id;
        else if (err != OK && err != ERR_NOT_FOUND)
            return err;
    }
    return OK;
}

/* Nobody is told more or less because of who is behind the veil: neither its absence nor its
 * presence may say who said something anonymously. */
static enum err tell_mentioned(struct batch *batch, const struct publication *post,
                               struct telling telling)
{
    struct person_id told[TEXT_MENTIONS_MAX];
    size_t n = 0;
    TRY(add_mentioned(batch, post, told, &n));
    for (size_t i = 0; i < n; i++) {
        bool is_again = told[i].v == telling.actor.v ||
                        (told[i].v == post->parent_author.v && !post->parent_is_veiled);
        for (size_t k = 0; k < i; k++)
            is_again = is_again || told[k].v == told[i].v;
        telling.person = told[i];
        if (!is_again)
            TRY(notice_add(batch, &telling));
    }
    return OK;
}

enum err publication_notify(struct batch *batch, const struct publication *post)
{
    struct telling telling = {
        .person = post->parent_author,
        .kind = NOTICE_MENTION,
        .actor = post->flags & POST_ANONYMOUS ? post->account : post->author,
        .account = post->account,
        .post = post->id,
        .root = post->root.v ? post->root : post->id,
    };
    if (post->parent_is_veiled)
        telling.veiled = post->parent;
    bool is_own = post->parent_author.v == telling.actor.v && !post->parent_is_veiled;
    if (post->parent_author.v != 0 && !is_own)
        TRY(notice_add(batch, &telling));
    telling.veiled.v = 0;
    return tell_mentioned(batch, post, telling);
}

void publication_tell(struct batch *batch, const struct publication *post, enum event_kind kind)
{
    bool was_shown = (post->audiences & FOR_APPS) != 0;
    if (batch->events == NULL || (kind == EVENT_GONE && !was_shown))
        return;
    size_t n = post->n_tags;
    struct str *keys = arena_array(batch->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        keys[i] = post->tags[i].key;
    if (post->page_key.n > 0)
        keys[n++] = post->page_key;
    struct event event = {
        .kind = kind,
        .post = post->id,
        .root = post->root,
        .account = post->account,
        .tags = keys,
        .n_tags = n,
        .is_listed = !(post->flags & POST_UNLISTED) && was_shown,
    };
    for (int i = 0; i < post->cell->n_members && i < EVENT_CAMPAIGNS_MAX; i++)
        event.campaigns[event.n_campaigns++] = post->cell->members[i].campaign;
    event_add(batch->events, &event);
}
