/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Streams of Mastodon's API: server-sent events and WebSocket
 * (docs.joinmastodon.org/methods/streaming).
 *
 * An update is sent as somebody without a login sees it; whoever is logged in is spared what she
 * blocks or mutes, and told what her filters say of the rest, when she has any. A stream ends when
 * its token does: that is looked at before anything is sent, and each minute. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/watcher.h"
#include "base/clock.h"
#include "domain/hashtag_text.h"
#include "face/desk.h"

enum {
    STREAM_NAME_MAX = 50,
    STREAM_TAG_MAX = 200,
    FRAME_MAX = 16 * 1024 * 1024,
    CHECK_MS = 60 * 1000
};

/* --- sending ---------------------------------------------------------------------------- */

/* One stream while it is handed one event list. */
struct delivery {
    struct stream *stream;
    struct watcher *watcher;
    struct relay *relay;
    bool is_socket;
    bool is_checked; /* the token, for this list */
    bool is_over;
    bool has_filters; /* looked up with the token */
};

/* {"stream":["hashtag","x"],"event":"update","payload":"…"} */
static void send_frame(struct stream *stream, const struct subscription *subscription,
                       const struct event *event, struct str quoted)
{
    struct buf frame = buf_init(FRAME_MAX);
    buf_put(&frame, STR("{\"stream\":["));
    json_put_text(&frame, str_of(subscription->channel->name));
    struct str tag = subscription_tag(subscription);
    if (tag.n > 0) {
        buf_char(&frame, ',');
        json_put_text(&frame, tag);
    }
    buf_put(&frame, STR("],\"event\":"));
    json_put_text(&frame, relay_event_name(event));
    buf_put(&frame, STR(",\"payload\":"));
    buf_put(&frame, quoted);
    buf_char(&frame, '}');
    if (buf_ok(&frame))
        stream_send(stream, (struct str){0}, buf_str(&frame));
    buf_free(&frame);
}

/* Ends the stream when its token no longer stands. */
static bool token_holds(struct stream *stream, struct watcher *watcher)
{
    watcher->checked_ms = clock_monotonic_ms();
    if (watcher->who.token == 0)
        return true;
    struct desk *desk = stream_worker(stream);
    struct arena *scratch = relay_scratch(desk);
    struct token_id token = {watcher->who.token};
    if (scratch && token_stands(desk_read(desk), scratch, token) == OK)
        return true;
    stream_close(stream);
    return false;
}

static void send_item(struct delivery *delivery, const struct subscription *subscription,
                      const struct event *event, struct str payload, struct str quoted)
{
    if (delivery->is_socket)
        send_frame(delivery->stream, subscription, event, quoted);
    else
        stream_send(delivery->stream, relay_event_name(event), payload);
}

static void send_own(struct delivery *delivery, const struct subscription *subscription,
                     const struct relay_item *item)
{
    struct relay_own own;
    struct private_reader reader = watcher_reader(delivery->watcher, delivery->relay->desk);
    if (!relay_render_own(delivery->relay, item, reader, &own))
        return;
    send_item(delivery, subscription, item->event, buf_str(&own.payload), buf_str(&own.quoted));
    buf_free(&own.payload);
    buf_free(&own.quoted);
}

/* What holds for all of a list. */
static void check(struct delivery *delivery)
{
    const struct watcher *watcher = delivery->watcher;
    delivery->is_checked = true;
    delivery->is_over = !token_holds(delivery->stream, delivery->watcher);
    delivery->has_filters =
        watcher->login.n > 0 &&
        relay_has_filters(delivery->relay, (struct person_id){watcher->who.person});
}

static void deliver(struct delivery *delivery, const struct subscription *subscription,
                    struct relay_item *item)
{
    if (!relay_render(delivery->relay, item))
        return;
    if (!delivery->is_checked)
        check(delivery);
    if (delivery->is_over)
        return;
    if (delivery->has_filters && item->event->kind != EVENT_GONE)
        send_own(delivery, subscription, item);
    else
        send_item(delivery, subscription, item->event, item->payload, item->quoted);
}

