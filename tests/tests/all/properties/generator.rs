//! Schemas from a tape of choices, of every feature that a database has.

use std::collections::BTreeSet;

use aludel::revision::*;
use aludel::schema::{
    Action, Column, DefaultValue, Deferrable, EnumType, Identity, List, QualifiedName, Schema, Table, Text,
};
use aludel_tests::servers::Server;

use super::tape::Tape;
use super::words;

/// Makes schemas for one database.
pub(super) struct Generator {
    server: Server,
    types: Vec<ColumnType>,
}

fn named(name: impl Into<Text>) -> QualifiedName {
    QualifiedName { schema: None, name: name.into() }
}

impl Generator {
    pub(super) fn new(server: Server) -> Self {
        Self { server, types: words::types(server) }
    }

    /// A schema, and another that has much of it.
    pub(super) fn pair(&self, choices: &[u16]) -> (Schema, Schema) {
        let mut tape = Tape::new(choices);
        let before = self.schema(&mut tape, &Schema::new());
        let after = self.schema(&mut tape, &before);
        (before, after)
    }

    fn schema(&self, tape: &mut Tape<'_>, previous: &Schema) -> Schema {
        let mut schema = Schema::new();
        for name in tape.some(&words::ENUMS, 0, 2) {
            let known = previous.enums.keys().find(|other| other.name == name).cloned();
            let name = known.unwrap_or_else(|| self.placed(tape, name));
            let kept = previous.enums.get(&name).filter(|_| !tape.once_in(3));
            let values = tape.some(&words::VALUES, 1, 4).into_iter().map(Text::from).collect();
            schema.insert_enum(kept.cloned().unwrap_or(EnumType { name, values }));
        }
        for name in tape.some(&words::TABLES, 1, 3) {
            let known = previous.tables.keys().find(|table| table.name == name).cloned();
            let name = known.unwrap_or_else(|| self.placed(tape, name));
            let before = previous.tables.get(&name).cloned().unwrap_or_else(|| Table::new(name));
            let table = self.table(tape, &schema, &before);
            schema.insert_table(table);
        }
        let names: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
        for name in &names {
            if tape.once_in(2) {
                self.foreign_key(tape, &mut schema, name, &names, previous);
            }
        }
        schema
    }

    fn table(&self, tape: &mut Tape<'_>, schema: &Schema, before: &Table) -> Table {
        let mut made = Table::new(before.name.clone());
        for name in tape.some(&words::COLUMNS, 1, 4) {
            let kept = before.column(name).filter(|column| !tape.once_in(4) && self.stands(schema, column));
            let fresh = self.column(tape, schema, name);
            made.columns.push(match (kept, before.column(name)) {
                (Some(kept), _) => kept.clone(),
                (None, Some(before))
                    if !words::casts(&before.ty, &fresh.ty) || before.native != fresh.native =>
                {
                    let default = before.default.clone().filter(|_| self.stands(schema, before));
                    let (ty, native) = (before.ty.clone(), before.native.clone());
                    // What fills a native type only its database knows.
                    let nullable = fresh.nullable || !native.is_empty();
                    Column { ty, native, nullable, default, collation: before.collation.clone(), ..fresh }
                }
                (None, _) => fresh,
            });
        }
        let has = |column: &Column| column.ty.enum_name().is_none_or(|name| schema.enums.contains_key(name));
        made.columns.retain(has);
        if made.columns.is_empty() {
            made.columns.push(column("own", integer()));
        }
        self.primary_key(tape, &mut made);
        self.generated(tape, &mut made);
        let keyable: Vec<Text> = made
            .columns
            .iter()
            .filter(|column| words::is_keyable(self.server, column))
            .map(|column| column.name.clone())
            .collect();
        let stem = made.name.name.clone();
        if tape.once_in(3) && !keyable.is_empty() {
            let mut made_unique = unique(format!("uq {stem}"), tape.some(&keyable, 1, 2));
            if self.server == Server::Postgres {
                made_unique.nulls_not_distinct = tape.once_in(4);
                if tape.once_in(4) {
                    made_unique.deferrable = Some(Deferrable::InitiallyDeferred);
                }
            }
            made = made.with(made_unique);
        }
        for number in 0..tape.below(3) {
            if !keyable.is_empty() {
                self.index(tape, &mut made, &keyable, format!("ix {stem} {number}"));
            }
        }
        let kept = before
            .indexes
            .values()
            .filter(|index| words::stands(index, |name| keyable.iter().any(|it| it == name)));
        for index in kept {
            if !tape.once_in(3) {
                made.insert_index(index.clone());
            }
        }
        if tape.once_in(3) {
            let columns: Vec<Column> =
                made.columns.iter().filter(|column| column.identity.is_none()).cloned().collect();
            let column = tape.pick(if columns.is_empty() { &made.columns } else { &columns });
            if self.server != Server::Mysql || column.identity.is_none() {
                made = made.with(check(format!("ck {stem}"), self.condition(tape, &column)));
            }
        }
        if tape.once_in(5) {
            made.comment = Some(tape.pick(&words::VALUES).into());
        }
        if self.server == Server::Sqlite
            && made.primary_key.is_some()
            && tape.once_in(8)
            && !self.numbers(&made)
        {
            made = made.with_option("sqlite", "without_rowid", "");
        }
        made
    }

