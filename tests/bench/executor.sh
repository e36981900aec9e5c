#!/bin/sh
# Prints what `upgrade` costs with nothing to do at 10 and 1,000 revisions, in round trips and in time beside
# `sqlx::migrate!`, and what bringing 1,000 revisions to a database costs beside `psql -f`, `mariadb` and `sqlite3`.
# Fails when a start takes more than one connection and two round trips, a revision on PostgreSQL more than two round
# trips, or an upgrade longer than the client.
# The servers are those of ALUDEL_TEST_POSTGRES_URL and ALUDEL_TEST_MYSQL_URL, by their sockets.
#
# Usage: tests/bench/executor.sh [sqlite|postgres|mysql]…
set -eu
cd "$(dirname "$0")/../.."
exec cargo bench --quiet -p aludel-tests --features sqlx-migrate --bench executor -- "$@"
