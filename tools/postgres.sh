#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a PostgreSQL of its own, which is gone afterwards:
#     tools/postgres.sh pytest tests/council
# It listens on a socket in a private folder only. POSTGRES_CTL stops and starts it, for tests of that.
set -euo pipefail

[ $# -gt 0 ] || { echo "Usage: tools/postgres.sh COMMAND…" >&2; exit 2; }
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl || true)")
if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/pg_ctl" ]; then
    echo "There is no PostgreSQL here: on Debian, apt-get install postgresql." >&2
    exit 1
fi

folder=$(mktemp -d /tmp/postgres.XXXXXX) # short, since the path of a socket may have 107 bytes
as=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
    as=(setpriv --reuid postgres --regid postgres --clear-groups)
    chown postgres "$folder"
fi
ctl=("${as[@]}" env -u DATABASE_URL HOME="$folder" "$bin/pg_ctl" -s -w -D "$folder/data" -l "$folder/log")
child=
end() {
    trap - EXIT INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null || true
        wait "$child" || true
    fi
    "${ctl[@]}" stop -m immediate 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT
trap 'end; exit 130' INT
trap 'end; exit 143' TERM HUP

cd "$folder"
"${as[@]}" "$bin/initdb" --no-sync -A trust -U tocsin -E UTF8 --locale=C -D data >/dev/null
cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0700
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 100
CONF
"${ctl[@]}" start || { cat log >&2; exit 1; }
cd "$OLDPWD"
"$bin/createdb" -h "$folder" -U tocsin tocsin
export DATABASE_URL="postgres://tocsin@${folder//\//%2F}/tocsin"
export POSTGRES_CTL="${ctl[*]}"
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
