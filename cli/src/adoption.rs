//! `generate --from-database`: what somebody did to the database by hand, taken into the migrations.

use aludel::model::{self, Models, Renames};
use aludel::operation::Operation;
use aludel::revision::Replayed;
use aludel::schema::Schema;
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
            true => "generate --from-database -m MESSAGE",
            false => "generate -m MESSAGE",
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
        let adoption = context.wait(migrator.adopt(&database.existing(), |name| chosen.match_any(name)))?;
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

/// Says which edit of the models goes with `operations`, which start from `before`, and what comes next.
pub(crate) fn tell(_operations: &[Operation], _before: &Schema, _models: &Models) {
    let (check, stamp) = (invocation::next("check"), invocation::next("stamp head"));
    output::hint(format!(
        "bring the models where the database is, until `{check}` finds nothing; the database has it already: record \
         that with `{stamp}`"
    ));
}
