#!/usr/bin/env bash
# Refuses migrations that would break or lock the release that runs while they are applied: each
# against the one before it, and all that are new since the newest tag (before the first tag: since
# the parent commit) against that.
set -euo pipefail
cd "$(dirname "$0")/.."
migrations=(posts/migrations/[0-9]*.py)

running=()
if tag=$(git describe --tags --abbrev=0 2>/dev/null); then
    echo "Migrations new since $tag are held to it."
    base=$tag
    changed=$(git diff --name-only --diff-filter=M "$tag" -- "${migrations[@]}")
    if [ -n "$changed" ]; then
        echo "$changed: changed since $tag, and databases have it as it was. Write another." >&2
        exit 1
    fi
elif base=$(git rev-parse --quiet --verify HEAD^); then
    echo "No tag is here: migrations new since the parent commit are held to that."
else
    echo "Neither a tag nor a parent commit is here: each migration is held to the one before it" \
        "alone. For all of it: git fetch --unshallow --tags" >&2
    base=
fi
if [ -n "$base" ]; then
    mapfile -t running < <(git ls-tree --name-only "$base" posts/migrations/ |
        sed -n 's|.*/\([0-9][^/]*\)\.py$|\1|p')
fi
DEBUG=True .venv/bin/python manage.py check_migrations --files ${running:+--running "${running[@]}"}
