/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What handlers answer: answers.def as declarations and as a table. */
#pragma once

#include "base/json.h"

enum answer_shape {
    ANSWER_ONE,
    ANSWER_LIST,
    ANSWER_MAP,
    ANSWER_EMPTY,
    ANSWER_NONE_OF,
    ANSWER_FREE,
    ANSWER_EVENTS,
    ANSWER_SOCKET,
    ANSWER_CSV,
    ANSWER_ATOM,
    ANSWER_TEXT,
    ANSWER_REFUSED,
};

#define ANSWER(handler, shape, entity, about) extern const struct json_entity entity;
#include "api/answers.def"
#undef ANSWER

struct answer {
    const char *handler;
    enum answer_shape shape;
    const struct json_entity *entity;
    const char *about;
};

/* What the named handler answers, or NULL. */
const struct answer *answer_of(const char *handler);
