/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines on standard error, each written by one call so that threads do not mix.
 *
 * Control characters become spaces: a message cannot forge a second line. Longer lines are cut.
 * Does not rotate, send or filter: that is the service manager's work. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

enum { LINE_MAX_BYTES = 1024, SECONDS_CHARS = 19 };

static _Atomic int highest = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&highest, (int)level);
}

static const char *level_name(enum log_level level)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    return names[level];
}

/* What vsnprintf says it would have written, as what it did write. */
static size_t fitting(int written, size_t room)
{
    if (written < 0)
        return 0;
    return (size_t)written < room ? (size_t)written : room - 1;
}

__attribute__((format(printf, 3, 0))) static void line(enum log_level level, const char *area,
                                                       const char *format, va_list values)
{
    if ((int)level > atomic_load_explicit(&highest, memory_order_relaxed))
        return;
    char time[TIME_ISO_CHARS];
    time_write_iso(time, clock_now_ms(&clock_system));
    char text[LINE_MAX_BYTES];
    size_t n = fitting(
        snprintf(text, sizeof text, "%.*sZ %s %s: ", SECONDS_CHARS, time, level_name(level), area),
        sizeof text);
    n += fitting(vsnprintf(text + n, sizeof text - n, format, values), sizeof text - n);
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            text[i] = ' ';
    }
    text[n++] = '\n';
    ssize_t written = write(STDERR_FILENO, text, n);
    (void)written; /* there is nobody left to tell */
}

void log_error(const char *area, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    line(LOG_ERROR, area, format, values);
    va_end(values);
}

void log_warning(const char *area, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    line(LOG_WARNING, area, format, values);
    va_end(values);
}

void log_info(const char *area, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    line(LOG_INFO, area, format, values);
    va_end(values);
}

void log_debug(const char *area, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    line(LOG_DEBUG, area, format, values);
    va_end(values);
}
