/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer's memory of recent people and posts (recent.h): rows in memos, read when missing. */
#include "domain/recent.h"

#include "domain/veil_write.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/tally.h"
#include "sql/veil.h"

/* Rows of people are small, so many are kept: most who act again do so after a while. */
enum {
    PEOPLE = 512 * 1024,
    POSTS = 64 * 1024,
    CODE_MAX = 7, /* a longer language is read each time */
};

struct code {
    char text[CODE_MAX];
    uint8_t n;
};

struct person_memo {
    struct code language, country;
    bool is_leaving, is_suspended, is_plain;
    char padding[5];
};

struct post_memo {
    struct post_head_out head;
    struct answer_change answers;
    bool has_head, has_answers;
    char padding[6];
};

struct hours {
    int32_t first, last;
};

struct engagement_memo {
    struct hours open, veiled;
    int32_t campaign; /* 0: she takes part in no campaign */
    bool has_open, has_veiled;
    char padding[2];
};

enum err recent_init(struct recent *recent)
{
    TRY(memo_init(&recent->people, sizeof(struct person_memo), PEOPLE));
    TRY(memo_init(&recent->posts, sizeof(struct post_memo), POSTS));
    return memo_init(&recent->engagement, sizeof(struct engagement_memo), PEOPLE);
}

void recent_done(struct recent *recent)
{
    memo_done(&recent->people);
    memo_done(&recent->posts);
    memo_done(&recent->engagement);
}

void recent_clear(struct recent *recent)
{
    memo_clear(&recent->people);
    memo_clear(&recent->posts);
    memo_clear(&recent->engagement);
}

enum err recent_load(struct recent *recent, struct db *db, struct arena *arena)
{
    struct veil_is_used_out veil;
    recent_clear(recent);
    TRY(sql_veil_is_used_one(db, arena, &veil));
    recent->has_veil = veil.is_used;
    return OK;
}

/* --- people --- */

static void put_code(struct code *code, struct str s)
{
    str_copy(code->text, s);
    code->n = (uint8_t)s.n;
}

static struct str code_str(struct arena *arena, const struct code *code)
{
    return arena_str(arena, (struct str){code->text, code->n});
}

static void keep_speaker(struct batch *batch, const struct speaker *speaker)
{
    if (speaker->language.n > CODE_MAX || speaker->country.n > CODE_MAX)
        return;
    struct person_memo *memo = memo_put(&batch->recent->people, speaker->id.v);
    put_code(&memo->language, speaker->language);
    put_code(&memo->country, speaker->country);
    memo->is_leaving = speaker->is_leaving;
    memo->is_suspended = speaker->is_suspended;
    memo->is_plain = speaker->is_plain;
}

enum err recent_speaker(struct batch *batch, struct person_id id, struct speaker *out)
{
    const struct person_memo *memo = id.v ? memo_find(&batch->recent->people, id.v) : NULL;
    if (memo != NULL) {
        *out = (struct speaker){
            .id = id,
            .language = code_str(batch->arena, &memo->language),
            .country = code_str(batch->arena, &memo->country),
            .is_leaving = memo->is_leaving,
            .is_suspended = memo->is_suspended,
            .is_plain = memo->is_plain,
        };
        return OK;
    }
    struct person_speaker_out row;
    TRY(sql_person_speaker_one(batch->db, batch->arena, &(struct person_speaker_in){id}, &row));
    *out = (struct speaker){
        id, row.language, row.country, row.is_leaving, row.is_suspended, row.is_plain};
    keep_speaker(batch, out);
    return OK;
}

bool recent_knows_plain(const struct batch *batch, struct person_id id)
{
    const struct person_memo *memo = id.v ? memo_find(&batch->recent->people, id.v) : NULL;
    return memo != NULL && memo->is_plain;
}

void recent_arrived(struct batch *batch, struct person_id id, struct str language,
                    struct str country)
{
    keep_speaker(batch, &(struct speaker){
                            .id = id, .language = language, .country = country, .is_plain = true});
    memo_put(&batch->recent->engagement, id.v);
}

void recent_forget_person(struct batch *batch, struct person_id id)
{
    memo_forget(&batch->recent->people, id.v);
    memo_forget(&batch->recent->engagement, id.v);
    batch_changed(batch, id.v);
}

void recent_forget_people(struct batch *batch)
{
    recent_clear(batch->recent);
    batch->has_changed_all = true;
}

/* --- posts --- */

static struct post_memo *post_memo(struct batch *batch, struct post_id id)
{
    struct post_memo *memo = memo_find(&batch->recent->posts, id.v);
    return memo ? memo : memo_put(&batch->recent->posts, id.v);
}

