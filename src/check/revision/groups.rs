//! Which changes can be made alone, and which only together.

use std::collections::BTreeSet;

/// Changes by their places.
type Subset = BTreeSet<usize>;

/// Splits the changes 0, 1, … below `count` into groups, each with its first place first, so that any groups can be made
/// without the others: a change that needs another is put together with it. `is_sound` tells whether a plan with just those
/// changes can be played; with none of them and with all of them it can.
pub fn groups(count: usize, is_sound: impl Fn(&Subset) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Subset> = (0..count).map(|place| Subset::from([place])).collect();
    while let Some(together) = dependent(&groups, &is_sound) {
        let mut merged = Subset::new();
        for place in together.iter().rev() {
            merged.extend(groups.remove(*place));
        }
        groups.push(merged);
        groups.sort_by_key(|group| group.first().copied());
    }
    groups
        .into_iter()
        .map(|group| group.into_iter().collect())
        .collect()
}

/// Groups that cannot stand without each other, by their places; `None`: every group, and every two, can be made and left alone.
fn dependent(groups: &[Subset], is_sound: &impl Fn(&Subset) -> bool) -> Option<Subset> {
    let all: Subset = (0..groups.len()).collect();
    let sound = |places: &Subset| {
        is_sound(
            &places
                .iter()
                .flat_map(|place| groups[*place].iter().copied())
                .collect(),
        )
    };
    let singles = all.iter().map(|place| Subset::from([*place]));
    let pairs = all.iter().flat_map(|a| {
        let later = all.range(a + 1..);
        later.map(move |b| Subset::from([*a, *b]))
    });
    let without = all.iter().map(|place| {
        let mut others = all.clone();
        others.remove(place);
        others
    });
    let broken = singles
        .chain(without)
        .chain(pairs)
        .find(|subset| !sound(subset))?;
    // The fewest that break it, and the fewest more that mend it.
    let mut core = broken;
    for place in core.clone() {
        let mut fewer = core.clone();
        fewer.remove(&place);
        if !sound(&fewer) {
            core = fewer;
        }
    }
    let mut mended = all;
    for place in mended.clone() {
        let mut fewer = mended.clone();
        fewer.remove(&place);
        if !core.contains(&place) && sound(&fewer) {
            mended = fewer;
        }
    }
    (mended.len() > 1).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pair: the first needs the second.
    fn found(count: usize, needs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        groups(count, |subset| {
            needs
                .iter()
                .all(|(change, needed)| !subset.contains(change) || subset.contains(needed))
        })
    }

    #[test]
    fn changes_that_need_nothing_stand_alone() {
        assert_eq!(found(3, &[]), [vec![0], vec![1], vec![2]]);
    }

    #[test]
    fn a_change_is_put_together_with_what_it_needs() {
        assert_eq!(found(4, &[(3, 1)]), [vec![0], vec![1, 3], vec![2]]);
        assert_eq!(found(4, &[(3, 1), (1, 0)]), [vec![0, 1, 3], vec![2]]);
    }

    #[test]
    fn two_that_quarrel_without_a_third_are_put_together_with_it() {
        let quarrel =
            |subset: &Subset| !(subset.contains(&0) && subset.contains(&1)) || subset.contains(&2);
        assert_eq!(groups(4, quarrel), [vec![0, 1, 2], vec![3]]);
    }
}
