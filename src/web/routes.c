/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* routes.def as the table that the router searches, and where its forms have words. No handler
 * lives here. */
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
#define WORDS(h, f)
#include "web/routes.def"
#undef ROUTE
#undef WORDS
};

static const struct {
    http_handler *handler;
    struct str field;
} words[] = {
#define ROUTE(m, p, h, f, l, c, k)
#define WORDS(h, f) {(h), STR_INIT(f)},
#include "web/routes.def"
#undef ROUTE
#undef WORDS
};

const struct http_routes web_routes = {rows, sizeof rows / sizeof rows[0]};

struct str web_words_field(const struct http_route *route)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].handler == route->handler)
            return words[i].field;
    }
    return (struct str){0};
}
