//! What the tests share: the servers, the case harness, and what a database's catalogue says.

pub mod case;
pub mod catalogue;
pub mod interrupted;
pub mod reading;
pub mod servers;

#[cfg(doctest)]
mod documentation;
