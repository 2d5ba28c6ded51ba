# `make` does what CI does after the README's own test command. Every step runs alone too.
PYTHON ?= .venv/bin/python
BIN = $(dir $(PYTHON))
SEED := $(shell date +%s)
TIMES ?= 60
SIZE ?= 60
PYTHONS ?= 3.12 3.13
ROOMS = analyses conformance core laws metrics
QUICK = architecture conformance core laws metrics \
	cli/test_cac.py cli/test_iceberg.py cli/test_ltv_figures.py cli/test_one_and_several.py \
	meaning/test_statuses.py languages render/test_safe_files.py sources/test_common_cases.py tables/test_balance.py

.PHONY: check format lint types contracts test docs in-step smoke fuzz fuzz-fixed mutants quick lowest pythons spark browser hooks
check: lint types contracts test in-step smoke

quick: lint types contracts  # one to two minutes, before every commit: what it covers stands in CONTRIBUTING.md
	$(PYTHON) -m pytest -n 2 $(QUICK:%=tests/%)

lint:
	$(BIN)ruff check .
	$(BIN)ruff format --check .

types:
	$(BIN)mypy

contracts:
	$(BIN)lint-imports --no-cache

test:
	$(PYTHON) -m pytest -n 2

docs:  # write the generated pages anew
	$(PYTHON) docs/generate.py
	$(PYTHON) -m tests.transcripts.blocks

in-step:  # fail if a generated page is not what the code says
	$(PYTHON) docs/generate.py --check

smoke:  # installs without development packages and asks for help
	$(PYTHON) tests/smoke.py

format:
	$(BIN)ruff check --fix-only .
	$(BIN)ruff format .

pythons:  # a large part of the tests on other Pythons; those that are not here are named and skipped
	$(PYTHON) tests/elsewhere.py $(PYTHONS) $(ROOMS:%=tests/%)

lowest:  # the same part on the lowest versions that pyproject.toml declares
	$(PYTHON) tests/elsewhere.py lowest $(ROOMS:%=tests/%)

spark:  # the ledger on Spark, in local mode; installs PySpark (400 MB), needs Java
	$(PYTHON) -m pip install -q -e '.[spark]'
	$(PYTHON) -m pytest tests/sources/test_ledger_elsewhere.py tests/sources/test_logs_where_they_lie.py -k 'Spark or spark'

browser:  # pages in Debian's Chromium, looked at by axe-core (AXE_CORE=/path/to/axe.min.js); what is not here is named
	$(PYTHON) -m pip install -q -e '.[browser]'
	$(PYTHON) -m pytest -n 2 -rs tests/browser

hooks:  # lint and format before every commit in this clone
	$(BIN)pre-commit install

fuzz-fixed:  # the examples that CI asks besides those of every run: 6,000 option lines, 2,000 models and settings
	FUZZ_TIMES=15 $(PYTHON) -m pytest -n 2 tests/fuzz/test_no_fault_of_ours.py

fuzz:  # for longer, by a seed that nobody had; it is printed and can be given again: make fuzz SEED=7 TIMES=50
	@echo "FUZZ_SEED=$(SEED) FUZZ_TIMES=$(TIMES)"
	FUZZ_SEED=$(SEED) FUZZ_TIMES=$(TIMES) $(PYTHON) -m pytest -n 2 tests/fuzz

mutants:  # which of SIZE small changes of each room, drawn by SEED, no test notices; takes an hour or so: docs/mutation.md
	$(PYTHON) -m pip install -q -e '.[dev,mutants]'
	@echo "SEED=$(SEED) SIZE=$(SIZE)"
	$(PYTHON) tests/mutation/sample.py --by-hand
	$(PYTHON) tests/mutation/sample.py --seed $(SEED) --size $(SIZE)
