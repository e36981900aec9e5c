//! All tests that use the library as an application does: one binary, so that one link is enough.

/// What a derived model says, read back as the lines of the lock.
mod derive;
/// The servers are there, and their catalogues tell schemas apart.
mod servers;
