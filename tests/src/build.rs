//! A build of an application, by the revisions that it has.

use aludel::revision::{Entry, Migrations};

/// The build that has `entries`.
#[must_use]
pub const fn build(entries: &'static [Entry]) -> Migrations {
    Migrations {
        entries,
        replaced: &[],
        directory: "",
        lock: None,
        package: "aludel-tests",
        module: module_path!(),
        with: &[],
        invoked_at: file!(),
    }
}
