//! One thing in which a database is not as the revisions say, in the words of `schema.lock`.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::places::{outermost, places};
use crate::diff::settled;
use crate::revision::lock::{Block, column_line, own_lines, values_line};
use crate::schema::text::render;
use crate::schema::{Column, Constraint, EnumType, Identity, Place, QualifiedName, Schema, Table, text};

/// One thing in which a database is not as the revisions say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub place: Place,
    /// Its lines in `schema.lock` as the revisions have it; `None` where they have no such thing.
    pub before: Option<String>,
    /// Its lines as the database has it; `None` where it has no such thing.
    pub after: Option<String>,
    /// What of it differs, where both have it and it has parts to tell apart.
    pub changes: Vec<Change>,
}

/// One property in which a thing differs that both sides have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The property, in plain words: `type`, `default`, `values`.
    pub what: String,
    /// As the revisions have it; `None` where it has none.
    pub before: Option<String>,
    /// As the database has it; `None` where it has none.
    pub after: Option<String>,
}

/// The differences between what the revisions say and what a database has, in the same words, by enum and table.
pub(super) fn differences(before: &Schema, after: &Schema) -> Vec<Difference> {
    let operations = settled(before, after);
    let found = operations.iter().flat_map(places).map(|place| outermost(place, before, after));
    let found: BTreeSet<Place> = found.collect();
    let differences = found.into_iter().filter_map(|place| Difference::at(place, before, after));
    let mut differences: Vec<Difference> = differences.collect();
    differences.sort_by(|a, b| (order(&a.place), &a.place).cmp(&(order(&b.place), &b.place)));
    differences
}

/// Enums, then tables, each with all that is its own.
const fn order(place: &Place) -> (bool, &QualifiedName) {
    match place {
        Place::Enum { name } => (false, name),
        Place::Table { table }
        | Place::Column { table, .. }
        | Place::Index { table, .. }
        | Place::Constraint { table, .. } => (true, table),
    }
}

impl Difference {
    /// The difference at `place`; `None` where both are the same: lifted out of the way of another change, no more.
    fn at(place: Place, before: &Schema, after: &Schema) -> Option<Self> {
        let changes = changes(&place, before, after);
        let [text_before, text_after] = match &place {
            Place::Table { table }
                if before.tables.contains_key(table) && after.tables.contains_key(table) =>
            {
                [before, after]
                    .map(|schema| schema.tables.get(table).map(|table| own_lines(table).join("\n")))
            }
            place => [before, after].map(|schema| lines(place, schema)),
        };
        (text_before != text_after).then_some(Self { place, before: text_before, after: text_after, changes })
    }

    /// Whether the database has nothing of the kind.
    pub const fn is_missing(&self) -> bool {
        self.after.is_none()
    }
}

