/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows for the input tables of the pages' forms.
 *
 * S is the handler's struct (without "struct"), whose member `m` is named as the field is. */
#pragma once

#include "http/request.h"

#define FORM_LINE(S, m, most)                                                                      \
    {                                                                                              \
        .name = #m, .type = INPUT_LINE, .at = offsetof(struct S, m), .given_at = SIZE_MAX,         \
        .high = (most)                                                                             \
    }
#define FORM_TEXT(S, m, most)                                                                      \
    {                                                                                              \
        .name = #m, .type = INPUT_TEXT, .at = offsetof(struct S, m), .given_at = SIZE_MAX,         \
        .high = (most)                                                                             \
    }
#define FORM_BOX(S, m)                                                                             \
    {                                                                                              \
        .name = #m, .type = INPUT_BOOL, .at = offsetof(struct S, m), .given_at = SIZE_MAX          \
    }
#define FORM_NUMBER(S, m, least, most)                                                             \
    {                                                                                              \
        .name = #m, .type = INPUT_NUMBER, .at = offsetof(struct S, m), .given_at = SIZE_MAX,       \
        .low = (least), .high = (most)                                                             \
    }
#define FORM_IDS(S, m, title, most)                                                                \
    {                                                                                              \
        .name = (title), .type = INPUT_IDS, .at = offsetof(struct S, m), .given_at = SIZE_MAX,     \
        .count = (most)                                                                            \
    }
#define FORM_TABLE(S, rows)                                                                        \
    {                                                                                              \
        (rows), sizeof(rows) / sizeof((rows)[0]), sizeof(struct S)                                 \
    }
