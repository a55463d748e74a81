//! The lowest that the level of an impact can be in a drill: whatever lowers it comes as early as it can and lasts as long as it
//! may, and nothing raises it but its own growth.

use std::collections::BTreeSet;

use crate::check::lints::Rehearsal;
use crate::check::lints::bounds::Bounds;
use crate::model::{BarrierEffect, Effect, Growth, Impact, Scenario, all_effects};
use crate::quantity::{Distribution, ImpactId, Seconds, StepId};

const HOUR: f64 = 3600.0;

/// A level that doubles is looked at so many times between two events.
const LOOKS: u32 = 64;

/// The lowest level over the time of a drill.
#[derive(Debug)]
pub(super) struct Floor {
    stretches: Vec<Stretch>,
    /// The step that can lower it first, if a step is first.
    pub(super) first_relief: Option<StepId>,
}

/// A time in which it rises or falls steadily; seconds since onset.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: f64,
    to: f64,
    level_before: f64,
    level_after: f64,
}

impl Floor {
    /// The level that is surely reached, and when.
    pub(super) fn peak(&self) -> (f64, Seconds) {
        let ends = self.stretches.iter().flat_map(|stretch| {
            [
                (stretch.level_before, stretch.from),
                (stretch.level_after, stretch.to),
            ]
        });
        let highest = ends.reduce(|a, b| if b.0 > a.0 { b } else { a });
        let (level, at) = highest.unwrap_or((0.0, 0.0));
        (level, Seconds::rounded(at))
    }

    /// The level at the horizon.
    pub(super) fn last(&self) -> f64 {
        let last = self.stretches.last();
        last.map_or(0.0, |stretch| stretch.level_after.max(0.0))
    }

    /// How long it is above a level.
    pub(super) fn time_above(&self, level: f64) -> Seconds {
        let above = self.stretches.iter().map(|stretch| {
            let (from, to) = stretch.above(level);
            to - from
        });
        Seconds::rounded(above.sum::<f64>().floor())
    }

    /// Up to when it is above zero at some time.
    pub(super) fn above_zero_until(&self) -> Seconds {
        let ends = self.stretches.iter().map(|stretch| stretch.above(0.0));
        let ends = ends.filter(|(from, to)| to > from).map(|(_, to)| to);
        Seconds::rounded(ends.fold(0.0, f64::max).floor())
    }

    /// Units times hours.
    pub(super) fn unit_hours(&self) -> f64 {
        let areas = self.stretches.iter().map(|stretch| {
            let (from, to) = stretch.above(0.0);
            let ends = stretch.level_before.max(0.0) + stretch.level_after.max(0.0);
            ends / 2.0 * (to - from)
        });
        areas.sum::<f64>() / HOUR
    }
}

impl Stretch {
    /// From when to when it is above the level.
    fn above(&self, level: f64) -> (f64, f64) {
        let (before, after) = (self.level_before - level, self.level_after - level);
        let crossing = self.from + (self.to - self.from) * before / (before - after);
        match (before > 0.0, after > 0.0) {
            (true, true) => (self.from, self.to),
            (true, false) => (self.from, crossing),
            (false, true) => (crossing, self.to),
            (false, false) => (self.from, self.from),
        }
    }
}

/// The lowest level of an impact.
pub(super) fn floor(
    rehearsal: &Rehearsal<'_, '_>,
    scenario: &Scenario,
    bounds: &Bounds,
    id: ImpactId,
) -> Floor {
    let impact = &scenario.impacts[id];
    let mut reliefs = reliefs(rehearsal, scenario, bounds, id);
    reliefs.sort_by_key(|relief| relief.at);
    let horizon = scenario.horizon;
    let mut course = Course::new(impact);
    for relief in reliefs.iter().filter(|relief| relief.at <= horizon) {
        course.go_on(relief.at.as_f64());
        course.change(relief.change);
    }
    course.go_on(horizon.as_f64());
    Floor {
        stretches: course.stretches,
        first_relief: reliefs.first().and_then(|relief| relief.by),
    }
}

/// What lowers an impact, and when at the earliest.
struct Relief {
    at: Seconds,
    by: Option<StepId>,
    change: Change,
}

#[derive(Clone, Copy)]
enum Change {
    /// Growth is multiplied.
    Factor(f64),
    /// So many units a second are taken away in addition, or no more.
    Drain(f64),
    /// So many units may be taken away at once.
    Take(f64),
}

