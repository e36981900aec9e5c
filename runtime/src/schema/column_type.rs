//! Column types as the models mean them; each dialect spells them its own way.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use super::{QualifiedName, text};

/// The type of a column, without nullability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// True or false.
    Boolean,
    /// Signed integer of 8 bits.
    TinyInt,
    /// Signed integer of 16 bits.
    SmallInt,
    /// Signed integer of 32 bits.
    Integer,
    /// Signed integer of 64 bits.
    BigInt,
    /// Unsigned integer of 8 bits.
    TinyIntUnsigned,
    /// Unsigned integer of 16 bits.
    SmallIntUnsigned,
    /// Unsigned integer of 32 bits.
    IntegerUnsigned,
    /// Unsigned integer of 64 bits.
    BigIntUnsigned,
    /// Floating point number of 32 bits.
    Real,
    /// Floating point number of 64 bits.
    Double,
    /// Exact decimal number: digits in all, and digits after the point.
    Decimal(Option<(u32, u32)>),
    /// Text of exactly so many characters, padded with blanks.
    Char(u32),
    /// Text of at most so many characters.
    Varchar(u32),
    /// Text without a limit.
    Text,
    /// Bytes, at most so many.
    Varbinary(u32),
    /// Bytes without a limit.
    Blob,
    /// A day.
    Date,
    /// A time of day; digits of fractional seconds.
    Time(Option<u32>),
    /// Date and time without a time zone; digits of fractional seconds.
    Timestamp(Option<u32>),
    /// A moment in time; digits of fractional seconds.
    TimestampTz(Option<u32>),
    /// A span of time.
    Interval,
    /// A UUID.
    Uuid,
    /// A JSON document (`jsonb` on PostgreSQL).
    Json,
    /// A host address, perhaps with its network.
    Inet,
    /// A network address.
    Cidr,
    /// A MAC address of 6 bytes.
    MacAddr,
    /// One of the values of an enum type, by the type's name.
    Enum(QualifiedName),
    /// An array of elements of another type.
    Array(Element),
}

/// The element type of an array: a reference in a `const`, owned at run time.
#[derive(Clone, Debug)]
pub enum Element {
    /// Built in a `const`.
    Static(&'static ColumnType),
    /// Built at run time.
    Owned(Box<ColumnType>),
}

impl Element {
    /// The element type.
    pub const fn get(&self) -> &ColumnType {
        match self {
            Self::Static(ty) => ty,
            Self::Owned(ty) => ty,
        }
    }
}

impl Deref for Element {
    type Target = ColumnType;

