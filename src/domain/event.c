/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of what happened in a batch, in memory of its own that the last reader gives back. */
#include "domain/event.h"

#include <stdatomic.h>

enum { EVENT_MEMORY = 16 * 1024 * 1024, EVENTS_MAX = 16384 };

struct event_list {
    struct arena memory; /* holds this struct too */
    atomic_int references;
    uint64_t number;
    struct event *events;
    size_t n;
};

enum err event_list_new(struct event_list **out, uint64_t number)
{
    struct arena memory;
    TRY(arena_init(&memory, EVENT_MEMORY));
    struct event_list *list = arena_new(&memory, struct event_list);
    list->events = arena_array(&memory, struct event, EVENTS_MAX);
    list->memory = memory;
    list->number = number;
    atomic_init(&list->references, 1);
    *out = list;
    return OK;
}

void event_add(struct event_list *list, const struct event *event)
{
    if (list == NULL || list->n == EVENTS_MAX)
        return;
    struct event *copy = &list->events[list->n];
    *copy = *event;
    struct str *tags = arena_try_array(&list->memory, struct str, event->n_tags);
    if (tags == NULL)
        return;
    for (size_t i = 0; i < event->n_tags; i++) {
        char *bytes = arena_try_array(&list->memory, char, event->tags[i].n + 1);
        if (bytes == NULL)
            return;
        for (size_t k = 0; k < event->tags[i].n; k++)
            bytes[k] = event->tags[i].p[k];
        tags[i] = (struct str){bytes, event->tags[i].n};
    }
    copy->tags = tags;
    list->n++;
}

size_t event_count(const struct event_list *list)
{
    return list->n;
}

uint64_t event_number(const struct event_list *list)
{
    return list->number;
}

const struct event *event_at(const struct event_list *list, size_t i)
{
    return &list->events[i];
}

/* The count is the only thing of a published list that changes. */
static atomic_int *references(const struct event_list *list)
{
    union {
        const struct event_list *fixed;
        struct event_list *counted;
    } both = {list};
    return &both.counted->references;
}

void event_keep(const struct event_list *list)
{
    atomic_fetch_add(references(list), 1);
}

void event_drop(const struct event_list *list)
{
    if (atomic_fetch_sub(references(list), 1) != 1)
        return;
    struct arena memory = list->memory;
    arena_done(&memory);
}
