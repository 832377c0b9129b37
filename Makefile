# What there is to do: setup, demo, run, test, test-long, check. Each says what is missing.
SHELL := /bin/bash
PYTHON := .venv/bin/python
PORT ?= 8000

.PHONY: help setup demo run test test-long check format messages dev requirements

help:
	@echo "make demo       try the site with its demo posts on http://127.0.0.1:$(PORT)"
	@echo "make test       run the whole suite on SQLite and on PostgreSQL"
	@echo "make setup      prepare what running needs and start nothing"
	@echo "make run        serve what is there, configured by the environment; installs nothing"
	@echo "make check      ruff, mypy, djade, migrations, deployment, layers"
	@echo "make messages   gather the words of readers' pages, and compile their translations"
	@echo "make test-long  the suite's big runs"

setup:
	@scripts/setup.sh requirements$(if $(MEDIA_STORAGE),-s3).txt
	@SECRET_KEY=$${SECRET_KEY:-of-no-matter-here} DEBUG=False \
		$(PYTHON) manage.py collectstatic --noinput --verbosity 0

demo:
	@scripts/setup.sh requirements.txt
	@PORT=$(PORT) scripts/demo.sh

run:
	@scripts/setup.sh --check
	@exec $(PYTHON) manage.py serve --port $(PORT)

test: dev
	@$(PYTHON) -m tests.run

test-long: dev
	@$(PYTHON) -m tests.run --long

check: dev
	@scripts/check.sh

messages: dev
	@DEBUG=True $(PYTHON) manage.py makemessages --locale de --locale fr --no-wrap --no-location \
		--no-obsolete --extension html,txt,xml,py --ignore .venv --ignore tests \
		--ignore 'templates/admin/*' --ignore 'templates/desk/*'
	@DEBUG=True $(PYTHON) manage.py compilemessages --locale de --locale fr --ignore .venv

format: dev
	@.venv/bin/ruff check --fix --quiet . && .venv/bin/ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 6.0 || true

dev:
	@scripts/setup.sh requirements-dev.txt

# Needs uv. Writes exact versions with their hashes and no address of any index.
requirements:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		pyproject.toml --extra s3 -o requirements-s3.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		pyproject.toml --group dev -o requirements-dev.txt
