# The doors of this project. Each prepares what it needs.
.PHONY: help setup demo test check bench soak clean

help: ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/'

setup: ## make .venv with everything in it, and the tools of the tests
	@scripts/setup tests

test: setup ## run all tests
	@echo "test: running the test suite, about eight minutes on two cores; at least 95 % of the branches must run"
	@.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov=bedplate --cov-branch --cov-report= --cov-fail-under=95

demo: ## start a real application with made-up data and print what to click and curl
	@scripts/setup
	@echo "demo: starting the helpdesk (Ctrl-C stops it)"
	@.venv/bin/bedplate demo

bench: setup ## compare with FastAPI on this machine (about seven minutes; needs wrk)
	@.venv/bin/python benchmarks/startup.py
	@benchmarks/run

soak: setup ## the long runs: faults, durability, properties
	@BEDPLATE_SOAK_ROUNDS=1000 .venv/bin/python -m pytest --timeout=0 tests/durability tests/oracle
	@.venv/bin/python tests/durability/cold_cache.py
	@.venv/bin/python tests/checklist/removed_guards.py

check: setup ## lint and types
	@.venv/bin/ruff check src tests
	@.venv/bin/mypy src/bedplate examples
	@.venv/bin/basedpyright

clean: ## remove what can be made again
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
