//! The level of an impact and all that is measured on it.

use crate::program::ImpactCode;
use crate::quantity::Seconds;
use crate::simulate::course::{Course, Motion};
use crate::simulate::outcome::ImpactOutcome;

/// A level and all that is measured on it, up to the moment of the last change.
#[derive(Clone, Debug)]
pub(super) struct Level {
    course: Course,
    peak: f64,
    area: f64,
    watched: Vec<f64>,
    above: Vec<f64>,
    zero_since: Option<f64>,
}

impl Level {
    pub(super) fn new(code: &ImpactCode) -> Self {
        let mut level = Self {
            course: Course {
                at: 0.0,
                level: 0.0,
                motion: Motion::default(),
                cap: code.cap,
            },
            peak: 0.0,
            area: 0.0,
            watched: code.watched.clone(),
            above: vec![0.0; code.watched.len()],
            zero_since: None,
        };
        level.begin(code);
        level
    }

    /// Goes back to onset.
    pub(super) fn begin(&mut self, code: &ImpactCode) {
        let level = code.starts.min(code.cap);
        self.course = Course {
            at: 0.0,
            level,
            motion: Motion::default(),
            cap: code.cap,
        };
        self.peak = level;
        self.area = 0.0;
        self.above.fill(0.0);
        self.zero_since = (level == 0.0).then_some(0.0);
    }

    /// Lets time pass until `now`, then goes on with another motion.
    pub(super) fn set_motion(&mut self, now: Seconds, motion: Motion) {
        self.advance(now);
        self.course.motion = motion;
    }

    /// Lets time pass until `now`, then raises or lowers the level at once.
    pub(super) fn add(&mut self, now: Seconds, amount: f64) {
        self.advance(now);
        self.course.level = (self.course.level + amount).clamp(0.0, self.course.cap);
        self.note_level();
    }

    /// How it goes on from the last change.
    pub(super) fn course(&self) -> Course {
        self.course
    }

    /// Whether the level exceeds `threshold` at `now`, or stands at it and is about to.
    pub(super) fn exceeds(&self, now: Seconds, threshold: f64) -> bool {
        let level = self.course.level_at(now);
        // A crossing computed in floats may fall short of its level by a rounding error.
        let slack = 1e-9 * threshold.abs().max(1.0);
        level > threshold
            || (level >= threshold - slack
                && threshold < self.course.cap
                && self.course.motion.speed(level) > 0.0)
    }

    /// The first whole second after `now` at which the level will have exceeded `threshold`, if it rises through it as things are.
    pub(super) fn next_crossing(&self, now: Seconds, threshold: f64) -> Option<Seconds> {
        let level = self.course.level_at(now);
        if level > threshold
            || threshold >= self.course.cap
            || self.course.motion.speed(level) <= 0.0
        {
            return None;
        }
        let time = self.course.motion.time_to(level, threshold);
        // A whole second reached but for a rounding error is that second.
        let whole = (time - 1e-6).ceil().max(0.0);
        (whole < 1e15).then(|| now + Seconds::rounded(whole))
    }

    /// Lets time pass until `now`.
    pub(super) fn advance(&mut self, now: Seconds) {
        let now = now.as_f64();
        let (moving, resting) = self.course.moves_for(now - self.course.at);
        if moving > 0.0 {
            self.pass_moving(moving);
        }
        if resting > 0.0 {
            self.area += self.course.level * resting;
            for (watched, above) in self.watched.iter().zip(&mut self.above) {
                if self.course.level > *watched {
                    *above += resting;
                }
            }
        }
        self.course.at = now;
    }

    /// Writes down what the measures read at the end.
    pub(super) fn write_measured(&self, outcome: &mut ImpactOutcome) {
        outcome.level_final = self.course.level;
        outcome.level_peak = self.peak;
        outcome.area_unit_hours = self.area / 3_600.0;
        outcome.above_seconds.copy_from_slice(&self.above);
        outcome.cleared_seconds = self.zero_since;
    }

    fn pass_moving(&mut self, moving: f64) {
        let before = self.course.level;
        let after = self.course.settled_level(moving);
        for (watched, above) in self.watched.iter().zip(&mut self.above) {
            *above += time_above(self.course.motion, before, after, moving, *watched);
        }
        self.area += self.course.motion.area(before, moving);
        self.course.at += moving;
        self.course.level = after;
        self.note_level();
    }

    fn note_level(&mut self) {
        self.peak = self.peak.max(self.course.level);
        if self.course.level > 0.0 {
            self.zero_since = None;
        } else if self.zero_since.is_none() {
            self.zero_since = Some(self.course.at);
        }
    }
}

