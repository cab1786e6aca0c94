# Every target is one line of work: the work itself stands in deploy/ and in the packages.
# `make` alone lists the targets. Nothing here needs more than make and Python 3.11.

.DEFAULT_GOAL := help
.PHONY: help run migrate replay day verify clean setup check test fmt bench screens docs lock
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin/python

##@ Run
run: ## Start everything on this machine and print the addresses and demo log-ins
	@$(PYTHON) -m deploy.setup run
	@exec $(VENV) -m server

migrate: ## Bring the database up to date
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m server.migrate

verify: ## Ask the live database whether everything that must be true is true
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m server.verify

replay: ## Play loan histories through the running platform: FILE=server/replay/sample.csv
	@test -n "$(FILE)" || { echo "Name the file: make replay FILE=server/replay/sample.csv"; exit 2; }
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m server.replay $(FILE) $(OPTIONS)

day: ## Play a day of the store, then compare all its registers; OPTIONS="--base http://…"
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m server.day $(OPTIONS)

##@ Develop
setup: ## Make .venv from the lock, install and build the front ends, look for Chromium
	@$(PYTHON) -m deploy.setup test

check: ## Within three minutes: lint, types, contracts, fast tests, front ends
	@$(PYTHON) -m deploy.setup tools
	@exec $(VENV) -m deploy.check fast

test: ## Everything CI asks: check, then PostgreSQL and Redis, then journeys in Chromium
	@$(PYTHON) -m deploy.setup tools
	@exec $(VENV) -m deploy.check whole

fmt: ## Format the Python code and mend what ruff can mend
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m ruff check --fix . ; $(VENV) -m ruff format .

bench: ## Measure beside the floor and the peers; ONLY=P1 for one of them
	@$(PYTHON) -m deploy.setup test
	@exec $(VENV) -m benchmarks $(ONLY)

##@ Write down
docs: ## Write the generated documents anew from the code
	@$(PYTHON) -m deploy.setup tools
	@$(VENV) -m tests.generate_docs

screens: ## Take a picture of every page
	@$(PYTHON) -m deploy.setup test
	@exec $(VENV) -m tests.journeys.screens

lock: ## Resolve pyproject.toml anew into the two lock files
	@$(PYTHON) -m deploy.lock

##@ Tidy up
clean: ## Remove what was built; keeps var/, where the data is
	@$(PYTHON) -m deploy.setup clean

help:
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
