//! Who is free, called, or can be called: a bit for everybody, in an order that suits the roles. The first of a role is found
//! at once, and whoever comes or goes changes one bit, or few where the roles contradict one another.

mod order;

use std::collections::BTreeMap;

use crate::program::Staffing;
use crate::quantity::{Arena, MemberId, RoleId};
use crate::simulate::roster::order::Order;

/// What looking for people asks of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Free, and not absent.
    Free,
    /// Called, with no answer yet.
    Called,
    /// Away, and can be called.
    Callable,
    /// At work, absent, at rest, or away and never called.
    Other,
}

/// Candidates of a role among 64 places.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Mask {
    word: usize,
    holders: u64,
    deputies: u64,
}

impl Mask {
    #[inline]
    pub(super) fn holders(&self) -> u64 {
        self.holders
    }

    #[inline]
    pub(super) fn deputies(&self) -> u64 {
        self.deputies
    }

    #[inline]
    pub(super) fn all(&self) -> u64 {
        self.holders | self.deputies
    }
}

/// Some of 64 places.
#[derive(Clone, Copy, Default, Debug)]
struct Places {
    word: usize,
    bits: u64,
}

/// Everybody's standing.
#[derive(Debug)]
pub(super) struct Roster {
    /// Who has which place.
    order: Vec<MemberId>,
    places_of: Arena<MemberId, Several<Places>>,
    masks_of: Arena<RoleId, Several<Mask>>,
    /// By staffing, all candidates of its roles.
    anybody_for: Vec<Several<Places>>,
    /// Who is of which standing: 64 places, by standing.
    now: Vec<[u64; 4]>,
    /// The same at onset.
    first: Vec<[u64; 4]>,
}

impl Roster {
    /// For roles of these holders and deputies, nobody twice in a list. Everybody's standing is what `standing_of` says, now and
    /// whenever a replication begins.
    pub(super) fn new<'r>(
        roles: impl Iterator<Item = [&'r [MemberId]; 2]> + Clone,
        staffings: &[Staffing],
        members: usize,
        standing_of: impl Fn(MemberId) -> Standing,
    ) -> Self {
        let Order { order, of_roles } = Order::of(roles, members);
        let masks_of = (of_roles.iter())
            .map(|[holders, deputies]| {
                let mut masks = BTreeMap::new();
                for place in holders {
                    mask_of(&mut masks, *place).holders |= bit(*place);
                }
                for place in deputies {
                    mask_of(&mut masks, *place).deputies |= bit(*place);
                }
                masks.into_values().collect()
            })
            .collect();
        let anybody_for = (staffings.iter())
            .map(|staffing| {
                let lists = staffing.roles.iter().flat_map(|(role, _)| &of_roles[*role]);
                by_word(lists.flatten().copied())
            })
            .collect();
        let mut of_members: Arena<MemberId, Vec<usize>> =
            (0..members).map(|_| Vec::new()).collect();
        let mut first = vec![[0; 4]; order.len().div_ceil(64).max(1)];
        for (place, member) in order.iter().enumerate() {
            of_members[*member].push(place);
            first[place / 64][standing_of(*member) as usize] |= bit(place);
        }
        Self {
            order,
            places_of: of_members.into_iter().map(by_word).collect(),
            masks_of,
            anybody_for,
            now: first.clone(),
            first,
        }
    }

    pub(super) fn begin(&mut self) {
        self.now.copy_from_slice(&self.first);
    }

    #[inline]
    pub(super) fn change(&mut self, member: MemberId, before: Standing, after: Standing) {
        let now = &mut self.now;
        self.places_of[member].for_each(|Places { word, bits }| {
            let word = &mut now[*word];
            word[before as usize] &= !bits;
            word[after as usize] |= bits;
        });
    }

    /// Whether any candidate of any of the staffing's roles is called or can be.
    #[inline]
    pub(super) fn is_anybody_within_call(&self, staffing: usize) -> bool {
        self.anybody_for[staffing].is_any(|Places { word, bits }| {
            let of = &self.now[*word];
            (of[Standing::Called as usize] | of[Standing::Callable as usize]) & bits != 0
        })
    }

    /// Whether any candidate of the role is of that standing.
    #[inline]
    pub(super) fn has(&self, role: RoleId, standing: Standing) -> bool {
        self.masks_of[role].is_any(|mask| self.now(mask, standing, Mask::all) != 0)
    }

