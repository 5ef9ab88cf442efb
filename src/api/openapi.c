/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing the OpenAPI description (https://spec.openapis.org/oas/v3.1.0).
 *
 * Three walks: over the routes for `paths`, over the entities that answers hold for `schemas`, over
 * scopes.def for the log-in. Inputs of forms and of JSON are the same table. They are the tables
 * that the server itself runs by, so the description cannot say what is not so. */
#include <string.h>

#include "api/answers.h"
#include "api/api.h"
#include "domain/token.h"
#include "face/desk.h"

enum { ENTITIES_MAX = 100, OPENAPI_MAX = 4 * 1024 * 1024 };

static const char *const method_names[HTTP_METHODS] = {"get", "post", "put", "patch", "delete"};

/* --- small pieces ----------------------------------------------------------------------- */

static void put_key(struct buf *buf, struct str name)
{
    json_put_text(buf, name);
    buf_char(buf, ':');
}

/* A comma unless the object or list has just been opened. */
static void put_comma(struct buf *buf)
{
    char last = buf->n > 0 ? buf->p[buf->n - 1] : '{';
    if (last != '{' && last != '[')
        buf_char(buf, ',');
}

static void put_member(struct buf *buf, const char *name, struct str text)
{
    put_comma(buf);
    put_key(buf, str_of(name));
    json_put_text(buf, text);
}

static void put_reference(struct buf *buf, const struct json_entity *entity)
{
    buf_printf(buf, "{\"$ref\":\"#/components/schemas/%s\"}", entity->name);
}

static struct str without_brackets(const char *name)
{
    struct str s = str_of(name);
    return str_ends(s, STR("[]")) ? str_sub(s, 0, s.n - 2) : s;
}

/* --- inputs ----------------------------------------------------------------------------- */

static void put_input_schema(struct buf *buf, const struct input *input)
{
    switch (input->type) {
    case INPUT_TEXT:
    case INPUT_LINE:
        buf_printf(buf, "{\"type\":\"string\",\"maxLength\":%lld}", (long long)input->high);
        break;
    case INPUT_NUMBER:
        buf_printf(buf, "{\"type\":\"integer\",\"minimum\":%lld,\"maximum\":%lld}",
                   (long long)input->low, (long long)input->high);
        break;
    case INPUT_ID:
        buf_put(buf, STR("{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}"));
        break;
    case INPUT_BOOL:
        buf_printf(buf, "{\"type\":\"boolean\",\"default\":%s}", input->initial ? "true" : "false");
        break;
    case INPUT_TEXTS:
        buf_printf(buf,
                   "{\"type\":\"array\",\"maxItems\":%lld,\"items\":{\"type\":\"string\","
                   "\"maxLength\":%lld}}",
                   (long long)input->count, (long long)input->high);
        break;
    case INPUT_IDS:
        buf_printf(buf,
                   "{\"type\":\"array\",\"maxItems\":%lld,\"items\":{\"type\":\"string\","
                   "\"pattern\":\"^[0-9]+$\"}}",
                   (long long)input->count);
        break;
    }
}

static bool is_list_input(const struct input *input)
{
    return input->type == INPUT_TEXTS || input->type == INPUT_IDS;
}

static void put_query(struct buf *buf, const struct input *input)
{
    put_comma(buf);
    buf_put(buf, STR("{\"in\":\"query\""));
    if (is_list_input(input))
        buf_printf(buf, ",\"name\":\"%.*s[]\",\"style\":\"form\",\"explode\":true",
                   STRF(without_brackets(input->name)));
    else
        put_member(buf, "name", str_of(input->name));
    buf_printf(buf, ",\"required\":%s,\"schema\":", input->is_required ? "true" : "false");
    put_input_schema(buf, input);
    buf_char(buf, '}');
}

/* An object of all inputs. In forms, lists have the name that forms use. */
static void put_body_schema(struct buf *buf, const struct input_table *inputs, bool is_form)
{
    buf_put(buf, STR("{\"schema\":{\"type\":\"object\",\"properties\":{"));
    for (size_t i = 0; i < inputs->n; i++) {
        const struct input *input = &inputs->rows[i];
        put_comma(buf);
        buf_printf(buf, "\"%.*s%s\":", STRF(without_brackets(input->name)),
                   is_form && is_list_input(input) ? "[]" : "");
        put_input_schema(buf, input);
    }
    buf_put(buf, STR("},\"required\":["));
    for (size_t i = 0; i < inputs->n; i++) {
        const struct input *input = &inputs->rows[i];
        if (!input->is_required)
            continue;
        put_comma(buf);
        buf_printf(buf, "\"%.*s%s\"", STRF(without_brackets(input->name)),
                   is_form && is_list_input(input) ? "[]" : "");
    }
    buf_put(buf, STR("]}}"));
}

static void put_body(struct buf *buf, const struct input_table *inputs)
{
    buf_put(buf, STR(",\"requestBody\":{\"content\":{\"application/json\":"));
    put_body_schema(buf, inputs, false);
    buf_put(buf, STR(",\"application/x-www-form-urlencoded\":"));
    put_body_schema(buf, inputs, true);
    buf_put(buf, STR(",\"multipart/form-data\":"));
    put_body_schema(buf, inputs, true);
    buf_put(buf, STR("}}"));
}

/* --- paths ------------------------------------------------------------------------------ */

/* "/a/:id" as "/a/{id}". */
static void put_path(struct buf *buf, const char *path)
{
    struct str rest = str_sub(str_of(path), 1, strlen(path));
    buf_char(buf, '"');
    while (rest.p) {
        struct str segment = str_cut(&rest, '/');
        buf_char(buf, '/');
        size_t colon = str_find(segment, ':');
        buf_put(buf, str_sub(segment, 0, colon));
        if (colon < segment.n)
            buf_printf(buf, "{%.*s}", STRF(str_sub(segment, colon + 1, segment.n)));
    }
    buf_put(buf, STR("\":"));
}

static void put_path_values(struct buf *buf, const char *path)
{
    struct str rest = str_of(path);
    while (rest.p) {
        struct str segment = str_cut(&rest, '/');
        size_t colon = str_find(segment, ':');
        if (colon == segment.n)
            continue;
        put_comma(buf);
        buf_put(buf, STR("{\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}"));
        put_member(buf, "name", str_sub(segment, colon + 1, segment.n));
        buf_char(buf, '}');
    }
}

static void put_security(struct buf *buf, const struct http_route *route)
{
    buf_put(buf, STR(",\"security\":["));
    if (route->login == LOGIN_OPTIONAL)
        buf_put(buf, STR("{}"));
    if (route->login != LOGIN_NONE) {
        put_comma(buf);
        buf_put(buf, STR("{\"token\":["));
        if (route->scope_name && route->scope_name[0])
            json_put_text(buf, str_of(route->scope_name));
        buf_put(buf, STR("]}"));
    }
    buf_char(buf, ']');
}

static void put_answer_schema(struct buf *buf, const struct answer *answer)
{
    if (answer->shape == ANSWER_ONE) {
        put_reference(buf, answer->entity);
    } else if (answer->shape == ANSWER_LIST) {
        buf_put(buf, STR("{\"type\":\"array\",\"items\":"));
        put_reference(buf, answer->entity);
        buf_char(buf, '}');
    } else if (answer->shape == ANSWER_MAP) {
        buf_put(buf, STR("{\"type\":\"object\",\"additionalProperties\":"));
        put_reference(buf, answer->entity);
        buf_char(buf, '}');
    } else if (answer->shape == ANSWER_EMPTY) {
        buf_put(buf, STR("{\"type\":\"object\",\"maxProperties\":0}"));
    } else if (answer->shape == ANSWER_NONE_OF) {
        buf_put(buf, STR("{\"type\":\"array\",\"maxItems\":0}"));
    } else if (answer->shape == ANSWER_FREE) {
        buf_put(buf, STR("{\"type\":[\"object\",\"array\"]}"));
    } else {
        buf_put(buf, STR("{\"type\":\"string\"}"));
    }
}

static const char *media_type_of(enum answer_shape shape)
{
    if (shape == ANSWER_EVENTS)
        return "text/event-stream";
    if (shape == ANSWER_CSV)
        return "text/csv";
    if (shape == ANSWER_ATOM)
        return "application/atom+xml";
    return shape == ANSWER_TEXT ? "text/plain" : "application/json";
}

static void put_responses(struct buf *buf, const struct answer *answer)
{
    buf_put(buf, STR(",\"responses\":{"));
    if (answer->shape == ANSWER_SOCKET) {
        buf_put(buf, STR("\"101\":{\"description\":\"A WebSocket\"}"));
    } else if (answer->shape != ANSWER_REFUSED) {
        buf_printf(buf, "\"200\":{\"description\":\"Done\",\"content\":{\"%s\":{\"schema\":",
                   media_type_of(answer->shape));
        put_answer_schema(buf, answer);
        buf_put(buf, STR("}}}"));
    }
    put_comma(buf);
    buf_put(buf, STR("\"default\":{\"$ref\":\"#/components/responses/Error\"}}"));
}

/* The handler's name; with a number when it serves several routes. */
static void put_operation_id(struct buf *buf, const struct http_routes *routes, size_t at)
{
    size_t before = 0;
    for (size_t i = 0; i < at; i++)
        before += routes->rows[i].handler == routes->rows[at].handler;
    buf_printf(buf, "\"operationId\":\"%s", routes->rows[at].handler_name);
    if (before > 0)
        buf_printf(buf, "_%zu", before + 1);
    buf_char(buf, '"');
}

static void put_operation(struct buf *buf, const struct http_routes *routes, size_t at)
{
    const struct http_route *route = &routes->rows[at];
    const struct answer *answer = answer_of(route->handler_name);
    struct str area = str_of(route->handler_name);
    bool has_body = route->method != HTTP_GET && route->method != HTTP_DELETE;
    buf_printf(buf, "\"%s\":{", method_names[route->method]);
    put_operation_id(buf, routes, at);
    put_member(buf, "summary", str_of(answer ? answer->about : ""));
    buf_put(buf, STR(",\"tags\":["));
    json_put_text(buf, str_sub(area, 0, str_find(area, '_')));
    buf_put(buf, STR("],\"parameters\":["));
    put_path_values(buf, route->path);
    for (size_t i = 0; !has_body && route->inputs && i < route->inputs->n; i++)
        put_query(buf, &route->inputs->rows[i]);
    buf_char(buf, ']');
    if (has_body && route->inputs && route->inputs->n > 0)
        put_body(buf, route->inputs);
    put_security(buf, route);
    const struct answer free_answer = {.shape = ANSWER_FREE};
    put_responses(buf, answer ? answer : &free_answer);
    buf_char(buf, '}');
}

static bool is_first_of_path(const struct http_routes *routes, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(routes->rows[i].path, routes->rows[at].path) == 0)
            return false;
    }
    return true;
}

