//! What only the compiler can say of the façade; what it does is tested on real databases.

use super::*;
use crate::connection::{BoxFuture, DatabaseError};
use crate::revision::sample;

static MIGRATIONS: Migrations = sample::migrations(&[], None);

struct Nowhere;

impl Connect for Nowhere {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async { Err(DatabaseError::Unreachable { message: "nowhere".into() }) })
    }
}

/// An application upgrades in whatever task it starts in, and through whatever lends connections.
#[test]
fn the_futures_may_go_from_thread_to_thread() {
    fn sent<T: Send>(_: T) {}
    let any: &dyn Connect = &Nowhere;
    sent(MIGRATIONS.upgrade(&Nowhere));
    sent(MIGRATIONS.upgrade(any));
    sent(MIGRATIONS.downgrade(&Nowhere, "base"));
    sent(MIGRATIONS.current(&Nowhere));
    sent(Migrator::new(&MIGRATIONS).on_event(|_| {}).run(&Nowhere, Direction::Up, &Target::HEAD));
}
