/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happens to a complete request, from the cache of answers to the handler, and the answer to
 * errors. Private to http/. */
#pragma once

#include "http/conn.h"

/* Runs the request; it is answered, waiting or taken afterwards. */
void dispatch_request(struct conn *conn);
/* Runs what a waiting request continues with. */
void dispatch_resumed(struct conn *conn);
