//! Schema values as the words of a revision file: the inverse of `build`.

use super::layout::Expression;
use crate::operation::{ColumnChange, EnumChange, EnumPosition, TableChange};
use crate::schema::{
    Action, Check, Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Deferrable, ForeignKey,
    Generated, Identity, Index, IndexColumn, IndexKey, Literal, NullsOrder, PrimaryKey, QualifiedName,
    SortOrder, Table, Text, Unique,
};

/// `name(arguments)`
pub(super) fn call<const N: usize>(name: &str, arguments: [Expression; N]) -> Expression {
    Expression::call(name, arguments)
}

fn atom(text: impl Into<String>) -> Expression {
    Expression::Atom(text.into())
}

/// A string literal, raw where that saves escapes.
pub(crate) fn literal(text: &str) -> String {
    let raw = text.contains(['"', '\\']) && !text.contains(char::is_control);
    if !raw {
        return format!("{text:?}");
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

pub(super) fn text(text: &str) -> Expression {
    atom(literal(text))
}

/// `["a", "b"]`
pub(super) fn texts(list: &[Text]) -> Expression {
    match list {
        [] => atom("[] as [&str; 0]"),
        list => Expression::Array(list.iter().map(|item| text(item)).collect()),
    }
}

/// A table's or enum's name: `"users"`, `"app.users"`, or `name("…")` where a dot is part of it.
pub(super) fn name(qualified: &QualifiedName) -> Expression {
    let plain = match &qualified.schema {
        Some(schema) => format!("{schema}.{}", qualified.name),
        None => qualified.name.to_string(),
    };
    if QualifiedName::from(plain.as_str()) == *qualified {
        return text(&plain);
    }
    match &qualified.schema {
        Some(schema) => call("name_in", [text(schema), text(&qualified.name)]),
        None => call("name", [text(&qualified.name)]),
    }
}

fn number(number: u32) -> Expression {
    atom(number.to_string())
}

fn column_type(ty: &ColumnType) -> Expression {
    match ty {
        ColumnType::Boolean => call("boolean", []),
        ColumnType::TinyInt => call("tinyint", []),
        ColumnType::SmallInt => call("smallint", []),
        ColumnType::Integer => call("integer", []),
        ColumnType::BigInt => call("bigint", []),
        ColumnType::TinyIntUnsigned => call("tinyint_unsigned", []),
        ColumnType::SmallIntUnsigned => call("smallint_unsigned", []),
        ColumnType::IntegerUnsigned => call("integer_unsigned", []),
        ColumnType::BigIntUnsigned => call("bigint_unsigned", []),
        ColumnType::Real => call("real", []),
        ColumnType::Double => call("double", []),
        ColumnType::Decimal(None) => call("decimal", []),
        ColumnType::Decimal(Some((precision, scale))) => {
            call("decimal_of", [number(*precision), number(*scale)])
        }
        ColumnType::Char(length) => call("char", [number(*length)]),
        ColumnType::Varchar(length) => call("varchar", [number(*length)]),
        ColumnType::Text => call("text", []),
        ColumnType::Varbinary(length) => call("varbinary", [number(*length)]),
        ColumnType::Blob => call("blob", []),
        ColumnType::Date => call("date", []),
        ColumnType::Time(None) => call("time", []),
        ColumnType::Time(Some(precision)) => call("time_of", [number(*precision)]),
        ColumnType::Timestamp(None) => call("timestamp", []),
        ColumnType::Timestamp(Some(precision)) => call("timestamp_of", [number(*precision)]),
        ColumnType::TimestampTz(None) => call("timestamptz", []),
        ColumnType::TimestampTz(Some(precision)) => call("timestamptz_of", [number(*precision)]),
        ColumnType::Interval => call("interval", []),
        ColumnType::Uuid => call("uuid", []),
        ColumnType::Json => call("json", []),
        ColumnType::Inet => call("inet", []),
        ColumnType::Cidr => call("cidr", []),
        ColumnType::MacAddr => call("macaddr", []),
        ColumnType::Enum(enum_name) => call("enumeration", [name(enum_name)]),
        ColumnType::Array(element) => call("array", [column_type(element)]),
    }
}

fn default_value(default: &DefaultValue) -> Expression {
    match default {
        DefaultValue::Literal(Literal::Boolean(value)) => atom(value.to_string()),
        DefaultValue::Literal(Literal::Integer(number)) => {
            let suffix = match i32::try_from(*number) {
                Ok(_) => "",
                Err(_) if i64::try_from(*number).is_ok() => "_i64",
                Err(_) => "_i128",
            };
            atom(format!("{number}{suffix}"))
        }
        DefaultValue::Literal(Literal::Number(digits)) => call("number", [text(digits)]),
        DefaultValue::Literal(Literal::Text(value)) => text(value),
        DefaultValue::Sql(expression) => call("sql", [text(expression)]),
    }
}

/// `column("phone", varchar(20)).nullable()`
pub(super) fn column(column: &Column) -> Expression {
    let Column { name, ty, nullable, default, identity, generated, collation, comment, native } = column;
    let mut words = call("column", [text(name), column_type(ty)]).then_if(*nullable, "nullable");
    if let Some(default) = default {
        words = words.then("default", [default_value(default)]);
    }
    words = match identity {
        Some(Identity::ByDefault) => words.then("identity", []),
        Some(Identity::Always) => words.then("identity_always", []),
        None => words,
    };
    if let Some(Generated { expression, stored }) = generated {
        words = words.then(if *stored { "stored" } else { "computed" }, [text(expression)]);
    }
    if let Some(collation) = collation {
        words = words.then("collate", [text(collation)]);
    }
    if let Some(comment) = comment {
        words = words.then("comment", [text(comment)]);
    }
    native
        .iter()
        .fold(words, |words, native| words.then("native", [text(&native.database), text(&native.ty)]))
}

/// `table("users").with(column(…)).with(primary_key(…))`
pub(super) fn table(table: &Table) -> Expression {
    let Table { name: table_name, columns, indexes, comment, options, .. } = table;
    let mut words = call("table", [name(table_name)]);
    for part in columns {
        words = words.then("with", [column(part)]);
    }
    for part in table.constraints() {
        words = words.then("with", [constraint(&part)]);
    }
    for part in indexes.values() {
        words = words.then("with", [index(table_name, part)]);
    }
    if let Some(comment) = comment {
        words = words.then("comment", [text(comment)]);
    }
    options.iter().fold(words, |words, option| {
        words.then("with_option", [text(&option.database), text(&option.name), text(&option.value)])
    })
}

/// `unique("uq_users_email", ["email"])`
pub(super) fn constraint(constraint: &Constraint) -> Expression {
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { name, columns }) => {
            call("primary_key", [text(name), texts(columns)])
        }
        Constraint::Unique(Unique { name, columns, deferrable, nulls_not_distinct }) => {
            let words = call("unique", [text(name), texts(columns)]);
            deferred(words.then_if(*nulls_not_distinct, "nulls_not_distinct"), *deferrable)
        }
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Check(Check { name, expression }) => call("check", [text(name), text(expression)]),
    }
}

