-- POST a ticket whose title is new each time, so that no server can answer from memory.
dofile(os.getenv("BENCH_LUA") .. "/report.lua")
wrk.headers["Content-Type"] = "application/json"

local project, count = os.getenv("BENCH_PROJECT"), 0
local text = string.rep("The printer on the second floor is out of paper again. ", 5)

function request()
  count = count + 1
  local body = string.format('{"project":"%s","title":"Printer %d","body":"%s"}', project, count, text)
  return wrk.format("POST", nil, nil, body)
end
