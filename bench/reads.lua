-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk: one address again and again; with PATHS (a file, one a line), those in turn, each time with
-- another query, so that no kept answer fits. Environment: HERE (this folder), PATHS, OFFSET (where the
-- numbers of the queries go on).

dofile(os.getenv("HERE") .. "/result.lua")

if os.getenv("PATHS") then
    local paths = {}
    local n = tonumber(os.getenv("OFFSET") or "0")
    for line in io.lines(os.getenv("PATHS")) do
        paths[#paths + 1] = line .. (line:find("?", 1, true) and "&n=" or "?n=")
    end

    function request()
        n = n + 1
        return wrk.format("GET", paths[n % #paths + 1] .. n)
    end
end
