//! What an operation has to do with, as keys of the index: two operations that share none may change places.

use crate::operation::expression::{identifiers_of, names_identifier};
use crate::operation::{ColumnChange, Operation};
use crate::schema::{
    Column, ColumnType, Constraint, DefaultValue, ForeignKey, Index, IndexKey, Literal, QualifiedName, Table,
    Text,
};

/// Something that an operation touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A whole table: all that is in it.
    Table(QualifiedName),
    /// Something in a table; only what is looked up, never touched.
    In(QualifiedName),
    /// A table's comment and options.
    Own(QualifiedName),
    /// A column, by its name in small letters, as expressions may write it.
    Column(QualifiedName, String),
    Constraint(QualifiedName, Text),
    Index(QualifiedName, Text),
    Enum(QualifiedName),
    /// A value that may be one of an enum: a default, a cast, a fill.
    Value,
    /// The values of an enum.
    Values,
    /// An enum that is dropped, renamed or altered.
    Enums,
    /// Something that is gone, or of another type: what hung on it, or it on something, no longer does.
    Freed,
    /// A new name, which a table or an index may have had before.
    Name,
}

impl Key {
    /// The keys under which it is found.
    pub(super) fn entries(&self) -> Vec<Self> {
        match self.table() {
            Some(table) => vec![self.clone(), Self::In(table.clone())],
            None => vec![self.clone()],
        }
    }

    /// The keys of what it has to do with.
    pub(super) fn meets(&self) -> Vec<Self> {
        match (self, self.table()) {
            (Self::Table(table), _) => vec![Self::In(table.clone())],
            (_, Some(table)) => vec![self.clone(), Self::Table(table.clone())],
            // A new name alone has nothing to do with another, nor has a value.
            (Self::Name | Self::Enums | Self::Freed, None) => Vec::new(),
            (Self::Value, None) => vec![Self::Values],
            (Self::Values, None) => vec![Self::Value, Self::Values],
            (_, None) => vec![self.clone()],
        }
    }

    fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::Table(table)
            | Self::In(table)
            | Self::Own(table)
            | Self::Column(table, _)
            | Self::Constraint(table, _)
            | Self::Index(table, _) => Some(table),
            Self::Enum(_) | Self::Value | Self::Values | Self::Enums | Self::Freed | Self::Name => None,
        }
    }
}

/// The column `name` of `table`.
pub(super) fn column(table: &QualifiedName, name: &str) -> Key {
    Key::Column(table.clone(), name.to_lowercase())
}

/// Whether an expression reads more than the row that it is for.
pub(super) fn names_select(expression: &str) -> bool {
    names_identifier(&expression.to_lowercase(), "select")
}

/// All that `operation` touches.
pub(super) fn touched(operation: &Operation) -> Vec<Key> {
    match operation {
        Operation::CreateTable(create) => {
            let mut keys = vec![Key::Table(create.table.name.clone()), Key::Name];
            keys.extend(of_parts(&create.table));
            keys
        }
        Operation::DropTable(drop) => vec![Key::Table(drop.table.clone()), Key::Freed],
        Operation::RenameTable(rename) => {
            vec![Key::Table(rename.before.clone()), Key::Table(rename.after.clone()), Key::Name]
        }
        Operation::AlterTable(alter) => vec![Key::Own(alter.table.clone())],
        Operation::AddColumn(add) => of_column(&add.table, &add.column),
        Operation::DropColumn(drop) => vec![column(&drop.table, &drop.column), Key::Freed],
        Operation::RenameColumn(rename) => {
            vec![column(&rename.table, &rename.before), column(&rename.table, &rename.after)]
        }
        Operation::AlterColumn(alter) => {
            let mut keys = vec![column(&alter.table, &alter.column)];
            alter.changes.iter().for_each(|change| keys.extend(of_change(&alter.table, change)));
            keys
        }
        Operation::Fill(fill) => {
            let mut keys = vec![column(&fill.table, &fill.column), Key::Value];
            keys.extend(named(&fill.table, &fill.value));
            keys
        }
        Operation::AddConstraint(add) => of_constraint(&add.table, &add.constraint),
        Operation::DropConstraint(drop) => {
            vec![Key::Constraint(drop.table.clone(), drop.name.clone()), Key::Freed]
        }
        Operation::RenameConstraint(rename) => {
            let of = |name: &Text| Key::Constraint(rename.table.clone(), name.clone());
            vec![of(&rename.before), of(&rename.after), Key::Name]
        }
        Operation::CreateIndex(create) => of_index(&create.table, &create.index),
        Operation::DropIndex(drop) => vec![Key::Index(drop.table.clone(), drop.index.clone()), Key::Freed],
        Operation::RenameIndex(rename) => {
            let of = |name: &Text| Key::Index(rename.table.clone(), name.clone());
            vec![of(&rename.before), of(&rename.after), Key::Name]
        }
        Operation::CreateEnum(create) => vec![Key::Enum(create.enum_type.name.clone())],
        Operation::DropEnum(drop) => vec![Key::Enum(drop.name.clone()), Key::Enums],
        Operation::RenameEnum(rename) => {
            vec![Key::Enum(rename.before.clone()), Key::Enum(rename.after.clone()), Key::Enums]
        }
        Operation::AlterEnum(alter) => vec![Key::Enum(alter.name.clone()), Key::Values, Key::Enums],
        // Barriers are never asked.
        Operation::Execute(_) | Operation::Run(_) => Vec::new(),
    }
}

