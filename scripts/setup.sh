#!/usr/bin/env bash
# Makes .venv from the hash-pinned requirements. A second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=${REQUIREMENTS:-requirements-dev.txt}
wanted=$(cksum <"$requirements")
stamp=.venv/.installed

runs() { # A version manager's shim may exist and fail, so the candidate has to run.
    "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null
}

find_python() { # The newest first, by name and then in the folders of version managers.
    local candidate minor
    for candidate in ${PYTHON_BIN:-} $(for minor in 15 14 13 12; do
        echo "python3.$minor"
        echo "${PYENV_ROOT:-$HOME/.pyenv}/versions/3.$minor".*/bin/python
        echo "$HOME/.local/share/uv/python/cpython-3.$minor".*/bin/python
        echo "$HOME/.asdf/installs/python/3.$minor".*/bin/python
        echo "$HOME/.local/share/mise/installs/python/3.$minor".*/bin/python
        echo "/opt/homebrew/bin/python3.$minor"
    done) python3; do
        if command -v "$candidate" >/dev/null && runs "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

make_venv() {
    local python
    python=$(find_python)
    if [ -n "$python" ]; then
        "$python" -m venv --clear .venv
    elif command -v uv >/dev/null && uv venv --quiet --clear --python '>=3.12' --seed .venv; then
        :
    else
        echo "No Python 3.12 or newer with its venv module runs here. Install one, for example:" >&2
        echo "  sudo apt-get install python3.13 python3.13-venv   or   uv python install 3.13" >&2
        echo "then run the same command again, or name it: PYTHON_BIN=/path/to/python3.13 make setup" >&2
        exit 1
    fi
}

if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
    echo "Making .venv"
    make_venv
fi
if ! [ -f $stamp ] || [ "$(cat $stamp)" != "$wanted" ]; then
    echo "Installing $requirements"
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
    fi
    echo "$wanted" >$stamp
fi
