/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts that are published later, for the one who says them. */
#pragma once

#include "domain/post.h"
#include "http/request.h"

/* "scheduled_at": 0 when it is empty. ERR_BAD_INPUT, with the reason, for what is no time, too soon
 * or too far away. */
NODISCARD enum err own_read_moment(struct req *req, struct str text, int64_t *at_ms);
/* Answers one's own post that waits for its moment. */
NODISCARD enum err own_reply_scheduled(struct req *req, struct post_id id, int64_t at_ms);
