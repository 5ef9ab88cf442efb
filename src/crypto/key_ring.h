/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys that are in memory for a short time only, one for each stretch of time (an *epoch*).
 *
 * Two overlap: the key of now, beside the one before it or the one after it. A key whose epoch is
 * no longer asked for is overwritten, and what was hashed under it can no longer be traced
 * back. The keys are locked in memory and left out of dumps; they are never written anywhere and
 * cannot be read out. It counts nothing and knows no clock: whoever uses it says when to turn. */
#pragma once

#include "base/str.h"

struct key_ring;

/* NULL when memory is out. */
struct key_ring *key_ring_new(void);
/* Wipes and frees. NULL is fine. */
void key_ring_free(struct key_ring *ring);
/* From now on there are the keys of `first` and of the epoch after it, and no others: a key of
 * before that is one of them stays, any other is overwritten. One thread at a time. */
void key_ring_turn(struct key_ring *ring, int64_t first);
/* SipHash-2-4 of the message under the key of `epoch`, which is one of the two; for any other epoch
 * the number means nothing. From any thread, also while another one turns. */
uint64_t key_ring_hash(const struct key_ring *ring, int64_t epoch, struct str message);
