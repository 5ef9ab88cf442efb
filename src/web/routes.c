/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* routes.def as the table that the router searches. No handler lives here. */
#include "web/web.h"

static const struct http_route rows[] = {
#define ROUTE(m, p, h, f, l, c, k)                                                                 \
    {.method = HTTP_##m,                                                                           \
     .face = FACE_##f,                                                                             \
     .path = (p),                                                                                  \
     .handler = (h),                                                                               \
     .login = LOGIN_##l,                                                                           \
     .cost = COST_##c,                                                                             \
     .is_cacheable = (k),                                                                          \
     .handler_name = #h},
#include "web/routes.def"
#undef ROUTE
};

const struct http_routes web_routes = {rows, sizeof rows / sizeof rows[0]};
