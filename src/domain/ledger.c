/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Adding up a batch's changes and writing them once per row (ledger.h).
 *
 * Changes are appended as they come, sorted and merged at the flush. People are the delicate
 * part: a new act can only move a person's last hour forward; when one is taken back, her hours are
 * counted again from the acts that stand, which the transaction already shows, unless posts of hers
 * are found at once that keep both. What she does openly and what she says anonymously are kept
 * apart (recent.h), and counted as one person. */
#include "domain/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "domain/batch.h"
#include "domain/recent.h"
#include "domain/told.h"
#include "domain/veil_write.h"
#include "sql/post.h"
#include "sql/tag.h"
#include "sql/tally.h"

/* Room for one more item; grows by doubling in the batch's arena. */
static void *grow(struct arena *arena, void *items, size_t n, size_t *room, size_t each)
{
    enum { FIRST_ROOM = 64 };
    if (n < *room)
        return items;
    size_t more = *room ? *room * 2 : FIRST_ROOM;
    void *bigger = arena_take(arena, more, each, alignof(max_align_t));
    if (n > 0)
        memcpy(bigger, items, n * each);
    *room = more;
    return bigger;
}

static void add_people(struct batch *batch, struct people_change change)
{
    struct ledger *l = &batch->ledger;
    l->people = grow(batch->arena, l->people, l->n_people, &l->room_people, sizeof *l->people);
    l->people[l->n_people++] = change;
}

/* `who` says the person and the sign. */
static enum err add_act(struct batch *batch, const struct cell *cell, enum act_count kind,
                        int64_t id, struct people_change who)
{
    struct ledger *l = &batch->ledger;
    for (int i = 0; i < cell->n_members; i++) {
        struct campaign_id campaign_id = cell->members[i].campaign;
        const struct campaign *campaign = registry_campaign(batch->registry, campaign_id);
        if (campaign == NULL)
            return ERR_STORAGE;
        int64_t hour = campaign_hour(campaign, id_ms(id));
        l->tally = grow(batch->arena, l->tally, l->n_tally, &l->room_tally, sizeof *l->tally);
        l->tally[l->n_tally++] = (struct tally_change){campaign_id, hour, kind, cell, who.sign};
        who.campaign = campaign_id;
        who.hour = hour;
        add_people(batch, who);
    }
    return OK;
}

void ledger_balance(struct batch *batch, struct person_id person)
{
    struct ledger *l = &batch->ledger;
    if (l->n_veiled > 0 && l->veiled[l->n_veiled - 1].v == person.v)
        return;
    l->veiled = grow(batch->arena, l->veiled, l->n_veiled, &l->room_veiled, sizeof *l->veiled);
    l->veiled[l->n_veiled++] = person;
}

enum err ledger_act(struct batch *batch, const struct cell *cell, enum act_count kind, int64_t id,
                    struct person_id person, int sign)
{
    return add_act(batch, cell, kind, id, (struct people_change){.person = person, .sign = sign});
}

enum err ledger_veiled(struct batch *batch, const struct cell *cell, enum act_count kind,
                       int64_t id, struct person_id person, int sign)
{
    const struct people_change who = {.person = person, .sign = sign, .is_veiled = true};
    ledger_balance(batch, person);
    return add_act(batch, cell, kind, id, who);
}

static void add_answer(struct batch *batch, const struct answer_change *change)
{
    struct ledger *l = &batch->ledger;
    l->answers = grow(batch->arena, l->answers, l->n_answers, &l->room_answers, sizeof *l->answers);
    l->answers[l->n_answers++] = *change;
    recent_answered(batch, change);
}

void ledger_answer(struct batch *batch, struct post_id post, enum answer answer, int sign)
{
    struct answer_change change = {.post = post};
    change.n[answer] = sign;
    add_answer(batch, &change);
}

