//! All tests that use the library as an application does: one binary, so that one link is enough.

/// The rules of `ARCHITECTURE.md` that the compiler does not check.
mod architecture;
/// Every kind of change, as text for every database and on the real servers.
mod cases;
/// What a derived model says, read back as the lines of the lock.
mod derive;
/// What Alembic answers about its graph of revisions, asked of ours.
mod graph;
/// The servers are there, and their catalogues tell schemas apart.
mod servers;
