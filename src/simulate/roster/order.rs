//! One order of everybody in which each role finds its holders and its deputies in their own.

use crate::quantity::{Arena, MemberId, RoleId};

/// Who has which place, and the places of each role's holders and deputies, ascending in the order in which they are named.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) order: Vec<MemberId>,
    pub(super) of_roles: Arena<RoleId, [Vec<usize>; 2]>,
}

impl Order {
    /// The order for roles of these holders and deputies, nobody twice in a list. A list that contradicts the order found so far
    /// has places of its own.
    pub(super) fn of<'r>(
        roles: impl Iterator<Item = [&'r [MemberId]; 2]> + Clone,
        members: usize,
    ) -> Self {
        let mut order = Vec::new();
        let mut place_of = (0..members).map(|_| None).collect();
        for list in roles.clone().flatten() {
            merge(&mut order, &mut place_of, list);
        }
        let of_roles = roles
            .map(|lists| lists.map(|list| places(&mut order, &place_of, list)))
            .collect();
        Self { order, of_roles }
    }
}

/// Puts those of the list that are not there yet into the order, each right behind whom it follows in the list, unless the list
/// contradicts the order.
fn merge(
    order: &mut Vec<MemberId>,
    place_of: &mut Arena<MemberId, Option<usize>>,
    list: &[MemberId],
) {
    let known = || list.iter().filter_map(|member| place_of[*member]);
    if known().count() == list.len() || !known().is_sorted() {
        return;
    }
    let mut merged = Vec::with_capacity(order.len() + list.len());
    // Whoever comes before the first who is known stands just before them; if nobody is known, all come last.
    let mut passed = known().next().unwrap_or(order.len());
    merged.extend_from_slice(&order[..passed]);
    for member in list {
        if let Some(place) = place_of[*member] {
            merged.extend_from_slice(&order[passed..=place]);
            passed = place + 1;
        } else {
            merged.push(*member);
        }
    }
    merged.extend_from_slice(&order[passed..]);
    for (place, member) in merged.iter().enumerate() {
        place_of[*member] = Some(place);
    }
    *order = merged;
}

/// The places of the list's members; of their own, at the end, where the order contradicts the list.
fn places(
    order: &mut Vec<MemberId>,
    place_of: &Arena<MemberId, Option<usize>>,
    list: &[MemberId],
) -> Vec<usize> {
    let places: Option<Vec<usize>> = list.iter().map(|member| place_of[*member]).collect();
    match places.filter(|places| places.is_sorted()) {
        Some(places) => places,
        None => {
            let end = order.len();
            order.extend_from_slice(list);
            (end..order.len()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::Index;

    /// The order of lists of holders, nobody being deputy.
    fn order_of(lists: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
        let lists: Vec<Vec<MemberId>> = (lists.iter())
            .map(|list| list.iter().copied().map(MemberId::new).collect())
            .collect();
        let found = Order::of(lists.iter().map(|list| [&list[..], &[]]), 200);
        let order = found.order.iter().map(|member| member.place()).collect();
        let places = found.of_roles.into_iter().map(|[holders, _]| holders);
        (order, places.collect())
    }

    #[test]
    fn lists_that_agree_share_one_order() {
        let (order, places) = order_of(&[vec![5, 3], vec![3, 9], vec![5, 7, 9], vec![]]);
        assert_eq!(order, [5, 7, 3, 9]);
        assert_eq!(places, [vec![0, 2], vec![2, 3], vec![0, 1, 3], vec![]]);
        let (order, _) = order_of(&[vec![1, 2], vec![3, 4], vec![2, 3]]);
        assert_eq!(order, [1, 2, 3, 4]);
    }

    #[test]
    fn a_list_that_contradicts_the_others_has_places_of_its_own() {
        let (order, places) = order_of(&[vec![1, 2, 3], vec![3, 1, 4], vec![2, 3]]);
        assert_eq!(order, [1, 2, 3, 3, 1, 4]);
        assert_eq!(places, [vec![0, 1, 2], vec![3, 4, 5], vec![1, 2]]);
    }

    proptest! {
        #[test]
        fn everybody_stands_in_the_order_of_each_list_and_teams_stay_together(
            sizes in prop::collection::vec(1_usize..5, 1..30),
            picks in prop::collection::vec(prop::collection::vec(0_usize..30, 0..12), 0..8),
            are_in_file_order in any::<bool>(),
        ) {
            let starts: Vec<usize> = (sizes.iter())
                .scan(0, |end, size| { *end += size; Some(*end - size) })
                .collect();
            // Teams, each whole and once.
            let lists: Vec<Vec<usize>> = (picks.iter())
                .map(|picks| {
                    let mut teams: Vec<usize> = picks.iter().map(|team| team % sizes.len()).collect();
                    if are_in_file_order {
                        teams.sort_unstable();
                    }
                    let mut seen = std::collections::BTreeSet::new();
                    teams.retain(|team| seen.insert(*team));
                    let members = |team: usize| starts[team]..starts[team] + sizes[team];
                    teams.into_iter().flat_map(members).collect()
                })
                .collect();
            let (order, places) = order_of(&lists);
            for (list, places) in lists.iter().zip(&places) {
                let named: Vec<usize> = places.iter().map(|place| order[*place]).collect();
                prop_assert_eq!(list, &named);
                prop_assert!(places.is_sorted_by(|before, after| before < after));
                for (place, member) in places.iter().zip(list) {
                    let is_first = starts.contains(member);
                    prop_assert!(is_first || order[place - 1] == member - 1);
                }
            }
            let mut once = order.clone();
            once.sort_unstable();
            once.dedup();
            let are_shared = |places: &Vec<usize>| places.iter().all(|place| *place < once.len());
            prop_assert!(places.first().is_none_or(are_shared));
        }
    }
}
