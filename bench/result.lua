-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk: one line of what happened, for bench.js: requests, duration in µs, p50 and p99 in µs, refused,
-- broken.

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
