//! What is wrong with the graph of a crate's revisions, as far as their files tell.
//!
//! The library says the same at run time, when it knows the revisions of libraries too; here it does not compile.

mod header;
mod replaced;

pub(crate) use header::{Header, has_replaces};

use std::collections::BTreeMap;

use replaced::Replaced;

/// The folder, in that of the revisions, of those that others replace.
pub(crate) const FOLDER: &str = "replaced/";

/// One revision file: its name, and its place, where that can be read.
pub(crate) type File<'a> = (&'a str, Option<Header>);

/// All that is wrong, one message a mistake.
///
/// `libraries` says whether there are revisions that are not seen here: what is depended on may be one of them.
pub(crate) fn mistakes(files: &[File<'_>], libraries: bool) -> Vec<String> {
    let known: Vec<(&str, &Header)> =
        files.iter().filter_map(|(file, header)| Some((*file, header.as_ref()?))).collect();
    // A file that cannot be read may be the one that is looked for.
    let all_read = known.len() == files.len();
    let mut replaced = Replaced::default();
    let mut mistakes = replaced.read(&known, all_read);
    let known: Vec<(&str, &Header)> =
        known.into_iter().filter(|(_, header)| !replaced.by.contains_key(&*header.id)).collect();
    let mut graph = Graph { files: known, names: BTreeMap::new(), mistakes: Vec::new(), replaced };
    graph.name();
    let revises = graph.edges("revises", |header| &header.revises, all_read);
    let depends_on = graph.edges("depends_on", |header| &header.depends_on, all_read && !libraries);
    let circles = graph.circles(&revises, "follow", "`revises`");
    if circles == 0 {
        let both: Vec<Vec<usize>> =
            revises.into_iter().zip(depends_on).map(|(parents, others)| [parents, others].concat()).collect();
        graph.circles(&both, "follow or depend on", "`revises` or `depends_on`");
    }
    mistakes.append(&mut graph.mistakes);
    mistakes
}

struct Graph<'a> {
    files: Vec<(&'a str, &'a Header)>,
    /// Identifiers and labels, each with the number of its file.
    names: BTreeMap<&'a str, usize>,
    mistakes: Vec<String>,
    /// What is no part of it, because others stand for it.
    replaced: Replaced<'a>,
}

impl<'a> Graph<'a> {
    /// The number of the file that is meant by `name`.
    fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).or_else(|| self.names.get(*self.replaced.last.get(name)?)).copied()
    }

    fn name(&mut self) {
        for (number, (file, header)) in self.files.iter().enumerate() {
            let taken = self.names.get(&*header.id).map(|taken| self.files[*taken].0);
            match taken {
                Some(taken) => self.mistakes.push(format!(
                    "revision `{}` is in two files: `{taken}` and `{file}`; give one of them another `id`",
                    header.id
                )),
                None => _ = self.names.insert(&header.id, number),
            }
        }
        for (number, (file, header)) in self.files.iter().enumerate() {
            for label in &header.branch_labels {
                let taken = self.names.get(&**label).map(|taken| self.files[*taken].0);
                match taken {
                    Some(taken) => self.mistakes.push(format!(
                        "branch label `{label}` is taken twice: in `{taken}` and in `{file}`; take it out of one of them"
                    )),
                    None => _ = self.names.insert(label, number),
                }
            }
        }
    }

    /// The files that each file names in `field`; what is missing is a mistake where `complete`.
    fn edges(&mut self, field: &str, names: fn(&Header) -> &[String], complete: bool) -> Vec<Vec<usize>> {
        let mut edges = vec![Vec::new(); self.files.len()];
        for (number, (file, header)) in self.files.iter().enumerate() {
            for name in names(header) {
                match self.find(name) {
                    Some(other) if other == number => self
                        .mistakes
                        .push(format!("`{file}` names itself in `{field}`; take `{name}` out of it")),
                    Some(other) => edges[number].push(other),
                    None if self.replaced.by.contains_key(&**name) => self.mistakes.push(format!(
                        "`{file}` names `{name}` in `{field}`, which is in the midst of what `{}` replaces; only the \
                         last of them can be named",
                        self.replaced.by[&**name].1
                    )),
                    None if complete => self.mistakes.push(format!(
                        "`{file}` names `{name}` in `{field}`, but there is no such revision; bring its file back \
                         from version control, or correct `{field}`"
                    )),
                    None => {}
                }
            }
        }
        edges
    }

    /// Names each circle of files that lead back to themselves; how many there are.
    fn circles(&mut self, before: &[Vec<usize>], verb: &str, fields: &str) -> usize {
        let mut left: Vec<bool> = vec![true; before.len()];
        let mut count = 0;
        while let Some(circle) = circle(before, &mut left) {
            count += 1;
            let closed = circle.iter().chain(circle.first());
            let files: Vec<String> = closed.map(|number| format!("`{}`", self.files[*number].0)).collect();
            self.mistakes.push(format!(
                "revisions {verb} each other in a circle: {}; correct {fields} in one of the files",
                files.join(" <- ")
            ));
            circle.into_iter().for_each(|number| left[number] = false);
        }
        count
    }
}

