-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- wrk … -s wrk.lua URL -- PATHS START [TOKEN]
-- Ask for the paths in a file, one a line, in order from line START (counted from 0) and around again.

local requests, place = {}, 0

function init(args)
   if args[3] then
      wrk.headers["Authorization"] = "Bearer " .. args[3]
   end
   for path in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("GET", path)
   end
   place = tonumber(args[2])
end

function request()
   place = place % #requests + 1
   return requests[place]
end

function done(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "elapsed_us": %d, "read_bytes": %d, "faults": %d, "p50_us": %d, "p99_us": %d}\n',
      summary.requests, summary.duration, summary.bytes,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
