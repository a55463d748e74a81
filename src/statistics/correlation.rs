//! How strongly two quantities rise together, by their ranks.

use multiversion::multiversion;

/// The order of a column: sorted once, however many others it is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct Ordered {
    /// Values with their rows, smallest first, and those of one value by row.
    places: Vec<Place>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Place {
    value: u32,
    row: u32,
}

impl Ordered {
    /// Sorts the rows of a column.
    pub fn new(values: &[u32]) -> Self {
        // One number each is quickly compared.
        let mut keys: Vec<u64> = (values.iter().zip(0_u64..))
            .map(|(value, row)| u64::from(*value) << 32 | row)
            .collect();
        keys.sort_unstable();
        let place = |key: u64| Place {
            value: (key >> 32) as u32, // The first half.
            row: key as u32,           // The second.
        };
        Self {
            places: keys.into_iter().map(place).collect(),
        }
    }

    /// The ranks of the rows that count; equals share the mean of theirs.
    pub fn ranks(&self, counts: &[bool]) -> Ranks {
        if counts.iter().all(|counts| *counts) {
            return Ranks::of(&self.places, counts.len());
        }
        let counting = self.places.iter().copied();
        let counting: Vec<Place> = counting.filter(|place| counts[place.row()]).collect();
        Ranks::of(&counting, counts.len())
    }
}

impl Place {
    fn row(self) -> usize {
        self.row as usize // Widening.
    }
}

/// Ranks of the rows of a column that count.
#[derive(Clone, PartialEq, Debug)]
pub struct Ranks {
    /// Each row's rank less the mean rank; 0 of those that do not count.
    from_middle: Vec<f64>,
    squares: f64,
    count: usize,
}

impl Ranks {
    /// Of a column of so many rows, of which these count.
    fn of(places: &[Place], rows: usize) -> Self {
        let middle = (places.len() as f64 + 1.0) / 2.0; // A column is far shorter than 2^53.
        let mut from_middle = vec![0.0; rows];
        let mut before = 0.0;
        for equals in places.chunk_by(|a, b| a.value == b.value) {
            let count = equals.len() as f64; // As above.
            for one in equals {
                from_middle[one.row()] = before + (count + 1.0) / 2.0 - middle;
            }
            before += count;
        }
        Self {
            squares: product(&from_middle, &from_middle),
            from_middle,
            count: places.len(),
        }
    }
}

/// Spearman's rank correlation (Spearman 1904) of two columns over the same rows, equals with their mean rank: Pearson's
/// correlation of the ranks. `None` of fewer than three rows, or where one side is always the same.
pub fn spearman(first: &Ranks, second: &Ranks) -> Option<f64> {
    let scale = (first.squares * second.squares).sqrt();
    (first.count >= 3 && scale > 0.0)
        .then(|| product(&first.from_middle, &second.from_middle) / scale)
}

/// Ranks less their mean are halves of whole numbers: of up to 100,000 rows the products add up exactly, in any order, and several
/// are added up side by side.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn product(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0_f64; LANES];
    let mut add = |a: &[f64], b: &[f64]| {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    };
    let (a_parts, a_rest) = a.as_chunks::<LANES>();
    let (b_parts, b_rest) = b.as_chunks::<LANES>();
    a_parts.iter().zip(b_parts).for_each(|(a, b)| add(a, b));
    add(a_rest, b_rest);
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correlation(pairs: &[(u32, u32)]) -> Option<f64> {
        let (first, second): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
        let counts = vec![true; pairs.len()];
        let ranks = |values: &[u32]| Ordered::new(values).ranks(&counts);
        spearman(&ranks(&first), &ranks(&second))
    }

    /// Ten children's IQ and hours of television a week; the well-known worked example gives −29/165 = −0.17576.
    #[test]
    fn the_worked_example_is_reproduced() {
        let pairs = [
            (106, 7),
            (86, 0),
            (100, 27),
            (101, 50),
            (99, 28),
            (103, 29),
            (97, 20),
            (113, 12),
            (112, 6),
            (110, 17),
        ];
        let found = correlation(&pairs).unwrap();
        assert!((found + 29.0 / 165.0).abs() < 1e-12, "{found}");
    }

    /// By hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / √(4.5 × 5).
    #[test]
    fn equals_share_their_ranks() {
        let pairs = [(1, 10), (2, 30), (2, 20), (3, 40)];
        let found = correlation(&pairs).unwrap();
        assert!((found - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12, "{found}");
    }

    #[test]
    fn what_never_changes_has_no_correlation() {
        assert_eq!(correlation(&[(1, 1), (1, 2), (1, 3)]), None);
        assert_eq!(correlation(&[(1, 1), (2, 2)]), None);
    }

    #[test]
    fn rows_that_do_not_count_are_as_good_as_absent() {
        let (first, second) = ([2, 9, 1, 3, 2], [30, 0, 10, 40, 20]);
        let counts = [true, false, true, true, true];
        let ranks = |values: &[u32]| Ordered::new(values).ranks(&counts);
        let found = spearman(&ranks(&first), &ranks(&second));
        let without = [(2, 30), (1, 10), (3, 40), (2, 20)];
        assert_eq!(found, correlation(&without));
    }

    #[test]
    fn rows_are_sorted_by_value_and_equals_by_row() {
        for size in [1_u64, 5, 300, 70_000, 1 << 32] {
            let values: Vec<u32> = (0..2_000)
                .map(|k| u32::try_from(k * 7_919 * 104_729 % size).unwrap())
                .collect();
            let mut expected: Vec<(u32, u32)> = values.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let ordered = Ordered::new(&values);
            let found: Vec<(u32, u32)> = (ordered.places.iter())
                .map(|place| (place.value, place.row))
                .collect();
            assert_eq!(found, expected, "{size}");
        }
    }
}
