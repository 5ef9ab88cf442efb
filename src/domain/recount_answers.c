/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting the answers of each post again (recount.h): comments, reactions and shares are read
 * once, as they lie, and counted in memory. For a voice all comments of its thread count, for a
 * comment the direct ones. Posts whose answers are still being swept away are left alone.
 *
 * When there are more posts than a table holds, they are taken in portions by their number. */
#include <string.h>

#include "domain/act_fields.h"
#include "domain/recount.h"
#include "domain/recount_table.h"
#include "sql/recount.h"

enum { KINDS = REACTION_THANK_YOU };

struct answers {
    int64_t last_reaction;
    int32_t comments, shares;
    int32_t reactions[KINDS]; /* by kind less one */
};

/* One post. */
struct answers_row {
    struct recount_key key;
    struct answers counted, stored;
};

struct counting {
    const struct recount_part *part;
    struct recount_table posts;
    struct recount_portion portion;
};

/* NULL for a post that is not in this portion, and for none. */
static enum err find(struct counting *c, int64_t post, struct answers_row **out)
{
    *out = NULL;
    if (post == 0 || !recount_portion_has(&c->portion, post))
        return OK;
    *out = recount_table_row(&c->posts, (struct recount_key){.of = post});
    return *out == NULL ? ERR_TOO_LARGE : OK;
}

static enum err count_comment_of(struct counting *c, int64_t post)
{
    struct answers_row *row;
    TRY(find(c, post, &row));
    if (row != NULL)
        row->counted.comments++;
    return OK;
}

static enum err count_comment(void *context, const struct answering_comments_out *comment)
{
    TRY(count_comment_of(context, comment->root));
    return count_comment_of(context, comment->above);
}

static enum err count_reaction(void *context, const struct answering_reactions_out *reaction)
{
    struct answers_row *row;
    TRY(find(context, reaction->post, &row));
    if (row == NULL)
        return OK;
    if (reaction->kind > 0 && reaction->kind <= KINDS)
        row->counted.reactions[reaction->kind - 1]++;
    if (reaction->id > row->counted.last_reaction)
        row->counted.last_reaction = reaction->id;
    return OK;
}

static enum err count_share(void *context, const struct answering_shares_out *share)
{
    struct answers_row *row;
    TRY(find(context, share->post, &row));
    if (row != NULL)
        row->counted.shares++;
    return OK;
}

static enum err note_stored(void *context, const struct stored_answers_out *stored)
{
    struct answers_row *row;
    TRY(find(context, stored->post, &row));
    if (row != NULL)
        row->stored = (struct answers){
            .last_reaction = stored->last_reaction,
            .comments = (int32_t)stored->comments,
            .shares = (int32_t)stored->shares,
            .reactions = {(int32_t)stored->me_too, (int32_t)stored->believe,
                          (int32_t)stored->with_you, (int32_t)stored->thank_you},
        };
    return OK;
}

static enum err count_portion(struct counting *c)
{
    struct db *db = c->part->db;
    TRY(sql_answering_comments_each(db, count_comment, c));
    TRY(sql_answering_reactions_each(db, count_reaction, c));
    TRY(sql_answering_shares_each(db, count_share, c));
    return sql_stored_answers_each(db, note_stored, c);
}

/* --- what to do with what differs --- */

typedef enum err row_fn(const struct recount_part *part, const struct answers_row *row);

static enum err tell_row(const struct recount_part *part, const struct answers_row *row)
{
    const struct answers *a = &row->stored, *b = &row->counted;
    const int64_t at[4] = {row->key.of};
    part->tell(part->report, "comments of post", at, (const int64_t[2]){a->comments, b->comments});
    part->tell(part->report, "shares of post", at, (const int64_t[2]){a->shares, b->shares});
    part->tell(part->report, "last reaction of post", at,
               (const int64_t[2]){a->last_reaction, b->last_reaction});
    for (int i = 0; i < KINDS; i++)
        part->tell(part->report, "reactions of post", at,
                   (const int64_t[2]){a->reactions[i], b->reactions[i]});
    return OK;
}

static enum err put_row(const struct recount_part *part, const struct answers_row *row)
{
    const struct answers *counted = &row->counted;
    return sql_answers_put(part->db, &(struct answers_put_in){
                                         .post = row->key.of,
                                         .comments = counted->comments,
                                         .me_too = counted->reactions[REACTION_ME_TOO - 1],
                                         .believe = counted->reactions[REACTION_BELIEVE - 1],
                                         .with_you = counted->reactions[REACTION_WITH_YOU - 1],
                                         .thank_you = counted->reactions[REACTION_THANK_YOU - 1],
                                         .shares = counted->shares,
                                         .last_reaction = counted->last_reaction,
                                     });
}

static enum err is_being_swept(const struct recount_part *part, int64_t post, bool *is)
{
    struct answers_swept_out swept;
    TRY(sql_answers_swept_one(part->db, part->arena, &(struct answers_swept_in){post}, &swept));
    *is = swept.n > 0;
    return OK;
}

static enum err give_differences(const struct counting *c, row_fn *each)
{
    for (size_t i = 0; i < c->posts.n; i++) {
        const struct answers_row *row = recount_table_at(&c->posts, i);
        bool is_swept;
        if (memcmp(&row->counted, &row->stored, sizeof row->stored) == 0)
            continue;
        TRY(is_being_swept(c->part, row->key.of, &is_swept));
        if (!is_swept)
            TRY(each(c->part, row));
    }
    return OK;
}

static enum err run_portion(struct counting *c, row_fn *each)
{
    /* A post's row is more than twice as large as a person's. */
    TRY(recount_table_init(&c->posts, sizeof(struct answers_row), (c->part->rows_max + 1) / 2));
    enum err err = count_portion(c);
    if (err == OK)
        err = recount_portion_fits(&c->portion, &c->posts);
    if (err == OK)
        err = give_differences(c, each);
    recount_table_done(&c->posts);
    return err;
}

static enum err run(const struct recount_part *part, row_fn *each)
{
    struct counting c = {.part = part};
    enum err err = OK;
    while (recount_portion_next(&c.portion, &err))
        err = run_portion(&c, each);
    return err;
}

enum err recount_answers_compare(const struct recount_part *part)
{
    return run(part, tell_row);
}

enum err recount_answers_repair(const struct recount_part *part)
{
    return run(part, put_row);
}