    /// `name` in the connection's own schema, or in another where the database has several.
    fn placed(&self, tape: &mut Tape<'_>, name: &'static str) -> QualifiedName {
        let schema =
            (self.server == Server::Postgres && tape.once_in(4)).then(|| tape.pick(&words::SCHEMAS).into());
        QualifiedName { schema, ..named(name) }
    }

    fn numbers(&self, table: &Table) -> bool {
        table.columns.iter().any(|column| column.identity.is_some())
    }

    /// Whether the column's enum is there and has its default.
    fn stands(&self, schema: &Schema, column: &Column) -> bool {
        let Some(name) = column.ty.enum_name() else {
            return column.generated.is_none() && column.identity.is_none();
        };
        let Some(enum_type) = schema.enums.get(name) else { return false };
        match &column.default {
            Some(DefaultValue::Literal(aludel::schema::Literal::Text(value))) => {
                enum_type.values.contains(value)
            }
            _ => true,
        }
    }

    fn column(&self, tape: &mut Tape<'_>, schema: &Schema, name: &'static str) -> Column {
        let mut made = column(name, tape.pick(&self.types));
        if tape.once_in(4)
            && let Some(name) = schema.enums.keys().next()
        {
            made.ty = enumeration(name);
            if self.server == Server::Postgres && tape.once_in(3) {
                made.ty = array(made.ty);
            }
        }
        made.nullable = tape.once_in(2);
        if tape.once_in(12) {
            let (ty, native) = tape.pick(words::natives(self.server));
            return Column { ty, nullable: true, ..made }.native(self.server.name(), native);
        }
        if tape.once_in(3) {
            made.default = words::default(tape, self.server, &made.ty, schema);
        }
        if tape.once_in(8) {
            made.comment = Some(tape.pick(&words::VALUES).into());
        }
        if words::is_text(&made) && tape.once_in(6) {
            made.collation = match self.server {
                Server::Sqlite => Some("NOCASE".into()),
                Server::Postgres => Some("C".into()),
                Server::Mysql => None,
            };
        }
        made
    }

    fn primary_key(&self, tape: &mut Tape<'_>, table: &mut Table) {
        let stem = &table.name.name;
        if tape.once_in(3) {
            return;
        }
        if tape.once_in(3) {
            let numbers = table.columns.iter().position(words::is_number);
            let at = match numbers.filter(|_| tape.once_in(2)) {
                Some(at) => at,
                None => {
                    table.columns.insert(0, column("numbered", bigint()));
                    0
                }
            };
            let numbered = &mut table.columns[at];
            *numbered = Column {
                identity: Some(Identity::ByDefault),
                ..Column::new(numbered.name.clone(), numbered.ty.clone())
            };
            table.primary_key = Some(primary_key(format!("pk {stem}"), [numbered.name.clone()]));
            return;
        }
        let keyable: Vec<Text> = table
            .columns
            .iter()
            .filter(|column| words::is_keyable(self.server, column))
            .map(|column| column.name.clone())
            .collect();
        if !keyable.is_empty() {
            let columns = tape.some(&keyable, 1, 2);
            for column in table.columns.iter_mut().filter(|column| columns.contains(&column.name)) {
                column.nullable = false;
            }
            table.primary_key = Some(primary_key(format!("pk {stem}"), columns));
        }
    }