/// A circle among the files that are `left`, each before the one that follows it; what leads to none is cleared.
fn circle(before: &[Vec<usize>], left: &mut [bool]) -> Option<Vec<usize>> {
    let mut after = vec![Vec::new(); before.len()];
    let mut waiting = vec![0_usize; before.len()];
    for (number, others) in before.iter().enumerate().filter(|(number, _)| left[*number]) {
        for other in others.iter().filter(|other| left[**other]) {
            after[*other].push(number);
            waiting[number] += 1;
        }
    }
    let mut open: Vec<usize> =
        (0..before.len()).filter(|number| left[*number] && waiting[*number] == 0).collect();
    while let Some(number) = open.pop() {
        left[number] = false;
        for next in &after[number] {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                open.push(*next);
            }
        }
    }
    let mut walked: Vec<usize> = Vec::new();
    let mut at = left.iter().position(|left| *left)?;
    let start = loop {
        if let Some(start) = walked.iter().position(|other| *other == at) {
            break start;
        }
        walked.push(at);
        at = *before[at].iter().find(|other| left[**other]).expect("what is left waits for what is left");
    };
    walked.drain(..start);
    walked.reverse();
    Some(walked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: &str, revises: &[&str], depends_on: &[&str], branch_labels: &[&str]) -> Option<Header> {
        let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        Some(Header {
            id: id.into(),
            revises: owned(revises),
            depends_on: owned(depends_on),
            branch_labels: owned(branch_labels),
            replaces: Vec::new(),
        })
    }

    #[test]
    fn what_is_sound_is_silent() {
        let files = [
            ("a.rs", header("a", &[], &[], &["x"])),
            ("b.rs", header("b", &["a"], &[], &[])),
            ("c.rs", header("c", &["a"], &["x"], &[])),
            ("d.rs", header("d", &["b", "c"], &[], &[])),
        ];
        assert_eq!(mistakes(&files, false), [""; 0]);
        assert_eq!(mistakes(&[], false), [""; 0]);
    }

    #[test]
    fn what_is_not_seen_may_be_there() {
        let depends = || ("b.rs", header("b", &[], &["lib"], &[]));
        assert_eq!(mistakes(&[depends()], true), [""; 0]);
        assert_eq!(mistakes(&[depends(), ("a.rs", None)], false), [""; 0]);
        assert_eq!(mistakes(&[depends()], false).len(), 1);
    }

    #[test]
    fn each_circle_is_named_once() {
        let files = [
            ("a.rs", header("a", &["b"], &[], &[])),
            ("b.rs", header("b", &["a"], &[], &[])),
            ("c.rs", header("c", &["b"], &["c"], &[])),
            ("d.rs", header("d", &["e"], &[], &[])),
            ("e.rs", header("e", &["d"], &[], &[])),
        ];
        assert_eq!(
            mistakes(&files, false),
            [
                "`c.rs` names itself in `depends_on`; take `c` out of it",
                "revisions follow each other in a circle: `b.rs` <- `a.rs` <- `b.rs`; correct `revises` in one of \
                 the files",
                "revisions follow each other in a circle: `e.rs` <- `d.rs` <- `e.rs`; correct `revises` in one of \
                 the files",
            ]
        );
    }
}
