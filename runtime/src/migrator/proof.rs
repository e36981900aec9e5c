//! A squash proven on a real server: an empty database is built by what is squashed, and by the squash, and read after each.

use super::{Migrator, MigratorError, finish};
use crate::connection::{Connect, Connection};
use crate::error::Result;
use crate::executor::{Prepared, Recorded, Turn};
use crate::introspection::Introspection;
use crate::revision::lock;
use crate::revision::squash::Squash;
use crate::revision::{Direction, Entry};
use crate::schema::Schema;

impl Migrator {
    /// Proves on an empty database that `squash` builds what the revisions build that it replaces, and that its way back
    /// leads back; the database is empty again then.
    ///
    /// # Errors
    /// When the database is not empty, a statement fails, or the database differs: it keeps then what was built.
    pub async fn prove<C: Connect + ?Sized>(&self, db: &C, squash: &Squash) -> Result<()> {
        let mut connection = db.connect().await?;
        let outcome = self.prove_in_turn(&mut connection, squash).await;
        finish(connection, outcome).await
    }

    async fn prove_in_turn(&self, db: &mut Connection, squash: &Squash) -> Result<()> {
        let turn = self.take_turn(db).await?;
        let outcome = self.prove_on(db, &turn, squash).await;
        turn.give_back(db).await;
        outcome
    }

    async fn prove_on(&self, db: &mut Connection, turn: &Turn, squash: &Squash) -> Result<()> {
        let all = db.introspect(&self.selection.scope(&[&squash.before, &squash.after])).await?;
        if let Some(table) = all.schema.tables.keys().next() {
            return Err(MigratorError::NotEmpty { database: db.target(), table: table.clone() }.into());
        }
        let up = |entry: &&'static Entry| Recorded::new(entry, Direction::Up);
        let down = |entry: &&'static Entry| Recorded::new(entry, Direction::Down);
        let Some(last) = squash.replaced.last() else { return Ok(()) };
        let squashed = |direction, operations: &[_]| {
            [Recorded { entry: last, direction, operations: operations.to_vec() }]
        };
        let mut schema = Schema::new();
        self.history.create(db).await?;

        self.bring(db, turn, &mut schema, &squash.below.iter().map(up).collect::<Vec<_>>()).await?;
        let before = self.proof_of(db, squash).await?;
        self.bring(db, turn, &mut schema, &squash.replaced.iter().map(up).collect::<Vec<_>>()).await?;
        let after = self.proof_of(db, squash).await?;
        self.bring(db, turn, &mut schema, &squash.replaced.iter().rev().map(down).collect::<Vec<_>>())
            .await?;

        let upgrade = squashed(Direction::Up, &squash.upgrade.operations);
        self.bring(db, turn, &mut schema, &upgrade).await?;
        same(Direction::Up, &after, &self.proof_of(db, squash).await?)?;
        let downgrade = squashed(Direction::Down, &squash.downgrade.operations);
        self.bring(db, turn, &mut schema, &downgrade).await?;
        same(Direction::Down, &before, &self.proof_of(db, squash).await?)?;

        self.bring(db, turn, &mut schema, &squash.below.iter().rev().map(down).collect::<Vec<_>>()).await?;
        let drop = format!("DROP TABLE {}", self.history.quoted(db.dialect()));
        db.execute(&drop).await.map_err(|source| self.history.error(source))?;
        Ok(())
    }

    /// Brings `recorded` to the database, which holds `schema`.
    async fn bring(
        &self,
        db: &mut Connection,
        turn: &Turn,
        schema: &mut Schema,
        recorded: &[Recorded],
    ) -> Result<()> {
        let dialect = db.dialect();
        let prepare = |each| {
            Prepared::new(dialect, each, schema)
                .map_err(|source| MigratorError::plan(each.entry, dialect, source))
        };
        let prepared = recorded.iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
        let mut executor = self.executor(db, turn).await?;
        for (index, revision) in prepared.iter().enumerate() {
            executor.run(revision, index + 1, prepared.len()).await?;
        }
        Ok(())
    }

    /// What the database holds, without aludel's own.
    async fn proof_of(&self, db: &mut Connection, squash: &Squash) -> Result<Introspection> {
        let mut read = db.introspect(&self.selection.scope(&[&squash.before, &squash.after])).await?;
        self.selection.without_own(&mut read, &self.history.table);
        Ok(read)
    }
}

/// Refuses a database that the squash left otherwise than the revisions that it replaces.
fn same(
    direction: Direction,
    by_revisions: &Introspection,
    by_squash: &Introspection,
) -> Result<(), MigratorError> {
    let difference = lock::Difference::between(&by_revisions.schema, &by_squash.schema).into_iter().next();
    let difference = difference.map(|difference| difference.describe("the revisions", "the squash"));
    let detail = || by_revisions.details.symmetric_difference(&by_squash.details).next();
    let difference =
        difference.or_else(|| detail().map(|detail| format!("{}: {}", detail.place, detail.what)));
    match difference {
        Some(difference) => Err(MigratorError::Disproven { direction, difference }),
        None => Ok(()),
    }
}
