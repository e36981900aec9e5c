//! What we answer otherwise than Alembic on purpose, and why.

use std::collections::BTreeSet;

use aludel::revision::graph::{GraphError, TargetError};

use serde_json::Value;

use super::answer::{Answer, Refusal};
use super::case::{Case, strings};
use super::verdict::has_targets;

/// One reason, and which answers it is for.
struct Deviation {
    reason: &'static str,
    holds: fn(&Case, &Answer) -> bool,
}

const DEVIATIONS: &[Deviation] = &[
    Deviation {
        reason: "two files with one identifier are refused; Alembic warns, and forgets one of them",
        holds: |_, answer| matches!(answer, Err(Refusal::Graph(GraphError::DuplicateId { .. }))),
    },
    Deviation {
        reason: "`downgrade -n` from several revisions is refused; Alembic warns that it will be, and takes the \
                 row that it reads first",
        holds: |case, answer| {
            let warns = case.expected("warnings").to_string().contains("downgrade -1 from multiple heads");
            warns && matches!(answer, Err(Refusal::Target(TargetError::SeveralStarts { .. })))
        },
    },
    Deviation {
        reason: "a stamp applies all of its targets; Alembic forgets those in its table already when others move",
        holds: |case, answer| {
            let Some(rows) = part(answer, "heads_after").filter(|_| case.op() == "stamp") else {
                return false;
            };
            has_targets(case, rows) && !has_targets(case, case.expected("heads_after"))
        },
    },
    Deviation {
        reason: "of two targets of a stamp, one below the other, the upper one is the newest; Alembic's table has \
                 both as heads, though the history is the same",
        holds: |case, answer| {
            let Some(rows) = part(answer, "heads_after").filter(|_| case.op() == "stamp") else {
                return false;
            };
            let Ok(graph) = case.graph.as_ref() else { return false };
            let Ok(newest) = graph.newest(&strings(case.expected("heads_after"))) else { return false };
            let newest: BTreeSet<&str> = newest.into_iter().map(|position| graph.id(position)).collect();
            strings(rows).into_iter().eq(newest)
        },
    },
    Deviation {
        reason: "`history -r -n:x` shows from the base where n steps lead there, as where they lead further; \
                 Alembic finds a base that is an ancestor of nothing, or takes the word `heads` for a branch",
        holds: |case, answer| {
            let steps = case.input("base").as_str().is_some_and(|base| base.starts_with('-'));
            let message = case.expected("error")["cause_message"].as_str().unwrap_or_default();
            let accident =
                message.contains("is not an ancestor of") || message.contains("No such branch: 'heads'");
            case.op() == "history" && steps && accident && answer.is_ok()
        },
    },
];

fn part<'a>(answer: &'a Answer, name: &str) -> Option<&'a Value> {
    answer.as_ref().ok()?.get(name)
}

/// Why a case is answered otherwise on purpose.
pub(super) fn reason(case: &Case, answer: &Answer) -> Option<&'static str> {
    DEVIATIONS.iter().find(|deviation| (deviation.holds)(case, answer)).map(|deviation| deviation.reason)
}
