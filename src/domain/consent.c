/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of consents (consent.h). */
#include "domain/consent.h"

#include "domain/batch.h"
#include "sql/standing.h"

enum err consent_list(struct db *db, struct arena *arena, struct post_id post,
                      const struct consent **out, size_t *n)
{
    const struct consent_of_post_out *rows;
    TRY(sql_consent_of_post_list(db, arena, &(struct consent_of_post_in){post}, &rows, n));
    struct consent *list = arena_array(arena, struct consent, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct consent){rows[i].audience, rows[i].whom, rows[i].is_given,
                                   rows[i].wording, rows[i].day_ms};
    *out = list;
    return OK;
}

enum err consent_note(struct batch *batch, struct post_id post, const struct act_consent *consents,
                      size_t n, bool is_given)
{
    struct consent_last_out last;
    TRY(sql_consent_last_one(batch->db, batch->arena, &(struct consent_last_in){post}, &last));
    for (size_t i = 0; i < n; i++)
        WRITE(sql_consent_insert(batch->db, &(struct consent_insert_in){
                                                .post = post,
                                                .number = last.number + 1 + (int64_t)i,
                                                .audience = consents[i].audience,
                                                .whom = consents[i].whom,
                                                .is_given = is_given,
                                                .wording = consents[i].wording,
                                                .day_ms = time_day_start(batch->now_ms),
                                            }));
    return OK;
}
