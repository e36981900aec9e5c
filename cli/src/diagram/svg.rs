//! A picture as SVG that stands alone: its own colours, for light and for dark pages, and no script.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::dot::escaped;
use super::edge::{Edge, Sides};
use super::layout::{Layout, Point, layout};
use super::picture::{Card, Kind, Line, Mark, Picture};

/// Measures in pixels; the width is that of one column of the monospace font at its size.
const LETTER: f64 = 7.25;
const HEADER: f64 = 32.0;
const ROW: f64 = 22.0;
const PADDING: f64 = 12.0;
/// The column of `PK`, `FK` and `UQ`.
const KEYS: f64 = 26.0;
const BETWEEN: f64 = 24.0;
const MARGIN: f64 = 32.0;

/// Plain colours and no variables: not only browsers show these pictures.
const STYLE: &str = "
  text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #0f172a; }
  .page, .dot { fill: #ffffff; }
  .card { fill: #ffffff; stroke: #cbd5e1; }
  .head { fill: #eef2f7; }
  .title { font-weight: 700; }
  .faint, .key { fill: #64748b; }
  .key { font-size: 9px; font-weight: 700; }
  .rule { stroke: #cbd5e1; }
  .edge, .dot { stroke: #94a3b8; stroke-width: 1.3; }
  .edge { fill: none; }
  .use { stroke-dasharray: 2 4; }
  .added > .card, .edge.added, .dot.added { stroke: #16a34a; }
  .changed > .card, .edge.changed, .dot.changed { stroke: #d97706; }
  .removed > .card, .edge.removed, .dot.removed { stroke: #dc2626; }
  .added > .head, rect.added { fill: #dcfce7; }
  .changed > .head, rect.changed { fill: #fef3c7; }
  .removed > .head, rect.removed { fill: #fee2e2; }
  text.removed { text-decoration: line-through; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e2e8f0; }
    .page, .dot { fill: #0b1120; }
    .card { fill: #111a2e; stroke: #334155; }
    .head { fill: #1e293b; }
    .faint, .key { fill: #94a3b8; }
    .rule { stroke: #334155; }
    .edge, .dot { stroke: #64748b; }
    .added > .head, rect.added { fill: #14321f; }
    .changed > .head, rect.changed { fill: #3a2c0b; }
    .removed > .head, rect.removed { fill: #3d1518; }
  }
";

/// The picture as SVG.
pub(crate) fn svg(picture: &Picture) -> String {
    let sizes: Vec<Point> = picture.cards.iter().map(size).collect();
    let placed = layout(picture, &sizes);
    let (width, height) = (placed.size.x + 2.0 * MARGIN, placed.size.y + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"{0:.0} {0:.0} {width:.0} {height:.0}\">\n<style>{STYLE}</style>\n\
         <rect class=\"page\" x=\"{0:.0}\" y=\"{0:.0}\" width=\"100%\" height=\"100%\"/>\n",
        -MARGIN
    );
    edges(&mut out, picture, &placed, &sizes);
    for ((card, corner), size) in picture.cards.iter().zip(&placed.cards).zip(&sizes) {
        draw(&mut out, card, *corner, *size);
    }
    out + "</svg>\n"
}

fn size(card: &Card) -> Point {
    let title = width(&card.name.to_string()) + kind_width(card.kind);
    let names = widest(card, |line| width(&line.name));
    let types = widest(card, |line| width(&shown_type(line)));
    let keys = if card.kind == Kind::Table { KEYS } else { 0.0 };
    let between = if types > 0.0 { BETWEEN } else { 0.0 };
    let x = title.max(keys + names + between + types).max(96.0) + 2.0 * PADDING;
    Point { x: x.ceil(), y: HEADER + ROW * card.lines.len() as f64 + 4.0 }
}

fn widest(card: &Card, of: impl Fn(&Line) -> f64) -> f64 {
    card.lines.iter().map(of).fold(0.0, f64::max)
}

fn width(text: &str) -> f64 {
    text.width() as f64 * LETTER
}

fn kind_width(kind: Kind) -> f64 {
    if kind == Kind::Enum { width("enum ") } else { 0.0 }
}

fn shown_type(line: &Line) -> String {
    if line.nullable { format!("{}?", line.ty) } else { line.ty.clone() }
}

fn edges(out: &mut String, picture: &Picture, placed: &Layout, sizes: &[Point]) {
    let end = |(card, line): (usize, usize)| {
        let (corner, size) = (placed.cards[card], sizes[card]);
        let sides = Sides { left: corner.x, right: corner.x + size.x };
        let y = match picture.cards[card].kind {
            Kind::Table => corner.y + HEADER + ROW * (line as f64 + 0.5),
            Kind::Enum => corner.y + HEADER / 2.0,
        };
        (sides, y)
    };
    for (relation, way) in picture.relations.iter().zip(&placed.ways) {
        let edge = Edge::new(end(relation.parent), end(relation.child), way, relation.ends);
        let mark = class(relation.mark);
        let kind = if relation.ends.is_some() { "" } else { " use" };
        let [parent, child] =
            [relation.parent, relation.child].map(|(card, _)| picture.cards[card].name.to_string());
        let title = escaped(&format!("{child}.{} → {parent}", relation.label));
        let _ = writeln!(
            out,
            "<g><title>{title}</title><path class=\"edge{kind}{mark}\" d=\"{}{}\"/>{}</g>",
            edge.line,
            match edge.strokes.trim_end() {
                "" => String::new(),
                strokes => format!(" {strokes}"),
            },
            edge.circles.iter().map(|at| circle(*at, mark)).collect::<String>(),
        );
    }
}

fn circle(at: Point, mark: &str) -> String {
    format!("<circle class=\"dot{mark}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"/>", at.x, at.y)
}

fn draw(out: &mut String, card: &Card, corner: Point, size: Point) {
    let (x, y) = (size.x, size.y);
    let _ = writeln!(
        out,
        "<g class=\"table{}\" transform=\"translate({:.1} {:.1})\">\n\
         <rect class=\"card\" width=\"{x:.0}\" height=\"{y:.0}\" rx=\"6\"/>\n\
         <path class=\"head\" d=\"M0.5,{HEADER} V6 Q0.5,0.5 6,0.5 H{3:.1} Q{4:.1},0.5 {4:.1},6 V{HEADER} Z\"/>",
        class(card.mark),
        corner.x,
        corner.y,
        x - 6.0,
        x - 0.5,
    );
    if card.kind == Kind::Enum {
        let _ = writeln!(out, "<text class=\"faint\" x=\"{PADDING}\" y=\"20.5\">enum</text>");
    }
    let name = escaped(&card.name.to_string());
    let _ = writeln!(
        out,
        "<text class=\"title\" x=\"{}\" y=\"20.5\">{name}</text>",
        PADDING + kind_width(card.kind)
    );
    let _ = writeln!(out, "<path class=\"rule\" d=\"M0,{HEADER} H{x:.0}\"/>");
    for (at, line) in card.lines.iter().enumerate() {
        row(out, card.kind, line, HEADER + ROW * at as f64, x);
    }
    *out += "</g>\n";
}

fn row(out: &mut String, kind: Kind, line: &Line, top: f64, card: f64) {
    let mark = class(line.mark);
    if line.mark != Mark::Unchanged {
        let _ = writeln!(
            out,
            "<rect class=\"{}\" x=\"1\" y=\"{:.1}\" width=\"{:.0}\" height=\"{ROW}\"/>",
            mark.trim_start(),
            top + 1.0,
            card - 2.0
        );
    }
    let base = top + 16.0;
    let mut x = PADDING;
    if kind == Kind::Table {
        let key = match line {
            Line { primary: true, .. } => "PK",
            Line { foreign: true, .. } => "FK",
            Line { unique: true, .. } => "UQ",
            Line { .. } => "",
        };
        if !key.is_empty() {
            let _ = writeln!(out, "<text class=\"key\" x=\"{x}\" y=\"{:.1}\">{key}</text>", base - 1.0);
        }
        x += KEYS;
    }
    let _ =
        writeln!(out, "<text class=\"name{mark}\" x=\"{x}\" y=\"{base:.1}\">{}</text>", escaped(&line.name));
    if !line.ty.is_empty() {
        let _ = writeln!(
            out,
            "<text class=\"faint\" x=\"{:.1}\" y=\"{base:.1}\" text-anchor=\"end\">{}</text>",
            card - PADDING,
            escaped(&shown_type(line))
        );
    }
}

/// The class of a mark, with a space before it.
fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Unchanged => "",
        Mark::Added => " added",
        Mark::Changed => " changed",
        Mark::Removed => " removed",
    }
}
