//! Batches and transactions on a connection of sqlx, whichever database it is to.
//!
//! A transaction that a batch began is not known to sqlx: it ends by a statement, as it began.

use std::slice;

use sqlx::{AssertSqlSafe, Database, Error, Executor};
use sqlx_core::transaction::TransactionManager;

use super::message::{Message, Words};
use crate::connection::{Batch, BatchError, DatabaseError, Part};

/// Runs `batch`; `first` is the first value of a row, if it is a text.
pub(in crate::database) async fn run<DB>(
    connection: &mut DB::Connection,
    batch: &Batch<'_>,
    words: Words<'_>,
    first: fn(&DB::Row) -> Option<&str>,
    error: fn(Error) -> DatabaseError,
) -> Result<(), BatchError>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    // A transaction that sqlx began is ended by it, too.
    let by_sqlx = batch.commit && DB::TransactionManager::get_transaction_depth(connection) > 0;
    let batch = Batch { commit: batch.commit && !by_sqlx, ..*batch };
    run_all::<DB>(connection, slice::from_ref(&batch), words, first, error, &mut || ()).await?;
    if by_sqlx {
        let committed = DB::TransactionManager::commit(connection).await;
        committed.map_err(|source| BatchError::Failed { part: Part::Commit, source: error(source) })?;
    }
    Ok(())
}

/// Runs `batches`, each a transaction of its own, and calls `done` at the end of each.
pub(in crate::database) async fn run_all<DB>(
    connection: &mut DB::Connection,
    batches: &[Batch<'_>],
    words: Words<'_>,
    first: fn(&DB::Row) -> Option<&str>,
    error: fn(Error) -> DatabaseError,
    done: &mut (dyn FnMut() + Send),
) -> Result<(), BatchError>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    for mut message in Message::of(batches, words) {
        let text = AssertSqlSafe(message.text.as_str());
        let answers = sqlx::raw_sql(text).fetch_many(&mut *connection);
        message.read(answers, first, error, done).await?;
    }
    Ok(())
}

/// Commits the transaction, whoever began it.
pub(in crate::database) async fn commit<DB>(connection: &mut DB::Connection) -> Result<(), Error>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    match DB::TransactionManager::get_transaction_depth(connection) {
        0 => sqlx::raw_sql("COMMIT").execute(connection).await.map(drop),
        _ => DB::TransactionManager::commit(connection).await,
    }
}

/// Rolls the transaction back, whoever began it.
pub(in crate::database) async fn roll_back<DB>(connection: &mut DB::Connection) -> Result<(), Error>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    match DB::TransactionManager::get_transaction_depth(connection) {
        0 => sqlx::raw_sql("ROLLBACK").execute(connection).await.map(drop),
        _ => DB::TransactionManager::rollback(connection).await,
    }
}