    /// Adds a column that is computed from another.
    fn generated(&self, tape: &mut Tape<'_>, table: &mut Table) {
        if !tape.once_in(3) {
            return;
        }
        let bases = table.columns.iter().filter(|base| words::is_text(base) || words::is_number(base));
        let bases: Vec<Column> = bases.filter(|base| base.identity.is_none()).cloned().collect();
        if bases.is_empty() {
            return;
        }
        let base = tape.pick(&bases);
        let name = self.quote(&base.name);
        let (ty, expression) = match words::is_text(&base) {
            true => (base.ty.clone(), format!("lower({name})")),
            false => (bigint(), format!("{name} + 1")),
        };
        let made = column("computed", ty).nullable();
        let computed = self.server != Server::Postgres && tape.once_in(2);
        table.columns.push(if computed { made.computed(expression) } else { made.stored(expression) });
    }

    fn index(&self, tape: &mut Tape<'_>, table: &mut Table, keyable: &[Text], name: String) {
        let columns = tape.some(keyable, 1, 2);
        let arrays =
            |name: &Text| table.column(name).is_some_and(|column| matches!(column.ty, ColumnType::Array(_)));
        let mut keys: Vec<Key> = columns.iter().map(|name| key(name.clone())).collect();
        if tape.once_in(3) {
            keys[0] = key(columns[0].clone()).desc();
        }
        let text = table.columns.iter().find(|column| words::is_text(column));
        if self.server != Server::Mysql
            && tape.once_in(4)
            && let Some(column) = text
        {
            keys.push(expression(format!("lower({})", self.quote(&column.name))));
        }
        if self.server == Server::Postgres && tape.once_in(5) {
            keys[0] = key(columns[0].clone()).nulls_first();
        }
        let mut made = index(name).on(table.name.clone(), keys);
        if tape.once_in(4) {
            made = made.unique();
        }
        if self.server != Server::Mysql && tape.once_in(4) {
            let column = tape.pick(&table.columns);
            made = made.filter(self.condition(tape, &column));
        }
        if self.server == Server::Postgres && tape.once_in(5) {
            made = match columns.iter().any(arrays) || tape.once_in(2) {
                true => made.include([columns[0].clone()]),
                false => index(made.index.name.clone())
                    .on(table.name.clone(), [key(columns[0].clone())])
                    .using("hash"),
            };
        }
        table.insert_index(made.index);
    }

    fn condition(&self, tape: &mut Tape<'_>, column: &Column) -> String {
        let name = self.quote(&column.name);
        let choices = match column {
            column if words::is_text(column) => vec![
                format!("{name} <> 'it''s'"),
                format!("{name} LIKE 'a%' OR length({name}) > 3"),
                format!("{name} IN ('a', 'b')"),
            ],
            column if words::is_number(column) => vec![
                format!("{name} > 0"),
                format!("{name} BETWEEN 1 AND 10"),
                format!("{name} IN (1, 2, 3) AND NOT {name} = 2"),
            ],
            _ => vec![format!("{name} IS NOT NULL")],
        };
        tape.pick(&choices)
    }

    fn foreign_key(
        &self,
        tape: &mut Tape<'_>,
        schema: &mut Schema,
        name: &QualifiedName,
        names: &[QualifiedName],
        _previous: &Schema,
    ) {
        let target = &schema.tables[&tape.pick(names)];
        let mut keys: Vec<List<Text>> = target.primary_key.iter().map(|key| key.columns.clone()).collect();
        keys.extend(
            target
                .uniques
                .values()
                .filter(|unique| unique.deferrable.is_none())
                .map(|unique| unique.columns.clone()),
        );
        if keys.is_empty() {
            return;
        }
        let referenced = tape.pick(&keys);
        let own: Vec<Column> = referenced
            .iter()
            .enumerate()
            .map(|(i, column)| {
                let column = target.column(column).expect("a key's columns are the table's");
                let collation = column.collation.clone();
                Column {
                    nullable: true,
                    collation,
                    native: column.native.clone(),
                    ..Column::new(format!("ref {i}").into(), column.ty.clone())
                }
            })
            .collect();
        let taken: BTreeSet<Text> = own.iter().map(|column| column.name.clone()).collect();
        let mut key = foreign_key(format!("fk {}", name.name), taken)
            .references(target.name.clone(), referenced.to_vec());
        let actions = [Action::NoAction, Action::Cascade, Action::SetNull, Action::Restrict];
        key = key.on_delete(tape.pick(&actions)).on_update(tape.pick(&actions));
        if self.server != Server::Mysql && tape.once_in(4) {
            key = key.deferrable(tape.pick(&[Deferrable::InitiallyDeferred, Deferrable::InitiallyImmediate]));
        }
        let table = schema.tables.get_mut(name).expect("it is one of the names");
        table.columns.extend(own);
        table.insert_constraint(key.into());
    }

    fn quote(&self, name: &str) -> String {
        self.server.dialect().quote(name)
    }
}
