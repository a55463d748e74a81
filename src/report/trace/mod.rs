//! One drill told as a story: a header, a timeline, a Gantt chart, where the time went, the objectives and the score.

mod axis;
mod gantt;
mod header;
pub(super) mod objectives;
mod steps;
mod telling;
pub(super) mod time_spent;
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

#[cfg(test)]
pub(super) mod fixture;

#[cfg(test)]
mod tests {
    use super::fixture::{Played, played};
    use super::*;

    fn told(played: &Played, columns: usize, parts: Parts) -> String {
        let trace = Trace {
            drill: &played.drill,
            story: &played.story,
            assessment: &played.assessment,
            seed: 1,
        };
        let view = View {
            columns,
            parts,
            next: vec!["firebell trace night.ron --replication 8".to_owned()],
        };
        crate::report::page::to_text(&page(trace, &view))
    }

    #[test]
    fn a_story_is_told_from_onset_to_score() {
        insta::assert_snapshot!(told(&played(), 100, Parts::All));
    }

    #[test]
    fn a_narrow_terminal_gets_the_same_story() {
        insta::assert_snapshot!(told(&played(), 60, Parts::All));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_none_is_harmful() {
        let played = played();
        for columns in 60..=200 {
            for line in told(&played, columns, Parts::All).lines() {
                assert!(crate::text::width(line) <= columns, "{columns}: {line}");
                assert!(!line.contains(char::is_control), "{columns}: {line:?}");
            }
        }
    }

    #[test]
    fn a_part_can_be_asked_for_alone() {
        let text = told(&played(), 80, Parts::Only(vec![Part::Objectives]));
        insta::assert_snapshot!(text);
    }
}
