#!/usr/bin/env bash
# Makes .venv and installs a set of hash-pinned requirements in it: requirements.txt, or
# requirements-dev.txt, which holds all of it and the tools for tests and checks. A second run does
# nothing. `--check` installs nothing and fails where what running needs is not there.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/.installed # one line for each set, made from its content

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
        "$python" -m venv --without-pip --clear .venv
    elif command -v uv >/dev/null && uv venv --quiet --clear --python '>=3.12' .venv; then
        :
    else
        echo "No Python 3.12 or newer with its venv module runs here. Install one, for example:" >&2
        echo "  sudo apt-get install python3.13 python3.13-venv   or   uv python install 3.13" >&2
        echo "then run the same command again, or name it: PYTHON_BIN=/path/to/python3.13 make setup" >&2
        exit 1
    fi
}

is_installed() {
    grep -qxF "$(cksum <"$1")" $stamp 2>/dev/null
}

install() { # Modules are compiled when they are first imported, and most never are.
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
        return
    fi
    # The pip of the Python below .venv spares the seconds that making another one takes.
    local pip=("$(readlink -f .venv/bin/python)" -m pip --python .venv/bin/python)
    if ! "${pip[0]}" -c 'import pip' 2>/dev/null; then
        .venv/bin/python -m ensurepip >/dev/null
        pip=(.venv/bin/python -m pip)
    fi
    "${pip[@]}" install --quiet --disable-pip-version-check --no-compile --require-hashes -r "$1"
}

if [ "$1" = --check ]; then
    if ! is_installed requirements.txt; then
        echo "What running needs is not installed here, or not for this version. Run: make setup" >&2
        exit 1
    fi
    exit
fi
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    echo "Making .venv"
    make_venv
fi
if ! is_installed "$1"; then
    echo "Installing $1"
    rm -f $stamp
    install "$1"
    [ "$1" = requirements.txt ] || cksum <requirements.txt >$stamp
    cksum <"$1" >>$stamp
fi
