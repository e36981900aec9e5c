//! A relation as a line between two cards, with crow's feet at its ends.

use super::layout::Point;
use super::picture::Ends;

/// How far the marks at an end reach, in pixels.
const REACH: f64 = 18.0;

/// A card as edges see it: its left and right side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// The paths of one relation: its line, the strokes at its ends, and circles there.
#[derive(Debug, Default)]
pub(super) struct Edge {
    pub(super) line: String,
    pub(super) strokes: String,
    pub(super) circles: Vec<Point>,
}

/// One end of a relation: where it touches its card, and which way it leaves, `1.0` to the right.
#[derive(Clone, Copy, Debug)]
struct End {
    at: Point,
    out: f64,
}

impl Edge {
    /// The line from the height `parent.1` of one card to the height `child.1` of the other, through `way`.
    pub(super) fn new(parent: (Sides, f64), child: (Sides, f64), way: &[Point], ends: Option<Ends>) -> Self {
        let centre = |sides: Sides| f64::midpoint(sides.left, sides.right);
        let loops = parent.0.left == child.0.left;
        let first = way.first().map_or(centre(child.0), |point| point.x);
        let last = way.last().map_or(centre(parent.0), |point| point.x);
        let leave = |(sides, y): (Sides, f64), next: f64| match loops || next > centre(sides) {
            true => End { at: Point { x: sides.right, y }, out: 1.0 },
            false => End { at: Point { x: sides.left, y }, out: -1.0 },
        };
        let (start, end) = (leave(parent, first), leave(child, last));

        let mut edge = Self::default();
        let (from, to) = (start.beyond(REACH), end.beyond(REACH));
        edge.line = format!("M{} L{}", xy(start.at), xy(from));
        if loops {
            let far = from.x + 26.0;
            edge.line += &format!(" C{far:.1},{:.1} {far:.1},{:.1} {}", from.y, to.y, xy(to));
        } else {
            let points: Vec<Point> = [from].into_iter().chain(way.iter().copied()).chain([to]).collect();
            for pair in points.windows(2) {
                let middle = f64::midpoint(pair[0].x, pair[1].x);
                edge.line +=
                    &format!(" C{middle:.1},{:.1} {middle:.1},{:.1} {}", pair[0].y, pair[1].y, xy(pair[1]));
            }
        }
        edge.line += &format!(" L{}", xy(end.at));
        if let Some(ends) = ends {
            edge.bar(start, 6.0);
            if ends.required {
                edge.bar(start, 11.0)
            } else {
                edge.circle(start, 13.0)
            }
            if ends.one {
                edge.bar(end, 6.0)
            } else {
                edge.foot(end)
            }
            edge.circle(end, 14.0);
        }
        edge
    }

    /// One row.
    fn bar(&mut self, end: End, distance: f64) {
        let at = end.beyond(distance);
        self.strokes += &format!("M{:.1},{:.1} V{:.1} ", at.x, at.y - 5.0, at.y + 5.0);
    }

    /// Perhaps none.
    fn circle(&mut self, end: End, distance: f64) {
        self.circles.push(end.beyond(distance));
    }

    /// Many rows.
    fn foot(&mut self, end: End) {
        let tip = end.beyond(10.0);
        for side in [-5.0, 5.0] {
            self.strokes += &format!("M{} L{:.1},{:.1} ", xy(tip), end.at.x, end.at.y + side);
        }
    }
}

impl End {
    fn beyond(self, distance: f64) -> Point {
        Point { x: self.at.x + self.out * distance, y: self.at.y }
    }
}

fn xy(point: Point) -> String {
    format!("{:.1},{:.1}", point.x, point.y)
}
