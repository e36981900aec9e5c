//! A picture as Mermaid's `erDiagram`, which renders in READMEs.
//!
//! Mermaid manual, "Entity Relationship Diagrams": names of entities may be quoted, those of attributes not.

use std::fmt::Write;

use super::picture::{Card, Kind, Line, Mark, Picture};

/// The picture as Mermaid.
pub(crate) fn mermaid(picture: &Picture) -> String {
    let mut out = String::from("erDiagram\n");
    for card in &picture.cards {
        let _ = writeln!(out, "    {} {{", entity(card));
        card.lines.iter().for_each(|line| attribute(&mut out, card.kind, line));
        out += "    }\n";
    }
    for relation in &picture.relations {
        let parent = match relation.ends {
            Some(ends) if ends.required => "||",
            Some(_) | None => "|o",
        };
        let (link, child) = match relation.ends {
            Some(ends) if ends.one => ("--", "o|"),
            Some(_) => ("--", "o{"),
            None => ("..", "o{"),
        };
        let [parent_card, child_card] =
            [relation.parent, relation.child].map(|(place, _)| entity(&picture.cards[place]));
        let label = quoted(&format!("{}{}", relation.label, word(relation.mark)));
        let _ = writeln!(out, "    {parent_card} {parent}{link}{child} {child_card} : {label}");
    }
    out
}

fn entity(card: &Card) -> String {
    let kind = if card.kind == Kind::Enum { "enum " } else { "" };
    quoted(&format!("{kind}{}{}", card.name, word(card.mark)))
}

fn attribute(out: &mut String, kind: Kind, line: &Line) {
    let ty = if kind == Kind::Enum { "value".to_owned() } else { plain(&line.ty) };
    let keys = [(line.primary, "PK"), (line.foreign, "FK"), (line.unique && !line.primary, "UK")];
    let keys: Vec<&str> = keys.into_iter().filter(|(is, _)| *is).map(|(_, key)| key).collect();
    let mut notes = Vec::new();
    if line.nullable {
        notes.push("null".to_owned());
    }
    if line.mark != Mark::Unchanged {
        notes.push(word(line.mark).trim().to_owned());
    }
    if plain(&line.name) != line.name {
        notes.push(line.name.clone());
    }
    let _ = write!(out, "        {ty} {}", plain(&line.name));
    if !keys.is_empty() {
        let _ = write!(out, " {}", keys.join(", "));
    }
    if !notes.is_empty() {
        let _ = write!(out, " {}", quoted(&notes.join(", ")));
    }
    out.push('\n');
}

/// What a change does, in words: Mermaid has no colours for single lines.
fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Unchanged => "",
        Mark::Added => " (added)",
        Mark::Changed => " (changed)",
        Mark::Removed => " (removed)",
    }
}

/// `text` as an attribute's type or name may be spelled: a letter, then letters, digits, `_`, `-` and brackets.
fn plain(text: &str) -> String {
    let spelled = text.replace(", ", "-").replace(',', "-").replace(" → ", "-to-");
    let keep = |c: char| if c.is_ascii_alphanumeric() || "_-()[]".contains(c) { c } else { '_' };
    let spelled: String = spelled.chars().map(keep).collect();
    match spelled.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => spelled,
        false => format!("x{spelled}"),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'").replace('\n', " "))
}
