//! Typed indices: inside Firebell a thing is its place in an arena, and a step's place cannot be mistaken for a person's.

use std::fmt;
use std::marker::PhantomData;
use std::ops;

/// A typed place in an [`Arena`].
pub trait Index: Copy + Ord + fmt::Debug {
    /// The index of the `place`-th thing, counted from 0.
    fn new(place: usize) -> Self;
    /// The place, counted from 0.
    fn place(self) -> usize;
}

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);

        impl Index for $name {
            #[inline]
            fn new(place: usize) -> Self {
                Self(u32::try_from(place).expect("fewer things than 2^32 fit into memory"))
            }

            #[inline]
            fn place(self) -> usize {
                self.0 as usize // u32 to usize: never narrower on the platforms Rust's std supports with files.
            }
        }
    )*};
}

// A macro, because nine hand-written copies of the same newtype would drift.
indices! {
    /// A step of a plan, in the order of ids.
    StepId;
    /// An entry of the organization's people, in the order of ids: one person, or a team.
    PersonId;
    /// One human being: a person, or one member of a team. Members of a team are neighbours, lowest number first.
    MemberId;
    /// A role, in the order of ids.
    RoleId;
    /// A resource, in the order of ids.
    ResourceId;
    /// A shift, in the order of ids.
    ShiftId;
    /// A flag, in the order of names.
    FlagId;
    /// An impact, in the order of the file.
    ImpactId;
    /// An inject, in the order of the file.
    InjectId;
    /// An objective, in the order of the file.
    ObjectiveId;
    /// A prevention barrier of a plan, in the order of ids.
    BarrierId;
    /// An outcome label of one step, in the order of the file.
    LabelId;
}

/// A list whose places are typed.
#[derive(Clone, PartialEq, Debug)]
pub struct Arena<I, T> {
    things: Vec<T>,
    index: PhantomData<I>,
}

impl<I: Index, T> Arena<I, T> {
    /// The arena that holds `things` in their order.
    pub fn new(things: Vec<T>) -> Self {
        Self {
            things,
            index: PhantomData,
        }
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// All indices in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.things.len()).map(I::new)
    }

    /// All things in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.things.iter()
    }

    /// All things in order, to be changed in place.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.things.iter_mut()
    }

    /// All indices with their things, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.things
            .iter()
            .enumerate()
            .map(|(place, thing)| (I::new(place), thing))
    }

    /// The index of the first thing that answers to `is_it`.
    pub fn find(&self, is_it: impl FnMut(&T) -> bool) -> Option<I> {
        self.things.iter().position(is_it).map(I::new)
    }
}

impl<I: Index, T> ops::Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.things[index.place()]
    }
}

impl<I: Index, T> ops::IndexMut<I> for Arena<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.things[index.place()]
    }
}

impl<I, T> IntoIterator for Arena<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.things.into_iter()
    }
}

impl<I: Index, T> FromIterator<T> for Arena<I, T> {
    fn from_iter<Things: IntoIterator<Item = T>>(things: Things) -> Self {
        Self::new(things.into_iter().collect())
    }
}
