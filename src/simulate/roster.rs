//! Who of each role is free, called, or can be called: a bit for every candidate, in their order, so that the first is found at
//! once.

use std::ops::Range;

use crate::quantity::{Arena, MemberId, RoleId};

/// The bit that several roles may share.
const SHARED: u64 = 1 << 63;

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

/// Candidates of a role: the words that hold their bits. Holders' and deputies' bits never share a word.
#[derive(Clone, Copy, Debug)]
struct Words {
    first: usize,
    deputies: usize,
    end: usize,
}

/// The bit of a member as a candidate.
#[derive(Clone, Copy, Debug)]
struct Place {
    word: usize,
    bit: u64,
    /// The word of the role's other candidates; the same where there are none.
    other: usize,
    /// The role's bit, where one look at these words tells whether it has any candidate of a standing.
    role: u64,
}

/// Everybody's standing in every role.
#[derive(Debug)]
pub(super) struct Roster {
    words_of: Arena<RoleId, Words>,
    places_of: Arena<MemberId, Vec<Place>>,
    now: Standings,
    /// Those at onset.
    first: Standings,
}

/// Who is of which standing.
#[derive(Clone, Debug)]
struct Standings {
    /// 64 candidates each, by standing.
    words: Vec<[u64; 4]>,
    /// By standing, the bits of the roles that may have a candidate of it: no other has any.
    roles: [u64; 4],
}

impl Roster {
    /// For roles of these bits, holders and deputies. Everybody's standing is what `standing_of` says, now and whenever a
    /// replication begins.
    pub(super) fn new<'r>(
        roles: impl Iterator<Item = (u64, &'r [MemberId], &'r [MemberId])>,
        members: usize,
        standing_of: impl Fn(MemberId) -> Standing,
    ) -> Self {
        let mut places_of: Arena<MemberId, Vec<Place>> = (0..members).map(|_| Vec::new()).collect();
        let mut end = 0;
        let mut unknown = 0;
        let words_of = roles
            .map(|(bit, holders, deputies)| {
                let first = end;
                let deputies_from = first + holders.len().div_ceil(64);
                end = deputies_from + deputies.len().div_ceil(64);
                let is_known = bit != SHARED && holders.len() <= 64 && deputies.len() <= 64;
                if !is_known {
                    unknown |= bit;
                }
                let mut place =
                    |candidates: &[MemberId], from: usize, others: &[MemberId], other: usize| {
                        for (number, &member) in candidates.iter().enumerate() {
                            let word = from + number / 64;
                            places_of[member].push(Place {
                                word,
                                bit: 1 << (number % 64),
                                other: if others.is_empty() { word } else { other },
                                role: if is_known { bit } else { 0 },
                            });
                        }
                    };
                place(holders, first, deputies, deputies_from);
                place(deputies, deputies_from, holders, first);
                Words {
                    first,
                    deputies: deputies_from,
                    end,
                }
            })
            .collect();
        let mut first = Standings {
            words: vec![[0; 4]; end],
            roles: [unknown; 4],
        };
        for (member, places) in places_of.entries() {
            let standing = standing_of(member) as usize;
            for place in places {
                first.words[place.word][standing] |= place.bit;
                first.roles[standing] |= place.role;
            }
        }
        Self {
            words_of,
            places_of,
            now: first.clone(),
            first,
        }
    }

    pub(super) fn begin(&mut self) {
        self.now.words.copy_from_slice(&self.first.words);
        self.now.roles = self.first.roles;
    }

    #[inline]
    pub(super) fn change(&mut self, member: MemberId, before: Standing, after: Standing) {
        let (before, after) = (before as usize, after as usize);
        let Standings { words, roles } = &mut self.now;
        for place in &self.places_of[member] {
            let word = &mut words[place.word];
            word[before] &= !place.bit;
            word[after] |= place.bit;
            if words[place.word][before] | words[place.other][before] == 0 {
                roles[before] &= !place.role;
            }
            roles[after] |= place.role;
        }
    }

    #[inline]
    fn holders(&self, role: RoleId) -> Range<usize> {
        let words = &self.words_of[role];
        words.first..words.deputies
    }

    #[inline]
    fn deputies(&self, role: RoleId) -> Range<usize> {
        let words = &self.words_of[role];
        words.deputies..words.end
    }

    /// The place of the first holder of that standing from there on.
    #[inline]
    pub(super) fn next_holder(
        &self,
        role: RoleId,
        standing: Standing,
        from: usize,
    ) -> Option<usize> {
        self.next(self.holders(role), standing, from)
    }

    /// The place of the first deputy of that standing from there on.
    #[inline]
    pub(super) fn next_deputy(
        &self,
        role: RoleId,
        standing: Standing,
        from: usize,
    ) -> Option<usize> {
        self.next(self.deputies(role), standing, from)
    }

    /// How many holders are of that standing.
    #[inline]
    pub(super) fn count_holders(&self, role: RoleId, standing: Standing) -> u32 {
        self.count(self.holders(role), standing)
    }

    /// How many deputies are of that standing.
    #[inline]
    pub(super) fn count_deputies(&self, role: RoleId, standing: Standing) -> u32 {
        self.count(self.deputies(role), standing)
    }

    /// Whether all roles of these bits may have a candidate of that standing; if not, one of them has none.
    #[inline]
    pub(super) fn may_all_have(&self, roles: u64, standing: Standing) -> bool {
        roles & !self.now.roles[standing as usize] == 0
    }

    /// Whether any role of these bits may have a candidate of that standing; if not, none of them has one.
    #[inline]
    pub(super) fn may_any_have(&self, roles: u64, standing: Standing) -> bool {
        roles & self.now.roles[standing as usize] != 0
    }

    fn count(&self, words: Range<usize>, standing: Standing) -> u32 {
        let of_word = |word: &[u64; 4]| word[standing as usize].count_ones();
        self.now.words[words].iter().map(of_word).sum()
    }

    /// The place among these words' candidates of the first of that standing, from there on.
    #[inline]
    fn next(&self, words: Range<usize>, standing: Standing, from: usize) -> Option<usize> {
        let mut word = words.start + from / 64;
        let mut wanted = u64::MAX << (from % 64);
        while word < words.end {
            let bits = self.now.words[word][standing as usize] & wanted;
            if bits != 0 {
                return Some((word - words.start) * 64 + bits.trailing_zeros() as usize); // Below 64.
            }
            word += 1;
            wanted = u64::MAX;
        }
        None
    }
}