void ledger_reaction(struct batch *batch, struct post_id post, enum answer answer, int64_t id)
{
    struct answer_change change = {.post = post, .last_reaction = id};
    change.n[answer] = 1;
    add_answer(batch, &change);
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* --- the tally --- */

static int by_row(const void *a, const void *b)
{
    const struct tally_change *x = a, *y = b;
    int c = compare(x->campaign.v, y->campaign.v);
    if (c == 0)
        c = compare(x->hour, y->hour);
    if (c == 0)
        c = compare((int64_t)x->kind, (int64_t)y->kind);
    return c ? c : compare(x->cell->id.v, y->cell->id.v);
}

static enum err write_tally(struct batch *batch, const struct tally_change *change)
{
    enum { FIRST_KIND = 1 }; /* kinds are numbered from 1 in the table */
    int64_t kind = (int64_t)change->kind + FIRST_KIND;
    WRITE(sql_tally_add(batch->db, &(struct tally_add_in){
                                       .campaign = change->campaign,
                                       .hour = change->hour,
                                       .kind = kind,
                                       .cell = change->cell->id,
                                       .n = change->n,
                                   }));
    if (change->n < 0)
        WRITE(sql_tally_delete_empty(batch->db, &(struct tally_delete_empty_in){
                                                    .campaign = change->campaign,
                                                    .hour = change->hour,
                                                    .kind = kind,
                                                    .cell = change->cell->id,
                                                }));
    struct ledger *l = &batch->ledger;
    l->done_tally = grow(batch->arena, l->done_tally, l->n_done_tally, &l->room_done_tally,
                         sizeof *l->done_tally);
    l->done_tally[l->n_done_tally++] = *change;
    return OK;
}

static enum err flush_tally(struct batch *batch)
{
    struct ledger *l = &batch->ledger;
    if (l->n_tally > 1)
        qsort(l->tally, l->n_tally, sizeof *l->tally, by_row);
    for (size_t i = 0, next; i < l->n_tally; i = next) {
        struct tally_change sum = l->tally[i];
        for (next = i + 1; next < l->n_tally && by_row(&sum, &l->tally[next]) == 0; next++)
            sum.n += l->tally[next].n;
        if (sum.n != 0)
            TRY(write_tally(batch, &sum));
    }
    l->n_tally = 0;
    return OK;
}

/* --- people --- */

static int by_person(const void *a, const void *b)
{
    const struct people_change *x = a, *y = b;
    int c = compare(x->campaign.v, y->campaign.v);
    return c ? c : compare(x->person.v, y->person.v);
}

static void add_hour(struct batch *batch, struct campaign_id campaign, int64_t hour, int64_t firsts,
                     int64_t lasts)
{
    struct ledger *l = &batch->ledger;
    for (size_t i = l->n_done_hours; i-- > 0;)
        if (l->done_hours[i].hour == hour && l->done_hours[i].campaign.v == campaign.v) {
            l->done_hours[i].firsts += firsts;
            l->done_hours[i].lasts += lasts;
            return;
        }
    l->done_hours = grow(batch->arena, l->done_hours, l->n_done_hours, &l->room_done_hours,
                         sizeof *l->done_hours);
    l->done_hours[l->n_done_hours++] = (struct hour_change){campaign, hour, firsts, lasts};
}

/* Her hours as the acts that stand tell them. */
static enum err recount_engagement(struct batch *batch, const struct people_change *who,
                                   struct engagement *out)
{
    struct engaged_recount_out row;
    if (who->is_veiled)
        return veil_count_hours(batch, who->campaign, who->person, out);
    TRY(sql_engaged_recount_one(batch->db, batch->arena,
                                &(struct engaged_recount_in){who->campaign, who->person}, &row));
    *out = (struct engagement){row.first_hour, row.last_hour, .is_any = row.acts > 0};
    return OK;
}

static enum err has_post_in(struct batch *batch, const struct people_change *who, int64_t hour,
                            bool *out)
{
    enum { HOUR_MS = 3600 * 1000 };
    const struct campaign *campaign = registry_campaign(batch->registry, who->campaign);
    if (campaign == NULL)
        return ERR_STORAGE;
    struct engaged_post_out row;
    int64_t begin_ms = campaign->called_ms + hour * HOUR_MS;
    enum err err = sql_engaged_post_one(batch->db, batch->arena,
                                        &(struct engaged_post_in){
                                            .campaign = who->campaign,
                                            .person = who->person,
                                            .first = hour == 0 ? 0 : id_at_ms(begin_ms),
                                            .end = id_at_ms(begin_ms + HOUR_MS),
                                        },
                                        &row);
    *out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Whether posts stand in her first hour and in her last: then both are as they were, and nothing
 * has to be counted. A person who said much here may be met in every step of a sweep. */
static enum err keeps_hours(struct batch *batch, const struct people_change *who,
                            const struct engagement *old, bool *out)
{
    *out = false;
    if (who->is_veiled || !old->is_any)
        return OK;
    TRY(has_post_in(batch, who, old->first, out));
    return *out && old->last != old->first ? has_post_in(batch, who, old->last, out) : OK;
}

static void widen(struct engagement *part, int64_t hour)
{
    if (!part->is_any)
        *part = (struct engagement){hour, hour, .is_any = true};
    else if (hour > part->last)
        part->last = hour;
    else if (hour < part->first)
        part->first = hour;
}

static bool is_same(const struct engagement *a, const struct engagement *b)
{
    return a->is_any == b->is_any && a->first == b->first && a->last == b->last;
}

/* What the changes of one person make of one of her two parts. What was taken back between two
 * others makes nothing of it; what came with it may be gone again itself. */
static enum err change_engagement(struct batch *batch, const struct people_change *changes,
                                  size_t n, bool is_veiled, struct engagement *part)
{
    const struct people_change *edge = NULL;
    const struct engagement old = *part;
    bool is_kept = false;
    for (size_t i = 0; i < n; i++) {
        const struct people_change *change = &changes[i];
        if (change->is_veiled != is_veiled)
            continue;
        if (change->sign > 0)
            widen(part, change->hour);
        else if (change->hour <= old.first || change->hour >= old.last)
            edge = change;
    }
    if (edge != NULL && is_same(part, &old))
        TRY(keeps_hours(batch, edge, &old, &is_kept));
    return edge == NULL || is_kept ? OK : recount_engagement(batch, edge, part);
}

static struct engagement together(const struct engagements *of)
{
    const struct engagement *a = &of->open, *b = &of->veiled;
    if (!a->is_any || !b->is_any)
        return a->is_any ? *a : *b;
    return (struct engagement){
        .first = a->first < b->first ? a->first : b->first,
        .last = a->last > b->last ? a->last : b->last,
        .is_any = true,
    };
}

static enum err put_open(struct batch *batch, const struct people_change *who,
                         const struct engagement *new)
{
    if (new->is_any)
        WRITE(sql_engaged_put(batch->db, &(struct engaged_put_in){
                                             .campaign = who->campaign,
                                             .person = who->person,
                                             .first_hour = new->first,
                                             .last_hour = new->last,
                                         }));
    else
        WRITE(
            sql_engaged_delete(batch->db, &(struct engaged_delete_in){who->campaign, who->person}));
    return OK;
}

/* Moves the person from the hours where she stood in the counters to those where she stands. */
static void move_hours(struct batch *batch, struct campaign_id campaign,
                       const struct engagement *old, const struct engagement *new)
{
    if (is_same(old, new))
        return;
    if (old->is_any) {
        add_hour(batch, campaign, old->first, -1, 0);
        add_hour(batch, campaign, old->last, 0, -1);
    }
    if (new->is_any) {
        add_hour(batch, campaign, new->first, 1, 0);
        add_hour(batch, campaign, new->last, 0, 1);
    }
}

/* Most acts of a person find her there already and change nothing. */
static enum err settle_person(struct batch *batch, const struct people_change *changes, size_t n)
{
    struct engagements old, new;
    const struct people_change *who = &changes[0];
    TRY(recent_engagement(batch, who->campaign, who->person, &old));
    new = old;
    TRY(change_engagement(batch, changes, n, false, &new.open));
    TRY(change_engagement(batch, changes, n, true, &new.veiled));
    recent_engaged(batch, who->campaign, who->person, &new);
    if (!is_same(&old.open, &new.open))
        TRY(put_open(batch, who, &new.open));
    if (!is_same(&old.veiled, &new.veiled))
        TRY(veil_put_hours(batch, who->campaign, who->person, &new.veiled));
    const struct engagement before = together(&old), after = together(&new);
    move_hours(batch, who->campaign, &before, &after);
    return OK;
}

static enum err flush_people(struct batch *batch)
{
    struct ledger *l = &batch->ledger;
    if (l->n_people > 1)
        qsort(l->people, l->n_people, sizeof *l->people, by_person);
    for (size_t i = 0, next; i < l->n_people; i = next) {
        const struct people_change *who = &l->people[i];
        for (next = i + 1; next < l->n_people && by_person(who, &l->people[next]) == 0;)
            next++;
        TRY(settle_person(batch, who, next - i));
    }
    l->n_people = 0;
    return OK;
}

static int by_number(const void *a, const void *b)
{
    const struct person_id *x = a, *y = b;
    return compare(x->v, y->v);
}

static enum err flush_veiled(struct batch *batch)
{
    struct ledger *l = &batch->ledger;
    if (l->n_veiled > 1)
        qsort(l->veiled, l->n_veiled, sizeof *l->veiled, by_number);
    for (size_t i = 0; i < l->n_veiled; i++)
        if (i == 0 || l->veiled[i].v != l->veiled[i - 1].v)
            TRY(veil_balance(batch, l->veiled[i]));
    l->n_veiled = 0;
    return OK;
}

static enum err flush_hours(struct batch *batch)
{
    const struct ledger *l = &batch->ledger;
    for (size_t i = 0; i < l->n_done_hours; i++) {
        const struct hour_change *change = &l->done_hours[i];
        if (change->firsts == 0 && change->lasts == 0)
            continue;
        WRITE(sql_people_hour_add(batch->db, &(struct people_hour_add_in){
                                                 .campaign = change->campaign,
                                                 .hour = change->hour,
                                                 .firsts = change->firsts,
                                                 .lasts = change->lasts,
                                             }));
        if (change->firsts < 0 || change->lasts < 0)
            WRITE(sql_people_hour_delete_empty(
                batch->db, &(struct people_hour_delete_empty_in){change->campaign, change->hour}));
    }
    return OK;
}

/* --- answers --- */

static int by_post(const void *a, const void *b)
{
    const struct answer_change *x = a, *y = b;
    return compare(x->post.v, y->post.v);
}

static enum err write_answers(struct batch *batch, const struct answer_change *change)
{
    bool is_less = false, is_any = false;
    for (int i = 0; i < ANSWERS; i++) {
        is_less = is_less || change->n[i] < 0;
        is_any = is_any || change->n[i] != 0;
    }
    if (!is_any && change->last_reaction == 0)
        return OK;
    WRITE(sql_post_count_add(batch->db, &(struct post_count_add_in){
                                            .post = change->post,
                                            .comments = change->n[ANSWER_COMMENT],
                                            .me_too = change->n[ANSWER_ME_TOO],
                                            .believe = change->n[ANSWER_BELIEVE],
                                            .with_you = change->n[ANSWER_WITH_YOU],
                                            .thank_you = change->n[ANSWER_THANK_YOU],
                                            .shares = change->n[ANSWER_SHARE],
                                            .last_reaction = change->last_reaction,
                                        }));
    if (is_less)
        WRITE(sql_post_count_delete_empty(batch->db,
                                          &(struct post_count_delete_empty_in){change->post}));
    return OK;
}

void answer_change_add(struct answer_change *sum, const struct answer_change *change)
{
    for (int k = 0; k < ANSWERS; k++)
        sum->n[k] += change->n[k];
    if (change->last_reaction > sum->last_reaction)
        sum->last_reaction = change->last_reaction;
}

enum err ledger_flush_answers(struct batch *batch)
{
    struct ledger *l = &batch->ledger;
    if (l->n_answers > 1)
        qsort(l->answers, l->n_answers, sizeof *l->answers, by_post);
    for (size_t i = 0, next; i < l->n_answers; i = next) {
        struct answer_change sum = l->answers[i];
        for (next = i + 1; next < l->n_answers && by_post(&sum, &l->answers[next]) == 0; next++)
            answer_change_add(&sum, &l->answers[next]);
        TRY(write_answers(batch, &sum));
    }
    l->n_answers = 0;
    return OK;
}

/* --- hashtags --- */

void ledger_tag(struct batch *batch, struct tag_id tag, struct post_id post, int sign)
{
    enum { DAY_MS = 24 * 3600 * 1000 };
    struct ledger *l = &batch->ledger;
    l->tags = grow(batch->arena, l->tags, l->n_tags, &l->room_tags, sizeof *l->tags);
    l->tags[l->n_tags++] = (struct tag_change){tag, id_ms(post.v) / DAY_MS, sign};
}

static int by_tag(const void *a, const void *b)
{
    const struct tag_change *x = a, *y = b;
    int c = compare(x->tag.v, y->tag.v);
    return c ? c : compare(x->day, y->day);
}

static enum err write_tag(struct batch *batch, const struct tag_change *change)
{
    int64_t step = told_step(batch->floor);
    bool is_told = change->n >= step; /* if it is the first of its day */
    WRITE(
        sql_tag_day_add(batch->db, &(struct tag_day_add_in){
                                       .tag = change->tag,
                                       .day = change->day,
                                       .n = change->n,
                                       .base = is_told ? change->n : 0,
                                       .shown = is_told ? told_number(change->n, batch->floor) : 0,
                                       .step = step,
                                       .floor = batch->floor,
                                       .unit = batch->floor <= 1 ? 1 : TOLD_UNIT,
                                   }));
    return OK;
}

static enum err flush_tags(struct batch *batch)
{
    struct ledger *l = &batch->ledger;
    if (l->n_tags > 1)
        qsort(l->tags, l->n_tags, sizeof *l->tags, by_tag);
    for (size_t i = 0, next; i < l->n_tags; i = next) {
        struct tag_change sum = l->tags[i];
        for (next = i + 1; next < l->n_tags && by_tag(&sum, &l->tags[next]) == 0; next++)
            sum.n += l->tags[next].n;
        if (sum.n != 0)
            TRY(write_tag(batch, &sum));
    }
    l->n_tags = 0;
    return OK;
}

enum err ledger_flush(struct batch *batch)
{
    TRY(flush_tally(batch));
    TRY(flush_tags(batch));
    /* Hours of an earlier flush are written already: the new ones start after them, in rows of
     * their own, so that nothing is written twice. */
    struct ledger *l = &batch->ledger;
    struct hour_change *before = l->done_hours;
    size_t n_before = l->n_done_hours;
    l->done_hours = NULL;
    l->n_done_hours = l->room_done_hours = 0;
    TRY(flush_people(batch));
    TRY(flush_veiled(batch));
    TRY(flush_hours(batch));
    TRY(ledger_flush_answers(batch));
    for (size_t i = 0; i < n_before; i++)
        add_hour(batch, before[i].campaign, before[i].hour, before[i].firsts, before[i].lasts);
    return OK;
}
