//! Estimates in words: rounded, each with what is known of its uncertainty.

use crate::analysis::evaluation::{LEVEL_USUAL, Mean, Share};
use crate::report::compare::words::is_lopsided;
use crate::report::figures;
use crate::statistics::Interval;

/// "38 % ±1.2", "99.81 % ±0.09", or "65–100 %" where the interval lies to one side.
pub(super) fn share(share: &Share) -> String {
    let Interval { low, high } = share.interval;
    if is_lopsided(share.value, share.interval) {
        return format!("{} %", figures::points_between(low, high));
    }
    // One decimal is enough, unless less than that is known.
    let half_width = match share.interval.half_width() * 100.0 {
        tenths @ 0.1..1.0 => (tenths * 10.0 - 1e-9).ceil() / 10.0,
        half_width => half_width,
    };
    format!(
        "{} % {}",
        figures::points_beside(share.value, half_width),
        plus_minus(half_width)
    )
}

/// "±1.2", "±0.3": how far the figure before it can be trusted.
pub(super) fn plus_minus(half_width: f64) -> String {
    format!("±{}", figures::rough(half_width))
}

/// "61.4 ±0.6"; without an interval the figure alone.
pub(super) fn mean(mean: &Mean, words: impl Fn(f64) -> String) -> String {
    match mean.interval {
        Some(interval) => format!(
            "{} {}",
            words(mean.value),
            plus_minus(interval.half_width())
        ),
        None => words(mean.value),
    }
}

/// " · ± at 99 %", unless it is the usual level.
pub(in crate::report) fn level(level: f64) -> String {
    if level == LEVEL_USUAL {
        return String::new();
    }
    format!(" · ± at {} %", figures::number(level * 100.0))
}
