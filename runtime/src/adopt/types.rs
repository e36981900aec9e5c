//! The Rust types of fields: each is one whose column `aludel::Field` gives back exactly.

use super::Writing;
use super::attribute::Item;
use crate::schema::{Column, ColumnType};

/// The crate of dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// The crate `chrono`.
    #[default]
    Chrono,
    /// The crate `time`.
    Time,
}

/// The most digits that `rust_decimal::Decimal` holds; more are `bigdecimal`'s.
const RUST_DECIMAL_DIGITS: u32 = 28;

/// PostgreSQL's own words for types that sqlx reads as `String`.
const READ_AS_TEXT: [&str; 6] = ["bpchar", "character", "character varying", "citext", "name", "text"];

/// What a type in a database's own words leaves open: whether sqlx reads its values.
pub(super) fn reading(column: &Column) -> Option<String> {
    let native = column.native_type("postgres").filter(|_| column.ty == ColumnType::Text)?;
    let name = native.rsplit('.').next().unwrap_or_default().trim_matches('"');
    let known = READ_AS_TEXT.contains(&name) || name == JSON;
    (!known).then(|| {
        format!("a {native}, which sqlx may not read as String; then give the field a type of yours")
    })
}

/// Documents that are kept as text: `jsonb` is the portable type.
const JSON: &str = "json";

/// The Rust type of a column, without `Option`, and the attributes that make it exact.
pub(super) struct FieldType {
    pub(super) ty: String,
    pub(super) size: Vec<Item>,
    /// What of the column's type these do not say.
    pub(super) unsaid: Option<String>,
}

impl FieldType {
    fn plain(ty: &str) -> Self {
        Self { ty: ty.to_owned(), size: Vec::new(), unsaid: None }
    }

    fn sized(mut self, name: &str, size: u32) -> Self {
        self.size.push(Item::Word(format!("{name} = {size}")));
        self
    }

    fn without(mut self, ty: &ColumnType) -> Self {
        self.unsaid = Some(format!("type {ty}"));
        self
    }
}

/// The Rust type of `column`.
pub(super) fn column_type(column: &Column, writing: &mut Writing<'_>) -> FieldType {
    match column.native_type("postgres") {
        Some(JSON) => field_type(&ColumnType::Json, writing),
        _ => field_type(&column.ty, writing),
    }
}

/// The Rust type of columns of the type `ty`.
fn field_type(ty: &ColumnType, writing: &mut Writing<'_>) -> FieldType {
    match ty {
        ColumnType::Boolean => FieldType::plain("bool"),
        ColumnType::TinyInt => FieldType::plain("i8"),
        ColumnType::SmallInt => FieldType::plain("i16"),
        ColumnType::Integer => FieldType::plain("i32"),
        ColumnType::BigInt => FieldType::plain("i64"),
        ColumnType::TinyIntUnsigned => FieldType::plain("u8"),
        ColumnType::SmallIntUnsigned => FieldType::plain("u16"),
        ColumnType::IntegerUnsigned => FieldType::plain("u32"),
        ColumnType::BigIntUnsigned => FieldType::plain("u64"),
        ColumnType::Real => FieldType::plain("f32"),
        ColumnType::Double => FieldType::plain("f64"),
        ColumnType::Decimal(digits) => decimal(ty, *digits, writing),
        ColumnType::Char(length) => with_length(ty, "String", "char", *length),
        ColumnType::Varchar(length) => with_length(ty, "String", "length", *length),
        ColumnType::Text => FieldType::plain("String"),
        ColumnType::Varbinary(length) => with_length(ty, "Vec<u8>", "length", *length),
        ColumnType::Blob => FieldType::plain("Vec<u8>"),
        ColumnType::Date => time(ty, None, ["chrono::NaiveDate", "time::Date"], writing),
        ColumnType::Time(digits) => time(ty, *digits, ["chrono::NaiveTime", "time::Time"], writing),
        ColumnType::Timestamp(digits) => {
            time(ty, *digits, ["chrono::NaiveDateTime", "time::PrimitiveDateTime"], writing)
        }
        ColumnType::TimestampTz(digits) => {
            time(ty, *digits, ["chrono::DateTime<chrono::Utc>", "time::OffsetDateTime"], writing)
        }
        // sqlx writes the durations of Rust as intervals, and reads them as this only: a month has no length.
        ColumnType::Interval => FieldType::plain("sqlx::postgres::types::PgInterval"),
        ColumnType::Uuid => foreign("uuid", "uuid::Uuid", writing),
        ColumnType::Json => foreign("json", "serde_json::Value", writing),
        ColumnType::Inet => foreign("ipnetwork", "ipnetwork::IpNetwork", writing),
        ColumnType::Cidr => FieldType {
            size: vec![Item::Word("type = postgres(\"cidr\")".into())],
            ..foreign("ipnetwork", "ipnetwork::IpNetwork", writing)
        },
        ColumnType::MacAddr => foreign("mac_address", "mac_address::MacAddress", writing),
        ColumnType::Enum(name) => match writing.names.enumeration(name) {
            Some(names) => FieldType::plain(&names.ident),
            None => FieldType::plain("String").without(ty),
        },
        ColumnType::Array(element) => {
            let inner = field_type(element, writing);
            // An array's element has no attributes, and bytes in a row are no array.
            let exact = inner.size.is_empty() && inner.unsaid.is_none() && inner.ty != "u8";
            let array = FieldType::plain(&format!("Vec<{}>", inner.ty));
            if exact { array } else { array.without(ty) }
        }
    }
}

fn with_length(ty: &ColumnType, rust: &str, attribute: &str, length: u32) -> FieldType {
    let plain = FieldType::plain(rust);
    if length == 0 { plain.without(ty) } else { plain.sized(attribute, length) }
}

/// A type of another crate.
fn foreign(feature: &'static str, ty: &'static str, writing: &mut Writing<'_>) -> FieldType {
    writing.features.insert(feature, ty.split("::").next().unwrap_or(ty));
    FieldType::plain(ty)
}

fn decimal(ty: &ColumnType, digits: Option<(u32, u32)>, writing: &mut Writing<'_>) -> FieldType {
    let fits = digits.is_some_and(|(precision, _)| precision <= RUST_DECIMAL_DIGITS);
    let plain = match fits {
        true => foreign("rust_decimal", "rust_decimal::Decimal", writing),
        false => foreign("bigdecimal", "bigdecimal::BigDecimal", writing),
    };
    match digits {
        None => plain,
        Some((precision, scale)) if scale > precision => plain.without(ty),
        Some((precision, 0)) => plain.sized("precision", precision),
        Some((precision, scale)) => plain.sized("precision", precision).sized("scale", scale),
    }
}

fn time(
    ty: &ColumnType,
    digits: Option<u32>,
    [chrono, time]: [&'static str; 2],
    writing: &mut Writing<'_>,
) -> FieldType {
    let plain = match writing.options.times {
        Times::Chrono => foreign("chrono", chrono, writing),
        Times::Time => foreign("time", time, writing),
    };
    match digits {
        None => plain,
        Some(digits) if digits > 6 => plain.without(ty),
        Some(digits) => plain.sized("precision", digits),
    }
}
