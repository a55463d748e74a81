//! How a step came to be done in a row of columns, told as the event loop tells it.

use crate::program::Program;
use crate::quantity::{RoleId, Seconds, StepId};
use crate::simulate::Replication;
use crate::simulate::columns::{Columns, Started};
use crate::simulate::history::{Cause, Item, Lack, Origin, PersonLack, Stretch, StretchKind};
use crate::simulate::outcome::{Completion, Mark, Order};

/// Columns do not know in which order things happened within a second.
const UNKNOWN: Order = Order(0);

/// Histories read off columns.
#[derive(Debug)]
pub struct Told<'p> {
    program: &'p Program,
    replication: Replication,
    /// Steps with a history, the last first.
    path: Vec<StepId>,
}

impl<'p> Told<'p> {
    /// Nothing is told yet.
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            replication: Replication::empty(program),
            path: Vec::new(),
        }
    }

    /// The completion of a step that was done in that row, and a replication with the histories of the steps that led to it. They
    /// are those of the event loop, but for places in the order of happenings; of anything else there is nothing.
    pub fn tell(
        &mut self,
        columns: &Columns,
        step: StepId,
        row: usize,
    ) -> (Completion, &Replication) {
        for step in self.path.drain(..) {
            self.replication.histories[step].clear();
        }
        let mut next = Some(step);
        while let Some(step) = next {
            self.path.push(step);
            next = columns.driver(&self.program.steps[step].predecessors, row);
        }
        let mut driver = None;
        for place in (0..self.path.len()).rev() {
            let step = self.path[place];
            self.write(columns, step, driver, row);
            driver = Some(step);
        }
        let completion = Completion {
            at: at(&columns.settled[step], row),
            order: UNKNOWN,
            reopened: None,
            mark: self.mark(step),
        };
        (completion, &self.replication)
    }

    fn write(&mut self, columns: &Columns, step: StepId, driver: Option<StepId>, row: usize) {
        let (released, cause) = match driver {
            Some(driver) => (
                at(&columns.settled[driver], row),
                Cause::Predecessor(driver, self.mark(driver)),
            ),
            None => (Seconds::ZERO, Cause::Onset),
        };
        let history = &mut self.replication.histories[step];
        history.push(Item::Origin(Origin {
            at: released,
            order: UNKNOWN,
            cause,
        }));
        let mut spend = |from, to, kind| {
            if from < to {
                history.push(Item::Stretch(Stretch { from, to, kind }));
            }
        };
        let ready = at(&columns.ready[step], row);
        spend(released, ready, StretchKind::Delay);
        let Some(staffed) = &columns.staffed else {
            spend(ready, at(&columns.settled[step], row), StretchKind::Work);
            return;
        };
        // Backwards, attempt by attempt.
        let (starts, since) = (&staffed.starts[row], history.len());
        let mut next: Option<&Started> = None;
        let mut place = Some(staffed.last_starts[step][row]);
        while let Some(attempt) = place.map(|place| &starts[place as usize]) {
            let mut spend = |from, to, kind| {
                if from < to {
                    history.push(Item::Stretch(Stretch { from, to, kind }));
                }
            };
            if let Some(next) = next {
                spend(attempt.until, next.ready, StretchKind::Pause);
            }
            let has_failed = next.is_some() || columns.failed(step).binary_search(&row).is_ok();
            let work = if has_failed {
                StretchKind::FailedWork
            } else {
                StretchKind::Work
            };
            spend(attempt.at, attempt.until, work);
            wait(self.program, starts, attempt, spend);
            (next, place) = (Some(attempt), attempt.before);
        }
        history[since..].reverse();
    }

    fn mark(&self, step: StepId) -> Mark {
        let items = self.replication.histories[step].len();
        Mark(u32::try_from(items).expect("a history has fewer than 2^32 items"))
    }
}

/// Whoever waits waits for the first holder of the role, who works on one step after the other; the last of them first.
fn wait(
    program: &Program,
    starts: &[Started],
    attempt: &Started,
    mut spend: impl FnMut(Seconds, Seconds, StretchKind),
) {
    let needs = &program.steps[attempt.step].needs;
    let mut spend_waiting = |from, to, step: Option<StepId>| {
        if let Some(lack) = step.and_then(|step| working(program, needs, step)) {
            spend(from, to, StretchKind::Waiting(lack));
        }
    };
    let (mut since, mut until) = (attempt.at, attempt.at);
    let mut works_on = None;
    let mut place = attempt.by_first_before;
    while since > attempt.ready
        && let Some(first) = place.map(|place| &starts[place as usize])
    {
        // What started within the last second of the wait was not waited for; attempts that follow one another are one wait.
        if first.at < since {
            if works_on != Some(first.step) {
                spend_waiting(since, until, works_on);
                (until, works_on) = (since, Some(first.step));
            }
            since = first.at.max(attempt.ready);
        }
        place = first.by_first_before;
    }
    spend_waiting(since, until, works_on);
}

/// The first holder works on that step.
fn working(program: &Program, needs: &[RoleId], step: StepId) -> Option<Lack> {
    let role = *needs.first()?;
    let first = *program.roles[role].holders.first()?;
    Some(Lack::Person {
        role,
        person: program.members[first].person,
        why: PersonLack::Working(step),
    })
}

fn at(column: &[u32], row: usize) -> Seconds {
    column[row].into()
}
