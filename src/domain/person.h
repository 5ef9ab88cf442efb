/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People: who acts here, known by a receipt; and the accounts that are shown for them. */
#pragma once

#include "db/db.h"
#include "domain/act.h"

enum { PERSON_USERNAME_MAX = 30, PERSON_NAME_MAX = 60, PERSON_NOTE_MAX = 500 };
enum { ARRIVAL_REPEAT_MS = 2 * 60 * 1000 };
/* From here on numbers are drawn, not given in the order of arrival: to those who come with a form,
 * whose first voice must not be found by its place among others. */
#define PERSON_DRAWN (INT64_C(1) << 40)

/* What is shown of a person (or of a campaign's account). */
struct person {
    struct person_id id;
    bool is_campaign;
    bool is_leaving;
    bool is_suspended;   /* shown to herself and to moderators only */
    struct str username; /* always there: chosen, or made from the number */
    struct str pen_name; /* may be empty */
    struct str note;
    struct str language;
    struct str country;
    bool is_anonymous; /* her default for voices */
    bool has_receipt;
    int64_t arrived_day_ms;
    int64_t posts, followers, following; /* set by person_get only */
    int64_t last_post_ms;                /* set by person_get only; 0: none */
    /* Anonymous voices do not count, neither here nor with a campaign's account (board_voices). */
};

/* ERR_NOT_FOUND also for somebody who is leaving. */
NODISCARD enum err person_get(struct db *db, struct arena *arena, struct person_id id,
                              struct person *out);
/* By user name, with or without a leading '@', case folded. */
NODISCARD enum err person_by_username(struct db *db, struct arena *arena, struct str username,
                                      struct person *out);
/* The same without posts, followers, following and last_post_ms, which take counting. */
NODISCARD enum err person_brief(struct db *db, struct arena *arena, struct person_id id,
                                struct person *out);
NODISCARD enum err person_find(struct db *db, struct arena *arena, struct str username,
                               struct person *out);
/* Whose receipt this is. ERR_NOT_FOUND. */
NODISCARD enum err person_by_receipt(struct db *db, struct arena *arena,
                                     const struct secret_hash *receipt, struct person_id *out);
/* Whom an act with the same key brought ARRIVAL_REPEAT_MS ago or later, and the session that she
 * got then, into act->person and act->made_token. The act is prepared and is_repeatable.
 * ERR_NOT_FOUND also when she has logged out or left since: the key opens no more than that
 * session does. */
NODISCARD enum err person_arrived(struct db *db, struct arena *arena, struct act *act,
                                  int64_t now_ms);
/* User names that begin with `prefix`, at most n. */
NODISCARD enum err person_search(struct db *db, struct arena *arena, struct str prefix, int64_t n,
                                 const struct person **out, size_t *n_out);
/* The name that is made from a number when none was chosen. */
struct str person_made_username(struct arena *arena, struct person_id id);
/* A user name as it is matched: ASCII letters in lower case. */
struct str person_username_key(struct arena *arena, struct str username);
/* Letters a-z, digits, underscores; 1 to 30; not in the form of a made name. */
bool person_username_is_valid(struct str username);

/* Who is a partner of a campaign or of the whole server (campaign none: of that alone). */
NODISCARD enum err person_partners(struct db *db, struct arena *arena, struct campaign_id campaign,
                                   const struct person **out, size_t *n);

struct person_role {
    struct campaign_id campaign;
    enum role role;
    struct str language; /* of the posts she decides about; empty: all */
};
NODISCARD enum err person_roles(struct db *db, struct arena *arena, struct person_id id,
                                const struct person_role **out, size_t *n);