static void put_paths(struct buf *buf, const struct http_routes *routes)
{
    buf_put(buf, STR(",\"paths\":{"));
    for (size_t i = 0; i < routes->n; i++) {
        if (!is_first_of_path(routes, i))
            continue;
        put_comma(buf);
        put_path(buf, routes->rows[i].path);
        buf_char(buf, '{');
        for (size_t k = i; k < routes->n; k++) {
            if (strcmp(routes->rows[k].path, routes->rows[i].path) != 0)
                continue;
            put_comma(buf);
            put_operation(buf, routes, k);
        }
        buf_char(buf, '}');
    }
    buf_char(buf, '}');
}

/* --- entities --------------------------------------------------------------------------- */

struct entities {
    const struct json_entity *items[ENTITIES_MAX];
    size_t n;
};

static void add_entity(struct entities *entities, const struct json_entity *entity)
{
    if (!entity || entity == &entity_none)
        return;
    for (size_t i = 0; i < entities->n; i++) {
        if (entities->items[i] == entity)
            return;
    }
    BUG_IF(entities->n == ENTITIES_MAX);
    entities->items[entities->n++] = entity;
}

/* Those that handlers answer, then those within them, and so on. */
static void find_entities(struct entities *entities, const struct http_routes *routes)
{
    for (size_t i = 0; i < routes->n; i++) {
        const struct answer *answer = answer_of(routes->rows[i].handler_name);
        add_entity(entities, answer ? answer->entity : NULL);
    }
    for (size_t i = 0; i < entities->n; i++) {
        for (size_t f = 0; f < entities->items[i]->n_fields; f++)
            add_entity(entities, entities->items[i]->fields[f].entity);
    }
}

