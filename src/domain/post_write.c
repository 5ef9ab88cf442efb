/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Publishing and editing posts: the acts POST and EDIT.
 *
 * A post belongs to a campaign when it carries one of the family's hashtags, was written on the
 * campaign's page, or answers a voice that belongs to it. Its language and country are what
 * the person says, else what the hashtag says, else what she said about herself; never guessed.
 * Reading posts is post.c's work, taking them back withdraw.c's. */
#include "domain/audience.h"
#include "domain/consent.h"
#include "domain/due.h"
#include "domain/publication.h"
#include "domain/screening.h"
#include "domain/standing.h"
#include "domain/veil_write.h"
#include "sql/answer.h"
#include "sql/campaign.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/standing.h"

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
    int64_t state;    /* enum post_away */
    uint64_t holds;   /* why it waits, when it does */
    uint64_t noted;   /* what moderators are to look at without its waiting */
    bool is_exposing; /* a hashtag of a family asks to name somebody */
    struct screening judged;
    struct str language, country;
};

/* What an edit leaves as it is. */
enum { POST_KEPT = POST_ANONYMOUS | POST_UNLISTED | POST_DAY | POST_NAMED };

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
            draft->is_exposing |= kin.items[k].is_exposing;
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
    if (draft->author.is_plain)
        return OK;
    TRY(sql_tie_blocks_one(batch->db, batch->arena,
                           &(struct tie_blocks_in){draft->author.id, head->account}, &ties));
    return ties.is_blocked ? ERR_NOT_FOUND : OK;
}

/* What it answers must stand, and its author must not have blocked the one who answers. */
static enum err find_parent(struct batch *batch, const struct act *act, struct draft *draft)
{
    draft->parent = draft->in->parent;
    if (draft->parent.v == 0)
        return OK;
    TRY(answer_target(batch, act, draft->parent, &draft->parent_head, &draft->root_head));
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
           (in->is_unlisted ? POST_UNLISTED : 0) | (in->is_anonymous ? POST_ANONYMOUS : 0) |
           (in->is_day_only ? POST_DAY : 0) | (in->name.n > 0 ? POST_NAMED : 0);
}

static enum err find_author(struct batch *batch, struct person_id id, struct draft *draft)
{
    TRY(recent_speaker(batch, id, &draft->author));
    if (draft->author.is_leaving)
        return ERR_NOT_FOUND;
    return draft->author.is_suspended ? ERR_FORBIDDEN : OK;
}

/* --- writing --- */

/* Answering is the author's to allow. Her own comments need nobody's leave, unless they would tell
 * that an anonymous voice is hers. */
static enum err find_leave(struct batch *batch, struct draft *draft)
{
    const struct post_head_out *root = &draft->root_head;
    if (draft->root.v == 0 || (root->author.v == draft->author.id.v && !root->is_veiled))
        return OK;
    int64_t policy = root->answers & ANSWERS_MASK;
    if (policy >= ANSWERS_REACTIONS)
        return ERR_FORBIDDEN;
    if (root->answers & ANSWERS_SHIELDED)
        draft->holds |= HOLD_BIT(HOLD_SHIELD);
    if (policy == ANSWERS_APPROVED)
        draft->state |= AWAY_ASKED;
    if (policy != ANSWERS_PARTNERS)
        return OK;
    struct role_assists_out role;
    TRY(sql_role_assists_one(batch->db, batch->arena,
                             &(struct role_assists_in){draft->author.id, root->cell}, &role));
    return role.is_assisting ? OK : ERR_FORBIDDEN;
}

static enum err judge(struct batch *batch, struct draft *draft)
{
    TRY(screening_judge(batch, draft->cell, draft->in, draft->author.id, &draft->judged));
    return draft->is_exposing ? screening_exposed(batch, draft->in, &draft->judged.reasons) : OK;
}

/* Whether it is published at once, and if not, why. */
static enum err find_state(struct batch *batch, struct draft *draft)
{
    TRY(judge(batch, draft));
    draft->holds = hold_by_rules(batch, draft->cell, draft->judged.reasons, &draft->noted);
    TRY(find_leave(batch, draft));
    if (draft->holds != 0)
        draft->state |= AWAY_HELD;
    if (draft->in->publish_at_ms > batch->now_ms)
        draft->state |= AWAY_WAITING;
    if (draft->state != 0)
        draft->state |= AWAY_NEW;
    return OK;
}