fn foreign_key(key: &ForeignKey) -> Expression {
    let ForeignKey {
        name: own,
        columns,
        references,
        referenced_columns,
        match_full,
        on_delete,
        on_update,
        deferrable,
    } = key;
    let mut words = call("foreign_key", [text(own), texts(columns)])
        .then("references", [name(references), texts(referenced_columns)])
        .then_if(*match_full, "match_full");
    for (word, taken) in [("on_delete", on_delete), ("on_update", on_update)] {
        words = match action(*taken) {
            Some(action) => words.then(word, [atom(action)]),
            None => words,
        };
    }
    deferred(words, *deferrable)
}

fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("Action::Restrict"),
        Action::Cascade => Some("Action::Cascade"),
        Action::SetNull => Some("Action::SetNull"),
        Action::SetDefault => Some("Action::SetDefault"),
    }
}

fn deferred(words: Expression, deferrable: Option<Deferrable>) -> Expression {
    let initially = match deferrable {
        None => return words,
        Some(Deferrable::InitiallyImmediate) => "Deferrable::InitiallyImmediate",
        Some(Deferrable::InitiallyDeferred) => "Deferrable::InitiallyDeferred",
    };
    words.then("deferrable", [atom(initially)])
}

/// `ConstraintKind::Unique`
pub(super) fn constraint_kind(kind: ConstraintKind) -> Expression {
    atom(match kind {
        ConstraintKind::PrimaryKey => "ConstraintKind::PrimaryKey",
        ConstraintKind::Unique => "ConstraintKind::Unique",
        ConstraintKind::ForeignKey => "ConstraintKind::ForeignKey",
        ConstraintKind::Check => "ConstraintKind::Check",
    })
}

