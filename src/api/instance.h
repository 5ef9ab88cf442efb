/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the server calls itself: Mastodon's version first, for apps that switch features by it. */
#pragma once

#include "base/version.h"

#define MASTODON_VERSION "4.5.0"
#define INSTANCE_VERSION MASTODON_VERSION " (compatible; Chorus " CHORUS_VERSION ")"