fn reliefs(
    rehearsal: &Rehearsal<'_, '_>,
    scenario: &Scenario,
    bounds: &Bounds,
    of: ImpactId,
) -> Vec<Relief> {
    let plan = &rehearsal.file.plan;
    let reopened: BTreeSet<StepId> = all_effects(plan, scenario).filter_map(reopens).collect();
    let mut reliefs = Vec::new();
    for (id, barrier) in plan.barriers.entries() {
        let may_hold = barrier.holds.value() > 0.0 && !scenario.failed_barriers.contains(&id);
        if let (BarrierEffect::Weakens(effects), true) = (&barrier.effect, may_hold) {
            add(effects, of, Seconds::ZERO, None, &mut reliefs);
        }
    }
    for (id, step) in plan.steps.entries() {
        let Some(done) = bounds.ways.done[id] else {
            continue;
        };
        let first = reliefs.len();
        add(&step.effects, of, done, Some(id), &mut reliefs);
        if reopened.contains(&id) {
            reliefs[first..].iter_mut().for_each(last_for_ever);
        }
    }
    for inject in scenario.injects.iter() {
        if inject.chance.value() > 0.0 {
            let at = bounds.fires(&inject.at);
            add(&inject.effects, of, at, None, &mut reliefs);
        }
    }
    reliefs
}

/// What is done again may take away again.
fn last_for_ever(relief: &mut Relief) {
    relief.change = match relief.change {
        Change::Factor(factor) => Change::Factor(factor),
        Change::Drain(per_second) => Change::Drain(per_second.max(0.0)),
        Change::Take(_) => Change::Take(f64::INFINITY),
    };
}

