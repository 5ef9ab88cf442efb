/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Marks sentences that people read, so that tools/potgen collects them into po/chorus.pot.
 *
 * Marking changes nothing: the sentence stays a string literal in English, which is its key in
 * po/. The pages look it up where they show it (web/i18n.h); the API shows it as it is. */
#pragma once

/* T("…") for one sentence, N("one", "many") for two that follow a number. Literals only. */
#define T(message)   "" message
#define N(one, many) "" one, "" many
