//! Which changes can be made alone, and which only together.

use std::collections::BTreeSet;

/// Changes by their places.
type Subset = BTreeSet<usize>;

/// Merges parts, each a few changes by their places, into groups that can be made without the others: a change that needs another is
/// put together with it. `is_sound` tells whether a plan with just those changes can be played; with none of them and with all of
/// them it can; it may break off. `played` tells, of so many groups, which combinations of them will be asked for; these are sound
/// too.
pub fn groups<Broken>(
    parts: Vec<Vec<usize>>,
    is_sound: impl Fn(&Subset) -> Result<bool, Broken>,
    played: impl Fn(usize) -> Vec<Subset>,
) -> Result<Vec<Vec<usize>>, Broken> {
    let mut groups: Vec<Subset> = parts
        .into_iter()
        .map(|part| part.into_iter().collect())
        .collect();
    while let Some(together) = dependent(&groups, &is_sound, &played)? {
        let mut merged = Subset::new();
        for place in together.iter().rev() {
            merged.extend(groups.remove(*place));
        }
        groups.push(merged);
        groups.sort_by_key(|group| group.first().copied());
    }
    let groups = groups.into_iter();
    Ok(groups.map(|group| group.into_iter().collect()).collect())
}

/// Groups that cannot stand without each other, by their places; `None`: there are none.
fn dependent<Broken>(
    groups: &[Subset],
    is_sound: &impl Fn(&Subset) -> Result<bool, Broken>,
    played: &impl Fn(usize) -> Vec<Subset>,
) -> Result<Option<Subset>, Broken> {
    let all: Subset = (0..groups.len()).collect();
    let sound = |places: &Subset| {
        let changes = places
            .iter()
            .flat_map(|place| groups[*place].iter().copied());
        is_sound(&changes.collect())
    };
    let singles = all.iter().map(|place| Subset::from([*place]));
    let mut broken = None;
    for subset in singles.chain(played(groups.len())) {
        if !sound(&subset)? {
            broken = Some(subset);
            break;
        }
    }
    // The fewest that break it, and the fewest more that mend it.
    let Some(mut core) = broken else {
        return Ok(None);
    };
    for place in core.clone() {
        let mut fewer = core.clone();
        fewer.remove(&place);
        if !sound(&fewer)? {
            core = fewer;
        }
    }
    let mut mended = all;
    for place in mended.clone() {
        let mut fewer = mended.clone();
        fewer.remove(&place);
        if !core.contains(&place) && sound(&fewer)? {
            mended = fewer;
        }
    }
    Ok((mended.len() > 1).then_some(mended))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn groups(
        parts: Vec<Vec<usize>>,
        is_sound: impl Fn(&Subset) -> bool,
        played: impl Fn(usize) -> Vec<Subset>,
    ) -> Vec<Vec<usize>> {
        let is_sound = |subset: &Subset| -> Result<bool, Infallible> { Ok(is_sound(subset)) };
        let Ok(groups) = super::groups(parts, is_sound, played);
        groups
    }

    fn every_subset(groups: usize) -> Vec<Subset> {
        let subset = |number: usize| {
            (0..groups)
                .filter(|place| number & (1 << place) != 0)
                .collect()
        };
        (0..1 << groups).map(subset).collect()
    }

    fn alone(count: usize) -> Vec<Vec<usize>> {
        (0..count).map(|place| vec![place]).collect()
    }

    /// Each pair: the first needs the second.
    fn found(count: usize, needs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let is_sound = |subset: &Subset| {
            needs
                .iter()
                .all(|(change, needed)| !subset.contains(change) || subset.contains(needed))
        };
        groups(alone(count), is_sound, every_subset)
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
        assert_eq!(
            groups(alone(4), quarrel, every_subset),
            [vec![0, 1, 2], vec![3]]
        );
    }

    #[test]
    fn looking_for_groups_can_be_broken_off() {
        let asked = std::cell::Cell::new(0);
        let is_sound = |_: &Subset| {
            asked.set(asked.get() + 1);
            if asked.get() < 3 {
                Ok(true)
            } else {
                Err("broken off")
            }
        };
        let found = super::groups(alone(9), is_sound, every_subset);
        assert_eq!((found, asked.get()), (Err("broken off"), 3));
    }

    #[test]
    fn parts_stay_together() {
        assert_eq!(
            groups(vec![vec![0, 2], vec![1]], |_| true, every_subset),
            [vec![0, 2], vec![1]]
        );
    }
}
