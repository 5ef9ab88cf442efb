/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints docs/api.md from the tables: routes, inputs and answers of the API; routes of the pages.
 */
#include <stdio.h>

#include "api/answers.h"
#include "api/api.h"
#include "web/web.h"

static const char *const method_names[HTTP_METHODS] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static const char *login_text(const struct http_route *route)
{
    switch (route->login) {
    case LOGIN_NONE:
        return "nobody";
    case LOGIN_OPTIONAL:
        return "optional";
    case LOGIN_TOKEN:
        return "a token";
    case LOGIN_PERSON:
        return "a person";
    }
    return "";
}

static const char *cost_text(enum http_cost cost)
{
    static const char *const names[HTTP_COSTS] = {"read", "act", "arrival", "free"};
    return cost < HTTP_COSTS ? names[cost] : "";
}

static const char *input_text(enum input_type type)
{
    static const char *const names[] = {
        [INPUT_TEXT] = "text", [INPUT_LINE] = "line",   [INPUT_NUMBER] = "number",
        [INPUT_ID] = "id",     [INPUT_BOOL] = "yes/no", [INPUT_TEXTS] = "texts",
        [INPUT_IDS] = "ids",
    };
    return names[type];
}

static void print_answer(const struct answer *answer)
{
    static const char *const texts[] = {
        [ANSWER_EMPTY] = "`{}`",       [ANSWER_NONE_OF] = "`[]`", [ANSWER_FREE] = "JSON",
        [ANSWER_SOCKET] = "WebSocket", [ANSWER_CSV] = "CSV",      [ANSWER_TEXT] = "text",
        [ANSWER_REFUSED] = "422",      [ANSWER_ATOM] = "Atom",
    };
    if (answer->shape == ANSWER_ONE)
        printf("%s", answer->entity->name);
    else if (answer->shape == ANSWER_LIST)
        printf("list of %s", answer->entity->name);
    else if (answer->shape == ANSWER_MAP)
        printf("%s by name", answer->entity->name);
    else if (answer->shape == ANSWER_EVENTS)
        printf("events");
    else
        printf("%s", texts[answer->shape]);
}

static void print_input(const struct input *input)
{
    printf("`%s` %s", input->name, input_text(input->type));
    if (input->is_required)
        printf(", required");
    bool is_text = input->type == INPUT_TEXT || input->type == INPUT_LINE;
    if (is_text && input->high > 0)
        printf(", at most %lld characters", (long long)input->high);
    if (input->count > 0)
        printf(", at most %lld", (long long)input->count);
}

static void print_route(const struct http_route *route)
{
    const struct answer *answer = answer_of(route->handler_name);
    printf("### %s %s\n\n", method_names[route->method], route->path);
    if (answer) {
        printf("%s. Answers ", answer->about);
        print_answer(answer);
        printf(".\n");
    }
    printf("Login: %s", login_text(route));
    if (route->scope_name && route->scope_name[0])
        printf("; scope `%s`", route->scope_name);
    printf("; counted as: %s.\n", cost_text(route->cost));
    size_t n = route->inputs ? route->inputs->n : 0;
    for (size_t i = 0; i < n; i++) {
        printf("%s", i == 0 ? "\n- " : "- ");
        print_input(&route->inputs->rows[i]);
        printf("\n");
    }
    printf("\n");
}

static const char head[] =
    "<!-- Made by `make docs` from src/api/routes.def, answers.def, the tables of inputs, and "
    "src/web/routes.def. -->\n\n# The API\n\n"
    "Chorus speaks the part of Mastodon's client API that is about speaking, reading and acting, "
    "and adds campaigns and figures beneath `/api/chorus/v1/`. A machine-readable description "
    "(OpenAPI 3.1) is served at `/api/chorus/v1/openapi.json`.\n\n"
    "Bodies are JSON, form or multipart. Ids are strings. Errors are `{\"error\": text}` "
    "([errors.md](errors.md)). Whatever is not listed answers 404 as JSON. A scope's parent "
    "(`read`, `write`) is enough.\n\n"
    "Lists take `max_id`, `since_id`, `min_id` and `limit` and answer a `Link` header. "
    "`Idempotency-Key` makes a POST that was sent twice one act for an hour.\n\n"
    "**Figures** are what was last released: totals exact, numbers of breakdowns "
    "rounded down to 10 and moving in steps of their own, what is below `figures_floor` in one "
    "marked `other` ([figures.md](figures.md)). Each answer carries "
    "its definitions, its source and the time. The stream sends an event `figures` at once and "
    "with every release: the same without definitions, hours and breakdowns.\n\n"
    "**Streams** of public posts and hashtags need no token. A WebSocket subscribes by its "
    "address (`?stream=hashtag&tag=MeToo`) or by messages such as "
    "`{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"MeToo\"}`; at most 20 at a "
    "time. Of one commit a stream shows at most the newest 40 posts: who needs all of them reads "
    "the "
    "timeline. A stream ends when its token is taken back.\n\n";

static void print_pages(void)
{
    printf("## Pages\n\nThe pages for people, which work without scripts. Forms carry a token "
           "that the page gave. [Copies](copies.md): what is in `copy.json` and `export.json`."
           "\n\n| | | Login |\n|---|---|---|\n");
    for (size_t i = 0; i < web_routes.n; i++) {
        const struct http_route *route = &web_routes.rows[i];
        printf("| %s | `%s` | %s |\n", method_names[route->method], route->path, login_text(route));
    }
}

int main(void)
{
    printf("%s## Endpoints\n\n", head);
    for (size_t i = 0; i < api_routes.n; i++)
        print_route(&api_routes.rows[i]);
    print_pages();
    return 0;
}
