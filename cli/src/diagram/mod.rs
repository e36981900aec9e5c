//! Entity-relationship diagrams of a schema: one picture, written as SVG, Mermaid or DOT.

mod dot;
mod edge;
mod layout;
mod mermaid;
mod picture;
mod svg;
#[cfg(test)]
mod tests;

pub(crate) use dot::dot;
pub(crate) use mermaid::mermaid;
pub(crate) use picture::{Mark, Picture};
pub(crate) use svg::svg;
