//! What a table has by name beside its columns: constraints and indexes, compared and changed alike.

use std::collections::BTreeMap;

use crate::operation::{
    AddConstraint, CreateIndex, DropConstraint, DropIndex, Operation, RenameConstraint, RenameIndex,
    expression::names_identifier,
};
use crate::schema::{Constraint, ConstraintKind, Index, IndexKey, QualifiedName, Table, Text};

/// Kinds of parts, in the order in which they are made: a foreign key finds the index that it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartKind {
    PrimaryKey,
    Unique,
    Check,
    Index,
    ForeignKey,
}

/// A part's place in its table.
pub(super) type PartKey = (PartKind, Text);

/// A constraint or an index.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Constraint(Constraint),
    Index(Index),
}

/// All parts of `table`.
pub(super) fn parts(table: &Table) -> BTreeMap<PartKey, Part> {
    let constraints = table.constraints().map(Part::Constraint);
    let indexes = table.indexes.values().cloned().map(Part::Index);
    constraints.chain(indexes).map(|part| (part.key(), part)).collect()
}

/// The kinds and names of all parts of `table`, in order of their kinds.
pub(super) fn part_names(table: &Table) -> impl Iterator<Item = (PartKind, &Text)> {
    let keys = table.primary_key.iter().map(|key| (PartKind::PrimaryKey, &key.name));
    let uniques = table.uniques.keys().map(|name| (PartKind::Unique, name));
    let checks = table.checks.keys().map(|name| (PartKind::Check, name));
    let indexes = table.indexes.keys().map(|name| (PartKind::Index, name));
    let foreign_keys = table.foreign_keys.keys().map(|name| (PartKind::ForeignKey, name));
    keys.chain(uniques).chain(checks).chain(indexes).chain(foreign_keys)
}

impl Part {
    pub(super) fn key(&self) -> PartKey {
        (self.kind(), self.name().clone())
    }

    const fn kind(&self) -> PartKind {
        match self {
            Self::Constraint(Constraint::PrimaryKey(_)) => PartKind::PrimaryKey,
            Self::Constraint(Constraint::Unique(_)) => PartKind::Unique,
            Self::Constraint(Constraint::Check(_)) => PartKind::Check,
            Self::Constraint(Constraint::ForeignKey(_)) => PartKind::ForeignKey,
            Self::Index(_) => PartKind::Index,
        }
    }

    pub(super) const fn name(&self) -> &Text {
        match self {
            Self::Constraint(constraint) => constraint.name(),
            Self::Index(index) => &index.name,
        }
    }