/* Which app she uses could tell who she is. */
static struct client_id client_of(const struct draft *draft)
{
    const struct client_id none = {0};
    return draft->flags & POST_ANONYMOUS ? none : draft->in->client;
}

static enum err write_row(struct batch *batch, const struct draft *draft, struct post_id id,
                          struct tag_id page_tag)
{
    int audiences = draft->in->audiences ? draft->in->audiences : FOR_PUBLIC;
    WRITE(sql_post_insert(batch->db,
                          &(struct post_insert_in){
                              .id = id,
                              .author = veil_stored(batch, id, draft->flags, draft->author.id),
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
                              .client = client_of(draft),
                              .state = draft->state,
                              .audiences = audiences,
                              .answers = draft->in->answers,
                          }));
    recent_written(batch, id,
                   &(struct post_head_out){
                       .author = draft->author.id,
                       .account = draft->account,
                       .parent = draft->parent,
                       .root = draft->root,
                       .flags = draft->flags,
                       .state = draft->state,
                       .cell = draft->cell->id,
                       .page_campaign = draft->page,
                       .page_tag = page_tag,
                       .audiences = audiences,
                       .answers = draft->in->answers,
                       .is_veiled = (draft->flags & POST_ANONYMOUS) != 0,
                   });
    return OK;
}

/* What goes with few: consents that were noted, moments, reasons to wait. */
static enum err write_terms(struct batch *batch, const struct draft *draft, struct post_id id)
{
    const struct act_post *in = draft->in;
    if (in->n_consents > 0)
        TRY(consent_note(batch, id, in->consents, in->n_consents, true));
    if (in->name.n > 0)
        WRITE(sql_signature_put(batch->db, &(struct signature_put_in){id, in->name}));
    if (draft->state & AWAY_ASKED)
        WRITE(sql_asked_put(batch->db, &(struct asked_put_in){draft->root, id, false}));
    if (draft->state & AWAY_WAITING)
        TRY(due_put(batch, id, DUE_PUBLISH, in->publish_at_ms));
    if (in->expires_ms != 0)
        TRY(due_put(batch, id, DUE_EXPIRE, in->expires_ms));
    uint64_t reasons = draft->holds | draft->noted;
    return reasons ? hold_add(batch, id, reasons, draft->judged.cluster) : OK;
}

static struct publication publication_from(const struct draft *draft, struct post_id id,
                                           struct tag_id page_tag)
{
    return (struct publication){
        .id = id,
        .parent = draft->parent,
        .root = draft->root,
        .author = draft->author.id,
        .account = draft->account,
        .parent_author = draft->parent_head.author,
        .parent_is_veiled = draft->parent_head.is_veiled,
        .flags = draft->flags,
        .audiences = draft->in->audiences ? draft->in->audiences : FOR_PUBLIC,
        .cell = draft->cell,
        .tags = draft->in->tags,
        .n_tags = draft->in->n_tags,
        .page_tag = page_tag,
        .page_key = draft->page_tag.key,
        .mentions = draft->in->mentions,
        .n_mentions = draft->in->n_mentions,
    };
}

static enum err publish(struct batch *batch, const struct publication *post)
{
    TRY(publication_enter(batch, post));
    TRY(publication_answer(batch, post, 1));
    TRY(publication_notify(batch, post));
    publication_tell(batch, post, EVENT_POST);
    return OK;
}

static enum err number_page_tag(struct batch *batch, const struct draft *draft, struct tag_id *tag)
{
    tag->v = 0;
    return draft->page_tag.key.n > 0 ? tag_number(batch, &draft->page_tag, tag) : OK;
}

