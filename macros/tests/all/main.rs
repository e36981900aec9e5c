//! The derives as the compiler runs them.

mod drift;
mod ui;
