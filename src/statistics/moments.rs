//! Count, mean and variance, gathered in the order of replications and merged block by block.

use multiversion::multiversion;

/// Count, mean and sum of squared deviations of values.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Moments {
    count: u64,
    mean: f64,
    /// Σ (x − mean)².
    squares: f64,
}

impl Moments {
    /// The moments of a column, in two passes (Chan, Golub and LeVeque 1983).
    pub fn of(values: &[f64]) -> Self {
        if values.is_empty() {
            return Self::default();
        }
        let count = values.len() as f64; // A column is far shorter than 2^53.
        let mean = values.iter().sum::<f64>() / count;
        Self {
            count: values.len() as u64, // usize fits into u64.
            mean,
            squares: values.iter().map(|x| (x - mean) * (x - mean)).sum(),
        }
    }

    /// Takes in one more value (Welford 1962).
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64; // Counts are far below 2^53.
        self.squares += before * (value - self.mean);
    }

    /// Takes in those of the block that follows (Chan, Golub and LeVeque 1983).
    pub fn merge(&mut self, next: Self) {
        if next.count == 0 {
            return;
        }
        let (here, there) = (self.count as f64, next.count as f64); // Counts are far below 2^53.
        let all = here + there;
        let apart = next.mean - self.mean;
        self.count += next.count;
        self.mean += apart * (there / all);
        self.squares += next.squares + apart * apart * (here * there / all);
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The unbiased variance; `None` of fewer than two values.
    pub fn variance(&self) -> Option<f64> {
        // A count is far below 2^53.
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The standard deviation; `None` of fewer than two values.
    pub fn deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }
}

/// Exact sums of whole numbers: the same whatever the order, and cheap to gather.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct WholeSums {
    count: u64,
    sum: i64,
    squares: u128,
}

impl WholeSums {
    /// The sums of a column of whole numbers; more than 10^9 of up to 2^32 in size fit.
    pub fn of(values: &[f64]) -> Self {
        // Sums that stay below this are exact in floats, whatever the order: several are added up side by side.
        const EXACT: f64 = (1_u64 << 53) as f64; // A power of two is exact.
        let (sum, squares) = side_by_side(values);
        if squares >= EXACT {
            let mut one_by_one = Self::default();
            values
                .iter()
                .for_each(|value| one_by_one.push(*value as i64)); // Whole.
            return one_by_one;
        }
        Self {
            count: values.len() as u64,          // usize fits into u64.
            sum: sum as i64,                     // Not larger than the squares, and whole.
            squares: u128::from(squares as u64), // Whole.
        }
    }

    /// The sums of a column of small numbers.
    pub fn of_small(values: &[u32]) -> Self {
        let (sum, squares, most) = small_side_by_side(values);
        let count = values.len() as u64; // usize fits into u64.
        let most = u128::from(most);
        let are_exact = most * most * u128::from(count) <= u128::from(u64::MAX);
        Self {
            count,
            sum: i64::try_from(sum).expect("a column is far shorter than 2^31"),
            squares: if are_exact {
                u128::from(squares)
            } else {
                (values.iter()).map(|value| u128::from(*value).pow(2)).sum()
            },
        }
    }

    /// Takes in one more number.
    pub fn push(&mut self, value: i64) {
        let size = u128::from(value.unsigned_abs());
        self.count += 1;
        self.sum += value;
        self.squares += size * size;
    }

    /// So many times the same number.
    pub fn repeated(value: i64, count: u64) -> Self {
        let size = u128::from(value.unsigned_abs());
        Self {
            count,
            sum: value * i64::try_from(count).expect("a column is far shorter than 2^63"),
            squares: size * size * u128::from(count),
        }
    }

    /// Takes in others.
    pub fn merge(&mut self, others: Self) {
        self.count += others.count;
        self.sum += others.sum;
        self.squares += others.squares;
    }

    /// How many numbers there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean and variance, rounded but once.
    pub fn moments(&self) -> Moments {
        if self.count == 0 {
            return Moments::default();
        }
        let count = u128::from(self.count);
        let sum = u128::from(self.sum.unsigned_abs());
        let scaled = count * self.squares - sum * sum;
        // The floats nearest to whole numbers.
        let count = self.count as f64;
        Moments {
            count: self.count,
            mean: self.sum as f64 / count,
            squares: scaled as f64 / count,
        }
    }
}

