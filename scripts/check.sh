#!/usr/bin/env bash
# Every check that needs no test run; stops at the first that fails. Types take as long as all the
# others, and are checked beside them.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

types=$(mktemp)
$bin/mypy >"$types" 2>&1 &
mypy=$!
trap 'kill $mypy 2>/dev/null || true; rm -f "$types"' EXIT

$bin/ruff check .
$bin/ruff format --check .
git ls-files -z 'templates/*.html' | xargs -0 -r $bin/djade --check --target-version 6.0
DEBUG=True $bin/python manage.py makemigrations --check --dry-run
scripts/check_migrations.sh
SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    SITE_URL=https://history.example $bin/python manage.py check --deploy --fail-level WARNING
$bin/python -m pytest -q -p no:cacheprovider tests/test_layers.py
wait $mypy && ok=0 || ok=$?
cat "$types"
exit $ok
