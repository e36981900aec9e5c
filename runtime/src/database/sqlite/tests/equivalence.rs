//! However it came about, a schema is the same in the database: random operations against a database
//! that is made at once.

use super::{Database, Sqlite};
use crate::dialect::Dialect;
use crate::operation::{AddConstraint, CreateEnum, CreateTable, Operation};
use crate::revision::*;
use crate::schema::{Column, Schema, Text};

/// A generator of small numbers, the same for the same seed (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn table(&mut self) -> &'static str {
        self.pick(&["a", "b", "c"])
    }

    fn name(&mut self) -> &'static str {
        self.pick(&["p", "q", "r", "s"])
    }

    fn column(&mut self) -> Column {
        let types = [integer(), bigint(), text(), varchar(9), double(), boolean(), uuid(), enumeration("e")];
        let mut built = column(self.name(), self.pick(&types));
        built.nullable = self.below(2) == 0;
        match (self.below(6), &built.ty) {
            (0, ColumnType::Integer | ColumnType::BigInt | ColumnType::Double) => built.default(7),
            (1, ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Enum(_)) => built.default("x"),
            (2, _) => built.default(sql("NULL")),
            (3, ColumnType::Text) => built.computed("'x'"),
            (4, ColumnType::Text) => built.stored("'y'"),
            _ => built,
        }
    }

    /// One operation, which may or may not apply.
    fn operation(&mut self) -> Operation {
        let (table_name, name, other) = (self.table(), self.name(), self.name());
        let target = self.table();
        let mut op = Operations::new();
        match self.below(20) {
            0 => op.create_table(table(table_name).with(self.column()).with(self.column())),
            1 if self.below(3) == 0 => op.drop_table(table_name),
            2 if self.below(3) == 0 => op.rename_table(table_name, target),
            3 | 4 => op.add_column(table_name, self.column()),
            5 => op.drop_column(table_name, name),
            6 => op.rename_column(table_name, name, other),
            7 => op.alter_column(table_name, name, [ColumnChange::Nullable(self.below(2) == 0)]),
            8 => op.alter_column(table_name, name, [set_type(self.column().ty)]),
            9 => op.alter_column(table_name, name, [drop_default(), set_collation("NOCASE")]),
            10 => op.fill(table_name, name, self.pick(&["p", "q", "1", "(SELECT max(p) FROM b)"])),
            11 => op.add_constraint(table_name, unique(format!("uq_{name}"), [name])),
            12 => op.add_constraint(table_name, check(format!("ck_{name}"), format!("{name} <> 'z'"))),
            13 => op.add_constraint(table_name, foreign_key("fk", [name]).references(target, [other])),
            14 => op.add_constraint(table_name, primary_key("pk", [name, other])),
            15 => {
                let kind = [ConstraintKind::PrimaryKey, ConstraintKind::ForeignKey, ConstraintKind::Check];
                let kind = self.pick(&kind);
                let names = ["pk".to_owned(), "fk".into(), format!("ck_{name}")];
                op.drop_constraint(table_name, kind, self.pick(&names));
            }
            16 => op.drop_constraint(table_name, ConstraintKind::Unique, format!("uq_{name}")),
            17 => op.create_index(index(format!("ix_{table_name}_{name}")).on(table_name, [name, other])),
            18 => op.drop_index(table_name, format!("ix_{table_name}_{name}")),
            19 => op.alter_enum("e", [self.pick(&[("x", "y"), ("y", "x")])].map(|(a, b)| rename_value(a, b))),
            _ => op.execute("SELECT 1").effect(|_| {}),
        }
        op.list()[0].clone()
    }
}

