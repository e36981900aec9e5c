//! Every Rust type that is a column.

use std::rc::Rc;
use std::sync::Arc;

use aludel::Field;
use aludel::schema::ColumnType;

struct Own;

impl Field for Own {
    const TYPE: ColumnType = ColumnType::Varchar(7);
}

impl aludel::ArrayElement for Own {}

/// The types and their texts.
macro_rules! types {
    ($($type:ty => $text:literal),* $(,)?) => {$(
        let nullable = if <$type as Field>::NULLABLE { " null" } else { "" };
        assert_eq!(format!("{}{nullable}", <$type as Field>::TYPE), $text, "{}", stringify!($type));
    )*};
}

#[test]
fn of_the_standard_library() {
    types! {
        bool => "boolean",
        i8 => "tinyint",
        i16 => "smallint",
        i32 => "integer",
        i64 => "bigint",
        u8 => "tinyint unsigned",
        u16 => "smallint unsigned",
        u32 => "integer unsigned",
        u64 => "bigint unsigned",
        f32 => "real",
        f64 => "double",
        String => "text",
        &'static str => "text",
        Box<str> => "text",
        Arc<str> => "text",
        Rc<str> => "text",
        std::borrow::Cow<'static, str> => "text",
        Vec<u8> => "blob",
        [u8; 16] => "blob",
        Box<[u8]> => "blob",
        std::borrow::Cow<'static, [u8]> => "blob",
        std::net::IpAddr => "inet",
        std::time::Duration => "interval",
        Option<i64> => "bigint null",
        Box<Option<i64>> => "bigint null",
        Vec<String> => "text[]",
        Vec<Option<i64>> => "bigint[]",
        Option<Vec<Vec<u8>>> => "blob[] null",
        [i32; 3] => "integer[]",
        Own => "varchar(7)",
        Option<Own> => "varchar(7) null",
        Vec<Own> => "varchar(7)[]",
    }
}

#[test]
fn of_foreign_crates() {
    use sqlx::types;
    types! {
        types::uuid::Uuid => "uuid",
        types::uuid::fmt::Hyphenated => "char(36)",
        types::uuid::fmt::Simple => "char(32)",
        types::chrono::NaiveDate => "date",
        types::chrono::NaiveTime => "time",
        types::chrono::NaiveDateTime => "timestamp",
        types::chrono::DateTime<types::chrono::Utc> => "timestamptz",
        types::chrono::DateTime<types::chrono::FixedOffset> => "timestamptz",
        types::time::Date => "date",
        types::time::Time => "time",
        types::time::PrimitiveDateTime => "timestamp",
        types::time::OffsetDateTime => "timestamptz",
        types::Decimal => "decimal",
        types::BigDecimal => "decimal",
        types::JsonValue => "json",
        types::Json<Own> => "json",
        types::ipnetwork::IpNetwork => "inet",
        types::ipnet::IpNet => "inet",
        types::mac_address::MacAddress => "macaddr",
        Vec<types::uuid::Uuid> => "uuid[]",
    }
}
