/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What follows when somebody gets a new receipt, besides the receipt itself (person_write.c): her
 * key is another one. For the functions that apply acts. */
#pragma once

#include "domain/batch.h"

/* ERR_CONFLICT unless she still has the receipt that the key was made of. */
NODISCARD enum err person_holds(struct batch *batch, struct person_id person,
                                const struct held_key *held);
/* Ends her other log-ins and codes, and gives the one that goes on its new key. */
NODISCARD enum err token_renew(struct batch *batch, struct person_id person,
                               const struct act_renewal *renewal);
/* Encrypts anew what only she reads. What does not open is lost, and removed. */
NODISCARD enum err filter_renew(struct batch *batch, struct person_id person,
                                const struct act_renewal *renewal);
