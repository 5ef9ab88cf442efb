/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A raw HTTP client for tests of http/: it sends bytes as they are given and reads one answer. */
#pragma once

#include "base/str.h"

enum { WIRE_MAX = 1024 * 1024 };

struct wire {
    int fd;
    char *bytes; /* read and not yet used */
    size_t n;
    /* The last answer. */
    int status;
    struct str head; /* with the first line */
    struct str body;
    size_t used;
};

/* Fails the test when there is no connection. Reading waits ten seconds at most. */
void wire_open(struct wire *wire, uint16_t port);
void wire_close(struct wire *wire);
void wire_send(struct wire *wire, struct str bytes);
/* Reads one answer with its body (by Content-Length). False at the end of the connection. */
bool wire_read(struct wire *wire);
/* The same without a body, whatever the head says: answers to HEAD, heads of streams. */
bool wire_read_head(struct wire *wire);
/* Reads until `text` has come (it and what is before it are used up). False when it does not. */
bool wire_read_until(struct wire *wire, const char *text);
/* True when the peer has closed and nothing is left. */
bool wire_is_over(struct wire *wire);
/* Sends a request line by line ("GET / HTTP/1.1" and Host are added) and reads the answer. */
void wire_get(struct wire *wire, const char *target, const char *more_headers);
void wire_post(struct wire *wire, const char *target, const char *more_headers, const char *body);
/* The value of a header of the last answer, or absent. */
struct str wire_header(const struct wire *wire, const char *name);
