-- SPDX-FileCopyrightText: 2026 Lijnwijzer
-- SPDX-License-Identifier: EUPL-1.2
--
-- wrk … -s wrkpost.lua URL -- PATH BODIES [TOKEN]
-- Post the bodies in a file, one a line, in order and each once: when they are gone, the answer is a fault.

local requests, place, over = {}, 0, false

function init(args)
   local headers = {["Content-Type"] = "application/json"}
   if args[3] then
      headers["Authorization"] = "Bearer " .. args[3]
   end
   for body in io.lines(args[2]) do
      requests[#requests + 1] = wrk.format("POST", args[1], headers, body)
   end
end

function request()
   place = place + 1
   return requests[place] or wrk.format("GET", "/er-is-niets-meer")
end

function done(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "elapsed_us": %d, "read_bytes": %d, "faults": %d, "p50_us": %d, "p99_us": %d}\n',
      summary.requests, summary.duration, summary.bytes,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