/// `index("ix_users_phone").on("users", ["phone"])`
pub(super) fn index(table: &QualifiedName, index: &Index) -> Expression {
    let Index { name: own, columns, unique, predicate, method, include, nulls_not_distinct } = index;
    let names: Option<Vec<Text>> = columns.iter().map(plain).collect();
    let keys = match names {
        Some(names) => texts(&names),
        None => Expression::Array(columns.iter().map(key).collect()),
    };
    let mut words = call("index", [text(own)]).then("on", [name(table), keys]).then_if(*unique, "unique");
    if let Some(method) = method {
        words = words.then("using", [text(method)]);
    }
    if !include.is_empty() {
        words = words.then("include", [texts(include)]);
    }
    words = words.then_if(*nulls_not_distinct, "nulls_not_distinct");
    match predicate {
        Some(predicate) => words.then("filter", [text(predicate)]),
        None => words,
    }
}

/// The column's name, if the key has nothing else to say.
fn plain(column: &IndexColumn) -> Option<Text> {
    match &column.key {
        IndexKey::Column(name) if *column == IndexColumn::new(column.key.clone()) => Some(name.clone()),
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    }
}

fn key(column: &IndexColumn) -> Expression {
    let IndexColumn { key, order, nulls, operator_class, prefix_length } = column;
    let mut words = match key {
        IndexKey::Column(name) => call("key", [text(name)]),
        IndexKey::Expression(expression) => call("expression", [text(expression)]),
    };
    if let Some(length) = prefix_length {
        words = words.then("prefix", [number(*length)]);
    }
    if let Some(class) = operator_class {
        words = words.then("operator_class", [text(class)]);
    }
    words = match order {
        SortOrder::Ascending => words,
        SortOrder::Descending => words.then("desc", []),
    };
    match nulls {
        None => words,
        Some(NullsOrder::First) => words.then("nulls_first", []),
        Some(NullsOrder::Last) => words.then("nulls_last", []),
    }
}

/// `set_type(text())`
pub(super) fn column_change(change: &ColumnChange) -> Expression {
    match change {
        ColumnChange::Type { ty, using: None } => call("set_type", [column_type(ty)]),
        ColumnChange::Type { ty, using: Some(using) } => {
            call("set_type_using", [column_type(ty), text(using)])
        }
        ColumnChange::Nullable(true) => call("drop_not_null", []),
        ColumnChange::Nullable(false) => call("set_not_null", []),
        ColumnChange::Default(Some(default)) => call("set_default", [default_value(default)]),
        ColumnChange::Default(None) => call("drop_default", []),
        ColumnChange::Identity(Some(Identity::ByDefault)) => {
            call("set_identity", [atom("Identity::ByDefault")])
        }
        ColumnChange::Identity(Some(Identity::Always)) => call("set_identity", [atom("Identity::Always")]),
        ColumnChange::Identity(None) => call("drop_identity", []),
        ColumnChange::Generated(Some(Generated { expression, stored: true })) => {
            call("set_stored", [text(expression)])
        }
        ColumnChange::Generated(Some(Generated { expression, stored: false })) => {
            call("set_computed", [text(expression)])
        }
        ColumnChange::Generated(None) => call("drop_generated", []),
        ColumnChange::Collation(Some(collation)) => call("set_collation", [text(collation)]),
        ColumnChange::Collation(None) => call("drop_collation", []),
        ColumnChange::Comment(Some(comment)) => call("set_comment", [text(comment)]),
        ColumnChange::Comment(None) => call("drop_comment", []),
        ColumnChange::Native { database, ty: Some(ty) } => call("set_native", [text(database), text(ty)]),
        ColumnChange::Native { database, ty: None } => call("drop_native", [text(database)]),
    }
}

/// `set_table_comment("…")`
pub(super) fn table_change(change: &TableChange) -> Expression {
    match change {
        TableChange::Comment(Some(comment)) => call("set_table_comment", [text(comment)]),
        TableChange::Comment(None) => call("drop_table_comment", []),
        TableChange::Option { database, name, value: Some(value) } => {
            call("set_table_option", [text(database), text(name), text(value)])
        }
        TableChange::Option { database, name, value: None } => {
            call("drop_table_option", [text(database), text(name)])
        }
    }
}

/// `add_value("suspended")`
pub(super) fn enum_change(change: &EnumChange) -> Expression {
    match change {
        EnumChange::Add { value, position: EnumPosition::Last } => call("add_value", [text(value)]),
        EnumChange::Add { value, position: EnumPosition::Before(next) } => {
            call("add_value_before", [text(value), text(next)])
        }
        EnumChange::Rename { before, after } => call("rename_value", [text(before), text(after)]),
        EnumChange::Drop { value, replacement: None } => call("drop_value", [text(value)]),
        EnumChange::Drop { value, replacement: Some(replacement) } => {
            call("replace_value", [text(value), text(replacement)])
        }
        EnumChange::Reorder { values } => call("reorder_values", [texts(values)]),
    }
}
