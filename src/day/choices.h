/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the command line asks for. */
#pragma once

#include <netinet/in.h>

#include "base/str.h"

enum choices_pace {
    PACE_MAX,   /* each connection sends as soon as it was answered */
    PACE_CURVE, /* by the hours of the day, `speed` times as fast */
    PACE_RATE,  /* `rate` acts a second */
};

struct choices {
    struct str host; /* as in the address: "127.0.0.1:8080" */
    struct sockaddr_storage address;
    socklen_t address_bytes;

    double scale;
    int connections;
    enum choices_pace pace;
    double speed, rate;
    double reads;      /* for each act */
    double reads_rate; /* a second */
    uint64_t seed;
    int hour_from, hour_to;
    double seconds; /* 0: to the end */
    struct str campaign;
    int64_t floor; /* the server's figures_floor */
    struct str token_file;
    bool is_json, is_persistent, is_mastodon, is_compared;
};

enum { CHOICES_EXIT_OK, CHOICES_EXIT_DIFFERENT, CHOICES_EXIT_USAGE };

/* True when the rehearsal may begin. False with *exit_code after --help or a complaint, which is
 * printed. Texts point into argv. */
NODISCARD bool choices_read(int argc, char **argv, struct choices *out, int *exit_code);
