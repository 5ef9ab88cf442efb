/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The recount (recount.h): the comparing and the writing are single queries over the acts; this
 * runs them on one snapshot and reports. */
#include "domain/recount.h"

#include <stdio.h>

#include "domain/told.h"
#include "sql/recount.h"

enum { FLOOR_USUAL = 20 }; /* a step for days that were missing; the next is the board's */

struct report {
    recount_fn *difference;
    void *context;
    int64_t *n;
    char text[160]; /* what the difference that is being reported is in */
};

static void tell(struct report *report, const char *what, int64_t stored, int64_t counted)
{
    if (stored == counted)
        return;
    ++*report->n;
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

static enum err wrong_tally(void *context, const struct tally_wrong_out *row)
{
    struct report *report = context;
    tell(report,
         name(report, "tally campaign/hour/kind/cell", row->campaign, row->hour, row->kind,
              row->cell),
         row->stored, row->counted);
    return OK;
}

static enum err wrong_engaged(void *context, const struct engaged_wrong_out *row)
{
    struct report *report = context;
    tell(report, name(report, "first hour of campaign/person", row->campaign, row->person, 0, 0),
         row->stored_first - 1, row->counted_first - 1);
    tell(report, name(report, "last hour of campaign/person", row->campaign, row->person, 0, 0),
         row->stored_last - 1, row->counted_last - 1);
    return OK;
}

static enum err wrong_hour(void *context, const struct people_hour_wrong_out *row)
{
    struct report *report = context;
    tell(report, name(report, "people first in campaign/hour", row->campaign, row->hour, 0, 0),
         row->stored_firsts, row->counted_firsts);
    tell(report, name(report, "people last in campaign/hour", row->campaign, row->hour, 0, 0),
         row->stored_lasts, row->counted_lasts);
    return OK;
}

static enum err wrong_answers(void *context, const struct post_count_wrong_out *row)
{
    struct report *report = context;
    const char *which = name(report, "answers of post", row->post, 0, 0, 0);
    const int64_t off[] = {row->comments_off,  row->me_too_off, row->believe_off, row->with_you_off,
                           row->thank_you_off, row->shares_off, row->last_off};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        tell(report, which, off[i], 0);
    return OK;
}

static enum err wrong_tag(void *context, const struct tag_day_wrong_out *row)
{
    struct report *report = context;
    tell(report, name(report, "uses of hashtag/day", row->tag, row->day, 0, 0), row->stored,
         row->counted);
    return OK;
}

static enum err compare(struct db *db, struct report *report)
{
    TRY(sql_tally_wrong_each(db, wrong_tally, report));
    TRY(sql_engaged_wrong_each(db, wrong_engaged, report));
    TRY(sql_people_hour_wrong_each(db, wrong_hour, report));
    TRY(sql_tag_day_wrong_each(db, wrong_tag, report));
    return sql_post_count_wrong_each(db, wrong_answers, report);
}

static enum err repair(struct db *db)
{
    TRY(sql_tally_clear(db));
    TRY(sql_tally_fill(db));
    TRY(sql_engaged_clear(db));
    TRY(sql_engaged_fill(db));
    TRY(sql_people_hour_clear(db));
    TRY(sql_people_hour_fill(db));
    TRY(sql_tag_day_mend(db));
    TRY(sql_tag_day_fill(db, &(struct tag_day_fill_in){told_step(FLOOR_USUAL)}));
    TRY(sql_post_count_clear(db));
    return sql_post_count_fill(db);
}

enum err recount_run(struct db *db, struct arena *arena, bool is_repair, recount_fn *difference,
                     void *context, int64_t *differences)
{
    int64_t n = 0;
    struct report report = {.difference = difference, .context = context, .n = &n};
    (void)arena;
    TRY(db_begin(db));
    enum err err = compare(db, &report);
    if (err == OK && is_repair)
        err = repair(db);
    if (err == OK && is_repair)
        err = db_commit(db);
    else
        db_rollback(db);
    if (err == OK)
        *differences = n;
    return err;
}