static void deliver_posts(struct delivery *delivery, const struct subscription *subscription)
{
    struct relay_items *posts = &delivery->relay->posts;
    struct person_id person = {delivery->watcher->who.person};
    for (size_t i = 0; i < posts->n && !delivery->is_over; i++) {
        struct relay_item *item = &posts->items[i];
        if (!watcher_wants(delivery->watcher, subscription, item->event))
            continue;
        bool may_hide = person.v != 0 && item->event->kind != EVENT_GONE;
        if (may_hide && relay_is_hidden(delivery->relay, person, item->event))
            continue;
        deliver(delivery, subscription, item);
    }
}

static void deliver_notices(struct delivery *delivery, const struct subscription *subscription)
{
    struct relay_items *notices = &delivery->relay->notices;
    int64_t person = delivery->watcher->who.person;
    if (!watcher_wants_notices(delivery->watcher, subscription))
        return;
    for (size_t i = 0; i < notices->n && !delivery->is_over; i++) {
        if (notices->items[i].event->person.v == person)
            deliver(delivery, subscription, &notices->items[i]);
    }
}

static void on_list(struct stream *stream, struct watcher *watcher, const struct event_list *list,
                    bool is_socket)
{
    if (clock_monotonic_ms() > watcher->checked_ms + CHECK_MS && !token_holds(stream, watcher))
        return;
    struct desk *desk = stream_worker(stream);
    struct delivery delivery = {.stream = stream, .watcher = watcher, .is_socket = is_socket};
    delivery.relay = relay_of(desk, list);
    if (!delivery.relay || delivery.relay->posts.n + delivery.relay->notices.n == 0)
        return;
    watcher_refresh(watcher, desk);
    for (size_t i = 0; i < watcher->n && !delivery.is_over; i++) {
        deliver_posts(&delivery, &watcher->subscriptions[i]);
        deliver_notices(&delivery, &watcher->subscriptions[i]);
    }
}

/* --- life of a stream ------------------------------------------------------------------- */

static void events_on_event(struct stream *stream, void *subscriber, const void *event)
{
    on_list(stream, subscriber, event, false);
}

static void socket_on_event(struct stream *stream, void *subscriber, const void *event)
{
    on_list(stream, subscriber, event, true);
}

static void on_open(struct stream *stream, void *subscriber)
{
    struct watcher *watcher = subscriber;
    watcher->checked_ms = clock_monotonic_ms();
    watcher_refresh(watcher, stream_worker(stream));
}

static void on_close(struct stream *stream, void *subscriber)
{
    (void)stream;
    watcher_free(subscriber);
}

static const struct stream_kind events_kind = {
    .size = sizeof(struct watcher),
    .on_open = on_open,
    .on_event = events_on_event,
    .on_close = on_close,
};

/* --- messages of a WebSocket ------------------------------------------------------------ */

static struct str param_of(const struct param *params, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(params[i].name, str_of(name)))
            return params[i].value.p ? params[i].value : STR("");
    }
    return STR("");
}

/* {"type":"subscribe","stream":"hashtag","tag":"x"}, or "unsubscribe". */
static enum err follow_message(struct watcher *watcher, struct arena *arena, struct str text)
{
    const struct param *params;
    size_t n;
    TRY(params_of_json(arena, text, &params, &n));
    struct str type = param_of(params, n, "type");
    const struct channel *channel = channel_find(param_of(params, n, "stream"));
    if (!channel)
        return ERR_BAD_INPUT;
    struct str tag = param_of(params, n, "tag");
    if (str_eq(type, STR("unsubscribe"))) {
        watcher_remove(watcher, arena, channel, tag);
        return OK;
    }
    if (!str_eq(type, STR("subscribe")))
        return ERR_BAD_INPUT;
    TRY(channel_allows(channel, &watcher->who));
    return watcher_add(watcher, arena, channel, tag);
}

