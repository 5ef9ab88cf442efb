/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* routes.def as the table that the router searches. No handler lives here. */
#include "api/api.h"
#include "domain/token.h"

/* What a token must hold: any one of the bits. A parent stands beside its children, and `follow`
 * beside what it meant before scopes were split (docs.joinmastodon.org/api/oauth-scopes). */
#define NEED(name, bits, text)                                                                     \
    enum { NEED_##name = (bits) };                                                                 \
    static const char need_text_##name[] = text;

NEED(NONE, 0, "")
NEED(PROFILE, SCOPE_OF(PROFILE), "profile")
NEED(OWN_ACCOUNT, SCOPE_OF(PROFILE) | SCOPE_OF(READ) | SCOPE_OF(READ_ACCOUNTS), "read:accounts")
NEED(READ_ACCOUNTS, SCOPE_OF(READ) | SCOPE_OF(READ_ACCOUNTS), "read:accounts")
NEED(READ_BLOCKS, SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_BLOCKS), "read:blocks")
NEED(READ_BOOKMARKS, SCOPE_OF(READ) | SCOPE_OF(READ_BOOKMARKS), "read:bookmarks")
NEED(READ_FAVOURITES, SCOPE_OF(READ) | SCOPE_OF(READ_FAVOURITES), "read:favourites")
NEED(READ_FILTERS, SCOPE_OF(READ) | SCOPE_OF(READ_FILTERS), "read:filters")
NEED(READ_FOLLOWS, SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_FOLLOWS), "read:follows")
NEED(READ_LISTS, SCOPE_OF(READ) | SCOPE_OF(READ_LISTS), "read:lists")
NEED(READ_MUTES, SCOPE_OF(FOLLOW) | SCOPE_OF(READ) | SCOPE_OF(READ_MUTES), "read:mutes")
NEED(READ_NOTIFICATIONS, SCOPE_OF(READ) | SCOPE_OF(READ_NOTIFICATIONS), "read:notifications")
NEED(READ_SEARCH, SCOPE_OF(READ) | SCOPE_OF(READ_SEARCH), "read:search")
NEED(READ_STATUSES, SCOPE_OF(READ) | SCOPE_OF(READ_STATUSES), "read:statuses")
NEED(WRITE_ACCOUNTS, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_ACCOUNTS), "write:accounts")
NEED(WRITE_BLOCKS, SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_BLOCKS), "write:blocks")
NEED(WRITE_BOOKMARKS, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_BOOKMARKS), "write:bookmarks")
NEED(WRITE_FAVOURITES, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FAVOURITES), "write:favourites")
NEED(WRITE_FILTERS, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FILTERS), "write:filters")
NEED(WRITE_FOLLOWS, SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_FOLLOWS), "write:follows")
NEED(WRITE_MEDIA, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_MEDIA), "write:media")
NEED(WRITE_MUTES, SCOPE_OF(FOLLOW) | SCOPE_OF(WRITE) | SCOPE_OF(WRITE_MUTES), "write:mutes")
NEED(WRITE_NOTIFICATIONS, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_NOTIFICATIONS), "write:notifications")
NEED(WRITE_REPORTS, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_REPORTS), "write:reports")
NEED(ADMIN_READ, SCOPE_OF(ADMIN_READ), "admin:read")
NEED(ADMIN_WRITE, SCOPE_OF(ADMIN_WRITE), "admin:write")
NEED(WRITE_STATUSES, SCOPE_OF(WRITE) | SCOPE_OF(WRITE_STATUSES), "write:statuses")

#define IS_OPEN(login) (LOGIN_##login == LOGIN_NONE || LOGIN_##login == LOGIN_OPTIONAL)

static const struct http_route rows[] = {
#define ROUTE(m, p, h, l, s, c, i)                                                                 \
    {.method = HTTP_##m,                                                                           \
     .face = FACE_API,                                                                             \
     .path = (p),                                                                                  \
     .handler = (h),                                                                               \
     .login = LOGIN_##l,                                                                           \
     .scope = NEED_##s,                                                                            \
     .cost = COST_##c,                                                                             \
     .is_cacheable = HTTP_##m == HTTP_GET && IS_OPEN(l),                                           \
     .inputs = &(i),                                                                               \
     .handler_name = #h,                                                                           \
     .scope_name = need_text_##s},
#include "api/routes.def"
#undef ROUTE
};

const struct http_routes api_routes = {rows, sizeof rows / sizeof rows[0]};
