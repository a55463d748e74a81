//! How strongly two quantities rise together, by their ranks.

/// Spearman's rank correlation (Spearman 1904), equals with their mean rank: Pearson's correlation of the ranks. `None` of
/// fewer than three pairs, or where one side is always the same.
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let first = ranks(pairs.iter().map(|(x, _)| *x).collect());
    let second = ranks(pairs.iter().map(|(_, y)| *y).collect());
    let middle = (pairs.len() as f64 + 1.0) / 2.0; // A column is far shorter than 2^53.
    let product = |a: &[f64], b: &[f64]| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle));
        products.sum()
    };
    let scale = (product(&first, &first) * product(&second, &second)).sqrt();
    (scale > 0.0).then(|| product(&first, &second) / scale)
}

/// The rank of each value, from 1; equals share the mean of theirs.
fn ranks(values: Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0.0;
    for equals in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let count = equals.len() as f64; // A column is far shorter than 2^53.
        for one in equals {
            ranks[*one] = before + (count + 1.0) / 2.0;
        }
        before += count;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = spearman(&pairs).unwrap();
        assert!((found + 29.0 / 165.0).abs() < 1e-12, "{found}");
    }

    /// By hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / √(4.5 × 5).
    #[test]
    fn equals_share_their_ranks() {
        let pairs = [(1.0, 10.0), (2.0, 30.0), (2.0, 20.0), (3.0, 40.0)];
        let found = spearman(&pairs).unwrap();
        assert!((found - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12, "{found}");
    }

    #[test]
    fn what_never_changes_has_no_correlation() {
        assert_eq!(spearman(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(spearman(&[(1.0, 1.0), (2.0, 2.0)]), None);
    }
}
