/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Mastodon-compatible API and Chorus's own beside it: one table of routes.
 *
 * routes.def lists every endpoint; from it come the declarations here, the table for the
 * router, the OpenAPI description and docs. A handler reads its declared inputs, asks the domain
 * once, answers once. This folder holds no rule of the domain, no SQL and no HTML. */
#pragma once

#include "http/request.h"

#define ROUTE(method, path, handler, login, scope, cost, inputs)                                   \
    http_handler handler;                                                                          \
    extern const struct input_table inputs;
#include "api/routes.def"
#undef ROUTE

extern const struct http_routes api_routes;
