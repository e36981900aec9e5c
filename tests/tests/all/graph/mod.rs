//! What Alembic answers about its graph of revisions, asked of ours.
//!
//! The cases are facts: Alembic 1.20.1 was run on each graph. `ALUDEL_GRAPH_CASES` names another file of them.

mod answer;
mod case;
mod deviation;
mod verdict;

use std::collections::BTreeMap;
use std::fmt::Write;

use case::Cases;

/// How the cases of one operation went.
#[derive(Default)]
struct Tally {
    agree: usize,
    on_purpose: usize,
    wrong: usize,
}

#[test]
fn answers_as_alembic_does() {
    let cases = Cases::read();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut deviations: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = String::new();
    for case in &cases.cases {
        let tally = tallies.entry(case.op()).or_default();
        let answer = answer::answer(case);
        let Err(difference) = verdict::compare(case, &answer) else {
            tally.agree += 1;
            continue;
        };
        match deviation::reason(case, &answer) {
            Some(reason) => {
                tally.on_purpose += 1;
                *deviations.entry(reason).or_default() += 1;
            }
            None => {
                tally.wrong += 1;
                let _ = writeln!(wrong, "{case}: {difference}");
            }
        }
    }
    println!("{:14} {:>6} {:>10} {:>6}", "operation", "agree", "on purpose", "wrong");
    for (op, Tally { agree, on_purpose, wrong }) in &tallies {
        println!("{op:14} {agree:>6} {on_purpose:>10} {wrong:>6}");
    }
    for (reason, count) in &deviations {
        println!("{count:>4} on purpose: {reason}");
    }
    assert!(!tallies.is_empty(), "the file has no cases");
    assert!(wrong.is_empty(), "some cases are answered otherwise:\n{wrong}");
}
