//! Which of a revision's two functions runs.

use std::fmt;

/// Which of a revision's two functions runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Its `upgrade`.
    Up,
    /// Its `downgrade`.
    Down,
}

/// The command of the direction, `upgrade` or `downgrade`.
impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Up => "upgrade",
            Self::Down => "downgrade",
        })
    }
}
