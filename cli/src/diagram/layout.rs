//! Where the cards of a picture stand: related ones in ranks from left to right, unrelated groups side by side.

use std::collections::BTreeMap;

use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use super::picture::Picture;

/// A width and a height, or a place, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The top left corner of each card.
    pub(super) cards: Vec<Point>,
    /// For each relation, the points that it passes between its cards, from the parent to the child.
    pub(super) ways: Vec<Vec<Point>>,
    /// The size of the whole.
    pub(super) size: Point,
}

/// Between two groups.
const GAP: f64 = 48.0;

/// Places cards of `sizes`.
pub(super) fn layout(picture: &Picture, sizes: &[Point]) -> Layout {
    let mut placed = Layout {
        cards: vec![Point::default(); sizes.len()],
        ways: vec![Vec::new(); picture.relations.len()],
        size: Point::default(),
    };
    let mut groups: Vec<Group> =
        groups(picture).into_iter().map(|members| Group::place(picture, sizes, members)).collect();
    // The tallest first, so that the rows of groups are filled well; a stable order keeps the names'.
    groups.sort_by(|a, b| b.size.y.total_cmp(&a.size.y));
    let area: f64 = groups.iter().map(|group| (group.size.x + GAP) * (group.size.y + GAP)).sum();
    let widest = groups.iter().map(|group| group.size.x).fold(0.0, f64::max);
    let width = widest.max((area * 1.6).sqrt());

    let (mut corner, mut row) = (Point::default(), 0.0_f64);
    for group in groups {
        if corner.x > 0.0 && corner.x + group.size.x > width {
            corner = Point { x: 0.0, y: corner.y + row + GAP };
            row = 0.0;
        }
        let moved = |point: Point| Point { x: point.x + corner.x, y: point.y + corner.y };
        for (card, point) in group.cards {
            placed.cards[card] = moved(point);
        }
        for (relation, way) in group.ways {
            placed.ways[relation] = way.into_iter().map(moved).collect();
        }
        placed.size.x = placed.size.x.max(corner.x + group.size.x);
        placed.size.y = placed.size.y.max(corner.y + group.size.y);
        row = row.max(group.size.y);
        corner.x += group.size.x + GAP;
    }
    placed
}

/// Cards that are related, each with its corner, as if they were alone.
struct Group {
    cards: Vec<(usize, Point)>,
    ways: Vec<(usize, Vec<Point>)>,
    size: Point,
}

impl Group {
    fn place(picture: &Picture, sizes: &[Point], members: Vec<usize>) -> Self {
        let mut graph: Graph<NodeLabel, EdgeLabel> =
            Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
        for card in &members {
            let label = NodeLabel { width: sizes[*card].x, height: sizes[*card].y, ..NodeLabel::default() };
            graph.set_node(card.to_string(), Some(label));
        }
        // A loop is drawn beside its card, and takes no place of its own.
        let relations = picture.relations.iter().enumerate();
        let relations = relations.filter(|(_, relation)| {
            relation.parent.0 != relation.child.0 && members.binary_search(&relation.child.0).is_ok()
        });
        let relations: Vec<(usize, String, String, String)> = relations
            .map(|(at, relation)| {
                (at, relation.parent.0.to_string(), relation.child.0.to_string(), at.to_string())
            })
            .collect();
        for (_, parent, child, name) in &relations {
            graph.set_edge(parent.as_str(), child.as_str(), Some(EdgeLabel::default()), Some(name));
        }
        let options = LayoutOptions {
            rankdir: RankDir::LR,
            nodesep: 28.0,
            edgesep: 14.0,
            ranksep: 104.0,
            ..LayoutOptions::default()
        };
        dagre::layout(&mut graph, Some(options));

        let corner = |card: usize| {
            let label = graph.node(&card.to_string());
            let centre = label.and_then(|label| Some((label.x?, label.y?))).unwrap_or_default();
            Point { x: centre.0 - sizes[card].x / 2.0, y: centre.1 - sizes[card].y / 2.0 }
        };
        let cards: Vec<(usize, Point)> = members.iter().map(|card| (*card, corner(*card))).collect();
        let way = |(at, parent, child, name): &(usize, String, String, String)| {
            let edge = graph.edge(parent, child, Some(name));
            let points: Vec<Point> = edge
                .map(|edge| edge.points.iter().map(|point| Point { x: point.x, y: point.y }).collect())
                .unwrap_or_default();
            (*at, runs(&points))
        };
        let ways: Vec<(usize, Vec<Point>)> = relations.iter().map(way).collect();
        Self { cards, ways, size: Point::default() }.at_origin(sizes)
    }

    /// The group moved so that it begins at the origin, with its size.
    fn at_origin(mut self, sizes: &[Point]) -> Self {
        let corners = self.cards.iter().map(|(_, point)| *point);
        let points = corners.chain(self.ways.iter().flat_map(|(_, way)| way.iter().copied()));
        let least =
            points.clone().reduce(|a, b| Point { x: a.x.min(b.x), y: a.y.min(b.y) }).unwrap_or_default();
        let far = self
            .cards
            .iter()
            .map(|(card, point)| Point { x: point.x + sizes[*card].x, y: point.y + sizes[*card].y });
        let most =
            points.chain(far).reduce(|a, b| Point { x: a.x.max(b.x), y: a.y.max(b.y) }).unwrap_or_default();
        let ways = self.ways.iter_mut().flat_map(|(_, way)| way);
        for point in self.cards.iter_mut().map(|(_, point)| point).chain(ways) {
            *point = Point { x: point.x - least.x, y: point.y - least.y };
        }
        self.size = Point { x: most.x - least.x, y: most.y - least.y };
        self
    }
}

/// The straight runs of an edge through the ranks that it crosses.
///
/// Of the points on its way, the outermost lie on the cards' borders, where a line of the card takes over; of the
/// others, every second one lies between two ranks, and those between them in a rank.
fn runs(points: &[Point]) -> Vec<Point> {
    let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
    let crossed = inner.windows(3).step_by(2);
    crossed.flat_map(|at| [Point { x: at[0].x, y: at[1].y }, Point { x: at[2].x, y: at[1].y }]).collect()
}

/// The cards that are related with one another, over however many others, in their order.
fn groups(picture: &Picture) -> Vec<Vec<usize>> {
    let mut roots: Vec<usize> = (0..picture.cards.len()).collect();
    fn root(roots: &mut [usize], card: usize) -> usize {
        let mut at = card;
        while roots[at] != at {
            roots[at] = roots[roots[at]];
            at = roots[at];
        }
        at
    }
    for relation in &picture.relations {
        let (a, b) = (root(&mut roots, relation.parent.0), root(&mut roots, relation.child.0));
        roots[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for card in 0..picture.cards.len() {
        groups.entry(root(&mut roots, card)).or_default().push(card);
    }
    groups.into_values().collect()
}
