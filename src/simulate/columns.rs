//! What a block of replications came to, a column for everything rather than a record for each replication.

use std::borrow::Cow;

use crate::program::Program;
use crate::quantity::{Arena, MemberId, RoleId, Seconds, StepId};

/// The latest moment of which columns keep 32 bits.
pub(super) const LATEST: Seconds = Seconds(u32::MAX as i64 - 1); // Widening.

/// A block of replications in which every step was settled: whole seconds, a row for every replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Columns {
    /// When each step first was ready.
    pub ready: Arena<StepId, Vec<u32>>,
    /// How long each step was worked on; never 0.
    pub worked: Arena<StepId, Vec<u32>>,
    /// When each step was done, or had failed and was waited for no longer.
    pub settled: Arena<StepId, Vec<u32>>,
    /// When the last step was done.
    pub makespans: Vec<u32>,
    /// `None`: every step started once it was ready, and was done when its first attempt ended; nobody was needed.
    pub staffed: Option<Staffed>,
}

/// The columns of plans in which people work.
#[derive(Clone, PartialEq, Debug)]
pub struct Staffed {
    /// When each step first started.
    pub started: Arena<StepId, Vec<u32>>,
    /// How long each step was ready but not in work.
    pub waited: Arena<StepId, Vec<u32>>,
    /// How many attempts started.
    pub attempts: Arena<StepId, Vec<u32>>,
    /// The rows in which the last attempt failed, ascending.
    pub failed: Arena<StepId, Vec<usize>>,
    /// When the last step was settled.
    pub stood_down: Vec<u32>,
    /// Time in work of every human being.
    pub busy: Arena<MemberId, Vec<u32>>,
    /// By role and row what its first holder began to work on, in order of time; nothing unless explained.
    pub(super) turns: Arena<RoleId, Vec<Vec<Turn>>>,
    /// By row all attempts but the first of each step, in order of time; nothing unless explained.
    pub(super) repeats: Vec<Vec<Repeat>>,
}

/// A step that the first holder of a role works on from then on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Turn {
    pub(super) at: u32,
    pub(super) step: StepId,
}

/// An attempt that is not the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Repeat {
    pub(super) step: StepId,
    pub(super) ready: u32,
    pub(super) at: u32,
}

impl Columns {
    /// No rows of that program.
    pub(super) fn empty(program: &Program) -> Self {
        Self {
            ready: no_rows(program),
            worked: no_rows(program),
            settled: no_rows(program),
            makespans: Vec::new(),
            staffed: None,
        }
    }

    /// The rows in which the step's last attempt failed, ascending.
    pub fn failed(&self, step: StepId) -> &[usize] {
        let staffed = self.staffed.as_ref();
        staffed.map_or(&[], |staffed| &staffed.failed[step])
    }

    /// Whether the step's last attempt failed.
    pub fn has_failed(&self, step: StepId, row: usize) -> bool {
        self.failed(step).binary_search(&row).is_ok()
    }

    /// When the step was done, in the rows in which it was.
    pub fn done(&self, step: StepId) -> Cow<'_, [u32]> {
        let (settled, failed) = (&self.settled[step], self.failed(step));
        if failed.is_empty() {
            return Cow::Borrowed(settled);
        }
        let mut done = Vec::with_capacity(settled.len());
        let mut from = 0;
        for &row in failed {
            done.extend_from_slice(&settled[from..row]);
            from = row + 1;
        }
        done.extend_from_slice(&settled[from..]);
        Cow::Owned(done)
    }

    /// When a step first started.
    pub fn started(&self, step: StepId) -> &[u32] {
        let staffed = self.staffed.as_ref();
        staffed.map_or(&self.ready[step], |staffed| &staffed.started[step])
    }

    /// When the last step was settled.
    pub fn stood_down(&self) -> &[u32] {
        let staffed = self.staffed.as_ref();
        staffed.map_or(&self.makespans, |staffed| &staffed.stood_down)
    }

    /// The predecessor that a step was ready after: the last to be settled, and of several in one second the last by id.
    #[inline]
    pub fn driver(&self, predecessors: &[StepId], row: usize) -> Option<StepId> {
        let (&first, others) = predecessors.split_first()?;
        let mut driver = (self.settled[first][row], first);
        for &other in others {
            let at = self.settled[other][row];
            if at >= driver.0 {
                driver = (at, other);
            }
        }
        Some(driver.1)
    }
}

impl Staffed {
    /// No rows of that program.
    pub(super) fn empty(program: &Program) -> Self {
        Self {
            started: no_rows(program),
            waited: no_rows(program),
            attempts: no_rows(program),
            failed: no_rows(program),
            stood_down: Vec::new(),
            busy: program.members.iter().map(|_| Vec::new()).collect(),
            turns: program.roles.iter().map(|_| Vec::new()).collect(),
            repeats: Vec::new(),
        }
    }
}

fn no_rows<T>(program: &Program) -> Arena<StepId, Vec<T>> {
    program.steps.iter().map(|_| Vec::new()).collect()
}
