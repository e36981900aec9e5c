//! The comparison of the database with the revisions, as `check --database` and `diff --database` tell it.

use std::collections::{BTreeMap, BTreeSet};

use aludel::introspection::{Detail, Object};
use aludel::migrator::{Comparison, Difference, Standing, Unmanaged};
use serde::Serialize;

use crate::command::Outcome;
use crate::context::Context;
use crate::invocation;
use crate::output::{self, ADDED, CHANGED, DROPPED, FAINT, REVISION, styled};
use crate::trouble::Result;

/// A comparison, as `--format json` writes it.
#[derive(Serialize)]
pub(crate) struct Compared {
    /// Where the database is, without its password.
    pub(crate) database: String,
    pub(crate) history: Standing,
    pub(crate) differences: Vec<Told>,
    unmanaged: Unmanaged,
    objects: BTreeSet<Object>,
    details: BTreeSet<Detail>,
    #[serde(skip)]
    agrees: bool,
}

/// A difference with the sentence that tells it.
#[derive(Serialize)]
pub(crate) struct Told {
    message: String,
    #[serde(flatten)]
    pub(crate) difference: Difference,
}

impl Compared {
    /// Compares the database that is set, which must be there, and changes nothing.
    pub(crate) fn read(context: &Context) -> Result<Self> {
        let database = context.database()?;
        let comparison =
            context.watch("reading the database", context.migrator().compare(&database.existing()))?;
        Ok(Self::new(database.to_string(), comparison))
    }

    fn new(database: String, comparison: Comparison) -> Self {
        let agrees = comparison.agrees();
        let Comparison { history, differences, unmanaged, objects, details } = comparison;
        let told = |difference: Difference| Told { message: difference.to_string(), difference };
        let differences = differences.into_iter().map(told).collect();
        Self { database, history, differences, unmanaged, objects, details, agrees }
    }

    pub(crate) const fn outcome(&self) -> Outcome {
        if self.agrees { Outcome::Fine } else { Outcome::Differences }
    }

    /// Each difference in a sentence; one for a history that is not this build's.
    pub(crate) fn messages(&self) -> Vec<String> {
        let mut messages: Vec<String> = self.differences.iter().map(|told| told.message.clone()).collect();
        if !self.history.is_sound() {
            messages.push(format!("the history of {} is not of the revisions of this build", self.database));
        }
        messages
    }

    /// Where the database is, in a few words.
    pub(crate) fn place(&self) -> String {
        let Standing { has_history, current, .. } = &self.history;
        match (has_history, &**current) {
            (false, _) => "has no history: no revision is applied".into(),
            (true, []) => "is at its base".into(),
            (true, current) => {
                let ids: Vec<String> = current.iter().map(|id| styled(REVISION, id)).collect();
                format!("is at {}", ids.join(", "))
            }
        }
    }

    /// Writes a line for each thing that does not agree, or that all does.
    pub(crate) fn tell(&self) {
        self.tell_history();
        for Told { message, .. } in &self.differences {
            output::line(format!("{} {message}", styled(DROPPED, "✗")));
        }
        if self.agrees {
            let (mark, database) = (styled(ADDED, "✓"), &self.database);
            output::line(format!("{mark} {database} {}, and as its revisions say", self.place()));
        }
    }

    /// Writes a line for each applied revision that is not of this build as it is.
    pub(crate) fn tell_history(&self) {
        let mark = styled(DROPPED, "✗");
        for id in &self.history.unknown {
            output::line(format!("{mark} the database has revision {id}, which this build does not have"));
        }
        for file in &self.history.edited {
            output::line(format!("{mark} `{file}` was changed after it was applied"));
        }
    }

    /// Says what goes with it and is no difference: pending revisions, and what is nobody's.
    pub(crate) fn tell_rest(&self) {
        match self.history.pending.len() {
            0 => {}
            pending => output::line(styled(CHANGED, format!("{pending} pending: `upgrade` brings them"))),
        }
        let Unmanaged { tables, enums } = &self.unmanaged;
        for (kind, names) in [("tables", tables), ("enums", enums)] {
            if !names.is_empty() {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                faint(format!("{kind} that no revision has: {}", names.join(", ")));
            }
        }
        let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for object in &self.objects {
            kinds.entry(&object.kind).or_default().push(object.name.to_string());
        }
        for (kind, names) in kinds {
            faint(format!("seen, and left alone: {kind} {}", names.join(", ")));
        }
        for Detail { place, what } in &self.details {
            faint(format!("seen, and left alone: {what} of {place}"));
        }
    }

    /// Says what mends it.
    pub(crate) fn hint(&self) {
        if !self.history.is_sound() {
            output::hint(
                "build from the sources that were applied; `stamp current` forgets revisions that are unknown, and \
                 accepts files that were changed",
            );
        }
        if !self.differences.is_empty() {
            output::hint(format!(
                "undo by hand what was done by hand; or take it into the migrations with `{}`",
                invocation::next("generate --from-database")
            ));
        }
    }
}

fn faint(text: String) {
    output::line(styled(FAINT, text));
}
