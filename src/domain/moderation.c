/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The lists that moderators read (moderation.h). */
#include "domain/moderation.h"

#include "sql/answer.h"
#include "sql/moderation.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/standing.h"

enum { ROUNDS_MAX = 10, LIST_MAX = 40, TEAM_MAX = 200, POSTS_MAX = 40 };

static int64_t below(struct list_query query)
{
    return query.before ? query.before : INT64_MAX;
}

/* --- who she is --- */

enum err moderator_get(struct db *db, struct arena *arena, struct person_id id,
                       struct moderator *out)
{
    struct moderator moderator = {.id = id};
    struct person person;
    bool is_any = false;
    if (id.v == 0)
        return ERR_NOT_FOUND;
    TRY(person_brief(db, arena, id, &person));
    TRY(person_roles(db, arena, id, &moderator.roles, &moderator.n_roles));
    for (size_t i = 0; i < moderator.n_roles; i++) {
        const struct person_role *role = &moderator.roles[i];
        bool is_deciding = role->role <= ROLE_MODERATOR;
        is_any = is_any || is_deciding;
        moderator.is_organiser = moderator.is_organiser || role->role == ROLE_ORGANISER;
        moderator.is_server =
            moderator.is_server || (is_deciding && role->campaign.v == 0 && role->language.n == 0);
    }
    *out = moderator;
    return is_any && !person.is_suspended ? OK : ERR_NOT_FOUND;
}

bool moderator_organises(const struct moderator *moderator, struct campaign_id campaign)
{
    for (size_t i = 0; i < moderator->n_roles; i++) {
        const struct person_role *role = &moderator->roles[i];
        if (role->role == ROLE_ORGANISER && role->language.n == 0 &&
            (role->campaign.v == 0 || role->campaign.v == campaign.v))
            return true;
    }
    return false;
}

/* --- posts --- */

static enum err may_decide(struct db *db, struct arena *arena, struct person_id moderator,
                           struct post_id id)
{
    struct post_head_out head;
    struct post_words_out words;
    struct role_decides_out role;
    TRY(sql_post_head_one(db, arena, &(struct post_head_in){id}, &head));
    TRY(sql_post_words_one(db, arena, &(struct post_words_in){id}, &words));
    TRY(sql_role_decides_one(
        db, arena, &(struct role_decides_in){moderator, head.cell, words.language}, &role));
    return role.is_deciding ? OK : ERR_NOT_FOUND;
}

