//! The words for columns and their defaults.

use crate::schema::{Column, ColumnType, DefaultValue, Generated, Identity, Literal, NativeType, Text};

/// A column that holds no NULL and has no default.
pub fn column(name: impl Into<Text>, ty: ColumnType) -> Column {
    Column::new(name.into(), ty)
}

/// The words of a revision file for a column.
impl Column {
    /// Lets it hold NULL.
    #[must_use]
    pub fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets what an insert that leaves it out puts there.
    #[must_use]
    pub fn default(mut self, default: impl Into<DefaultValue>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// Lets the database number the rows.
    #[must_use]
    pub fn identity(mut self) -> Self {
        self.identity = Some(Identity::ByDefault);
        self
    }

    /// Lets the database number the rows, and refuse numbers that a statement gives.
    #[must_use]
    pub fn identity_always(mut self) -> Self {
        self.identity = Some(Identity::Always);
        self
    }

    /// Computes it from `expression`, kept in the row.
    #[must_use]
    pub fn stored(mut self, expression: impl Into<Text>) -> Self {
        self.generated = Some(Generated { expression: expression.into(), stored: true });
        self
    }

    /// Computes it from `expression` when it is read.
    #[must_use]
    pub fn computed(mut self, expression: impl Into<Text>) -> Self {
        self.generated = Some(Generated { expression: expression.into(), stored: false });
        self
    }

    /// Sets the collation.
    #[must_use]
    pub fn collate(mut self, collation: impl Into<Text>) -> Self {
        self.collation = Some(collation.into());
        self
    }

    /// Sets the comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<Text>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Sets the type in the words of `database`, used there in place of the portable type.
    #[must_use]
    pub fn native(mut self, database: impl Into<Text>, ty: impl Into<Text>) -> Self {
        let mut native = self.native.into_owned();
        native.push(NativeType { database: database.into(), ty: ty.into() });
        native.sort();
        self.native = native.into();
        self
    }
}

macro_rules! integer_defaults {
    ($($integer:ty),*) => {
        $(impl From<$integer> for DefaultValue {
            fn from(number: $integer) -> Self {
                Self::Literal(Literal::Integer(number.into()))
            }
        })*
    };
}

integer_defaults!(i8, i16, i32, i64, i128, u8, u16, u32, u64);

impl From<bool> for DefaultValue {
    fn from(value: bool) -> Self {
        Self::Literal(Literal::Boolean(value))
    }
}

impl From<&'static str> for DefaultValue {
    fn from(text: &'static str) -> Self {
        Self::Literal(Literal::Text(text.into()))
    }
}

/// An SQL expression as a default.
pub fn sql(expression: impl Into<Text>) -> DefaultValue {
    DefaultValue::Sql(expression.into())
}

/// A number with a point or an exponent as a default, digits as written.
pub fn number(digits: impl Into<Text>) -> DefaultValue {
    DefaultValue::Literal(Literal::Number(digits.into()))
}
