# `make run` sets up and starts everything; `make test` sets up and tests everything. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-regrade bench-takers faults messages schemas lock vendor clean check-python
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## list what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-13s %s\n", $$1, $$2}'

check-python:
	@$(PYTHON) tools/check_python.py

$(VENV)/.ready-run: requirements.lock | check-python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the portal needs (once) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready-run
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.ready-run ## set up and start the portal with the demo company on http://127.0.0.1:8000
	@exec $(BIN)/python -m portal.serve

test: $(VENV)/.ready-dev ## set up and run every test: SQLite, PostgreSQL, browser, style, types, imports
	@$(BIN)/python tools/run_tests.py

lint: $(VENV)/.ready-dev ## style, types and the import contract
	@$(BIN)/python tools/run_tests.py lint

bench: $(VENV)/.ready-dev ## speed as ratios against a control in the same run
	@$(BIN)/python -m bench

bench-regrade: $(VENV)/.ready-dev ## a correction over 100,000 attempts, against a control in the same run
	@$(BIN)/python -m bench.regrade

bench-takers: $(VENV)/.ready-dev ## 300 takers at once on SQLite and on PostgreSQL, beside bare durable inserts
	@$(BIN)/python -m bench.takers

faults: $(VENV)/.ready-dev ## servers killed, races, a reply only after the disk: the whole of what the suite tries in short
	@for database in sqlite postgresql; do $(BIN)/python -m tests.faults.kills --database $$database && $(BIN)/python -m tests.faults.races --database $$database || exit 1; done
	@$(BIN)/python -m tests.faults.sync

messages: $(VENV)/.ready-dev ## list sentences without a Chinese translation
	@$(BIN)/python tools/messages.py

schemas: $(VENV)/.ready-run ## write the JSON Schemas for editors
	@$(BIN)/flask --app portal.app content schemas

clean: ## remove what was installed; keeps var/, where the data is
	rm -rf $(VENV)
