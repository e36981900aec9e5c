//! The edits of models that go with a change of the schema, as one would write them.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{ItemNames, Names};
use super::{Options, Remarks, Writing, enumeration, table};
use crate::introspection::Introspection;
use crate::schema::{Place, Schema, Table, Text};

/// One edit of the models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is edited: a field, by its column; a struct or its attributes, by its table; an enum.
    pub place: Place,
    /// What is done to it.
    pub change: EditChange,
}

/// What is done to a part of the models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditChange {
    /// It is new; a struct or an enum as a whole is of several lines.
    Add(String),
    /// It is as this line says; of a struct only its attributes, of an enum its variants.
    Write(String),
    /// It goes.
    Remove,
}

/// The edits that lead models of `before` to models of `after`, by enum and table.
pub fn edits(before: &Schema, after: &Schema) -> Vec<Edit> {
    let (before, after) = (Written::new(before, after), Written::new(after, before));
    let mut edits = Vec::new();
    for (place, pieces_after) in &after.0 {
        match before.0.get(place) {
            None => edits.push((place.clone(), EditChange::Add(pieces_after.source.clone()))),
            Some(pieces) => pieces.edits(pieces_after, place, &mut edits),
        }
    }
    let gone = before.0.keys().filter(|place| !after.0.contains_key(*place));
    edits.extend(gone.map(|place| (place.clone(), EditChange::Remove)));
    edits.into_iter().map(|(place, change)| Edit { place, change }).collect()
}

/// The structs and enums of a schema that are not the same in another, by table and enum.
struct Written(BTreeMap<Place, Pieces>);

/// A struct or an enum in pieces.
struct Pieces {
    source: String,
    /// Its own attributes, or the variants of an enum.
    own: String,
    /// The fields by column, each as one line.
    fields: BTreeMap<Text, String>,
}

impl Written {
    fn new(schema: &Schema, other: &Schema) -> Self {
        let names = Names::new(schema);
        let options = Options::default();
        let mut writing =
            Writing { options, names: &names, features: BTreeMap::new(), unsaid: BTreeSet::new() };
        let remarks = Remarks::new(&Introspection::default());
        let mut written = BTreeMap::new();
        let enums = schema.enums.iter().filter(|(name, values)| other.enums.get(*name) != Some(*values));
        for (name, enum_type) in enums {
            if let Some(item) = enumeration::enumeration(enum_type, &remarks, &mut writing) {
                let own = body(&item.source);
                let pieces = Pieces { source: item.source, own, fields: BTreeMap::new() };
                written.insert(Place::Enum { name: name.clone() }, pieces);
            }
        }
        let tables = schema.tables.iter().filter(|(name, table)| other.tables.get(name) != Some(*table));
        for (name, of) in tables {
            let item = table::table(of, schema, &remarks, &mut writing);
            if let Some((item, names)) = item.zip(names.table(name)) {
                let pieces = Pieces::of_table(of, names, item.source);
                written.insert(Place::Table { table: name.clone() }, pieces);
            }
        }
        Self(written)
    }
}

impl Pieces {
    fn of_table(table: &Table, names: &ItemNames<'_>, source: String) -> Self {
        let columns: BTreeMap<&str, &Text> = table
            .columns
            .iter()
            .filter_map(|column| Some((names.part(&column.name)?, &column.name)))
            .collect();
        let mut own = Vec::new();
        let mut lines = source.lines();
        for line in lines.by_ref().take_while(|line| !line.starts_with("pub struct ")) {
            if !line.starts_with("#[derive(") {
                own.push(line);
            }
        }
        let mut fields = BTreeMap::new();
        let (mut field, mut name) = (Vec::new(), None);
        for line in lines {
            field.push(line);
            if let Some((ident, _)) = line.strip_prefix("    pub ").and_then(|line| line.split_once(':')) {
                name = columns.get(ident.trim_start_matches("r#"));
            }
            if line.ends_with(',')
                && let Some(name) = name.take()
            {
                fields.insert((*name).clone(), one_line(&std::mem::take(&mut field)));
            }
        }
        let own = one_line(&own);
        Self { source, own, fields }
    }

