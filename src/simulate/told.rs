//! How a step came to be done in a row of columns, told as the event loop tells it.

use crate::program::Program;
use crate::quantity::{PersonId, RoleId, Seconds, StepId};
use crate::simulate::Replication;
use crate::simulate::columns::{Columns, Staffed, Turn};
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
            at: columns.settled[step][row].into(),
            order: UNKNOWN,
            reopened: None,
            mark: self.mark(step),
        };
        (completion, &self.replication)
    }

    fn write(&mut self, columns: &Columns, step: StepId, driver: Option<StepId>, row: usize) {
        let (released, cause) = match driver {
            Some(driver) => (
                columns.settled[driver][row].into(),
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
        let [ready, settled] =
            [&columns.ready, &columns.settled].map(|times| times[step][row].into());
        spend(released, ready, StretchKind::Delay);
        let Some(staffed) = &columns.staffed else {
            spend(ready, settled, StretchKind::Work);
            return;
        };
        let first = first(self.program, staffed, step, row);
        let wait = |ready, at, spend: &mut dyn FnMut(Seconds, Seconds, StretchKind)| {
            if let Some(first) = &first {
                first.wait(ready, at, spend);
            }
        };
        let pause = self.program.steps[step].pause;
        let (mut ready, mut at) = (ready, staffed.started[step][row].into());
        let repeats = staffed.repeats[row].iter();
        for repeat in repeats.filter(|repeat| repeat.step == step) {
            let next = Seconds::from(repeat.ready);
            wait(ready, at, &mut spend);
            spend(at, next - pause, StretchKind::FailedWork);
            spend(next - pause, next, StretchKind::Pause);
            (ready, at) = (next, repeat.at.into());
        }
        let work = if columns.has_failed(step, row) {
            StretchKind::FailedWork
        } else {
            StretchKind::Work
        };
        wait(ready, at, &mut spend);
        spend(at, settled, work);
    }

    fn mark(&self, step: StepId) -> Mark {
        let items = self.replication.histories[step].len();
        Mark(u32::try_from(items).expect("a history has fewer than 2^32 items"))
    }
}

/// The first holder of a role in one row: what they work on, one step after the other.
struct First<'a> {
    role: RoleId,
    person: PersonId,
    turns: &'a [Turn],
}

/// Whoever waits for somebody of the step's role waits for its first holder.
fn first<'a>(
    program: &Program,
    staffed: &'a Staffed,
    step: StepId,
    row: usize,
) -> Option<First<'a>> {
    let role = *program.steps[step].needs.first()?;
    let holder = *program.roles[role].holders.first()?;
    Some(First {
        role,
        person: program.members[holder].person,
        turns: &staffed.turns[role][row],
    })
}

impl First<'_> {
    /// Spends the time from `ready` to `at` on waiting for what the first holder works on.
    fn wait(
        &self,
        ready: Seconds,
        at: Seconds,
        mut spend: impl FnMut(Seconds, Seconds, StretchKind),
    ) {
        if ready == at {
            return;
        }
        let mut spend_on = |from, to, step| {
            let (role, person, why) = (self.role, self.person, PersonLack::Working(step));
            spend(
                from,
                to,
                StretchKind::Waiting(Lack::Person { role, person, why }),
            );
        };
        // The last turn that has begun, and those that begin before the wait is over. Attempts that follow one another are one.
        let begun = self
            .turns
            .partition_point(|turn| Seconds::from(turn.at) <= ready);
        let mut turns = self.turns[begun.saturating_sub(1)..].iter();
        let Some(mut last) = turns.next() else {
            return;
        };
        let mut since = ready;
        for turn in turns.take_while(|turn| Seconds::from(turn.at) < at) {
            if turn.step != last.step {
                spend_on(since, turn.at.into(), last.step);
                since = turn.at.into();
            }
            last = turn;
        }
        spend_on(since, at, last.step);
    }
}
