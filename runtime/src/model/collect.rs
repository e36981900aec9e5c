//! The schema that the models add up to, and what keeps them from adding up.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Model, ModelColumn, ModelEnum, Part, RegisteredEnum, RegisteredModel, Renames, Source};
use crate::schema::text::{Key, conventional_name, render};
use crate::schema::{Constraint, PrimaryKey, QualifiedName, Schema, Table, Text};

/// What the models add up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Models {
    /// The tables, and the enums that their columns use.
    pub schema: Schema,
    /// What the models say of names before.
    pub renames: Renames,
    /// Where each table's struct stands.
    pub sources: BTreeMap<QualifiedName, Source>,
    /// The Rust field of each column, by table and column.
    pub fields: BTreeMap<(QualifiedName, Text), &'static str>,
}

/// Everything that keeps the models from adding up to a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelErrors(pub Vec<ModelError>);

/// One thing that keeps the models from adding up to a schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Nothing registered itself: the linker left out a crate that nothing uses.
    #[error(
        "no model is linked into this binary: add `use my_app as _;`, with the name of the crate that \
         holds the models, to its main file"
    )]
    NoModel,
    /// Two structs are one table.
    #[error("table `{table}` has two models: {first} and {second}")]
    TwoModels {
        /// The table's name.
        table: QualifiedName,
        /// One struct.
        first: Source,
        /// The other struct.
        second: Source,
    },
    /// Two fields of one struct are one column.
    #[error("table `{table}` has two columns `{column}`: fields `{first}` and `{second}` of {model}")]
    TwoColumns {
        /// The table's name.
        table: QualifiedName,
        /// The column's name.
        column: Text,
        /// One field.
        first: &'static str,
        /// The other field.
        second: &'static str,
        /// The struct.
        model: Source,
    },
    /// Two constraints or indexes of one table have one name.
    #[error(
        "table `{table}` has two of the name `{name}`: {first}, and {second}; name one of them, in {model}"
    )]
    TwoNames {
        /// The table's name.
        table: QualifiedName,
        /// The name.
        name: Text,
        /// The text of one.
        first: String,
        /// The text of the other.
        second: String,
        /// The struct.
        model: Source,
    },
    /// Two enums have one name and different values.
    #[error("enum `{name}` has different values in {first} and in {second}")]
    TwoEnums {
        /// The enum's name.
        name: QualifiedName,
        /// One Rust enum.
        first: Source,
        /// The other Rust enum.
        second: Source,
    },
    /// A column's type is an enum that no linked Rust enum has registered.
    #[error(
        "column `{table}.{column}` is of the enum `{name}`, which is not registered: derive `aludel::Enum` \
         for it"
    )]
    NoEnum {
        /// The table's name.
        table: QualifiedName,
        /// The column's name.
        column: Text,
        /// The enum's name.
        name: QualifiedName,
    },
}

impl ModelError {
    /// The struct or enum where it can be mended, as far as it is known.
    pub const fn source_code(&self) -> Option<&Source> {
        match self {
            Self::NoModel | Self::NoEnum { .. } => None,
            Self::TwoModels { second: source, .. }
            | Self::TwoColumns { model: source, .. }
            | Self::TwoNames { model: source, .. }
            | Self::TwoEnums { second: source, .. } => Some(source),
        }
    }
}

impl fmt::Display for ModelErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if i > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ModelErrors {}

/// `my_app::models::User (src/models.rs:12)`.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { module, name, file, line } = self;
        write!(f, "`{module}::{name}` ({file}:{line})")
    }
}

impl Source {
    fn place(&self) -> (&str, &str, u32) {
        (self.module, self.name, self.line)
    }
}

/// The schema of all models that are linked into this binary.
///
/// # Errors
/// All that keeps the models from adding up, among it that there is none.
pub fn schema() -> Result<Models, ModelErrors> {
    let models = inventory::iter::<RegisteredModel>.into_iter().map(|registered| registered.0());
    let enums = inventory::iter::<RegisteredEnum>.into_iter().map(|registered| registered.0());
    let mut models = models.peekable();
    if models.peek().is_none() {
        return Err(ModelErrors(vec![ModelError::NoModel]));
    }
    schema_of(models, enums)
}

