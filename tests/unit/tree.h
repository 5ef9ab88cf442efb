/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A JSON text to look into. A path is "0.account.username"; "" is the whole. */
#pragma once

#include "base/str.h"

struct json_object;

/* NULL when it is no JSON (or the JSON null). */
struct json_object *tree_read(const char *text);
/* NULL is fine. */
void tree_free(struct json_object *tree);
/* Texts as they are, "null", numbers and bools as they are written; absent when the path leads
 * nowhere. Good until tree_free. */
struct str tree_at(struct json_object *tree, const char *path);
/* Items of a list, -1 when it is none. */
int tree_count(struct json_object *tree, const char *path);
