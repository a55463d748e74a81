//! Sets of human beings.

use crate::quantity::{Index, MemberId};

/// A set of members of a program: a bit for each.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct MemberSet {
    words: Vec<u64>,
}

impl MemberSet {
    /// The empty set, with room for so many.
    pub fn with_room_for(members: usize) -> Self {
        Self {
            words: vec![0; members.div_ceil(64)],
        }
    }

    /// Puts a member in.
    pub fn insert(&mut self, member: MemberId) {
        self.words[member.place() / 64] |= 1 << (member.place() % 64);
    }

    /// Whether both sets hold somebody; they have equal room.
    #[inline]
    pub fn overlaps(&self, other: &Self) -> bool {
        (self.words.iter().zip(&other.words)).any(|(one, other)| one & other != 0)
    }

    /// Puts in everybody from a set of equal room.
    pub fn extend(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Takes everybody out.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_overlap_where_they_share_somebody() {
        let set = |members: &[usize]| {
            let mut set = MemberSet::with_room_for(130);
            for member in members {
                set.insert(MemberId::new(*member));
            }
            set
        };
        assert!(set(&[0, 129]).overlaps(&set(&[64, 129])));
        assert!(!set(&[0, 128]).overlaps(&set(&[64, 129])));
        let mut all = set(&[3]);
        all.extend(&set(&[100]));
        assert!(all.overlaps(&set(&[100])));
        all.clear();
        assert_eq!(all, set(&[]));
    }
}
