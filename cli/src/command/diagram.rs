//! `diagram`.

use std::path::PathBuf;

use aludel::executor::Recorded;
use aludel::model;
use aludel::revision::Direction;
use aludel::revision::replay::replay;
use aludel::schema::QualifiedName;
use clap::{Args, ValueEnum};

use super::{Outcome, targets};
use crate::config::Config;
use crate::context::Context;
use crate::diagram::{Mark, Picture, dot, mermaid, svg};
use crate::output::{self, STRONG, styled};
use crate::trouble::{Result, Trouble};

/// Draw the models, or what a revision changes, as an entity-relationship diagram
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Diagram {
    /// Draw what this revision changes: added green, changed amber, removed red
    #[arg(long, value_name = "TARGET", allow_hyphen_values = true)]
    revision: Option<String>,
    /// Draw this table and those it is related to; may be given several times
    #[arg(long, value_name = "NAME")]
    table: Vec<String>,
    /// What it is written as; by the ending of `--out` if that is not said, else SVG
    #[arg(long = "as", value_enum, value_name = "LANGUAGE")]
    language: Option<Language>,
    /// The file to write, in place of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// A picture that a browser shows
    Svg,
    /// `erDiagram`, which renders in READMEs
    Mermaid,
    /// For Graphviz
    Dot,
}

impl Diagram {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let picture = self.picture(context)?;
        if picture.is_empty() {
            return Err(Trouble::new("there is nothing to draw"));
        }
        let text = match self.language() {
            Language::Svg => svg(&picture),
            Language::Mermaid => mermaid(&picture),
            Language::Dot => dot(&picture),
        };
        match self.out {
            None => output::text(&text),
            Some(path) => {
                let failed =
                    |error| Trouble::caused(format!("`{}` cannot be written", path.display()), &error);
                std::fs::write(&path, text).map_err(failed)?;
                output::line(format!("wrote {}", styled(STRONG, Config::shown(&path))));
            }
        }
        Ok(Outcome::Fine)
    }

    fn picture(&self, context: &Context) -> Result<Picture> {
        let tables: Vec<QualifiedName> = self.table.iter().map(|name| QualifiedName::from(&**name)).collect();
        let (picture, schema) = match &self.revision {
            None => {
                let schema = model::schema()?.schema;
                (Picture::of(&schema), schema)
            }
            Some(name) => {
                let graph = context.graph()?;
                let position = targets::one(context, &graph, &name.parse()?)?;
                let entry = graph.entry(position);
                let before = graph.ancestors([position]).into_iter().filter(|other| *other != position);
                let before = replay(before.map(|other| graph.entry(other)))?;
                let operations = Recorded::new(entry, Direction::Up).operations;
                let mut after = before.clone();
                for operation in &operations {
                    operation.apply(&mut after)?;
                }
                let picture = Picture::change(&before, &after, &operations);
                (picture.around(|_, mark| mark != Mark::Unchanged), after)
            }
        };
        if tables.is_empty() {
            return Ok(picture);
        }
        if let Some(name) = tables.iter().find(|name| !schema.tables.contains_key(name)) {
            return Err(
                Trouble::new(format!("there is no table `{name}`")).hint("`diagram --as mermaid` lists all")
            );
        }
        Ok(picture.around(|name, _| tables.contains(name)))
    }

    fn language(&self) -> Language {
        let ending = || self.out.as_deref()?.extension()?.to_str();
        self.language.unwrap_or_else(|| match ending() {
            Some("mmd" | "mermaid" | "md") => Language::Mermaid,
            Some("dot" | "gv") => Language::Dot,
            Some(_) | None => Language::Svg,
        })
    }
}
