/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From method and path to a route. Private to http/.
 *
 * A tree of path segments, built once. A segment of a route is literal ("statuses"), a value
 * (":id"), or a value behind a literal prefix ("@:name"). Literal segments win over values,
 * from left to right. Safe from several threads once built. */
#pragma once

#include "http/http.h"

enum { ROUTER_VALUES = 4, ROUTER_SEGMENTS = 16 };

struct router;

struct router_match {
    const struct http_route *route;
    struct str values[ROUTER_VALUES];
    unsigned allowed; /* bit 1 << method for what the path takes */
};

/* Memory of its own until router_free. ERR_SYSTEM when memory is out. A route given twice, or with
 * too many values, is a bug. */
NODISCARD enum err router_new(struct router **out, const struct http_routes *tables, size_t n);
void router_free(struct router *router);

/* `path` begins with '/', is percent-encoded and may end in one more '/'. ERR_NOT_FOUND;
 * ERR_METHOD with `allowed` set; ERR_BAD_REQUEST for bad encoding, bad UTF-8 or NUL. Values are
 * decoded into the arena. */
NODISCARD enum err router_find(const struct router *router, struct arena *arena,
                               enum http_method method, struct str path,
                               struct router_match *match);
/* The form of errors for a path that leads nowhere. */
enum http_face router_face_of(struct str path);
