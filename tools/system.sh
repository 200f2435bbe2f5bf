#!/usr/bin/env bash
# Installs the Debian packages that the tests use, when root; otherwise says which are missing.
set -euo pipefail

missing=()
need() { # PACKAGE COMMAND...: the package is missing unless the command succeeds
    "${@:2}" >/dev/null 2>&1 || missing+=("$1")
}
need chromium sh -c 'command -v chromium || command -v chromium-browser || command -v google-chrome'
need fonts-dejavu-core test -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
need fonts-liberation test -d /usr/share/fonts/truetype/liberation
need jq command -v jq
need postgresql sh -c 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
need poppler-utils sh -c 'command -v pdftotext && command -v pdftoppm'
need libgomp1 sh -c 'ls /usr/lib/*/libgomp.so.1 || ls /usr/lib*/libgomp.so.1 || ls /usr/local/lib/libgomp.so.1'

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
elif [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Missing: ${missing[*]}. Tests that need them are not run, and are named at the end." >&2
fi
