//! What the derives call to build a model's constants; not for use by hand.
//!
//! A function that refuses is `#[track_caller]`, so that the compiler's error stands on the
//! attribute whose tokens made the call.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::schema::{Column, Generated, text};

mod constraint;
mod default;
mod index;
pub(super) mod lookup;
mod table;

pub use std::borrow::Cow::Borrowed;

pub use inventory;

pub use super::drift;
pub use super::{
    ArrayElement, Columns, Field, Model, ModelColumn, ModelConstraint, ModelEnum, Part, RegisteredEnum,
    RegisteredModel, Source, Table,
};
pub use crate::schema::{
    Action, ColumnType, Deferrable, EnumType, Identity, Index, IndexColumn, IndexKey, NativeType, NullsOrder,
    QualifiedName, SortOrder, TableOption, Text,
};
#[cfg(feature = "generate")]
pub(crate) use constraint::comparable;
pub use constraint::{action, check, foreign_key, primary_key, reference, references, unique};
pub use default::DefaultLiteral;
pub use index::{IndexBuilder, index};
pub use lookup::column_of;
pub use table::{model, model_enum, option};

/// A column while its attributes are read: nothing in it needs dropping, so every step is `const`.
#[derive(Debug)]
pub struct ColumnBuilder<T> {
    field: &'static str,
    name: &'static str,
    size: Size,
    primary_key: bool,
    renamed_from: Option<&'static str>,
    default: Option<DefaultLiteral>,
    identity: Option<Identity>,
    generated: Option<(&'static str, bool)>,
    collation: Option<&'static str>,
    comment: Option<&'static str>,
    native: &'static [NativeType],
    ty: PhantomData<fn() -> T>,
}

/// What the attributes say of a type's size.
#[derive(Clone, Copy, Debug)]
enum Size {
    None,
    Length(u32),
    Fixed(u32),
    Precision(u32, Option<u32>),
}

/// The type of a `T` by reference, which a generic `const fn` cannot promote by itself.
struct TypeOf<T>(PhantomData<T>);

impl<T: Field> TypeOf<T> {
    const TYPE: &'static ColumnType = &T::TYPE;
}

/// The column of a field that `#[sqlx(json)]` keeps as JSON, whatever its own type is.
#[derive(Debug)]
pub struct JsonColumn<const NULLABLE: bool>;

impl<const NULLABLE: bool> Field for JsonColumn<NULLABLE> {
    const TYPE: ColumnType = ColumnType::Json;
    const NULLABLE: bool = NULLABLE;
}

/// A column that is named like its field and has no attributes: most are, so it takes one step.
pub const fn plain<T: Field>(field: &'static str) -> Part<ModelColumn> {
    Part::Own(ModelColumn {
        field,
        column: Column {
            name: Borrowed(field),
            ty: T::TYPE,
            nullable: T::NULLABLE,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
            native: Borrowed(&[]),
        },
        primary_key: false,
        renamed_from: None,
    })
}

/// A column that is named like its field.
pub const fn column<T: Field>(field: &'static str) -> ColumnBuilder<T> {
    ColumnBuilder {
        field,
        name: field,
        size: Size::None,
        primary_key: false,
        renamed_from: None,
        default: None,
        identity: None,
        generated: None,
        collation: None,
        comment: None,
        native: &[],
        ty: PhantomData,
    }
}

impl<T: Field> ColumnBuilder<T> {
    /// Another name than the field's.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// At most so many characters or bytes.
    #[track_caller]
    pub const fn length(mut self, length: u32) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) => {}
            ColumnType::Blob | ColumnType::Varbinary(_) => {}
            ty => refuse("`length` goes with text and bytes only; this field's type is ", ty),
        }
        self.size = Size::Length(length);
        self
    }

    /// Exactly so many characters.
    #[track_caller]
    pub const fn fixed(mut self, length: u32) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) => {}
            ty => refuse("`char` goes with text only; this field's type is ", ty),
        }
        self.size = Size::Fixed(length);
        self
    }

    /// So many digits in all, or of fractional seconds.
    #[track_caller]
    pub const fn precision(mut self, precision: u32) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::Decimal(_) => {}
            ColumnType::Time(_) | ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => {
                assert!(precision <= 6, "`precision` of a time is at most 6 digits of a second");
            }
            ty => refuse("`precision` goes with decimal numbers and times only; this field's type is ", ty),
        }
        self.size = Size::Precision(precision, None);
        self
    }

    /// So many digits after the point, of those that `precision` gives.
    #[track_caller]
    pub const fn scale(mut self, scale: u32) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::Decimal(_) => {}
            ty => refuse("`scale` goes with decimal numbers only; this field's type is ", ty),
        }
        if let Size::Precision(precision, _) = self.size {
            assert!(scale <= precision, "`scale` must not be larger than `precision`");
            self.size = Size::Precision(precision, Some(scale));
        }
        self
    }

    /// Part of the primary key.
    #[track_caller]
    pub const fn primary_key(mut self) -> Self {
        assert!(!T::NULLABLE, "a primary key holds no NULL, but this field is an `Option`");
        self.primary_key = true;
        self
    }

    /// The column's name before.
    pub const fn renamed_from(mut self, before: &'static str) -> Self {
        self.renamed_from = Some(before);
        self
    }

    /// A default; a literal is checked against the type as it stands now.
    #[track_caller]
    pub const fn default(mut self, default: DefaultLiteral) -> Self {
        let limit = match (self.size, TypeOf::<T>::TYPE) {
            (Size::Length(limit) | Size::Fixed(limit), _) => Some(limit),
            (_, ColumnType::Varchar(limit) | ColumnType::Char(limit)) => Some(*limit),
            _ => None,
        };
        default.check(TypeOf::<T>::TYPE, limit, T::VALUES);
        self.default = Some(default);
        self
    }

    /// Numbered by the database.
    #[track_caller]
    pub const fn identity(mut self, identity: Identity) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::TinyInt | ColumnType::SmallInt | ColumnType::Integer | ColumnType::BigInt => {}
            ColumnType::TinyIntUnsigned | ColumnType::SmallIntUnsigned => {}
            ColumnType::IntegerUnsigned | ColumnType::BigIntUnsigned => {}
            ty => refuse("`identity` goes with whole numbers only; this field's type is ", ty),
        }
        assert!(!T::NULLABLE, "an identity column holds no NULL, but this field is an `Option`");
        self.identity = Some(identity);
        self
    }

    /// Computed from an expression.
    pub const fn generated(mut self, expression: &'static str, stored: bool) -> Self {
        self.generated = Some((expression, stored));
        self
    }

    /// The collation.
    #[track_caller]
    pub const fn collation(mut self, collation: &'static str) -> Self {
        match TypeOf::<T>::TYPE {
            ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) | ColumnType::Enum(_) => {}
            ColumnType::Array(_) => {}
            ty => refuse("`collation` goes with text only; this field's type is ", ty),
        }
        self.collation = Some(collation);
        self
    }

    /// The comment kept in the database.
    pub const fn comment(mut self, comment: &'static str) -> Self {
        self.comment = Some(comment);
        self
    }

    /// Types in databases' own words.
    pub const fn native(mut self, native: &'static [NativeType]) -> Self {
        self.native = native;
        self
    }

    /// The column.
    pub const fn part(self) -> Part<ModelColumn> {
        Part::Own(ModelColumn {
            field: self.field,
            column: Column {
                name: Cow::Borrowed(self.name),
                ty: match self.size {
                    Size::None => T::TYPE,
                    Size::Length(length) => TypeOf::<T>::TYPE.with_length(length),
                    Size::Fixed(length) => TypeOf::<T>::TYPE.with_fixed_length(length),
                    Size::Precision(precision, scale) => TypeOf::<T>::TYPE.with_precision(precision, scale),
                },
                nullable: T::NULLABLE,
                default: match self.default {
                    Some(default) => Some(default.value()),
                    None => None,
                },
                identity: self.identity,
                generated: match self.generated {
                    Some((expression, stored)) => {
                        Some(Generated { expression: Cow::Borrowed(expression), stored })
                    }
                    None => None,
                },
                collation: optional(self.collation),
                comment: optional(self.comment),
                native: Cow::Borrowed(self.native),
            },
            primary_key: self.primary_key,
            renamed_from: self.renamed_from,
        })
    }
}

const fn optional(text: Option<&'static str>) -> Option<Text> {
    match text {
        Some(text) => Some(Cow::Borrowed(text)),
        None => None,
    }
}

/// Panics with `message` and the type's name.
#[track_caller]
const fn refuse(message: &str, ty: &ColumnType) -> ! {
    let mut buffer = [0; 512];
    let mut out = text::Writer::write(&mut buffer);
    out.push(message);
    out.push("`");
    text::column_type(&mut out, ty);
    out.push("`");
    let length = out.length();
    fail(&buffer, length)
}

/// Panics with what was written to `buffer`.
#[track_caller]
pub(super) const fn fail(buffer: &[u8], length: usize) -> ! {
    let end = if length < buffer.len() { length } else { buffer.len() };
    match str::from_utf8(buffer.split_at(end).0) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("the message is too long to show"),
    }
}