fn add(
    effects: &[Effect],
    of: ImpactId,
    at: Seconds,
    by: Option<StepId>,
    reliefs: &mut Vec<Relief>,
) {
    let mut push = |at, change| reliefs.push(Relief { at, by, change });
    for effect in effects {
        match effect {
            Effect::Stop(impact) if *impact == of => push(at, Change::Factor(0.0)),
            Effect::Scale(impact, factor) if *impact == of => {
                push(at, Change::Factor(factor.min(1.0)));
            }
            Effect::Add(impact, amount) if *impact == of => push(at, Change::Take(taken(amount))),
            Effect::Drain {
                impact,
                per_hour,
                duration,
            } if *impact == of => {
                push(at, Change::Drain(per_hour / HOUR));
                if let Some(duration) = duration {
                    push(at + *duration, Change::Drain(-per_hour / HOUR));
                }
            }
            Effect::Stop(_)
            | Effect::Scale(..)
            | Effect::Add(..)
            | Effect::Drain { .. }
            | Effect::Set(_)
            | Effect::Require(_)
            | Effect::Reopen(_)
            | Effect::Absent { .. }
            | Effect::Arrive { .. }
            | Effect::Lose { .. }
            | Effect::Gain { .. }
            | Effect::Slow { .. }
            | Effect::SlowAnswers { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => {}
        }
    }
}

/// The most that an amount may take away.
fn taken(amount: &Distribution) -> f64 {
    (-amount.min()).max(0.0)
}

fn reopens(effect: &Effect) -> Option<StepId> {
    match effect {
        Effect::Reopen(step) => Some(*step),
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Drain { .. }
        | Effect::Set(_)
        | Effect::Require(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::SlowAnswers { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => None,
    }
}

/// The lowest level, event by event.
///
/// Of a level that grows by the hour, what was taken away is kept apart from what has grown: taken early or late, below the cap
/// or at it, it is never more than that. A level that doubles grows the less the earlier it is lowered.
struct Course {
    grows: Growth,
    cap: f64,
    now: f64,
    /// What has grown, and for a level that doubles what is left of it.
    grown: f64,
    taken: f64,
    factor: f64,
    drained_per_second: f64,
    stretches: Vec<Stretch>,
}

impl Course {
    fn new(impact: &Impact) -> Self {
        let cap = impact.cap.unwrap_or(f64::INFINITY);
        Self {
            grows: impact.grows,
            cap,
            now: 0.0,
            grown: impact.starts.min(cap),
            taken: 0.0,
            // When its hours are is not looked at: it may grow later than this could know.
            factor: if impact.during.is_some() { 0.0 } else { 1.0 },
            drained_per_second: 0.0,
            stretches: Vec::new(),
        }
    }

    fn change(&mut self, change: Change) {
        let is_doubling = match self.grows {
            Growth::Doubles(_) => true,
            Growth::Steady | Growth::PerHour(_) => false,
        };
        match change {
            Change::Factor(factor) => self.factor *= factor,
            // Drained later it would be lowered by more than now, so the end is not waited for.
            Change::Drain(per_second) if per_second < 0.0 && is_doubling => {}
            Change::Drain(per_second) => self.drained_per_second += per_second,
            Change::Take(amount) if amount > 0.0 && is_doubling => self.grown = 0.0,
            Change::Take(amount) => self.taken += amount,
        }
    }

    /// Lets time pass until then.
    fn go_on(&mut self, until: f64) {
        match self.grows {
            Growth::Steady => self.rise(until, 0.0),
            Growth::PerHour(rate) => {
                let per_second = rate / HOUR * self.factor;
                let full = self.now + (self.cap - self.grown) / per_second;
                if full > self.now && full < until {
                    self.rise(full, per_second);
                    self.grown = self.cap;
                }
                self.rise(until, per_second);
            }
            Growth::Doubles(every) => {
                let part = (until - self.now) / f64::from(LOOKS);
                let rate = core::f64::consts::LN_2 * self.factor / every.as_f64();
                for _ in 0..LOOKS {
                    self.multiply(part, rate);
                }
                self.now = until;
            }
        }
    }

    fn rise(&mut self, until: f64, per_second: f64) {
        let length = until - self.now;
        let before = self.grown - self.taken;
        self.grown = (self.grown + per_second * length).min(self.cap);
        self.taken += self.drained_per_second * length;
        self.stretches.push(Stretch {
            from: self.now,
            to: until,
            level_before: before,
            level_after: self.grown - self.taken,
        });
        self.now = until;
    }

    /// L(t) = d/k + (L0 − d/k)·e^(kt).
    fn multiply(&mut self, length: f64, rate: f64) {
        let before = self.grown;
        let after = if rate > 0.0 {
            let balance = self.drained_per_second / rate;
            balance + (before - balance) * libm::exp(rate * length)
        } else {
            before - self.drained_per_second * length
        };
        self.grown = after.clamp(0.0, self.cap);
        let to = self.now + length;
        let lowest = before.min(self.grown);
        let mut push = |from, level| {
            self.stretches.push(Stretch {
                from,
                to,
                level_before: level,
                level_after: level,
            });
        };
        // It is at least the lower of the two in between, and exactly the second at the end.
        push(self.now, lowest);
        push(to, self.grown);
        self.now = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(grows: Growth, starts: f64, cap: Option<f64>) -> Course {
        Course::new(&Impact {
            id: "harm".into(),
            title: String::new(),
            unit: None,
            starts,
            grows,
            during: None,
            cap,
            cost_per_unit: 0.0,
            cost_per_unit_hour: 0.0,
            because: None,
        })
    }

    fn floor_of(course: Course) -> Floor {
        Floor {
            stretches: course.stretches,
            first_relief: None,
        }
    }

    #[test]
    fn it_grows_to_the_cap_and_falls_by_what_is_drained() {
        let mut rising = course(Growth::PerHour(60.0), 40.0, Some(100.0));
        rising.go_on(2.0 * HOUR);
        rising.change(Change::Factor(0.0));
        rising.change(Change::Drain(50.0 / HOUR));
        rising.go_on(5.0 * HOUR);
        let floor = floor_of(rising);
        assert_eq!(floor.peak(), (100.0, Seconds(3600)));
        assert_eq!(floor.last(), 0.0);
        assert_eq!(floor.time_above(70.0), Seconds(1800 + 3600 + 2160));
        assert_eq!(floor.above_zero_until(), Seconds(4 * 3600));
        assert!((floor.unit_hours() - (70.0 + 100.0 + 100.0)).abs() < 1e-9);
    }

    #[test]
    fn doubling_is_counted_from_below() {
        let mut doubling = course(Growth::Doubles(Seconds(3600)), 10.0, None);
        doubling.go_on(2.0 * HOUR);
        doubling.change(Change::Factor(0.0));
        doubling.go_on(4.0 * HOUR);
        let floor = floor_of(doubling);
        assert!((floor.last() - 40.0).abs() < 1e-9);
        // Exactly 3 hours above 20, and 10 · (2² − 1) / ln 2 + 80 unit-hours.
        let above = floor.time_above(20.0).0;
        assert!((10_600..=10_800).contains(&above), "{above}");
        let exactly = 30.0 / core::f64::consts::LN_2 + 80.0;
        let area = floor.unit_hours();
        assert!(area <= exactly && area > 0.98 * exactly, "{area}");
    }

    #[test]
    fn what_may_be_taken_at_once_ends_what_is_known_of_a_doubling_level() {
        let mut doubling = course(Growth::Doubles(Seconds(3600)), 10.0, None);
        doubling.change(Change::Take(1.0));
        doubling.go_on(HOUR);
        assert_eq!(floor_of(doubling).peak().0, 0.0);
    }
}
