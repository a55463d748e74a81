//! What is drawn of a plan: boxes and lines with their words, before any place is chosen.

use crate::model::Section;
use crate::quantity::{Arena, Index};

/// A plan, or a drill, as boxes and lines.
#[derive(Clone, PartialEq, Debug)]
pub struct Chart {
    /// The plan's id.
    pub plan: String,
    /// Its revision.
    pub revision: String,
    /// Its title.
    pub title: String,
    /// Revision, owner, drill.
    pub subtitle: String,
    /// The whole in a sentence or two, for those who cannot see it.
    pub summary: String,
    /// Barriers, steps, injects, objectives.
    pub nodes: Arena<NodeId, Node>,
    /// In the order of their ends.
    pub edges: Vec<Edge>,
}

/// A box of a chart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct NodeId(u32);

impl Index for NodeId {
    fn new(place: usize) -> Self {
        Self(u32::try_from(place).expect("fewer boxes than 2^32 fit into memory"))
    }

    fn place(self) -> usize {
        self.0 as usize // u32 to usize: never narrower on the platforms Rust's std supports with files.
    }
}

/// A box.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Unique in the chart: a step's own id, else the kind before it, such as `inject:press`.
    pub name: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// Title.
    pub title: String,
    /// Whose it is, as words.
    pub owner: Option<String>,
    /// Smaller lines below: times, effects.
    pub notes: Vec<String>,
    /// The condition under which it happens, unless a line says it.
    pub guard: Option<String>,
    /// The wait between release and being ready.
    pub delay: Option<String>,
    /// How many predecessors must be done, where not all.
    pub join: Option<String>,
    /// How often it is tried again.
    pub retries: Option<u32>,
    /// Whether it sleeps until it is called for.
    pub on_demand: bool,
}

impl Node {
    /// Everything but the title, a line each, for those who cannot draw badges.
    pub fn facts(&self) -> Vec<String> {
        let mut facts: Vec<String> = self.owner.iter().chain(&self.notes).cloned().collect();
        facts.extend(self.guard.iter().map(|guard| format!("if {guard}")));
        facts.extend(
            self.delay
                .iter()
                .map(|delay| format!("waits {delay} first")),
        );
        facts.extend(
            self.join
                .iter()
                .map(|join| format!("after {join} of its predecessors")),
        );
        facts.extend(
            self.retries
                .iter()
                .map(|times| format!("tried again {times}×")),
        );
        if self.on_demand {
            facts.push("on demand".to_owned());
        }
        facts
    }
}

/// What a box stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeKind {
    /// A barrier that averts the incident.
    Averting,
    /// A barrier that weakens it.
    Weakening,
    /// A step that somebody does.
    Step(Section),
    /// A step that happens by itself.
    Automatic(Section),
    /// An inject that the participants see.
    Inject,
    /// An inject that only changes the world.
    HiddenInject,
    /// An objective.
    Objective,
    /// An objective without which the drill is not passed.
    CriticalObjective,
}

impl NodeKind {
    /// Whether it belongs to prevention, outside the flow of steps.
    pub fn is_barrier(self) -> bool {
        match self {
            Self::Averting | Self::Weakening => true,
            Self::Step(_)
            | Self::Automatic(_)
            | Self::Inject
            | Self::HiddenInject
            | Self::Objective
            | Self::CriticalObjective => false,
        }
    }

    /// The step's section.
    pub fn section(self) -> Option<Section> {
        match self {
            Self::Step(section) | Self::Automatic(section) => Some(section),
            Self::Averting
            | Self::Weakening
            | Self::Inject
            | Self::HiddenInject
            | Self::Objective
            | Self::CriticalObjective => None,
        }
    }
}

/// A line from one box to another.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// What it says.
    pub kind: EdgeKind,
    /// Words on it.
    pub label: Option<String>,
}

/// What a line says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EdgeKind {
    /// A predecessor and its successor.
    After,
    /// The same, where other lines say it already.
    Implied,
    /// If the first fails, the second takes its place.
    Fallback,
    /// The first calls for the second.
    Calls,
    /// The first has the second done again.
    Reopens,
    /// The step sets off the inject.
    Triggers,
    /// The inject should set the step in motion.
    Expects,
    /// The objective is measured on the step or inject.
    Measures,
}
