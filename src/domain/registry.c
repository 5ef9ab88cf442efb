/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer's memory of campaigns, families, cells and hashtags (registry.h).
 *
 * One arena holds it all; when it grows large, or when another process has written, or when a
 * transaction is undone, everything is dropped and read again as needed. It never writes: cells
 * are made by cell.c, hashtags by tag.c. */
#include "domain/registry.h"

#include <string.h>

#include "base/buf.h"
#include "domain/near.h"
#include "sql/campaign.h"
#include "sql/moderation.h"
#include "sql/tally.h"

enum {
    REGISTRY_MEMORY = 256 * 1024 * 1024,
    REGISTRY_FULL = 64 * 1024 * 1024,
    MAP_FIRST_SIZE = 1024,
    LET_THROUGH_MOST = NEAR_FREE - NEAR_CALLS,
};

static const struct registry_slot *map_find(const struct registry_map *map, struct str key)
{
    uint64_t hash = str_hash(key);
    if (map->size == 0)
        return NULL;
    for (size_t i = hash & (map->size - 1);; i = (i + 1) & (map->size - 1)) {
        const struct registry_slot *slot = &map->slots[i];
        if (slot->value == NULL)
            return NULL;
        if (slot->hash == hash && str_eq(slot->key, key))
            return slot;
    }
}

static void map_place(struct registry_map *map, struct registry_slot slot)
{
    size_t i = slot.hash & (map->size - 1);
    while (map->slots[i].value != NULL)
        i = (i + 1) & (map->size - 1);
    map->slots[i] = slot;
    map->n++;
}

static void map_grow(struct registry_map *map, struct arena *memory)
{
    struct registry_map old = *map;
    map->size = old.size ? old.size * 2 : MAP_FIRST_SIZE;
    map->slots = arena_array(memory, struct registry_slot, map->size);
    map->n = 0;
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].value != NULL)
            map_place(map, old.slots[i]);
}

/* The key must live as long as the map. */
static void map_put(struct registry_map *map, struct arena *memory, struct str key, void *value)
{
    if (map->n * 2 >= map->size)
        map_grow(map, memory);
    map_place(map, (struct registry_slot){str_hash(key), key, value});
}

static void *map_get(const struct registry_map *map, struct str key)
{
    const struct registry_slot *slot = map_find(map, key);
    return slot ? slot->value : NULL;
}

static struct str id_key(const int64_t *id)
{
    return (struct str){(const char *)id, sizeof *id};
}

enum err registry_init(struct registry *registry)
{
    memset(registry, 0, sizeof *registry);
    return arena_init(&registry->memory, REGISTRY_MEMORY);
}

void registry_done(struct registry *registry)
{
    arena_done(&registry->memory);
}

bool registry_is_full(const struct registry *registry)
{
    return registry->memory.used > REGISTRY_FULL;
}

