-- GET the address given on wrk's command line.
dofile(os.getenv("BENCH_LUA") .. "/report.lua")