/// The schema of the models and enums given, in any order.
///
/// # Errors
/// All that keeps the models from adding up.
pub fn schema_of(
    models: impl IntoIterator<Item = Model>,
    enums: impl IntoIterator<Item = ModelEnum>,
) -> Result<Models, ModelErrors> {
    let mut collected = Collected::default();
    let mut models: Vec<Model> = models.into_iter().collect();
    // The linker's order is nobody's: errors, too, are the same every time.
    models.sort_by(|a, b| (&a.name, a.source.place()).cmp(&(&b.name, b.source.place())));
    for model in &models {
        collected.add_model(model);
    }
    let mut enums: Vec<ModelEnum> = enums.into_iter().collect();
    enums.sort_by(|a, b| (&a.enum_type.name, a.source.place()).cmp(&(&b.enum_type.name, b.source.place())));
    collected.add_enums(&enums);
    if collected.errors.is_empty() { Ok(collected.models) } else { Err(ModelErrors(collected.errors)) }
}

impl Models {
    /// The models but those of the tables that `leave_out` names, and of the enums that they use.
    ///
    /// # Errors
    /// When none is left.
    pub(crate) fn without(
        mut self,
        leave_out: impl Fn(&Self, &QualifiedName) -> bool,
    ) -> Result<Self, ModelErrors> {
        let names: Vec<QualifiedName> =
            self.schema.tables.keys().filter(|name| leave_out(&self, name)).cloned().collect();
        for name in names {
            let Some(table) = self.schema.tables.take(&name) else { continue };
            table.columns.iter().filter_map(|column| column.ty.enum_name()).for_each(|used| {
                self.schema.enums.remove(used);
            });
            self.sources.remove(&name);
        }
        if self.schema.tables.is_empty() { Err(ModelErrors(vec![ModelError::NoModel])) } else { Ok(self) }
    }
}

#[derive(Default)]
struct Collected {
    models: Models,
    errors: Vec<ModelError>,
}

impl Collected {
    fn add_model(&mut self, model: &Model) {
        if let Some(first) = self.models.sources.get(&model.name) {
            self.errors.push(ModelError::TwoModels {
                table: model.name.clone(),
                first: *first,
                second: model.source,
            });
            return;
        }
        self.models.sources.insert(model.name.clone(), model.source);
        if let Some(before) = &model.renamed_from {
            self.models.renames.tables.insert(model.name.clone(), before.clone());
        }
        let mut table = Table::new(&model.name);
        table.comment = model.comment.clone();
        table.options = model.options.to_vec();
        let columns = Part::flatten(model.parts);
        for column in &columns {
            self.add_column(model, &mut table, column);
        }
        table.primary_key = primary_key(model, &columns);
        self.add_constraints(model, &mut table);
        self.models.schema.insert_table(table);
    }

