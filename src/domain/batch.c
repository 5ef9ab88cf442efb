/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What acts take from their batch: numbers, and telling what they changed (batch.h). */
#include "domain/batch.h"

#include <string.h>

#include "domain/tie.h"
#include "domain/veil.h"

int64_t batch_weight(const struct act *act)
{
    enum { PLAIN = 4 * 1024, WORDS_MOST = 128 * 1024, WORD = 1024 };
    if (act->kind == ACT_POST)
        return PLAIN + 2 * (int64_t)act->post.text.n;
    if (act->kind == ACT_EDIT || act->kind == ACT_WITHDRAW)
        return PLAIN + 2 * WORDS_MOST; /* the old words are read too */
    if (act->kind == ACT_FILTER)
        return PLAIN + (int64_t)act->filter.n_keywords * WORD;
    if (act->kind == ACT_RECEIPT)
        return PLAIN + (int64_t)FILTERS_MOST * FILTER_KEYWORDS_MOST * 2 * WORD; /* sealed anew */
    if (act->kind == ACT_LEAVE)
        return PLAIN + (int64_t)VEIL_POSTS_MOST * 2 * WORDS_MOST; /* of all that was anonymous */
    return PLAIN;
}

int64_t batch_id(struct batch *batch)
{
    return id_next(batch->ids, batch->now_ms);
}

void batch_changed(struct batch *batch, int64_t number)
{
    enum { FIRST_ROOM = 64 };
    if (batch->n_changed == batch->room_changed) {
        size_t room = batch->room_changed ? batch->room_changed * 2 : FIRST_ROOM;
        int64_t *bigger = arena_array(batch->arena, int64_t, room);
        if (batch->n_changed > 0)
            memcpy(bigger, batch->changed, batch->n_changed * sizeof *bigger);
        batch->changed = bigger;
        batch->room_changed = room;
    }
    batch->changed[batch->n_changed++] = number;
}
