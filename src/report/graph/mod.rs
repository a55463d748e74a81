//! The map of a plan: its steps from left to right, as a picture or as text for other drawing programs.

mod arrange;
mod chart;
mod dot;
mod draft;
mod fit;
mod fold;
mod json;
mod layered;
mod layers;
mod legend;
mod level;
mod mermaid;
mod node;
mod place;
mod shape;
mod style;
mod svg;
mod tighten;
mod words;

pub use chart::{Chart, Edge, EdgeKind, Node, NodeId, NodeKind};
pub use dot::dot;
pub use draft::{Drawn, chart};
pub use json::{json, json_schema};
pub use mermaid::mermaid;
pub use place::{Area, Band, Line, Placed, PlacedBox, Point, place};
pub use svg::svg;