static void socket_on_message(struct stream *stream, void *subscriber, struct str text)
{
    struct watcher *watcher = subscriber;
    struct arena *scratch = relay_scratch(stream_worker(stream));
    enum err err = scratch ? follow_message(watcher, scratch, text) : ERR_SYSTEM;
    if (err == OK) {
        watcher_refresh(watcher, stream_worker(stream));
        return;
    }
    struct buf answer = buf_init(1024);
    buf_put(&answer, STR("{\"error\":"));
    json_put_text(&answer, str_of(err_message(err)));
    buf_printf(&answer, ",\"status\":%d}", err_status(err));
    stream_send(stream, (struct str){0}, buf_str(&answer));
    buf_free(&answer);
}

static const struct stream_kind socket_kind = {
    .size = sizeof(struct watcher),
    .on_open = on_open,
    .on_event = socket_on_event,
    .on_message = socket_on_message,
    .on_close = on_close,
};

/* --- opening ---------------------------------------------------------------------------- */

struct streaming_in {
    struct str stream, tag;
};
static const struct input streaming_rows[] = {
    IN_LINE(streaming_in, "stream", stream, STREAM_NAME_MAX),
    IN_LINE(streaming_in, "tag", tag, STREAM_TAG_MAX),
};
const struct input_table streaming_inputs = IN_TABLE(streaming_in, streaming_rows);
static const struct input streaming_tag_rows[] = {
    IN_LINE(streaming_in, "tag", tag, STREAM_TAG_MAX),
};
const struct input_table streaming_tag_inputs = IN_TABLE(streaming_in, streaming_tag_rows);

static enum err subscribe_first(struct req *req, struct str name, struct str tag,
                                struct watcher *watcher)
{
    const struct channel *channel = channel_find(name);
    if (!channel)
        return req_refuse(req, ERR_BAD_REQUEST, "There is no stream of this name.");
    TRY(channel_allows(channel, &req->who));
    if (channel->shows == SHOWS_HASHTAG && !hashtag_is_valid(tag))
        return req_refuse(req, ERR_BAD_REQUEST, "The stream needs the name of a hashtag.");
    return watcher_add(watcher, req->arena, channel, tag);
}

/* The stream has a copy of its own now, or there is none. */
static enum err opened(struct watcher *watcher, enum err err)
{
    if (err != OK)
        watcher_free(watcher);
    secret_wipe(watcher, sizeof *watcher);
    return err;
}

/* GET /api/v1/streaming/…: the rest of the path names the channel, "/" for ":". */
enum err streaming_events(struct req *req)
{
    struct streaming_in in;
    TRY(req_read(req, &streaming_tag_inputs, &in));
    struct str name = str_sub(req->path, STR("/api/v1/streaming/").n, STREAM_NAME_MAX);
    struct buf channel = buf_init(STREAM_NAME_MAX);
    for (size_t i = 0; i < name.n; i++)
        buf_char(&channel, name.p[i] == '/' ? ':' : name.p[i]);
    struct watcher watcher;
    watcher_init(&watcher, req);
    enum err err = subscribe_first(req, buf_str(&channel), in.tag, &watcher);
    buf_free(&channel);
    if (err == OK)
        err = stream_open_events(req, &events_kind, &watcher);
    return opened(&watcher, err);
}

/* The token as a browser sends it with a WebSocket must come back as the protocol chosen. */
static struct str protocol_of(const struct req *req)
{
    struct str protocol = str_trim(req_header(req, "Sec-WebSocket-Protocol"));
    bool is_one = protocol.n > 0 && str_find(protocol, ',') == protocol.n;
    return is_one ? protocol : (struct str){0};
}

enum err streaming_socket(struct req *req)
{
    struct streaming_in in;
    TRY(req_read(req, &streaming_inputs, &in));
    if (!req_wants_socket(req))
        return req_refuse(req, ERR_BAD_REQUEST, "This address is for WebSocket.");
    struct watcher watcher;
    enum err err = OK;
    watcher_init(&watcher, req);
    if (in.stream.n > 0)
        err = subscribe_first(req, in.stream, in.tag, &watcher);
    if (err == OK)
        err = stream_open_socket(req, &socket_kind, &watcher, protocol_of(req));
    return opened(&watcher, err);
}

enum err streaming_health(struct req *req)
{
    struct buf buf = buf_init(16);
    buf_put(&buf, STR("OK"));
    return reply_bytes(req, 200, "text/plain; charset=utf-8", &buf);
}
