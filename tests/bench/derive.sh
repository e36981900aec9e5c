#!/bin/sh
# Times `cargo check` of a file of 100 models of 12 columns, touched, and edited so that every line
# moves: without a derive, with serde's Serialize and Deserialize, with sqlx::FromRow, and with
# aludel::Table beside a lock that agrees. Prints the best of several rounds, and what each adds.
#
# Usage: tests/bench/derive.sh [models] [rounds]
set -eu
models=${1:-100}
rounds=${2:-7}
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
folder=$target/bench-derive
export CARGO_TARGET_DIR="$target/bench-derive/target"
mkdir -p "$folder/src" "$folder/migrations"
cp "$root/Cargo.lock" "$folder/Cargo.lock"

cat >"$folder/Cargo.toml" <<TOML
[package]
name = "bench-derive"
version = "0.0.0"
edition = "2024"

[features]
serde = ["dep:serde"]
sqlx = ["dep:sqlx"]
aludel = ["dep:aludel"]

[dependencies]
aludel = { path = "$root/runtime", optional = true }
serde = { version = "1", features = ["derive"], optional = true }
sqlx = { version = "0.9", default-features = false, features = ["derive", "macros"], optional = true }

[workspace]
TOML

echo 'pub mod models;' >"$folder/src/lib.rs"
awk -v models="$models" 'BEGIN {
    print "//! Written by tests/bench/derive.sh."
    for (i = 0; i < models; i++) {
        print ""
        print "#[cfg_attr(feature = \"serde\", derive(serde::Serialize, serde::Deserialize))]"
        print "#[cfg_attr(feature = \"sqlx\", derive(sqlx::FromRow))]"
        print "#[cfg_attr(feature = \"aludel\", derive(aludel::Table))]"
        print "pub struct Model" i " {"
        print "    #[cfg_attr(feature = \"aludel\", column(primary_key, identity))]\n    pub id: i64,"
        print "    #[cfg_attr(feature = \"aludel\", column(length = 255, unique))]\n    pub email: String,"
        print "    #[cfg_attr(feature = \"aludel\", column(length = 20, index))]\n    pub phone: Option<String>,"
        print "    #[cfg_attr(feature = \"aludel\", column(default = true))]\n    pub active: bool,"
        print "    #[cfg_attr(feature = \"aludel\", column(references(Model" int(i / 2) "::id)))]\n    pub parent_id: Option<i64>,"
        print "    pub title: String,\n    pub body: Option<String>,\n    pub count: i32,\n    pub price: f64,"
        print "    pub data: Vec<u8>,\n    pub created_at: i64,\n    pub updated_at: Option<i64>,\n}"
    }
}' >"$folder/src/models.rs"
awk -v models="$models" 'BEGIN {
    print "# aludel schema.lock, format 1: written by tests/bench/derive.sh."
    for (i = 0; i < models; i++) {
        t = "model" i
        print "\ntable " t
        print "  column active boolean not null default true\n  column body text null\n  column count integer not null"
        print "  column created_at bigint not null\n  column data blob not null\n  column email varchar(255) not null"
        print "  column id bigint not null identity\n  column parent_id bigint null\n  column phone varchar(20) null"
        print "  column price double not null\n  column title text not null\n  column updated_at bigint null"
        print "  primary_key pk_" t " (id)\n  unique uq_" t "_email (email)"
        print "  foreign_key fk_" t "_parent_id (parent_id) references model" int(i / 2) " (id)"
        print "  index ix_" t "_phone (phone)"
    }
}' >"$folder/migrations/schema.lock"

cd "$folder"
# The best of the rounds, in milliseconds; the second argument changes the file.
measure() {
    cargo check --quiet --features "$1" || exit 1
    best=999999
    round=0
    while [ "$round" -lt "$rounds" ]; do
        "$2"
        before=$(date +%s%N)
        cargo check --quiet --features "$1"
        after=$(date +%s%N)
        took=$(((after - before) / 1000000))
        [ "$took" -lt "$best" ] && best=$took
        round=$((round + 1))
    done
    echo "$best"
}
touched() { touch src/models.rs; }
edited() { sed -i '1s|^|// a line more\n|' src/models.rs; }

echo "cargo check of $models models x 12 columns, best of $rounds rounds"
for change in touched edited; do
    none=$(measure "" $change)
    serde=$(measure serde $change)
    from_row=$(measure sqlx $change)
    table=$(measure aludel $change)
    echo "$none $serde $from_row $table" | awk -v change="$change" '{
        printf "%s\n", change
        printf "  no derive                      %6d ms\n", $1
        printf "  serde Serialize + Deserialize  %6d ms   adds %6d ms\n", $2, $2 - $1
        printf "  sqlx::FromRow                  %6d ms   adds %6d ms\n", $3, $3 - $1
        printf "  aludel::Table                  %6d ms   adds %6d ms: ", $4, $4 - $1
        printf "%.2f of serde, %.2f of FromRow\n", ($4 - $1) / ($2 - $1), ($4 - $1) / ($3 - $1)
    }'
done
