//! follows_the_last
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "eeee",
    revises: &["bbbb"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

pub fn upgrade(_op: &mut Operations) {}

pub fn downgrade(_op: &mut Operations) {}