/// Whether SQLite takes the schema: no duplicate in a key, no check or key on what is not there.
fn is_sound(schema: &Schema) -> bool {
    schema.tables.values().all(|table| {
        let named = |name: &str| table.column(name).is_some();
        let plain = |name: &str| table.column(name).is_some_and(|column| column.generated.is_none());
        let distinct = |columns: &[Text]| columns.len() < 2 || columns[0] != columns[1];
        let referenced = table.foreign_keys.values().all(|key| {
            let other = schema.tables.get(&key.references);
            other.is_some_and(|other| {
                other.primary_key_columns() == &*key.referenced_columns
                    || other.uniques.values().any(|unique| unique.columns == key.referenced_columns)
            })
        });
        referenced
            && !table.columns.is_empty()
            && table.columns.iter().any(|column| column.generated.is_none())
            && table
                .checks
                .values()
                .all(|check| named(check.expression.split(' ').next().unwrap_or_default()))
            && distinct(table.primary_key_columns())
            && table.primary_key_columns().iter().all(|name| plain(name))
            && table.indexes.values().all(|index| index.columns[0].key != index.columns[1].key)
    })
}

/// Whether a fill is of a plain column, and reads columns that are there.
fn is_readable(schema: &Schema, operation: &Operation) -> bool {
    let Operation::Fill(fill) = operation else { return true };
    let plain = |table: &str, name: &str| {
        let column = schema.tables.get(&table.into()).and_then(|table| table.column(name));
        column.is_some_and(|column| column.generated.is_none())
    };
    let reads = match &*fill.value {
        "1" => true,
        "p" | "q" => plain(&fill.table.name, &fill.value),
        _ => plain("b", "p"),
    };
    reads && plain(&fill.table.name, &fill.column)
}

/// What SQLite knows of all tables, whatever the order of columns and the text they were made from.
const FACTS: &str = "
    SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || ifnull(c.dflt_value, '-') || ' ' || c.pk || ' ' || c.hidden
        FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'
    UNION ALL SELECT m.name || ' index ' || i.\"unique\" || i.origin || ' ' || (SELECT group_concat(ifnull(k.name, '?') || k.coll) FROM pragma_index_xinfo(i.name) k WHERE k.key)
        FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table'
    UNION ALL SELECT m.name || ' fk ' || f.\"from\" || ' ' || f.\"table\" || ' ' || f.\"to\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
    UNION ALL SELECT tbl_name || ' ' || name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
    ORDER BY 1";

fn start(op: &mut Operations) {
    op.create_enum("e", ["x", "z"]);
}

#[tokio::test]
async fn random_operations_lead_to_the_same_database() {
    let mut run = 0;
    for seed in 1..=40 {
        let mut random = Random(u64::wrapping_mul(seed, 0x9e37_79b9_7f4a_7c15));
        let mut db = Database::new(start).await;
        for _ in 0..4 {
            let (mut schema, mut operations) = (db.schema.clone(), Vec::new());
            for _ in 0..30 {
                let operation = random.operation();
                let mut after = schema.clone();
                if operation.apply(&mut after).is_ok() && is_sound(&after) && is_readable(&schema, &operation)
                {
                    // A conversion that SQLite has no meaning for is refused, as it should be.
                    if Sqlite.plan(&schema, std::slice::from_ref(&operation)).is_ok() {
                        schema = after;
                        operations.push(operation);
                    }
                }
            }
            run += operations.len();
            let described: Vec<String> = operations.iter().map(Operation::describe).collect();
            if let Err(error) = db.run(&operations).await {
                panic!("seed {seed}: {error} in:\n{}", described.join("\n"));
            }
            let mut at_once = Database::new(|_| {}).await;
            let mut operations: Vec<Operation> = Vec::new();
            for each in db.schema.enums.values() {
                operations.push(CreateEnum { enum_type: each.clone() }.into());
            }
            let mut keys = Vec::new();
            for mut each in db.schema.tables.values().cloned() {
                for key in std::mem::take(&mut each.foreign_keys).into_values() {
                    keys.push(AddConstraint { table: each.name.clone(), constraint: key.into() }.into());
                }
                operations.push(CreateTable { table: each }.into());
            }
            operations.append(&mut keys);
            at_once.run(&operations).await.expect("the tables can be made at once");
            assert_eq!(
                db.rows(FACTS).await,
                at_once.rows(FACTS).await,
                "seed {seed}, after:\n{}",
                described.join("\n")
            );
        }
    }
    assert!(run > 1000, "only {run} operations applied");
}
