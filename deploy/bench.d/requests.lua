-- What wrk sends: wrk --script requests.lua URL -- TOKEN paths FILE [PAUSE] | TOKEN documents COUNT | TOKEN register FILE
--     | TOKEN step PATH VERSION FIRST

local choose

function init(arguments)
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
    wrk.headers["Authorization"] = "Bearer " .. arguments[1]
    local what, of = arguments[2], arguments[3]
    local pause = what == "paths" and tonumber(arguments[4] or "0") or 0
    if pause > 0 then -- milliseconds between two requests of a client, on average
        delay = function() return math.random(0, 2 * pause) end
    end
    if what == "paths" then -- any line of a file
        local requests = {}
        for path in io.lines(of) do requests[#requests + 1] = wrk.format("GET", path) end
        choose = function() return requests[math.random(#requests)] end
    elseif what == "documents" then -- any document
        local count = tonumber(of)
        choose = function() return wrk.format("GET", "/api/v1/incoming/" .. math.random(count)) end
    elseif what == "step" then -- an act on one document after the other, each at the same version
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["If-Match"] = '"' .. arguments[4] .. '"'
        local document = tonumber(arguments[5])
        choose = function()
            document = document + 1
            return wrk.format("POST", of:format(document), nil, "{}")
        end
    else -- a document that nobody registered before
        wrk.headers["Content-Type"] = "application/json"
        local templates = {}
        for line in io.lines(of) do templates[#templates + 1] = line end
        local number = math.random(1000, 9999) * 1000000
        choose = function()
            number = number + 1
            local body = templates[math.random(#templates)]:gsub("NUMBER", tostring(number))
            return wrk.format("POST", "/api/v1/incoming", nil, body)
        end
    end
end

function request()
    return choose()
end

function done(summary, latency)
    local faults = summary.errors
    io.write(string.format(
        '\nRESULT {"requests": %d, "seconds": %f, "bytes": %d, "p50": %f, "p99": %f, "max": %f, "refused": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, latency.max / 1000, faults.status,
        faults.connect + faults.read + faults.write + faults.timeout))
end