static void put_field_schema(struct buf *buf, const struct json_field *field)
{
    static const char *const plain[] = {
        [JSON_TEXT] = "{\"type\":[\"string\",\"null\"]}",
        [JSON_HTML] = "{\"type\":\"string\",\"contentMediaType\":\"text/html\"}",
        [JSON_ID] = "{\"type\":[\"string\",\"null\"],\"pattern\":\"^[0-9]+$\"}",
        [JSON_NUMBER] = "{\"type\":\"integer\"}",
        [JSON_COUNT_TEXT] = "{\"type\":\"string\",\"pattern\":\"^-?[0-9]+$\"}",
        [JSON_BOOL] = "{\"type\":\"boolean\"}",
        [JSON_TIME] = "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}",
        [JSON_DAY] = "{\"type\":[\"string\",\"null\"],\"format\":\"date\"}",
        [JSON_TEXTS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        [JSON_MAP] = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}",
    };
    if (field->type == JSON_RAW) {
        buf_printf(buf, "{\"const\":%.*s}", STRF(field->raw));
    } else if (field->type == JSON_INLINE) {
        put_reference(buf, field->entity);
    } else if (field->type == JSON_OBJECT) {
        buf_put(buf, STR("{\"anyOf\":["));
        put_reference(buf, field->entity);
        buf_put(buf, STR(",{\"type\":\"null\"}]}"));
    } else if (field->type == JSON_LIST) {
        buf_put(buf, STR("{\"type\":\"array\",\"items\":"));
        put_reference(buf, field->entity);
        buf_char(buf, '}');
    } else {
        buf_put(buf, str_of(plain[field->type]));
    }
}

