# `make demo` and `make test` set everything up by themselves; `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
UV = $(or $(shell command -v uv),$(BIN)/uv)
STAMP := .venv/.ready
ARGS ?=
# How many tests run side by side: one per core.
JOBS ?= auto
ONLY ?=
MUTANT ?=

MUTMUT = $(UV) run --quiet --no-project --python $(BIN)/python --with 'mutmut>=3.8,<4' mutmut
NEEDS_UV = test -x "$(UV)" || { echo "This needs uv; try: $(BIN)/python -m pip install uv" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick coverage lint types mutants bench train format constraints audit clean

help: ## List what make can do here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make the environment in .venv

$(STAMP): pyproject.toml constraints.txt scripts/setup
	@PYTHON="$(PYTHON)" scripts/setup

demo: $(STAMP) ## Try the bot in a local workspace (ARGS=--headless: without a browser)
	@$(BIN)/ba demo $(ARGS)

test: $(STAMP) lint types ## Lint, types and all tests
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

quick: $(STAMP) ## The tests that need neither PostgreSQL nor a browser
	@$(BIN)/python -m pytest -n $(JOBS) -m "not postgres and not browser" $(ARGS)

coverage: $(STAMP) ## All tests, and which branches of bot, handlers and models they take
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(JOBS) $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=90

lint: $(STAMP) ## Style, and which package may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(STAMP) ## Check the types
	@$(BIN)/mypy

mutants: $(STAMP) ## Change the rules bit by bit: do tests notice? (with uv; MUTANT=name: shows it)
	@$(NEEDS_UV)
	@if [ -n "$(MUTANT)" ]; then $(MUTMUT) show "$(MUTANT)"; else rm -rf mutants && $(MUTMUT) run && $(MUTMUT) results; fi

bench: $(STAMP) ## Ratios against baselines measured in the same run (ONLY=name: one of them)
	@$(BIN)/python -m benchmarks $(ONLY)

train: $(STAMP) ## Train the reading pipeline again from the corpus
	@$(BIN)/python -m training

format: $(STAMP) ## Put the code into its usual form
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

constraints: ## Choose the newest versions that fit pyproject.toml (with uv)
	@$(NEEDS_UV)
	@$(UV) pip compile --quiet --universal --upgrade --no-header --no-annotate --extra dev pyproject.toml -o constraints.txt

# Without --strict it finds nothing wrong with packages that it knows nothing about.
audit: ## Known vulnerabilities in the versions of constraints.txt (with uv)
	@$(NEEDS_UV)
	@$(UV) tool run 'pip-audit>=2.9,<3' --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt

clean: ## Remove the environment and what tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache mutants
