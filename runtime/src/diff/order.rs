//! An order in which everything comes after what it depends on.

use std::collections::{BTreeMap, BTreeSet};

/// An order in which everything comes after what it depends on.
#[derive(Debug, PartialEq)]
pub(super) struct Order<N> {
    /// All nodes.
    pub(super) nodes: Vec<N>,
    /// The dependencies that close a circle, and so do not hold: dependent, dependency.
    pub(super) closing: BTreeSet<(N, N)>,
}

/// The order of all nodes of `dependencies`; what is no node itself is left out, and so is a node's dependency on itself.
///
/// It walks in depth, without recursion: a chain of references may be as long as there are tables.
pub(super) fn order<N: Ord + Copy>(dependencies: &BTreeMap<N, BTreeSet<N>>) -> Order<N> {
    let mut nodes = Vec::with_capacity(dependencies.len());
    let mut closing = BTreeSet::new();
    let mut open: BTreeMap<N, bool> = BTreeMap::new();
    for (&start, needs) in dependencies {
        if open.contains_key(&start) {
            continue;
        }
        open.insert(start, true);
        let mut path = vec![(start, needs.iter())];
        while let Some((node, needs)) = path.last_mut() {
            let node = *node;
            match needs.next() {
                None => {
                    open.insert(node, false);
                    nodes.push(node);
                    path.pop();
                }
                Some(&need) if need == node => {}
                Some(&need) => match (open.get(&need), dependencies.get(&need)) {
                    (Some(true), _) => drop(closing.insert((node, need))),
                    (None, Some(needs)) => {
                        open.insert(need, true);
                        path.push((need, needs.iter()));
                    }
                    (Some(false), _) | (None, None) => {}
                },
            }
        }
    }
    Order { nodes, closing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dependencies: &[(&str, &str)], nodes: &str, closing: &str) {
        let dependencies =
            dependencies.iter().map(|(node, needs)| (*node, needs.split_whitespace().collect())).collect();
        let found = order(&dependencies);
        assert_eq!(found.nodes.join(" "), nodes);
        let found: Vec<String> = found.closing.iter().map(|(node, need)| format!("{node}>{need}")).collect();
        assert_eq!(found.join(" "), closing);
    }

    #[test]
    fn dependencies_come_first() {
        check(&[("a", "c"), ("b", ""), ("c", "b x")], "b c a", "");
        check(&[("a", "a"), ("b", "a")], "a b", "");
        check(&[("a", "b"), ("b", "c"), ("c", "a")], "c b a", "c>a");
        check(&[("a", "b"), ("b", "a"), ("c", "a b")], "b a c", "b>a");
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let chain: BTreeMap<u32, BTreeSet<u32>> =
            (0..100_000).map(|n| (n, BTreeSet::from([n + 1]))).collect();
        assert_eq!(order(&chain).nodes.first(), Some(&99_999));
    }
}
