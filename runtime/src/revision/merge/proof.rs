//! The proof: branches are replayed in every order that a database may meet them in, and the schemas compared.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::{Conflict, Doubt};
use super::parts;
use super::step::{Step, nearest};
use crate::operation::{Operation, OperationError};
use crate::revision::graph::{Graph, Position};
use crate::revision::replay::{ReplayError, replay};
use crate::schema::{QualifiedName, Schema};

/// What is known of heads that are to be joined, and of all before them.
pub(super) struct Proof<'a> {
    graph: &'a Graph,
    /// The operations of all their revisions, in the order of the graph.
    steps: Vec<Step>,
}

/// Two heads, and what each has that the other has not.
struct Pair<'a> {
    heads: [Position; 2],
    /// What each of them has, the common revisions included.
    ancestors: [BTreeSet<Position>; 2],
    sides: [Vec<&'a Step>; 2],
    /// Both sides, in the order of the graph.
    mixed: Vec<&'a Step>,
    /// The revisions that both have.
    common: Vec<Position>,
}

/// What came of steps, one after the other.
struct Outcome<'a> {
    schema: Schema,
    /// The steps that do not apply, and why; the others do.
    refused: Vec<(&'a Step, OperationError)>,
}

impl<'a> Outcome<'a> {
    fn of(mut schema: Schema, steps: &[&'a Step]) -> Self {
        let refuse = |step: &&'a Step| step.operation.apply(&mut schema).err().map(|error| (*step, error));
        let refused = steps.iter().filter_map(refuse).collect();
        Self { schema, refused }
    }
}

impl<'a> Proof<'a> {
    pub(super) fn new(graph: &'a Graph, heads: &[Position]) -> Self {
        let positions = graph.ancestors(heads.iter().copied()).into_iter();
        Self { graph, steps: positions.flat_map(|position| Step::of(graph, position)).collect() }
    }

    /// Where the order of the branches matters, and what nobody can tell.
    ///
    /// Two branches at a time, in three orders: first, second; second, first; and mixed, as a replay takes them.
    /// Of more than two, all are tried one after the other and mixed besides. That is enough: an operation asks that
    /// named things be there or not, and each of them is as one operation left it, on its own branch or on one
    /// other, so that this pair shows it. Only what a third branch undoes takes all of them.
    ///
    /// # Errors
    /// When a branch does not replay by itself.
    pub(super) fn judge(&self, heads: &[Position]) -> Result<(Vec<Conflict>, Vec<Doubt>), ReplayError> {
        let (mut conflicts, mut doubts) = (Vec::new(), Vec::new());
        for (index, first) in heads.iter().enumerate() {
            for second in &heads[index + 1..] {
                let pair = self.pair([*first, *second]);
                conflicts.extend(self.conflicts_of_pair(&pair)?);
                doubts.extend(pair.doubts());
            }
        }
        if conflicts.is_empty() && heads.len() > 2 {
            conflicts = self.conflicts_of_all(heads)?;
        }
        // Two operations are often at odds in both orders, and two revisions over and over about one thing.
        let (mut operations, mut places) = (BTreeSet::new(), BTreeSet::new());
        conflicts.retain(|conflict| {
            operations.insert(conflict.sorted_sides())
                && places.insert((conflict.place.clone(), conflict.sorted_sides().map(|side| side.file)))
        });
        let mut known = BTreeSet::new();
        doubts.retain(|doubt| known.insert(doubt.clone()));
        Ok((conflicts, doubts))
    }

    fn pair(&'a self, heads: [Position; 2]) -> Pair<'a> {
        let ancestors =
            heads.map(|head| self.graph.ancestors([head]).into_iter().collect::<BTreeSet<Position>>());
        let [first, second] = &ancestors;
        let (mut sides, mut mixed) = ([Vec::new(), Vec::new()], Vec::new());
        for step in &self.steps {
            let side = match (first.contains(&step.position), second.contains(&step.position)) {
                (true, false) => &mut sides[0],
                (false, true) => &mut sides[1],
                (true, true) | (false, false) => continue,
            };
            side.push(step);
            mixed.push(step);
        }
        let common = self.graph.order().iter().copied();
        let common = common.filter(|at| first.contains(at) && second.contains(at)).collect();
        Pair { heads, ancestors, sides, mixed, common }
    }

    fn conflicts_of_pair(&self, pair: &Pair<'a>) -> Result<Vec<Conflict>, ReplayError> {
        let [first, second] = &pair.sides;
        let [one, other] = pair.heads.map(|head| self.replay(self.graph.ancestors([head])));
        let outcomes = [
            Outcome::of(one?, second),
            Outcome::of(other?, first),
            Outcome::of(self.replay(pair.common.iter().copied())?, &pair.mixed),
        ];
        let rivals = |step: &Step| pair.rivals(step).to_vec();
        let mut conflicts = conflicts(&outcomes, &pair.mixed, rivals);
        conflicts.extend(pair.dropped_from_expressions());
        Ok(conflicts)
    }

    /// What only more than two branches show: all of them, one after the other and mixed.
    fn conflicts_of_all(&self, heads: &[Position]) -> Result<Vec<Conflict>, ReplayError> {
        let (mut known, mut sequence) = (BTreeSet::new(), Vec::new());
        for head in heads {
            let fresh = |step: &&Step| !known.contains(&step.position);
            let on: BTreeSet<Position> = self.graph.ancestors([*head]).into_iter().collect();
            sequence.extend(self.steps.iter().filter(|step| on.contains(&step.position)).filter(fresh));
            known.extend(on);
        }
        let all: Vec<&Step> = self.steps.iter().collect();
        let outcomes = [Outcome::of(Schema::new(), &sequence), Outcome::of(Schema::new(), &all)];
        let rivals = |step: &Step| {
            let related = self.graph.ancestors([step.position]).into_iter();
            let related: BTreeSet<Position> =
                related.chain(self.graph.descendants([step.position])).collect();
            all.iter().copied().filter(|other| !related.contains(&other.position)).collect()
        };
        Ok(conflicts(&outcomes, &all, rivals))
    }

    fn replay(&self, positions: impl IntoIterator<Item = Position>) -> Result<Schema, ReplayError> {
        replay(positions.into_iter().map(|position| self.graph.entry(position)))
    }
}

impl<'a> Pair<'a> {
    /// The steps of the other side.
    fn rivals(&self, step: &Step) -> &[&'a Step] {
        let [first, second] = &self.sides;
        if self.ancestors[0].contains(&step.position) { second } else { first }
    }

