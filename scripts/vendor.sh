#!/usr/bin/env bash
# Fetches the scripts of others that the desk runs, each as one module without imports of packages.
# To renew one, change its version here, run this, and look at what `git diff` shows.
set -euo pipefail
cd "$(dirname "$0")/../static/vendor"

# NAME VERSION FILE-IN-THE-PACKAGE, and the packages whose code is in that file as well
packages=(
    "@github/hotkey 3.1.4 dist/index.js"
    "@github/markdown-toolbar-element 2.2.3 dist/index.js"
    "sortablejs 1.15.7 modular/sortable.esm.js"
    "@github/text-expander-element 2.9.4 dist/bundle.js @github/combobox-nav@2 dom-input-range@2"
)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack() { # FOLDER PACKAGE
    local tarball
    tarball=$(npm pack --silent --pack-destination "$work" "$2")
    mkdir -p "$work/$1"
    tar xzf "$work/$tarball" -C "$work/$1" --strip-components=1
}

for package in "${packages[@]}"; do
    read -r name version file within <<<"$package"
    own=${name##*/}
    unpack "$own" "$name@$version"
    if grep -nE "^(import|export) .*from ['\"][^./]" "$work/$own/$file"; then
        echo "$name@$version: $file imports a package, which no browser finds." >&2
        exit 1
    fi
    {
        printf '/*! %s %s\n\n' "$name" "$version"
        sed 's|\*/|* /|g' "$work/$own/LICENSE"
        for other in $within; do
            unpack "$own-within" "$other"
            printf '\nHolds code of %s\n\n' "$other"
            sed 's|\*/|* /|g' "$work/$own-within/LICENSE"
        done
        printf '*/\n'
        grep -v '^//# sourceMappingURL=' "$work/$own/$file"
    } >"$own.js"
done
