/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of consents (consent.h). */
#include "domain/consent.h"

#include "domain/batch.h"
#include "sql/post.h"
#include "sql/standing.h"

/* What follows from having said it with an app, or in answer to a voice. */
static enum err derive(struct db *db, struct arena *arena, struct post_id post,
                       const struct consent **out, size_t *n)
{
    static const enum audience implied[] = {AUDIENCE_PAGES, AUDIENCE_APPS};
    enum { IMPLIED = sizeof implied / sizeof *implied };
    struct post_head_out head;
    struct consent *list = arena_array(arena, struct consent, IMPLIED);
    TRY(sql_post_head_one(db, arena, &(struct post_head_in){post}, &head));
    *n = 0;
    for (size_t i = 0; i < IMPLIED; i++)
        if (head.audiences & (1 << implied[i]))
            list[(*n)++] = (struct consent){.audience = implied[i],
                                            .is_given = true,
                                            .wording = CONSENT_BY_APP,
                                            .day_ms = time_day_start(id_ms(post.v))};
    *out = list;
    return OK;
}

static enum err read_list(struct db *db, struct arena *arena, struct post_id post,
                          const struct consent **out, size_t *n, bool *is_derived)
{
    const struct consent_of_post_out *rows;
    TRY(sql_consent_of_post_list(db, arena, &(struct consent_of_post_in){post}, &rows, n));
    *is_derived = *n == 0;
    if (*is_derived)
        return derive(db, arena, post, out, n);
    struct consent *list = arena_array(arena, struct consent, *n);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct consent){rows[i].audience, rows[i].whom, rows[i].is_given,
                                   rows[i].wording, rows[i].day_ms};
    *out = list;
    return OK;
}

enum err consent_list(struct db *db, struct arena *arena, struct post_id post,
                      const struct consent **out, size_t *n)
{
    bool is_derived;
    return read_list(db, arena, post, out, n, &is_derived);
}

bool consent_stands(const struct consent *list, size_t n, int64_t audience, struct person_id whom)
{
    for (size_t i = n; i-- > 0;)
        if (list[i].audience == audience && list[i].whom.v == whom.v)
            return list[i].is_given;
    return false;
}

/* --- adding --- */

static enum err put(struct batch *batch, struct post_id post, int64_t number,
                    const struct consent *consent)
{
    WRITE(sql_consent_insert(batch->db, &(struct consent_insert_in){
                                            .post = post,
                                            .number = number,
                                            .audience = consent->audience,
                                            .whom = consent->whom,
                                            .is_given = consent->is_given,
                                            .wording = consent->wording,
                                            .day_ms = consent->day_ms,
                                        }));
    return OK;
}

enum err consent_note(struct batch *batch, struct post_id post, const struct act_consent *consents,
                      size_t n, bool is_given)
{
    struct consent_last_out last;
    TRY(sql_consent_last_one(batch->db, batch->arena, &(struct consent_last_in){post}, &last));
    for (size_t i = 0; i < n; i++) {
        const struct consent consent = {consents[i].audience, consents[i].whom, is_given,
                                        consents[i].wording, time_day_start(batch->now_ms)};
        TRY(put(batch, post, last.number + 1 + (int64_t)i, &consent));
    }
    return OK;
}

/* --- changing --- */

static bool is_wanted(const struct act_terms *wanted, const struct consent *consent)
{
    for (size_t i = 0; i < wanted->n_consents; i++)
        if (wanted->consents[i].audience == consent->audience &&
            wanted->consents[i].whom.v == consent->whom.v)
            return true;
    return false;
}

/* Those of `wanted` that are not given yet. */
static size_t find_given(const struct act_terms *wanted, const struct consent *list, size_t n,
                         struct act_consent *out)
{
    size_t count = 0;
    for (size_t i = 0; i < wanted->n_consents; i++)
        if (!consent_stands(list, n, wanted->consents[i].audience, wanted->consents[i].whom))
            out[count++] = wanted->consents[i];
    return count;
}

/* Those that are given and not wanted any more, each once. */
static size_t find_taken(const struct act_terms *wanted, const struct consent *list, size_t n,
                         struct act_consent *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_last = list[i].is_given;
        for (size_t k = i + 1; k < n; k++)
            is_last = is_last &&
                      !(list[k].audience == list[i].audience && list[k].whom.v == list[i].whom.v);
        if (is_last && !is_wanted(wanted, &list[i]))
            out[count++] = (struct act_consent){list[i].audience, list[i].whom, list[i].wording};
    }
    return count;
}

static enum err write_down(struct batch *batch, struct post_id post, const struct consent *list,
                           size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(put(batch, post, (int64_t)i + 1, &list[i]));
    return OK;
}

static bool is_askable(const struct act_terms *wanted)
{
    for (size_t i = 0; i < wanted->n_consents; i++) {
        const struct act_consent *consent = &wanted->consents[i];
        bool has_whom = consent->whom.v != 0;
        if (!audience_is_asked(consent->audience) ||
            has_whom != (consent->audience == AUDIENCE_PARTNER))
            return false;
    }
    return wanted->n_consents <= CONSENTS_MAX;
}

enum err consent_change(struct batch *batch, const struct act_terms *wanted, int *audiences)
{
    const struct consent *list;
    size_t n;
    bool is_derived;
    if (!is_askable(wanted))
        return ERR_BAD_INPUT;
    TRY(read_list(batch->db, batch->arena, wanted->post, &list, &n, &is_derived));
    struct act_consent *given =
        arena_array(batch->arena, struct act_consent, wanted->n_consents + 1);
    struct act_consent *taken = arena_array(batch->arena, struct act_consent, n + 1);
    size_t n_given = find_given(wanted, list, n, given);
    size_t n_taken = find_taken(wanted, list, n, taken);
    if (n_given > 0 && !wanted->may_widen)
        return ERR_FORBIDDEN;
    if (n + n_given + n_taken > CONSENTS_MAX)
        return ERR_BAD_INPUT;
    if (is_derived)
        TRY(write_down(batch, wanted->post, list, n));
    TRY(consent_note(batch, wanted->post, taken, n_taken, false));
    TRY(consent_note(batch, wanted->post, given, n_given, true));
    *audiences = FOR_MODERATORS;
    for (size_t i = 0; i < wanted->n_consents; i++)
        *audiences |= 1 << wanted->consents[i].audience;
    return OK;
}
