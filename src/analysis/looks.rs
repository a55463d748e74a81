//! Looking while replications are played: when one looks, and what holds at whichever look one stops.

use crate::statistics::{level_of_each, sequence_half_width, share_at_most};

/// The first look; the others follow at 1.5 times the last.
const FIRST: u64 = 1_024;

/// Intervals are narrowest near so many replications.
const BEST: u64 = 10_000;

/// The replications at which one looks, one look after another: whole blocks of that size, and at last `most`.
pub fn until(most: u64, block: u64) -> Vec<u64> {
    let next = |count: &u64| {
        let grown = count.saturating_add(count / 2);
        grown.div_ceil(block).saturating_mul(block).min(most)
    };
    std::iter::successors(Some(FIRST.min(most)), |count| {
        (*count < most).then(|| next(count))
    })
    .collect()
}

/// What holds at all looks together, so that one may stop at whichever one likes.
///
/// A deviation says nothing of what is rare and was seldom seen or never: that is bounded by how rare it must be, look by look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AnyLook {
    /// How surely.
    pub level: f64,
    /// How often one looks at most.
    pub looks: u64,
}

impl AnyLook {
    /// The half-width to which a mean of values is known; none lies further than `apart_most` from those that were seen.
    pub fn mean_half_width(self, deviation: f64, count: u64, apart_most: f64) -> f64 {
        self.sequence(deviation, count)
            .max(apart_most * self.share_at_most(0, count))
    }

    /// The half-width to which a share is known that was seen `hits` times in so many.
    pub fn share_half_width(self, hits: u64, count: u64) -> f64 {
        let rare = hits.min(count - hits);
        let share = rare as f64 / count as f64; // Counts are far below 2^53.
        self.sequence((share * (1.0 - share)).sqrt(), count)
            .max(self.share_at_most(rare, count) - share)
    }

    /// The largest share that is not yet unlikely where `hits` of `count` were seen.
    pub fn share_at_most(self, hits: u64, count: u64) -> f64 {
        share_at_most(hits, count, level_of_each(self.level, self.looks))
    }

    fn sequence(self, deviation: f64, count: u64) -> f64 {
        sequence_half_width(deviation, count, self.level, BEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_come_whenever_there_are_half_as_many_more() {
        assert_eq!(until(500, 1), [500]);
        assert_eq!(until(1_024, 1), [1_024]);
        assert_eq!(until(4_000, 1), [1_024, 1_536, 2_304, 3_456, 4_000]);
        assert_eq!(until(4_000, 256), [1_024, 1_536, 2_304, 3_584, 4_000]);
        assert_eq!(until(u64::MAX, 256).last(), Some(&u64::MAX));
    }

    /// The rule of three: what was never seen in n is rarer than −ln(α)/n.
    #[test]
    fn what_was_never_seen_is_bounded_by_how_rare_it_must_be() {
        let any = AnyLook {
            level: 0.95,
            looks: 10,
        };
        let rule_of_three = -0.005_f64.ln() / 10_000.0;
        let alike = any.mean_half_width(0.0, 10_000, 100.0);
        assert!((alike / (100.0 * rule_of_three) - 1.0).abs() < 1e-3);
        assert!((any.share_half_width(0, 10_000) / rule_of_three - 1.0).abs() < 1e-3);
        assert_eq!(
            any.share_half_width(10_000, 10_000),
            any.share_half_width(0, 10_000)
        );
    }

    #[test]
    fn where_much_differs_the_sequence_decides() {
        let any = AnyLook {
            level: 0.95,
            looks: 10,
        };
        let sequence = sequence_half_width(0.5, 10_000, 0.95, BEST);
        assert_eq!(any.mean_half_width(0.5, 10_000, 1.0), sequence);
        assert_eq!(any.share_half_width(5_000, 10_000), sequence);
    }
}