static enum err load_family(struct registry *registry, struct db *db,
                            const struct campaign *campaign)
{
    struct arena *memory = &registry->memory;
    const struct hashtag_family_out *rows;
    size_t n;
    TRY(sql_hashtag_family_list(db, memory, &(struct hashtag_family_in){campaign->id}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        struct kin_list *list = map_get(&registry->kin, rows[i].key);
        if (list == NULL) {
            list = arena_new(memory, struct kin_list);
            map_put(&registry->kin, memory, rows[i].key, list);
        }
        struct kinship *items = arena_array(memory, struct kinship, list->n + 1);
        if (list->n > 0)
            memcpy(items, list->items, list->n * sizeof *items);
        items[list->n] = (struct kinship){campaign->id, rows[i].name, rows[i].language,
                                          rows[i].region, str_eq(rows[i].sense, STR("expose"))};
        *list = (struct kin_list){items, list->n + 1};
    }
    return OK;
}

static enum err load_let_through(struct registry *registry, struct db *db)
{
    const struct decision_let_through_out *rows;
    size_t n;
    TRY(sql_decision_let_through_list(
        db, &registry->memory, &(struct decision_let_through_in){LET_THROUGH_MOST}, &rows, &n));
    int64_t *bursts = arena_array(&registry->memory, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        bursts[i] = rows[i].burst;
    registry->let_through = bursts;
    registry->n_let_through = n;
    return OK;
}

enum err registry_load(struct registry *registry, struct db *db)
{
    arena_reset(&registry->memory);
    registry->kin = (struct registry_map){0};
    registry->cells = (struct registry_map){0};
    registry->cell_ids = (struct registry_map){0};
    registry->tags = (struct registry_map){0};
    registry->campaigns = NULL;
    registry->n_campaigns = 0;
    registry->version++;
    TRY(load_let_through(registry, db));
    TRY(campaign_list(db, &registry->memory, &registry->campaigns, &registry->n_campaigns));
    for (size_t i = 0; i < registry->n_campaigns; i++)
        TRY(load_family(registry, db, &registry->campaigns[i]));
    return OK;
}

const struct campaign *registry_campaign(const struct registry *registry, struct campaign_id id)
{
    for (size_t i = 0; i < registry->n_campaigns; i++)
        if (registry->campaigns[i].id.v == id.v)
            return &registry->campaigns[i];
    return NULL;
}

struct kin_list registry_kin(const struct registry *registry, struct str key)
{
    const struct kin_list *list = map_get(&registry->kin, key);
    return list ? *list : (struct kin_list){0};
}

struct tag_id registry_tag(const struct registry *registry, struct str key)
{
    const struct tag_id *id = map_get(&registry->tags, key);
    return id ? *id : (struct tag_id){0};
}

void registry_keep_tag(struct registry *registry, struct str key, struct tag_id id)
{
    struct tag_id *kept = map_get(&registry->tags, key);
    if (kept != NULL) {
        *kept = id;
        return;
    }
    kept = arena_new(&registry->memory, struct tag_id);
    *kept = id;
    map_put(&registry->tags, &registry->memory, arena_str(&registry->memory, key), kept);
}

int64_t campaign_hour(const struct campaign *campaign, int64_t at_ms)
{
    enum { HOUR_MS = 3600 * 1000 };
    return at_ms < campaign->called_ms ? 0 : (at_ms - campaign->called_ms) / HOUR_MS;
}

/* --- cells --- */

struct str cell_key(struct arena *arena, const struct cell *cell)
{
    struct str key = arena_printf(arena, "%.*s|%.*s|%.*s", STRF(cell->language),
                                  STRF(cell->country), STRF(cell->network));
    for (int i = 0; i < cell->n_members; i++)
        key = arena_printf(arena, "%.*s|%lld:%.*s", STRF(key),
                           (long long)cell->members[i].campaign.v, STRF(cell->members[i].hashtag));
    return key;
}

struct cell *registry_cell(const struct registry *registry, struct str key)
{
    return map_get(&registry->cells, key);
}

/* How the family shows the hashtag; the key when it is no longer a member. */
static struct str shown_name(const struct registry *registry, const struct cell_membership *member)
{
    struct kin_list kin = registry_kin(registry, member->hashtag);
    for (size_t i = 0; i < kin.n; i++)
        if (kin.items[i].campaign.v == member->campaign.v)
            return kin.items[i].name;
    return member->hashtag;
}

/* Copies the cell into the registry and finds it by key and number from now on. */
static struct cell *keep_cell(struct registry *registry, const struct cell *from, struct str key)
{
    struct arena *memory = &registry->memory;
    struct cell *cell = arena_new(memory, struct cell);
    *cell = *from;
    cell->language = arena_str(memory, from->language);
    cell->country = arena_str(memory, from->country);
    cell->network = arena_str(memory, from->network);
    for (int i = 0; i < cell->n_members; i++) {
        cell->members[i].hashtag = arena_str(memory, from->members[i].hashtag);
        cell->members[i].name = shown_name(registry, &cell->members[i]);
    }
    map_put(&registry->cells, memory, arena_str(memory, key), cell);
    map_put(&registry->cell_ids, memory, id_key(&cell->id.v), cell);
    return cell;
}

static enum err read_members(struct db *db, struct arena *arena, struct cell *cell)
{
    const struct cell_campaigns_out *rows;
    size_t n;
    TRY(sql_cell_campaigns_list(db, arena, &(struct cell_campaigns_in){cell->id}, &rows, &n));
    for (size_t i = 0; i < n && i < CELL_CAMPAIGNS_MAX; i++)
        cell->members[cell->n_members++] =
            (struct cell_membership){.campaign = rows[i].campaign, .hashtag = rows[i].hashtag};
    return OK;
}

enum err cell_read(struct registry *registry, struct db *db, struct arena *arena, struct cell_id id,
                   struct cell **out)
{
    struct cell *known = map_get(&registry->cell_ids, id_key(&id.v));
    if (known == NULL) {
        struct cell cell = {.id = id};
        struct cell_row_out row;
        TRY(sql_cell_row_one(db, arena, &(struct cell_row_in){id}, &row));
        cell.language = row.language;
        cell.country = row.country;
        cell.network = row.network;
        TRY(read_members(db, arena, &cell));
        known = keep_cell(registry, &cell, cell_key(arena, &cell));
    }
    *out = known;
    return OK;
}