static void put_entity(struct buf *buf, const struct json_entity *entity)
{
    put_comma(buf);
    put_key(buf, str_of(entity->name));
    buf_put(buf, STR("{\"type\":\"object\",\"properties\":{"));
    for (size_t i = 0; i < entity->n_fields; i++) {
        put_comma(buf);
        put_key(buf, entity->fields[i].name);
        put_field_schema(buf, &entity->fields[i]);
    }
    buf_put(buf, STR("},\"required\":["));
    for (size_t i = 0; i < entity->n_fields; i++) {
        put_comma(buf);
        json_put_text(buf, entity->fields[i].name);
    }
    buf_put(buf, STR("]}"));
}

static void put_scopes(struct buf *buf)
{
    static const char *const names[] = {
#define SCOPE(name, text, parent) text,
#include "domain/scopes.def"
#undef SCOPE
    };
    buf_put(buf, STR("\"scopes\":{"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        put_member(buf, names[i], STR("as in Mastodon"));
    buf_char(buf, '}');
}

static void put_components(struct buf *buf, const struct http_routes *routes, struct str url)
{
    struct entities entities = {.n = 0};
    find_entities(&entities, routes);
    buf_put(buf, STR(",\"components\":{\"schemas\":{\"Error\":{\"type\":\"object\",\"properties\":"
                     "{\"error\":{\"type\":\"string\"}},\"required\":[\"error\"]}"));
    for (size_t i = 0; i < entities.n; i++)
        put_entity(buf, entities.items[i]);
    buf_put(buf, STR("},\"responses\":{\"Error\":{\"description\":\"It was refused\",\"content\":"
                     "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}"
                     "}}}},\"securitySchemes\":{\"token\":{\"type\":\"oauth2\",\"flows\":{"));
    buf_printf(buf, "\"authorizationCode\":{\"authorizationUrl\":\"%.*s/oauth/authorize\",",
               STRF(url));
    buf_printf(buf, "\"tokenUrl\":\"%.*s/oauth/token\",", STRF(url));
    put_scopes(buf);
    buf_printf(buf, "},\"clientCredentials\":{\"tokenUrl\":\"%.*s/oauth/token\",", STRF(url));
    put_scopes(buf);
    buf_put(buf, STR("}}}}}"));
}

/* The whole document. `public_url` may be empty. */
static void openapi_put(struct buf *buf, const struct http_routes *routes, struct str public_url)
{
    buf_put(buf, STR("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Chorus\",\"version\":\"1\","
                     "\"summary\":\"The Mastodon-compatible API, and campaigns and figures beside "
                     "it\",\"license\":{\"name\":\"AGPL-3.0-or-later\",\"identifier\":"
                     "\"AGPL-3.0-or-later\"}},\"servers\":[{"));
    put_member(buf, "url", public_url.n > 0 ? public_url : STR("/"));
    buf_put(buf, STR("}]"));
    put_paths(buf, routes);
    put_components(buf, routes, public_url);
    buf_char(buf, '}');
}

/* GET /api/chorus/v1/openapi.json */
enum err openapi_show(struct req *req)
{
    struct buf buf = buf_init(OPENAPI_MAX);
    openapi_put(&buf, &api_routes, desk_of(req)->house->public_url);
    return reply_json_buf(req, 200, &buf);
}
