#!/usr/bin/env bash
# Serves the site with its demo posts. A second run keeps what is there.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
export SITE_URL=${SITE_URL:-http://127.0.0.1:$PORT}
export SECRET_KEY=${SECRET_KEY:-$($python -m historyblog.secret var/secret_key)}
export EMAIL_URL=${EMAIL_URL:-console:}
exec $python manage.py demo --port "$PORT"