/// The sum of numbers, and of their squares.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn side_by_side(values: &[f64]) -> (f64, f64) {
    const LANES: usize = 8;
    let mut sums = [0.0_f64; LANES];
    let mut squares = [0.0_f64; LANES];
    let mut add = |part: &[f64]| {
        for ((sum, square), value) in sums.iter_mut().zip(&mut squares).zip(part) {
            *sum += value;
            *square += value * value;
        }
    };
    let (parts, rest) = values.as_chunks::<LANES>();
    parts.iter().for_each(|part| add(part));
    add(rest);
    (sums.iter().sum(), squares.iter().sum())
}

/// The same of small numbers, and the largest of them; the sum of the squares but for multiples of 2^64.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn small_side_by_side(values: &[u32]) -> (u64, u64, u32) {
    let (mut sum, mut squares, mut most) = (0_u64, 0_u64, 0);
    for value in values {
        let wide = u64::from(*value);
        sum += wide;
        squares = squares.wrapping_add(wide * wide);
        most = (*value).max(most);
    }
    (sum, squares, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Four numbers with mean 5 and squared deviations 9, 1, 1, 9 far away from zero: the textbook sum of squares loses them.
    #[test]
    fn a_large_offset_loses_nothing() {
        let values = [2.0, 4.0, 6.0, 8.0].map(|x| x + 1e9);
        let mut one_by_one = Moments::default();
        values.iter().for_each(|value| one_by_one.push(*value));
        let mut whole = WholeSums::default();
        values.iter().for_each(|value| whole.push(*value as i64));
        for moments in [Moments::of(&values), one_by_one, whole.moments()] {
            assert_eq!(moments.mean(), Some(1e9 + 5.0));
            assert_eq!(moments.variance(), Some(20.0 / 3.0));
        }
    }

    #[test]
    fn a_column_sums_up_as_one_by_one() {
        for (size, length) in [
            (1, 0),
            (1, 5),
            (40_000, 256),
            (1 << 21, 1_023),
            (1 << 22, 77),
            (1 << 33, 256),
            (9, 5_000),
        ] {
            let values: Vec<i64> = (0..length).map(|k| (k * 7_919) % size - size / 3).collect();
            let mut one_by_one = WholeSums::default();
            values.iter().for_each(|value| one_by_one.push(*value));
            let column: Vec<f64> = values.iter().map(|value| *value as f64).collect();
            assert_eq!(WholeSums::of(&column), one_by_one, "{size} {length}");
        }
        for most in [0, 1, 90_000, u32::MAX] {
            for length in [0, 1, 300] {
                let values: Vec<u32> = (0..length).map(|k| most - k % 7 * (most / 7)).collect();
                let mut one_by_one = WholeSums::default();
                (values.iter()).for_each(|value| one_by_one.push(i64::from(*value)));
                assert_eq!(WholeSums::of_small(&values), one_by_one, "{most} {length}");
            }
        }
        let mut five = WholeSums::default();
        (0..5).for_each(|_| five.push(-3));
        assert_eq!(WholeSums::repeated(-3, 5), five);
    }

    #[test]
    fn of_nothing_there_is_no_mean_and_of_one_no_variance() {
        assert_eq!(Moments::of(&[]).mean(), None);
        assert_eq!(Moments::of(&[3.0]).mean(), Some(3.0));
        assert_eq!(Moments::of(&[3.0]).variance(), None);
    }

    proptest! {
        #[test]
        fn merged_blocks_have_the_moments_of_the_whole(
            values in prop::collection::vec(-1e6..1e6_f64, 2..200), cut in 0..200_usize,
        ) {
            let (first, second) = values.split_at(cut.min(values.len()));
            let mut merged = Moments::of(first);
            merged.merge(Moments::of(second));
            let whole = Moments::of(&values);
            prop_assert_eq!(merged.count(), whole.count());
            let size = whole.mean().unwrap().abs() + 1.0;
            prop_assert!((merged.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-9 * size);
            let variance = whole.variance().unwrap();
            prop_assert!((merged.variance().unwrap() - variance).abs() < 1e-9 * (variance + 1.0));
        }

        #[test]
        fn whole_numbers_have_the_same_moments(values in prop::collection::vec(-1_000_000..1_000_000_i64, 2..100)) {
            let mut sums = WholeSums::default();
            values.iter().for_each(|value| sums.push(*value));
            let floats: Vec<f64> = values.iter().map(|value| *value as f64).collect();
            let moments = Moments::of(&floats);
            prop_assert!((sums.moments().mean().unwrap() - moments.mean().unwrap()).abs() < 1e-6);
            let variance = moments.variance().unwrap();
            prop_assert!((sums.moments().variance().unwrap() - variance).abs() < 1e-9 * (variance + 1.0));
        }
    }
}
