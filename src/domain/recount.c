/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The recount (recount.h): its parts one after another, on one snapshot, and the report. What is in
 * the hands of single queries, hashtags and lists by language, is here. */
#include "domain/recount.h"

#include <stdio.h>

#include "domain/recount_table.h"
#include "domain/told.h"
#include "sql/recount.h"

enum { FLOOR_USUAL = 20 }; /* a step for days that were missing; the next is the board's */

struct report {
    recount_fn *difference;
    void *context;
    int64_t n;
    char text[160]; /* what the difference that is being reported is in */
};

static void tell(struct report *report, const char *what, int64_t stored, int64_t counted)
{
    if (stored == counted)
        return;
    ++report->n;
    if (report->difference)
        report->difference(report->context, what, stored, counted);
}

static const char *name(struct report *report, const char *what, int64_t a, int64_t b, int64_t c,
                        int64_t d)
{
    snprintf(report->text, sizeof report->text, "%s %lld/%lld/%lld/%lld", what, (long long)a,
             (long long)b, (long long)c, (long long)d);
    return report->text;
}

static void wrong_part(void *context, const char *what, const int64_t at[4], const int64_t both[2])
{
    struct report *report = context;
    tell(report, name(report, what, at[0], at[1], at[2], at[3]), both[0], both[1]);
}

static enum err wrong_tag(void *context, const struct tag_day_wrong_out *row)
{
    struct report *report = context;
    tell(report, name(report, "uses of hashtag/day", row->tag, row->day, 0, 0), row->stored,
         row->counted);
    return OK;
}

static enum err wrong_list(void *context, const struct language_post_wrong_out *row)
{
    struct report *report = context;
    tell(report, name(report, "list of a language: campaign/voice", row->campaign, row->post, 0, 0),
         row->stored, row->counted);
    return OK;
}

static struct recount_part part_of(const struct recount *recount, struct report *report)
{
    return (struct recount_part){
        .db = recount->db,
        .arena = recount->arena,
        .key = recount->key,
        .tell = wrong_part,
        .report = report,
        .rows_max = recount->rows_max != 0 ? recount->rows_max : RECOUNT_ROWS_MAX,
    };
}

static enum err compare(const struct recount *recount, struct report *report)
{
    const struct recount_part part = part_of(recount, report);
    TRY(recount_acts_compare(&part));
    if (recount->key != NULL)
        TRY(recount_people_compare(&part));
    TRY(sql_tag_day_wrong_each(recount->db, wrong_tag, report));
    TRY(sql_language_post_wrong_each(recount->db, wrong_list, report));
    return recount_answers_compare(&part);
}

static enum err repair(const struct recount *recount, struct report *report)
{
    const struct recount_part part = part_of(recount, report);
    TRY(recount_acts_repair(&part));
    TRY(recount_people_repair(&part));
    TRY(sql_tag_day_mend(recount->db));
    TRY(sql_tag_day_fill(recount->db, &(struct tag_day_fill_in){told_step(FLOOR_USUAL)}));
    TRY(sql_language_post_clear(recount->db));
    TRY(sql_language_post_fill(recount->db));
    return recount_answers_repair(&part);
}

enum err recount_run(const struct recount *recount, int64_t *differences)
{
    struct report report = {.difference = recount->difference, .context = recount->context};
    BUG_IF(recount->is_repair && recount->key == NULL);
    TRY(db_begin(recount->db));
    enum err err = compare(recount, &report);
    if (err == OK && recount->is_repair)
        err = repair(recount, &report);
    if (err == OK && recount->is_repair)
        err = db_commit(recount->db);
    else
        db_rollback(recount->db);
    if (err == OK)
        *differences = report.n;
    return err;
}