    fn deref(&self) -> &ColumnType {
        self.get()
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Element {}

impl ColumnType {
    /// The enum that the type, or the element of the array, names.
    pub fn enum_name(&self) -> Option<&QualifiedName> {
        match self {
            Self::Enum(name) => Some(name),
            Self::Array(element) => element.enum_name(),
            _ => None,
        }
    }

    /// The same type, naming the enum `after` where it named another.
    pub fn with_enum_name(&self, after: &QualifiedName) -> Self {
        match self {
            Self::Enum(_) => Self::Enum(after.clone()),
            Self::Array(element) => Self::Array(Element::Owned(Box::new(element.with_enum_name(after)))),
            other => other.clone(),
        }
    }

    /// Whether a value of this type may not fit `after` as it is, so that it is cut, rounded or refused.
    pub fn narrowed_by(&self, after: &Self) -> bool {
        use ColumnType::*;
        if self == after {
            return false;
        }
        match (self, after) {
            (_, Text | Json) if !matches!(self, Blob | Varbinary(_)) => *after == Json,
            (Char(a) | Varchar(a), Varchar(b)) | (Varbinary(a), Varbinary(b)) => b < a,
            (Char(a), Char(b)) => b < a,
            (Varbinary(_), Blob) => false,
            (Enum(_), Varchar(_)) => false,
            (Decimal(_), Decimal(None)) => false,
            (Decimal(Some((p, s))), Decimal(Some((q, t)))) => t < s || q - t < p - s,
            (Time(a), Time(b)) | (Timestamp(a), Timestamp(b)) | (TimestampTz(a), TimestampTz(b)) => {
                b.unwrap_or(6) < a.unwrap_or(6)
            }
            (Real, Double) | (Cidr, Inet) | (Date, Timestamp(_)) => false,
            (Array(a), Array(b)) => a.narrowed_by(b),
            _ => match (self.integer_range(), after.integer_range()) {
                (Some((low, high)), Some((after_low, after_high))) => low < after_low || after_high < high,
                (Some(_), None) => !matches!(after, Decimal(None)),
                _ => true,
            },
        }
    }

    /// The smallest and the largest value of an integer type.
    pub const fn integer_range(&self) -> Option<(i128, i128)> {
        Some(match self {
            Self::TinyInt => (i8::MIN as i128, i8::MAX as i128),
            Self::SmallInt => (i16::MIN as i128, i16::MAX as i128),
            Self::Integer => (i32::MIN as i128, i32::MAX as i128),
            Self::BigInt => (i64::MIN as i128, i64::MAX as i128),
            Self::TinyIntUnsigned => (0, u8::MAX as i128),
            Self::SmallIntUnsigned => (0, u16::MAX as i128),
            Self::IntegerUnsigned => (0, u32::MAX as i128),
            Self::BigIntUnsigned => (0, u64::MAX as i128),
            _ => return None,
        })
    }

    /// The type limited to `length` characters (text) or bytes (blobs).
    ///
    /// # Panics
    /// For a type that takes no length: in a derive, a compile error at the attribute.
    pub const fn with_length(&self, length: u32) -> Self {
        match self {
            Self::Text | Self::Varchar(_) => Self::Varchar(length),
            Self::Char(_) => Self::Char(length),
            Self::Blob | Self::Varbinary(_) => Self::Varbinary(length),
            _ => panic!("`length` goes with text and bytes only; this field has another type"),
        }
    }

    /// The type as blank-padded text of exactly `length` characters.
    ///
    /// # Panics
    /// For a type that is no text: in a derive, a compile error at the attribute.
    pub const fn with_fixed_length(&self, length: u32) -> Self {
        match self {
            Self::Text | Self::Varchar(_) | Self::Char(_) => Self::Char(length),
            _ => panic!("`char` goes with text only; this field has another type"),
        }
    }

    /// The type with `precision` digits, `scale` of them after the point; for times, `precision`
    /// digits of fractional seconds.
    ///
    /// # Panics
    /// For a type that takes no precision: in a derive, a compile error at the attribute.
    pub const fn with_precision(&self, precision: u32, scale: Option<u32>) -> Self {
        match (self, scale) {
            (Self::Decimal(_), Some(scale)) => {
                assert!(scale <= precision, "`scale` must not be larger than `precision`");
                Self::Decimal(Some((precision, scale)))
            }
            (Self::Decimal(_), None) => Self::Decimal(Some((precision, 0))),
            (_, Some(_)) => panic!("`scale` goes with decimal numbers only; this field has another type"),
            (Self::Time(_), None) => Self::Time(Some(seconds(precision))),
            (Self::Timestamp(_), None) => Self::Timestamp(Some(seconds(precision))),
            (Self::TimestampTz(_), None) => Self::TimestampTz(Some(seconds(precision))),
            _ => panic!("`precision` goes with decimal numbers and times only; this field has another type"),
        }
    }
}

/// Digits of fractional seconds, at most 6: PostgreSQL manual, section 8.5; MySQL manual, section 13.2.6.
const fn seconds(precision: u32) -> u32 {
    assert!(precision <= 6, "`precision` of a time is at most 6 digits of a second");
    precision
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::column_type(out, self)))
    }
}

impl Serialize for ColumnType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<ColumnType> for Element {
    fn from(ty: ColumnType) -> Self {
        Self::Owned(Box::new(ty))
    }
}
