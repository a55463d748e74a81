//! Quantiles by order statistics: which of the sorted values to take, and between which the true one lies.

use statrs::distribution::{Binomial, DiscreteCDF};

use crate::statistics::normal_quantile;

/// Up to here the binomial distribution is summed exactly.
const EXACT_COUNT: u64 = 1_000;

/// Ranks, counted from 1, of the sorted values between which a quantile lies; `None`: there are too few values to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RankInterval {
    /// The lower end.
    pub low: Option<u64>,
    /// The upper end.
    pub high: Option<u64>,
}

/// The rank, counted from 1, of the quantile: the least value that a share `probability` of `count` does not exceed
/// (Hyndman and Fan 1996, definition 1). Always a value that was seen. At least one value.
pub fn quantile_rank(count: u64, probability: f64) -> u64 {
    // Times 1 − 2^-50: 0.05 × 100 is a hair above 5 in binary. Counts are far below 2^53.
    let rank = (probability * count as f64 * (1.0 - f64::EPSILON * 4.0)).ceil() as u64;
    rank.clamp(1, count)
}

/// The interval of a quantile from the binomial distribution of how many values lie below it (Conover 1999, section 3.2):
/// X(low) ≤ quantile ≤ X(high) with at least that probability. From 1,000 values on the binomial quantiles are those of
/// Cornish and Fisher, half a rank wrong at most.
pub fn rank_interval(count: u64, probability: f64, level: f64) -> RankInterval {
    let tail = (1.0 - level) / 2.0;
    let low = binomial_quantile(count, probability, tail);
    let high = binomial_quantile(count, probability, 1.0 - tail) + 1;
    RankInterval {
        low: (low >= 1).then_some(low),
        high: (high <= count).then_some(high),
    }
}

/// The values of these ranks, counted from 1, of at least one whole number in columns: by counting how many fall into each
/// part of their range, which is many times quicker than sorting or selecting.
pub fn of_ranks<const RANKS: usize>(columns: &[Vec<f64>], ranks: [u64; RANKS]) -> [f64; RANKS] {
    // From 2^52 on the last bits of a float are those of a whole number.
    const WHOLE: f64 = (1_u64 << 52) as f64; // A power of two is exact.
    const PARTS_LOG: u32 = 11;
    let (least, most) = range(columns);
    if least == most {
        return [least; RANKS];
    }
    let wide = (most - least) as u64 >> PARTS_LOG; // Whole, and not negative.
    let part_size = wide.checked_ilog2().map_or(1, |log| 2_u64 << log);
    let parts_per_one = 1.0 / part_size as f64; // A power of two.
    let part_of = |value: f64| ((value - least) * parts_per_one + WHOLE).to_bits() as u16; // Up to 2^11.
    let parts_of =
        |column: &Vec<f64>| -> Vec<u16> { column.iter().map(|one| part_of(*one)).collect() };
    let parts: Vec<Vec<u16>> = columns.iter().map(parts_of).collect();
    let mut counts = vec![0_u32; (1 << PARTS_LOG) + 1];
    (parts.iter().flatten()).for_each(|part| counts[usize::from(*part)] += 1);
    let found = ranks.map(|rank| part_and_place(&counts, rank));
    if part_size == 1 {
        return found.map(|(part, _)| least + f64::from(part));
    }
    let mut inside = of_parts(columns, &parts, found.map(|(part, _)| part));
    inside.sort_unstable_by(f64::total_cmp);
    found.map(|(part, place)| {
        let first = inside.partition_point(|value| part_of(*value) < part);
        inside[first + place]
    })
}

/// The values that fall into the wanted parts. Seldom one of sixteen neighbours does, and all are looked at together.
fn of_parts<const PARTS: usize>(
    columns: &[Vec<f64>],
    parts: &[Vec<u16>],
    wanted: [u16; PARTS],
) -> Vec<f64> {
    const NEIGHBOURS: usize = 16;
    let is_wanted = |part: u16| (wanted.iter()).fold(false, |is, one| is | (part == *one));
    let mut values = Vec::new();
    for (column, parts) in columns.iter().zip(parts) {
        let neighbours = (column.chunks(NEIGHBOURS)).zip(parts.chunks(NEIGHBOURS));
        for (column, parts) in neighbours {
            if parts.iter().fold(false, |is, part| is | is_wanted(*part)) {
                let found = (column.iter().zip(parts)).filter(|(_, part)| is_wanted(**part));
                values.extend(found.map(|(value, _)| *value));
            }
        }
    }
    values
}

