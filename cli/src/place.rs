//! The place of a new revision in the graph, as the flags of `generate` say it.

use aludel::executor;
use aludel::operation::Operation;
use aludel::revision::directory;
use aludel::revision::graph::{Anchor, Graph, Place, Position, Target};
use aludel::revision::replay::replay;
use aludel::revision::source::Header;
use aludel::schema::Schema;
use clap::Args;

use crate::trouble::{Result, Trouble};

/// What a new revision follows, depends on, and is called.
#[derive(Debug, Args)]
#[command(next_help_heading = "The place among other revisions")]
pub(crate) struct PlaceFlags {
    /// What it follows, where there are several heads; `base` begins a line of its own
    #[arg(long, value_name = "TARGET", allow_negative_numbers = true)]
    head: Vec<String>,
    /// Let it follow a revision that others follow already, and so begin a branch
    #[arg(long, requires = "head")]
    splice: bool,
    /// A revision of another branch that must be applied before it
    #[arg(long, value_name = "TARGET")]
    depends_on: Vec<String>,
    #[command(flatten)]
    name: NameFlags,
}

/// What a new revision is called in targets.
#[derive(Debug, Args)]
pub(crate) struct NameFlags {
    /// A label for the branch that begins with it
    #[arg(long, value_name = "LABEL")]
    branch_label: Vec<String>,
    /// The revision's id, in place of a new one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// The place of a new revision.
#[derive(Debug)]
pub(crate) struct NewPlace {
    place: Place,
    id: String,
    branch_labels: Vec<String>,
}

impl PlaceFlags {
    /// The place in `graph` that the flags say: on top of the one head where they say nothing.
    pub(crate) fn read(&self, graph: &Graph) -> Result<NewPlace> {
        let heads = match &*self.head {
            [] => vec![the_one_head(graph)?],
            heads => targets(heads)?,
        };
        let place = graph.place(&heads, self.splice, &targets(&self.depends_on)?)?;
        self.name.at(graph, place)
    }
}

impl NameFlags {
    /// `place` in `graph` under these names, if they are free.
    pub(crate) fn at(&self, graph: &Graph, place: Place) -> Result<NewPlace> {
        let id = self.rev_id.clone().unwrap_or_else(directory::random_id);
        for name in self.branch_label.iter().chain([&id]) {
            free(graph, name)?;
        }
        Ok(NewPlace { place, id, branch_labels: self.branch_label.clone() })
    }
}

impl NewPlace {
    /// The header of the new revision.
    pub(crate) fn header(self, message: String) -> Header {
        Header {
            message,
            id: self.id,
            revises: self.place.revises.into_iter().map(str::to_owned).collect(),
            depends_on: self.place.depends_on,
            branch_labels: self.branch_labels,
            created: executor::utc_now(),
            replaces: Vec::new(),
        }
    }

    /// The schema that the new revision finds where only what it follows and depends on is applied.
    ///
    /// # Errors
    /// When one of `operations` does not apply to it, because another branch has made what it changes.
    pub(crate) fn schema(&self, graph: &Graph, operations: &[Operation]) -> Result<Schema> {
        let names =
            self.place.revises.iter().copied().chain(self.place.depends_on.iter().map(String::as_str));
        let positions = names.map(|name| graph.revision(name)).collect::<Result<Vec<Position>, _>>()?;
        let schema = schema_of(graph, &positions)?;
        let Some((operation, error)) = misfit(&schema, operations) else { return Ok(schema) };
        let follows = match &*self.place.revises {
            [] => "at the base".to_owned(),
            revises => format!("after `{}`", revises.join("`, `")),
        };
        let trouble = Trouble::new(format!("cannot {} {follows}: {error}", operation.describe()));
        let mut fitting = Vec::new();
        for head in graph.own_heads() {
            if misfit(&schema_of(graph, &[head])?, operations).is_none() {
                fitting.push(format!("`--head {}`", graph.id(head)));
            }
        }
        Err(trouble.hint(match fitting.is_empty() {
            true => "its branch lacks what others have made: name those with `--depends-on`, or join them with `merge`".into(),
            false => format!("it fits where that was made: {}", fitting.join(" or ")),
        }))
    }
}

/// The schema where `positions` and all before them are applied.
fn schema_of(graph: &Graph, positions: &[Position]) -> Result<Schema> {
    Ok(replay(graph.ancestors(positions.iter().copied()).into_iter().map(|at| graph.entry(at)))?)
}

/// The first of `operations` that does not apply after those before it, and why.
fn misfit<'a>(schema: &Schema, operations: &'a [Operation]) -> Option<(&'a Operation, String)> {
    let mut schema = schema.clone();
    operations.iter().find_map(|operation| Some((operation, operation.apply(&mut schema).err()?.to_string())))
}

/// The one head, or the base where there is no revision yet.
fn the_one_head(graph: &Graph) -> Result<Target> {
    let heads: Vec<&str> = graph.own_heads().into_iter().map(|head| graph.id(head)).collect();
    match &*heads {
        [] | [_] => Ok(Target::HEAD),
        [first, ..] => Err(Trouble::new(format!("there are several heads: `{}`", heads.join("`, `"))).hint(
            format!("say which one it follows, such as `--head {first}`, or join them first with `merge`"),
        )),
    }
}

fn targets(texts: &[String]) -> Result<Vec<Target>> {
    texts.iter().map(|text| Ok(text.parse()?)).collect()
}

/// Refuses a name that no target could say, or that another revision has.
fn free(graph: &Graph, name: &str) -> Result<()> {
    let plain = Target { branch: None, anchor: Anchor::Revision(name.to_owned()), steps: 0 };
    if name.parse::<Target>().ok().as_ref() != Some(&plain) {
        return Err(Trouble::new(format!("`{name}` can be no label or id"))
            .hint("choose letters, digits, `_` and `.`, and none of `head`, `heads`, `base`, `current`"));
    }
    let labelled = graph.labels().find(|(label, _)| *label == name).map(|(_, position)| position);
    match graph.find(name).or(labelled) {
        None => Ok(()),
        Some(position) => {
            Err(Trouble::new(format!("`{}` is called `{name}` already", graph.entry(position).file))
                .hint("choose another name"))
        }
    }
}
