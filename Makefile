# The verbs of Medskick. Each does the set-up it needs; a plain `make` explains them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
UV := UV_PYTHON_DOWNLOADS=never $(BIN)/uv
PIP_INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes
NAME ?= web
SRC_UI := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null) build_hook.py pyproject.toml

.PHONY: help install dev up test check format e2e postgresql bench peers load faults assets requirements messages models clean

help:  ## explain the verbs
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.app  ## everything that running needs, into .venv

up: install  ## start with demo content: web and worker, address and administrator link printed
	@$(BIN)/medskick up --demo $(ARGS)

test: dev  ## everything that needs only Python, on SQLite
	@$(BIN)/pytest -m "not e2e and not torch" -n 2 --dist loadgroup $(ARGS)

check: dev  ## format, lint, types, import rules, migrations
	@$(BIN)/ruff format --check src tests benchmarks scripts training build_hook.py
	@$(BIN)/ruff check src tests benchmarks scripts training build_hook.py
	@$(BIN)/lint-imports
	@$(BIN)/python build_hook.py --test
	@$(BIN)/mypy
	@$(BIN)/python -m django makemigrations --check --dry-run --settings medskick.config.settings.test

format: dev  ## let the formatter have its way
	@$(BIN)/ruff check --fix -q src tests benchmarks scripts training build_hook.py; $(BIN)/ruff format -q src tests benchmarks scripts training build_hook.py

e2e: dev  ## browser journeys in Chromium (ALL=1: every width and role)
	@E2E_ALL=$(ALL) $(BIN)/pytest -m e2e -n 2 --dist loadgroup tests/e2e $(ARGS)

postgresql: dev  ## what PostgreSQL may answer otherwise (ALL=1: every walk too), on MEDSKICK_TEST_DATABASE
	@MEDSKICK_TEST_WALKS=$(ALL) $(BIN)/pytest -m "not e2e and not torch" -n 2 --dist loadgroup tests/process tests/ground \
	  "tests/site/test_every_page.py::test_every_address_answers[sv]" $(ARGS)

bench: dev  ## measure: NAME=engine | engine_scale | engine_codebook | language_model | streams | lists | front_page | search
	@$(BIN)/python benchmarks/$(NAME).py $(ARGS)

peers: .venv/bin/uv  ## what the engine is measured against, in an environment of its own (about a gigabyte)
	@$(UV) venv --quiet --allow-existing --python $(BIN)/python .venv-peers
	@$(UV) pip install --quiet --python .venv-peers/bin/python -r requirements/peers.in

models: dev .venv-models/.ready  ## test models of sentence-transformers, with torch in an environment of its own (large)
	@.venv-models/bin/python -m pytest -m torch tests/engine/analysis/test_larger_models.py $(ARGS)

load: dev  ## load on this machine only: NAME=streams
	@$(BIN)/python benchmarks/$(NAME).py $(ARGS)

faults: dev  ## break things on purpose: NAME=web
	@$(BIN)/python benchmarks/faults_$(NAME).py $(ARGS)

assets: .venv/.build  ## build the front end and the translations
	@$(BIN)/python build_hook.py

requirements:  ## pin again, with hashes and without addresses
	@for list in uv build runtime dev; do \
	  $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-annotate --quiet $(ARGS) requirements/$$list.in -o requirements/$$list.txt || exit 1; done

messages: dev  ## gather texts for translation into the catalogues
	@$(BIN)/python scripts/messages.py

clean:  ## remove what was built; data folders are left alone
	rm -rf .venv .venv-models build dist frontend/node_modules src/medskick/ground/ui/static/medskick/bundle

dev: .venv/.dev .venv/.app

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Medskick behöver Python 3.11 eller nyare. Du har $$($(PYTHON) --version). Ange en annan: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv && $(PYTHON) -m venv --without-pip .venv; }
	@touch $@

.venv/bin/uv: .venv/.python requirements/uv.txt
	@if [ -x $(BIN)/pip ]; then $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt; \
	else $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt; fi
	@touch $@

.venv/.runtime: .venv/bin/uv requirements/runtime.txt
	@echo "Installerar beroenden …"
	@$(PIP_INSTALL) -r requirements/runtime.txt
	@touch $@

.venv/.build: .venv/bin/uv requirements/build.txt
	@$(PIP_INSTALL) -r requirements/build.txt
	@touch $@

.venv/.app: .venv/.runtime .venv/.build $(SRC_UI)
	@echo "Bygger webbdelen …"
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# Sees what .venv holds, and adds to it what only these tests need. Not through uv: pip takes a build of torch for the
# processor alone where the machine has one at hand.
.venv-models/.ready: .venv/.dev requirements/models.in
	@echo "Installerar torch och sentence-transformers …"
	@rm -rf .venv-models && $(BIN)/python -m venv --without-pip .venv-models
	@purelib='import sysconfig; print(sysconfig.get_path("purelib"))'; \
	  printf '%s\n' "$$($(BIN)/python -c "$$purelib")" "$(CURDIR)/src" > "$$(.venv-models/bin/python -c "$$purelib")/medskick.pth"
	@python=$(BIN)/python; $$python -m pip --version >/dev/null 2>&1 || python=$(PYTHON); \
	  $$python -m pip --python .venv-models/bin/python install --quiet --no-compile --disable-pip-version-check \
	    -r requirements/models.in
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@
