//! The words for tables.

use crate::operation::CreateIndex;
use crate::schema::{Check, Column, Constraint, ForeignKey, PrimaryKey, QualifiedName, Table, Text, Unique};

/// A table without columns, to be filled: `table("users").with(column(…)).with(primary_key(…))`.
pub fn table(name: impl Into<QualifiedName>) -> Table {
    Table::new(name)
}

/// What a table is made of: a column, a constraint or an index.
pub trait TablePart {
    /// Adds itself to `table`.
    fn add_to(self, table: &mut Table);
}

impl TablePart for Column {
    fn add_to(self, table: &mut Table) {
        table.columns.push(self);
    }
}

impl TablePart for CreateIndex {
    fn add_to(self, table: &mut Table) {
        assert_eq!(self.table, table.name, "index `{}` stands in another table", self.index.name);
        table.insert_index(self.index);
    }
}

macro_rules! constraints {
    ($($constraint:ident),*) => {
        $(impl TablePart for $constraint {
            fn add_to(self, table: &mut Table) {
                table.insert_constraint(self.into());
            }
        })*
    };
}

constraints!(Constraint, PrimaryKey, Unique, ForeignKey, Check);

/// The words of a revision file for a table.
impl Table {
    /// Adds a column, a constraint or an index.
    ///
    /// # Panics
    /// When an index says that it stands on another table.
    #[must_use]
    pub fn with(mut self, part: impl TablePart) -> Self {
        part.add_to(&mut self);
        self
    }

    /// Sets the comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<Text>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Sets an option of `database`; an empty value is for an option that is only said or left out.
    #[must_use]
    pub fn with_option(
        mut self,
        database: impl Into<Text>,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Self {
        self.set_option(&database.into(), &name.into(), Some(value.into()));
        self
    }
}
