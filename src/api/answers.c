/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* answers.def as a table. */
#include "api/answers.h"

const struct json_entity entity_none = {.name = ""};

static const struct answer answers[] = {
#define ANSWER(h, s, e, a) {.handler = #h, .shape = ANSWER_##s, .entity = &(e), .about = (a)},
#include "api/answers.def"
#undef ANSWER
};

const struct answer *answer_of(const char *handler)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (str_eq(str_of(answers[i].handler), str_of(handler)))
            return &answers[i];
    }
    return NULL;
}
