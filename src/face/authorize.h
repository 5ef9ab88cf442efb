/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Logging in an app: checking /oauth/authorize (RFC 6749 section 4.1, RFC 7636) and answering it.
 *
 * The page is web/'s, the token endpoint api/'s; both rest on this. A mistake in client or
 * redirect_uri is shown to the person and never sent anywhere; every other mistake goes back to the
 * app when she presses so. It does not know who the person is and shows nothing. */
#pragma once

#include "face/desk.h"

/* The address of apps that cannot be sent back to: the code is shown instead. */
#define AUTHORIZE_OOB "urn:ietf:wg:oauth:2.0:oob"

/* The request as it was sent: the same names serve as hidden fields of the page's form. */
struct authorize_in {
    struct str response_type;
    struct str client_id;
    struct str redirect_uri;
    struct str scope; /* absent: "read", as in Mastodon */
    struct str state;
    struct str code_challenge;
    struct str code_challenge_method;
};

struct authorize {
    struct authorize_in in;
    struct client client;
    uint64_t scopes;
    struct str challenge; /* empty when PKCE is not used */
    bool is_oob;          /* the code is shown, not sent */
    const char *error;    /* NULL, or the OAuth error for the app: authorize_error_uri */
};

/* Reads and checks the request (query or form). ERR_BAD_REQUEST with the refusal set when the
 * person must be told and nobody else. */
NODISCARD enum err authorize_read(struct req *req, struct authorize *out);

/* An act that makes a code for the person, to be given to desk_submit. The code carries her key,
 * when there is one (or NULL). */
struct act *authorize_act(struct req *req, const struct authorize *authorize,
                          struct person_id person, const struct field_key *key);
/* After the commit: the request that was agreed to, and the code. */
const struct authorize *authorize_done(struct req *req, struct str *code);

/* Where the app waits: redirect_uri with code and state; with error and state. */
struct str authorize_code_uri(struct arena *arena, const struct authorize *authorize,
                              struct str code);
struct str authorize_error_uri(struct arena *arena, const struct authorize *authorize,
                               const char *error);

/* base64url(SHA-256(verifier)), as the app sent it before; empty for an absent verifier. */
struct str authorize_challenge(struct arena *arena, struct str verifier);
