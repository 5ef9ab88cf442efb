/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading forms and JSON into one list.
 *
 * Everything is copied or decoded into the request's arena; nothing points into the body
 * afterwards that was not checked for UTF-8 and NUL. It does not know what the names mean
 * (input.c does). The walk over JSON keeps its own stack: no recursion on what others send. */
#include "http/params.h"

#include <json-c/json.h>
#include <limits.h>
#include <microhttpd.h>
#include <string.h>

/* Things within JSON, with those that make no param: what one name costs is bounded by it. */
enum { PARAMS_SEEN_MAX = 4 * PARAMS_MAX };

struct params params_init(struct arena *arena)
{
    return (struct params){.arena = arena};
}

static enum err params_grow(struct params *params)
{
    size_t size = params->size == 0 ? 16 : params->size * 2;
    struct param *rows = arena_try_array(params->arena, struct param, size);
    if (rows == NULL)
        return ERR_TOO_LARGE;
    if (params->n > 0)
        memcpy(rows, params->rows, params->n * sizeof *rows);
    params->rows = rows;
    params->size = size;
    return OK;
}

/* The strs must live as long as the arena. */
enum err params_add(struct params *params, struct str name, struct str value, bool is_file)
{
    if (params->n == PARAMS_MAX || name.n > PARAMS_NAME_MAX)
        return ERR_BAD_REQUEST;
    if (!str_is_utf8(name) || !str_is_utf8(value))
        return ERR_BAD_INPUT;
    if (params->n == params->size)
        TRY(params_grow(params));
    params->rows[params->n++] = (struct param){.name = name, .value = value, .is_file = is_file};
    return OK;
}

/* The same with a copy of the value in the arena. */
static enum err add_copy(struct params *params, struct str name, struct str value, bool is_file)
{
    char *copy = arena_try_array(params->arena, char, value.n + 1);
    if (copy == NULL)
        return ERR_TOO_LARGE;
    str_copy(copy, value);
    return params_add(params, name, (struct str){copy, value.n}, is_file);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Decodes s into `to`; the length, or SIZE_MAX when a "%" is followed by no two digits. */
static size_t decode_bytes(struct str s, bool is_form, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '+' && is_form) {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
            int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return SIZE_MAX;
            c = (char)(unsigned char)(high * 16 + low);
            i += 2;
        }
        to[n++] = c;
    }
    return n;
}

bool params_decode(struct arena *arena, struct str s, bool is_form, struct str *out)
{
    bool is_plain = str_find(s, '%') == s.n && (!is_form || str_find(s, '+') == s.n);
    struct str decoded = s;
    if (!is_plain) {
        char *to = arena_try_array(arena, char, s.n + 1);
        if (to == NULL)
            return false;
        size_t n = decode_bytes(s, is_form, to);
        if (n == SIZE_MAX)
            return false;
        decoded = (struct str){to, n};
    }
    if (!str_is_utf8(decoded))
        return false;
    *out = decoded;
    return true;
}

enum err params_urlencoded(struct params *params, struct str text)
{
    struct str rest = text;
    while (rest.p != NULL) {
        struct str value = str_cut(&rest, '&');
        if (value.n == 0)
            continue;
        struct str name = str_cut(&value, '=');
        if (value.p == NULL)
            value = STR("");
        if (!params_decode(params->arena, name, true, &name) ||
            !params_decode(params->arena, value, true, &value))
            return ERR_BAD_INPUT;
        TRY(params_add(params, name, value, false));
    }
    return OK;
}

/* --- JSON ------------------------------------------------------------------------------- */

/* A list or object on the way down, and how far it has been read. */
struct level {
    struct json_object *object;
    struct json_object_iterator at; /* of an object */
    struct json_object_iterator end;
    size_t index; /* of a list */
    struct str name;
};

static struct str name_below(struct params *params, const struct level *level, size_t depth,
                             const char *key)
{
    if (depth == 1)
        return arena_str(params->arena, str_sub(str_of(key), 0, PARAMS_NAME_MAX + 1));
    struct str k = str_sub(str_of(key), 0, PARAMS_NAME_MAX + 1);
    return arena_printf(params->arena, "%.*s[%.*s]", STRF(level->name), STRF(k));
}

static bool is_container(struct json_object *item)
{
    return json_object_is_type(item, json_type_object) ||
           json_object_is_type(item, json_type_array);
}

/* The next thing within the level, with its name; NULL at the end. *is_null for JSON null. */
static bool level_next(struct params *params, struct level *level, size_t depth,
                       struct json_object **item, struct str *name)
{
    if (json_object_is_type(level->object, json_type_object)) {
        if (json_object_iter_equal(&level->at, &level->end))
            return false;
        *item = json_object_iter_peek_value(&level->at);
        *name = name_below(params, level, depth, json_object_iter_peek_name(&level->at));
        json_object_iter_next(&level->at);
        return true;
    }
    if (level->index == json_object_array_length(level->object))
        return false;
    *item = json_object_array_get_idx(level->object, level->index++);
    *name = is_container(*item)
                ? arena_printf(params->arena, "%.*s[%zu]", STRF(level->name), level->index - 1)
                : arena_printf(params->arena, "%.*s[]", STRF(level->name));
    return true;
}

static void level_enter(struct level *level, struct json_object *object, struct str name)
{
    *level = (struct level){.object = object, .name = name};
    if (json_object_is_type(object, json_type_object)) {
        level->at = json_object_iter_begin(object);
        level->end = json_object_iter_end(object);
    }
}

