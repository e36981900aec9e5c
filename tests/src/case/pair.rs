//! Any two schemas, led there and back on one server, whose database is used again for the next two.

use aludel::diff::{Answers, diff};
use aludel::executor::{Prepared, Recorded};
use aludel::operation::reverse_all;
use aludel::revision::Direction;
use aludel::schema::Schema;

use super::change::Change;
use super::run::{Plans, Site, during};
use crate::reading::causes;
use crate::servers::Server;

/// What came of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was led there and back, and read each time.
    Held,
    /// The dialect said beforehand that the database cannot.
    Refused,
}

/// A server's database, empty between two pairs.
#[derive(Debug)]
pub struct Workbench {
    server: Server,
    site: Site,
}

impl Workbench {
    /// An empty database on `server`.
    ///
    /// # Errors
    /// What the server answers.
    pub async fn new(server: Server) -> Result<Self, String> {
        Ok(Self { server, site: Site::new(server).await? })
    }

    /// Makes `before`, leads it to `after`, back, and to nothing; reads the database each time.
    ///
    /// # Errors
    /// What does not hold; the database is in doubt then.
    ///
    /// # Panics
    /// When the comparison asks, or its operations lead elsewhere in replay.
    pub async fn check(
        &mut self,
        before: &Schema,
        after: &Schema,
        answers: &Answers,
    ) -> Result<Outcome, String> {
        let change = Change::compared(before, after, answers);
        let drop = reverse_all(&Schema::new(), &change.create_before.operations);
        let drop = Recorded {
            entry: change.create_before.entry,
            direction: Direction::Down,
            operations: drop.map_err(|error| causes(&error))?,
        };
        let Ok(plans) = Plans::new(self.server, &change) else { return Ok(Outcome::Refused) };
        let drop = Prepared::new(self.server.dialect(), &drop, &mut before.clone());
        let drop = drop.map_err(|error| format!("dropping it all: {}", causes(&error)))?;

        let site = &mut self.site;
        site.apply(&plans.create_before).await.map_err(during("creating the schema before"))?;
        site.matches(before).await.map_err(during("reading the schema before"))?;
        site.apply(&plans.upgrade).await.map_err(during("the upgrade"))?;
        site.matches(after).await.map_err(during("reading the schema after"))?;
        site.apply(&plans.downgrade).await.map_err(during("the downgrade"))?;
        site.matches(before).await.map_err(during("reading the schema before again"))?;
        site.apply(&drop).await.map_err(during("dropping it all"))?;
        site.matches(&Schema::new()).await.map_err(during("reading what is left"))?;
        Ok(Outcome::Held)
    }

    /// Drops the database.
    ///
    /// # Errors
    /// What the server answers.
    pub async fn drop(self) -> Result<(), String> {
        self.site.drop().await
    }
}

/// The difference between two schemas in plain words, a line an operation.
pub fn described(before: &Schema, after: &Schema, answers: &Answers) -> String {
    let found = diff(before, after, answers).operations;
    found.iter().map(|operation| operation.describe()).collect::<Vec<_>>().join("\n")
}
