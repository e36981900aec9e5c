//! All tests that use the library as an application does: one binary, so that one link is enough.

mod derive;
