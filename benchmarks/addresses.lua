-- wrk asks for the addresses of a file, a line each, in turn, and prints what it found as JSON.
local requests, threads = {}, 0

function setup(thread)
  thread:set("at", 37 * threads)
  threads = threads + 1
end

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local wrong = 0
  for _, number in pairs(summary.errors) do
    wrong = wrong + number
  end
  local found = '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "wrong": %d}'
  print(found:format(summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), wrong))
end
