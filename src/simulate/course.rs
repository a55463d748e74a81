//! The course of a level while nothing changes, in closed form.

use crate::program::GrowthCode;
use crate::quantity::Seconds;

/// A level from the moment of a change to the next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Course {
    /// Seconds from onset.
    pub(super) at: f64,
    pub(super) level: f64,
    pub(super) motion: Motion,
    pub(super) cap: f64,
}

/// How a level moves while nothing changes: dL/dt = rate·L + slope, in units per second.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Motion {
    pub(super) rate: f64,
    pub(super) slope: f64,
}

impl Motion {
    /// Growth times the factor in force, less the drains.
    pub(super) fn new(growth: GrowthCode, factor: f64, drain_per_second: f64) -> Self {
        match growth {
            GrowthCode::Steady => Self {
                rate: 0.0,
                slope: -drain_per_second,
            },
            GrowthCode::PerSecond(speed) => Self {
                rate: 0.0,
                slope: speed * factor - drain_per_second,
            },
            GrowthCode::Rate(rate) => Self {
                rate: rate * factor,
                slope: -drain_per_second,
            },
        }
    }

    pub(super) fn speed(self, level: f64) -> f64 {
        self.rate * level + self.slope
    }

    /// L(t) = (L0 + s/r)·e^(rt) − s/r, or L0 + s·t where r is 0.
    fn level_after(self, level: f64, time: f64) -> f64 {
        if self.rate == 0.0 {
            level + self.slope * time
        } else {
            // expm1 keeps the difference exact when r·t is small.
            level + (level + self.slope / self.rate) * libm::expm1(self.rate * time)
        }
    }

    /// Time until the level is `to`; meaningful where the motion leads there.
    pub(super) fn time_to(self, level: f64, to: f64) -> f64 {
        if self.rate == 0.0 {
            (to - level) / self.slope
        } else {
            let pivot = self.slope / self.rate;
            libm::log1p((to - level) / (level + pivot)) / self.rate
        }
    }

    /// The integral of the level over that time: ((L(t) − L0) − s·t)/r, or the trapezium where r is 0.
    pub(super) fn area(self, level: f64, time: f64) -> f64 {
        if self.rate == 0.0 {
            (level + self.slope * time / 2.0) * time
        } else {
            (self.level_after(level, time) - level - self.slope * time) / self.rate
        }
    }
}

impl Course {
    /// When it begins, in seconds from onset.
    pub fn from_seconds(&self) -> f64 {
        self.at
    }

    /// The level at `now`, which must not be before its beginning.
    pub fn level_at(&self, now: Seconds) -> f64 {
        let (moving, _) = self.moves_for(now.as_f64() - self.at);
        self.settled_level(moving)
    }

    /// How long of `time` the level moves, and how long it then rests at zero or at the cap.
    pub(super) fn moves_for(&self, time: f64) -> (f64, f64) {
        // Often more than one thing happens in a second.
        if time == 0.0 {
            return (0.0, 0.0);
        }
        let speed = self.motion.speed(self.level);
        let bound = if speed > 0.0 {
            self.cap
        } else if speed < 0.0 {
            0.0
        } else {
            return (0.0, time);
        };
        if self.level == bound {
            return (0.0, time);
        }
        let until = if bound.is_finite() {
            self.motion.time_to(self.level, bound)
        } else {
            f64::INFINITY
        };
        if until < time {
            (until, time - until)
        } else {
            (time, 0.0)
        }
    }

    pub(super) fn settled_level(&self, moving: f64) -> f64 {
        if moving == 0.0 {
            return self.level;
        }
        let speed = self.motion.speed(self.level);
        let reached = self
            .motion
            .level_after(self.level, moving)
            .clamp(0.0, self.cap);
        // At the bound itself floats would stop a hair before it.
        let bound = if speed > 0.0 { self.cap } else { 0.0 };
        let is_at_bound = bound.is_finite() && self.motion.time_to(self.level, bound) <= moving;
        if is_at_bound { bound } else { reached }
    }
}
