//! The one text of every schema item: written by the compiler into a comparison, and by `generate` into `schema.lock`.
//!
//! Everything is `const fn`. Names left empty by a model are written by convention:
//! `pk_{table}`, `uq_{table}_{columns}`, `fk_{table}_{columns}`, `ck_{table}_{columns}`,
//! `ix_{table}_{columns}`; above [`MAX_NAME_LENGTH`](super::MAX_NAME_LENGTH) bytes, the first 54 bytes, `_`, and
//! the FNV-1a hash of the whole name in eight hexadecimal digits.

mod convention;
mod writer;

pub use convention::{Key, conventional_name};
pub use writer::Writer;

use convention::named;

use super::{
    Action, Check, Column, ColumnType, Constraint, DefaultValue, Deferrable, EnumType, ForeignKey, Identity,
    Index, IndexColumn, IndexKey, List, Literal, NullsOrder, PrimaryKey, QualifiedName, SortOrder,
    TableOption, Text, Unique,
};

/// The text that `write` writes.
pub fn render(write: impl Fn(&mut Writer<'_>)) -> String {
    let mut measured = Writer::measure();
    write(&mut measured);
    let mut buffer = vec![0; measured.length()];
    write(&mut Writer::write(&mut buffer));
    String::from_utf8(buffer).expect("every piece written is whole UTF-8")
}

/// The characters of a text that may be constant or owned.
pub const fn str(text: &Text) -> &str {
    match text {
        Text::Borrowed(text) => text,
        Text::Owned(text) => text.as_str(),
    }
}

/// The items of a list that may be constant or owned.
pub const fn slice<T: Clone>(list: &List<T>) -> &[T] {
    match list {
        List::Borrowed(list) => list,
        List::Owned(list) => list.as_slice(),
    }
}

/// A name as it is, or in double quotes where it is anything but `[a-z_][a-z0-9_]*`.
pub const fn name(out: &mut Writer<'_>, name: &str) {
    let bytes = name.as_bytes();
    let mut plain = !bytes.is_empty() && !bytes[0].is_ascii_digit();
    let mut i = 0;
    while i < bytes.len() {
        plain &= matches!(bytes[i], b'a'..=b'z' | b'_' | b'0'..=b'9');
        i += 1;
    }
    if plain { out.push(name) } else { quoted(out, name) }
}

/// Text in double quotes; quotes, backslashes and line ends inside are escaped with a backslash.
pub const fn quoted(out: &mut Writer<'_>, text: &str) {
    out.push("\"");
    let mut rest = text.as_bytes();
    let mut i = 0;
    while i < rest.len() {
        let escape = match rest[i] {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            _ => {
                i += 1;
                continue;
            }
        };
        let (start, end) = rest.split_at(i);
        out.bytes(start);
        out.push(escape);
        rest = end.split_at(1).1;
        i = 0;
    }
    out.bytes(rest);
    out.push("\"");
}

/// `name` or `schema.name`.
pub const fn qualified_name(out: &mut Writer<'_>, qualified: &QualifiedName) {
    if let Some(schema) = &qualified.schema {
        name(out, str(schema));
        out.push(".");
    }
    name(out, str(&qualified.name));
}

const fn names(out: &mut Writer<'_>, columns: &List<Text>) {
    let columns = slice(columns);
    out.push("(");
    let mut i = 0;
    while i < columns.len() {
        if i > 0 {
            out.push(", ");
        }
        name(out, str(&columns[i]));
        i += 1;
    }
    out.push(")");
}

/// A column type: `varchar(20)`, `decimal(10, 2)`, `enum(user_status)`, `text[]`.
pub const fn column_type(out: &mut Writer<'_>, ty: &ColumnType) {
    match ty {
        ColumnType::Boolean => out.push("boolean"),
        ColumnType::TinyInt => out.push("tinyint"),
        ColumnType::SmallInt => out.push("smallint"),
        ColumnType::Integer => out.push("integer"),
        ColumnType::BigInt => out.push("bigint"),
        ColumnType::TinyIntUnsigned => out.push("tinyint unsigned"),
        ColumnType::SmallIntUnsigned => out.push("smallint unsigned"),
        ColumnType::IntegerUnsigned => out.push("integer unsigned"),
        ColumnType::BigIntUnsigned => out.push("bigint unsigned"),
        ColumnType::Real => out.push("real"),
        ColumnType::Double => out.push("double"),
        ColumnType::Decimal(None) => out.push("decimal"),
        ColumnType::Decimal(Some((precision, scale))) => {
            out.push("decimal(");
            out.number(*precision);
            out.push(", ");
            out.number(*scale);
            out.push(")");
        }
        ColumnType::Char(length) => sized(out, "char", Some(*length)),
        ColumnType::Varchar(length) => sized(out, "varchar", Some(*length)),
        ColumnType::Text => out.push("text"),
        ColumnType::Varbinary(length) => sized(out, "varbinary", Some(*length)),
        ColumnType::Blob => out.push("blob"),
        ColumnType::Date => out.push("date"),
        ColumnType::Time(precision) => sized(out, "time", *precision),
        ColumnType::Timestamp(precision) => sized(out, "timestamp", *precision),
        ColumnType::TimestampTz(precision) => sized(out, "timestamptz", *precision),
        ColumnType::Interval => out.push("interval"),
        ColumnType::Uuid => out.push("uuid"),
        ColumnType::Json => out.push("json"),
        ColumnType::Inet => out.push("inet"),
        ColumnType::Cidr => out.push("cidr"),
        ColumnType::MacAddr => out.push("macaddr"),
        ColumnType::Enum(name) => {
            out.push("enum(");
            qualified_name(out, name);
            out.push(")");
        }
        ColumnType::Array(element) => {
            column_type(out, element.get());
            out.push("[]");
        }
    }
}

const fn sized(out: &mut Writer<'_>, name: &str, size: Option<u32>) {
    out.push(name);
    if let Some(size) = size {
        out.push("(");
        out.number(size);
        out.push(")");
    }
}

/// A default: `'active'`, `42`, `true`, `sql "now()"`.
pub const fn default_value(out: &mut Writer<'_>, default: &DefaultValue) {
    match default {
        DefaultValue::Literal(Literal::Boolean(true)) => out.push("true"),
        DefaultValue::Literal(Literal::Boolean(false)) => out.push("false"),
        DefaultValue::Literal(Literal::Integer(number)) => out.integer(*number),
        DefaultValue::Literal(Literal::Number(number)) => out.push(str(number)),
        DefaultValue::Literal(Literal::Text(text)) => quoted(out, str(text)),
        DefaultValue::Sql(expression) => {
            out.push("sql ");
            quoted(out, str(expression));
        }
    }
}

/// A column without its name: type, nullability, and what else it has.
pub const fn column(out: &mut Writer<'_>, column: &Column) {
    column_type(out, &column.ty);
    out.push(if column.nullable { " null" } else { " not null" });
    if let Some(default) = &column.default {
        out.push(" default ");
        default_value(out, default);
    }
    match column.identity {
        Some(Identity::ByDefault) => out.push(" identity"),
        Some(Identity::Always) => out.push(" identity always"),
        None => {}
    }
    if let Some(generated) = &column.generated {
        out.push(if generated.stored { " stored " } else { " virtual " });
        quoted(out, str(&generated.expression));
    }
    if let Some(collation) = &column.collation {
        out.push(" collate ");
        quoted(out, str(collation));
    }
    if let Some(comment) = &column.comment {
        out.push(" comment ");
        quoted(out, str(comment));
    }
    let native = slice(&column.native);
    let mut i = 0;
    while i < native.len() {
        out.push(" ");
        out.push(str(&native[i].database));
        out.push(" ");
        quoted(out, str(&native[i].ty));
        i += 1;
    }
}

/// An enum's values: `("active", "suspended")`.
pub const fn enum_values(out: &mut Writer<'_>, enum_type: &EnumType) {
    let values = slice(&enum_type.values);
    out.push("(");
    let mut i = 0;
    while i < values.len() {
        if i > 0 {
            out.push(", ");
        }
        quoted(out, str(&values[i]));
        i += 1;
    }
    out.push(")");
}

/// A table's option: `option mysql engine "InnoDB"`.
pub const fn table_option(out: &mut Writer<'_>, option: &TableOption) {
    out.push("option ");
    out.push(str(&option.database));
    out.push(" ");
    name(out, str(&option.name));
    if !str(&option.value).is_empty() {
        out.push(" ");
        quoted(out, str(&option.value));
    }
}

/// A constraint of `table`. The table's name, and for a check the column it was declared on
/// (`checked`), matter only where the constraint has no name of its own.
pub const fn constraint(out: &mut Writer<'_>, table: &str, checked: &[Text], constraint: &Constraint) {
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { name, columns }) => {
            out.push("primary_key ");
            named(out, "pk", table, name, Key::None);
            out.push(" ");
            names(out, columns);
        }
        Constraint::Unique(Unique { name, columns, deferrable, nulls_not_distinct }) => {
            out.push("unique ");
            named(out, "uq", table, name, Key::Columns(slice(columns)));
            out.push(" ");
            names(out, columns);
            if *nulls_not_distinct {
                out.push(" nulls not distinct");
            }
            deferred(out, *deferrable);
        }
        Constraint::ForeignKey(key) => foreign_key(out, table, key),
        Constraint::Check(Check { name, expression }) => {
            out.push("check ");
            named(out, "ck", table, name, Key::Columns(checked));
            out.push(" ");
            quoted(out, str(expression));
        }
    }
}

