/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sorting a batch's events for streams, and rendering each at most once. */
#include "api/relay.h"

#include "api/answers.h"
#include "api/load.h"
#include "api/notifications.h"
#include "base/log.h"
#include "domain/campaign.h"

enum { RELAY_ARENA = 256 * 1024 * 1024, RELAY_JSON_MAX = 8 * 1024 * 1024 };

static struct arena *fresh(struct arena *arena)
{
    if (arena->base) {
        arena_reset(arena);
        return arena;
    }
    if (arena_init(arena, RELAY_ARENA) == OK)
        return arena;
    log_error("streams", "no memory for events");
    return NULL;
}

struct arena *relay_scratch(struct desk *desk)
{
    return fresh(&desk->relay.scratch);
}

/* A copy in the arena; absent when it does not fit or `take` is not whole. Frees it. */
static struct str keep(struct arena *arena, struct buf *take)
{
    struct str kept = {0};
    char *p = buf_ok(take) ? arena_try_array(arena, char, take->n + 1) : NULL;
    if (p) {
        struct buf copy = {.p = p, .n = 0, .size = take->n + 1, .max = take->n + 1};
        buf_put(&copy, buf_str(take));
        kept = (struct str){p, copy.n};
    }
    buf_free(take);
    return kept;
}

struct str relay_json(struct arena *arena, const struct json_entity *entity, const void *thing)
{
    struct buf buf = buf_init(RELAY_JSON_MAX);
    json_put(&buf, entity, thing);
    return keep(arena, &buf);
}

/* --- sorting ---------------------------------------------------------------------------- */

static bool is_removal(const struct event *event)
{
    return event->kind == EVENT_GONE;
}

static bool is_update(const struct event *event)
{
    return event->kind == EVENT_POST || event->kind == EVENT_EDIT || event->kind == EVENT_SHARE;
}

static bool is_notice(const struct event *event)
{
    return event->kind == EVENT_NOTICE;
}

static bool is_release(const struct event *event)
{
    return event->kind == EVENT_FIGURES;
}

typedef bool event_test(const struct event *event);

static size_t count_events(const struct event_list *list, event_test *test)
{
    size_t n = 0;
    for (size_t i = 0; i < event_count(list); i++)
        n += test(event_at(list, i));
    return n;
}

/* How many of n to pass over at the beginning, so that at most `most` remain. */
static size_t surplus(size_t n, size_t most)
{
    return n > most ? n - most : 0;
}

static struct relay_items select_events(struct arena *arena, const struct event_list *list,
                                        event_test *test, size_t most)
{
    size_t n = count_events(list, test);
    size_t skip = surplus(n, most);
    struct relay_items out = {arena_array(arena, struct relay_item, n - skip), 0};
    for (size_t i = 0; i < event_count(list); i++) {
        const struct event *event = event_at(list, i);
        if (!test(event))
            continue;
        if (skip > 0)
            skip--;
        else
            out.items[out.n++].event = event;
    }
    return out;
}

/* Both kinds in the order in which they happened: an update may be followed by its removal. */
static struct relay_items select_posts(struct arena *arena, const struct event_list *list)
{
    size_t updates = count_events(list, is_update);
    size_t removals = count_events(list, is_removal);
    size_t skip_updates = surplus(updates, RELAY_UPDATES_MAX);
    size_t skip_removals = surplus(removals, RELAY_REMOVALS_MAX);
    size_t n = updates - skip_updates + removals - skip_removals;
    struct relay_items out = {arena_array(arena, struct relay_item, n), 0};
    for (size_t i = 0; i < event_count(list); i++) {
        const struct event *event = event_at(list, i);
        if (!is_update(event) && !is_removal(event))
            continue;
        size_t *skip = is_update(event) ? &skip_updates : &skip_removals;
        if (*skip > 0)
            --*skip;
        else
            out.items[out.n++].event = event;
    }
    return out;
}

struct relay *relay_of(struct desk *desk, const struct event_list *list)
{
    struct desk_relay *place = &desk->relay;
    if (place->list == event_number(list))
        return place->view;
    struct arena *arena = fresh(&place->arena);
    if (!arena)
        return NULL;
    struct relay *relay = arena_new(arena, struct relay);
    relay->desk = desk;
    relay->posts = select_posts(arena, list);
    relay->notices = select_events(arena, list, is_notice, RELAY_NOTICES_MAX);
    relay->figures = select_events(arena, list, is_release, CAMPAIGNS_MAX);
    place->list = event_number(list);
    place->view = relay;
    return relay;
}

struct relay_item *relay_figures(struct relay *relay, struct campaign_id campaign)
{
    for (size_t i = 0; relay && i < relay->figures.n; i++) {
        if (relay->figures.items[i].event->campaign.v == campaign.v)
            return &relay->figures.items[i];
    }
    return NULL;
}

/* --- rendering -------------------------------------------------------------------------- */

