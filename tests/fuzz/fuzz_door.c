/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes at the doors of the whole application, over a real connection: cookies, tokens, OAuth,
 * cursors, addresses, multipart, JSON and forms. The first byte chooses the door.
 *
 * Whatever comes: an answer, none of the server's own failures, JSON where JSON is promised, and
 * nothing of what was sent in a page unescaped. */
#include <stdint.h>
#include <string.h>

#include "site.h"
#include "tree.h"

enum { INPUT_MOST = 16 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where the bytes go. */
enum place { IN_HEADER, IN_QUERY, IN_BODY };

struct door {
    enum place place;
    const char *method, *target;
    const char *header; /* "Name: " of IN_HEADER, "Name: value" for a body's type */
    bool has_token;
};

#define FORM "Content-Type: application/x-www-form-urlencoded"

static const struct door doors[] = {
    {IN_HEADER, "GET", "/me", "Cookie: ", false},
    {IN_HEADER, "GET", "/me", "Cookie: __Host-s=", false},
    {IN_HEADER, "GET", "/api/v1/accounts/verify_credentials", "Authorization: Bearer ", false},
    {IN_HEADER, "POST", "/oauth/token", "Authorization: Basic ", false},
    {IN_HEADER, "GET", "/", "Accept-Language: ", false},
    {IN_QUERY, "GET", "/api/v1/timelines/public?", NULL, false},
    {IN_QUERY, "GET", "/api/v1/timelines/tag/metoo?", NULL, false},
    {IN_QUERY, "GET", "/api/v1/timelines/home?", NULL, true},
    {IN_QUERY, "GET", "/oauth/authorize?", NULL, false},
    {IN_QUERY, "GET", "/", NULL, false},
    {IN_QUERY, "GET", "/api/", NULL, true},
    {IN_QUERY, "GET", "/c/metoo?", NULL, false},
    {IN_BODY, "POST", "/oauth/token", FORM, false},
    {IN_BODY, "POST", "/api/v1/apps", FORM, false},
    {IN_BODY, "POST", "/w", FORM, false},
    {IN_BODY, "POST", "/help", FORM, false},
    {IN_BODY, "POST", "/login", FORM, false},
    {IN_BODY, "POST", "/api/v1/statuses", FORM, true},
    {IN_BODY, "POST", "/api/v1/statuses", "Content-Type: application/json", true},
    {IN_BODY, "POST", "/api/v1/statuses", "Content-Type: multipart/form-data; boundary=b", true},
    {IN_BODY, "POST", "/oauth/token", "Content-Type: multipart/form-data; boundary=b", false},
    {IN_BODY, "POST", "/oauth/token", "Content-Type: application/json", false},
};

struct house_to_fuzz {
    struct site *site;
    struct guest guest;
    struct arena arena;
};

/* A header or an address must stay one line; the rest is what is tried. */
static struct str one_line(struct arena *arena, struct str bytes, bool is_address)
{
    char *line = arena_array(arena, char, bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        bool is_end = c == '\r' || c == '\n' || c == '\0' || (is_address && c == ' ');
        line[i] = is_end ? '_' : c;
    }
    return (struct str){line, bytes.n};
}

static struct str request_at(struct house_to_fuzz *house, const struct door *door, struct str bytes)
{
    struct arena *arena = &house->arena;
    struct str token = door->has_token ? arena_printf(arena, "Authorization: Bearer %.*s\r\n",
                                                      STRF(house->guest.token))
                                       : STR("");
    struct str query = door->place == IN_QUERY ? one_line(arena, bytes, true) : STR("");
    struct str value = door->place == IN_HEADER ? one_line(arena, bytes, false) : STR("");
    struct str body = door->place == IN_BODY ? bytes : STR("");
    struct str head = arena_printf(
        arena, "%s %s%.*s HTTP/1.1\r\nHost: chorus.test\r\n%.*s%s%.*s%sContent-Length: %zu\r\n\r\n",
        door->method, door->target, STRF(query), STRF(token), door->header ? door->header : "",
        STRF(value), door->header ? "\r\n" : "", body.n);
    char *all = arena_array(arena, char, head.n + body.n + 1);
    memcpy(all, head.p, head.n);
    if (body.n > 0)
        memcpy(all + head.n, body.p, body.n);
    return (struct str){all, head.n + body.n};
}

static void check_json(struct arena *arena, struct str body)
{
    struct json_object *json = tree_read(arena_z(arena, body));
    BUG_IF(json == NULL);
    tree_free(json);
}

static void check_answer(struct arena *arena, const struct wire *wire)
{
    struct str type = wire_header(wire, "Content-Type");
    BUG_IF(wire->status >= 500 && wire->status != 503);
    if (str_starts(type, STR("application/json")) && wire->body.n > 0)
        check_json(arena, wire->body);
    if (str_starts(type, STR("text/html")))
        BUG_IF(memmem(wire->body.p, wire->body.n, "<xss", 4) != NULL);
}

/* A new connection when the last one was closed. */
static void connect_anew(struct site *site)
{
    wire_close(&site->wire);
    wire_open(&site->wire, http_port(site->server));
}

static bool is_closing(const struct wire *wire)
{
    return str_eq_nocase(wire_header(wire, "Connection"), STR("close"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct house_to_fuzz house;
    if (house.site == NULL) {
        void *state;
        if (site_set_up(&state) != 0 || arena_init(&house.arena, 4 << 20) != OK)
            return 0;
        house.site = state;
        house.guest = site_guest(house.site, "anna");
        site_say(house.site, &house.guest, "#MeToo <xss>");
    }
    if (size < 1 || size > INPUT_MOST)
        return 0;
    arena_reset(&house.arena);
    const struct door *door = &doors[data[0] % COUNT(doors)];
    struct str bytes = {(const char *)data + 1, size - 1};
    wire_send(&house.site->wire, request_at(&house, door, bytes));
    bool is_answered = wire_read(&house.site->wire);
    if (is_answered)
        check_answer(&house.arena, &house.site->wire);
    if (!is_answered || is_closing(&house.site->wire))
        connect_anew(house.site);
    return 0;
}
