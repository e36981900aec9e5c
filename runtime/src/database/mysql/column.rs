//! A column's definition, as `CREATE TABLE`, `ADD COLUMN`, `MODIFY COLUMN` and `CHANGE COLUMN` take it.
//!
//! It always says all that the schema knows: what a `MODIFY` leaves out is lost.

use sea_query::{ColumnDef, Expr, MysqlQueryBuilder, TableBuilder};

use super::Mysql;
use super::types::{is_large, sql_type};
use crate::database::shared::{column_place, identifier};
use crate::dialect::{Dialect, DialectError};
use crate::schema::{Column, ColumnType, DefaultValue, Literal, QualifiedName, Schema, Table};

/// The definition of `column` of `table`, with its name.
pub(super) fn definition(table: &Table, column: &Column, schema: &Schema) -> Result<String, DialectError> {
    // A primary key makes its columns NOT NULL, and refuses one that says otherwise (MySQL manual, CREATE TABLE).
    let nullable = column.nullable && !table.primary_key_columns().contains(&column.name);
    let mut def = typed(&table.name, column, schema)?;
    if let Some(generated) = &column.generated {
        // MariaDB's grammar has no NOT NULL here.
        def.generated(Expr::cust(generated.expression.clone()), generated.stored);
    } else if nullable {
        def.null();
    } else {
        def.not_null();
    }
    if column.identity.is_some() {
        def.auto_increment();
    }
    if let Some(default) = &column.default {
        def.extra(format!("DEFAULT {}", self::default(&table.name, column, default, schema)?));
    }
    if let Some(comment) = &column.comment {
        def.comment(comment.clone());
    }
    Ok(render(&def))
}

/// A plain column of the same type that holds NULL, called `name`: where new values of `column` are gathered.
pub(super) fn draft(
    table: &QualifiedName,
    column: &Column,
    name: &str,
    schema: &Schema,
) -> Result<String, DialectError> {
    let mut def = typed(table, &Column { name: name.to_owned().into(), ..column.clone() }, schema)?;
    Ok(render(def.null()))
}

fn typed(table: &QualifiedName, column: &Column, schema: &Schema) -> Result<ColumnDef, DialectError> {
    let mut ty = type_of(table, column, schema)?;
    if let Some(collation) = &column.collation {
        ty = format!("{ty} COLLATE {}", Mysql.quote(collation));
    }
    Ok(ColumnDef::new_with_type(identifier(&column.name), sea_query::ColumnType::custom(ty)))
}

fn render(def: &ColumnDef) -> String {
    let mut sql = String::new();
    MysqlQueryBuilder.prepare_column_def(def, &mut sql);
    sql
}

/// The type of `column`, or the refusal of it at its place.
pub(super) fn type_of(
    table: &QualifiedName,
    column: &Column,
    schema: &Schema,
) -> Result<String, DialectError> {
    sql_type(column, schema).map_err(|refusal| refusal.at(Mysql.name(), column_place(table, &column.name)))
}

fn default(
    table: &QualifiedName,
    column: &Column,
    default: &DefaultValue,
    schema: &Schema,
) -> Result<String, DialectError> {
    let ty = type_of(table, column, schema)?;
    Ok(match default {
        DefaultValue::Sql(expression) => {
            current_timestamp(expression, column).unwrap_or_else(|| format!("({expression})"))
        }
        // Only as an expression, even if it is a literal: MySQL manual, section 13.6.
        DefaultValue::Literal(literal) if is_large(&ty) => format!("({})", self::literal(literal)),
        DefaultValue::Literal(Literal::Text(text)) if column.ty == ColumnType::Uuid && ty == "binary(16)" => {
            uuid_bytes(text).unwrap_or_else(|| Mysql.literal(text))
        }
        DefaultValue::Literal(literal) => self::literal(literal),
    })
}

pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(true) => "TRUE".into(),
        Literal::Boolean(false) => "FALSE".into(),
        Literal::Integer(number) => number.to_string(),
        Literal::Number(digits) => digits.clone().into_owned(),
        Literal::Text(text) => Mysql.literal(text),
    }
}

/// A UUID's text as its sixteen bytes.
fn uuid_bytes(text: &str) -> Option<String> {
    let digits = text.replace('-', "");
    let whole = digits.len() == 32 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    whole.then(|| format!("X'{digits}'"))
}

/// `now()` and its other names, perhaps with MySQL's `ON UPDATE`, in the column's own precision.
///
/// MySQL refuses another precision as a default, and takes no `ON UPDATE` inside an expression
/// (MySQL manual, section 13.2.5).
pub(super) fn current_timestamp(expression: &str, column: &Column) -> Option<String> {
    let (ColumnType::Timestamp(digits) | ColumnType::TimestampTz(digits)) =
        super::types::with_digits(&column.ty)
    else {
        return None;
    };
    if column.native_type(Mysql.name()).is_some() {
        return None;
    }
    let now = match digits {
        Some(digits @ 1..) => format!("CURRENT_TIMESTAMP({digits})"),
        Some(0) | None => "CURRENT_TIMESTAMP".into(),
    };
    let lower = expression.to_ascii_lowercase();
    match lower.split_once(" on update ") {
        Some((default, update)) if is_now(default) && is_now(update) => {
            Some(format!("{now} ON UPDATE {now}"))
        }
        // A literal or NULL, as it is.
        Some((default, update)) if is_now(update) => {
            Some(format!("{} ON UPDATE {now}", &expression[..default.len()]))
        }
        None if is_now(&lower) => Some(now),
        Some(_) | None => None,
    }
}

