/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one open stream listens to: its channels, and whom its person follows.
 *
 * A watcher lies in the stream's own memory and holds small buffers of its own, freed by
 * watcher_free. It knows which event concerns which channel; it sends nothing (streaming.c does).
 */
#pragma once

#include "api/relay.h"

enum { WATCHER_CHANNELS_MAX = 20, WATCHER_LOGIN_MAX = 40 };

enum channel_shows { SHOWS_PUBLIC, SHOWS_HASHTAG, SHOWS_HOME, SHOWS_NOTICES, SHOWS_NOTHING };

struct channel {
    const char *name; /* as apps name it: "hashtag:local" */
    enum channel_shows shows;
    bool needs_person;
    uint64_t scope; /* any one of these bits, when there is a token */
};

struct subscription {
    const struct channel *channel;
    struct buf text; /* the hashtag as it was given, then its key */
    size_t name_n;   /* bytes of the first */
};

struct watcher {
    struct identity who;
    struct {
        char text[WATCHER_LOGIN_MAX];
        size_t n;
    } login; /* her token: what is sent is looked at with her filters; wiped in the end */
    struct subscription subscriptions[WATCHER_CHANNELS_MAX];
    size_t n;
    struct buf follows; /* struct person_id, rising */
    struct buf tags;    /* keys of followed hashtags, each ended by '\n' */
    int64_t loaded_ms;  /* when these two were read; 0: never (clock_monotonic_ms) */
    int64_t checked_ms; /* when the token was last looked at */
};

/* Of whoever asks; nothing else is set. */
void watcher_init(struct watcher *watcher, struct req *req);
struct private_reader watcher_reader(const struct watcher *watcher, struct desk *desk);

/* The channel of this name, or NULL. */
const struct channel *channel_find(struct str name);
/* Whether `who` may open it: ERR_UNAUTHORISED, ERR_SCOPE. */
NODISCARD enum err channel_allows(const struct channel *channel, const struct identity *who);

/* Adds a subscription; `tag` for hashtags only. The same one twice is one. ERR_BAD_INPUT for a
 * hashtag that is none, ERR_TOO_MANY. */
NODISCARD enum err watcher_add(struct watcher *watcher, struct arena *arena,
                               const struct channel *channel, struct str tag);
void watcher_remove(struct watcher *watcher, struct arena *arena, const struct channel *channel,
                    struct str tag);
void watcher_free(struct watcher *watcher);
/* The hashtag of a subscription, as it was given; empty for other channels. */
struct str subscription_tag(const struct subscription *subscription);

/* Reads whom she follows, when a channel needs it and a minute has passed. */
void watcher_refresh(struct watcher *watcher, struct desk *desk);
/* Whether an update or removal belongs in the channel. */
bool watcher_wants(const struct watcher *watcher, const struct subscription *subscription,
                   const struct event *event);
/* Whether the channel tells her of notices. */
bool watcher_wants_notices(const struct watcher *watcher, const struct subscription *subscription);
