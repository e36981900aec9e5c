//! A run that is cut off on purpose: its revisions, and a connection that fails at a given call.

mod fault;
mod revisions;

pub use fault::{Fault, Moment, Site, Way, kill_in};
pub use revisions::{MIGRATIONS, ROWS};
