//! `generate --from-database`: what somebody did to the database by hand, taken into the migrations.

use aludel::adopt::{self, Edit, EditChange};
use aludel::model::{self, Models, Renames};
use aludel::revision::Replayed;
use aludel::schema::{Place, Schema};
use clap::Args;

use crate::context::Context;
use crate::invocation;
use crate::output;
use crate::tables::Patterns;
use crate::trouble::{Result, Trouble};

/// Where the revision leads: to the models, or to what the database has.
#[derive(Debug, Args)]
pub(crate) struct AdoptionFlags {
    /// Write what somebody did to the database by hand, in place of what the models say
    #[arg(long, conflicts_with = "empty")]
    from_database: bool,
    /// Take in a table that no revision has, too; may hold `*`
    #[arg(long = "table", value_name = "NAME", requires = "from_database")]
    tables: Vec<String>,
}

impl AdoptionFlags {
    /// What is said where there is nothing to write.
    pub(crate) const fn nothing(&self) -> &'static str {
        match self.from_database {
            true => "nothing to do: the migrations are where the database is",
            false => "nothing to do: the migrations are where the models are",
        }
    }

    /// The command that writes what `--check` finds.
    pub(crate) const fn command(&self) -> &'static str {
        match self.from_database {
            true => "generate --from-database",
            false => "generate",
        }
    }

    /// Whether the revision leads to what the database has.
    pub(crate) const fn is_set(&self) -> bool {
        self.from_database
    }

    /// The schema that the revision leads to, with where the models stand.
    ///
    /// # Errors
    /// When the models do not add up; or the database is not at the head, or cannot be read.
    pub(crate) fn models(&self, context: &Context, replayed: &Replayed) -> Result<Models> {
        if !self.from_database {
            return Ok(context.migrations.models(replayed)?);
        }
        let chosen = Patterns::read(&self.tables).map_err(Trouble::new)?;
        let schemas: Vec<_> = chosen.schemas().collect();
        let (database, migrator) = (context.database()?, context.migrator_reading(schemas));
        let adoption = context.watch(
            "reading the database",
            migrator.adopt(&database.existing(), |name| chosen.match_any(name)),
        )?;
        for difference in &adoption.residue {
            output::warning(format!("no revision can say this, and it stays a difference: {difference}"));
        }
        let after = replayed.own_part(adoption.after.clone());
        for (name, table) in &adoption.after.tables {
            if !after.tables.contains_key(name) && replayed.schema.tables.get(name) != Some(table) {
                output::warning(format!("table `{name}` is a library's, and stays as different as it is"));
            }
        }
        // The models only tell where they stand: here they may lag behind, or not be written yet.
        let models = model::schema().unwrap_or_default();
        Ok(Models { schema: after, renames: Renames::default(), ..models })
    }
}

/// The edits of the models that lead them from `before` to where the revision leads, a sentence each.
pub(crate) fn edits(before: &Schema, models: &Models) -> Vec<String> {
    adopt::edits(before, &models.schema).iter().map(|edit| sentence(edit, models)).collect()
}

/// Says which edits of the models go with the revision, and what comes next.
pub(crate) fn tell(edits: &[String]) {
    if !edits.is_empty() {
        output::line("in the models, in their own words:");
    }
    for line in edits.iter().flat_map(|edit| edit.lines()) {
        output::line(format!("  {line}"));
    }
    let (check, stamp) = (invocation::next("check"), invocation::next("stamp head"));
    output::hint(format!(
        "edit the models until `{check}` finds nothing; the database has it already: record that with `{stamp}`"
    ));
}

fn sentence(Edit { place, change }: &Edit, models: &Models) -> String {
    let subject = match place {
        Place::Table { table }
        | Place::Column { table, .. }
        | Place::Index { table, .. }
        | Place::Constraint { table, .. } => match models.sources.get(table) {
            Some(source) => source.to_string(),
            None => format!("the model of table `{table}`"),
        },
        Place::Enum { .. } => format!("the model of {place}"),
    };
    let field = match place {
        Place::Column { table, column } => {
            Some(*models.fields.get(&(table.clone(), column.clone())).unwrap_or(&&**column))
        }
        Place::Table { .. } | Place::Index { .. } | Place::Constraint { .. } | Place::Enum { .. } => None,
    };
    match (change, field) {
        (EditChange::Add(text), Some(_)) => format!("{subject}: add `{text}`"),
        (EditChange::Add(text), None) => format!("{subject}: add\n{text}"),
        (EditChange::Write(text), _) if text.is_empty() => format!("{subject}: take its attributes away"),
        (EditChange::Write(text), _) => format!("{subject}: write `{text}`"),
        (EditChange::Remove, Some(field)) => format!("{subject}: remove `{field}`"),
        (EditChange::Remove, None) => format!("{subject}: remove it"),
    }
}
