# Answerable: everything a newcomer or a build machine needs. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check bench clean lock build wheel

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/answerable
PY := $(VENV)/bin/python
BIND ?= 127.0.0.1:8000
LOCK := uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --universal --python-version 3.11

help: ## list these
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-6s %s\n", $$1, $$2 }'

demo: $(VENV)/.run build ## show a simulated city on http://127.0.0.1:8000 (Ctrl-C stops everything)
	@exec $(RUN) demo --bind $(BIND)

test: $(VENV)/.test build ## everything the build machine does; ends by saying what it skipped
	@exec scripts/test.sh

check: $(VENV)/.test ## formatting, lint, types, direction of imports
	@exec scripts/check.sh

bench: $(VENV)/.test build ## measure; prints figures and ratios
	@for file in bench/[a-z]*.py; do echo "== $$file"; $(PY) $$file; done

build: $(VENV)/.run ## styles, scripts and translations, where their sources changed
	@$(RUN) build

wheel: $(VENV)/.test build ## dist/answerable-*.whl with built files and packs in it
	@rm -rf dist && $(PY) -m hatchling build -t wheel

lock: $(VENV)/.test ## resolve requirements*.in again into the locked files
	@for name in requirements requirements-install requirements-dev; do \
	    $(VENV)/bin/$(LOCK) $(UPGRADE) $$name.in --output-file $$name.txt; done
	@! grep -nE '://|file:|index-url|find-links' requirements*.txt

clean: ## stop and remove everything these commands made, the demo's data included
	@if [ -x $(RUN) ]; then $(RUN) clean --yes; fi
	@rm -rf $(VENV) var dist frontend/node_modules src/answerable/static/build .pytest_cache .mypy_cache .ruff_cache \
	    .import_linter_cache .hypothesis .schemathesis
	@find . -name __pycache__ -prune -exec rm -rf {} + ; find src -name '*.mo' -delete

$(VENV)/.run: requirements.txt requirements-install.txt
	@scripts/install.sh $(PYTHON) $(VENV) requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@scripts/install.sh $(PYTHON) $(VENV) requirements-dev.txt
	@touch $@
