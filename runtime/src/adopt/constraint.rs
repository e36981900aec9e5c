//! Keys and constraints as attributes: on the field where they are one column's, else on the struct; named only
//! where the name is not the one by convention.

use std::collections::{BTreeMap, BTreeSet};

use super::Writing;
use super::attribute::Item;
use super::identifier::written;
use super::names::{ItemNames, is_sayable_name};
use crate::introspection::Detail;
use crate::model::build::comparable;
use crate::model::conventional;
use crate::revision::source::literal;
use crate::schema::text::Key;
use crate::schema::{Action, Check, Deferrable, ForeignKey, Place, PrimaryKey, Schema, Table, Text, Unique};

/// The attributes of one table, while they are found.
pub(super) struct Parts<'a> {
    pub(super) table: &'a Table,
    pub(super) names: &'a ItemNames<'a>,
    /// What stands on the struct.
    pub(super) of_table: Vec<Item>,
    /// What stands on the field of each column.
    pub(super) of_columns: BTreeMap<Text, Vec<Item>>,
    /// What no attribute says.
    pub(super) unsaid: Vec<Detail>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(table: &'a Table, names: &'a ItemNames<'a>) -> Self {
        Self { table, names, of_table: Vec::new(), of_columns: BTreeMap::new(), unsaid: Vec::new() }
    }

    /// `name = "…"`, unless the name is the one by convention.
    pub(super) fn name(&self, name: &str, prefix: &str, key: Key<'_>) -> Option<Item> {
        (name != conventional(prefix, &self.table.name.name, key)).then(|| Item::text("name", name))
    }

    /// The fields of `columns`; `None` where one of them has no field.
    pub(super) fn fields(&self, columns: &[Text]) -> Option<Vec<String>> {
        columns.iter().map(|column| self.names.part(column).map(written)).collect()
    }

    pub(super) fn on(&mut self, column: &Text, item: Item) {
        self.of_columns.entry(column.clone()).or_default().push(item);
    }

    /// Notes that models do not say `what` of `place`.
    pub(super) fn unsaid(&mut self, place: Place, what: String, writing: &mut Writing<'_>) {
        let detail = writing.unsaid(place, what);
        self.unsaid.push(detail);
    }
}

/// Why an attribute cannot be written.
pub(super) const NO_FIELD: &str = "a column of it is no field";
pub(super) const LONG_NAME: &str = "its name has more than 63 bytes";

/// Finds all keys and constraints of a table.
pub(super) fn constraints(
    parts: &mut Parts<'_>,
    schema: &Schema,
    writing: &mut Writing<'_>,
    uses: &mut BTreeSet<String>,
) {
    let table = parts.table;
    let place = |name: &Text| Place::Constraint { table: table.name.clone(), constraint: name.clone() };
    let mut written: Vec<(&Text, Result<(), String>)> = Vec::new();
    written.extend(table.primary_key.iter().map(|key| (&key.name, primary_key(parts, key))));
    written.extend(table.uniques.values().map(|each| (&each.name, unique(parts, each))));
    written.extend(
        table.foreign_keys.values().map(|key| (&key.name, foreign_key(parts, key, schema, writing, uses))),
    );
    written.extend(table.checks.values().map(|each| (&each.name, check(parts, each))));
    for (name, why) in written.into_iter().filter_map(|(name, result)| Some((name, result.err()?))) {
        parts.unsaid(place(name), why, writing);
    }
}

fn sayable(name: &str) -> Result<(), String> {
    if is_sayable_name(name) { Ok(()) } else { Err(LONG_NAME.to_owned()) }
}

/// Whether a foreign key or a check may have the name: to models, all constraints of a table share their names.
fn free(table: &Table, name: &str) -> Result<(), String> {
    sayable(name)?;
    if table.uniques.contains_key(name) { Err("a unique constraint has its name".to_owned()) } else { Ok(()) }
}

fn primary_key(parts: &mut Parts<'_>, key: &PrimaryKey) -> Result<(), String> {
    sayable(&key.name)?;
    let fields = parts.fields(&key.columns).ok_or(NO_FIELD)?;
    let table = parts.table;
    let in_order: Vec<&Text> =
        table.columns.iter().map(|column| &column.name).filter(|name| key.columns.contains(name)).collect();
    let nullable = table.columns.iter().any(|column| column.nullable && key.columns.contains(&column.name));
    // A field that is marked holds no NULL, and the marks are in order of the fields.
    let marks = !nullable && in_order.iter().copied().eq(key.columns.iter());
    let mut items = Vec::new();
    if marks {
        key.columns.iter().for_each(|column| parts.on(column, Item::Word("primary_key".into())));
    } else {
        items.push(Item::words("columns", fields));
    }
    items.extend(parts.name(&key.name, "pk", Key::None));
    if !items.is_empty() {
        parts.of_table.push(Item::List("primary_key".into(), items));
    }
    Ok(())
}

