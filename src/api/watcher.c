/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Channels, and which event belongs in which.
 *
 * Names and scopes are Mastodon's (docs.joinmastodon.org/methods/streaming), but that public and
 * hashtag channels need no token. There are no other servers' posts, lists, direct messages or
 * media: those channels open and stay silent. */
#include "api/watcher.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/hashtag_text.h"
#include "domain/tie.h"

enum {
    TAG_TEXT_MAX = 2048,
    FOLLOWS_MAX = 2000,
    FOLLOWED_TAGS_MAX = 200,
    REFRESH_MS = 60 * 1000,
};

#define MAY_READ(what) (SCOPE_OF(READ) | SCOPE_OF(READ_##what))
static const struct channel channels[] = {
    {"public", SHOWS_PUBLIC, false, MAY_READ(STATUSES)},
    {"public:local", SHOWS_PUBLIC, false, MAY_READ(STATUSES)},
    {"public:remote", SHOWS_NOTHING, false, MAY_READ(STATUSES)},
    {"public:media", SHOWS_NOTHING, false, MAY_READ(STATUSES)},
    {"public:local:media", SHOWS_NOTHING, false, MAY_READ(STATUSES)},
    {"public:remote:media", SHOWS_NOTHING, false, MAY_READ(STATUSES)},
    {"hashtag", SHOWS_HASHTAG, false, MAY_READ(STATUSES)},
    {"hashtag:local", SHOWS_HASHTAG, false, MAY_READ(STATUSES)},
    {"user", SHOWS_HOME, true, MAY_READ(STATUSES)},
    {"user:notification", SHOWS_NOTICES, true, MAY_READ(NOTIFICATIONS)},
    {"list", SHOWS_NOTHING, true, MAY_READ(LISTS)},
    {"direct", SHOWS_NOTHING, true, MAY_READ(STATUSES)},
};

const struct channel *channel_find(struct str name)
{
    for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        if (str_eq(name, str_of(channels[i].name)))
            return &channels[i];
    }
    return NULL;
}

enum err channel_allows(const struct channel *channel, const struct identity *who)
{
    if (channel->needs_person && who->person == 0)
        return ERR_UNAUTHORISED;
    bool has_scope = (who->scopes & channel->scope) != 0;
    return who->token == 0 || has_scope ? OK : ERR_SCOPE;
}

/* --- who watches ------------------------------------------------------------------------ */

void watcher_init(struct watcher *watcher, struct req *req)
{
    struct str login = desk_login(req);
    *watcher = (struct watcher){.who = req->who};
    if (req->who.person == 0 || login.n > sizeof watcher->login.text)
        return;
    str_copy(watcher->login.text, login);
    watcher->login.n = login.n;
}

struct private_reader watcher_reader(const struct watcher *watcher, struct desk *desk)
{
    return (struct private_reader){
        desk, {watcher->who.person}, {watcher->login.text, watcher->login.n}};
}

/* --- subscriptions ---------------------------------------------------------------------- */

struct str subscription_tag(const struct subscription *subscription)
{
    return str_sub(buf_str(&subscription->text), 0, subscription->name_n);
}

static struct str subscription_key(const struct subscription *subscription)
{
    struct str text = buf_str(&subscription->text);
    return str_sub(text, subscription->name_n, text.n);
}

/* The key of the hashtag, empty for channels without one. */
static enum err key_of(struct arena *arena, const struct channel *channel, struct str tag,
                       struct str *key)
{
    *key = STR("");
    return channel->shows == SHOWS_HASHTAG ? hashtag_key(arena, tag, key) : OK;
}

static size_t find(const struct watcher *watcher, const struct channel *channel, struct str key)
{
    size_t i = 0;
    while (i < watcher->n && !(watcher->subscriptions[i].channel == channel &&
                               str_eq(subscription_key(&watcher->subscriptions[i]), key)))
        i++;
    return i;
}

enum err watcher_add(struct watcher *watcher, struct arena *arena, const struct channel *channel,
                     struct str tag)
{
    struct str key;
    TRY(key_of(arena, channel, tag, &key));
    if (find(watcher, channel, key) < watcher->n)
        return OK;
    if (watcher->n == WATCHER_CHANNELS_MAX)
        return ERR_TOO_MANY;
    struct subscription *subscription = &watcher->subscriptions[watcher->n];
    *subscription = (struct subscription){.channel = channel, .text = buf_init(TAG_TEXT_MAX)};
    if (channel->shows == SHOWS_HASHTAG) {
        buf_put(&subscription->text, tag);
        subscription->name_n = tag.n;
        buf_put(&subscription->text, key);
    }
    if (!buf_ok(&subscription->text)) {
        buf_free(&subscription->text);
        return ERR_BAD_INPUT;
    }
    watcher->n++;
    return OK;
}

void watcher_remove(struct watcher *watcher, struct arena *arena, const struct channel *channel,
                    struct str tag)
{
    struct str key;
    if (key_of(arena, channel, tag, &key) != OK)
        return;
    size_t at = find(watcher, channel, key);
    if (at == watcher->n)
        return;
    buf_free(&watcher->subscriptions[at].text);
    watcher->subscriptions[at] = watcher->subscriptions[--watcher->n];
}

