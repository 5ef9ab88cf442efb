/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-1 (RFC 3174), for the WebSocket handshake alone, which demands it. It protects nothing:
 * everything that must be safe uses crypto/. Private to http/. */
#pragma once

#include "base/str.h"

enum { SHA1_BYTES = 20 };

/* message.n at most 1024 bytes (BUG_IF). */
void sha1(struct str message, unsigned char out[SHA1_BYTES]);
