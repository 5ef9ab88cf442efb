-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk: posts, comments or reactions by many people. Environment: ACTS (post, comment, react), HOST,
-- TOKENS and VOICES (files, one a line), OFFSET (where the pairs of reactions go on).

local tokens, voices = {}, {}
local what = os.getenv("ACTS")
local host = os.getenv("HOST")
local n = tonumber(os.getenv("OFFSET") or "0")

for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = line end
for line in io.lines(os.getenv("VOICES")) do voices[#voices + 1] = line end

local story = "It was at work, years ago, and nobody would hear of it. I was told to be quiet and I was " ..
    "quiet for a long time. I say it now because others have said it before me. #MeToo"

local function request_text(path, token, body)
    return "POST " .. path .. " HTTP/1.1\r\nHost: " .. host .. "\r\nAuthorization: Bearer " .. token ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function request()
    n = n + 1
    local token = tokens[n % #tokens + 1]
    if what == "post" then
        local body = '{"status":"' .. n .. ". " .. story .. '","language":"en"}'
        return request_text("/api/v1/statuses", token, body)
    elseif what == "comment" then
        local voice = voices[n % #voices + 1]
        local body = '{"status":"I believe you. ' .. n .. '","in_reply_to_id":"' .. voice .. '","language":"en"}'
        return request_text("/api/v1/statuses", token, body)
    end
    -- every pair of person and voice once
    local voice = voices[math.floor(n / #tokens) % #voices + 1]
    return request_text("/api/v1/statuses/" .. voice .. "/favourite", token, "")
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
