/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markers: how far a person has read, so that her apps agree.
 *
 * GET and POST /api/v1/markers. Two timelines have one: home and notifications. */
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"
#include "domain/tie.h"
#include "face/desk.h"

enum { MARKERS = 2, MARKERS_JSON_MAX = 4096 };
static const char *const marker_names[MARKERS] = {"home", "notifications"};

static const struct json_field marker_fields[] = {
    FIELD(marker, "last_read_id", ID, last_read),
    FIELD(marker, "version", NUMBER, version),
    FIELD(marker, "updated_at", TIME, updated_ms),
};
const struct json_entity entity_marker = JSON_ENTITY("Marker", struct marker, marker_fields);

/* An object with one entry for each of the timelines that are wanted and have a marker. */
static enum err reply_markers(struct req *req, const bool wanted[MARKERS])
{
    const struct marker *markers;
    size_t n;
    TRY(marker_list(desk_db(req), req->arena, desk_viewer(req), &markers, &n));
    struct buf buf = buf_init(MARKERS_JSON_MAX);
    for (size_t i = 0; i < n; i++) {
        for (size_t m = 0; m < MARKERS; m++) {
            if (!wanted[m] || !str_eq(markers[i].timeline, str_of(marker_names[m])))
                continue;
            buf_char(&buf, buf.n == 0 ? '{' : ',');
            json_put_text(&buf, markers[i].timeline);
            buf_char(&buf, ':');
            json_put(&buf, &entity_marker, &markers[i]);
        }
    }
    buf_put(&buf, buf.n == 0 ? STR("{}") : STR("}"));
    return reply_json_buf(req, 200, &buf);
}

struct markers_list_in {
    struct input_list timelines;
};
static const struct input markers_list_rows[] = {
    IN_TEXTS(markers_list_in, "timeline[]", timelines, 20, 10),
};
const struct input_table markers_list_inputs = IN_TABLE(markers_list_in, markers_list_rows);

enum err markers_list(struct req *req)
{
    struct markers_list_in in;
    TRY(req_read(req, &markers_list_inputs, &in));
    const struct str *names = in.timelines.items;
    bool wanted[MARKERS] = {false};
    for (size_t i = 0; i < in.timelines.n; i++) {
        for (size_t m = 0; m < MARKERS; m++)
            wanted[m] = wanted[m] || str_eq(names[i], str_of(marker_names[m]));
    }
    return reply_markers(req, wanted);
}

struct markers_save_in {
    int64_t last_read[MARKERS];
};
static const struct input markers_save_rows[] = {
    IN_ID(markers_save_in, "home[last_read_id]", last_read[0]),
    IN_ID(markers_save_in, "notifications[last_read_id]", last_read[1]),
};
const struct input_table markers_save_inputs = IN_TABLE(markers_save_in, markers_save_rows);

static enum err markers_save_from(struct req *req, size_t from);

static enum err markers_saved_first(struct req *req)
{
    return markers_save_from(req, 1);
}

static enum err markers_saved_all(struct req *req)
{
    return markers_save_from(req, MARKERS);
}

/* Hands in the next marker that was sent; when all are saved, answers. One act each. */
static enum err markers_save_from(struct req *req, size_t from)
{
    struct markers_save_in in;
    TRY(req_read(req, &markers_save_inputs, &in));
    size_t at = from;
    while (at < MARKERS && in.last_read[at] == 0)
        at++;
    if (at == MARKERS) {
        bool wanted[MARKERS];
        for (size_t m = 0; m < MARKERS; m++)
            wanted[m] = in.last_read[m] != 0;
        return reply_markers(req, wanted);
    }
    struct act *act = desk_act(req, ACT_MARKER);
    act->idempotency = (struct str){0};
    act->marker = (struct act_marker){str_of(marker_names[at]), in.last_read[at]};
    return desk_submit(req, act, at == 0 ? markers_saved_first : markers_saved_all);
}

enum err markers_save(struct req *req)
{
    return markers_save_from(req, 0);
}
