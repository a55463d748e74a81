//! One drill told as a story: a header, a timeline, a Gantt chart, where the time went, the objectives and the score.

mod axis;
mod gantt;
mod header;
mod objectives;
mod steps;
mod telling;
mod time_spent;
mod timeline;
mod waiting;

use crate::analysis::{Assessment, Story};
use crate::model::Drill;
use crate::report::page::{Page, Tone};
use crate::report::page::{Span, faint, plain};

/// A drill that was played, with all that is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// What was played.
    pub drill: &'a Drill,
    /// What happened.
    pub story: &'a Story,
    /// How well it went.
    pub assessment: &'a Assessment,
    /// The seed of its luck.
    pub seed: u64,
}

/// A part of the story that can be asked for alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// What was assumed, and what the participants were told.
    Narrative,
    /// What happened, in order.
    Timeline,
    /// The Gantt chart of the steps.
    Steps,
    /// Where the time of each timed objective went.
    Time,
    /// The objectives with their ratings, cost and score.
    Objectives,
}

/// How the story is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// How many columns a line may take.
    pub columns: usize,
    /// Which parts are told, and whether long ones whole.
    pub parts: Parts,
    /// What to try next, as typed on the command line.
    pub next: Vec<String>,
}

/// Which parts are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Parts {
    /// All of them; long ones are cut, with a count of what is left out.
    All,
    /// These alone, whole.
    Only(Vec<Part>),
}

impl Parts {
    fn contains(&self, part: Part) -> bool {
        match self {
            Self::All => true,
            Self::Only(parts) => parts.contains(&part),
        }
    }

    fn are_whole(&self) -> bool {
        match self {
            Self::All => false,
            Self::Only(_) => true,
        }
    }
}

/// The story on a page.
pub fn page(trace: Trace<'_>, view: &View) -> Page {
    let columns = view.columns;
    let is_whole = view.parts.are_whole();
    let mut page = header::lines(trace, columns);
    if view.parts.contains(Part::Narrative) {
        page.extend(header::narrative(trace, columns));
    }
    if view.parts.contains(Part::Timeline) {
        page.extend(timeline::lines(trace, columns, is_whole));
    }
    if view.parts.contains(Part::Steps) {
        page.extend(steps::lines(trace, columns, is_whole));
    }
    if view.parts.contains(Part::Time) {
        page.extend(time_spent::lines(trace, columns));
    }
    if view.parts.contains(Part::Objectives) {
        page.extend(objectives::lines(trace, columns));
    }
    if !view.next.is_empty() {
        page.push(Vec::new());
        page.push(vec![faint("next")]);
        for command in &view.next {
            // A command that is to be typed must not be broken.
            page.push(vec![plain(format!("  {command}"))]);
        }
    }
    page
}

/// An empty line and the heading of a part.
fn heading(text: &str) -> Page {
    vec![Vec::new(), vec![Span::new(Tone::Heading, text)]]
}
