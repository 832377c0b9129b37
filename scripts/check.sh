#!/usr/bin/env bash
# Every check that needs no test run; stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

$bin/ruff check .
$bin/ruff format --check .
$bin/mypy
git ls-files -z 'templates/*.html' | xargs -0 -r $bin/djade --check --target-version 6.0
DEBUG=True $bin/python manage.py makemigrations --check --dry-run
scripts/check_migrations.sh
SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    SITE_URL=https://history.example $bin/python manage.py check --deploy --fail-level WARNING
$bin/python -m pytest -q -p no:cacheprovider tests/test_layers.py
