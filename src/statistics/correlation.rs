//! How strongly two quantities rise together, by their ranks.

use crate::statistics::ordered_bits;

/// A column of values and their order: sorted once, however many others it is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct Ordered {
    values: Vec<f64>,
    /// Rows, smallest value first.
    order: Vec<usize>,
}

impl Ordered {
    /// Sorts the rows of a column.
    pub fn new(values: Vec<f64>) -> Self {
        let bits = values.iter().copied().map(ordered_bits);
        let mut rows: Vec<(u64, usize)> = bits.zip(0..).collect();
        rows.sort_unstable();
        Self {
            values,
            order: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// The ranks of the rows that count; equals share the mean of theirs.
    pub fn ranks(&self, counts: &[bool]) -> Ranks {
        let order: Vec<usize> = (self.order.iter().copied())
            .filter(|row| counts[*row])
            .collect();
        let middle = (order.len() as f64 + 1.0) / 2.0; // A column is far shorter than 2^53.
        let mut from_middle = vec![0.0; self.values.len()];
        let mut before = 0.0;
        for equals in order.chunk_by(|a, b| self.values[*a] == self.values[*b]) {
            let count = equals.len() as f64; // As above.
            for one in equals {
                from_middle[*one] = before + (count + 1.0) / 2.0 - middle;
            }
            before += count;
        }
        Ranks {
            squares: product(&from_middle, &from_middle),
            from_middle,
            count: order.len(),
        }
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

/// Spearman's rank correlation (Spearman 1904) of two columns over the same rows, equals with their mean rank: Pearson's
/// correlation of the ranks. `None` of fewer than three rows, or where one side is always the same.
pub fn spearman(first: &Ranks, second: &Ranks) -> Option<f64> {
    let scale = (first.squares * second.squares).sqrt();
    (first.count >= 3 && scale > 0.0)
        .then(|| product(&first.from_middle, &second.from_middle) / scale)
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
        let (first, second) = pairs.iter().copied().unzip();
        let counts = vec![true; pairs.len()];
        let ranks = |values| Ordered::new(values).ranks(&counts);
        spearman(&ranks(first), &ranks(second))
    }

    /// Ten children's IQ and hours of television a week; the well-known worked example gives −29/165 = −0.17576.
    #[test]
    fn the_worked_example_is_reproduced() {
        let pairs = [
            (106.0, 7.0),
            (86.0, 0.0),
            (100.0, 27.0),
            (101.0, 50.0),
            (99.0, 28.0),
            (103.0, 29.0),
            (97.0, 20.0),
            (113.0, 12.0),
            (112.0, 6.0),
            (110.0, 17.0),
        ];
        let found = correlation(&pairs).unwrap();
        assert!((found + 29.0 / 165.0).abs() < 1e-12, "{found}");
    }

    /// By hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / √(4.5 × 5).
    #[test]
    fn equals_share_their_ranks() {
        let pairs = [(1.0, 10.0), (2.0, 30.0), (2.0, 20.0), (3.0, 40.0)];
        let found = correlation(&pairs).unwrap();
        assert!((found - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12, "{found}");
    }

    #[test]
    fn what_never_changes_has_no_correlation() {
        assert_eq!(correlation(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(correlation(&[(1.0, 1.0), (2.0, 2.0)]), None);
    }

    #[test]
    fn rows_that_do_not_count_are_as_good_as_absent() {
        let (first, second) = (
            vec![2.0, 9.0, 1.0, 3.0, 2.0],
            vec![30.0, 0.0, 10.0, 40.0, 20.0],
        );
        let counts = [true, false, true, true, true];
        let ranks = |values| Ordered::new(values).ranks(&counts);
        let found = spearman(&ranks(first), &ranks(second));
        let without = [(2.0, 30.0), (1.0, 10.0), (3.0, 40.0), (2.0, 20.0)];
        assert_eq!(found, correlation(&without));
    }
}
