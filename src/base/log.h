/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines for the operator on standard error: "2026-01-02T03:04:05Z level area: message".
 *
 * What may never be logged: addresses, user agents, referrers, words of people, receipts,
 * tokens, search words. A secret cannot be logged because struct secret fits no format. Write
 * what happened to the machine, not who did what. */
#pragma once

#include "base/bug.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Lines above this level are dropped; LOG_INFO at first. To be called before threads start. */
void log_set_level(enum log_level level);

void log_error(const char *area, const char *format, ...) PRINTF_LIKE(2, 3);
void log_warning(const char *area, const char *format, ...) PRINTF_LIKE(2, 3);
void log_info(const char *area, const char *format, ...) PRINTF_LIKE(2, 3);
void log_debug(const char *area, const char *format, ...) PRINTF_LIKE(2, 3);
