/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every query fits the schema. No query on the way of a page or an act walks a whole table: each
 * must find what it needs by an index, however much there is. */
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "campaign_fixture.h"
#include "sql/answer.h"
#include "sql/help.h"
#include "sql/moderation.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/standing.h"
#include "sql/tag.h"
#include "sql/tally.h"
#include "sql/timeline.h"
#include "sql/token.h"
#include "sql/veil.h"

static const struct db_query *const queries[] = {
    &query_reaction_row,
    &query_reaction_at,
    &query_reaction_of_person,
    &query_share_row,
    &query_share_by_id,
    &query_share_of_post,
    &query_share_of_person,
    &query_tie_hides,
    &query_tie_blocks,
    &query_tie_delete_between,
    &query_tie_delete_to_person,
    &query_tie_delete_to_post,
    &query_notice_down,
    &query_notice_up,
    &query_notice_undo,
    &query_notice_delete_of_post,
    &query_notice_delete_of_follower,
    &query_person_row,
    &query_person_speaker,
    &query_person_counts,
    &query_person_followers,
    &query_person_by_username,
    &query_person_by_receipt,
    &query_person_receipt_taken,
    &query_token_of_secret,
    &query_person_by_prefix,
    &query_id_last,
    &query_post_head,
    &query_post_row,
    &query_post_ties,
    &query_post_below,
    &query_hold_of_post,
    &query_hold_queue,
    &query_hold_of_burst,
    &query_hold_burst_size,
    &query_decision_last,
    &query_decision_down,
    &query_decision_of_post,
    &query_decision_latest,
    &query_decision_of_bulk,
    &query_decision_own_since,
    &query_decision_move,
    &query_proposal_of,
    &query_proposal_delete_of_post,
    &query_note_of_post,
    &query_report_down,
    &query_report_forget_words,
    &query_role_decides,
    &query_role_holds,
    &query_role_of_campaign,
    &query_person_suspended,
    &query_post_to_turn,
    &query_reaction_to_turn,
    &query_share_to_turn,
    &query_due_until,
    &query_due_of_post,
    &query_consent_of_post,
    &query_post_of_author,
    &query_post_edit_last,
    &query_tag_by_key,
    &query_tag_days,
    &query_engaged_row,
    &query_veil_row,
    &query_veil_step,
    &query_notice_row,
    &query_engaged_recount,
    &query_engaged_post,
    &query_tally_by_hour,
    &query_campaign_down,
    &query_campaign_up,
    &query_language_down,
    &query_language_up,
    &query_tag_down,
    &query_tag_up,
    &query_author_down,
    &query_author_up,
    &query_account_down,
    &query_account_up,
    &query_shares_down,
    &query_mine_down,
    &query_mine_up,
    &query_favourites_down,
    &query_favourites_up,
    &query_bookmarks_down,
    &query_tag_carries,
    &query_thread_after,
    &query_token_row,
    &query_token_of_person,
    &query_token_delete_of_person,
    &query_idempotency_row,
    &query_idempotency_delete_before,
    &query_help_phone_of,
    &query_help_of_country,
    &query_help_confirmation_remove_of_person,
};

/* Tables that grow with what people do; what is scanned of others is small. */
static const char *const large[] = {
    "post",    "reaction", "share", "tie",         "notice",     "person",        "tally",
    "engaged", "post_tag", "token", "idempotency", "post_count", "campaign_post", "language_post"};

struct plan_step {
    int64_t id, parent, unused;
    struct str detail;
};
static const struct db_field fields[] = {
    {DB_I64, false, offsetof(struct plan_step, id), "id"},
    {DB_I64, false, offsetof(struct plan_step, parent), "parent"},
    {DB_I64, false, offsetof(struct plan_step, unused), "unused"},
    {DB_TEXT, false, offsetof(struct plan_step, detail), "detail"},
};

static bool is_walk(struct str detail)
{
    char scan[64], range[80];
    for (size_t i = 0; i < COUNT(large); i++) {
        snprintf(scan, sizeof scan, "SCAN %s", large[i]);
        snprintf(range, sizeof range, "SEARCH %s USING INTEGER PRIMARY KEY (rowid>", large[i]);
        if ((str_starts(detail, str_of(scan)) &&
             (detail.n == strlen(scan) || detail.p[strlen(scan)] == ' ')) ||
            str_starts(detail, str_of(range)))
            return true;
    }
    return false;
}

static enum err look(void *context, const void *row)
{
    const struct plan_step *step = row;
    if (is_walk(step->detail))
        print_error("%s: %.*s\n", (const char *)context, STRF(step->detail));
    return is_walk(step->detail) ? ERR_STORAGE : OK;
}

static enum err explain(struct fixture *f, const struct db_query *query, db_each_fn *each)
{
    enum { INPUTS_MOST = 512 };
    static const alignas(max_align_t) char inputs[INPUTS_MOST];
    char name[64];
    snprintf(name, sizeof name, "%s", query->name);
    struct db_query plan = *query;
    plan.sqlite =
        arena_z(&f->arena, arena_printf(&f->arena, "EXPLAIN QUERY PLAN %s", query->sqlite));
    plan.out = fields;
    plan.n_out = COUNT(fields);
    plan.row_size = sizeof(struct plan_step);
    plan.row_align = alignof(struct plan_step);
    plan.slot = SLOT_STEP_ADD;
    return db_each(f->db, &plan, inputs, each, name);
}

static void nothing_walks_a_whole_table(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_int_equal(explain(f, queries[i], look), OK);
}

static enum err pass(void *context, const void *row)
{
    (void)context;
    return row ? OK : ERR_STORAGE;
}

static void every_query_fits_the_schema(void **state)
{
    struct fixture *f = *state;
    size_t n = 0;
    for (; query_all[n]; n++) {
        assert_int_equal(query_all[n]->slot, n);
        assert_int_equal(explain(f, query_all[n], pass), OK);
    }
    assert_int_equal(n, DB_QUERY_COUNT);
    const struct db_query misspelt = {.name = "misspelt", .sqlite = "SELECT bodi FROM post"};
    assert_int_equal(explain(f, &misspelt, pass), ERR_STORAGE);
}

/* The test itself sees a walk when there is one. */
static void a_walk_is_seen(void **state)
{
    struct fixture *f = *state;
    const struct db_query whole = {.name = "whole", .sqlite = "SELECT body FROM post"};
    const struct db_query rest = {.name = "rest",
                                  .sqlite = "SELECT body FROM post WHERE id > 7 AND root = 3"};
    assert_int_equal(explain(f, &whole, look), ERR_STORAGE);
    assert_int_equal(explain(f, &rest, look), ERR_STORAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(every_query_fits_the_schema),
        IN_MEMORY(nothing_walks_a_whole_table),
        IN_MEMORY(a_walk_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