struct str relay_event_name(const struct event *event)
{
    switch (event->kind) {
    case EVENT_EDIT:
        return STR("status.update");
    case EVENT_GONE:
        return STR("delete");
    case EVENT_NOTICE:
        return STR("notification");
    case EVENT_FIGURES:
        return STR("figures");
    case EVENT_POST:
    case EVENT_SHARE:
        break;
    }
    return STR("update");
}

static struct reader app_reader(const struct desk *desk, struct person_id person)
{
    return (struct reader){person, AUDIENCE_APPS, desk->house->key};
}

/* The post, or the wrapper around a shared one, as the load's viewer sees it: as a rule somebody
 * without a login. */
static enum err put_entry(struct load *load, const struct event *event, struct buf *out)
{
    struct db *db = desk_read(load->desk);
    struct reader reader = {.audience = AUDIENCE_APPS};
    struct entry entry = {.id = event->post.v, .is_share = event->kind == EVENT_SHARE};
    struct api_status status;
    if (load->viewer.person.v != 0)
        reader = app_reader(load->desk, load->viewer.person);
    TRY(post_get(db, load->arena, reader, event->post, &entry.post));
    if (entry.is_share) {
        entry.id = event->share;
        TRY(person_get(db, load->arena, event->account, &entry.sharer));
    }
    TRY(load_entry(load, &entry, &status));
    json_put(out, &entity_status, &status);
    return buf_ok(out) ? OK : ERR_TOO_LARGE;
}

static enum err put_notice(struct load *load, const struct event *event, struct buf *out)
{
    struct notice notice;
    struct api_notification notification;
    TRY(notice_get(desk_read(load->desk), load->arena, app_reader(load->desk, event->person),
                   event->notice, &notice));
    TRY(notification_load(load, &notice, &notification));
    json_put(out, &entity_notification, &notification);
    return buf_ok(out) ? OK : ERR_TOO_LARGE;
}

/* Its JSON, or the number of what is gone. */
static enum err put_item(struct relay *relay, const struct event *event,
                         struct private_reader watcher, struct buf *out)
{
    struct arena *scratch = relay_scratch(relay->desk);
    if (!scratch)
        return ERR_SYSTEM;
    struct load load = load_in(relay->desk, scratch);
    load.viewer = watcher;
    if (event->kind == EVENT_GONE)
        buf_printf(out, "%lld", (long long)event->post.v);
    if (event->kind == EVENT_GONE)
        return OK;
    return event->kind == EVENT_NOTICE ? put_notice(&load, event, out)
                                       : put_entry(&load, event, out);
}

static enum err render(struct relay *relay, struct relay_item *item)
{
    struct arena *arena = &relay->desk->relay.arena;
    struct buf json = buf_init(RELAY_JSON_MAX);
    enum err err = put_item(relay, item->event, (struct private_reader){0}, &json);
    struct str payload = keep(arena, &json);
    if (err != OK || !payload.p)
        return err != OK ? err : ERR_TOO_LARGE;
    struct buf quoted = buf_init(RELAY_JSON_MAX);
    json_put_text(&quoted, payload);
    item->quoted = keep(arena, &quoted);
    if (!item->quoted.p)
        return ERR_TOO_LARGE;
    item->payload = payload;
    return OK;
}

bool relay_render(struct relay *relay, struct relay_item *item)
{
    if (!item->is_rendered) {
        item->is_rendered = true;
        if (render(relay, item) != OK)
            item->payload = (struct str){0};
    }
    return item->payload.p != NULL;
}

bool relay_render_own(struct relay *relay, const struct relay_item *item,
                      struct private_reader watcher, struct relay_own *out)
{
    struct relay_own own = {buf_init(RELAY_JSON_MAX), buf_init(RELAY_JSON_MAX)};
    if (put_item(relay, item->event, watcher, &own.payload) == OK)
        json_put_text(&own.quoted, buf_str(&own.payload));
    if (own.quoted.n > 0 && buf_ok(&own.quoted)) {
        *out = own;
        return true;
    }
    buf_free(&own.payload);
    buf_free(&own.quoted);
    return false;
}

bool relay_has_filters(struct relay *relay, struct person_id watcher)
{
    struct desk *desk = relay->desk;
    struct arena *scratch = relay_scratch(desk);
    bool has_any = false;
    return scratch && filter_has_any(desk_read(desk), scratch, watcher, &has_any) == OK && has_any;
}

bool relay_is_hidden(struct relay *relay, struct person_id watcher, const struct event *event)
{
    struct desk *desk = relay->desk;
    struct arena *scratch = relay_scratch(desk);
    if (!scratch)
        return true;
    struct post post;
    if (post_get(desk_read(desk), scratch, app_reader(desk, watcher), event->post, &post) != OK ||
        post.is_hidden)
        return true;
    if (event->kind != EVENT_SHARE)
        return false;
    struct relationship sharer;
    if (tie_relationship(desk_read(desk), scratch, watcher, event->account, &sharer) != OK)
        return true;
    return sharer.is_blocking || sharer.is_blocked_by || sharer.is_muting;
}
