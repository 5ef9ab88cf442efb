/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* routes.def as the table that the router searches. No handler lives here. */
#include "api/api.h"
#include "domain/token.h"

/* What a token must hold: any one of the bits. A parent stands beside its children, and `follow`
 * beside what it meant before scopes were split (docs.joinmastodon.org/api/oauth-scopes). */
#define NEED(bits, text) .scope = (bits), .scope_name = (text)

#define NEED_NONE    NEED(0, "")
#define NEED_PROFILE NEED(SCOPE_OF(PROFILE), "profile")
#define NEED_OWN_ACCOUNT                                                                           \
    NEED(SCOPE_OF(PROFILE) | SCOPE_OF(READ) | SCOPE_OF(READ_ACCOUNTS), "read:accounts")
#define NEED_READ_ACCOUNTS NEED(SCOPE_OF(READ) | SCOPE_OF(READ_ACCOUNTS), "read:accounts")
#define NEED_READ_BLOCKS                                                                           \
    NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_BLOCKS), "read:blocks")
#define NEED_READ_BOOKMARKS  NEED(SCOPE_OF(READ) | SCOPE_OF(READ_BOOKMARKS), "read:bookmarks")
#define NEED_READ_FAVOURITES NEED(SCOPE_OF(READ) | SCOPE_OF(READ_FAVOURITES), "read:favourites")
#define NEED_READ_FILTERS    NEED(SCOPE_OF(READ) | SCOPE_OF(READ_FILTERS), "read:filters")
#define NEED_READ_FOLLOWS                                                                          \
    NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_FOLLOWS), "read:follows")
#define NEED_READ_LISTS NEED(SCOPE_OF(READ) | SCOPE_OF(READ_LISTS), "read:lists")
#define NEED_READ_MUTES NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_MUTES), "read:mutes")
#define NEED_READ_NOTIFICATIONS                                                                    \
    NEED(SCOPE_OF(READ) | SCOPE_OF(READ_NOTIFICATIONS), "read:notifications")
#define NEED_READ_SEARCH    NEED(SCOPE_OF(READ) | SCOPE_OF(READ_SEARCH), "read:search")
#define NEED_READ_STATUSES  NEED(SCOPE_OF(READ) | SCOPE_OF(READ_STATUSES), "read:statuses")
#define NEED_WRITE_ACCOUNTS NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_ACCOUNTS), "write:accounts")
#define NEED_WRITE_BLOCKS                                                                          \
    NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_BLOCKS), "write:blocks")
#define NEED_WRITE_BOOKMARKS  NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_BOOKMARKS), "write:bookmarks")
#define NEED_WRITE_FAVOURITES NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FAVOURITES), "write:favourites")
#define NEED_WRITE_FILTERS    NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FILTERS), "write:filters")
#define NEED_WRITE_FOLLOWS                                                                         \
    NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FOLLOWS), "write:follows")
#define NEED_WRITE_MEDIA NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_MEDIA), "write:media")
#define NEED_WRITE_MUTES                                                                           \
    NEED(SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_MUTES), "write:mutes")
#define NEED_WRITE_NOTIFICATIONS                                                                   \
    NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_NOTIFICATIONS), "write:notifications")
#define NEED_WRITE_REPORTS NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_REPORTS), "write:reports")
#define NEED_ADMIN_READ_ACCOUNTS                                                                   \
    NEED(SCOPE_OF(ADMIN_READ) | SCOPE_OF(ADMIN_READ_ACCOUNTS), "admin:read:accounts")
#define NEED_ADMIN_READ_REPORTS                                                                    \
    NEED(SCOPE_OF(ADMIN_READ) | SCOPE_OF(ADMIN_READ_REPORTS), "admin:read:reports")
#define NEED_ADMIN_WRITE_ACCOUNTS                                                                  \
    NEED(SCOPE_OF(ADMIN_WRITE) | SCOPE_OF(ADMIN_WRITE_ACCOUNTS), "admin:write:accounts")
#define NEED_ADMIN_WRITE_REPORTS                                                                   \
    NEED(SCOPE_OF(ADMIN_WRITE) | SCOPE_OF(ADMIN_WRITE_REPORTS), "admin:write:reports")
#define NEED_WRITE_STATUSES NEED(SCOPE_OF(WRITE) | SCOPE_OF(WRITE_STATUSES), "write:statuses")

#define IS_OPEN(login) (LOGIN_##login == LOGIN_NONE || LOGIN_##login == LOGIN_OPTIONAL)

static const struct http_route rows[] = {
#define ROUTE(m, p, h, l, s, c, i)                                                                 \
    {.method = HTTP_##m,                                                                           \
     .face = FACE_API,                                                                             \
     .path = (p),                                                                                  \
     .handler = (h),                                                                               \
     .login = LOGIN_##l,                                                                           \
     NEED_##s,                                                                                     \
     .cost = COST_##c,                                                                             \
     .is_cacheable = HTTP_##m == HTTP_GET && IS_OPEN(l),                                           \
     .inputs = &(i),                                                                               \
     .handler_name = #h},
#include "api/routes.def"
#undef ROUTE
};

const struct http_routes api_routes = {rows, sizeof rows / sizeof rows[0]};