    fn edits(&self, after: &Self, place: &Place, edits: &mut Vec<(Place, EditChange)>) {
        if self.own != after.own {
            edits.push((place.clone(), EditChange::Write(after.own.clone())));
        }
        let Place::Table { table } = place else { return };
        let column = |column: &Text| Place::Column { table: table.clone(), column: column.clone() };
        for (name, field) in &after.fields {
            match self.fields.get(name) {
                None => edits.push((column(name), EditChange::Add(field.clone()))),
                Some(before) if before != field => {
                    edits.push((column(name), EditChange::Write(field.clone())))
                }
                Some(_) => {}
            }
        }
        let gone = self.fields.keys().filter(|name| !after.fields.contains_key(*name));
        edits.extend(gone.map(|name| (column(name), EditChange::Remove)));
    }
}

/// What stands in the braces of an enum.
fn body(source: &str) -> String {
    let lines: Vec<&str> = source.lines().skip_while(|line| !line.starts_with("pub enum ")).skip(1).collect();
    one_line(&lines[..lines.len().saturating_sub(1)])
}

/// `lines` as one, without the comma at its end.
fn one_line(lines: &[&str]) -> String {
    let words: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let line = words.join(" ").replace("( ", "(").replace(" )", ")");
    line.trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;

    fn schema(statuses: &[&'static str], users: Table) -> Schema {
        let mut schema = Schema::new();
        let values = statuses.iter().map(|status| Text::from(*status)).collect();
        schema.insert_enum(crate::schema::EnumType { name: "status".into(), values });
        schema.insert_table(users);
        schema
    }

    fn users() -> Table {
        let users = table("users").with(column("id", bigint())).with(primary_key("pk_users", ["id"]));
        users.with(column("name", varchar(40))).with(column("status", enumeration("status")))
    }

    #[track_caller]
    fn check(before: &Schema, after: &Schema, expected: &[&str]) {
        let found: Vec<String> = edits(before, after)
            .into_iter()
            .map(|Edit { place, change }| match change {
                EditChange::Add(text) => format!("{place}: add {text}"),
                EditChange::Write(text) => format!("{place}: write {text}"),
                EditChange::Remove => format!("{place}: remove"),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_come_change_and_go() {
        let before = schema(&["new", "done"], users());
        check(&before, &before, &[]);
        let mut changed = users().with(column("phone", varchar(20)).nullable());
        changed.columns.retain(|column| column.name != "status");
        changed.column_mut("name").expect("it is there").ty = varchar(80);
        changed.comment = Some("people".into());
        let mut index = index("ix_users_phone").on("users", ["phone"]).index;
        index.name = "ix_users_phone".into();
        changed.insert_index(index);
        let after = schema(&["new", "done"], changed);
        check(
            &before,
            &after,
            &[
                "table `users`: write #[table(name = \"users\", comment = \"people\")]",
                "column `users.name`: write #[column(length = 80)] pub name: String",
                "column `users.phone`: add #[column(length = 20, index)] pub phone: Option<String>",
                "column `users.status`: remove",
            ],
        );
    }

    #[test]
    fn enums_and_tables() {
        let before = schema(&["new", "done"], users());
        let after = schema(&["new", "lost", "done"], users());
        check(&before, &after, &["enum `status`: write New, Lost, Done"]);
        let mut more = before.clone();
        more.insert_table(table("tags").with(column("id", bigint())).with(primary_key("pk_tags", ["id"])));
        let source = "#[derive(aludel::Table, sqlx::FromRow)]\n#[table(name = \"tags\")]\npub struct Tag {\n    \
                      #[column(primary_key)]\n    pub id: i64,\n}\n";
        check(&before, &more, &[&format!("table `tags`: add {source}")]);
        check(&more, &before, &["table `tags`: remove"]);
    }
}
