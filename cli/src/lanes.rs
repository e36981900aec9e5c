//! The lanes of `history --graph`: one a branch, the newest revision on top, joined where branches begin and merge.

/// The lanes that are open: what comes next in each, or nothing where one has ended.
#[derive(Debug)]
pub(crate) struct Lanes<K> {
    next: Vec<Option<K>>,
}

/// What stands to the left of a revision.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// The line before it, where lanes join.
    pub(crate) above: Option<String>,
    /// Left of its first line.
    pub(crate) beside: String,
    /// Left of its other lines.
    pub(crate) under: String,
    /// The line after it, where a merge parts.
    pub(crate) below: Option<String>,
}

impl<K: Copy + PartialEq> Lanes<K> {
    /// No lane yet.
    pub(crate) fn new() -> Self {
        Self { next: Vec::new() }
    }

    /// Draws `revision`, which follows `parents`, as `mark`; what follows it has been drawn.
    pub(crate) fn draw(&mut self, revision: K, parents: &[K], mark: &str) -> Drawn {
        let waiting: Vec<usize> =
            (0..self.next.len()).filter(|lane| self.next[*lane] == Some(revision)).collect();
        let lane = waiting.first().copied().unwrap_or_else(|| self.free());
        let above = (waiting.len() > 1).then(|| {
            let before = self.open();
            waiting[1..].iter().for_each(|other| self.next[*other] = None);
            joint(&before, &self.open(), &waiting)
        });
        self.next[lane] = Some(revision);
        self.close();
        let beside = self.line(Some((lane, mark)));
        self.next[lane] = parents.first().copied();
        let under = self.line(None);
        let before = self.open();
        let mut joined = vec![lane];
        for parent in parents.iter().skip(1) {
            let there = self.next.iter().position(|next| *next == Some(*parent));
            let other = there.unwrap_or_else(|| self.free());
            self.next[other] = Some(*parent);
            joined.push(other);
        }
        let below = (joined.len() > 1).then(|| joint(&before, &self.open(), &joined));
        self.close();
        Drawn { above, beside, under, below }
    }

    /// Takes away the lanes on the right that have ended.
    fn close(&mut self) {
        while self.next.last() == Some(&None) {
            self.next.pop();
        }
    }

    /// A lane that has ended, or a new one on the right.
    fn free(&mut self) -> usize {
        self.next.iter().position(Option::is_none).unwrap_or_else(|| {
            self.next.push(None);
            self.next.len() - 1
        })
    }

    fn open(&self) -> Vec<bool> {
        self.next.iter().map(Option::is_some).collect()
    }

    /// The lanes as they go down, with a mark in one of them.
    fn line(&self, mark: Option<(usize, &str)>) -> String {
        let cell = |(lane, open): (usize, bool)| match mark {
            Some((at, mark)) if at == lane => format!("{mark} "),
            _ if open => "│ ".into(),
            _ => "  ".into(),
        };
        self.open().into_iter().enumerate().map(cell).collect()
    }
}

/// The line where the lanes `joined` meet, between those open `before` and `after` it; others pass under it.
fn joint(before: &[bool], after: &[bool], joined: &[usize]) -> String {
    let first = joined.iter().copied().min().unwrap_or_default();
    let last = joined.iter().copied().max().unwrap_or_default();
    let open = |lanes: &[bool], lane: usize| lanes.get(lane).copied().unwrap_or_default();
    let mut line = String::new();
    for lane in 0..before.len().max(after.len()) {
        let (up, down) = (open(before, lane), open(after, lane));
        let across = (first..=last).contains(&lane);
        line.push(match (up, down, joined.contains(&lane)) {
            (true, true, true) if lane == first => '├',
            (true, true, true) if lane == last => '┤',
            (true, true, true) => '┼',
            (true, false, true) if lane == last => '╯',
            (true, false, true) => '┴',
            (false, true, true) if lane == last => '╮',
            (false, true, true) if lane == first => '╭',
            (false, true, true) => '┬',
            (true, true, false) => '│',
            _ if across => '─',
            _ => ' ',
        });
        line.push(if across && lane < last { '─' } else { ' ' });
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws revisions, each with its parents, the newest first.
    fn drawn(revisions: &[(char, &str)]) -> String {
        let mut lanes = Lanes::new();
        let mut lines = Vec::new();
        for (revision, parents) in revisions {
            let parents: Vec<char> = parents.chars().collect();
            let drawn = lanes.draw(*revision, &parents, "*");
            lines.extend(drawn.above);
            lines.push(format!("{}{revision}", drawn.beside));
            lines.extend(drawn.below);
        }
        lines.join("\n")
    }

    #[test]
    fn one_line_is_one_lane() {
        assert_eq!(drawn(&[('b', "a"), ('a', "")]), "* b\n* a");
    }

    #[test]
    fn branches_join_where_they_begin() {
        let revisions = [('c', "a"), ('b', "a"), ('x', "a"), ('a', "")];
        assert_eq!(drawn(&revisions), "* c\n│ * b\n│ │ * x\n├─┴─╯\n* a");
    }

    #[test]
    fn merges_part() {
        let revisions = [('m', "bc"), ('b', "a"), ('c', "a"), ('a', "")];
        assert_eq!(drawn(&revisions), "* m\n├─╮\n* │ b\n│ * c\n├─╯\n* a");
    }

    #[test]
    fn a_merge_goes_into_a_lane_that_is_there() {
        let revisions = [('x', "c"), ('m', "bc"), ('b', "a"), ('c', "a"), ('a', "")];
        assert_eq!(drawn(&revisions), "* x\n│ * m\n├─┤\n│ * b\n* │ c\n├─╯\n* a");
    }

    #[test]
    fn lanes_pass_under_others() {
        let revisions = [('d', "a"), ('e', "b"), ('f', "a"), ('a', ""), ('b', "")];
        assert_eq!(drawn(&revisions), "* d\n│ * e\n│ │ * f\n├─│─╯\n* │ a\n  * b");
    }
}
