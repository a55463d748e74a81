//! Estimates in words: rounded, each with what is known of its uncertainty.

use crate::analysis::evaluation::{LEVEL_USUAL, Mean, Share};
use crate::report::figures;

/// "38 % ±1".
pub(super) fn share(share: &Share) -> String {
    let points = share.interval.half_width() * 100.0;
    format!("{} {}", figures::percent(share.value), plus_minus(points))
}

/// "±1", "±0.3": one digit tells how far the figure before it can be trusted.
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