static enum err fill_holds(struct db *db, struct arena *arena, struct queued *queued)
{
    const struct hold_of_post_out *rows;
    size_t n;
    TRY(sql_hold_of_post_list(db, arena, &(struct hold_of_post_in){queued->post.id}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        queued->holds |= HOLD_BIT(rows[i].reason);
        if (rows[i].cluster != 0)
            queued->burst = rows[i].cluster;
        if (rows[i].question != 0)
            queued->question = rows[i].question;
        if (queued->since_ms == 0 || rows[i].at_ms < queued->since_ms)
            queued->since_ms = rows[i].at_ms;
    }
    return OK;
}

enum err moderation_post(struct db *db, struct arena *arena, struct reader moderator,
                         struct post_id id, struct queued *out)
{
    struct queued queued = {0};
    struct proposal_of_out second;
    TRY(may_decide(db, arena, moderator.person, id));
    moderator.audience = AUDIENCE_MODERATORS;
    TRY(post_get(db, arena, moderator, id, &queued.post));
    TRY(fill_holds(db, arena, &queued));
    queued.is_own = queued.post.is_mine;
    enum err err =
        sql_proposal_of_one(db, arena, &(struct proposal_of_in){DECIDE_SECOND, id, {0}}, &second);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    queued.waits_for_other = err == OK && second.moderator.v == moderator.person.v;
    *out = queued;
    return OK;
}

enum err moderation_question(struct db *db, struct arena *arena, struct post_id post, int64_t *out)
{
    struct queued queued = {.post = {.id = post}};
    TRY(fill_holds(db, arena, &queued));
    *out = queued.question;
    return OK;
}

/* One round; the place after the last row that was looked at. */
static enum err fill_queue(struct db *db, struct arena *arena, struct reader moderator,
                           int64_t reason, struct queue *queue)
{
    const struct hold_queue_out *rows;
    size_t n;
    TRY(sql_hold_queue_list(
        db, arena, &(struct hold_queue_in){reason, queue->next_ms, queue->next, QUEUE_PAGE}, &rows,
        &n));
    for (size_t i = 0; i < n && queue->n < QUEUE_PAGE; i++) {
        enum err err = moderation_post(db, arena, moderator, rows[i].post, &queue->items[queue->n]);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        queue->n += err == OK;
        queue->next_ms = rows[i].at_ms;
        queue->next = rows[i].post;
    }
    if (n < QUEUE_PAGE)
        queue->next.v = 0;
    return OK;
}

enum err moderation_queue(struct db *db, struct arena *arena, struct reader moderator,
                          int64_t reason, const struct queue *after, struct queue *out)
{
    struct queue queue = {.next_ms = after->next_ms, .next = after->next};
    queue.items = arena_array(arena, struct queued, QUEUE_PAGE);
    for (int i = 0; i < ROUNDS_MAX && queue.n < QUEUE_PAGE; i++) {
        TRY(fill_queue(db, arena, moderator, reason, &queue));
        if (queue.next.v == 0)
            break;
    }
    *out = queue;
    return OK;
}

/* Both queries answer alike. */
enum err moderation_sums(struct db *db, struct arena *arena, const struct moderator *who,
                         const struct queue_sum **out, size_t *n)
{
    const void *found;
    const struct hold_sums_hers_in hers = {who->id};
    if (who->is_server)
        TRY(db_list(db, &query_hold_sums, arena, NULL, &found, n));
    else
        TRY(db_list(db, &query_hold_sums_hers, arena, &hers, &found, n));
    const struct hold_sums_out *rows = found;
    struct queue_sum *sums = arena_array(arena, struct queue_sum, *n + 1);
    for (size_t i = 0; i < *n; i++)
        sums[i] = (struct queue_sum){rows[i].reason, rows[i].posts, rows[i].since_ms};
    *out = sums;
    return OK;
}

/* --- bursts --- */

/* Her own post as a sample would show her nothing of the others: but it is one of them. */
enum err moderation_bursts(struct db *db, struct arena *arena, struct reader moderator,
                           struct burst **out, size_t *n)
{
    const struct hold_bursts_out *rows;
    size_t found;
    TRY(sql_hold_bursts_list(db, arena, &(struct hold_bursts_in){LIST_MAX}, &rows, &found));
    struct burst *bursts = arena_array(arena, struct burst, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        struct burst *burst = &bursts[*n];
        *burst = (struct burst){
            .cluster = rows[i].cluster, .posts = rows[i].posts, .since_ms = rows[i].since_ms};
        enum err err = moderation_post(db, arena, moderator, rows[i].sample, &burst->sample);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        *n += err == OK;
    }
    *out = bursts;
    return OK;
}

enum err moderation_burst(struct db *db, struct arena *arena, struct reader moderator,
                          int64_t cluster, struct burst *out)
{
    struct hold_burst_size_out row;
    struct hold_burst_shown_out shown;
    TRY(sql_hold_burst_size_one(db, arena, &(struct hold_burst_size_in){cluster}, &row));
    TRY(sql_hold_burst_shown_one(db, arena, &(struct hold_burst_shown_in){cluster}, &shown));
    *out = (struct burst){
        .cluster = cluster, .posts = row.posts, .since_ms = row.since_ms, .shown = shown.posts};
    return moderation_post(db, arena, moderator, row.sample, &out->sample);
}

/* --- reports --- */

static struct report report_of(struct arena *arena, struct report_id id,
                               const struct report_row_out *row)
{
    struct post_id *posts = arena_array(arena, struct post_id, POSTS_MAX);
    size_t n = 0;
    struct str rest = row->posts;
    while (n < POSTS_MAX && str_i64(str_cut(&rest, ' '), &posts[n].v))
        n++;
    return (struct report){
        .id = id,
        .account = row->account,
        .comment = row->comment,
        .category = row->category,
        .posts = posts,
        .n_posts = n,
        .is_resolved = row->state != 0,
        .moderator = row->moderator,
        .resolved_hour_ms = row->resolved_hour_ms,
    };
}

/* Whoever moderates the whole server reads all, others those of posts that are theirs. */
static enum err may_read_report(struct db *db, struct arena *arena,
                                const struct moderator *moderator, const struct report *report)
{
    if (moderator->is_server)
        return OK;
    return report->n_posts > 0 ? may_decide(db, arena, moderator->id, report->posts[0])
                               : ERR_NOT_FOUND;
}

enum err moderation_report(struct db *db, struct arena *arena, const struct moderator *moderator,
                           struct report_id id, struct report *out)
{
    struct report_row_out row;
    TRY(sql_report_row_one(db, arena, &(struct report_row_in){id}, &row));
    *out = report_of(arena, id, &row);
    return may_read_report(db, arena, moderator, out);
}

enum err moderation_reports(struct db *db, struct arena *arena, const struct moderator *moderator,
                            struct list_query query, struct report **out, size_t *n)
{
    const struct report_down_out *rows;
    size_t found;
    TRY(sql_report_down_list(db, arena,
                             &(struct report_down_in){query.is_wanted, below(query), query.limit},
                             &rows, &found));
    struct report *reports = arena_array(arena, struct report, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        const struct report_row_out row = {
            rows[i].account, rows[i].posts,     rows[i].comment,         rows[i].category,
            rows[i].state,   rows[i].moderator, rows[i].resolved_hour_ms};
        reports[*n] = report_of(arena, rows[i].id, &row);
        enum err err = may_read_report(db, arena, moderator, &reports[*n]);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        *n += err == OK;
    }
    *out = reports;
    return OK;
}

/* --- two people --- */

enum err moderation_proposals(struct db *db, struct arena *arena, const struct moderator *moderator,
                              struct proposal **out, size_t *n)
{
    const struct proposal_rows_out *rows;
    size_t found;
    TRY(sql_proposal_rows_list(db, arena, &(struct proposal_rows_in){INT64_MAX, TEAM_MAX}, &rows,
                               &found));
    struct proposal *list = arena_array(arena, struct proposal, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        list[*n] = (struct proposal){
            .id = rows[i].id,
            .kind = rows[i].kind,
            .reason = rows[i].reason,
            .hour_ms = rows[i].hour_ms,
            .post = rows[i].post,
            .account = rows[i].account,
            .is_own = rows[i].moderator.v == moderator->id.v,
        };
        enum err err = moderator->is_server ? OK : ERR_NOT_FOUND;
        if (rows[i].post.v != 0)
            err = may_decide(db, arena, moderator->id, rows[i].post);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        *n += err == OK;
    }
    *out = list;
    return OK;
}

/* --- the trail --- */

static bool knows_all(const struct moderator *moderator)
{
    return moderator_organises(moderator, (struct campaign_id){0});
}

/* Of others' decisions she sees those about posts that are hers to decide about. */
static enum err may_see(struct db *db, struct arena *arena, const struct moderator *moderator,
                        const struct decided *decided)
{
    if (knows_all(moderator) || decided->moderator.v == moderator->id.v)
        return OK;
    if (decided->post.v != 0 && decided->kind < DECIDE_SUSPEND)
        return may_decide(db, arena, moderator->id, decided->post);
    return moderator->is_server ? OK : ERR_NOT_FOUND;
}

static void hide_name(const struct moderator *moderator, struct decided *decided)
{
    if (!knows_all(moderator) && decided->moderator.v != moderator->id.v)
        decided->moderator.v = 0;
}

enum err moderation_trail(struct db *db, struct arena *arena, const struct moderator *moderator,
                          int64_t before, struct decided **out, size_t *n)
{
    const struct decision_down_out *rows;
    size_t found;
    TRY(sql_decision_down_list(db, arena,
                               &(struct decision_down_in){before ? before : INT64_MAX, LIST_MAX},
                               &rows, &found));
    struct decided *list = arena_array(arena, struct decided, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        list[*n] = (struct decided){
            rows[i].id,   rows[i].kind,    rows[i].reason,    rows[i].hour_ms,  rows[i].burst,
            rows[i].post, rows[i].account, rows[i].moderator, rows[i].campaign, rows[i].is_undone};
        enum err err = may_see(db, arena, moderator, &list[*n]);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        hide_name(moderator, &list[*n]);
        *n += err == OK;
    }
    *out = list;
    return OK;
}

enum err moderation_trail_of_post(struct db *db, struct arena *arena,
                                  const struct moderator *moderator, struct post_id post,
                                  struct decided **out, size_t *n)
{
    const struct decision_of_post_out *rows;
    TRY(sql_decision_of_post_list(db, arena, &(struct decision_of_post_in){post, LIST_MAX}, &rows,
                                  n));
    struct decided *list = arena_array(arena, struct decided, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        list[i] = (struct decided){
            .id = rows[i].id,
            .kind = rows[i].kind,
            .reason = rows[i].reason,
            .hour_ms = rows[i].hour_ms,
            .post = post,
            .moderator = rows[i].moderator,
            .is_undone = rows[i].is_undone,
        };
        hide_name(moderator, &list[i]);
    }
    *out = list;
    return OK;
}

static bool is_in(const struct moderator *moderator, struct campaign_id campaign)
{
    for (size_t i = 0; i < moderator->n_roles; i++) {
        const struct person_role *role = &moderator->roles[i];
        if (role->role <= ROLE_MODERATOR &&
            (role->campaign.v == 0 || campaign.v == 0 || role->campaign.v == campaign.v))
            return true;
    }
    return false;
}

enum err moderation_notes(struct db *db, struct arena *arena, const struct moderator *moderator,
                          struct post_id post, struct moderator_note **out, size_t *n)
{
    const struct note_of_post_out *rows;
    size_t found;
    TRY(sql_note_of_post_list(db, arena, &(struct note_of_post_in){post, LIST_MAX}, &rows, &found));
    struct moderator_note *list = arena_array(arena, struct moderator_note, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++)
        if (is_in(moderator, rows[i].campaign))
            list[(*n)++] = (struct moderator_note){
                rows[i].hour_ms, rows[i].moderator.v == moderator->id.v, rows[i].text};
    *out = list;
    return OK;
}

enum err moderation_own(struct db *db, struct arena *arena, struct person_id moderator,
                        int64_t since_ms, int64_t *out)
{
    struct decision_own_since_out row;
    TRY(sql_decision_own_since_one(db, arena, &(struct decision_own_since_in){moderator, since_ms},
                                   &row));
    *out = row.n;
    return OK;
}

enum err moderation_counts(struct db *db, struct arena *arena, int64_t counts[DECISION_KINDS])
{
    const struct decision_sums_out *rows;
    size_t n;
    TRY(sql_decision_sums_list(db, arena, &rows, &n));
    for (int i = 0; i < DECISION_KINDS; i++)
        counts[i] = 0;
    for (size_t i = 0; i < n; i++)
        if (rows[i].kind > 0 && rows[i].kind < DECISION_KINDS)
            counts[rows[i].kind] = rows[i].n;
    return OK;
}

/* --- people --- */

enum err moderation_team(struct db *db, struct arena *arena, struct campaign_id campaign,
                         struct team_member **out, size_t *n)
{
    const struct role_of_campaign_out *rows;
    size_t found;
    TRY(sql_role_of_campaign_list(db, arena, &(struct role_of_campaign_in){campaign, TEAM_MAX},
                                  &rows, &found));
    struct team_member *team = arena_array(arena, struct team_member, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        struct team_member *member = &team[*n];
        enum err err = person_brief(db, arena, rows[i].person, &member->person);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        member->role = (enum role)rows[i].role;
        member->language = rows[i].language;
        *n += err == OK;
    }
    *out = team;
    return OK;
}

enum err moderation_accounts(struct db *db, struct arena *arena, struct list_query query,
                             struct person **out, size_t *n)
{
    const struct person_all_out *rows;
    size_t found;
    if (query.is_wanted) {
        const struct person_suspended_out *some;
        TRY(sql_person_suspended_list(
            db, arena, &(struct person_suspended_in){below(query), query.limit}, &some, &found));
        rows = (const struct person_all_out *)some;
    } else {
        TRY(sql_person_all_list(db, arena, &(struct person_all_in){below(query), query.limit},
                                &rows, &found));
    }
    struct person *people = arena_array(arena, struct person, found + 1);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        enum err err = person_brief(db, arena, rows[i].id, &people[*n]);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        *n += err == OK;
    }
    *out = people;
    return OK;
}