    fn add_column(&mut self, model: &Model, table: &mut Table, declared: &'static ModelColumn) {
        let key = (model.name.clone(), declared.column.name.clone());
        if let Some(before) = declared.renamed_from {
            self.models.renames.columns.insert(key.clone(), before.into());
        }
        match self.models.fields.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(declared.field);
                table.columns.push(declared.column.clone());
            }
            Entry::Occupied(entry) => self.errors.push(ModelError::TwoColumns {
                table: model.name.clone(),
                column: declared.column.name.clone(),
                first: entry.get(),
                second: declared.field,
                model: model.source,
            }),
        }
    }

    fn add_constraints(&mut self, model: &Model, table: &mut Table) {
        let mut named: BTreeMap<Text, String> = BTreeMap::new();
        if let Some(key) = &table.primary_key {
            named.insert(key.name.clone(), Constraint::from(key.clone()).to_string());
        }
        let claim = |named: &mut BTreeMap<Text, String>, errors: &mut Vec<_>, name: &Text, text: String| {
            let Some(first) = named.insert(name.clone(), text.clone()) else { return };
            errors.push(ModelError::TwoNames {
                table: model.name.clone(),
                name: name.clone(),
                first,
                second: text,
                model: model.source,
            });
        };
        for declared in Part::flatten(model.constraints) {
            let mut constraint = declared.constraint.clone();
            if constraint.name().is_empty() {
                let name = constraint_name(&model.name.name, &constraint, declared.checked);
                constraint = constraint.with_name(name);
            }
            claim(&mut named, &mut self.errors, constraint.name(), constraint.to_string());
            table.insert_constraint(constraint);
        }
        // A key is an index too; a foreign key or a check may have the name of an index, as MySQL's often have.
        named.retain(|name, _| {
            table.uniques.contains_key(name)
                || table.primary_key.as_ref().is_some_and(|key| key.name == *name)
        });
        for declared in Part::flatten(model.indexes) {
            let mut index = declared.clone();
            if index.name.is_empty() {
                index.name = conventional("ix", &model.name.name, Key::Index(&index.columns));
            }
            claim(&mut named, &mut self.errors, &index.name, index.to_string());
            table.insert_index(index);
        }
    }

    /// Keeps the enums that columns use; of all others, nobody asks.
    fn add_enums(&mut self, enums: &[ModelEnum]) {
        let mut used: BTreeSet<QualifiedName> = BTreeSet::new();
        for table in self.models.schema.tables.values() {
            for column in &table.columns {
                let Some(name) = column.ty.enum_name() else { continue };
                used.insert(name.clone());
                if !enums.iter().any(|model| model.enum_type.name == *name) {
                    self.errors.push(ModelError::NoEnum {
                        table: table.name.clone(),
                        column: column.name.clone(),
                        name: name.clone(),
                    });
                }
            }
        }
        for name in used {
            let mut models = enums.iter().filter(|model| model.enum_type.name == name);
            let Some(first) = models.next() else { continue };
            for second in models.filter(|model| model.enum_type != first.enum_type) {
                self.errors.push(ModelError::TwoEnums {
                    name: name.clone(),
                    first: first.source,
                    second: second.source,
                });
            }
            self.add_enum(first);
        }
    }

    fn add_enum(&mut self, model: &ModelEnum) {
        let name = &model.enum_type.name;
        let renames = &mut self.models.renames;
        if let Some(before) = &model.renamed_from {
            renames.enums.insert(name.clone(), before.clone());
        }
        for (after, before) in model.renamed_values {
            renames.enum_values.insert((name.clone(), (*after).into()), (*before).into());
        }
        self.models.schema.insert_enum(model.enum_type.clone());
    }
}

/// The primary key that the table's attribute gives, or the one of the columns that are marked.
fn primary_key(model: &Model, columns: &[&ModelColumn]) -> Option<PrimaryKey> {
    let mut key =
        model.primary_key.clone().unwrap_or(PrimaryKey { name: Text::default(), columns: (&[]).into() });
    if key.columns.is_empty() {
        let marked = columns.iter().filter(|column| column.primary_key);
        key.columns = marked.map(|column| column.column.name.clone()).collect();
    }
    if key.name.is_empty() {
        key.name = conventional("pk", &model.name.name, Key::None);
    }
    (!key.columns.is_empty()).then_some(key)
}

fn constraint_name(table: &str, constraint: &Constraint, checked: &[Text]) -> Text {
    match constraint {
        Constraint::PrimaryKey(_) => conventional("pk", table, Key::None),
        Constraint::Unique(unique) => conventional("uq", table, Key::Columns(&unique.columns)),
        Constraint::ForeignKey(key) => conventional("fk", table, Key::Columns(&key.columns)),
        Constraint::Check(_) => conventional("ck", table, Key::Columns(checked)),
    }
}

/// The name by convention.
pub(crate) fn conventional(prefix: &str, table: &str, key: Key<'_>) -> Text {
    render(|out| conventional_name(out, prefix, table, key)).into()
}
