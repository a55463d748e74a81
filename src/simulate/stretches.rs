//! What a step's time was spent on in a row of columns, told as the event loop tells it.

use crate::program::Program;
use crate::quantity::{PersonId, RoleId, Seconds, StepId};
use crate::simulate::columns::{Columns, Staffed, Turn};
use crate::simulate::history::{Lack, PersonState, Stretch, StretchKind};

impl Columns {
    /// Tells what a step's time was spent on in a row, from its release after `driver` (see [`Self::driver`]) until it was settled:
    /// stretches without gaps, none of them empty. Of staffed columns, only where they were played to be explained.
    pub fn tell(
        &self,
        program: &Program,
        step: StepId,
        driver: Option<StepId>,
        row: usize,
        mut tell: impl FnMut(Stretch),
    ) {
        let mut spend = |from, to, kind| {
            if from < to {
                tell(Stretch { from, to, kind });
            }
        };
        let released = driver.map_or(Seconds::ZERO, |driver| self.settled[driver][row].into());
        let [mut ready, settled] =
            [&self.ready, &self.settled].map(|times| times[step][row].into());
        spend(released, ready, StretchKind::Delay);
        let Some(staffed) = &self.staffed else {
            spend(ready, settled, StretchKind::Work);
            return;
        };
        let first = first(program, staffed, step, row);
        let pause = program.steps[step].pause;
        let mut at = staffed.started[step][row].into();
        // Most steps succeed at once.
        if staffed.attempts[step][row] > 1 {
            // In order of time, of which only that of the step need be looked through.
            let repeats = &staffed.repeats[row];
            let from = repeats.partition_point(|repeat| Seconds::from(repeat.at) <= at);
            let to = repeats.partition_point(|repeat| Seconds::from(repeat.at) < settled);
            for repeat in repeats[from..to]
                .iter()
                .filter(|repeat| repeat.step == step)
            {
                let next = Seconds::from(repeat.ready);
                wait(first.as_ref(), ready, at, &mut spend);
                spend(at, next - pause, StretchKind::FailedWork);
                spend(next - pause, next, StretchKind::Pause);
                (ready, at) = (next, repeat.at.into());
            }
        }
        let work = if self.has_failed(step, row) {
            StretchKind::FailedWork
        } else {
            StretchKind::Work
        };
        wait(first.as_ref(), ready, at, &mut spend);
        spend(at, settled, work);
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

/// Spends the time from `ready` to `at` on waiting for what the first holder works on.
fn wait(
    first: Option<&First<'_>>,
    ready: Seconds,
    at: Seconds,
    spend: &mut impl FnMut(Seconds, Seconds, StretchKind),
) {
    let Some(&First {
        role,
        person,
        turns,
    }) = first
    else {
        return;
    };
    if ready == at {
        return;
    }
    let mut spend_on = |from, to, step| {
        let state = PersonState::Working(step);
        spend(
            from,
            to,
            StretchKind::Waiting(Lack::Person {
                role,
                person,
                state,
            }),
        );
    };
    // The last turn that has begun, and those that begin before the wait is over. Attempts that follow one another are one.
    let begun = turns.partition_point(|turn| Seconds::from(turn.at) <= ready);
    let mut turns = turns[begun.saturating_sub(1)..].iter();
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
