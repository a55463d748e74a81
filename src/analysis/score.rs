//! Attainment and ratings: from a measured value to P, S, M or U.

/// A rating of HSEEP, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rating {
    /// P: performed without challenges.
    Performed,
    /// S: performed with some challenges.
    SomeChallenges,
    /// M: performed with major challenges.
    MajorChallenges,
    /// U: unable to be performed.
    Unable,
}

impl Rating {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [
        Self::Performed,
        Self::SomeChallenges,
        Self::MajorChallenges,
        Self::Unable,
    ];

    /// P at 1, S from 0.5, M above 0, U at 0.
    pub fn of(attainment: f64) -> Self {
        if attainment >= 1.0 {
            Self::Performed
        } else if attainment >= 0.5 {
            Self::SomeChallenges
        } else if attainment > 0.0 {
            Self::MajorChallenges
        } else {
            Self::Unable
        }
    }

    /// P, S, M or U.
    pub fn letter(self) -> char {
        match self {
            Self::Performed => 'P',
            Self::SomeChallenges => 'S',
            Self::MajorChallenges => 'M',
            Self::Unable => 'U',
        }
    }

    /// What the letter stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Performed => "performed without challenges",
            Self::SomeChallenges => "performed with some challenges",
            Self::MajorChallenges => "performed with major challenges",
            Self::Unable => "unable to be performed",
        }
    }
}

/// The rating of an evaluation: the best one reached or bettered in at least the share `confidence` of the replications
/// in which the objective applies, given how many there are of each; `None` where it never applies.
pub fn rating(counts: [u64; Rating::ALL.len()], confidence: f64) -> Option<Rating> {
    let replications: u64 = counts.iter().sum();
    if replications == 0 {
        return None;
    }
    let mut reached = 0;
    Rating::ALL
        .into_iter()
        .zip(counts)
        .find(|(_, count)| {
            reached += count;
            // A quotient, since 0.7 × 10 is more than 7 in binary.
            reached as f64 / replications as f64 >= confidence // Counts are far below 2^53.
        })
        .map(|(rating, _)| rating)
        .or(Some(Rating::Unable))
}

/// Attainment where smaller is better: 1 up to the target, 0 from the limit, linear between.
/// A limit equal to the target is a hard deadline.
pub fn attainment(value: f64, target: f64, limit: f64) -> f64 {
    if value <= target {
        1.0
    } else if value >= limit {
        0.0
    } else {
        (limit - value) / (limit - target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn attainment_is_full_at_the_target_and_nothing_at_the_limit() {
        for (value, expected) in [
            (0.0, 1.0),
            (4.0, 1.0),
            (6.0, 0.75),
            (8.0, 0.5),
            (12.0, 0.0),
            (13.0, 0.0),
        ] {
            assert_eq!(attainment(value, 4.0, 12.0), expected, "{value}");
        }
    }

    #[test]
    fn a_hard_deadline_is_met_or_not() {
        assert_eq!(attainment(4.0, 4.0, 4.0), 1.0);
        assert_eq!(attainment(4.000_001, 4.0, 4.0), 0.0);
    }

    #[test]
    fn where_larger_is_better_the_signs_turn() {
        assert_eq!(attainment(-0.9, -0.9, -0.5), 1.0);
        assert_eq!(attainment(-0.5, -0.9, -0.5), 0.0);
        assert!((attainment(-0.7, -0.9, -0.5) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn ratings_begin_where_the_design_says() {
        for (attainment, letter) in [
            (1.0, 'P'),
            (0.999, 'S'),
            (0.5, 'S'),
            (0.499, 'M'),
            (1e-9, 'M'),
            (0.0, 'U'),
        ] {
            assert_eq!(Rating::of(attainment).letter(), letter, "{attainment}");
        }
    }

    #[test]
    fn an_evaluation_is_rated_by_what_was_reached_in_four_of_five() {
        assert_eq!(rating([8, 0, 0, 2], 0.8), Some(Rating::Performed));
        assert_eq!(rating([7, 1, 0, 2], 0.8), Some(Rating::SomeChallenges));
        assert_eq!(rating([7, 1, 0, 2], 0.7), Some(Rating::Performed));
        assert_eq!(rating([1, 0, 0, 2], 0.8), Some(Rating::Unable));
        assert_eq!(rating([0; 4], 0.8), None);
    }

    proptest! {
        #[test]
        fn one_replication_rates_as_itself(attainment in 0.0..=1.0) {
            let mut counts = [0; 4];
            counts[Rating::of(attainment) as usize] = 1;
            prop_assert_eq!(rating(counts, 0.8), Some(Rating::of(attainment)));
        }

        #[test]
        fn more_confidence_never_betters_a_rating(
            counts in [0..9_u64, 0..9_u64, 0..9_u64, 0..9_u64],
            low in 0.01..=1.0,
            high in 0.01..=1.0,
        ) {
            let (low, high) = if low < high { (low, high) } else { (high, low) };
            prop_assert!(rating(counts, low) <= rating(counts, high));
        }

        #[test]
        fn attainment_never_rises_with_the_value(
            target in -10.0..10.0, spread in 0.0..10.0, a in -30.0..30.0, b in -30.0..30.0,
        ) {
            let (a, b): (f64, f64) = if a < b { (a, b) } else { (b, a) };
            let limit = target + spread;
            prop_assert!(attainment(a, target, limit) >= attainment(b, target, limit));
            prop_assert!((0.0..=1.0).contains(&attainment(a, target, limit)));
        }
    }
}
