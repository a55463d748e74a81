//! What the shapes and lines of a picture mean: only those that occur in it.

use crate::model::Section;
use crate::report::graph::chart::{Chart, EdgeKind, NodeKind};
use crate::report::graph::place::{Point, SMALL};

pub(super) const SAMPLE_WIDTH: f64 = 40.0;
pub(super) const SAMPLE_HEIGHT: f64 = 16.0;

/// An entry of the legend.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Sample {
    Box(NodeKind),
    OnDemand,
    Line(EdgeKind),
    Guard,
    Delay,
    Join,
    Retries,
    Port,
}

/// A legend with its entries' places.
pub(super) struct Legend {
    pub(super) items: Vec<(Sample, Point)>,
    pub(super) height: f64,
}

/// The entries in rows of at most that width, for a picture that is folded or is not.
pub(super) fn rows(chart: &Chart, width: f64, is_folded: bool) -> Legend {
    let mut items = Vec::new();
    let mut next = Point { x: 0.0, y: 0.0 };
    for sample in samples(chart, is_folded) {
        let wide = SAMPLE_WIDTH + 8.0 + SMALL.width(words(sample)) + 22.0;
        if next.x > 0.0 && next.x + wide > width {
            next = Point {
                x: 0.0,
                y: next.y + 28.0,
            };
        }
        items.push((sample, next));
        next.x += wide;
    }
    Legend {
        items,
        height: next.y + SAMPLE_HEIGHT + 4.0,
    }
}

fn samples(chart: &Chart, is_folded: bool) -> Vec<Sample> {
    let has_box = |is_it: fn(NodeKind) -> bool| chart.nodes.iter().any(|node| is_it(node.kind));
    let has_line = |kind: EdgeKind| chart.edges.iter().any(|edge| edge.kind == kind);
    let is_automatic = |kind| matches!(kind, NodeKind::Automatic(_));
    let has_guard = chart.nodes.iter().any(|node| node.guard.is_some())
        || chart
            .edges
            .iter()
            .any(|edge| edge.kind == EdgeKind::After && edge.label.is_some());
    let step = NodeKind::Step(Section::Response);
    let automatic = NodeKind::Automatic(Section::Response);
    let all = [
        (
            Sample::Box(step),
            has_box(|kind| matches!(kind, NodeKind::Step(_))),
        ),
        (Sample::Box(automatic), has_box(is_automatic)),
        (
            Sample::OnDemand,
            chart.nodes.iter().any(|node| node.on_demand),
        ),
        (
            Sample::Box(NodeKind::Inject),
            has_box(|kind| kind == NodeKind::Inject),
        ),
        (
            Sample::Box(NodeKind::HiddenInject),
            has_box(|kind| kind == NodeKind::HiddenInject),
        ),
        (
            Sample::Box(NodeKind::Objective),
            has_box(|kind| kind == NodeKind::Objective),
        ),
        (
            Sample::Box(NodeKind::CriticalObjective),
            has_box(|kind| kind == NodeKind::CriticalObjective),
        ),
        (Sample::Guard, has_guard),
        (
            Sample::Delay,
            chart.nodes.iter().any(|node| node.delay.is_some()),
        ),
        (
            Sample::Join,
            chart.nodes.iter().any(|node| node.join.is_some()),
        ),
        (
            Sample::Retries,
            chart.nodes.iter().any(|node| node.retries.is_some()),
        ),
        (Sample::Line(EdgeKind::After), has_line(EdgeKind::After)),
        (Sample::Line(EdgeKind::Implied), has_line(EdgeKind::Implied)),
        (
            Sample::Line(EdgeKind::Fallback),
            has_line(EdgeKind::Fallback),
        ),
        (Sample::Line(EdgeKind::Calls), has_line(EdgeKind::Calls)),
        (Sample::Line(EdgeKind::Reopens), has_line(EdgeKind::Reopens)),
        (
            Sample::Line(EdgeKind::Triggers),
            has_line(EdgeKind::Triggers),
        ),
        (Sample::Line(EdgeKind::Expects), has_line(EdgeKind::Expects)),
        (
            Sample::Line(EdgeKind::Measures),
            has_line(EdgeKind::Measures),
        ),
        (Sample::Port, is_folded),
    ];
    let occurs = all.into_iter().filter(|(_, occurs)| *occurs);
    occurs.map(|(sample, _)| sample).collect()
}

/// What an entry says.
pub(super) fn words(sample: Sample) -> &'static str {
    match sample {
        Sample::Box(kind) => match kind {
            NodeKind::Averting | NodeKind::Weakening => "barrier",
            NodeKind::Step(_) => "step with its owner and usual time",
            NodeKind::Automatic(_) => "happens by itself",
            NodeKind::Inject => "inject",
            NodeKind::HiddenInject => "hidden inject",
            NodeKind::Objective => "objective",
            NodeKind::CriticalObjective => "critical objective",
        },
        Sample::OnDemand => "on demand: sleeps until it is called for",
        Sample::Line(kind) => meaning(kind),
        Sample::Guard => "only if this holds",
        Sample::Delay => "waits so long first",
        Sample::Join => "so many predecessors are enough",
        Sample::Port => "goes on at the same number in the next row",
        Sample::Retries => "tried again so many times",
    }
}

/// What a line says without words on it.
pub(super) fn meaning(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::After => "leads to",
        EdgeKind::Implied => "leads to, as other lines say already",
        EdgeKind::Fallback => "fallback if it fails",
        EdgeKind::Calls => "calls for",
        EdgeKind::Reopens => "has it done again",
        EdgeKind::Triggers => "sets off the inject",
        EdgeKind::Expects => "is expected to set in motion",
        EdgeKind::Measures => "is measured by",
    }
}
