//! The names of streams: whose draw it is, what is asked, and which asking it is.

use siphasher::sip::SipHasher13;

/// What kind of thing a draw belongs to: part of the stream's name, so that a step and an inject of one id differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Entity {
    /// A step of a plan.
    Step,
    /// A person, or a team.
    Person,
    /// An inject of a scenario.
    Inject,
    /// A flag that holds by chance.
    Flag,
    /// A prevention barrier.
    Barrier,
    /// The scenario itself.
    Scenario,
}

impl Entity {
    /// Part of every stream's name: a changed tag changes the luck of every drill.
    fn tag(self) -> u8 {
        match self {
            Self::Step => 1,
            Self::Person => 2,
            Self::Inject => 3,
            Self::Flag => 4,
            Self::Barrier => 5,
            Self::Scenario => 6,
        }
    }
}

/// A question asked of an entity; each asking of it (attempt, call, completion) is a stream of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Question(u64);

impl Question {
    /// The question of that name, asked of the entity of that id.
    pub fn new(entity: Entity, id: &str, question: &str) -> Self {
        let id_length = id.len() as u64; // Widening: no platform has longer strings.
        let mut name = vec![entity.tag()];
        // Without the length, `ab` asked `c` would be `a` asked `bc`.
        name.extend(id_length.to_le_bytes());
        name.extend(id.as_bytes());
        name.extend(question.as_bytes());
        Self(hash(&name))
    }

    /// The stream of its `number`-th asking, counted from 1.
    pub fn nth(self, number: u32) -> Stream {
        assert!(number > 0, "askings are counted from 1");
        let mut name = [0; 12];
        name[..8].copy_from_slice(&self.0.to_le_bytes());
        name[8..].copy_from_slice(&number.to_le_bytes());
        Stream(hash(&name))
    }

    /// The stream of the `number`-th asking at the `of`-th occasion, both counted from 1: effect n of completion m.
    pub fn nth_of(self, number: u32, of: u32) -> Stream {
        assert!(number > 0, "askings are counted from 1");
        assert!(of > 0, "occasions are counted from 1");
        let mut name = [0; 16];
        name[..8].copy_from_slice(&self.0.to_le_bytes());
        name[8..12].copy_from_slice(&number.to_le_bytes());
        name[12..].copy_from_slice(&of.to_le_bytes());
        Stream(hash(&name))
    }
}

/// The name of an endless row of uniforms, one for each replication.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The hash that is its name; two streams of one drill with equal values would share their luck.
    pub fn value(self) -> u64 {
        self.0
    }
}

/// SipHash-1-3 (Aumasson and Bernstein 2012) with fixed keys: the same on every platform and in every version.
fn hash(name: &[u8]) -> u64 {
    SipHasher13::new_with_keys(0x6669_7265_6265_6c6c, 0x6472_696c_6c73_2121).hash(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values from an independent SipHash.
    #[test]
    fn stream_names_never_change() {
        let revoke = Question::new(Entity::Step, "revoke", "work");
        let start = Question::new(Entity::Scenario, "friday-night", "start");
        let golden = [
            revoke.nth(1),
            revoke.nth(2),
            revoke.nth_of(1, 2),
            start.nth(1),
        ];
        let expected = [
            10_167_967_222_075_441_982,
            8_449_661_507_219_654_406,
            13_392_681_798_783_012_761,
            16_637_143_821_674_933_701,
        ];
        assert_eq!(golden.map(Stream::value), expected);
    }

    #[test]
    fn entity_id_question_and_number_each_make_another_stream() {
        let mut streams = vec![
            Question::new(Entity::Step, "ab", "c").nth(1),
            Question::new(Entity::Step, "a", "bc").nth(1),
            Question::new(Entity::Step, "ab", "d").nth(1),
            Question::new(Entity::Step, "ab", "c").nth(2),
            Question::new(Entity::Step, "ab", "c").nth_of(1, 1),
            Question::new(Entity::Step, "ab", "c").nth_of(1, 2),
            Question::new(Entity::Step, "ab", "c").nth_of(2, 1),
            Question::new(Entity::Person, "ab", "c").nth(1),
            Question::new(Entity::Inject, "ab", "c").nth(1),
            Question::new(Entity::Flag, "ab", "c").nth(1),
            Question::new(Entity::Barrier, "ab", "c").nth(1),
            Question::new(Entity::Scenario, "ab", "c").nth(1),
        ];
        let count = streams.len();
        streams.sort();
        streams.dedup();
        assert_eq!(streams.len(), count);
    }
}