/// The lines of what is at `place`, a whole table among it.
fn lines(place: &Place, schema: &Schema) -> Option<String> {
    match place {
        Place::Table { table } => schema.tables.get(table).map(|table| block(&Block::from(table))),
        Place::Column { table, column } => schema.tables.get(table)?.column(column).map(column_line),
        Place::Index { table, index } => {
            schema.tables.get(table)?.indexes.get(index).map(ToString::to_string)
        }
        Place::Constraint { table, constraint } => {
            let constraints = schema.tables.get(table)?.constraints();
            let named = constraints.filter(|other| other.name() == constraint);
            let lines: Vec<String> = named.map(|constraint: Constraint| constraint.to_string()).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        Place::Enum { name } => schema.enums.get(name).map(values_line),
    }
}

fn block(block: &Block) -> String {
    block.to_string().trim_end().to_owned()
}

/// What differs of the thing at `place`, where both have it.
fn changes(place: &Place, before: &Schema, after: &Schema) -> Vec<Change> {
    let changes = match place {
        Place::Table { table } => both(before.tables.get(table), after.tables.get(table), table_changes),
        Place::Column { table, column } => {
            let find = |schema: &'_ Schema| schema.tables.get(table)?.column(column).cloned();
            both(find(before).as_ref(), find(after).as_ref(), column_changes)
        }
        Place::Enum { name } => both(before.enums.get(name), after.enums.get(name), enum_changes),
        Place::Index { .. } | Place::Constraint { .. } => Vec::new(),
    };
    changes.into_iter().filter(|change| change.before != change.after).collect()
}

fn both<T>(before: Option<&T>, after: Option<&T>, changes: fn(&T, &T) -> Vec<Change>) -> Vec<Change> {
    match (before, after) {
        (Some(before), Some(after)) => changes(before, after),
        (None, _) | (_, None) => Vec::new(),
    }
}

fn change(what: impl Into<String>, [before, after]: [Option<String>; 2]) -> Change {
    Change { what: what.into(), before, after }
}

fn table_changes(before: &Table, after: &Table) -> Vec<Change> {
    let sides = [before, after];
    let mut changes = vec![change("comment", sides.map(|table| table.comment.as_deref().map(quoted)))];
    let options = sides.into_iter().flat_map(|table| &table.options);
    let names: BTreeSet<_> = options.map(|option| (&option.database, &option.name)).collect();
    for (database, name) in names {
        let value = |table: &Table| {
            table.option(database, name).map(|value| match value {
                "" => "set".to_owned(),
                value => value.to_owned(),
            })
        };
        changes.push(change(format!("{database} option {name}"), sides.map(value)));
    }
    changes
}

fn column_changes(before: &Column, after: &Column) -> Vec<Change> {
    let sides = [before, after];
    // All fields, so that a new one is not forgotten here.
    let Column {
        name: _,
        ty: _,
        nullable: _,
        default: _,
        identity: _,
        generated: _,
        collation: _,
        comment: _,
        native: _,
    } = before;
    let mut changes = vec![
        change("type", sides.map(|column| Some(column.ty.to_string()))),
        change("nullability", sides.map(|column| Some(nullability(column).to_owned()))),
        change("default", sides.map(|column| column.default.as_ref().map(ToString::to_string))),
        change("identity", sides.map(|column| column.identity.map(identity))),
        change("generated expression", sides.map(generated)),
        change("collation", sides.map(|column| column.collation.as_deref().map(str::to_owned))),
        change("comment", sides.map(|column| column.comment.as_deref().map(quoted))),
    ];
    let natives = sides.into_iter().flat_map(|column| column.native.iter());
    for database in natives.map(|native| &native.database).collect::<BTreeSet<_>>() {
        let native = |column: &Column| column.native_type(database).map(str::to_owned);
        changes.push(change(format!("{database} type"), sides.map(native)));
    }
    changes
}

fn enum_changes(before: &EnumType, after: &EnumType) -> Vec<Change> {
    let values = |enum_type: &EnumType| Some(render(|out| text::enum_values(out, enum_type)));
    vec![change("values", [before, after].map(values))]
}

const fn nullability(column: &Column) -> &'static str {
    if column.nullable { "null" } else { "not null" }
}

fn identity(identity: Identity) -> String {
    match identity {
        Identity::ByDefault => "by default".into(),
        Identity::Always => "always".into(),
    }
}

fn generated(column: &Column) -> Option<String> {
    let generated = column.generated.as_ref()?;
    let kind = if generated.stored { "stored" } else { "virtual" };
    Some(format!("{kind} {}", generated.expression))
}

fn quoted(text: &str) -> String {
    render(|out| text::quoted(out, text))
}

/// One sentence without a full stop.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, before, after, changes } = self;
        match (before, after) {
            (_, None) => write!(f, "{place} is missing in the database"),
            (None, Some(_)) => write!(f, "{place} is in the database, but not in the revisions"),
            (Some(before), Some(after)) if changes.is_empty() => {
                write!(f, "{place} differs: `{before}` in the revisions, `{after}` in the database")
            }
            (Some(_), Some(_)) => {
                let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
                write!(f, "{place} differs: {}", changes.join("; "))
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side =
            |text: &Option<String>| text.as_ref().map_or_else(|| "none".into(), |text| format!("`{text}`"));
        let Self { what, before, after } = self;
        write!(f, "{what} {} in the revisions, {} in the database", side(before), side(after))
    }
}