    /// Columns that one side drops and an expression of the other names: replay does not look into expressions.
    fn dropped_from_expressions(&self) -> Vec<Conflict> {
        let [first, second] = &self.sides;
        let mut conflicts = Vec::new();
        for (dropping, naming) in [(first, second), (second, first)] {
            let mut dropped: BTreeMap<&QualifiedName, Vec<(&Step, &str)>> = BTreeMap::new();
            for step in dropping {
                if let Operation::DropColumn(drop) = &step.operation {
                    dropped.entry(&drop.table).or_default().push((step, &drop.column));
                }
            }
            for step in naming {
                let table = step.operation.table().and_then(|table| dropped.get(table));
                for (drop, column) in table.into_iter().flatten() {
                    if step.expression_names(column) {
                        let reason = "the expression of the second names the column that the first drops";
                        conflicts.push(Conflict::new(drop.place(), [drop, step], reason));
                    }
                }
            }
        }
        conflicts
    }

    /// What each side does that is in no schema, where the other does something too.
    fn doubts(&self) -> Vec<Doubt> {
        let [first, second] = &self.sides;
        let mut doubts = Vec::new();
        for (side, other) in [(first, second), (second, first)] {
            let filled: BTreeMap<_, &Step> =
                other.iter().filter_map(|step| Some((step.filled()?, *step))).collect();
            for step in side.iter().filter(|_| !other.is_empty()) {
                let reason = match step.filled().and_then(|column| filled.get(&column)) {
                    _ if step.is_opaque() => {
                        "what it changes is not known, nor whether it goes with the other branches".to_owned()
                    }
                    Some(other) if other.operation != step.operation => {
                        format!("{} fills it too, and rows keep what they get first", other.change())
                    }
                    Some(_) | None => continue,
                };
                doubts.push(Doubt { change: step.change(), reason });
            }
        }
        doubts
    }
}

/// The conflicts that `outcomes` show; `rivals` are the steps that one of `steps` may be at odds with.
fn conflicts<'a>(
    outcomes: &[Outcome<'a>],
    steps: &[&'a Step],
    rivals: impl Fn(&Step) -> Vec<&'a Step>,
) -> Vec<Conflict> {
    let refused = || outcomes.iter().flat_map(|outcome| &outcome.refused);
    let refusal = |step: &Step, other: &Step, error: &OperationError| {
        Conflict::new(step.place(), [other, step], format!("after the first, the second is refused: {error}"))
    };
    let at_odds = |(step, error): &(&Step, OperationError)| {
        nearest(&rivals(step), &step.places).map(|other| refusal(step, other, error))
    };
    let found: Vec<Conflict> = refused().filter_map(at_odds).collect();
    if let Some((step, error)) = refused().next() {
        // What has no rival by name follows from a refusal that has one; if none has, the newest rival must do.
        let newest = || rivals(step).last().map(|other| refusal(step, other, error));
        return if found.is_empty() { newest().into_iter().collect() } else { found };
    }
    let [first, others @ ..] = outcomes else { return found };
    let differences = others.iter().flat_map(|other| parts::differences(&first.schema, &other.schema));
    let at_odds = |difference: parts::Difference| {
        let places = [difference.place];
        let step = nearest(steps, &places).or(steps.first().copied())?;
        let rivals = rivals(step);
        let other = nearest(&rivals, &places).or(rivals.last().copied())?;
        let [place] = places;
        Some(Conflict::new(place, [step, other], difference.reason))
    };
    differences.filter_map(at_odds).collect()
}
