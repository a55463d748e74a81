//! Columns of whole numbers, kept small, and the values of their ranks.

use multiversion::multiversion;

/// Whole numbers in the order in which they came.
#[derive(Clone, PartialEq, Debug)]
pub struct WholeColumn(Kind);

#[derive(Clone, PartialEq, Debug)]
enum Kind {
    /// One number, so many times.
    Same(f64, usize),
    /// Numbers from 0 to `u32::MAX`, and the least and the largest of them.
    Small(Vec<u32>, [u32; 2]),
    /// Any others.
    Large(Vec<f64>),
}

impl WholeColumn {
    /// A column of these whole numbers, none beyond ±2^53.
    pub fn of(values: &[f64]) -> Self {
        const MOST: f64 = u32::MAX as f64; // Exact.
        let (least, most) = range(values);
        Self(if values.is_empty() || least == most {
            Kind::Same(values.first().copied().unwrap_or(0.0), values.len())
        } else if 0.0 <= least && most <= MOST {
            Kind::Small(small(values), [least as u32, most as u32]) // Whole and in range.
        } else {
            Kind::Large(values.to_vec())
        })
    }

    /// A column of these numbers.
    pub fn of_small(values: &[u32]) -> Self {
        let (least, most) = range_of_small(values);
        Self(if values.is_empty() || least == most {
            Kind::Same(values.first().copied().unwrap_or(0).into(), values.len())
        } else {
            Kind::Small(values.to_vec(), [least, most])
        })
    }

