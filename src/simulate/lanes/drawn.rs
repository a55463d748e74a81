//! The chance in lanes: first attempts are drawn for all lanes at once, and so are second ones where the first fail.

use crate::quantity::{Seconds, StepId};
use crate::simulate::draws::{ASKINGS, Asked, Draws};
use crate::simulate::lanes::{Bits, LANES, Lanes, StepRun};

/// So many attempts are drawn before anything is played; what comes after them is rare.
pub(super) const DRAWN: usize = 2;

const _: () = assert!(DRAWN <= ASKINGS, "they have columns");

impl<'p> Lanes<'p> {
    /// Draws a step's first two attempts and puts the step at its beginning.
    #[inline(always)]
    pub(super) fn draw(&mut self, step: StepId, width: usize, draws: &mut Draws<'p>) {
        let run = &mut self.steps.runs[step];
        run.missing = [run.plan.missing; LANES];
        run.attempts = [0; LANES];
        run.waited = [0; LANES];
        run.failed = 0;
        run.fails = [0; DRAWN];
        Seconds::round_all(draws.neighbours(Asked::Work(step), 1, width), &mut run.work);
        self.is_odd |= run.work[..width].contains(&0);
        // A uniform is neither 0 nor 1: what is certain is not drawn.
        if run.plan.chance < 1.0 {
            run.fails[0] = failing(run, draws.neighbours(Asked::Success(step), 1, width));
            if run.fails[0] != 0 && run.plan.retries > 0 {
                self.draw_again(step, width, draws);
            }
        }
    }

    #[inline(always)]
    fn draw_again(&mut self, step: StepId, width: usize, draws: &mut Draws<'p>) {
        let run = &mut self.steps.runs[step];
        let uniforms = draws.neighbours(Asked::Work(step), 2, width);
        let mut lengths = [0.0; LANES];
        let mut lanes = run.fails[0];
        while lanes != 0 {
            let lane = lanes.trailing_zeros() as usize; // Below `LANES`.
            lanes &= lanes - 1;
            lengths[lane] = self.program.steps[step].takes.at(uniforms[lane]);
        }
        Seconds::round_all(&lengths, &mut run.again);
        run.fails[1] = failing(run, draws.neighbours(Asked::Success(step), 2, width));
    }

    /// Whether the attempt that ends has failed.
    pub(super) fn has_failed(&self, step: StepId, lane: usize, draws: &mut Draws<'p>) -> bool {
        let run = &self.steps.runs[step];
        if let Some(fails) = run.fails.get(run.attempts[lane] as usize - 1) {
            return fails >> lane & 1 != 0;
        }
        draws.turn_to(self.first.wrapping_add(lane as u64)); // usize fits into u64.
        draws.uniform(Asked::Success(step), run.attempts[lane]) >= run.plan.chance
    }

    /// Draws how long the next attempt takes, unless it was drawn before.
    pub(super) fn draw_next(&mut self, step: StepId, lane: usize, draws: &mut Draws<'p>) {
        let run = &mut self.steps.runs[step];
        let mut work = [run.again[lane]];
        let number = run.attempts[lane] + 1;
        if number as usize > DRAWN {
            draws.turn_to(self.first.wrapping_add(lane as u64)); // As above.
            let length = draws.work(step, &self.program.steps[step], number);
            Seconds::round_all(&[length], &mut work);
        }
        [run.work[lane]] = work;
        self.is_odd |= work == [0];
    }
}

/// A bit for each lane in which an attempt with that uniform fails.
#[inline(always)]
fn failing(run: &StepRun, uniforms: &[f64]) -> Bits {
    (uniforms.iter().enumerate()).fold(0, |failing, (lane, uniform)| {
        failing | Bits::from(*uniform >= run.plan.chance) << lane
    })
}
