//! The values of a quantity, kept so that quantiles can be read off in memory that does not grow with their number.
//!
//! The first 65,536 values are kept as they are. From then on they are counted in buckets: 4,096 to each power of two, so
//! that a bucket is at most 1/4096 of its values wide, and whole numbers below 8,192 have one each. A quantile is then the
//! mean of the values in its bucket: wrong by less than 1/4096 of itself, and exact for those whole numbers.

use std::collections::BTreeMap;

use crate::statistics::{of_ordered_bits, ordered_bits, quantile_rank};

/// So many values are kept exactly.
const EXACT_COUNT: usize = 65_536;

/// Bits of the mantissa that tell buckets of one power of two apart.
const BUCKET_BITS: u32 = 12;

/// Values of one quantity.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread {
    kept: Kept,
}

#[derive(Clone, PartialEq, Debug)]
enum Kept {
    Exact(Vec<f64>),
    /// By sign and exponent, in the order of values; 4,096 buckets each.
    Buckets(BTreeMap<u16, Vec<Bucket>>),
}

#[derive(Clone, Copy, PartialEq, Default, Debug)]
struct Bucket {
    count: u64,
    sum: f64,
}

impl Default for Spread {
    fn default() -> Self {
        Self {
            kept: Kept::Exact(Vec::new()),
        }
    }
}

impl Spread {
    /// Takes in more values, finite numbers.
    pub fn extend(&mut self, values: &[f64]) {
        let buckets = match &mut self.kept {
            Kept::Exact(kept) if kept.len() + values.len() <= EXACT_COUNT => {
                kept.extend_from_slice(values);
                return;
            }
            Kept::Exact(kept) => {
                let mut buckets = BTreeMap::new();
                count(&mut buckets, kept);
                self.kept = Kept::Buckets(buckets);
                return self.extend(values);
            }
            Kept::Buckets(buckets) => buckets,
        };
        count(buckets, values);
    }

    /// The values in order.
    pub fn ranked(&self) -> Ranked {
        let mut ranked = Ranked {
            values: Vec::new(),
            ends: Vec::new(),
        };
        match &self.kept {
            Kept::Exact(values) => {
                let mut bits: Vec<u64> = values.iter().copied().map(ordered_bits).collect();
                bits.sort_unstable();
                let sorted: Vec<f64> = bits.into_iter().map(of_ordered_bits).collect();
                for equals in sorted.chunk_by(|a, b| a == b) {
                    ranked.append(equals[0], equals.len() as u64); // usize fits into u64.
                }
            }
            Kept::Buckets(buckets) => {
                for bucket in buckets.values().flatten().filter(|one| one.count > 0) {
                    // Counts are far below 2^53.
                    ranked.append(bucket.sum / bucket.count as f64, bucket.count);
                }
            }
        }
        ranked
    }
}

fn count(buckets: &mut BTreeMap<u16, Vec<Bucket>>, values: &[f64]) {
    // Adding zero makes the negative one positive. Sign and exponent are left of the fraction's 52 bits.
    let octave_of = |value: &f64| (ordered_bits(*value + 0.0) >> 52) as u16; // Twelve bits are left.
    // Values of one power of two often come together: it is looked up once for all of them.
    for values in values.chunk_by(|a, b| octave_of(a) == octave_of(b)) {
        let octave = (buckets.entry(octave_of(&values[0])))
            .or_insert_with(|| vec![Bucket::default(); 1 << BUCKET_BITS]);
        for value in values {
            let place = ordered_bits(*value + 0.0) >> (52 - BUCKET_BITS);
            let bucket = &mut octave[place as usize % (1 << BUCKET_BITS)];
            bucket.count += 1;
            bucket.sum += value;
        }
    }
}

/// Values in ascending order, equals counted together.
#[derive(Clone, PartialEq, Debug)]
pub struct Ranked {
    values: Vec<f64>,
    /// How many values there are up to each.
    ends: Vec<u64>,
}

