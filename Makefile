# What there is to do: setup, demo, run, test, test-long, check. Each says what is missing.
SHELL := /bin/bash
PYTHON := .venv/bin/python
PORT ?= 8000

.PHONY: help setup demo run test test-long check format requirements

help:
	@echo "make demo       try the site with its demo posts on http://127.0.0.1:$(PORT)"
	@echo "make test       run the whole suite on SQLite and on PostgreSQL"
	@echo "make setup      prepare everything and start nothing"
	@echo "make run        serve what is there, configured by the environment"
	@echo "make check      ruff, mypy, djade, migrations, deployment, layers"
	@echo "make test-long  the suite's big runs"

setup:
	@scripts/setup.sh

demo: setup
	@PORT=$(PORT) scripts/demo.sh

run: setup
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0
	@exec $(PYTHON) manage.py serve --port $(PORT)

test: setup
	@$(PYTHON) -m tests.run

test-long: setup
	@$(PYTHON) -m tests.run --long

check: setup
	@scripts/check.sh

format: setup
	@.venv/bin/ruff check --fix --quiet . && .venv/bin/ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 6.0 || true

# Needs uv. Writes exact versions with their hashes and no address of any index.
requirements:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		pyproject.toml --group dev -o requirements-dev.txt