#[cfg(test)]
mod tests {
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
        fn the_first_that_suits_is_found_as_by_looking_at_everybody(
            lists in prop::collection::vec(
                (prop::collection::vec(0_usize..150, 0..140), prop::collection::vec(0_usize..150, 0..70)),
                1..4,
            ),
            changes in prop::collection::vec((0_usize..150, 0_usize..4), 0..200),
        ) {
            let ids = |list: &[usize]| -> Vec<MemberId> {
                list.iter().copied().map(MemberId::new).collect()
            };
            let lists: Vec<_> = lists.iter().map(|(h, d)| (ids(h), ids(d))).collect();
            let mut standings = [Standing::Callable; 150];
            // The last role shares its bit.
            let bit_of = |number: usize| if number < 2 { 1 << number } else { SHARED };
            let roles = (lists.iter().enumerate())
                .map(|(number, (holders, deputies))| (bit_of(number), &holders[..], &deputies[..]));
            let mut roster = Roster::new(roles, 150, |_| Standing::Callable);
            for (member, standing) in changes {
                let after = STANDINGS[standing];
                roster.change(MemberId::new(member), standings[member], after);
                standings[member] = after;
            }
            for (number, (holders, deputies)) in lists.iter().enumerate() {
                let role = RoleId::new(number);
                for standing in STANDINGS {
                    let is_so = |member: &MemberId| standings[member.place()] == standing;
                    for from in [0, 1, 63, 64, 100, 200] {
                        let first_from = |list: &[MemberId]| {
                            (from..list.len()).find(|place| is_so(&list[*place]))
                        };
                        let holder = roster.next_holder(role, standing, from);
                        prop_assert_eq!(holder, first_from(holders));
                        let deputy = roster.next_deputy(role, standing, from);
                        prop_assert_eq!(deputy, first_from(deputies));
                    }
                    let are_any = holders.iter().chain(deputies).any(is_so);
                    let is_known = number < 2 && holders.len() <= 64 && deputies.len() <= 64;
                    let may_have = are_any || !is_known;
                    prop_assert_eq!(roster.may_all_have(bit_of(number), standing), may_have);
                    prop_assert_eq!(roster.may_any_have(bit_of(number), standing), may_have);
                }
            }
            roster.begin();
            for (number, (holders, deputies)) in lists.iter().enumerate() {
                let role = RoleId::new(number);
                let has_first = |list: &[MemberId]| (!list.is_empty()).then_some(0);
                prop_assert_eq!(roster.next_holder(role, Standing::Callable, 0), has_first(holders));
                prop_assert_eq!(roster.next_deputy(role, Standing::Callable, 0), has_first(deputies));
            }
        }
    }
}
