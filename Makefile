# `make` prints the targets. Only Python 3.11 or newer, make and a registry of Python packages are needed.
PYTHON ?= python3
STACK = PYTHONPATH=.:plugins .venv/bin/python -m reform_index.stack
COMPILE = pip compile --quiet --python $(PYTHON) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests setup-bench run run-once test suite check bench docs lock

help: ## Print the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r target does; do \
		printf '%-16s %s\n' "$$target" "$$does"; done

setup: ## Make .venv from requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python: no $(PYTHON) here; install Python 3.11 or newer, or name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) .ci/bootstrap.py requirements.txt

setup-tests: setup
	@$(PYTHON) .ci/bootstrap.py tests/requirements.txt

setup-bench: setup
	@$(PYTHON) .ci/bootstrap.py bench/requirements.txt

run: setup ## Start everything on this machine, pull January to June 2024, show the result, stay up until Ctrl-C
	@$(STACK) run

run-once: setup ## The same, then stop
	@$(STACK) run-once

test: setup-tests ## Check the style and the types while the whole suite runs
	@$(MAKE) --no-print-directory --jobs=2 check suite

suite: setup-tests
	@.venv/bin/python -m pytest -n 3 --dist loadfile

check: setup-tests ## Check the style and the types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

bench: setup-bench ## Hold the program against its yardsticks: make bench ONLY=pull SCALE=100000 takes one, at that scale
	@.venv/bin/python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

docs: setup ## Regenerate what is generated
	@PYTHONPATH=. .venv/bin/python -m include docs

lock: ## Compile requirements.in, tests/requirements.in and bench/requirements.in, with hashes
	@$(PYTHON) .ci/bootstrap.py --uv $(COMPILE) requirements.in -o requirements.txt
	@$(PYTHON) .ci/bootstrap.py --uv $(COMPILE) tests/requirements.in -c requirements.txt -o tests/requirements.txt
	@$(PYTHON) .ci/bootstrap.py --uv $(COMPILE) bench/requirements.in -c requirements.txt -o bench/requirements.txt
