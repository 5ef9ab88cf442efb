/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The JSON writer: walks tables of fields and writes each value straight into the buffer.
 *
 * This is the hot path of every app: no tree, no allocation but the buffer's, text copied in
 * runs. Things within things are kept on a small stack of our own, whose depth is a property of
 * the tables and of the handlers that fill the structs, never of input. Does not indent and
 * does not check UTF-8. */
#include "base/json.h"

#include <string.h>

#include "base/clock.h"

enum { DEPTH_MAX = 16 };

/* One thing that is being written, or the rest of a list of them. */
struct frame {
    const struct json_entity *entity;
    const char *thing;
    size_t field; /* the next to be written */
    size_t after; /* things that follow in the list */
    bool is_list;
};

struct writer {
    struct buf *buf;
    size_t depth;
    struct frame stack[DEPTH_MAX];
};

static void put_null(struct buf *buf)
{
    buf_put(buf, STR("null"));
}

static inline void put_string(struct buf *buf, struct str s)
{
    buf_char(buf, '"');
    buf_json(buf, s);
    buf_char(buf, '"');
}

void json_put_text(struct buf *buf, struct str s)
{
    if (s.p)
        put_string(buf, s);
    else
        put_null(buf);
}

static void put_quoted_number(struct buf *buf, int64_t n)
{
    buf_char(buf, '"');
    buf_i64(buf, n);
    buf_char(buf, '"');
}

static void put_time(struct buf *buf, int64_t ms)
{
    char text[TIME_ISO_CHARS + 2];
    text[0] = '"';
    time_write_iso(text + 1, ms);
    text[TIME_ISO_CHARS + 1] = '"';
    buf_put(buf, (struct str){text, sizeof text});
}

static void put_day(struct buf *buf, int64_t ms)
{
    char text[TIME_DAY_CHARS + 2];
    text[0] = '"';
    time_write_day(text + 1, ms);
    text[TIME_DAY_CHARS + 1] = '"';
    buf_put(buf, (struct str){text, sizeof text});
}

/* The types that are kept as int64_t. */
static void put_number(struct buf *buf, enum json_type type, int64_t n)
{
    bool zero_is_null = type == JSON_ID || type == JSON_TIME || type == JSON_DAY;
    if (zero_is_null && n == 0)
        put_null(buf);
    else if (type == JSON_NUMBER)
        buf_i64(buf, n);
    else if (type == JSON_TIME)
        put_time(buf, n);
    else if (type == JSON_DAY)
        put_day(buf, n);
    else
        put_quoted_number(buf, n);
}

static void put_texts(struct buf *buf, const struct json_list *list)
{
    const struct str *texts = list->items;
    buf_char(buf, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_char(buf, ',');
        json_put_text(buf, texts[i]);
    }
    buf_char(buf, ']');
}

static void put_map(struct buf *buf, const struct json_list *list)
{
    const struct json_pair *pairs = list->items;
    buf_char(buf, '{');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_char(buf, ',');
        put_string(buf, pairs[i].name);
        buf_char(buf, ':');
        buf_i64(buf, pairs[i].number);
    }
    buf_char(buf, '}');
}

/* Begins one thing or a list of n; an empty list is finished at once. */
static void begin(struct writer *writer, struct frame frame)
{
    if (frame.is_list)
        buf_char(writer->buf, '[');
    BUG_IF(writer->depth == DEPTH_MAX);
    writer->stack[writer->depth++] = frame;
    buf_char(writer->buf, '{');
}

static void begin_list(struct writer *writer, const struct json_entity *entity,
                       const struct json_list *list)
{
    if (list->n == 0)
        buf_put(writer->buf, STR("[]"));
    else
        begin(writer, (struct frame){entity, list->items, 0, list->n - 1, true});
}

static void begin_object(struct writer *writer, const struct json_entity *entity, const void *thing)
{
    if (thing)
        begin(writer, (struct frame){entity, thing, 0, 0, false});
    else
        put_null(writer->buf);
}

/* Ends the thing on top: goes on with the next in its list, or leaves. */
static void end(struct writer *writer, struct frame *frame)
{
    buf_char(writer->buf, '}');
    if (frame->after > 0) {
        frame->after--;
        frame->thing += frame->entity->size;
        frame->field = 0;
        buf_put(writer->buf, STR(",{"));
        return;
    }
    if (frame->is_list)
        buf_char(writer->buf, ']');
    writer->depth--;
}

static void put_value(struct writer *writer, const struct json_field *field, const void *at)
{
    switch (field->type) {
    case JSON_TEXT:
        json_put_text(writer->buf, *(const struct str *)at);
        break;
    case JSON_HTML:
        put_string(writer->buf, ((const struct html *)at)->s);
        break;
    case JSON_ID:
    case JSON_NUMBER:
    case JSON_COUNT_TEXT:
    case JSON_TIME:
    case JSON_DAY:
        put_number(writer->buf, field->type, *(const int64_t *)at);
        break;
    case JSON_BOOL:
        buf_put(writer->buf, *(const bool *)at ? STR("true") : STR("false"));
        break;
    case JSON_OBJECT:
        begin_object(writer, field->entity, *(const void *const *)at);
        break;
    case JSON_INLINE:
        begin_object(writer, field->entity, at);
        break;
    case JSON_LIST:
        begin_list(writer, field->entity, at);
        break;
    case JSON_TEXTS:
        put_texts(writer->buf, at);
        break;
    case JSON_MAP:
        put_map(writer->buf, at);
        break;
    case JSON_RAW:
        buf_put(writer->buf, field->raw);
        break;
    }
}

/* `,"name":` in one piece. */
static void put_name(struct buf *buf, struct str name, bool is_first)
{
    if (!buf_reserve(buf, name.n + 4))
        return;
    char *p = buf->p + buf->n;
    if (!is_first)
        *p++ = ',';
    *p++ = '"';
    memcpy(p, name.p, name.n);
    p += name.n;
    *p++ = '"';
    *p++ = ':';
    buf->n = (size_t)(p - buf->p);
}

static void run(struct writer *writer)
{
    while (writer->depth > 0) {
        struct frame *frame = &writer->stack[writer->depth - 1];
        if (frame->field == frame->entity->n_fields) {
            end(writer, frame);
            continue;
        }
        const struct json_field *field = &frame->entity->fields[frame->field];
        put_name(writer->buf, field->name, frame->field == 0);
        frame->field++;
        put_value(writer, field, frame->thing + field->at);
    }
}

void json_put(struct buf *buf, const struct json_entity *entity, const void *thing)
{
    struct writer writer;
    writer.buf = buf;
    writer.depth = 0;
    begin_object(&writer, entity, thing);
    run(&writer);
}

void json_put_list(struct buf *buf, const struct json_entity *entity, struct json_list list)
{
    struct writer writer;
    writer.buf = buf;
    writer.depth = 0;
    begin_list(&writer, entity, &list);
    run(&writer);
}
