//! Changes a column in place.

use serde::Serialize;

use super::{Fill, Operation, OperationError};
use crate::schema::{
    Column, ColumnType, DefaultValue, Generated, Identity, NativeType, QualifiedName, Schema, Text,
};

/// Changes a column in place.
///
/// It holds what changes and nothing else, so that two branches may change one column in different ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlterColumn {
    /// The table's name.
    pub table: QualifiedName,
    /// The column's name.
    pub column: Text,
    /// The changes, made together.
    pub changes: Vec<ColumnChange>,
}

/// One change of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnChange {
    /// Sets the type; `using` is the SQL expression that makes the new value of the old.
    Type {
        /// The type after.
        ty: ColumnType,
        /// The expression of the value after, over the columns before; `None` is a plain cast.
        using: Option<Text>,
    },
    /// Allows NULL, or refuses it.
    Nullable(bool),
    /// Sets the default, or takes it away.
    Default(Option<DefaultValue>),
    /// Lets the database number the rows, or no longer.
    Identity(Option<Identity>),
    /// Sets the expression it is computed from, or makes it a plain column that keeps its values.
    Generated(Option<Generated>),
    /// Sets the collation, or takes it away.
    Collation(Option<Text>),
    /// Sets the comment, or takes it away.
    Comment(Option<Text>),
    /// Sets the type in one database's own words, or takes it away.
    Native {
        /// The database's name.
        database: Text,
        /// The type after; `None` goes back to the portable type.
        ty: Option<Text>,
    },
}

impl ColumnChange {
    /// Makes the change to `column`.
    pub fn apply(&self, column: &mut Column) {
        match self {
            Self::Type { ty, using: _ } => column.ty = ty.clone(),
            Self::Nullable(nullable) => column.nullable = *nullable,
            Self::Default(default) => column.default = default.clone(),
            Self::Identity(identity) => column.identity = *identity,
            Self::Generated(generated) => column.generated = generated.clone(),
            Self::Collation(collation) => column.collation = collation.clone(),
            Self::Comment(comment) => column.comment = comment.clone(),
            Self::Native { database, ty } => {
                let mut native = column.native.to_vec();
                native.retain(|native| native.database != *database);
                if let Some(ty) = ty {
                    native.push(NativeType { database: database.clone(), ty: ty.clone() });
                    native.sort();
                }
                column.native = native.into();
            }
        }
    }

    fn reverse(&self, before: &Column) -> Self {
        match self {
            Self::Type { .. } => Self::Type { ty: before.ty.clone(), using: None },
            Self::Nullable(_) => Self::Nullable(before.nullable),
            Self::Default(_) => Self::Default(before.default.clone()),
            Self::Identity(_) => Self::Identity(before.identity),
            Self::Generated(_) => Self::Generated(before.generated.clone()),
            Self::Collation(_) => Self::Collation(before.collation.clone()),
            Self::Comment(_) => Self::Comment(before.comment.clone()),
            Self::Native { database, ty: _ } => Self::Native {
                database: database.clone(),
                ty: before.native_type(database).map(|ty| ty.to_owned().into()),
            },
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Type { ty, using: None } => format!("type {ty}"),
            Self::Type { ty, using: Some(using) } => format!("type {ty} using {using}"),
            Self::Nullable(true) => "null".into(),
            Self::Nullable(false) => "not null".into(),
            Self::Default(Some(default)) => format!("default {default}"),
            Self::Default(None) => "no default".into(),
            Self::Identity(Some(Identity::ByDefault)) => "identity".into(),
            Self::Identity(Some(Identity::Always)) => "identity always".into(),
            Self::Identity(None) => "no identity".into(),
            Self::Generated(Some(generated)) => format!("generated as {}", generated.expression),
            Self::Generated(None) => "not generated".into(),
            Self::Collation(Some(collation)) => format!("collation {collation}"),
            Self::Collation(None) => "no collation".into(),
            Self::Comment(Some(_)) => "comment".into(),
            Self::Comment(None) => "no comment".into(),
            Self::Native { database, ty: Some(ty) } => format!("{database} type {ty}"),
            Self::Native { database, ty: None } => format!("no {database} type"),
        }
    }
}

impl AlterColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        for change in &self.changes {
            if let ColumnChange::Type { ty, .. } = change
                && let Some(name) = ty.enum_name()
            {
                schema.expect_enum(name)?;
            }
        }
        schema.change_table(&self.table, |table| {
            table.expect_column(&self.column)?;
            if let Some(column) = table.column_mut(&self.column) {
                self.changes.iter().for_each(|change| change.apply(column));
            }
            Ok(())
        })
    }

    /// The column after the changes.
    ///
    /// # Errors
    /// When `before` has no such column.
    pub fn column_after(&self, before: &Schema) -> Result<Column, OperationError> {
        let mut column = before.expect_table(&self.table)?.expect_column(&self.column)?.clone();
        self.changes.iter().for_each(|change| change.apply(&mut column));
        Ok(column)
    }

    /// A column that held no NULL is filled before it holds none again, so that rows survive.
    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let column = before.expect_table(&self.table)?.expect_column(&self.column)?;
        let changes: Vec<ColumnChange> = self.changes.iter().map(|change| change.reverse(column)).collect();
        let alter = |changes| Self { table: self.table.clone(), column: self.column.clone(), changes }.into();
        let tightens = self.changes.contains(&ColumnChange::Nullable(true));
        Ok(match Fill::way_back(&self.table, column, before).filter(|_| tightens) {
            None => vec![alter(changes)],
            Some(fill) => {
                // The value is one of the type before, which must be back by then.
                let (tighten, others): (Vec<_>, Vec<_>) =
                    changes.into_iter().partition(|change| matches!(change, ColumnChange::Nullable(_)));
                let others = (!others.is_empty()).then(|| alter(others));
                others.into_iter().chain([fill.into(), alter(tighten)]).collect()
            }
        })
    }

    pub(super) fn describe(&self) -> String {
        let changes: Vec<String> = self.changes.iter().map(ColumnChange::describe).collect();
        format!("alter column `{}.{}`: {}", self.table, self.column, changes.join(", "))
    }

    pub(super) fn loss(&self, before: &Schema) -> Option<String> {
        let column = before.tables.get(&self.table)?.column(&self.column)?;
        self.changes.iter().find_map(|change| match change {
            ColumnChange::Type { ty, .. } => column.ty.narrowed_by(ty).then(|| {
                format!(
                    "values of `{}.{}` that do not fit {} are cut or refused",
                    self.table, self.column, ty
                )
            }),
            ColumnChange::Generated(Some(_)) if column.generated.is_none() => {
                Some(format!("all values of `{}.{}` are replaced by computed ones", self.table, self.column))
            }
            ColumnChange::Generated(_)
            | ColumnChange::Nullable(_)
            | ColumnChange::Default(_)
            | ColumnChange::Identity(_)
            | ColumnChange::Collation(_)
            | ColumnChange::Comment(_)
            | ColumnChange::Native { .. } => None,
        })
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
