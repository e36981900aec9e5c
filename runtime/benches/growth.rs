//! Diff and replay at 10 to 10,000 tables: ten times the tables should cost about ten times the time.
//!
//! `cargo bench -p aludel --bench growth`

use aludel::diff::{Answers, Flag, diff};
use aludel::operation::{Operation, reverse_all};
use aludel::revision::{bigint, column, foreign_key, index, primary_key, table, text, timestamptz, varchar};
use aludel::schema::{Column, ForeignKey, Schema, Table, Text};
use divan::{Bencher, black_box};

const TABLES: [usize; 4] = [10, 100, 1_000, 10_000];
const COLUMNS: usize = 12;

fn main() {
    divan::main();
}

/// Tables of twelve columns, a primary key, an index, and a foreign key to the table before.
fn schema(tables: usize, varied: fn(Table) -> Table) -> Schema {
    let mut schema = Schema::new();
    for number in 0..tables {
        let name = format!("table_{number:05}");
        let mut made = table(name.as_str()).with(column("id", bigint()).identity());
        for place in 2..COLUMNS {
            made = made.with(column(format!("column_{place}"), varchar(100)));
        }
        made = made.with(column("previous_id", bigint()).nullable());
        made = made.with(primary_key(format!("pk_{name}"), ["id"]));
        made = made.with(index(format!("ix_{name}")).on(name.as_str(), ["previous_id"]));
        if let Some(previous) = number.checked_sub(1) {
            made = made.with(reference(&name, previous));
        }
        schema.insert_table(varied(made));
    }
    schema
}

fn reference(name: &str, previous: usize) -> ForeignKey {
    let previous = format!("table_{previous:05}");
    foreign_key(format!("fk_{name}"), ["previous_id"]).references(previous.as_str(), ["id"])
}

fn plain(table: Table) -> Table {
    table
}

/// Every table gains a column, loses one, and has one renamed and one altered.
fn varied(mut table: Table) -> Table {
    let place = |table: &Table, name: &str| table.columns.iter().position(|column| column.name == name);
    let at = |place: Option<usize>| place.expect("every table has the column");
    let renamed = at(place(&table, "column_2"));
    table.columns[renamed].name = "renamed".into();
    let altered = at(place(&table, "column_3"));
    table.columns[altered] = column("column_3", text());
    let dropped = at(place(&table, "column_4"));
    table.columns.remove(dropped);
    table.columns.push(Column { nullable: true, ..column("added", timestamptz()) });
    table
}

/// What a person would answer for [`varied`].
fn answers(schema: &Schema) -> Answers {
    let mut answers = Answers::default();
    for name in schema.tables.keys() {
        answers.renames.columns.insert((name.clone(), "renamed".into()), Text::from("column_2"));
        answers.give(Flag::Drop, format!("{name}.column_4"), "");
    }
    answers
}

fn operations(before: &Schema, after: &Schema, answers: &Answers) -> Vec<Operation> {
    let found = diff(before, after, answers);
    assert_eq!(found.questions, []);
    assert!(found.operations.len() >= after.tables.len());
    found.operations
}

fn replay(before: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = before.clone();
    for operation in operations {
        operation.apply(&mut schema).expect("what a diff gives applies");
    }
    schema
}

#[divan::bench(args = TABLES, max_time = 2)]
fn diff_of_nothing_changed(bencher: Bencher<'_, '_>, tables: usize) {
    let (before, after) = (schema(tables, plain), schema(tables, plain));
    bencher.bench_local(|| diff(black_box(&before), black_box(&after), &Answers::default()));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn diff_of_all_created(bencher: Bencher<'_, '_>, tables: usize) {
    let after = schema(tables, plain);
    bencher.bench_local(|| diff(&Schema::new(), black_box(&after), &Answers::default()));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn diff_of_all_changed(bencher: Bencher<'_, '_>, tables: usize) {
    let (before, after) = (schema(tables, plain), schema(tables, varied));
    let answers = answers(&after);
    bencher.bench_local(|| diff(black_box(&before), black_box(&after), &answers));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn replay_of_all_created(bencher: Bencher<'_, '_>, tables: usize) {
    let operations = operations(&Schema::new(), &schema(tables, plain), &Answers::default());
    bencher.bench_local(|| replay(&Schema::new(), black_box(&operations)));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn replay_of_all_changed(bencher: Bencher<'_, '_>, tables: usize) {
    let (before, after) = (schema(tables, plain), schema(tables, varied));
    let operations = operations(&before, &after, &answers(&after));
    bencher.bench_local(|| replay(&before, black_box(&operations)));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn replay_of_all_dropped(bencher: Bencher<'_, '_>, tables: usize) {
    let before = schema(tables, plain);
    let operations = operations(&before, &Schema::new(), &Answers::default());
    bencher.bench_local(|| replay(&before, black_box(&operations)));
}

#[divan::bench(args = TABLES, max_time = 2)]
fn the_way_back_of_all_changed(bencher: Bencher<'_, '_>, tables: usize) {
    let (before, after) = (schema(tables, plain), schema(tables, varied));
    let operations = operations(&before, &after, &answers(&after));
    bencher.bench_local(|| {
        reverse_all(&before, black_box(&operations)).expect("what a diff gives can be undone")
    });
}
