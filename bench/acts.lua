-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk: posts, comments or reactions by many people, or all three as on the day (13, 24, 63 %).
-- Environment: HERE (this folder), ACTS (post, comment, react, mix), HOST, TOKENS and VOICES (files,
-- one a line), OFFSET (where the pairs of reactions go on).

dofile(os.getenv("HERE") .. "/result.lua")

local tokens, voices = {}, {}
local what = os.getenv("ACTS")
local host = os.getenv("HOST")
local n, reactions = 0, tonumber(os.getenv("OFFSET") or "0")

for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = line end
for line in io.lines(os.getenv("VOICES")) do voices[#voices + 1] = line end

-- Every second word is one that nobody else says: what many people send alike waits for a moderator as a flood.
math.randomseed(os.time())
local consonants, vowels = "bdfgklmnprstvz", "aeiou"
local function letter(letters)
    local at = math.random(#letters)
    return letters:sub(at, at)
end
local function own_word()
    local word = ""
    for _ = 1, 3 do word = word .. letter(consonants) .. letter(vowels) end
    return word
end
local function words(of)
    return (of:gsub("%S+", function(word) return word .. " " .. own_word() end))
end

local story = "It was at work, years ago, and nobody would hear of it. I say it now."

local function request_text(path, token, body)
    return "POST " .. path .. " HTTP/1.1\r\nHost: " .. host .. "\r\nAuthorization: Bearer " .. token ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

-- 37 has no divisor in common with 100: the kinds come well mixed, and exactly as often.
local function kind()
    if what ~= "mix" then return what end
    local part = n * 37 % 100
    return part < 13 and "post" or part < 37 and "comment" or "react"
end

function request()
    n = n + 1
    local token = tokens[n % #tokens + 1]
    local act = kind()
    if act == "post" then
        local body = '{"status":"' .. words(story) .. ' #MeToo","language":"en"}'
        return request_text("/api/v1/statuses", token, body)
    elseif act == "comment" then
        local voice = voices[n % #voices + 1]
        local body = '{"status":"' .. words("I believe you.") .. '","in_reply_to_id":"' .. voice .. '","language":"en"}'
        return request_text("/api/v1/statuses", token, body)
    end
    -- every pair of person and voice once
    reactions = reactions + 1
    local voice = voices[math.floor(reactions / #tokens) % #voices + 1]
    return request_text("/api/v1/statuses/" .. voice .. "/favourite", tokens[reactions % #tokens + 1], "")
end
