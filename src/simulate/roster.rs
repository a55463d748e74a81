//! Who of each role is free, called, or can be called: a bit for every candidate, in their order, so that the first is found at
//! once.

use crate::quantity::{Arena, MemberId, RoleId};

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
}

/// Everybody's standing in every role.
#[derive(Debug)]
pub(super) struct Roster {
    words_of: Arena<RoleId, Words>,
    places_of: Arena<MemberId, Vec<Place>>,
    /// 64 candidates each, by standing.
    words: Vec<[u64; 4]>,
    /// The words at onset.
    first: Vec<[u64; 4]>,
}

impl Roster {
    /// For roles of these holders and deputies. Everybody's standing is what `standing_of` says, now and whenever a replication begins.
    pub(super) fn new<'r>(
        roles: impl Iterator<Item = (&'r [MemberId], &'r [MemberId])>,
        members: usize,
        standing_of: impl Fn(MemberId) -> Standing,
    ) -> Self {
        let mut places_of: Arena<MemberId, Vec<Place>> = (0..members).map(|_| Vec::new()).collect();
        let mut count = 0;
        let mut take_words = |candidates: &[MemberId]| {
            for (number, &member) in candidates.iter().enumerate() {
                places_of[member].push(Place {
                    word: count + number / 64,
                    bit: 1 << (number % 64),
                });
            }
            count += candidates.len().div_ceil(64);
            count
        };
        let mut first = 0;
        let words_of = roles
            .map(|(holders, deputies)| {
                let deputies_from = take_words(holders);
                let end = take_words(deputies);
                let begin = std::mem::replace(&mut first, end);
                Words {
                    first: begin,
                    deputies: deputies_from,
                    end,
                }
            })
            .collect();
        let mut words = vec![[0; 4]; count];
        for (member, places) in places_of.entries() {
            for place in places {
                words[place.word][standing_of(member) as usize] |= place.bit;
            }
        }
        Self {
            words_of,
            places_of,
            first: words.clone(),
            words,
        }
    }

    pub(super) fn begin(&mut self) {
        self.words.copy_from_slice(&self.first);
    }

    pub(super) fn change(&mut self, member: MemberId, before: Standing, after: Standing) {
        for place in &self.places_of[member] {
            let word = &mut self.words[place.word];
            word[before as usize] &= !place.bit;
            word[after as usize] |= place.bit;
        }
    }

    #[inline]
    fn holders(&self, role: RoleId) -> &[[u64; 4]] {
        let words = &self.words_of[role];
        &self.words[words.first..words.deputies]
    }

    #[inline]
    fn deputies(&self, role: RoleId) -> &[[u64; 4]] {
        let words = &self.words_of[role];
        &self.words[words.deputies..words.end]
    }

    /// The place of the first holder of that standing who suits.
    #[inline]
    pub(super) fn find_holder(
        &self,
        role: RoleId,
        standing: Standing,
        suits: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        find(self.holders(role), standing, suits)
    }

    /// The place of the first deputy of that standing who suits.
    #[inline]
    pub(super) fn find_deputy(
        &self,
        role: RoleId,
        standing: Standing,
        suits: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        find(self.deputies(role), standing, suits)
    }

    /// How many holders are of that standing.
    #[inline]
    pub(super) fn count_holders(&self, role: RoleId, standing: Standing) -> u32 {
        count(self.holders(role), standing)
    }

    /// How many deputies are of that standing.
    #[inline]
    pub(super) fn count_deputies(&self, role: RoleId, standing: Standing) -> u32 {
        count(self.deputies(role), standing)
    }

    /// Whether any holder or deputy is of that standing.
    #[inline]
    pub(super) fn has_any(&self, role: RoleId, standing: Standing) -> bool {
        let words = &self.words_of[role];
        let are_any = |word: &[u64; 4]| word[standing as usize] != 0;
        self.words[words.first..words.end].iter().any(are_any)
    }
}

fn count(words: &[[u64; 4]], standing: Standing) -> u32 {
    let of_word = |word: &[u64; 4]| word[standing as usize].count_ones();
    words.iter().map(of_word).sum()
}

/// The place of the first bit of that standing that suits.
#[inline]
fn find(
    words: &[[u64; 4]],
    standing: Standing,
    mut suits: impl FnMut(usize) -> bool,
) -> Option<usize> {
    for (number, word) in words.iter().enumerate() {
        let mut bits = word[standing as usize];
        while bits != 0 {
            let place = number * 64 + bits.trailing_zeros() as usize; // Below 64.
            if suits(place) {
                return Some(place);
            }
            bits &= bits - 1;
        }
    }
    None
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
            odd in any::<bool>(),
        ) {
            let ids = |list: &[usize]| -> Vec<MemberId> {
                list.iter().copied().map(MemberId::new).collect()
            };
            let lists: Vec<_> = lists.iter().map(|(h, d)| (ids(h), ids(d))).collect();
            let mut standings = [Standing::Callable; 150];
            let roles = lists.iter().map(|(holders, deputies)| (&holders[..], &deputies[..]));
            let mut roster = Roster::new(roles, 150, |_| Standing::Callable);
            for (member, standing) in changes {
                let after = STANDINGS[standing];
                roster.change(MemberId::new(member), standings[member], after);
                standings[member] = after;
            }
            let suits = |place: &usize| (place % 2 == 1) == odd;
            for (number, (holders, deputies)) in lists.iter().enumerate() {
                let role = RoleId::new(number);
                for standing in STANDINGS {
                    let is_so = |member: &MemberId| standings[member.place()] == standing;
                    let first = |list: &[MemberId]| {
                        (0..list.len()).filter(suits).find(|place| is_so(&list[*place]))
                    };
                    prop_assert_eq!(roster.find_holder(role, standing, |p| suits(&p)), first(holders));
                    prop_assert_eq!(roster.find_deputy(role, standing, |p| suits(&p)), first(deputies));
                    let are_any = holders.iter().chain(deputies).any(is_so);
                    prop_assert_eq!(roster.has_any(role, standing), are_any);
                }
            }
            roster.begin();
            let all_begin_anew = lists.iter().enumerate().all(|(number, (holders, deputies))| {
                let is_empty = holders.is_empty() && deputies.is_empty();
                roster.has_any(RoleId::new(number), Standing::Callable) != is_empty
            });
            prop_assert!(all_begin_anew);
        }
    }
}
