# suasion: `make help` lists the commands. Needs Python 3.11 or newer, pip and make.

# The interpreter that makes the environment, and where the environment is, e.g.
#   make test PYTHON=python3.13 VENV=.venv-3.13
PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
VENV ?= .venv
PYTEST_ARGS ?= -n auto --dist loadfile

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --only-binary=:all: --require-hashes
# hatchling is in the lock, so the project itself is installed with no download at all.
INSTALL_PROJECT := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help compare test check lint types imports format lock bench clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

compare: $(VENV)/.run ## Compare the candidate guarantees; report in build/ukraine-2025.html
	@mkdir -p build
	$(BIN)/suasion compare --out build/ukraine-2025.html

test: check ## Run all checks, then all tests, those in docstrings and documents too
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: lint types imports ## Run the checks only: style, types, direction of imports

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev ## Rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## Run the benchmarks
	@set -e; for script in $(wildcard benchmarks/*.py); do \
	  echo "$$script"; $(BIN)/python "$$script"; done

# A hashed requirements file for each purpose, for every supported Python and system, with no
# address of a package index in it. `make lock UPGRADE=--upgrade` also takes newer versions.
UPGRADE ?=
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --no-emit-index-url --no-emit-find-links --annotation-style line \
  --custom-compile-command "make lock" $(UPGRADE)

lock: UV = $(shell command -v uv || echo build/uv/bin/uv)
lock: ## Rewrite requirements/*.txt from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@command -v uv >/dev/null || test -x build/uv/bin/uv \
	  || { $(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv; }
	$(COMPILE) --group build --group dev pyproject.toml --output-file requirements/dev.txt
	$(COMPILE) --group build --constraint requirements/dev.txt pyproject.toml \
	  --output-file requirements/run.txt

clean: ## Remove the environment, what was built, and the caches
	rm -rf $(VENV) build dist .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
	  .ruff_cache
	find src tests docs benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

# --- the environment: renewed only when the lock or the project file changed ---------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "suasion needs Python 3.11 or newer; $(PYTHON) is older or missing." \
	       "Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what suasion needs into $(VENV): a minute or so, this once."
	$(INSTALL) --requirement requirements/run.txt
	$(INSTALL_PROJECT)
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need into $(VENV): a minute or so, this once."
	$(INSTALL) --requirement requirements/dev.txt
	$(INSTALL_PROJECT)
	@touch $(VENV)/.run $@
