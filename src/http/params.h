/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Query and body as one flat list of named values. Private to http/.
 *
 * Forms: application/x-www-form-urlencoded and multipart/form-data (RFC 7578). JSON (json-c, at
 * most PARAMS_DEPTH deep) is flattened into the names forms use: {"poll":{"options":["a"]}} is
 * poll[options][]=a; a list of objects is name[0][field]; true, false and numbers are their
 * text; null is absent; an empty list is name[] with the absent value. */
#pragma once

#include "http/request.h"

struct MHD_Connection;
struct json_tokener;

enum { PARAMS_MAX = 200, PARAMS_NAME_MAX = 200, PARAMS_DEPTH = 16 };

struct params {
    struct arena *arena;
    struct param *rows;
    size_t n;
    size_t size;
};

struct params params_init(struct arena *arena);
/* A parser for params_json, as strict as it must be; freed with json_tokener_free. NULL when memory
 * is out. */
struct json_tokener *params_tokener(void);
/* All of them: ERR_BAD_INPUT for invalid UTF-8 or NUL, ERR_BAD_REQUEST for what is no such body or
 * has too many or too long names, ERR_TOO_LARGE when the arena is full. */
NODISCARD enum err params_add(struct params *params, struct str name, struct str value,
                              bool is_file);
NODISCARD enum err params_urlencoded(struct params *params, struct str text);
NODISCARD enum err params_json(struct params *params, struct json_tokener *tokener,
                               struct str text);
NODISCARD enum err params_multipart(struct params *params, struct MHD_Connection *mhd,
                                    struct str body);

/* Percent-decodes into the arena (s itself when there is nothing to decode); "+" is a space when
 * `is_form`. False for bad encoding, bad UTF-8, NUL or a full arena. */
NODISCARD bool params_decode(struct arena *arena, struct str s, bool is_form, struct str *out);
