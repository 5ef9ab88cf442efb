/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags of a family as the command line and CSV files give them, turned into acts.
 *
 * All of them are checked before the first is applied: a mistake in line 7 leaves nothing half
 * done. Complaints name the word or the line. */
#pragma once

#include "command/store.h"

enum { FAMILY_MAX = 2000, FAMILY_FILE_MAX_BYTES = 16 * 1024 * 1024 };

/* Prepared acts, and how each is named in complaints. */
struct family {
    struct act *acts;
    const char **subjects;
    size_t n;
};

/* From specs NAME[:language[:sense[:region]]]. The campaign is set by family_apply. */
NODISCARD enum err family_from_specs(struct store *store, const struct option_list *specs,
                                     struct family *out);
/* From a CSV file (RFC 4180, UTF-8) whose first line names its columns: name, and any of language,
 * region, sense, source, since, confidence. */
NODISCARD enum err family_from_csv(struct store *store, const char *path, struct family *out);

/* Adds them to the campaign, all at once: the figures, which the family changes, are read anew
 * once. Those that are in the family are described anew. */
NODISCARD enum err family_apply(struct store *store, const struct family *family,
                                struct campaign_id campaign);