/// The time above `watched` while the level moves steadily from `before` to `after`.
fn time_above(motion: Motion, before: f64, after: f64, moving: f64, watched: f64) -> f64 {
    match (before > watched, after > watched) {
        (true, true) => moving,
        (false, false) => 0.0,
        (false, true) => moving - motion.time_to(before, watched).clamp(0.0, moving),
        (true, false) => motion.time_to(before, watched).clamp(0.0, moving),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::GrowthCode;

    fn level(starts: f64, cap: f64, watched: &[f64]) -> Level {
        Level::new(&ImpactCode {
            starts,
            growth: GrowthCode::Steady,
            during: None,
            cap,
            watched: watched.to_vec(),
            thresholds: Vec::new(),
        })
    }

    fn measured(level: &Level) -> (f64, f64, f64, Vec<f64>, Option<f64>) {
        let mut outcome = ImpactOutcome {
            above_seconds: vec![0.0; level.above.len()],
            ..ImpactOutcome::default()
        };
        level.write_measured(&mut outcome);
        (
            outcome.level_final,
            outcome.level_peak,
            outcome.area_unit_hours * 3_600.0,
            outcome.above_seconds,
            outcome.cleared_seconds,
        )
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn a_steady_rise_is_a_straight_line_up_to_the_cap() {
        let mut rising = level(0.0, 100.0, &[50.0]);
        rising.set_motion(
            Seconds(0),
            Motion {
                rate: 0.0,
                slope: 1.0,
            },
        );
        assert_eq!(rising.course().level_at(Seconds(60)), 60.0);
        assert_eq!(rising.next_crossing(Seconds(0), 50.0), Some(Seconds(50)));
        assert_eq!(rising.next_crossing(Seconds(0), 100.0), None);
        rising.advance(Seconds(200));
        let (last, peak, area, above, zero) = measured(&rising);
        assert_eq!((last, peak, zero), (100.0, 100.0, None));
        assert!(close(area, 5_000.0 + 10_000.0));
        assert!(close(above[0], 150.0));
    }

    #[test]
    fn a_drained_level_rests_at_zero_from_the_exact_moment() {
        let mut falling = level(90.0, f64::INFINITY, &[]);
        falling.set_motion(
            Seconds(10),
            Motion {
                rate: 0.0,
                slope: -4.0,
            },
        );
        falling.advance(Seconds(100));
        let (last, peak, area, _, zero) = measured(&falling);
        assert_eq!((last, peak), (0.0, 90.0));
        assert!(close(area, 900.0 + 90.0 * 22.5 / 2.0));
        assert!(close(zero.unwrap(), 32.5));
    }

    #[test]
    fn a_doubling_level_doubles_and_its_area_is_its_integral() {
        let rate = std::f64::consts::LN_2 / 600.0;
        let mut doubling = level(5.0, f64::INFINITY, &[10.0]);
        doubling.set_motion(Seconds(0), Motion { rate, slope: 0.0 });
        assert!(close(doubling.course().level_at(Seconds(1_200)), 20.0));
        assert_eq!(doubling.next_crossing(Seconds(0), 10.0), Some(Seconds(600)));
        doubling.advance(Seconds(1_200));
        let (_, _, area, above, _) = measured(&doubling);
        assert!(close(area, 15.0 / rate));
        assert!(close(above[0], 600.0));
    }

    #[test]
    fn against_a_strong_drain_even_a_doubling_level_falls_to_zero() {
        let rate = std::f64::consts::LN_2 / 3_600.0;
        let mut falling = level(10.0, f64::INFINITY, &[]);
        falling.set_motion(Seconds(0), Motion { rate, slope: -0.01 });
        falling.advance(Seconds(7_200));
        let (last, _, _, _, zero) = measured(&falling);
        let balance = 0.01 / rate;
        // L = 0 after ln((−d/k)/(L0 − d/k))/k.
        let expected = libm::log(-balance / (10.0 - balance)) / rate;
        assert_eq!(last, 0.0);
        assert!(close(zero.unwrap(), expected));
    }

    #[test]
    fn standing_at_a_threshold_does_not_exceed_it_until_it_moves() {
        let mut resting = level(100.0, f64::INFINITY, &[]);
        assert!(!resting.exceeds(Seconds(5), 100.0));
        resting.set_motion(
            Seconds(5),
            Motion {
                rate: 0.0,
                slope: 0.1,
            },
        );
        assert!(resting.exceeds(Seconds(5), 100.0));
    }
}
