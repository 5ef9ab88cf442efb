/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json-c behind tree.h. */
#include "tree.h"

#include <json-c/json.h>
#include <stdio.h>

struct json_object *tree_read(const char *text)
{
    return json_tokener_parse(text);
}

void tree_free(struct json_object *tree)
{
    json_object_put(tree);
}

/* False when the path leads nowhere; a null there is NULL. */
static bool find(struct json_object *tree, const char *path, struct json_object **out)
{
    struct str rest = str_of(path);
    while (rest.n > 0) {
        struct str step = str_cut(&rest, '.');
        uint64_t index = 0;
        char name[64];
        snprintf(name, sizeof name, "%.*s", STRF(step));
        if (json_object_is_type(tree, json_type_array)) {
            if (!str_u64(step, &index) || index >= json_object_array_length(tree))
                return false;
            tree = json_object_array_get_idx(tree, (size_t)index);
        } else if (!json_object_is_type(tree, json_type_object) ||
                   !json_object_object_get_ex(tree, name, &tree)) {
            return false;
        }
    }
    *out = tree;
    return true;
}

struct str tree_at(struct json_object *tree, const char *path)
{
    struct json_object *found;
    if (tree == NULL || !find(tree, path, &found))
        return (struct str){0};
    return found != NULL ? str_of(json_object_get_string(found)) : STR("null");
}

int tree_count(struct json_object *tree, const char *path)
{
    struct json_object *found;
    if (tree == NULL || !find(tree, path, &found) || !json_object_is_type(found, json_type_array))
        return -1;
    return (int)json_object_array_length(found);
}
