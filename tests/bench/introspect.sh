#!/bin/sh
# Reads databases of 10, 100, 1,000 and 5,000 tables, and prints for each what it took: round trips, time, memory;
# for PostgreSQL beside `pg_dump --schema-only`. Fails when reading 1,000 tables takes more than half of its time.
# The servers are those of ALUDEL_TEST_POSTGRES_URL and ALUDEL_TEST_MYSQL_URL, by their sockets.
#
# Usage: tests/bench/introspect.sh [tables]…
set -eu
cd "$(dirname "$0")/../.."
exec cargo bench --quiet -p aludel-tests --bench introspect -- "$@"
