//! Many replications of a drill in words: how often objectives are met, the score, where the time goes, what it hangs on.

mod head;
mod markdown;
mod objectives;
mod programme;
pub mod samples;
mod score;
mod table;
mod time;

use crate::analysis::evaluation::Evaluation;
use crate::analysis::stress::Dependence;
use crate::model::Drill;
use crate::report::page::{Page, plain};

pub use markdown::markdown;
pub use programme::programme;
pub use table::csv;

/// A drill that was evaluated, with all that is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was played.
    pub drill: &'a Drill,
    /// What it comes to.
    pub evaluation: &'a Evaluation,
    /// What hangs on single people.
    pub hanging: &'a Hanging,
    /// Why objectives cannot be met even if nothing goes wrong.
    pub impossible: &'a [String],
    /// The most replications there could have been.
    pub most: u64,
}

/// What is known of the people on whom a drill hangs.
#[derive(Clone, PartialEq, Debug)]
pub enum Hanging {
    /// Nobody asked.
    NotAsked,
    /// It was broken off.
    BrokenOff,
    /// Who they are, most first.
    Known(Vec<Dependence>),
}

/// What was asked for: one drill, or a programme of drills.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// One.
    Drill(Run<'a>),
    /// Several, or the drills of a folder.
    Programme {
        /// Those that were played.
        runs: &'a [Run<'a>],
        /// The ids of the scenarios that were not, as it was broken off before.
        not_played: &'a [String],
    },
}

impl<'a> Asked<'a> {
    /// What was played.
    pub(super) fn runs(&self) -> &[Run<'a>] {
        match self {
            Self::Drill(run) => std::slice::from_ref(run),
            Self::Programme { runs, .. } => runs,
        }
    }
}

/// How it is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// How many columns a line may take.
    pub columns: usize,
    /// Whether only the objectives and the score are told.
    pub is_quiet: bool,
    /// What to try next, as typed on the command line.
    pub next: Vec<String>,
}

/// The evaluation on a page.
pub fn page(run: Run<'_>, view: &View) -> Page {
    let columns = view.columns;
    let mut page = head::lines(run, columns);
    page.extend(objectives::lines(run, columns));
    page.extend(score::lines(run, columns));
    if !view.is_quiet {
        page.extend(time::lines(run, columns));
        page.extend(time::dependence(run, columns));
    }
    page.extend(next(&view.next));
    page
}

/// "next: firebell trace … --bad-day", a line for each command: what is to be typed must not be broken.
fn next(commands: &[String]) -> Page {
    let mut page = Page::new();
    for (place, command) in commands.iter().enumerate() {
        let lead = if place == 0 { "next: " } else { "      " };
        page.push(vec![plain(lead), plain(command)]);
    }
    page
}
