//! Statements that go to a database together, and which of them failed.

use super::{DatabaseError, Driver};

/// Statements that go to a database together, in one message where it takes several.
///
/// Where one fails, those after it are not run, and whoever sent them rolls back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch<'a> {
    /// The lock that the session must hold still: nothing is run where it does not.
    pub lock: Option<&'a str>,
    /// Whether a transaction begins before the statements; not one of sqlx's, so that no code may run in it.
    pub begin: bool,
    /// The statements.
    pub statements: &'a [Sql<'a>],
    /// Whether the transaction is committed after them.
    pub commit: bool,
}

/// What stands at one place of a [`Batch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sql<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it is one statement for sure; what people write may be several, or a comment and none.
    pub is_one: bool,
}

impl<'a> Sql<'a> {
    /// One statement.
    pub const fn one(text: &'a str) -> Self {
        Self { text, is_one: true }
    }

    /// Perhaps several.
    pub const fn any(text: &'a str) -> Self {
        Self { text, is_one: false }
    }
}

/// One part of a [`Batch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Looking whether the lock is held.
    Lock,
    /// The beginning of the transaction.
    Begin,
    /// The statement at this place.
    Statement(usize),
    /// The transaction's end.
    Commit,
}

/// Why a [`Batch`] was not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The session does not hold the lock.
    #[error("the session does not hold the lock")]
    NotLocked,
    /// A part of it failed.
    #[error("a part of it failed")]
    Failed {
        /// Which one.
        part: Part,
        /// What the database answered; a position in it is one in the statement.
        #[source]
        source: DatabaseError,
    },
}

impl BatchError {
    /// What the database answered to a batch without a lock.
    pub(crate) fn of_no_lock(self) -> DatabaseError {
        match self {
            Self::Failed { part: _, source } => source,
            Self::NotLocked => unreachable!("nobody asked for a lock"),
        }
    }
}

/// Runs the parts of `batch` one by one, each in a call of its own.
pub(super) async fn one_by_one<D: Driver + ?Sized>(
    driver: &mut D,
    batch: &Batch<'_>,
) -> Result<(), BatchError> {
    let failed = |part| move |source| BatchError::Failed { part, source };
    if let Some(key) = batch.lock
        && !driver.is_locked(key).await.map_err(failed(Part::Lock))?
    {
        return Err(BatchError::NotLocked);
    }
    if batch.begin {
        driver.begin().await.map_err(failed(Part::Begin))?;
    }
    for (at, sql) in batch.statements.iter().enumerate() {
        driver.execute(sql.text).await.map_err(failed(Part::Statement(at)))?;
    }
    if batch.commit {
        driver.commit().await.map_err(failed(Part::Commit))?;
    }
    Ok(())
}

/// Runs `batches` one after another, each in messages of its own.
pub(super) async fn in_turn<D: Driver + ?Sized>(
    driver: &mut D,
    batches: &[Batch<'_>],
    done: &mut (dyn FnMut() + Send),
) -> Result<(), BatchError> {
    for batch in batches {
        driver.batch(batch).await?;
        done();
    }
    Ok(())
}