fn unique(parts: &mut Parts<'_>, unique: &Unique) -> Result<(), String> {
    let Unique { name, columns, deferrable, nulls_not_distinct } = unique;
    sayable(name)?;
    let fields = parts.fields(columns).ok_or(NO_FIELD)?;
    let mut items = Vec::new();
    if columns.len() > 1 {
        items.push(Item::words("columns", fields));
    }
    items.extend(parts.name(name, "uq", Key::Columns(columns)));
    items.extend(deferred(*deferrable));
    if *nulls_not_distinct {
        items.push(Item::Word("nulls_not_distinct".into()));
    }
    let item = Item::list_or_word("unique", items);
    match &**columns {
        [column] => parts.on(column, item),
        _ => parts.of_table.push(item),
    }
    Ok(())
}

fn check(parts: &mut Parts<'_>, check: &Check) -> Result<(), String> {
    let Check { name, expression } = check;
    free(parts.table, name)?;
    if expression.is_empty() {
        return Err("it has no expression".into());
    }
    let expression = Item::Word(literal(expression));
    let by_column =
        |column: &&Text| parts.name(name, "ck", Key::Columns(std::slice::from_ref(column))).is_none();
    let fields = parts.table.columns.iter().map(|column| &column.name);
    let found = fields.filter(|name| parts.names.part(name).is_some()).find(by_column);
    if let Some(column) = found {
        parts.on(column, Item::List("check".into(), vec![expression]));
        return Ok(());
    }
    let mut items: Vec<Item> = parts.name(name, "ck", Key::None).into_iter().collect();
    items.push(expression);
    parts.of_table.push(Item::List("check".into(), items));
    Ok(())
}

fn foreign_key(
    parts: &mut Parts<'_>,
    key: &ForeignKey,
    schema: &Schema,
    writing: &Writing<'_>,
    uses: &mut BTreeSet<String>,
) -> Result<(), String> {
    let ForeignKey {
        name,
        columns,
        references,
        referenced_columns,
        on_delete,
        on_update,
        deferrable,
        match_full,
    } = key;
    free(parts.table, name)?;
    let fields = parts.fields(columns).ok_or(NO_FIELD)?;
    let no_model = || format!("it references `{references}`, which is no model");
    let model = writing.names.table(references).ok_or_else(no_model)?;
    let there = schema.tables.get(references).ok_or_else(no_model)?;
    let mut paths = Vec::new();
    for (own, other) in columns.iter().zip(referenced_columns.iter()) {
        let no_column = || format!("it references `{references}.{other}`, which is no field");
        let field = model.part(other).ok_or_else(no_column)?;
        let own = parts.table.column(own).ok_or(NO_FIELD)?;
        let other = there.column(other).ok_or_else(no_column)?;
        if !comparable(&own.ty, &other.ty) {
            return Err(format!(
                "`{}` is {}, but `{references}.{}` is {}",
                own.name, own.ty, other.name, other.ty
            ));
        }
        paths.push(format!("{}::{}", model.ident, written(field)));
    }
    let first = columns.first().and_then(|column| parts.table.column(column));
    let nulls = *on_delete == Action::SetNull || *on_update == Action::SetNull;
    if nulls && first.is_some_and(|column| !column.nullable) {
        return Err("it makes NULL what holds none".into());
    }
    uses.insert(model.ident.clone());

    let mut options: Vec<Item> = parts.name(name, "fk", Key::Columns(columns)).into_iter().collect();
    for (attribute, taken) in [("on_delete", on_delete), ("on_update", on_update)] {
        options.extend(action(*taken).map(|action| Item::Word(format!("{attribute} = {action}"))));
    }
    if *match_full {
        options.push(Item::Word("match = full".into()));
    }
    options.extend(deferred(*deferrable));
    let taken = |column| parts.of_columns.get(column).is_some_and(|items| items.iter().any(is_reference));
    match &**columns {
        [column] if !taken(column) => {
            let mut items: Vec<Item> = paths.into_iter().map(Item::Word).collect();
            items.append(&mut options);
            parts.on(column, Item::List("references".into(), items));
        }
        _ => {
            let mut items = vec![Item::words("columns", fields), Item::words("references", paths)];
            items.append(&mut options);
            parts.of_table.push(Item::List("foreign_key".into(), items));
        }
    }
    Ok(())
}

fn is_reference(item: &Item) -> bool {
    matches!(item, Item::List(name, _) if name == "references")
}

fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("restrict"),
        Action::Cascade => Some("cascade"),
        Action::SetNull => Some("set_null"),
        Action::SetDefault => Some("set_default"),
    }
}

fn deferred(deferrable: Option<Deferrable>) -> Option<Item> {
    let written = match deferrable? {
        Deferrable::InitiallyImmediate => "deferrable",
        Deferrable::InitiallyDeferred => "deferrable = initially_deferred",
    };
    Some(Item::Word(written.into()))
}
