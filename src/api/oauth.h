/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making a token and handing it out: what the token endpoint and sign-up share. */
#pragma once

#include "face/desk.h"

/* An act of this kind with room for a token's secret, which it is given. The sender's
 * Idempotency-Key is left out: a secret cannot be handed out twice. */
struct act *oauth_act(struct req *req, enum act_kind kind);
/* The hash of that act's secret. */
struct secret_hash oauth_secret_hash(struct req *req, const struct act *act,
                                     enum secret_purpose purpose);
/* That secret alone, as base64url. */
struct str oauth_secret_text(struct req *req, const struct act *act);
/* After the commit: the text of act->made_token. */
struct str oauth_token_text(struct req *req, const struct act *act);
/* After the commit: answers with the Token of act->made_token. */
enum err oauth_reply_token(struct req *req, const struct act *act, uint64_t scopes);
