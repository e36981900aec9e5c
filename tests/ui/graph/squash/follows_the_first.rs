//! follows_the_first
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "ffff",
    revises: &["aaaa"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

pub fn upgrade(_op: &mut Operations) {}

pub fn downgrade(_op: &mut Operations) {}
