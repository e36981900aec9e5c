//! squashed
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "cccc",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

pub const REPLACES: &[&str] = &["aaaa", "bbbb"];

pub fn upgrade(_op: &mut Operations) {}

pub fn downgrade(_op: &mut Operations) {}
