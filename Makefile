# What one can do with Heard. `make` alone lists it.

PORT ?= 8000
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset example-json test lint format bench pictures words constraints python

help: ## List what one can do
	@echo "make demo          Serve the example year on http://127.0.0.1:$(PORT) (PORT=8080 make demo for another port)"
	@echo "make demo-reset    Forget what the demo keeps, so that it starts over"
	@echo "make example-json  Print the demo's codes, sign-ins and pages as JSON"
	@echo "make test          Check everything: format, lint, types, contracts, migrations, tests on both databases"
	@echo "make lint          Only the checks that need no database and no browser"
	@echo "make format        Put the code into the one format"
	@echo "make bench         Measure what pages cost"
	@echo "make pictures      Take a picture of every kind of page, into pictures/"
	@echo "make words         Gather every wording for the translators"
	@echo "make constraints   Write constraints.txt again from uv.lock (needs uv)"

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Heard needs Python 3.11 or newer, and there is no '$(PYTHON)' here: install it."; exit 1; }

NO_WAY := { echo "Installing failed: this machine needs a way to the Python registry (pypi.org or your own)."; exit 1; }

# One environment; the stamps say what is in it. uv where there is one: it is three times faster.
$(VENV)/.runtime: constraints.txt pyproject.toml | python
	@$(PYTHON) scripts/ready.py install
ifdef UV
	@VIRTUAL_ENV= $(UV) sync --quiet --frozen --inexact --compile-bytecode --no-install-project --no-dev --python $(PYTHON) || $(NO_WAY)
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(RUN) pip --version >/dev/null 2>&1 || $(RUN) ensurepip >/dev/null
	@echo "Installing what Heard stands on; this takes a minute or two the first time."
	@$(BIN)/python scripts/dependencies.py > $(VENV)/needed.txt
	@$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -r $(VENV)/needed.txt || $(NO_WAY)
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
ifdef UV
	@VIRTUAL_ENV= $(UV) sync --quiet --frozen --inexact --compile-bytecode --no-install-project --python $(PYTHON) || $(NO_WAY)
else
	@$(BIN)/python scripts/dependencies.py dev > $(VENV)/needed.txt
	@$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -r $(VENV)/needed.txt || $(NO_WAY)
endif
	@touch $@

demo: python
	@$(PYTHON) scripts/ready.py demo --port $(PORT)
	@$(MAKE) --no-print-directory $(VENV)/.runtime
	@$(RUN) scripts.demo --port $(PORT)

demo-reset:
	@rm -rf instance/heard.sqlite instance/heard.sqlite-wal instance/heard.sqlite-shm instance/demo.env
	@echo "The demo has forgotten everything; make demo starts over."

example-json: $(VENV)/.runtime
	@$(RUN) scripts.demo --port $(PORT) --run example --as-json

test: $(VENV)/.dev
	@$(BIN)/python scripts/ready.py tests
	@$(MAKE) --no-print-directory lint
	@$(RUN) pytest -q -n 2 --database both

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	@$(RUN) tests.bench

pictures: $(VENV)/.dev
	@$(BIN)/python scripts/ready.py tests
	@$(RUN) tests.pictures

words: $(VENV)/.runtime
	@$(RUN) scripts.words

constraints:
	uv lock
	uv export --quiet --frozen --no-hashes --no-emit-project --no-annotate --no-header --all-groups -o constraints.txt
