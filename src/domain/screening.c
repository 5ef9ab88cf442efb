/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From findings to reasons (screening.h). Most texts have none, and cost the writer nothing. */
#include "domain/screening.h"

#include "domain/batch.h"
#include "sql/post.h"

/* HOLD_REASONS_MAX: none. */
static const enum hold_reason reasons[SCREEN_KINDS] = {
    [SCREEN_LINK] = HOLD_LINK,     [SCREEN_EMAIL] = HOLD_EMAIL,
    [SCREEN_PHONE] = HOLD_PHONE,   [SCREEN_ADDRESS] = HOLD_ADDRESS,
    [SCREEN_IBAN] = HOLD_IBAN,     [SCREEN_COORDINATES] = HOLD_COORDINATES,
    [SCREEN_HANDLE] = HOLD_HANDLE, [SCREEN_MENTION] = HOLD_REASONS_MAX,
    [SCREEN_NAME] = HOLD_NAME,
};

static enum err find(struct arena *arena, struct str text, const struct screen_free *free,
                     uint64_t *found)
{
    struct finding *findings;
    size_t n;
    *found = 0;
    TRY(screen_text(arena, text, free, &findings, &n));
    for (size_t i = 0; i < n; i++) {
        enum hold_reason reason = reasons[findings[i].kind];
        if (reason != HOLD_REASONS_MAX)
            *found |= HOLD_BIT(reason);
    }
    return OK;
}

enum err screening_prepare(struct arena *arena, struct act_post *post)
{
    TRY(find(arena, post->text, NULL, &post->findings));
    post->print = NULL;
    if (post->text.n < NEAR_LETTERS_LEAST)
        return OK;
    struct near_print *print = arena_new(arena, struct near_print);
    TRY(near_print_of(arena, post->text, print));
    post->print = print;
    return OK;
}

enum err screening_learn(struct near *near, const struct registry *registry, struct arena *arena)
{
    near_free_clear(near);
    for (size_t i = 0; i < registry->n_campaigns; i++)
        TRY(near_call(near, arena, registry->campaigns[i].call));
    for (size_t i = registry->n_let_through; i > 0; i--)
        near_free(near, (uint64_t)registry->let_through[i - 1]);
    return OK;
}

static enum err look_again(struct batch *batch, const struct cell *cell, struct str text,
                           uint64_t *found)
{
    struct str calls[CELL_CAMPAIGNS_MAX];
    size_t n = 0;
    for (int i = 0; i < cell->n_members; i++) {
        const struct campaign *campaign =
            registry_campaign(batch->registry, cell->members[i].campaign);
        if (campaign != NULL)
            calls[n++] = campaign->call;
    }
    return find(batch->arena, text, &(struct screen_free){.texts = calls, .n = n}, found);
}

enum err screening_judge(struct batch *batch, const struct cell *cell, const struct act_post *post,
                         struct person_id person, struct screening *out)
{
    uint64_t found = post->findings;
    *out = (struct screening){.near = {.is_free = true}};
    if (found != 0)
        TRY(look_again(batch, cell, post->text, &found));
    if (post->print != NULL && batch->near != NULL) {
        out->near = near_seen(batch->near, post->print, (uint64_t)person.v, batch->now_ms);
        if (out->near.is_burst) {
            found |= HOLD_BIT(HOLD_BURST);
            out->cluster = (int64_t)out->near.cluster;
        }
    }
    out->reasons = found | post->holds;
    return OK;
}

/* Unless it is gone, or was changed and says something else now. */
static enum err add_earlier(struct batch *batch, const struct act_post *post, struct post_id id,
                            int64_t cluster)
{
    struct post_words_out words;
    struct near_print print;
    enum err err = sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){id}, &words);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    TRY(near_print_of(batch->arena, words.body, &print));
    return near_is_alike(post->print, &print) ? hold_add(batch, id, HOLD_BIT(HOLD_BURST), cluster)
                                              : OK;
}

enum err screening_name(struct batch *batch, const struct act_post *post,
                        const struct screening *judged, struct post_id id)
{
    if (judged->near.is_free)
        return OK;
    near_name(batch->near, &judged->near, id.v);
    for (size_t i = 0; i < judged->near.n_earlier; i++)
        TRY(add_earlier(batch, post, (struct post_id){judged->near.earlier[i]}, judged->cluster));
    return OK;
}

enum err screening_exposed(struct batch *batch, const struct act_post *post, uint64_t *found)
{
    bool is_named;
    TRY(screen_names_somebody(batch->arena, post->text, &is_named));
    if (is_named)
        *found |= HOLD_BIT(HOLD_NAME);
    return OK;
}
