-- POST 100 tickets in one body, whose titles are new each time.
dofile(os.getenv("BENCH_LUA") .. "/report.lua")
wrk.headers["Content-Type"] = "application/json"

local project, count = os.getenv("BENCH_PROJECT"), 0
local text = string.rep("The printer on the second floor is out of paper again. ", 5)

function request()
  local rows = {}
  for i = 1, 100 do
    count = count + 1
    rows[i] = string.format('{"project":"%s","title":"Printer %d","body":"%s"}', project, count, text)
  end
  return wrk.format("POST", nil, nil, '{"create":[' .. table.concat(rows, ",") .. "]}")
end