    /// So many times the same number.
    pub fn repeated(value: f64, count: usize) -> Self {
        Self(Kind::Same(value, count))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        match &self.0 {
            Kind::Same(_, count) => *count,
            Kind::Small(values, _) => values.len(),
            Kind::Large(values) => values.len(),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = f64> {
        (0..self.count()).map(|place| match &self.0 {
            Kind::Same(value, _) => *value,
            Kind::Small(values, _) => f64::from(values[place]),
            Kind::Large(values) => values[place],
        })
    }

    /// Adds all of them to a list; none is below zero or beyond `u32::MAX`.
    pub fn write_small(&self, list: &mut Vec<u32>) {
        match &self.0 {
            Kind::Same(value, count) => list.extend(std::iter::repeat_n(*value as u32, *count)), // Whole and in range.
            Kind::Small(values, _) => list.extend(values),
            Kind::Large(_) => unreachable!("all numbers are small"),
        }
    }

    fn range(&self) -> Option<[f64; 2]> {
        match &self.0 {
            Kind::Same(_, 0) => None,
            Kind::Same(value, _) => Some([*value; 2]),
            Kind::Small(_, range) => Some(range.map(f64::from)),
            Kind::Large(values) => Some(range(values).into()),
        }
    }
}

/// The values of these ranks, counted from 1, among all that stand in the columns; at least one does. Counting how many fall
/// into each part of their range is many times quicker than sorting or selecting. Ranks of a group are looked up together, which is
/// quick where they are near each other.
pub fn of_ranks<const EACH: usize, const GROUPS: usize>(
    columns: &[WholeColumn],
    ranks: [[u64; EACH]; GROUPS],
) -> [[f64; EACH]; GROUPS] {
    let ranges = || columns.iter().filter_map(WholeColumn::range);
    let least = ranges().map(|[least, _]| least).fold(f64::MAX, f64::min);
    let most = ranges().map(|[_, most]| most).fold(f64::MIN, f64::max);
    if least == most {
        return [[least; EACH]; GROUPS];
    }
    if least < 0.0 || most > f64::from(u32::MAX) {
        return of_ranks_sorted(columns, ranks);
    }
    let parts = Parts::of(least as u32, most as u32); // Whole and in range.
    let counts = parts.counts(columns);
    let found = ranks.map(|group| group.map(|rank| part_and_place(&counts, rank)));
    let wanted = found.map(|group| {
        let parts = || group.iter().map(|(part, _)| *part);
        let first = parts().min().expect("a group has a rank");
        let last = parts().max().expect("a group has a rank");
        (first, last)
    });
    let mut inside = parts.values_in(columns, wanted);
    inside.sort_unstable();
    let value = |(part, place): (usize, usize)| {
        let first = inside.partition_point(|value| parts.part_of(*value) < part);
        f64::from(inside[first + place])
    };
    found.map(|group| group.map(value))
}

/// The same of numbers of any size.
fn of_ranks_sorted<const EACH: usize, const GROUPS: usize>(
    columns: &[WholeColumn],
    ranks: [[u64; EACH]; GROUPS],
) -> [[f64; EACH]; GROUPS] {
    let mut values: Vec<f64> = columns.iter().flat_map(WholeColumn::iter).collect();
    values.sort_unstable_by(f64::total_cmp);
    ranks.map(|group| group.map(|rank| values[place_of(rank)]))
}

/// A range of numbers in at most 2^[`PARTS_LOG`] equal parts.
#[derive(Clone, Copy, Debug)]
struct Parts {
    least: u32,
    /// A part is two to this power wide.
    width_log: u32,
}

const PARTS_LOG: u32 = 11;

impl Parts {
    fn of(least: u32, most: u32) -> Self {
        let wide = (most - least) >> PARTS_LOG;
        Self {
            least,
            width_log: wide.checked_ilog2().map_or(0, |log| log + 1),
        }
    }

    #[inline]
    fn part_of(self, value: u32) -> usize {
        ((value - self.least) >> self.width_log) as usize // Below 2^11.
    }

    /// How many values fall into each part.
    fn counts(self, columns: &[WholeColumn]) -> Vec<u64> {
        let mut counts = vec![0; 1 << PARTS_LOG];
        for column in columns {
            match &column.0 {
                Kind::Same(_, 0) => {}
                Kind::Same(value, count) => {
                    counts[self.part_of(*value as u32)] += *count as u64; // Whole and in range; usize fits into u64.
                }
                Kind::Small(values, _) => {
                    (values.iter()).for_each(|value| counts[self.part_of(*value)] += 1);
                }
                Kind::Large(_) => unreachable!("all numbers are small"),
            }
        }
        counts
    }

    /// The values that fall into the wanted parts, each from the first to the last.
    fn values_in<const RANGES: usize>(
        self,
        columns: &[WholeColumn],
        wanted: [(usize, usize); RANGES],
    ) -> Vec<u32> {
        let ranges = wanted.map(|(first, last)| Range {
            // Both are below 2^11.
            first: self.least + ((first as u32) << self.width_log),
            // From the first number to the last there are as many steps as numbers less one, which always fit.
            steps: ((((last - first + 1) as u64) << self.width_log) - 1) as u32,
        });
        let mut found = Vec::new();
        for column in columns {
            match &column.0 {
                Kind::Same(value, count) => {
                    let same = vec![*value as u32; *count]; // Whole and in range.
                    extend_from_ranges(&mut found, &same, ranges);
                }
                Kind::Small(values, _) => {
                    extend_from_ranges(&mut found, values, ranges);
                }
                Kind::Large(_) => unreachable!("all numbers are small"),
            }
        }
        found
    }
}

/// Numbers from the first to the one so many steps after it.
#[derive(Clone, Copy, Debug)]
struct Range {
    first: u32,
    steps: u32,
}

/// Adds the values that lie in these ranges. Seldom one of sixteen neighbours does, and all are looked at together.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn extend_from_ranges<const RANGES: usize>(
    found: &mut Vec<u32>,
    values: &[u32],
    ranges: [Range; RANGES],
) {
    const NEIGHBOURS: usize = 16;
    let is_among = |value: &u32| {
        (ranges.iter()).fold(false, |is, range| {
            is | (value.wrapping_sub(range.first) <= range.steps)
        })
    };
    for values in values.chunks(NEIGHBOURS) {
        if (values.iter()).fold(false, |is, value| is | is_among(value)) {
            found.extend(values.iter().copied().filter(is_among));
        }
    }
}

/// The part into which the value of that rank falls, and how many of that part come before it.
fn part_and_place(counts: &[u64], rank: u64) -> (usize, usize) {
    let mut before = 0;
    for (part, count) in counts.iter().enumerate() {
        let until = before + count;
        if until >= rank {
            return (part, place_of(rank - before));
        }
        before = until;
    }
    unreachable!("a rank is at most the length")
}

fn place_of(rank: u64) -> usize {
    usize::try_from(rank - 1).expect("a rank is at most the length")
}

/// The least and the largest of some numbers.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn range(values: &[f64]) -> (f64, f64) {
    const LANES: usize = 8;
    let mut least = [f64::INFINITY; LANES];
    let mut most = [f64::NEG_INFINITY; LANES];
    let mut widen = |part: &[f64]| {
        for ((least, most), value) in least.iter_mut().zip(&mut most).zip(part) {
            *least = if *value < *least { *value } else { *least };
            *most = if *value > *most { *value } else { *most };
        }
    };
    let (parts, rest) = values.as_chunks::<LANES>();
    parts.iter().for_each(|part| widen(part));
    widen(rest);
    let least = least.into_iter().fold(f64::INFINITY, f64::min);
    let most = most.into_iter().fold(f64::NEG_INFINITY, f64::max);
    (least, most)
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn range_of_small(values: &[u32]) -> (u32, u32) {
    (values.iter()).fold((u32::MAX, 0), |(least, most), value| {
        (least.min(*value), most.max(*value))
    })
}

fn small(values: &[f64]) -> Vec<u32> {
    // From 2^52 on the last bits of a float are those of a whole number: quicker than converting one by one.
    const WHOLE: f64 = (1_u64 << 52) as f64; // A power of two is exact.
    let small = |value: &f64| (value + WHOLE).to_bits() as u32; // The last 32 bits, which are all there are.
    values.iter().map(small).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_ranks(columns: &[Vec<f64>]) {
        let whole: Vec<WholeColumn> = columns
            .iter()
            .map(|column| WholeColumn::of(column))
            .collect();
        for (whole, column) in whole.iter().zip(columns) {
            assert_eq!(whole.count(), column.len());
            assert_eq!(&whole.iter().collect::<Vec<f64>>(), column);
            if column.iter().all(|value| (0.0..4e9).contains(value)) {
                let small: Vec<u32> = column.iter().map(|value| *value as u32).collect();
                assert_eq!(&WholeColumn::of_small(&small), whole);
            }
        }
        let mut sorted = columns.concat();
        sorted.sort_unstable_by(f64::total_cmp);
        let length = sorted.len() as u64;
        let ranks = [1, length.div_ceil(20), length / 2 + 1, length];
        let expected = ranks.map(|rank| sorted[place_of(rank)]);
        assert_eq!(of_ranks(&whole, [ranks]), [expected]);
        let alone = ranks.map(|rank| [rank]);
        assert_eq!(of_ranks(&whole, alone), expected.map(|value| [value]));
    }

    #[test]
    fn values_of_ranks_are_those_of_the_sorted_list() {
        for (size, length) in [
            (1, 5),
            (100, 1),
            (255, 300),
            (256, 77),
            (257, 300),
            (1_i64 << 32, 999),
            (1_i64 << 40, 999),
            (7, 4_000),
            (2_048, 5_000),
            (2_049, 5_000),
            (100_000, 16_384),
        ] {
            for least in [0, 1_000, -size / 2] {
                let values: Vec<f64> = (0..length)
                    .map(|k| (k * 7_919 * 104_729 % size + least) as f64)
                    .collect();
                let columns: Vec<Vec<f64>> = values.chunks(100).map(<[f64]>::to_vec).collect();
                assert_ranks(&columns);
            }
        }
    }

    #[test]
    fn the_least_and_the_largest_numbers_have_their_ranks() {
        let far = (1_u64 << 53) as f64;
        let most = f64::from(u32::MAX);
        assert_ranks(&[vec![-far], Vec::new(), vec![far, 0.0]]);
        assert_ranks(&[vec![most, most - 1.0], vec![0.0; 3], vec![most + 1.0; 2]]);
        assert_ranks(&[vec![most, 0.0, most - 1.0], vec![1.0; 2]]);
    }

    fn column() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![0..10_i64, 0..100_000_i64, 0..1_i64 << 33, -5..5_i64];
        let each = proptest::collection::vec(value.clone(), 0..40);
        let same = (value, 0..40_usize).prop_map(|(value, count)| vec![value; count]);
        prop_oneof![each, same]
            .prop_map(|values| values.into_iter().map(|value| value as f64).collect())
    }

    proptest! {
        #[test]
        fn of_any_columns(columns in proptest::collection::vec(column(), 1..8)) {
            prop_assume!(columns.iter().any(|column| !column.is_empty()));
            assert_ranks(&columns);
        }
    }
}
