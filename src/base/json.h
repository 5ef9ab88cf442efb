/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing JSON from descriptors of structs, straight into a buf: no tree in between.
 *
 * An entity is a table of fields: name, type, where it lies in the C struct. The same tables
 * make the OpenAPI description, so the two cannot differ. Reading JSON is http/request's work. */
#pragma once

#include "base/buf.h"

enum json_type {
    JSON_TEXT,       /* struct str; absent is null */
    JSON_HTML,       /* struct html, as a JSON string */
    JSON_ID,         /* int64_t as a string of digits; 0 is null */
    JSON_NUMBER,     /* int64_t */
    JSON_COUNT_TEXT, /* int64_t as a string, 0 is "0" */
    JSON_BOOL,       /* bool */
    JSON_TIME,       /* int64_t milliseconds as ISO 8601 with milliseconds; 0 is null */
    JSON_DAY,        /* int64_t milliseconds as a day; 0 is null */
    JSON_OBJECT,     /* const S *; NULL is null; `entity` describes it */
    JSON_INLINE,     /* S itself within the struct; `entity` describes it */
    JSON_LIST,       /* struct json_list of S; `entity` describes one */
    JSON_TEXTS,      /* struct json_list of struct str */
    JSON_MAP,        /* struct json_list of struct json_pair: an object with free names */
    JSON_RAW,        /* nothing in the struct: `raw` is written as it stands ("[]", "null") */
};

/* n things of the described type, one after another. */
struct json_list {
    const void *items;
    size_t n;
};
struct json_pair {
    struct str name;
    int64_t number;
};

struct json_field {
    struct str name; /* of letters, digits, '_' and '-': nothing to be escaped */
    enum json_type type;
    size_t at; /* offsetof */
    const struct json_entity *entity;
    struct str raw;
};

struct json_entity {
    const char *name; /* as in the OpenAPI description: "Status" */
    size_t size;      /* sizeof of the C struct */
    const struct json_field *fields;
    size_t n_fields;
};

/* For tables of fields: a member of struct S; one that has fields of its own; a constant. */
#define FIELD(S, title, kind, member)                                                              \
    {                                                                                              \
        .name = STR_INIT(title), .type = JSON_##kind, .at = offsetof(struct S, member)             \
    }
#define FIELD_OF(S, title, kind, member, described)                                                \
    {                                                                                              \
        .name = STR_INIT(title), .type = JSON_##kind, .at = offsetof(struct S, member),            \
        .entity = &(described)                                                                     \
    }
#define FIELD_RAW(title, text)                                                                     \
    {                                                                                              \
        .name = STR_INIT(title), .type = JSON_RAW, .raw = STR_INIT(text)                           \
    }
#define JSON_ENTITY(title, type, table)                                                            \
    {                                                                                              \
        .name = (title), .size = sizeof(type), .fields = (table),                                  \
        .n_fields = sizeof(table) / sizeof((table)[0])                                             \
    }

/* Writes one thing, or a list of them. */
void json_put(struct buf *buf, const struct json_entity *entity, const void *thing);
void json_put_list(struct buf *buf, const struct json_entity *entity, struct json_list list);
/* A quoted, escaped JSON string; null for the absent str. */
void json_put_text(struct buf *buf, struct str s);