static bool is_empty_container(struct json_object *item)
{
    if (json_object_is_type(item, json_type_object))
        return json_object_object_length(item) == 0;
    return json_object_is_type(item, json_type_array) && json_object_array_length(item) == 0;
}

static enum err add_json_value(struct params *params, struct json_object *item, struct str name)
{
    if (is_empty_container(item)) {
        struct str list = arena_printf(params->arena, "%.*s[]", STRF(name));
        return params_add(params, list, (struct str){0}, false);
    }
    const char *text = json_object_get_string(item);
    size_t n = json_object_is_type(item, json_type_string)
                   ? (size_t)json_object_get_string_len(item)
                   : strlen(text);
    return add_copy(params, name, (struct str){text, n}, false);
}

static enum err flatten(struct params *params, struct json_object *root)
{
    struct level levels[PARAMS_DEPTH + 1];
    size_t depth = 1;
    size_t n_seen = 0;
    level_enter(&levels[0], root, STR(""));
    while (depth > 0) {
        struct json_object *item;
        struct str name;
        if (!level_next(params, &levels[depth - 1], depth, &item, &name)) {
            depth--;
            continue;
        }
        if (name.n > PARAMS_NAME_MAX || n_seen++ == PARAMS_SEEN_MAX)
            return ERR_BAD_REQUEST;
        if (item == NULL)
            continue;
        if (!is_container(item) || is_empty_container(item)) {
            enum err err = add_json_value(params, item, name);
            if (err != OK)
                return err;
            continue;
        }
        if (depth > PARAMS_DEPTH)
            return ERR_BAD_REQUEST;
        level_enter(&levels[depth++], item, name);
    }
    return OK;
}

struct json_tokener *params_tokener(void)
{
    struct json_tokener *tokener = json_tokener_new_ex(PARAMS_DEPTH + 1);
    if (tokener != NULL)
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    return tokener;
}

enum err params_json(struct params *params, struct json_tokener *tokener, struct str text)
{
    if (text.n > INT_MAX)
        return ERR_TOO_LARGE;
    json_tokener_reset(tokener);
    struct json_object *root = json_tokener_parse_ex(tokener, text.p, (int)text.n);
    enum err err = ERR_BAD_REQUEST;
    /* Only white space may follow; a number at the very end would still be "continue". */
    bool is_whole = json_tokener_get_error(tokener) == json_tokener_success &&
                    str_trim(str_sub(text, json_tokener_get_parse_end(tokener), text.n)).n == 0;
    if (is_whole && json_object_is_type(root, json_type_object))
        err = flatten(params, root);
    json_object_put(root);
    return err;
}

enum err params_of_json(struct arena *arena, struct str text, const struct param **rows, size_t *n)
{
    struct json_tokener *tokener = params_tokener();
    if (tokener == NULL)
        return ERR_SYSTEM;
    struct params params = params_init(arena);
    enum err err = params_json(&params, tokener, text);
    json_tokener_free(tokener);
    TRY(err);
    *rows = params.rows;
    *n = params.n;
    return OK;
}

/* --- multipart -------------------------------------------------------------------------- */

struct parts {
    struct params *params;
    struct buf value; /* of the part being read */
    struct str name;
    bool is_open;
    bool is_file;
    enum err err;
};

static enum err part_end(struct parts *parts)
{
    if (!parts->is_open)
        return OK;
    parts->is_open = false;
    enum err err = add_copy(parts->params, parts->name, buf_str(&parts->value), parts->is_file);
    buf_clear(&parts->value);
    return err;
}

static enum MHD_Result on_part(void *context, enum MHD_ValueKind kind, const char *key,
                               const char *filename, const char *content_type,
                               const char *transfer_encoding, const char *data, uint64_t offset,
                               size_t size)
{
    struct parts *parts = context;
    (void)kind;
    (void)content_type;
    (void)transfer_encoding;
    /* A part may be announced before its first byte has come. */
    bool is_same = parts->is_open && parts->value.n == 0 && str_eq(parts->name, str_of(key));
    if (offset == 0 && !is_same) {
        parts->err = part_end(parts);
        bool is_nothing = filename != NULL && filename[0] == 0 && size == 0;
        parts->is_open = key != NULL && !is_nothing;
        parts->is_file = filename != NULL;
        if (parts->is_open)
            parts->name = arena_str(parts->params->arena, str_sub(str_of(key), 0, 1024));
    }
    if (parts->is_open && !parts->is_file)
        buf_put(&parts->value, (struct str){data, size});
    if (!buf_ok(&parts->value))
        parts->err = ERR_TOO_LARGE;
    return parts->err == OK ? MHD_YES : MHD_NO;
}

enum err params_multipart(struct params *params, struct MHD_Connection *mhd, struct str body)
{
    struct parts parts = {.params = params, .value = buf_init(body.n + 1)};
    struct MHD_PostProcessor *post = MHD_create_post_processor(mhd, 4096, on_part, &parts);
    if (post == NULL)
        return ERR_BAD_REQUEST;
    bool is_read = MHD_post_process(post, body.p, body.n) == MHD_YES;
    bool is_whole = MHD_destroy_post_processor(post) == MHD_YES;
    enum err err = parts.err;
    if (err == OK && (!is_read || !is_whole))
        err = ERR_BAD_REQUEST;
    if (err == OK)
        err = part_end(&parts);
    buf_free(&parts.value);
    return err;
}