    /// Whether both are the same but for their names.
    pub(super) fn same_definition(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Constraint(this), Self::Constraint(other)) => {
                this.kind() == other.kind() && this.clone().with_name(other.name().clone()) == *other
            }
            (Self::Index(this), Self::Index(other)) => {
                Index { name: other.name.clone(), ..this.clone() } == *other
            }
            (Self::Constraint(_), Self::Index(_)) | (Self::Index(_), Self::Constraint(_)) => false,
        }
    }

    /// The columns that it names in its own table; of an expression, only whether it names one is known.
    pub(super) fn names(&self, column: &Text) -> bool {
        match self {
            Self::Constraint(Constraint::PrimaryKey(key)) => key.columns.contains(column),
            Self::Constraint(Constraint::Unique(unique)) => unique.columns.contains(column),
            Self::Constraint(Constraint::ForeignKey(key)) => key.columns.contains(column),
            Self::Constraint(Constraint::Check(check)) => names_identifier(&check.expression, column),
            Self::Index(index) => {
                let in_expression = index.columns.iter().any(|key| match &key.key {
                    IndexKey::Column(_) => false,
                    IndexKey::Expression(expression) => names_identifier(expression, column),
                });
                let predicate = index.predicate.as_ref();
                index.column_names().any(|name| name == column)
                    || in_expression
                    || predicate.is_some_and(|predicate| names_identifier(predicate, column))
            }
        }
    }

    /// Whether a foreign key to `columns` may rest on it.
    pub(super) fn is_key_of(&self, columns: &[Text]) -> bool {
        match self {
            Self::Constraint(Constraint::PrimaryKey(key)) => same_columns(key.columns.iter(), columns),
            Self::Constraint(Constraint::Unique(unique)) => same_columns(unique.columns.iter(), columns),
            Self::Constraint(Constraint::ForeignKey(_) | Constraint::Check(_)) => false,
            Self::Index(index) => index.unique && same_columns(index.column_names(), columns),
        }
    }

    /// What the rows of `table` must meet for it to be made, if anything; `without_value` are columns that hold NULL
    /// in every row.
    pub(super) fn demand(&self, table: &QualifiedName, without_value: &[&Text]) -> Option<String> {
        let spared = |columns: &[Text]| columns.iter().any(|column| without_value.contains(&column));
        match self {
            Self::Constraint(Constraint::PrimaryKey(key)) => Some(distinct(table, &key.columns)),
            Self::Constraint(Constraint::Unique(unique)) => (unique.nulls_not_distinct
                || !spared(&unique.columns))
            .then(|| distinct(table, &unique.columns)),
            Self::Constraint(Constraint::Check(check)) => {
                Some(format!("refused while a row of `{table}` does not meet {}", check.expression))
            }
            Self::Constraint(Constraint::ForeignKey(key)) => (!spared(&key.columns)).then(|| {
                format!("refused while a row of `{table}` references no row of `{}`", key.references)
            }),
            Self::Index(index) => {
                let key = |(IndexKey::Column(key) | IndexKey::Expression(key)): &IndexKey| key.clone();
                let columns: Vec<Text> = index.columns.iter().map(|column| key(&column.key)).collect();
                let demands = index.unique && (index.nulls_not_distinct || !spared(&columns));
                demands.then(|| distinct(table, &columns))
            }
        }
    }

    pub(super) fn add(self, table: &QualifiedName) -> Operation {
        let table = table.clone();
        match self {
            Self::Constraint(constraint) => AddConstraint { table, constraint }.into(),
            Self::Index(index) => CreateIndex { table, index }.into(),
        }
    }
}

fn same_columns<'a>(these: impl Iterator<Item = &'a Text>, those: &[Text]) -> bool {
    let mut these: Vec<&Text> = these.collect();
    let mut those: Vec<&Text> = those.iter().collect();
    these.sort();
    those.sort();
    these == those
}

fn distinct(table: &QualifiedName, columns: &[Text]) -> String {
    format!("refused while two rows of `{table}` have the same {}", columns.join(", "))
}

/// The kind of a constraint; `None` for an index.
const fn constraint_kind(kind: PartKind) -> Option<ConstraintKind> {
    match kind {
        PartKind::PrimaryKey => Some(ConstraintKind::PrimaryKey),
        PartKind::Unique => Some(ConstraintKind::Unique),
        PartKind::Check => Some(ConstraintKind::Check),
        PartKind::ForeignKey => Some(ConstraintKind::ForeignKey),
        PartKind::Index => None,
    }
}

/// The operation that drops a part of `table`.
pub(super) fn drop_part(table: &QualifiedName, (kind, name): &PartKey) -> Operation {
    let (table, name) = (table.clone(), name.clone());
    match constraint_kind(*kind) {
        Some(kind) => DropConstraint { table, kind, name }.into(),
        None => DropIndex { table, index: name }.into(),
    }
}

/// The operation that renames a part of `table`.
pub(super) fn rename_part(table: &QualifiedName, (kind, before): &PartKey, after: &Text) -> Operation {
    let (table, before, after) = (table.clone(), before.clone(), after.clone());
    match constraint_kind(*kind) {
        Some(kind) => RenameConstraint { table, kind, before, after }.into(),
        None => RenameIndex { table, before, after }.into(),
    }
}
