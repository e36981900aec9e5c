//! Which name before is which name after, and in what order names are changed so that none is taken twice.

use std::collections::{BTreeMap, BTreeSet};

/// Which names before are which names after.
#[derive(Debug, PartialEq)]
pub(super) struct Matching<N> {
    /// Those that change: before, after.
    pub(super) renamed: BTreeMap<N, N>,
    /// Those before that are no more.
    pub(super) removed: Vec<N>,
    /// Those after that are new.
    pub(super) added: Vec<N>,
}

/// Matches the names `before` with those `after`.
///
/// `said` is what the models say (after, before) and may be stale: it is heeded only where the name before is there
/// and the name after is not, or is itself renamed away. Names that move in a circle look the same once they have
/// moved, so a circle is heeded only where more of its members are `alike` after moving than they are in place.
/// `told` (before, after) was said of this very comparison, and always holds.
pub(super) fn matching<N: Ord + Clone>(
    before: &BTreeSet<N>,
    after: &BTreeSet<N>,
    said: &BTreeMap<N, N>,
    told: &BTreeMap<N, N>,
    alike: impl Fn(&N, &N) -> bool,
) -> Matching<N> {
    let mut renamed = BTreeMap::new();
    let mut targets = BTreeSet::new();
    for (name_before, name_after) in told {
        let known = before.contains(name_before) && after.contains(name_after) && name_before != name_after;
        if known && targets.insert(name_after.clone()) {
            renamed.insert(name_before.clone(), name_after.clone());
        }
    }
    let mut claims = BTreeMap::new();
    for (name_after, name_before) in said {
        let known = before.contains(name_before) && after.contains(name_after) && name_before != name_after;
        if known && !renamed.contains_key(name_before) && !targets.contains(name_after) {
            claims.entry(name_before).or_insert(name_after);
        }
    }
    let mut settled = BTreeMap::new();
    for (&name_before, &name_after) in &claims {
        if holds(name_before, &claims, before, &renamed, &alike, &mut settled) {
            targets.insert(name_after.clone());
        }
    }
    renamed.extend(
        claims
            .into_iter()
            .filter(|(name_before, _)| settled[name_before])
            .map(|(name_before, name_after)| (name_before.clone(), name_after.clone())),
    );
    let same = |name: &N| {
        before.contains(name)
            && after.contains(name)
            && !renamed.contains_key(name)
            && !targets.contains(name)
    };
    let removed = before.iter().filter(|name| !renamed.contains_key(name) && !same(name)).cloned().collect();
    let added = after.iter().filter(|name| !targets.contains(name) && !same(name)).cloned().collect();
    Matching { renamed, removed, added }
}

/// Whether the claim on `start` holds: follows the claims from it until a name is free, stays, or comes round.
fn holds<'a, N: Ord>(
    start: &'a N,
    claims: &BTreeMap<&'a N, &'a N>,
    before: &BTreeSet<N>,
    told: &BTreeMap<N, N>,
    alike: &impl Fn(&N, &N) -> bool,
    settled: &mut BTreeMap<&'a N, bool>,
) -> bool {
    let mut path = vec![start];
    let mut name = start;
    let verdict = loop {
        if let Some(verdict) = settled.get(name) {
            break *verdict;
        }
        let after = claims[name];
        if !before.contains(after) || told.contains_key(after) {
            break true;
        }
        if after == start {
            let in_place = path.iter().filter(|name| alike(name, name)).count();
            let moved = path.iter().filter(|name| alike(name, claims[*name])).count();
            break moved > in_place;
        }
        match claims.get_key_value(after) {
            // Claims are injective but for those left out above, so a path that does not come back to its
            // start cannot come back to any other of its names.
            Some((next, _)) => {
                path.push(next);
                name = next;
            }
            None => break false,
        }
    };
    settled.extend(path.into_iter().map(|name| (name, verdict)));
    verdict
}

/// The steps that make all of `renamed` (before, after), none to a name that is held at that moment.
///
/// What is in the way, because names move in a circle or because it will be dropped later, gets a
/// `temporary` name first.
pub(super) fn sequence<N: Ord + Clone>(
    renamed: &BTreeMap<N, N>,
    held: impl Fn(&N) -> bool,
    temporary: impl Fn(&N) -> N,
) -> Vec<(N, N)> {
    let mut steps = Vec::new();
    let mut pending = renamed.clone();
    while let Some((start, after)) = pending.first_key_value() {
        let (mut chain, mut after) = (vec![start.clone()], after.clone());
        while let Some(next) = pending.get(&after) {
            if after == chain[0] {
                break;
            }
            chain.push(std::mem::replace(&mut after, next.clone()));
        }
        if after == chain[0] {
            let aside = temporary(&after);
            if let Some(target) = pending.remove(&after) {
                pending.insert(aside.clone(), target);
            }
            steps.push((after, aside.clone()));
            chain[0] = aside;
        } else if held(&after) && !renamed.contains_key(&after) {
            let aside = temporary(&after);
            steps.push((after, aside));
        }
        for before in chain.into_iter().rev() {
            if let Some(after) = pending.remove(&before) {
                steps.push((before, after));
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> BTreeMap<&str, &str> {
        text.split_whitespace().map(|pair| pair.split_once('>').expect("a pair")).collect()
    }

    /// `said` and the result are written before>after.
    fn check(before: &str, after: &str, said: &str, alike: &str, expected: &str) {
        let said = said.split_whitespace().map(|pair| pair.split_once('>').expect("a pair"));
        let said = said.map(|(before, after)| (after, before)).collect();
        let alike = pairs(alike);
        let found = matching(
            &before.split_whitespace().collect(),
            &after.split_whitespace().collect(),
            &said,
            &BTreeMap::new(),
            |before, after| alike.get(before) == Some(after),
        );
        assert_eq!(found.renamed, pairs(expected), "{before} -> {after}");
    }

    #[test]
    fn heeds_what_is_said_unless_it_is_stale() {
        check("a", "b", "a>b", "", "a>b");
        check("b", "b", "a>b", "", "");
        check("a", "a b", "a>b", "", "a>b");
        check("a b", "a b", "a>b", "", "");
        check("a b", "b c", "a>b b>c", "", "a>b b>c");
        check("b c", "b c", "a>b b>c", "", "");
        check("a b", "a b", "a>b b>a", "a>b b>a", "a>b b>a");
        check("a b", "a b", "a>b b>a", "a>a b>b", "");
        check("a b", "a b", "a>b b>a", "", "");
        check("a b c", "a b c", "a>b b>c c>a", "a>b b>c c>a", "a>b b>c c>a");
        check("a", "b c", "a>b a>c", "", "a>b");
    }

    fn check_sequence(renamed: &str, held: &str, expected: &str) {
        let renamed = pairs(renamed).into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let held = |name: &String| held.split_whitespace().any(|held| held == name);
        let steps: Vec<String> = sequence(&renamed, held, |name| format!("{name}_"))
            .into_iter()
            .map(|(before, after)| format!("{before}>{after}"))
            .collect();
        assert_eq!(steps.join(" "), expected);
    }

    #[test]
    fn never_takes_a_name_that_is_held() {
        check_sequence("a>b", "a", "a>b");
        check_sequence("a>b b>c", "a b", "b>c a>b");
        check_sequence("a>b b>a", "a b", "a>a_ b>a a_>b");
        check_sequence("a>b b>c c>a", "a b c", "a>a_ c>a b>c a_>b");
        check_sequence("a>b", "a b", "b>b_ a>b");
        check_sequence("x>y b>a a>c", "x b a", "a>c b>a x>y");
    }
}
