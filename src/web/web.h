/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages: what command/serve.c hands to the web server.
 *
 * All pages work without scripts. Each handler lives in a page_*.c named in routes.def. */
#pragma once

#include "http/http.h"

#define ROUTE(method, path, handler, face, login, cost, is_cacheable)                              \
    enum err handler(struct req *req);
#define WORDS(handler, field)
#include "web/routes.def"
#undef ROUTE
#undef WORDS

extern const struct http_routes web_routes;
/* The field of this form in which somebody writes; absent when there is none. */
struct str web_words_field(const struct http_route *route);

/* http_app's prefixes: how pages are shown, by the letters before their paths (page.h). */
extern const struct str web_prefixes[];
extern const size_t web_prefixes_count;

/* Whether the setting leave_url is a list of addresses with one for every language. */
bool web_leave_is_valid(struct str list);
/* http_app's ask_login: goes on to the page where a receipt is asked for. */
enum err web_ask_login(struct req *req);
/* http_app's ask_price: the form once more, with what it costs to send it now. */
enum err web_ask_price(struct req *req);
/* http_app's error_page: says in the visitor's language what went wrong and how to go on.
 * `message` is a key of po/. */
void web_error_page(struct req *req, enum err err, struct str message);