enum err recent_head(struct batch *batch, struct post_id id, struct post_head_out *out)
{
    struct post_memo *memo = id.v ? memo_find(&batch->recent->posts, id.v) : NULL;
    if (memo != NULL && memo->has_head) {
        *out = memo->head;
        return OK;
    }
    TRY(sql_post_head_one(batch->db, batch->arena, &(struct post_head_in){id}, out));
    out->author = veil_author_of(batch->key, id, out->author);
    memo = post_memo(batch, id);
    memo->head = *out;
    memo->has_head = true;
    return OK;
}

void recent_written(struct batch *batch, struct post_id id, const struct post_head_out *head)
{
    struct post_memo *memo = memo_put(&batch->recent->posts, id.v);
    memo->head = *head;
    memo->has_head = memo->has_answers = true;
}

void recent_forget_post(struct batch *batch, struct post_id id)
{
    memo_forget(&batch->recent->posts, id.v);
    batch_changed(batch, id.v);
}

/* What is stored, and what waits in the ledger. */
static enum err read_answers(struct batch *batch, struct post_id id, struct answer_change *out)
{
    const struct ledger *ledger = &batch->ledger;
    struct post_count_row_out row = {0};
    enum err err =
        sql_post_count_row_one(batch->db, batch->arena, &(struct post_count_row_in){id}, &row);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    *out = (struct answer_change){.post = id, .last_reaction = row.last_reaction};
    out->n[ANSWER_COMMENT] = row.comments;
    out->n[ANSWER_ME_TOO] = row.me_too;
    out->n[ANSWER_BELIEVE] = row.believe;
    out->n[ANSWER_WITH_YOU] = row.with_you;
    out->n[ANSWER_THANK_YOU] = row.thank_you;
    out->n[ANSWER_SHARE] = row.shares;
    for (size_t i = 0; i < ledger->n_answers; i++)
        if (ledger->answers[i].post.v == id.v)
            answer_change_add(out, &ledger->answers[i]);
    return OK;
}

bool recent_knows_answers(struct batch *batch, struct post_id id, struct answer_change *answers)
{
    const struct post_memo *memo = memo_find(&batch->recent->posts, id.v);
    if (memo == NULL || !memo->has_answers)
        return false;
    *answers = memo->answers;
    return true;
}

enum err recent_answers(struct batch *batch, struct post_id id, struct answer_change *answers)
{
    if (recent_knows_answers(batch, id, answers))
        return OK;
    TRY(read_answers(batch, id, answers));
    struct post_memo *memo = post_memo(batch, id);
    memo->answers = *answers;
    memo->has_answers = true;
    return OK;
}

void recent_answered(struct batch *batch, const struct answer_change *change)
{
    struct post_memo *memo = memo_find(&batch->recent->posts, change->post.v);
    if (memo != NULL && memo->has_answers)
        answer_change_add(&memo->answers, change);
}

/* --- engagement --- */

static bool is_small(int64_t n)
{
    return n >= INT32_MIN && n <= INT32_MAX;
}

static bool fits(const struct engagement *of)
{
    return !of->is_any || (is_small(of->first) && is_small(of->last));
}

static struct hours hours_of(const struct engagement *of)
{
    return of->is_any ? (struct hours){(int32_t)of->first, (int32_t)of->last} : (struct hours){0};
}

static struct engagement engagement_of(struct hours hours, bool is_any)
{
    return (struct engagement){hours.first, hours.last, .is_any = is_any};
}

enum err recent_engagement(struct batch *batch, struct campaign_id campaign,
                           struct person_id person, struct engagements *out)
{
    const struct engagement_memo *memo = memo_find(&batch->recent->engagement, person.v);
    if (memo != NULL && (memo->campaign == campaign.v || memo->campaign == 0)) {
        *out = (struct engagements){engagement_of(memo->open, memo->has_open),
                                    engagement_of(memo->veiled, memo->has_veiled)};
        return OK;
    }
    struct engaged_row_out row;
    struct engagements found = {.open.is_any = false};
    enum err err = sql_engaged_row_one(batch->db, batch->arena,
                                       &(struct engaged_row_in){campaign, person}, &row);
    if (err == OK)
        found.open = (struct engagement){row.first_hour, row.last_hour, .is_any = true};
    else if (err != ERR_NOT_FOUND)
        return err;
    TRY(veil_hours(batch, campaign, person, &found.veiled));
    *out = found;
    return OK;
}

void recent_engaged(struct batch *batch, struct campaign_id campaign, struct person_id person,
                    const struct engagements *engagements)
{
    const struct engagement *open = &engagements->open, *veiled = &engagements->veiled;
    if (!is_small(campaign.v) || !fits(open) || !fits(veiled)) {
        memo_forget(&batch->recent->engagement, person.v);
        return;
    }
    struct engagement_memo *memo = memo_put(&batch->recent->engagement, person.v);
    *memo = (struct engagement_memo){
        .open = hours_of(open),
        .veiled = hours_of(veiled),
        .campaign = (int32_t)campaign.v,
        .has_open = open->is_any,
        .has_veiled = veiled->is_any,
    };
}