/* For the answer, which need not read what was just written. */
static void tell_made(const struct draft *draft, struct act_made *out)
{
    const struct act_post *in = draft->in;
    bool is_comment = draft->root.v != 0;
    int audiences = in->audiences ? in->audiences : FOR_PUBLIC;
    *out = (struct act_made){
        .root = draft->root,
        .parent_account = draft->parent_head.account,
        .audiences = is_comment ? audiences & (int)draft->root_head.audiences : audiences,
        .answers = is_comment ? (int)draft->root_head.answers : in->answers,
    };
    str_copy(out->language, str_sub(draft->language, 0, LANGUAGE_MAX_CHARS));
}

enum err post_apply_post(struct batch *batch, struct act *act)
{
    struct draft draft = {.in = &act->post, .flags = flags_of(&act->post)};
    struct post_id id;
    struct tag_id page_tag;
    TRY(find_author(batch, act->person, &draft));
    TRY(find_parent(batch, act, &draft));
    TRY(find_page(batch, &draft));
    TRY(find_cell(batch, &draft));
    TRY(find_account(batch, &draft));
    TRY(find_state(batch, &draft));

    TRY(publication_number(batch, draft.state ? 0 : draft.flags, &id));
    if (draft.flags & POST_ANONYMOUS)
        TRY(veil_add(batch, act->person, id));
    TRY(number_page_tag(batch, &draft, &page_tag));
    TRY(write_row(batch, &draft, id, page_tag));
    TRY(write_terms(batch, &draft, id));
    TRY(screening_name(batch, draft.in, &draft.judged, id));
    if (draft.state == 0) {
        const struct publication post = publication_from(&draft, id, page_tag);
        TRY(publish(batch, &post));
    }
    tell_made(&draft, &act->made);
    act->is_away = draft.state != 0;
    act->id = id.v;
    return OK;
}

/* --- editing --- */

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
    TRY(recent_head(batch, act->post.target, head));
    if (head->author.v != act->person.v || head->state & AWAY_FALLEN)
        return ERR_NOT_FOUND;
    if (head->root.v != 0)
        TRY(recent_head(batch, head->root, &draft->root_head));
    act->post.page = head->page_campaign;
    act->post.parent = head->parent;
    draft->parent = head->parent;
    draft->root = head->root;
    draft->flags = (flags_of(&act->post) & ~POST_KEPT) | ((int)head->flags & POST_KEPT);
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
    if (draft->flags & POST_ANONYMOUS)
        veil_changed(batch, draft->author.id);
    return OK;
}

/* The old wording leaves lists and figures, the new one enters as if it were new. */
static enum err replace(struct batch *batch, const struct publication *old,
                        const struct draft *draft)
{
    struct tag_id page_tag;
    TRY(number_page_tag(batch, draft, &page_tag));
    TRY(publication_leave(batch, old));
    TRY(write_edit(batch, draft, old->id, page_tag));
    struct publication new = publication_from(draft, old->id, page_tag);
    TRY(publication_enter(batch, &new));
    publication_tell(batch, &new, EVENT_EDIT);
    return OK;
}

static enum err change_words(struct batch *batch, const struct post_head_out *head,
                             const struct publication *old, const struct draft *draft)
{
    struct tag_id page_tag;
    if (head->state == 0)
        return replace(batch, old, draft);
    TRY(number_page_tag(batch, draft, &page_tag));
    return write_edit(batch, draft, old->id, page_tag);
}

enum err post_apply_edit(struct batch *batch, struct act *act)
{
    struct draft draft = {.in = &act->post};
    struct post_head_out head;
    struct post_words_out words;
    struct publication old;
    struct post_id id = act->post.target;
    TRY(find_for_edit(batch, act, &draft, &head));
    TRY(sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){id}, &words));
    keep_said(&act->post, &words);
    TRY(find_page(batch, &draft));
    TRY(find_cell(batch, &draft));
    TRY(publication_of(batch, id, &head, &old));
    act->post.audiences = (int)head.audiences;

    TRY(keep_wording(batch, id, &words));
    TRY(change_words(batch, &head, &old, &draft));
    TRY(judge(batch, &draft));
    TRY(screening_name(batch, draft.in, &draft.judged, id));
    TRY(hold_renew(batch, &id, draft.cell, draft.judged.reasons, draft.judged.cluster));
    batch->has_removed = true;
    act->id = id.v;
    return OK;
}
