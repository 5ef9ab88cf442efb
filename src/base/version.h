/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The version of this program, said once. */
#pragma once

#define CHORUS_VERSION "0.1.0"
