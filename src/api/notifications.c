/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Notifications: what a person is told (docs.joinmastodon.org/methods/notifications).
 *
 * Four types: mention (also an answer), favourite (any reaction), reblog, follow. They are not
 * grouped: each has a group key of its own, and the v2 endpoints are not there. */
#include "api/notifications.h"

#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"
#include "api/relay.h"

enum { TYPES_MAX = 30, TYPE_CHARS = 50, UNREAD_MAX = 100 };

static const char *const type_names[NOTICE_KINDS] = {
    [NOTICE_MENTION] = "mention",
    [NOTICE_REACTION] = "favourite",
    [NOTICE_SHARE] = "reblog",
    [NOTICE_FOLLOW] = "follow",
};
enum {
    ALL_KINDS = 1 << NOTICE_MENTION | 1 << NOTICE_REACTION | 1 << NOTICE_SHARE | 1 << NOTICE_FOLLOW
};

static const struct json_field notification_fields[] = {
    FIELD(api_notification, "id", ID, id),
    FIELD(api_notification, "type", TEXT, type),
    FIELD(api_notification, "group_key", TEXT, group_key),
    FIELD(api_notification, "created_at", TIME, created_ms),
    FIELD_OF(api_notification, "account", INLINE, account, entity_account),
    FIELD_OF(api_notification, "status", OBJECT, status, entity_status),
};
const struct json_entity entity_notification =
    JSON_ENTITY("Notification", struct api_notification, notification_fields);

enum err notification_load(struct load *load, const struct notice *notice,
                           struct api_notification *out)
{
    *out = (struct api_notification){
        .id = notice->id.v,
        .type = str_of(type_names[notice->kind]),
        .group_key = arena_printf(load->out, "ungrouped-%lld", (long long)notice->id.v),
        .created_ms = id_ms(notice->id.v),
    };
    load_account(load, &notice->account, &out->account);
    if (!notice->has_post)
        return OK;
    struct api_status *status = arena_new(load->out, struct api_status);
    TRY(load_status(load, &notice->post, status));
    out->status = status;
    return OK;
}

/* --- the list --------------------------------------------------------------------------- */

struct notifications_in {
    struct paging paging;
    struct input_list types, without;
};
static const struct input notifications_rows[] = {
    IN_PAGING(notifications_in, paging),
    IN_TEXTS(notifications_in, "types[]", types, TYPE_CHARS, TYPES_MAX),
    IN_TEXTS(notifications_in, "exclude_types[]", without, TYPE_CHARS, TYPES_MAX),
};
const struct input_table notifications_inputs = IN_TABLE(notifications_in, notifications_rows);

/* As bits for notice_list; types that Chorus does not have are passed over. */
static unsigned kinds_of(struct input_list types)
{
    const struct str *names = types.items;
    unsigned kinds = 0;
    for (size_t i = 0; i < types.n; i++) {
        for (unsigned kind = NOTICE_MENTION; kind < NOTICE_KINDS; kind++) {
            if (str_eq(names[i], str_of(type_names[kind])))
                kinds |= 1U << kind;
        }
    }
    return kinds;
}

static enum err put_notices(struct load *load, struct buf *buf, const struct notice *notices,
                            size_t n)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < n; i++) {
        struct arena *scratch = relay_scratch(load->desk);
        if (!scratch)
            return ERR_SYSTEM;
        load->out = scratch;
        struct api_notification notification;
        TRY(notification_load(load, &notices[i], &notification));
        if (i > 0)
            buf_char(buf, ',');
        json_put(buf, &entity_notification, &notification);
    }
    buf_char(buf, ']');
    return OK;
}

enum err notifications_list(struct req *req)
{
    struct notifications_in in;
    TRY(req_read(req, &notifications_inputs, &in));
    unsigned kinds = in.types.n > 0 ? kinds_of(in.types) : (unsigned)ALL_KINDS;
    kinds &= ~kinds_of(in.without);
    struct notices notices = {0};
    if (kinds != 0)
        TRY(notice_list(desk_db(req), req->arena, desk_reader(req), kinds,
                        paging_cursor(&in.paging), &notices));
    if (notices.n > 0)
        reply_link_ids(req, notices.items[0].id.v, notices.items[notices.n - 1].id.v);
    struct load load = load_of(req);
    struct buf buf = buf_init(LOAD_BUF_MAX);
    enum err err = put_notices(&load, &buf, notices.items, notices.n);
    return load_reply_buf(req, err, &buf);
}

enum err notifications_get(struct req *req)
{
    struct notice_id id;
    TRY(req_path_id(req, 0, &id.v));
    struct notice notice;
    TRY(notice_get(desk_db(req), req->arena, desk_reader(req), id, &notice));
    struct load load = load_of(req);
    struct api_notification notification;
    TRY(notification_load(&load, &notice, &notification));
    return reply_json(req, &entity_notification, &notification);
}

/* --- how many are new ------------------------------------------------------------------- */

struct unread {
    int64_t count;
};
static const struct json_field unread_fields[] = {FIELD(unread, "count", NUMBER, count)};
const struct json_entity entity_unread = JSON_ENTITY("UnreadCount", struct unread, unread_fields);

static enum err last_read(struct req *req, int64_t *out)
{
    const struct marker *markers;
    size_t n;
    TRY(marker_list(desk_db(req), req->arena, desk_viewer(req), &markers, &n));
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(markers[i].timeline, STR("notifications")))
            *out = markers[i].last_read;
    }
    return OK;
}

/* Those after the marker, at most UNREAD_MAX, as Mastodon counts them. */
enum err notifications_unread(struct req *req)
{
    struct cursor cursor = {.limit = TIMELINE_LIMIT_MAX};
    TRY(last_read(req, &cursor.since_id));
    struct unread unread = {0};
    struct notices notices = {.n = TIMELINE_LIMIT_MAX};
    while (notices.n == TIMELINE_LIMIT_MAX && unread.count < UNREAD_MAX) {
        TRY(notice_list(desk_db(req), req->arena, desk_reader(req), ALL_KINDS, cursor, &notices));
        unread.count += (int64_t)notices.n;
        if (notices.n > 0)
            cursor.max_id = notices.items[notices.n - 1].id.v;
    }
    if (unread.count > UNREAD_MAX)
        unread.count = UNREAD_MAX;
    return reply_json(req, &entity_unread, &unread);
}

/* --- putting away ----------------------------------------------------------------------- */

enum err notifications_clear(struct req *req)
{
    return desk_submit(req, desk_act(req, ACT_NOTICE_CLEAR), reply_empty_json);
}

enum err notifications_dismiss(struct req *req)
{
    struct notice_id id;
    TRY(req_path_id(req, 0, &id.v));
    struct notice notice;
    TRY(notice_get(desk_db(req), req->arena, desk_reader(req), id, &notice));
    struct act *act = desk_act(req, ACT_NOTICE_CLEAR);
    act->notice = id;
    return desk_submit(req, act, reply_empty_json);
}