    /// The place of the first of them of that standing, from there on.
    #[inline]
    pub(super) fn next(
        &self,
        role: RoleId,
        among: impl Fn(&Mask) -> u64,
        standing: Standing,
        from: usize,
    ) -> Option<usize> {
        self.masks_of[role].find_map(|mask| {
            let bits = self.now(mask, standing, &among) & from_there_on(mask.word, from);
            (bits != 0).then(|| mask.word * 64 + bits.trailing_zeros() as usize) // Below 64.
        })
    }

    /// Who has that place.
    #[inline]
    pub(super) fn member(&self, place: usize) -> MemberId {
        self.order[place]
    }

    /// The first of them of that standing who suits, from the place `from` on, which moves behind those who were looked at.
    #[inline]
    pub(super) fn find(
        &self,
        role: RoleId,
        among: impl Fn(&Mask) -> u64,
        standing: Standing,
        from: &mut usize,
        mut suits: impl FnMut(MemberId) -> bool,
    ) -> Option<MemberId> {
        self.masks_of[role].find_map(|mask| {
            let mut bits = self.now(mask, standing, &among) & from_there_on(mask.word, *from);
            while bits != 0 {
                let place = mask.word * 64 + bits.trailing_zeros() as usize; // Below 64.
                *from = place + 1;
                if suits(self.order[place]) {
                    return Some(self.order[place]);
                }
                bits &= bits - 1;
            }
            None
        })
    }

    /// How many of them are of that standing.
    pub(super) fn count(
        &self,
        role: RoleId,
        among: impl Fn(&Mask) -> u64,
        standing: Standing,
    ) -> u32 {
        let mut count = 0;
        (self.masks_of[role])
            .for_each(|mask| count += self.now(mask, standing, &among).count_ones());
        count
    }

    #[inline]
    fn now(&self, mask: &Mask, standing: Standing, among: impl Fn(&Mask) -> u64) -> u64 {
        self.now[mask.word][standing as usize] & among(mask)
    }
}

/// The bits of a word's places that are not before `from`.
#[inline]
fn from_there_on(word: usize, from: usize) -> u64 {
    match from.saturating_sub(word * 64) {
        before @ 0..64 => u64::MAX << before,
        64.. => 0,
    }
}

/// One, and seldom more: one needs no loop.
#[derive(Debug)]
struct Several<T> {
    first: T,
    more: Vec<T>,
}

impl<T> Several<T> {
    #[inline]
    fn for_each(&self, mut what: impl FnMut(&T)) {
        what(&self.first);
        if !self.more.is_empty() {
            self.more.iter().for_each(what);
        }
    }

    #[inline]
    fn is_any(&self, what: impl Fn(&T) -> bool) -> bool {
        self.find_map(|one| what(one).then_some(())).is_some()
    }

    #[inline]
    fn find_map<R>(&self, mut what: impl FnMut(&T) -> Option<R>) -> Option<R> {
        let found = what(&self.first);
        if found.is_some() || self.more.is_empty() {
            found
        } else {
            self.more.iter().find_map(what)
        }
    }
}

impl<T: Default> FromIterator<T> for Several<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut all = all.into_iter();
        Self {
            first: all.next().unwrap_or_default(),
            more: all.collect(),
        }
    }
}

fn bit(place: usize) -> u64 {
    1 << (place % 64)
}

fn mask_of(masks: &mut BTreeMap<usize, Mask>, place: usize) -> &mut Mask {
    let word = place / 64;
    masks.entry(word).or_insert(Mask {
        word,
        holders: 0,
        deputies: 0,
    })
}