impl Ranked {
    fn append(&mut self, value: f64, count: u64) {
        let before = self.count();
        self.values.push(value);
        self.ends.push(before + count);
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// How many values are one and the same, at most.
    pub fn most_common(&self) -> u64 {
        let counts = self.entries().map(|(_, count)| count);
        counts.max().unwrap_or(0)
    }

    /// The value of that rank, counted from 1; `None` if there are not so many.
    pub fn at(&self, rank: u64) -> Option<f64> {
        let place = self.ends.partition_point(|end| *end < rank);
        self.values.get(place).copied()
    }

    /// The quantile among these values; `None` of nothing.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        (self.count() > 0).then(|| self.at(quantile_rank(self.count(), probability)))?
    }

    /// Each value with how many there are of it, ascending.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (f64, u64)> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        let counts: Vec<u64> = begins
            .zip(&self.ends)
            .map(|(begin, end)| end - begin)
            .collect();
        self.values
            .iter()
            .copied()
            .zip(counts)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: impl IntoIterator<Item = f64>) -> Spread {
        let mut spread = Spread::default();
        spread.extend(&values.into_iter().collect::<Vec<_>>());
        spread
    }

    /// Not sorted, and no value twice in a row.
    fn scattered(count: u64) -> impl Iterator<Item = u64> {
        (0..count).map(|k| k.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)
    }

    #[test]
    fn few_values_are_kept_as_they_are() {
        let ranked = spread([3.5, -1.0, 2.0, 2.0]).ranked();
        assert_eq!(ranked.count(), 4);
        assert_eq!(
            [1, 2, 3, 4, 5].map(|rank| ranked.at(rank)),
            [Some(-1.0), Some(2.0), Some(2.0), Some(3.5), None]
        );
        assert_eq!(spread([]).ranked().quantile(0.5), None);
    }

    #[test]
    fn whole_numbers_below_8192_stay_exact_in_any_number() {
        let whole = || scattered(200_000).map(|k| (k % 8_192) as f64);
        let ranked = spread(whole()).ranked();
        let mut sorted: Vec<f64> = whole().collect();
        sorted.sort_by(f64::total_cmp);
        for rank in [1, 2, 77, 10_000, 100_000, 199_999, 200_000] {
            assert_eq!(ranked.at(rank), Some(sorted[rank as usize - 1]), "{rank}");
        }
    }

    #[test]
    fn in_large_numbers_a_quantile_is_wrong_by_less_than_one_in_4096() {
        let values = || scattered(100_000).map(|k| (k as f64).sqrt() * 1.234_5 - 700_000.0);
        let ranked = spread(values()).ranked();
        let mut sorted: Vec<f64> = values().collect();
        sorted.sort_by(f64::total_cmp);
        for rank in (1..=100_000).step_by(997) {
            let exact = sorted[rank - 1];
            let found = ranked.at(rank as u64).unwrap();
            assert!(
                (found - exact).abs() <= exact.abs() / 4_096.0,
                "{rank}: {found} {exact}"
            );
        }
        assert_eq!(ranked.count(), 100_000);
    }

    #[test]
    fn it_is_the_same_whatever_the_parts_it_came_in() {
        let values: Vec<f64> = scattered(70_000)
            .map(|k| (k % 9_001) as f64 - 30.5)
            .collect();
        for part in [1, 7, 256, 65_535] {
            let mut parts = Spread::default();
            values.chunks(part).for_each(|part| parts.extend(part));
            // Too long to be shown.
            assert!(parts == spread(values.iter().copied()), "{part}");
        }
    }

    #[test]
    fn memory_stops_growing() {
        let times = scattered(300_000).map(|k| (k % 345_600) as f64);
        let Kept::Buckets(buckets) = spread(times).kept else {
            panic!("so many values are not kept one by one");
        };
        assert!(buckets.len() <= 20, "{}", buckets.len());
    }
}
