/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happened in a batch, for open streams: numbers and keys of hashtags; whoever shows it reads
 * the rest as the watcher may see it. Reference-counted, shared between the workers. */
#pragma once

#include "base/arena.h"
#include "base/id.h"

enum event_kind {
    EVENT_POST,    /* a voice or comment was published */
    EVENT_SHARE,   /* somebody shared: `share` is its number */
    EVENT_EDIT,    /* a post was edited */
    EVENT_GONE,    /* a post (or share) was withdrawn or fell */
    EVENT_NOTICE,  /* `person` is told something */
    EVENT_FIGURES, /* figures of `campaign` were released */
};

enum { EVENT_CAMPAIGNS_MAX = 4 };

struct event {
    enum event_kind kind;
    struct post_id post;
    struct post_id root;
    int64_t share;
    struct person_id account; /* shown */
    struct person_id person;  /* NOTICE: who is told */
    struct notice_id notice;
    struct campaign_id campaign;                       /* FIGURES */
    struct campaign_id campaigns[EVENT_CAMPAIGNS_MAX]; /* POST, GONE, EDIT */
    int n_campaigns;
    const struct str *tags; /* keys; POST, EDIT and GONE */
    size_t n_tags;
    bool is_listed; /* may stand in public lists */
};

struct event_list;

/* For the writer: a new list with one reference and its number; adding (copies the tags; drops what
 * does not fit, for a watcher may miss an event but the writer may not wait; a NULL list takes
 * everything). */
NODISCARD enum err event_list_new(struct event_list **out, uint64_t number);
void event_add(struct event_list *list, const struct event *event);

size_t event_count(const struct event_list *list);
/* Rises with every list, from 1: tells two lists apart even when one lies where the other lay. */
uint64_t event_number(const struct event_list *list);
const struct event *event_at(const struct event_list *list, size_t i);
void event_keep(const struct event_list *list);
void event_drop(const struct event_list *list);