/// The smallest and the largest of at least one number.
fn range(columns: &[Vec<f64>]) -> (f64, f64) {
    const LANES: usize = 8;
    let mut least = [f64::INFINITY; LANES];
    let mut most = [f64::NEG_INFINITY; LANES];
    let mut widen = |part: &[f64]| {
        for ((least, most), value) in least.iter_mut().zip(&mut most).zip(part) {
            *least = if *value < *least { *value } else { *least };
            *most = if *value > *most { *value } else { *most };
        }
    };
    for column in columns {
        let (parts, rest) = column.as_chunks::<LANES>();
        parts.iter().for_each(|part| widen(part));
        widen(rest);
    }
    let least = least.into_iter().fold(f64::INFINITY, f64::min);
    let most = most.into_iter().fold(f64::NEG_INFINITY, f64::max);
    (least, most)
}

/// The part into which the value of that rank falls, and how many of that part come before it.
fn part_and_place(counts: &[u32], rank: u64) -> (u16, usize) {
    let mut before = 0;
    for (part, count) in (0..).zip(counts) {
        let until = before + u64::from(*count);
        if until >= rank {
            let place = usize::try_from(rank - 1 - before).expect("a rank is at most the length");
            return (part, place);
        }
        before = until;
    }
    unreachable!("a rank is at most the length")
}

/// The least k whose cumulated probability exceeds `below`.
fn binomial_quantile(count: u64, probability: f64, below: f64) -> u64 {
    if count <= EXACT_COUNT {
        let binomial = Binomial::new(probability, count).expect("a probability is one");
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            if binomial.cdf(middle) > below {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
    let n = count as f64; // Counts are far below 2^53.
    let z = normal_quantile(below);
    let deviation = (n * probability * (1.0 - probability)).sqrt();
    let skewed = (z * z - 1.0) * (1.0 - 2.0 * probability) / 6.0;
    let quantile = n * probability + z * deviation + skewed - 0.5;
    (quantile.ceil().max(0.0) as u64).min(count) // At least 0 and far below 2^53.
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_that_was_seen() {
        for (count, probability, rank) in [
            (1, 0.95, 1),
            (2, 0.5, 1),
            (3, 0.5, 2),
            (100, 0.05, 5),
            (100, 0.95, 95),
            (101, 0.95, 96),
            (10_000, 0.95, 9_500),
        ] {
            assert_eq!(
                quantile_rank(count, probability),
                rank,
                "{probability} of {count}"
            );
        }
    }

    /// The median of 20: the 6th and the 15th value, with 95.86 % (Conover 1999, table A3; Gibbons and Chakraborti, table G).
    #[test]
    fn the_interval_of_a_median_is_that_of_the_sign_test() {
        let ranks = |low, high| RankInterval { low, high };
        assert_eq!(rank_interval(20, 0.5, 0.95), ranks(Some(6), Some(15)));
        assert_eq!(rank_interval(10, 0.5, 0.95), ranks(Some(2), Some(9)));
        assert_eq!(rank_interval(5, 0.5, 0.95), ranks(None, None));
        // 59 is the least number of values whose largest bounds the 95th percentile in 95 % from one side (Wilks 1941).
        assert_eq!(rank_interval(59, 0.95, 0.90).high, Some(59));
        assert_eq!(rank_interval(58, 0.95, 0.90).high, None);
    }

    #[test]
    fn many_values_go_on_where_exact_sums_end() {
        for probability in [0.01, 0.05, 0.5, 0.95, 0.99] {
            for below in [0.025, 0.975] {
                for count in [1_001, 3_000, 10_000] {
                    let exact = Binomial::new(probability, count).unwrap();
                    let near = binomial_quantile(count, probability, below);
                    let probability_near = exact.cdf(near);
                    let probability_before = exact.cdf(near.saturating_sub(2));
                    assert!(exact.cdf(near + 1) > below, "{probability} {below} {count}");
                    assert!(probability_before <= below, "{probability_near}");
                }
            }
        }
    }

    #[test]
    fn values_of_ranks_are_those_of_the_sorted_list() {
        for (size, length) in [
            (1, 5),
            (100, 1),
            (255, 300),
            (256, 77),
            (257, 300),
            (1_i64 << 40, 999),
            (7, 4_000),
            (2_048, 5_000),
            (2_049, 5_000),
            (100_000, 16_384),
        ] {
            let values: Vec<f64> = (0..length)
                .map(|k| (k * 7_919 * 104_729 % size - size / 2) as f64)
                .collect();
            let columns: Vec<Vec<f64>> = values.chunks(100).map(<[f64]>::to_vec).collect();
            let mut sorted = values;
            sorted.sort_unstable_by(f64::total_cmp);
            for rank in [1, length / 2 + 1, length] {
                let rank = rank as u64;
                assert_eq!(
                    of_ranks(&columns, [rank]),
                    [sorted[rank as usize - 1]],
                    "{rank} of {length} to {size}"
                );
            }
        }
        let far = (1_u64 << 52) as f64;
        assert_eq!(
            of_ranks(&[vec![-far], Vec::new(), vec![far, 0.0]], [1, 2, 3]),
            [-far, 0.0, far]
        );
    }
}
