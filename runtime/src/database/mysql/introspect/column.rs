//! A column as the catalogue's row says, with what models cannot say of it.

use super::catalogue::{CheckRow, ColumnRow};
use super::server::{Server, Vendor};
use crate::database::mysql::Mysql;
use crate::database::mysql::defaults;
use crate::database::mysql::native::Native;
use crate::database::mysql::words::unescape;
use crate::dialect::Dialect;
use crate::schema::{
    Column, ColumnType, DefaultValue, EnumType, Generated, Identity, NativeType, QualifiedName, Text,
};

/// A column, and what its row says beside it.
pub(super) struct Described {
    pub(super) column: Column,
    pub(super) enum_type: Option<EnumType>,
    /// What models cannot say.
    pub(super) details: Vec<String>,
    /// Whether the default is bytes, which the row only shows as text.
    pub(super) is_blank: bool,
}

/// The column of `row`, in a table of the collation `collation`; if it is an enum, it takes the name `enum_name`.
pub(super) fn column(
    server: &Server,
    collation: &str,
    row: &ColumnRow,
    checks: &[CheckRow],
    enum_name: QualifiedName,
) -> Described {
    let Native { mut ty, mut words, values, width } = Native::read(&row.ty, &enum_name);
    if checks.iter().any(|check| is_json(row, check)) {
        (ty, words) = (ColumnType::Json, None);
    }
    let mut details: Vec<String> = width.iter().map(|width| format!("display width {width}")).collect();
    if row.ty.contains("COMPRESSED") {
        details.push("COMPRESSED".into());
    }
    let mut column = Column::new(row.name.clone().into(), ty);
    column.nullable = row.nullable == "YES";
    column.comment = Some(row.comment.clone().into()).filter(|comment: &Text| !comment.is_empty());
    column.native =
        words.map(|ty| NativeType { database: Mysql.name().into(), ty: ty.into() }).into_iter().collect();
    let own_collation = row.collation.clone().filter(|own| own != collation && column.ty != ColumnType::Json);
    column.collation = own_collation.map(Text::from);
    let extra = Extra::read(&row.extra);
    column.identity = extra.auto_increment.then_some(Identity::ByDefault);
    details.extend(extra.details);
    if !row.generation.is_empty() {
        let expression = match server.vendor {
            Vendor::Mysql => unescape(&row.generation),
            Vendor::MariaDb => row.generation.clone(),
        };
        column.generated = Some(Generated { expression: expression.into(), stored: extra.stored });
    }
    let is_literal = server.vendor == Vendor::Mysql && !extra.default_is_expression;
    let written = row.default.as_deref().filter(|_| column.generated.is_none());
    column.default = written.and_then(|text| match is_literal {
        true => defaults::unquoted(text, &column),
        false if server.vendor == Vendor::Mysql => expression(&unescape(text), &column),
        false => expression(text, &column),
    });
    if let Some(update) = extra.on_update {
        match with_update(&column, &update) {
            Some(default) => column.default = Some(default),
            None => details.push(format!("ON UPDATE {update}")),
        }
    }
    let of_bytes = ["binary", "varbinary"].iter().any(|name| row.ty.starts_with(name));
    let is_blank =
        of_bytes && server.vendor == Vendor::MariaDb && written.is_some_and(|text| text.starts_with('\''));
    let enum_type =
        matches!(column.ty, ColumnType::Enum(_)).then(|| EnumType { name: enum_name, values: values.into() });
    Described { column, enum_type, details, is_blank }
}

/// Whether the check is what MariaDB makes of the type `JSON` (MariaDB documentation, JSON Data Type).
pub(super) fn is_json(row: &ColumnRow, check: &CheckRow) -> bool {
    row.ty == "longtext"
        && row.collation.as_deref() == Some("utf8mb4_bin")
        && check.level == "Column"
        && check.name == row.name
        && check.expression == format!("json_valid({})", Mysql.quote(&row.name))
}

/// The default that an expression of the catalogue is, in one form.
pub(super) fn expression(text: &str, column: &Column) -> Option<DefaultValue> {
    defaults::normalized(&DefaultValue::Sql(text.to_owned().into()), column)
}

/// The default together with what an update puts there: one clause of SQL.
///
/// `None` for a column that takes no NULL and has no default, of which a default would say that an insert may
/// leave it out.
fn with_update(column: &Column, update: &str) -> Option<DefaultValue> {
    let default = match &column.default {
        None if column.nullable => "NULL".into(),
        None => return None,
        Some(DefaultValue::Literal(literal)) => crate::database::mysql::column::literal(literal),
        Some(DefaultValue::Sql(expression)) => expression.clone().into_owned(),
    };
    expression(&format!("{default} ON UPDATE {update}"), column)
}

/// The words of a column's `EXTRA` (MySQL manual, section 28.3.8).
#[derive(Default)]
struct Extra {
    auto_increment: bool,
    stored: bool,
    default_is_expression: bool,
    on_update: Option<String>,
    details: Vec<String>,
}

impl Extra {
    fn read(text: &str) -> Self {
        let mut extra = Self::default();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches([' ', ',']);
            let mut takes = |words: &str| {
                let start = rest.get(..words.len())?;
                start.eq_ignore_ascii_case(words).then(|| rest = &rest[words.len()..])
            };
            if takes("auto_increment").is_some() {
                extra.auto_increment = true;
            } else if takes("STORED GENERATED").or_else(|| takes("PERSISTENT")).is_some() {
                extra.stored = true;
            } else if takes("VIRTUAL GENERATED").is_some() {
            } else if takes("DEFAULT_GENERATED").is_some() {
                extra.default_is_expression = true;
            } else if takes("on update ").is_some() {
                let end = rest.find([' ', ',']).unwrap_or(rest.len());
                extra.on_update = Some(rest[..end].to_owned());
                rest = &rest[end..];
            } else {
                let end = rest.find(',').unwrap_or(rest.len());
                extra
                    .details
                    .extend(Some(rest[..end].trim()).filter(|detail| !detail.is_empty()).map(str::to_owned));
                rest = &rest[end..];
            }
            if rest.is_empty() {
                return extra;
            }
        }
    }
}