/// What a table that is made has to do with beside itself.
fn of_parts(table: &Table) -> Vec<Key> {
    let mut keys: Vec<Key> = table.columns.iter().flat_map(of_values).collect();
    keys.extend(table.foreign_keys.values().flat_map(referenced));
    keys
}

fn of_column(table: &QualifiedName, added: &Column) -> Vec<Key> {
    let mut keys = vec![column(table, &added.name)];
    keys.extend(of_values(added));
    keys.extend(added.generated.iter().flat_map(|generated| named(table, &generated.expression)));
    keys
}

/// The enum of a column, and a default that may be one of its values.
fn of_values(column: &Column) -> Vec<Key> {
    let value = column.default.as_ref().filter(|default| match default {
        DefaultValue::Sql(_) | DefaultValue::Literal(Literal::Text(_)) => true,
        DefaultValue::Literal(Literal::Boolean(_) | Literal::Integer(_) | Literal::Number(_)) => false,
    });
    of_type(&column.ty).into_iter().chain(value.map(|_| Key::Value)).collect()
}

fn of_type(ty: &ColumnType) -> Option<Key> {
    ty.enum_name().cloned().map(Key::Enum)
}

fn of_change(table: &QualifiedName, change: &ColumnChange) -> Vec<Key> {
    match change {
        ColumnChange::Type { ty, using } => {
            let using = using.iter().flat_map(|using| named(table, using));
            of_type(ty).into_iter().chain([Key::Value, Key::Freed]).chain(using).collect()
        }
        ColumnChange::Generated(generated) => {
            generated.iter().flat_map(|generated| named(table, &generated.expression)).collect()
        }
        ColumnChange::Default(_) => vec![Key::Value],
        ColumnChange::Nullable(_)
        | ColumnChange::Identity(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_)
        | ColumnChange::Native { .. } => Vec::new(),
    }
}

fn of_constraint(table: &QualifiedName, added: &Constraint) -> Vec<Key> {
    let mut keys = vec![Key::Constraint(table.clone(), added.name().clone()), Key::Name];
    let columns = |names: &[Text]| names.iter().map(|name| column(table, name)).collect::<Vec<_>>();
    match added {
        Constraint::PrimaryKey(key) => keys.extend(columns(&key.columns)),
        Constraint::Unique(unique) => keys.extend(columns(&unique.columns)),
        Constraint::ForeignKey(key) => {
            keys.extend(columns(&key.columns));
            keys.extend(referenced(key));
        }
        Constraint::Check(check) => keys.extend(named(table, &check.expression)),
    }
    keys
}

fn referenced(key: &ForeignKey) -> Vec<Key> {
    key.referenced_columns.iter().map(|name| column(&key.references, name)).collect()
}

fn of_index(table: &QualifiedName, index: &Index) -> Vec<Key> {
    let mut keys = vec![Key::Index(table.clone(), index.name.clone()), Key::Name];
    keys.extend(index.column_names().map(|name| column(table, name)));
    let expressions = index.columns.iter().filter_map(|column| match &column.key {
        IndexKey::Column(_) => None,
        IndexKey::Expression(expression) => Some(expression),
    });
    keys.extend(expressions.chain(&index.predicate).flat_map(|expression| named(table, expression)));
    keys
}

/// The columns of its table that an expression may name.
fn named(table: &QualifiedName, expression: &str) -> Vec<Key> {
    identifiers_of(expression).map(|name| column(table, name)).collect()
}
