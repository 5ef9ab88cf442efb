/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the writer keeps in memory of rarely changing things: campaigns with their families, cells,
 * numbers of hashtags, bursts that were let through. Only an aid: everything is read from the
 * database and forgotten at will.
 *
 * A cell is what an act is counted under: the language and country that were said, the network
 * it came from, and the campaigns it belongs to, each with the member of the family by which it
 * belongs. Acts point to their cell; equal cells are one. */
#pragma once

#include "domain/board.h"
#include "domain/campaign.h"

enum { CELL_CAMPAIGNS_MAX = 4 };

struct cell_membership {
    struct campaign_id campaign;
    struct str hashtag; /* key; empty: on the page of a campaign without hashtags */
    struct str name;    /* the same as the family shows it */
};
struct cell {
    struct cell_id id;
    struct str language, country, network;
    struct cell_membership members[CELL_CAMPAIGNS_MAX];
    int n_members; /* in the order of the campaigns' numbers */
};

/* A family a hashtag is a member of. */
struct kinship {
    struct campaign_id campaign;
    struct str name, language, region;
    bool is_exposing; /* it asks to name somebody */
};

struct registry_slot {
    uint64_t hash;
    struct str key;
    void *value;
};
struct registry_map {
    struct registry_slot *slots;
    size_t size; /* a power of two */
    size_t n;
};

struct registry {
    struct arena memory;
    const struct campaign *campaigns;
    size_t n_campaigns;
    const int64_t *let_through; /* bursts that moderators published, the latest first */
    size_t n_let_through;
    struct registry_map kin;      /* hashtag key -> struct kin_list */
    struct registry_map cells;    /* cell key -> struct cell */
    struct registry_map cell_ids; /* 8 bytes of the id -> struct cell */
    struct registry_map tags;     /* hashtag key -> struct tag_id */
    int64_t version;              /* rises when cells are forgotten */
};

struct kin_list {
    const struct kinship *items;
    size_t n;
};

/* Forgets everything and reads campaigns and families anew. */
NODISCARD enum err registry_load(struct registry *registry, struct db *db);
NODISCARD enum err registry_init(struct registry *registry);
void registry_done(struct registry *registry);
/* True when so much is kept that it should be loaded anew before the next batch. */
bool registry_is_full(const struct registry *registry);

const struct campaign *registry_campaign(const struct registry *registry, struct campaign_id id);
/* The families with this hashtag (n == 0: none). */
struct kin_list registry_kin(const struct registry *registry, struct str key);

/* The tag's number, 0 when it is not kept; and keeping it, or 0 instead. */
struct tag_id registry_tag(const struct registry *registry, struct str key);
void registry_keep_tag(struct registry *registry, struct str key, struct tag_id id);

/* The text by which equal cells are found, and the cell kept under it (NULL: none). */
struct str cell_key(struct arena *arena, const struct cell *cell);
struct cell *registry_cell(const struct registry *registry, struct str key);

struct batch;
/* The cell with this description: found or made, with its number. The description is copied. */
NODISCARD enum err cell_of(struct batch *batch, const struct cell *description, struct cell **out);
/* The cell of an act that is stored. */
NODISCARD enum err cell_get(struct batch *batch, struct cell_id id, struct cell **out);
/* The same when no batch is going on (loading the board). */
NODISCARD enum err cell_read(struct registry *registry, struct db *db, struct arena *arena,
                             struct cell_id id, struct cell **out);

/* Whole hours from the call to an act; 0 for anything earlier. */
int64_t campaign_hour(const struct campaign *campaign, int64_t at_ms);
