/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The OpenAPI 3.1 description, made from the tables that the server itself runs by: routes,
 * inputs, answers, entities. So it cannot say what is not so. */
#pragma once

#include "base/buf.h"
#include "http/http.h"

enum { OPENAPI_MAX = 4 * 1024 * 1024 };

/* The whole document. `public_url` may be empty. */
void openapi_put(struct buf *buf, const struct http_routes *routes, struct str public_url);
