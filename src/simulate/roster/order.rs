//! One order of everybody in which each role finds its holders and its deputies in their own.

use crate::quantity::{Arena, MemberId, RoleId};

/// Who has which place, and the places of each role's holders and deputies, ascending in the order in which they are named.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) order: Vec<MemberId>,
    pub(super) places_of: Arena<RoleId, [Vec<usize>; 2]>,
}

impl Order {
    /// The order for roles of these holders and deputies. A list that contradicts those before it has places of its own.
    pub(super) fn of<'r>(roles: impl Iterator<Item = [&'r [MemberId]; 2]> + Clone) -> Self {
        let mut order = Vec::new();
        for list in roles.clone().flatten() {
            merge(&mut order, list);
        }
        let places_of = roles
            .map(|lists| lists.map(|list| places(&mut order, list)))
            .collect();
        Self { order, places_of }
    }
}

/// Puts those of the list that are not there yet into the order, so that it is the list's order too, unless it contradicts it.
fn merge(order: &mut Vec<MemberId>, list: &[MemberId]) {
    let mut merged = Vec::new();
    let mut rest = order.as_slice();
    for member in list {
        if merged.contains(member) {
            return;
        }
        if let Some(place) = rest.iter().position(|other| other == member) {
            let (passed, left) = rest.split_at(place + 1);
            merged.extend_from_slice(passed);
            rest = left;
        } else {
            merged.push(*member);
        }
    }
    merged.extend_from_slice(rest);
    *order = merged;
}

/// The places of the list's members; of their own, at the end, where the order contradicts the list.
fn places(order: &mut Vec<MemberId>, list: &[MemberId]) -> Vec<usize> {
    let place_of = |member: &MemberId| order.iter().position(|other| other == member);
    let places: Option<Vec<usize>> = list.iter().map(place_of).collect();
    match places.filter(|places| places.is_sorted_by(|before, after| before < after)) {
        Some(places) => places,
        None => {
            let end = order.len();
            order.extend_from_slice(list);
            (end..order.len()).collect()
        }
    }
}
