//! What the tests share: the servers, the case harness, and what a database's catalogue says.

mod build;
pub mod case;
pub mod catalogue;
pub mod dump;
pub mod interrupted;
pub mod many;
pub mod reading;
pub mod relay;
pub mod scripts;
pub mod servers;

pub use build::build;

#[cfg(doctest)]
mod documentation;
