/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happened in a batch, prepared once per worker for all its open streams.
 *
 * The first stream that is handed an event list makes the relay of it; the others find it at the
 * desk. An update is read and rendered when the first watcher wants it, as somebody without a
 * login sees it, and then sent to all. It decides nothing about who watches what: streaming.c
 * and figures.c do. Everything lies in the desk's relay arena until the next list comes. */
#pragma once

#include "base/json.h"
#include "domain/event.h"
#include "face/private.h"

/* Of one batch, a stream shows at most so many updates (the newest) and removals: a reader that
 * must not fall behind is better served by a page of the timeline. */
enum { RELAY_UPDATES_MAX = 40, RELAY_REMOVALS_MAX = 400, RELAY_NOTICES_MAX = 4000 };

struct relay_item {
    const struct event *event;
    bool is_rendered;
    struct str payload; /* JSON, or an id; absent: it is no longer there */
    struct str quoted;  /* the same as a JSON string, for WebSocket */
};

struct relay_items {
    struct relay_item *items;
    size_t n;
};

struct relay {
    struct desk *desk;
    struct relay_items posts; /* POST, EDIT, SHARE, GONE in their order */
    struct relay_items notices;
    struct relay_items figures;
};

/* The relay of this list; NULL when there is no memory (logged). */
struct relay *relay_of(struct desk *desk, const struct event_list *list);
/* The release of a campaign's figures in this list, or NULL. */
struct relay_item *relay_figures(struct relay *relay, struct campaign_id campaign);
/* "update", "status.update", "delete", "notification". */
struct str relay_event_name(const struct event *event);
/* Renders the item unless that was done. False: it cannot be shown. Notices are rendered for the
 * person they are for. */
bool relay_render(struct relay *relay, struct relay_item *item);
/* The same as one person sees it whose filters are to be told: made for her alone, and hers to
 * free. */
struct relay_own {
    struct buf payload, quoted;
};
/* False: it cannot be shown. */
bool relay_render_own(struct relay *relay, const struct relay_item *item,
                      struct private_reader watcher, struct relay_own *out);
/* Whether she has any. */
bool relay_has_filters(struct relay *relay, struct person_id watcher);

/* Whether `watcher` (a person) is not to see it: she blocks or mutes somebody, or is blocked. */
bool relay_is_hidden(struct relay *relay, struct person_id watcher, const struct event *event);

/* An empty arena for work on one watcher; NULL when there is no memory (logged). */
struct arena *relay_scratch(struct desk *desk);
/* The thing as JSON in the arena; absent when it does not fit. */
struct str relay_json(struct arena *arena, const struct json_entity *entity, const void *thing);
