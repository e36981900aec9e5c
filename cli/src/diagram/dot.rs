//! A picture in the language of Graphviz.

use std::fmt::Write;

use super::picture::{Card, Kind, Line, Mark, Picture};

/// The picture as DOT.
pub(crate) fn dot(picture: &Picture) -> String {
    let mut out = String::from(
        "digraph schema {\n  rankdir=LR;\n  node [shape=plain, fontname=\"Helvetica\"];\n  \
         edge [dir=both, fontname=\"Helvetica\", color=\"#64748b\"];\n",
    );
    for (place, card) in picture.cards.iter().enumerate() {
        let _ = writeln!(out, "  card{place} [label=<{}>];", label(card));
    }
    for relation in &picture.relations {
        let (tail, head, style) = match relation.ends {
            Some(ends) => (
                if ends.required { "teetee" } else { "teeodot" },
                if ends.one { "teeodot" } else { "crowodot" },
                "solid",
            ),
            None => ("none", "none", "dotted"),
        };
        let colour = match relation.mark {
            Mark::Unchanged => String::new(),
            mark => format!(", color=\"{}\"", colour(mark)),
        };
        let [(parent, parent_line), (child, child_line)] = [relation.parent, relation.child];
        let _ = writeln!(
            out,
            "  card{parent}:line{parent_line} -> card{child}:line{child_line} \
             [arrowtail={tail}, arrowhead={head}, style={style}{colour}];"
        );
    }
    out += "}\n";
    out
}

fn label(card: &Card) -> String {
    let kind = if card.kind == Kind::Enum { "enum " } else { "" };
    let mut out = String::from(
        r##"<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#cbd5e1">"##,
    );
    let title = format!("{kind}{}", card.name);
    let _ = write!(
        out,
        r#"<tr><td bgcolor="{}"><b>{}</b></td></tr>"#,
        background(card.mark, "#e2e8f0"),
        escaped(&title)
    );
    for (place, line) in card.lines.iter().enumerate() {
        let _ = write!(
            out,
            r#"<tr><td port="line{place}" align="left" bgcolor="{}">{}</td></tr>"#,
            background(line.mark, "#ffffff"),
            text(line)
        );
    }
    out + "</table>"
}

fn text(line: &Line) -> String {
    let name = escaped(&line.name);
    let name = if line.primary { format!("<u>{name}</u>") } else { name };
    let null = if line.nullable { " null" } else { "" };
    match &*line.ty {
        "" => name,
        ty => format!("{name} <font color=\"#64748b\">{}{null}</font>", escaped(ty)),
    }
}

fn colour(mark: Mark) -> &'static str {
    match mark {
        Mark::Unchanged => "#64748b",
        Mark::Added => "#16a34a",
        Mark::Changed => "#d97706",
        Mark::Removed => "#dc2626",
    }
}

fn background(mark: Mark, unchanged: &'static str) -> &'static str {
    match mark {
        Mark::Unchanged => unchanged,
        Mark::Added => "#dcfce7",
        Mark::Changed => "#fef3c7",
        Mark::Removed => "#fee2e2",
    }
}

/// `text` inside of an HTML-like label, and of XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