const fn foreign_key(out: &mut Writer<'_>, table: &str, key: &ForeignKey) {
    out.push("foreign_key ");
    named(out, "fk", table, &key.name, Key::Columns(slice(&key.columns)));
    out.push(" ");
    names(out, &key.columns);
    out.push(" references ");
    qualified_name(out, &key.references);
    out.push(" ");
    names(out, &key.referenced_columns);
    if key.match_full {
        out.push(" match full");
    }
    action(out, " on delete ", key.on_delete);
    action(out, " on update ", key.on_update);
    deferred(out, key.deferrable);
}

const fn action(out: &mut Writer<'_>, when: &str, action: Action) {
    let text = match action {
        Action::NoAction => return,
        Action::Restrict => "restrict",
        Action::Cascade => "cascade",
        Action::SetNull => "set null",
        Action::SetDefault => "set default",
    };
    out.push(when);
    out.push(text);
}

const fn deferred(out: &mut Writer<'_>, deferrable: Option<Deferrable>) {
    match deferrable {
        None => {}
        Some(Deferrable::InitiallyImmediate) => out.push(" deferrable initially immediate"),
        Some(Deferrable::InitiallyDeferred) => out.push(" deferrable initially deferred"),
    }
}

/// An index of `table`; the table's name matters only where the index has none of its own.
pub const fn index(out: &mut Writer<'_>, table: &str, index: &Index) {
    out.push(if index.unique { "unique_index " } else { "index " });
    let columns = slice(&index.columns);
    named(out, "ix", table, &index.name, Key::Index(columns));
    out.push(" (");
    let mut i = 0;
    while i < columns.len() {
        if i > 0 {
            out.push(", ");
        }
        index_column(out, &columns[i]);
        i += 1;
    }
    out.push(")");
    if let Some(method) = &index.method {
        out.push(" using ");
        name(out, str(method));
    }
    if !slice(&index.include).is_empty() {
        out.push(" include ");
        names(out, &index.include);
    }
    if index.nulls_not_distinct {
        out.push(" nulls not distinct");
    }
    if let Some(predicate) = &index.predicate {
        out.push(" where ");
        quoted(out, str(predicate));
    }
}

const fn index_column(out: &mut Writer<'_>, column: &IndexColumn) {
    match &column.key {
        IndexKey::Column(column) => name(out, str(column)),
        IndexKey::Expression(expression) => quoted(out, str(expression)),
    }
    if let Some(length) = column.prefix_length {
        sized(out, "", Some(length));
    }
    if let Some(class) = &column.operator_class {
        out.push(" ");
        name(out, str(class));
    }
    if let SortOrder::Descending = column.order {
        out.push(" desc");
    }
    match column.nulls {
        None => {}
        Some(NullsOrder::First) => out.push(" nulls first"),
        Some(NullsOrder::Last) => out.push(" nulls last"),
    }
}
