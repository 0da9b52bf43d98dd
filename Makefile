# `make demo` and `make test` each work as the first command on a fresh checkout.
# Needs Python 3.11 to 3.13 (PYTHON=... names another one) and the usual build tools.

PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
EDITABLE := $(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --editable .
DEMO_HOME ?= rapport-home
DUCKDB ?=

.PHONY: help setup demo test check style types sql lock docs clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.runs ## Install what Rapport needs to run
demo: .venv/.runs ## A home of simulated clinics, the weekly job in it, and what to look at
	@$(BIN)/rapport demo --home $(DEMO_HOME)

test: .venv/.tests ## All tests (DUCKDB=2 tries the next engine)
	@$(if $(DUCKDB),$(MAKE) --no-print-directory .venv-duckdb$(DUCKDB)/.tests && .venv-duckdb$(DUCKDB)/bin/python,$(BIN)/python) -m pytest -n auto --dist loadscope $(ARGS)

check: style types sql ## Formatting, types, SQL style (-j2: side by side)

style: .venv/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.tests
	$(BIN)/mypy

sql: .venv/.tests
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests

docs: .venv/.runs ## Write the generated pages again
	$(BIN)/python -m ingest.configuration.configuration_docs
	$(BIN)/python -m ingest.configuration.instrument_docs
	$(BIN)/python -m warehouse.reference_pages

lock: .venv/bin/uv ## Choose versions again and write them down with their hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group install -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group install --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was installed and built, and the demo
	rm -rf .venv .venv-duckdb* $(DEMO_HOME) dbt_project/target

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "Rapport needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.runs: requirements.lock pyproject.toml | .venv/bin/uv
	@echo "Installing what Rapport needs ..."
	@$(INSTALL) -r requirements.lock
	@$(EDITABLE)
	@touch $@

.venv/.tests: requirements-dev.lock pyproject.toml | .venv/.runs
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

.venv-duckdb2/.tests: requirements-dev.lock pyproject.toml | .venv/bin/uv
	@$(PYTHON) -m venv .venv-duckdb2
	@$(BIN)/uv pip install --quiet --python .venv-duckdb2/bin/python --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python .venv-duckdb2/bin/python 'duckdb>=2,<3'
	@$(BIN)/uv pip install --quiet --python .venv-duckdb2/bin/python --no-build-isolation --no-deps --editable .
	@touch $@
