/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tree of routes.
 *
 * Each node is one segment of one or several routes. A walk keeps every node that the path may
 * still lead to, the literal ones first, so there is no way back to go and no recursion. It does
 * not run handlers and does not know about senders. */
#include "http/router.h"

#include <stdlib.h>

#include "http/params.h"

enum { ROUTER_WALKS = 8, NO_NODE = 0 };

struct node {
    struct str text;   /* literal, or what stands before a value */
    uint32_t literals; /* first child of each kind; 0: none (0 is the root) */
    uint32_t values;
    uint32_t next; /* sibling of the same kind */
    const struct http_route *routes[HTTP_METHODS];
};

struct router {
    struct node *nodes;
    uint32_t n;
};

/* One way through the tree so far. */
struct walk {
    uint32_t node;
    uint32_t n_values;
    struct str values[ROUTER_VALUES];
};
struct walks {
    struct walk rows[ROUTER_WALKS];
    size_t n;
};

static size_t count_segments(const struct http_routes *tables, size_t n)
{
    size_t segments = 1;
    for (size_t t = 0; t < n; t++) {
        for (size_t r = 0; r < tables[t].n; r++) {
            struct str path = str_of(tables[t].rows[r].path);
            for (size_t i = 0; i < path.n; i++)
                segments += path.p[i] == '/';
        }
    }
    return segments;
}

static uint32_t add_node(struct router *router, uint32_t parent, struct str text, bool is_value)
{
    uint32_t *link = is_value ? &router->nodes[parent].values : &router->nodes[parent].literals;
    while (*link != NO_NODE) {
        if (str_eq(router->nodes[*link].text, text))
            return *link;
        link = &router->nodes[*link].next;
    }
    uint32_t at = router->n++;
    router->nodes[at].text = text;
    *link = at;
    return at;
}

static void add_route(struct router *router, const struct http_route *route)
{
    struct str rest = str_of(route->path);
    BUG_IF(rest.n == 0 || rest.p[0] != '/');
    rest = str_sub(rest, 1, rest.n);
    uint32_t node = 0;
    size_t n_values = 0;
    while (rest.n > 0) {
        struct str segment = str_cut(&rest, '/');
        size_t colon = str_find(segment, ':');
        bool is_value = colon < segment.n;
        n_values += is_value;
        node = add_node(router, node, str_sub(segment, 0, colon), is_value);
    }
    BUG_IF(n_values > ROUTER_VALUES);
    BUG_IF(router->nodes[node].routes[route->method] != NULL);
    router->nodes[node].routes[route->method] = route;
}

enum err router_new(struct router **out, const struct http_routes *tables, size_t n)
{
    struct router *router = calloc(1, sizeof *router);
    if (router == NULL)
        return ERR_SYSTEM;
    router->nodes = calloc(count_segments(tables, n), sizeof *router->nodes);
    if (router->nodes == NULL) {
        free(router);
        return ERR_SYSTEM;
    }
    router->n = 1;
    for (size_t t = 0; t < n; t++) {
        for (size_t r = 0; r < tables[t].n; r++)
            add_route(router, &tables[t].rows[r]);
    }
    *out = router;
    return OK;
}

void router_free(struct router *router)
{
    if (router == NULL)
        return;
    free(router->nodes);
    free(router);
}

static void step_to(struct walks *next, const struct walk *from, uint32_t node)
{
    if (next->n == ROUTER_WALKS)
        return;
    next->rows[next->n] = *from;
    next->rows[next->n++].node = node;
}

/* Every node below `from` that the segment may be. */
static void step(const struct router *router, const struct walk *from, struct str segment,
                 struct walks *next)
{
    const struct node *nodes = router->nodes;
    for (uint32_t at = nodes[from->node].literals; at != NO_NODE; at = nodes[at].next) {
        if (str_eq(nodes[at].text, segment))
            step_to(next, from, at);
    }
    for (uint32_t at = nodes[from->node].values; at != NO_NODE; at = nodes[at].next) {
        struct str prefix = nodes[at].text;
        if (segment.n <= prefix.n || !str_starts(segment, prefix) || next->n == ROUTER_WALKS)
            continue;
        step_to(next, from, at);
        struct walk *walk = &next->rows[next->n - 1];
        walk->values[walk->n_values++] = str_sub(segment, prefix.n, segment.n);
    }
}

static enum err choose(const struct router *router, enum http_method method,
                       const struct walks *walks, struct router_match *match)
{
    unsigned allowed = 0;
    for (size_t i = 0; i < walks->n; i++) {
        const struct walk *walk = &walks->rows[i];
        const struct node *node = &router->nodes[walk->node];
        if (node->routes[method] != NULL) {
            match->route = node->routes[method];
            for (size_t v = 0; v < walk->n_values; v++)
                match->values[v] = walk->values[v];
            return OK;
        }
        for (unsigned m = 0; m < HTTP_METHODS; m++)
            allowed |= node->routes[m] != NULL ? 1U << m : 0;
    }
    if (allowed == 0)
        return ERR_NOT_FOUND;
    match->allowed = allowed;
    return ERR_METHOD;
}

enum err router_find(const struct router *router, struct arena *arena, enum http_method method,
                     struct str path, struct router_match *match)
{
    *match = (struct router_match){0};
    if (path.n == 0 || path.p[0] != '/')
        return ERR_BAD_REQUEST;
    struct str rest = str_sub(path, 1, path.n);
    if (rest.n > 0 && rest.p[rest.n - 1] == '/')
        rest.n--;
    if (rest.n == 0)
        rest = (struct str){0};
    struct walks both[2] = {{.n = 1}, {.n = 0}};
    size_t turn = 0;
    for (size_t i = 0; rest.p != NULL; i++) {
        struct str segment = str_cut(&rest, '/');
        struct walks *now = &both[turn];
        struct walks *next = &both[turn ^ 1];
        if (!params_decode(arena, segment, false, &segment))
            return ERR_BAD_REQUEST;
        next->n = 0;
        for (size_t w = 0; w < now->n; w++)
            step(router, &now->rows[w], segment, next);
        if (next->n == 0 || i == ROUTER_SEGMENTS)
            return ERR_NOT_FOUND;
        turn ^= 1;
    }
    return choose(router, method, &both[turn], match);
}

enum http_face router_face_of(struct str path)
{
    static const struct str prefixes[] = {
        STR_INIT("/api/"),           STR_INIT("/oauth/token"), STR_INIT("/oauth/revoke"),
        STR_INIT("/oauth/userinfo"), STR_INIT("/nodeinfo"),    STR_INIT("/.well-known/"),
        STR_INIT("/feed/"),          STR_INIT("/oembed"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (str_starts(path, prefixes[i]))
            return FACE_API;
    }
    return FACE_PAGE;
}
