//! Sharing an effect out among the changes that made it.

/// Shapley values (Shapley 1953) of `players`, of which every subset has a worth: `worth[subset]`, the subset as a number whose
/// binary digit p tells whether player p is in it. Player p gets what it adds to the players before it, averaged over all orders;
/// together they get `worth[all] − worth[none]`.
pub fn shapley(players: u32, worth: &[f64]) -> Vec<f64> {
    assert!(
        worth.len() == 1 << players,
        "every subset has exactly one worth"
    );
    let weights = weights(players);
    (0..players)
        .map(|player| {
            let with = 1_usize << player;
            let subsets = (0..worth.len()).filter(|subset| subset & with == 0);
            subsets
                .map(|subset| {
                    let before = subset.count_ones() as usize; // u32 to usize: widening.
                    weights[before] * (worth[subset | with] - worth[subset])
                })
                .sum()
        })
        .collect()
}

/// The share of all orders in which a given player comes right after given others, so many: b!·(n − b − 1)!/n!.
fn weights(players: u32) -> Vec<f64> {
    let n = f64::from(players);
    let mut weights = Vec::new();
    let mut choose = 1.0; // n − 1 over b
    for before in 0..players {
        let b = f64::from(before);
        weights.push(1.0 / (n * choose));
        choose = choose * (n - 1.0 - b) / (b + 1.0);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The glove game: player 0 has the one left glove, players 1 and 2 a right one each; a pair is worth 1. Shapley's values are
    /// 2/3, 1/6, 1/6 (Osborne and Rubinstein 1994, chapter 14).
    #[test]
    fn the_gloves_are_shared_as_published() {
        let worth: Vec<f64> = (0..8_u32)
            .map(|subset| f64::from(u8::from(subset & 1 == 1 && subset & 6 != 0)))
            .collect();
        let values = shapley(3, &worth);
        for (found, due) in values.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((found - due).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn two_that_only_help_together_share_equally() {
        assert_eq!(shapley(2, &[1.0, 1.0, 1.0, 9.0]), [4.0, 4.0]);
    }

    #[test]
    fn values_add_up_to_the_whole_effect() {
        let worth: Vec<f64> = (0..256_u32).map(|s| f64::from(s * s % 101)).collect();
        let sum: f64 = shapley(8, &worth).iter().sum();
        assert!((sum - (worth[255] - worth[0])).abs() < 1e-9);
    }
}
