/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What only the viewer reads, opened with the key that came with her log-in (crypto/field_key.h).
 *
 * Keys are asked for where they are needed and nowhere else, and wiped after use; nothing here
 * keeps one between requests. */
#pragma once

#include "domain/tie.h"
#include "face/desk.h"

/* Her key. ERR_NOT_FOUND when this log-in carries none: it began before there were keys, or before
 * her receipt. To be wiped. */
NODISCARD enum err private_key(struct req *req, struct field_key *out);

/* Those of the viewer's filters that can be read; `lacks_key`: there are others, for which this
 * log-in has no key. */
struct private_filters {
    const struct filter *items;
    size_t n;
    bool lacks_key;
};
NODISCARD enum err private_filters(struct req *req, struct arena *arena,
                                   struct private_filters *out);
/* One of them. ERR_NOT_FOUND also for one that does not open, ERR_FORBIDDEN without a key. */
NODISCARD enum err private_filter(struct req *req, struct filter_id id, struct filter *out);

/* The keys of an act that gives the viewer a new receipt: they stay until it is done. */
struct private_keys {
    struct field_key before, key;
};
/* Fills act->renewal; this log-in goes on. */
NODISCARD enum err private_renew(struct req *req, const struct receipt *receipt,
                                 struct private_keys *keys, struct act *act);
void private_wipe(struct private_keys *keys);
