//! Any two schemas, led there and back on one server, whose database is used again for the next two.

use aludel::diff::{Answers, diff};
use aludel::executor::{Prepared, Recorded};
use aludel::operation::reverse_all;
use aludel::revision::Direction;
use aludel::schema::Schema;

use super::change::Change;
use super::rows::{Course, Rows, equal_rows, is_about_rows};
use super::run::{Plans, Site, during, told};
use crate::reading::causes;
use crate::servers::Server;

/// What came of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was led there and back, and read each time.
    Held(Witnesses),
    /// The dialect said beforehand that the database cannot.
    Refused,
}

/// The rows that went with a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// How many the schema before let in.
    pub rows: usize,
    /// How often they stood in the way, up or down, and were taken away.
    pub refusals: usize,
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
    /// Rows go with it, and are what they were wherever no operation declares a loss. Where they stand in the way,
    /// nothing is lost either; without them, the same run goes on to its end.
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
        let rows = Rows::insert(site.connection(), before).await.map_err(during("inserting rows"))?;
        let start = Course::new(before);
        let (up, down) = (&plans.upgrade, &plans.downgrade);
        let upgraded = start.clone().over(&up.recorded.operations, true);
        let returned =
            start.clone().over(&up.recorded.operations, false).over(&down.recorded.operations, false);
        let kept = start.read(site.connection(), &upgraded).await?;
        let kept_twice = start.read(site.connection(), &returned).await?;

        let passed_up = self.lead(up, before, &start).await.map_err(during("the upgrade"))?;
        self.site.matches(after).await.map_err(during("reading the schema after"))?;
        if passed_up {
            let found = upgraded.read(self.site.connection(), &upgraded).await?;
            equal_rows(&kept, &found).map_err(during("the upgrade"))?;
        }
        let passed_down = self.lead(down, after, &upgraded).await.map_err(during("the downgrade"))?;
        self.site.matches(before).await.map_err(during("reading the schema before again"))?;
        if passed_up && passed_down {
            let found = returned.read(self.site.connection(), &returned).await?;
            equal_rows(&kept_twice, &found).map_err(during("the way there and back"))?;
        }
        self.site.apply(&drop).await.map_err(during("dropping it all"))?;
        self.site.matches(&Schema::new()).await.map_err(during("reading what is left"))?;
        let refusals = usize::from(!passed_up) + usize::from(!passed_down);
        Ok(Outcome::Held(Witnesses { rows: rows.total(), refusals }))
    }

    /// Brings a revision to a database that holds `before`; false if its rows stood in the way and were taken away.
    async fn lead(
        &mut self,
        revision: &Prepared<'_>,
        before: &Schema,
        course: &Course,
    ) -> Result<bool, String> {
        let site = &mut self.site;
        let kept = course.read(site.connection(), course).await?;
        let Err(error) = site.run(revision).await else { return Ok(true) };
        if !is_about_rows(&error) {
            return Err(told(&error));
        }
        if self.server.dialect().capabilities().transactional_ddl {
            site.matches(before).await.map_err(during("what was refused changed the schema"))?;
            let found = course.read(site.connection(), course).await?;
            equal_rows(&kept, &found).map_err(during("what was refused changed rows"))?;
        }
        let there = site.holds(&[before]).await?;
        Rows::delete(site.connection(), &there).await?;
        site.apply(revision)
            .await
            .map_err(|failure| format!("after {}: without rows: {failure}", told(&error)))?;
        Ok(false)
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
