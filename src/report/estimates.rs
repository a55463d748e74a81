//! Estimates in words: rounded, each with what is known of its uncertainty.

use crate::analysis::evaluation::{LEVEL_USUAL, Mean, Share};
use crate::report::differences::is_lopsided;
use crate::report::figures;
use crate::report::measures::score_words;
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

/// "28,359,680 ±110"; without an interval the figure alone.
pub(super) fn mean(mean: &Mean) -> String {
    let Some(interval) = mean.interval else {
        return figures::number(mean.value);
    };
    let half_width = interval.half_width();
    let figure = figures::number_known_to(mean.value, half_width);
    format!("{figure} {}", plus_minus(half_width))
}

/// "61.4 ±0.6", or "98.7 [96.4–99.2]" where the interval lies to one side; without an interval the figure alone.
pub(super) fn score(mean: &Mean) -> String {
    let Some(interval) = mean.interval else {
        return score_words(mean.value);
    };
    if is_lopsided(mean.value, interval) {
        let ends = figures::points_between(interval.low / 100.0, interval.high / 100.0);
        return format!("{} [{ends}]", score_words(mean.value));
    }
    let half_width = interval.half_width();
    let known = figures::number_known_to(mean.value, half_width);
    let rounded = score_words(mean.value);
    // Neither is 100 said of less, nor less than is known.
    let figure = if known.len() > rounded.len() {
        known
    } else {
        rounded
    };
    format!("{figure} {}", plus_minus(half_width))
}

/// " · ± at 99 %", unless it is the usual level.
pub(super) fn level(level: f64) -> String {
    if level == LEVEL_USUAL {
        return String::new();
    }
    format!(" · ± at {} %", figures::number(level * 100.0))
}
