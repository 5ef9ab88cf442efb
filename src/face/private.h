/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What only the viewer reads, opened with the key that came with her log-in (crypto/field_key.h).
 *
 * Keys are asked for where they are needed and nowhere else, and wiped after use; nothing here
 * keeps one between requests. */
#pragma once

#include "domain/tie.h"
#include "face/desk.h"

/* Somebody and the text of her log-in, by which what is hers is opened. */
struct private_reader {
    struct desk *desk;
    struct person_id person; /* none: she has nothing */
    struct str login;
};
static inline struct private_reader private_reader(struct req *req)
{
    return (struct private_reader){desk_of(req), desk_viewer(req), desk_login(req)};
}

/* Her key, if this log-in carries one: some began before there were keys. To be wiped. */
NODISCARD enum err private_key(struct private_reader reader, struct arena *arena,
                               struct held_key *out);

/* Those of her filters that can be read; `lacks_key`: there are others, for which this
 * log-in has no key. */
struct private_filters {
    const struct filter *items;
    size_t n;
    bool lacks_key;
};
NODISCARD enum err private_filters(struct private_reader reader, struct arena *arena,
                                   struct private_filters *out);
/* One of them. ERR_NOT_FOUND also for one that does not open, ERR_FORBIDDEN without a key. */
NODISCARD enum err private_filter(struct req *req, struct filter_id id, struct filter *out);

/* The keys of an act that gives the viewer a new receipt: they stay until it is done. */
struct private_keys {
    struct held_key before;
    struct field_key key;
};
/* Fills act->renewal; this log-in goes on. To be asked again when the act is refused with
 * ERR_CONFLICT: she pressed twice, and has another receipt since. */
NODISCARD enum err private_renew(struct req *req, const struct receipt *receipt,
                                 struct private_keys *keys, struct act *act);
void private_wipe(struct private_keys *keys);
