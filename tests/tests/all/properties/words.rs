//! What each database has, and the nasty things to say to it.

use aludel::diff::{Answers, diff};
use aludel::operation::{ColumnChange, Operation};
use aludel::revision::*;
use aludel::schema::{DefaultValue, EnumType, Index, IndexKey, Literal, Schema, Text};
use aludel_tests::servers::Server;

use super::tape::Tape;

pub(super) const TABLES: [&str; 5] = ["users", "order", "Größe", "it's \"so\"", "a\\b c"];
pub(super) const SCHEMAS: [&str; 2] = ["app", "Own \"Größe\""];
pub(super) const COLUMNS: [&str; 7] = ["id", "name", "select", "Straße", "two words", "käse", "x"];
pub(super) const ENUMS: [&str; 3] = ["color", "Étage", "group"];
pub(super) const VALUES: [&str; 6] = ["red", "it's", "a\\b", "Über, so", "\"", "x'); --"];

/// Every type that `server` has, the plainest first: asked of its dialect, which refuses the others.
pub(super) fn types(server: Server) -> Vec<ColumnType> {
    let plain = [
        integer(),
        text(),
        bigint(),
        varchar(20),
        varchar(40),
        boolean(),
        smallint(),
        tinyint(),
        tinyint_unsigned(),
        smallint_unsigned(),
        integer_unsigned(),
        bigint_unsigned(),
        real(),
        double(),
        decimal(),
        decimal_of(10, 2),
        decimal_of(12, 0),
        char(3),
        varbinary(16),
        blob(),
        date(),
        time(),
        time_of(3),
        timestamp(),
        timestamp_of(0),
        timestamptz(),
        timestamptz_of(3),
        interval(),
        uuid(),
        json(),
        inet(),
        cidr(),
        macaddr(),
        array(text()),
        array(integer()),
        array(varchar(9)),
    ];
    let has = |ty: &ColumnType| {
        let mut create = Operations::new();
        create.create_table(table("t").with(column("c", ty.clone())));
        server.dialect().plan(&Schema::new(), create.list()).is_ok()
    };
    plain.into_iter().filter(has).collect()
}

/// Types in `server`'s own words, with the portable type that holds as much.
pub(super) fn natives(server: Server) -> &'static [(ColumnType, &'static str)] {
    use ColumnType::{Double, Integer, Text, Varchar};
    match server {
        Server::Sqlite => &[(Text, "CLOB"), (Integer, "MEDIUMINT"), (Double, "DOUBLE PRECISION")],
        Server::Postgres => &[
            (Text, "tsvector"),
            (Integer, "oid"),
            (Text, "bit varying(8)"),
            (Text, "int4range"),
            (Text, "point[]"),
        ],
        Server::Mysql => &[
            (Text, "tinytext"),
            (Integer, "mediumint"),
            (Text, "set('a','it''s')"),
            (Varchar(9), "varbinary(9)"),
        ],
    }
}

/// Whether `server` lets a column of the type stand in a key as it is.
pub(super) fn is_keyable(server: Server, column: &Column) -> bool {
    // A native type may have no order.
    column.native.is_empty() && has_order(server, &column.ty)
}

fn has_order(server: Server, ty: &ColumnType) -> bool {
    match ty {
        ColumnType::Json => server == Server::Sqlite,
        ColumnType::Text | ColumnType::Blob => server != Server::Mysql,
        _ => true,
    }
}

pub(super) fn is_text(column: &Column) -> bool {
    column.native.is_empty() && matches!(column.ty, ColumnType::Text | ColumnType::Varchar(_))
}

/// Whether numbers can be added to it without leaving its type on any database.
pub(super) fn is_number(column: &Column) -> bool {
    column.native.is_empty() && matches!(column.ty, ColumnType::Integer | ColumnType::BigInt)
}

/// Whether a plain cast leads from either type to the other, so that a downgrade needs no expression of its own.
pub(super) fn casts(before: &ColumnType, after: &ColumnType) -> bool {
    if before.enum_name().is_some() || after.enum_name().is_some() {
        return before == after;
    }
    let schema = |ty: &ColumnType| {
        let mut schema = Schema::new();
        schema.insert_table(table("t").with(column("c", ty.clone()).nullable()));
        schema
    };
    let (before, after) = (schema(before), schema(after));
    [(&before, &after), (&after, &before)]
        .into_iter()
        .all(|(before, after)| diff(before, after, &Answers::default()).questions.is_empty())
}

/// Whether `operation` changes no type, or to one that a plain cast leads to and back from.
pub(super) fn casts_back(before: &Schema, operation: &Operation) -> bool {
    let Operation::AlterColumn(alter) = operation else { return true };
    let column = before.tables.get(&alter.table).and_then(|table| table.column(&alter.column));
    alter.changes.iter().all(|change| match (change, column) {
        (ColumnChange::Type { ty, using: None }, Some(column)) => casts(&column.ty, ty),
        (ColumnChange::Type { .. } | ColumnChange::Native { .. }, _) => false,
        _ => true,
    })
}

/// A default for a column of the type, if there is one to give.
pub(super) fn default(
    tape: &mut Tape<'_>,
    server: Server,
    ty: &ColumnType,
    schema: &Schema,
) -> Option<DefaultValue> {
    use ColumnType::*;
    Some(match ty {
        Boolean => tape.pick(&[true, false]).into(),
        TinyInt | SmallInt | Integer | BigInt | Real | Double | Decimal(_) => tape.pick(&[0, 7, -1]).into(),
        TinyIntUnsigned | SmallIntUnsigned | IntegerUnsigned | BigIntUnsigned => tape.pick(&[0, 200]).into(),
        Varchar(_) => match tape.once_in(4) {
            true => sql("upper('x')"),
            false => tape.pick(&["", "a", "it's", "back\\slash", "so \"x\"", "5", "NULL", "ü"]).into(),
        },
        Text if server != Server::Mysql => tape.pick(&["a", "it's", "b\\", "%s {}"]).into(),
        Date => "2024-02-29".into(),
        Timestamp(_) if server == Server::Sqlite => sql("CURRENT_TIMESTAMP"),
        Enum(name) => DefaultValue::Literal(Literal::Text(tape.pick(&schema.enums.get(name)?.values))),
        _ => return None,
    })
}

/// An expression of SQL for a value of the type.
pub(super) fn value(ty: &ColumnType, schema: &Schema) -> String {
    use ColumnType::*;
    match ty {
        Boolean => "true".into(),
        Text | Char(_) | Varchar(_) => "'v'".into(),
        Enum(name) => match schema.enums.get(name) {
            Some(EnumType { values, .. }) => format!("'{}'", values[0].replace('\'', "''")),
            None => "'v'".into(),
        },
        _ => "NULL".into(),
    }
}

/// The columns that the index names, in its key or in an expression of this generator.
pub(super) fn stands(index: &Index, has: impl Fn(&str) -> bool) -> bool {
    let columns = |key: &IndexKey| match key {
        IndexKey::Column(name) => has(name),
        IndexKey::Expression(_) => false,
    };
    index.predicate.is_none()
        && index.columns.iter().all(|part| columns(&part.key))
        && index.include.iter().all(|name: &Text| has(name))
}
