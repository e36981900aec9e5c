//! All tests that use the library as an application does: one binary, so that one link is enough.

/// Databases that were there before their models.
mod adopt;
/// The rules of `ARCHITECTURE.md` that the compiler does not check.
mod architecture;
/// Every kind of change, as text for every database and on the real servers.
mod cases;
/// Scripts of SQL, run by the real clients.
mod clients;
/// Databases beside the revisions that they say they have.
mod compare;
/// What a derived model says, read back as the lines of the lock.
mod derive;
/// The commands of the README and of the pages of `docs`, and the snippets of the pages.
mod documentation;
/// What somebody changed by hand, told by the command line.
mod edited;
/// Runs on the real servers: one at a time, cut off anywhere.
mod executor;
/// What Alembic answers about its graph of revisions, asked of ours.
mod graph;
/// Databases read back: every type and feature, foreign names, and the schemas of real projects.
mod introspect;
/// A library with tables of its own beside an application.
mod libraries;
/// A copy of an example, for tests that edit and build it.
mod project;
/// Random pairs of schemas, led there and back on the real servers.
mod properties;
/// No password is told, by whatever is said.
mod secrets;
/// The servers are there, and their catalogues tell schemas apart.
mod servers;
/// Databases that stand among revisions which were squashed since.
mod squash;
/// Questions, as somebody at a terminal answers them.
mod terminal;
/// The command line, as a user sees it.
mod transcripts;
/// Databases that cannot be read or changed.
mod trouble;
/// The walk of a user, from a field to the database and back.
mod walk;