fn by_word(places: impl IntoIterator<Item = usize>) -> Several<Places> {
    let mut words: BTreeMap<usize, u64> = BTreeMap::new();
    for place in places {
        *words.entry(place / 64).or_default() |= bit(place);
    }
    let places = words.into_iter().map(|(word, bits)| Places { word, bits });
    places.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::quantity::Index;

    const STANDINGS: [Standing; 4] = [
        Standing::Free,
        Standing::Called,
        Standing::Callable,
        Standing::Other,
    ];

    proptest! {
        #[test]
        fn who_is_of_a_standing_is_found_as_by_looking_at_everybody_in_order(
            lists in prop::collection::vec(
                (prop::collection::vec(0_usize..150, 0..100), prop::collection::vec(0_usize..150, 0..70)),
                1..4,
            ),
            are_in_order in any::<bool>(),
            changes in prop::collection::vec((0_usize..150, 0_usize..4), 0..200),
        ) {
            let ids = |list: &[usize]| -> Vec<MemberId> {
                let mut seen = BTreeSet::new();
                let mut list: Vec<usize> = list.iter().copied().filter(|one| seen.insert(*one)).collect();
                if are_in_order {
                    list.sort_unstable();
                }
                list.into_iter().map(MemberId::new).collect()
            };
            let lists: Vec<_> = lists.iter().map(|(h, d)| (ids(h), ids(d))).collect();
            let of = |roles: std::ops::Range<usize>| Staffing {
                roles: roles.map(|role| (RoleId::new(role), 1)).collect(),
                bit: 1,
                is_disjoint: false,
            };
            let staffings = [of(0..lists.len()), of(0..1)];
            let roles = lists.iter().map(|(holders, deputies)| [&holders[..], &deputies[..]]);
            let mut standings = [Standing::Callable; 150];
            let mut roster = Roster::new(roles, &staffings, 150, |_| Standing::Callable);
            for (member, standing) in changes {
                let after = STANDINGS[standing];
                roster.change(MemberId::new(member), standings[member], after);
                standings[member] = after;
            }
            is_as_by_looking(&roster, &lists, |member| standings[member.place()]);
            roster.begin();
            is_as_by_looking(&roster, &lists, |_| Standing::Callable);
        }
    }

    fn is_as_by_looking(
        roster: &Roster,
        lists: &[(Vec<MemberId>, Vec<MemberId>)],
        standing_of: impl Fn(MemberId) -> Standing,
    ) {
        for (number, (holders, deputies)) in lists.iter().enumerate() {
            let role = RoleId::new(number);
            for standing in STANDINGS {
                let of = |list: &[MemberId]| -> Vec<MemberId> {
                    let all = list.iter().copied();
                    all.filter(|member| standing_of(*member) == standing)
                        .collect()
                };
                assert_eq!(all(roster, role, Mask::holders, standing), of(holders));
                assert_eq!(all(roster, role, Mask::deputies, standing), of(deputies));
                assert_eq!(
                    roster.count(role, Mask::holders, standing) as usize,
                    of(holders).len()
                );
                let are_any = !of(holders).is_empty() || !of(deputies).is_empty();
                assert_eq!(roster.has(role, standing), are_any);
                let is_odd = |member: MemberId| member.place() % 2 == 1;
                let mut from = 0;
                let found = roster.find(role, Mask::holders, standing, &mut from, is_odd);
                assert_eq!(
                    found,
                    of(holders).into_iter().find(|member| is_odd(*member))
                );
                let behind = roster.next(role, Mask::holders, standing, from);
                let behind = behind.map(|place| roster.member(place));
                let mut from_found = of(holders)
                    .into_iter()
                    .skip_while(|member| !is_odd(*member));
                assert_eq!(behind, from_found.nth(1));
            }
        }
        let candidates_of = |lists: &[(Vec<MemberId>, Vec<MemberId>)]| -> Vec<MemberId> {
            let all = lists
                .iter()
                .flat_map(|(holders, deputies)| [holders, deputies]);
            all.flatten().copied().collect()
        };
        let are_within_call = |member: &MemberId| match standing_of(*member) {
            Standing::Called | Standing::Callable => true,
            Standing::Free | Standing::Other => false,
        };
        for (staffing, roles) in [lists, &lists[..1]].into_iter().enumerate() {
            let is_any = candidates_of(roles).iter().any(are_within_call);
            assert_eq!(roster.is_anybody_within_call(staffing), is_any);
        }
    }

    fn all(
        roster: &Roster,
        role: RoleId,
        among: impl Fn(&Mask) -> u64,
        standing: Standing,
    ) -> Vec<MemberId> {
        let first = roster.next(role, &among, standing, 0);
        let places = std::iter::successors(first, |place| {
            roster.next(role, &among, standing, place + 1)
        });
        places.map(|place| roster.member(place)).collect()
    }
}
