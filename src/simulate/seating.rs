//! Who takes which seat: the first best assignment of people to the needs of a step.

use std::collections::BTreeMap;

use crate::quantity::MemberId;

/// For every need, in order, the candidate who takes it, or nobody: as many needs covered as can be, and among those assignments
/// the first when needs are compared in order and candidates in theirs (nobody comes last).
///
/// `needs[i]` says which of the lists in `candidates` need `i` chooses from; nobody takes two seats.
pub(super) fn best_assignment(
    needs: &[usize],
    candidates: &[Vec<MemberId>],
    chosen: &mut Vec<Option<MemberId>>,
) {
    assign_greedily(needs, candidates, chosen);
    // Whoever takes the first candidate left at every need has the first assignment of all, if no other covers more.
    let are_hopeless = || {
        (chosen.iter().zip(needs))
            .all(|(seat, list)| seat.is_some() || candidates[*list].is_empty())
    };
    if candidates.len() == 1 || are_hopeless() {
        return;
    }
    let seats = most_seats(needs, candidates, &[]);
    if chosen.iter().flatten().count() == seats {
        return;
    }
    chosen.clear();
    for need in 0..needs.len() {
        let covers_all = |candidate: Option<MemberId>| {
            let mut fixed = chosen.clone();
            fixed.push(candidate);
            most_seats(needs, candidates, &fixed) == seats
        };
        let first = (candidates[needs[need]].iter())
            .find(|candidate| !chosen.contains(&Some(**candidate)) && covers_all(Some(**candidate)))
            .copied();
        chosen.push(first);
    }
}

fn assign_greedily(
    needs: &[usize],
    candidates: &[Vec<MemberId>],
    chosen: &mut Vec<Option<MemberId>>,
) {
    chosen.clear();
    for &list in needs {
        let first = (candidates[list].iter())
            .find(|candidate| !chosen.contains(&Some(**candidate)))
            .copied();
        chosen.push(first);
    }
}

/// How many needs can be covered when the first ones are fixed: a maximum bipartite matching by augmenting paths (Kuhn 1955).
pub(super) fn most_seats(
    needs: &[usize],
    candidates: &[Vec<MemberId>],
    fixed: &[Option<MemberId>],
) -> usize {
    let mut need_of: BTreeMap<MemberId, Option<usize>> = fixed
        .iter()
        .flatten()
        .map(|member| (*member, None))
        .collect();
    let mut seats = need_of.len();
    for need in fixed.len()..needs.len() {
        let mut visited = Vec::new();
        if augment(need, needs, candidates, &mut need_of, &mut visited) {
            seats += 1;
        }
    }
    seats
}

fn augment(
    need: usize,
    needs: &[usize],
    candidates: &[Vec<MemberId>],
    need_of: &mut BTreeMap<MemberId, Option<usize>>,
    visited: &mut Vec<MemberId>,
) -> bool {
    for &member in &candidates[needs[need]] {
        if visited.contains(&member) {
            continue;
        }
        visited.push(member);
        let is_won = match need_of.get(&member) {
            None => true,
            // Fixed seats are not given up.
            Some(None) => false,
            Some(Some(other)) => augment(*other, needs, candidates, need_of, visited),
        };
        if is_won {
            need_of.insert(member, Some(need));
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::Index;

    /// Every assignment in order, by brute force.
    fn all_assignments(
        needs: &[usize],
        candidates: &[Vec<MemberId>],
    ) -> Vec<Vec<Option<MemberId>>> {
        let Some((&list, rest)) = needs.split_first() else {
            return vec![Vec::new()];
        };
        let mut all = Vec::new();
        for choice in candidates[list].iter().copied().map(Some).chain([None]) {
            for tail in all_assignments(rest, candidates) {
                if choice.is_none() || !tail.contains(&choice) {
                    all.push([vec![choice], tail].concat());
                }
            }
        }
        all
    }

    proptest! {
        #[test]
        fn the_best_assignment_is_the_first_of_those_that_cover_most(
            needs in prop::collection::vec(0_usize..3, 0..5),
            lists in prop::collection::vec(prop::collection::btree_set(0_usize..5, 0..4), 3),
            reversed in any::<bool>(),
        ) {
            let candidates: Vec<Vec<MemberId>> = lists
                .iter()
                .map(|list| {
                    let mut list: Vec<_> = list.iter().copied().map(MemberId::new).collect();
                    if reversed { list.reverse(); }
                    list
                })
                .collect();
            let all = all_assignments(&needs, &candidates);
            let covered = |assignment: &Vec<Option<MemberId>>| assignment.iter().flatten().count();
            let most = all.iter().map(covered).max().unwrap();
            // Brute force lists assignments in the order that the rule compares them by.
            let first = all.iter().find(|assignment| covered(assignment) == most).unwrap();
            let mut best = Vec::new();
            best_assignment(&needs, &candidates, &mut best);
            prop_assert_eq!(&best, first);
        }
    }
}