/// Whether `expression`, in lower case, is one of the names of `CURRENT_TIMESTAMP`, with or without a precision.
fn is_now(expression: &str) -> bool {
    let (name, arguments) = match expression.trim().split_once('(') {
        Some((name, arguments)) => (name, arguments.strip_suffix(')')),
        None => (expression.trim(), Some("")),
    };
    let digits = arguments.is_some_and(|text| text.trim().chars().all(|digit| digit.is_ascii_digit()));
    let called = expression.contains('(');
    digits
        && (matches!(name, "current_timestamp" | "localtimestamp" | "localtime") || (called && name == "now"))
}

/// Whether an update of a row sets the column by itself.
pub(super) fn updates_itself(column: &Column) -> bool {
    matches!(&column.default, Some(DefaultValue::Sql(sql)) if sql.to_ascii_lowercase().contains(" on update "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;

    #[track_caller]
    fn check(column: super::Column, expected: &str) {
        let table = table("t").with(column);
        let definition = definition(&table, &table.columns[0], &Schema::new());
        assert_eq!(definition.expect("a column that MySQL has"), expected);
    }

    #[test]
    fn nullability_numbering_and_words() {
        check(column("id", bigint()).identity(), "`id` bigint NOT NULL AUTO_INCREMENT");
        check(column("id", bigint()).identity_always(), "`id` bigint NOT NULL AUTO_INCREMENT");
        check(column("phone", varchar(20)).nullable(), "`phone` varchar(20) NULL");
        check(column("odd`name", text()), "`odd``name` longtext NOT NULL");
        check(
            column("note", varchar(9)).nullable().collate("utf8mb4_bin").comment("it's \\ here"),
            "`note` varchar(9) COLLATE `utf8mb4_bin` NULL COMMENT 'it\\'s \\\\ here'",
        );
        check(column("at", text()).native("mysql", "year"), "`at` year NOT NULL");
        check(column("at", text()).native("postgres", "tsvector"), "`at` longtext NOT NULL");
    }

    #[test]
    fn generated_columns() {
        check(column("n", integer()).stored("a + 1"), "`n` int GENERATED ALWAYS AS (a + 1) STORED");
        check(
            column("n", integer()).nullable().computed("a + 1").comment("sum"),
            "`n` int GENERATED ALWAYS AS (a + 1) VIRTUAL COMMENT 'sum'",
        );
    }

    #[test]
    fn defaults() {
        check(column("on", boolean()).default(true), "`on` tinyint(1) NOT NULL DEFAULT TRUE");
        check(column("n", integer()).default(-5), "`n` int NOT NULL DEFAULT -5");
        check(
            column("n", decimal_of(4, 2)).default(number("1.50")),
            "`n` decimal(4,2) NOT NULL DEFAULT 1.50",
        );
        check(column("s", varchar(9)).default("a\\b'c"), "`s` varchar(9) NOT NULL DEFAULT 'a\\\\b\\'c'");
        check(column("s", text()).default("x"), "`s` longtext NOT NULL DEFAULT ('x')");
        check(column("j", json()).default("{}"), "`j` json NOT NULL DEFAULT ('{}')");
        check(column("d", date()).default(sql("current_date")), "`d` date NOT NULL DEFAULT (current_date)");
        check(column("s", varchar(9)).default(sql("now()")), "`s` varchar(9) NOT NULL DEFAULT (now())");
        check(
            column("u", uuid()).default("550e8400-e29b-41d4-a716-446655440000"),
            "`u` binary(16) NOT NULL DEFAULT X'550e8400e29b41d4a716446655440000'",
        );
    }

    #[test]
    fn the_current_time_in_the_precision_of_the_column() {
        check(timestamped(timestamp(), "now()"), "`at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)");
        check(timestamped(timestamp_of(0), "NOW()"), "`at` datetime(0) NOT NULL DEFAULT CURRENT_TIMESTAMP");
        check(
            timestamped(timestamptz_of(3), "current_timestamp"),
            "`at` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)",
        );
        check(
            timestamped(timestamp(), "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"),
            "`at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
        );
        check(
            timestamped(timestamp(), "now() + interval 1 day"),
            "`at` datetime(6) NOT NULL DEFAULT (now() + interval 1 day)",
        );
    }

    fn timestamped(ty: super::ColumnType, default: &'static str) -> super::Column {
        column("at", ty).default(sql(default))
    }

    #[test]
    fn a_primary_key_holds_no_null() {
        let table = table("t").with(column("id", bigint()).nullable()).with(primary_key("pk_t", ["id"]));
        let definition = definition(&table, &table.columns[0], &Schema::new());
        assert_eq!(definition.as_deref(), Ok("`id` bigint NOT NULL"));
    }
}
