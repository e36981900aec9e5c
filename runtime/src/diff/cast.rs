//! Which changes of a column's type a plain cast makes, on every database that has both types.

use crate::schema::ColumnType;

/// Types among which a plain cast keeps the meaning of every value that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Boolean,
    Integer,
    Number,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
    Network,
    MacAddr,
    Enum,
    Array,
}

const fn family(ty: &ColumnType) -> Family {
    match ty {
        ColumnType::Boolean => Family::Boolean,
        ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned
        | ColumnType::BigIntUnsigned => Family::Integer,
        ColumnType::Real | ColumnType::Double | ColumnType::Decimal(_) => Family::Number,
        ColumnType::Char(_) | ColumnType::Varchar(_) | ColumnType::Text => Family::Text,
        ColumnType::Varbinary(_) | ColumnType::Blob => Family::Bytes,
        ColumnType::Date => Family::Date,
        ColumnType::Time(_) => Family::Time,
        ColumnType::Timestamp(_) => Family::Timestamp,
        ColumnType::TimestampTz(_) => Family::TimestampTz,
        ColumnType::Interval => Family::Interval,
        ColumnType::Uuid => Family::Uuid,
        ColumnType::Json => Family::Json,
        ColumnType::Inet | ColumnType::Cidr => Family::Network,
        ColumnType::MacAddr => Family::MacAddr,
        ColumnType::Enum(_) => Family::Enum,
        ColumnType::Array(_) => Family::Array,
    }
}

/// Whether both are of one family, so that indexes, checks and defaults made for one still suit the other.
pub(super) fn same_family(before: &ColumnType, after: &ColumnType) -> bool {
    match (before, after) {
        (ColumnType::Array(before), ColumnType::Array(after)) => same_family(before, after),
        (ColumnType::Enum(before), ColumnType::Enum(after)) => before == after,
        _ => family(before) == family(after),
    }
}

/// Whether a plain cast may fail on sound values, or mean something else: then the expression must be given.
///
/// A cast to a type with a time zone, or from one, depends on who runs it (PostgreSQL manual, section 8.5.3).
pub(super) fn needs_expression(before: &ColumnType, after: &ColumnType) -> bool {
    if let (ColumnType::Array(before), ColumnType::Array(after)) = (before, after) {
        return needs_expression(before, after);
    }
    match (family(before), family(after)) {
        (Family::Enum, Family::Enum) => before != after,
        (before, after) if before == after => false,
        (Family::Bytes, _) => true,
        (_, Family::Text)
        | (Family::Integer, Family::Number | Family::Boolean)
        | (Family::Number | Family::Boolean, Family::Integer)
        | (Family::Date, Family::Timestamp)
        | (Family::Timestamp, Family::Date | Family::Time) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;

    #[test]
    fn plain_casts() {
        for (before, after) in [
            (varchar(20), text()),
            (text(), varchar(20)),
            (integer(), bigint()),
            (bigint(), smallint()),
            (integer(), boolean()),
            (integer(), decimal_of(10, 2)),
            (uuid(), text()),
            (enumeration("e"), varchar(20)),
            (date(), timestamp()),
            (array(integer()), array(bigint())),
            (blob(), varbinary(16)),
        ] {
            assert!(!needs_expression(&before, &after), "{before} to {after}");
        }
    }

    #[test]
    fn casts_that_need_an_expression() {
        for (before, after) in [
            (text(), integer()),
            (text(), uuid()),
            (text(), timestamp()),
            (text(), json()),
            (varchar(20), enumeration("e")),
            (enumeration("e"), enumeration("f")),
            (text(), array(text())),
            (timestamp(), timestamptz()),
            (blob(), text()),
            (decimal(), boolean()),
            (array(text()), array(integer())),
        ] {
            assert!(needs_expression(&before, &after), "{before} to {after}");
        }
    }
}