void watcher_free(struct watcher *watcher)
{
    for (size_t i = 0; i < watcher->n; i++)
        buf_free(&watcher->subscriptions[i].text);
    watcher->n = 0;
    secret_wipe(&watcher->login, sizeof watcher->login);
    buf_free(&watcher->follows);
    buf_free(&watcher->tags);
}

/* --- whom she follows ------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Their numbers alone: what their accounts show is counted, and there may be many. */
static void read_follows(struct watcher *watcher, struct desk *desk)
{
    struct arena *arena = relay_scratch(desk);
    struct person_id who = {watcher->who.person};
    const int64_t *follows;
    size_t n;
    watcher->follows.max = FOLLOWS_MAX * sizeof(int64_t);
    buf_clear(&watcher->follows);
    if (!arena || tie_followed(desk_read(desk), arena, who, FOLLOWS_MAX, &follows, &n) != OK)
        return;
    buf_put(&watcher->follows, (struct str){(const char *)follows, n * sizeof *follows});
    if (n > 0)
        qsort(watcher->follows.p, n, sizeof *follows, compare_ids);
}

static void read_tags(struct watcher *watcher, struct desk *desk)
{
    struct person_id who = {watcher->who.person};
    struct arena *arena = relay_scratch(desk);
    const struct str *names;
    size_t n;
    if (!arena || tag_followed(desk_read(desk), arena, who, FOLLOWED_TAGS_MAX, &names, &n) != OK)
        return;
    watcher->tags.max = (size_t)FOLLOWED_TAGS_MAX * HASHTAG_KEY_MAX_BYTES;
    buf_clear(&watcher->tags);
    for (size_t i = 0; i < n; i++) {
        struct str key;
        if (hashtag_key(arena, names[i], &key) != OK)
            continue;
        buf_put(&watcher->tags, key);
        buf_char(&watcher->tags, '\n');
    }
}

void watcher_refresh(struct watcher *watcher, struct desk *desk)
{
    bool is_needed = false;
    for (size_t i = 0; i < watcher->n; i++)
        is_needed = is_needed || watcher->subscriptions[i].channel->shows == SHOWS_HOME;
    int64_t now_ms = clock_monotonic_ms();
    if (!is_needed || (watcher->loaded_ms != 0 && now_ms < watcher->loaded_ms + REFRESH_MS))
        return;
    watcher->loaded_ms = now_ms;
    read_follows(watcher, desk);
    read_tags(watcher, desk);
}

static bool follows(const struct watcher *watcher, struct person_id account)
{
    if (account.v == watcher->who.person)
        return true;
    return watcher->follows.n > 0 &&
           bsearch(&account.v, watcher->follows.p, watcher->follows.n / sizeof(int64_t),
                   sizeof(int64_t), compare_ids) != NULL;
}

static bool follows_tag(const struct watcher *watcher, const struct event *event)
{
    struct str rest = buf_str(&watcher->tags);
    while (rest.n > 0) {
        struct str key = str_cut(&rest, '\n');
        for (size_t i = 0; i < event->n_tags; i++) {
            if (str_eq(event->tags[i], key))
                return true;
        }
    }
    return false;
}

/* --- what belongs where ----------------------------------------------------------------- */

static bool wants_public(const struct event *event)
{
    if (event->kind == EVENT_SHARE || event->share != 0)
        return false;
    return event->kind == EVENT_GONE || (event->is_listed && event->root.v == 0);
}

/* A removal that does not say its hashtags goes to all. */
static bool wants_hashtag(const struct subscription *subscription, const struct event *event)
{
    if (event->kind == EVENT_SHARE || event->share != 0)
        return false;
    if (event->kind == EVENT_GONE && event->n_tags == 0)
        return true;
    if (event->kind != EVENT_GONE && !event->is_listed)
        return false;
    struct str key = subscription_key(subscription);
    for (size_t i = 0; i < event->n_tags; i++) {
        if (str_eq(event->tags[i], key))
            return true;
    }
    return false;
}

bool watcher_wants(const struct watcher *watcher, const struct subscription *subscription,
                   const struct event *event)
{
    switch (subscription->channel->shows) {
    case SHOWS_PUBLIC:
        return wants_public(event);
    case SHOWS_HASHTAG:
        return wants_hashtag(subscription, event);
    case SHOWS_HOME:
        return follows(watcher, event->account) ||
               ((event->is_listed || event->kind == EVENT_GONE) && follows_tag(watcher, event));
    case SHOWS_NOTICES:
    case SHOWS_NOTHING:
        break;
    }
    return false;
}

bool watcher_wants_notices(const struct watcher *watcher, const struct subscription *subscription)
{
    enum channel_shows shows = subscription->channel->shows;
    bool may_read = (watcher->who.scopes & MAY_READ(NOTIFICATIONS)) != 0;
    return may_read && (shows == SHOWS_HOME || shows == SHOWS_NOTICES);
}
