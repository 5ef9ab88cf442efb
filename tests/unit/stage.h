/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small application on a real server, for tests of http/: cmocka's setup and teardown, and a
 * thread that resumes waiting requests in batches as the writer does. */
#pragma once

#include <stdatomic.h>

#include "http/server.h"

struct stage {
    struct http_server *server;
    struct http_app app;
    _Atomic uint64_t generation;
    _Atomic int64_t calls;   /* of cacheable handlers */
    _Atomic int64_t resumed; /* requests that were resumed */
};

/* For cmocka_run_group_tests: *state becomes a struct stage. */
int stage_open(void **state);
int stage_close(void **state);
/* A server of the test's own; `change` may be NULL. */
struct http_server *stage_start(struct stage *stage, void (*change)(struct http_options *));
uint16_t stage_port(void **state);
/* Publishes a line of text to all streams. */
void stage_publish(struct stage *stage, const char *text);
