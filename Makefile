# `make` does what CI does after the README's own test command. Every step runs alone too.
PYTHON ?= .venv/bin/python
BIN = $(dir $(PYTHON))

.PHONY: check format lint types contracts test docs in-step smoke
check: lint types contracts test in-step smoke

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
	$(BIN)ruff check --fix .
	$(BIN)ruff format .
