//! Ids: what is defined where, what is defined twice, and what a name in a file refers to.

use std::collections::HashMap;

use crate::document::{Id, List, Located, Shape};
use crate::quantity::{Arena, Index};
use crate::source::{Diagnostic, Problems, Span, code};
use crate::text;

/// So many mistakes get a "did you mean": looking for near names is dear, and nobody reads further.
const SUGGESTIONS_MAX: usize = 100;

/// So many names a line of help lists.
const LISTED_MAX: usize = 8;

/// One thing as a file writes it, told by its id.
#[derive(Clone, Debug)]
pub(super) struct Entry<'s, D> {
    /// Its id; empty where it could not be read.
    pub(super) id: &'s str,
    /// The id's place, or the thing's own where there is no id.
    pub(super) place: Span,
    /// Its fields.
    pub(super) doc: D,
    /// In which of the lists it stands, counted from 0.
    pub(super) list: usize,
    /// Whether it is the first of its id, and so the one that is meant.
    pub(super) is_defining: bool,
    /// Whether a field that it lacks is lacking, and was not lost in reading.
    pub(super) is_whole: bool,
}

/// The things of some lists, in file order.
#[derive(Clone, Debug)]
pub(super) struct Entries<'s, D> {
    /// In file order, or sorted by [`Entries::sort`].
    pub(super) all: Vec<Entry<'s, D>>,
    /// Whether nothing was lost in reading.
    pub(super) is_complete: bool,
}

impl<'s, D: Shape<'s>> Entries<'s, D> {
    /// Reads a list one level deep; ids defined twice are reported. `kind` is the word for such a thing: "step".
    pub(super) fn read(
        kind: &str,
        list: List<'s, D>,
        id: impl Fn(&D) -> Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Self {
        Self::read_lists(kind, &[list], id, problems)
    }

    /// The same for lists that share their ids.
    pub(super) fn read_lists(
        kind: &str,
        lists: &[List<'s, D>],
        id: impl Fn(&D) -> Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Self {
        let before = problems.len();
        let elements: Vec<(usize, Located<'s, D>)> = lists
            .iter()
            .enumerate()
            .flat_map(|(list, of)| {
                of.elements(problems)
                    .into_iter()
                    .map(move |one| (list, one))
            })
            .collect();
        let mut is_complete = problems.len() == before;
        let mut all = Vec::with_capacity(elements.len());
        let mut firsts: HashMap<&'s str, Span> = HashMap::with_capacity(elements.len());
        for (list, element) in elements {
            let before = problems.len();
            let Some(doc) = element.read(problems) else {
                is_complete = false;
                continue;
            };
            let is_whole = problems.len() == before;
            let located = id(&doc);
            // An id of the wrong form still names its thing, so that nothing else is blamed for it.
            let name = match located.read(problems) {
                Some(id) => id.0,
                None => located.text().trim_matches('"'),
            };
            if name.is_empty() {
                is_complete = false;
                let place = element.head(problems);
                all.push(Entry {
                    id: name,
                    place,
                    doc,
                    list,
                    is_defining: false,
                    is_whole,
                });
                continue;
            }
            let place = located.span(problems);
            let first = *firsts.entry(name).or_insert(place);
            if first != place {
                problems.push(repeated(kind, name, place, first));
            }
            all.push(Entry {
                id: name,
                place,
                doc,
                list,
                is_defining: first == place,
                is_whole,
            });
        }
        Self { all, is_complete }
    }
}

impl<'s, D> Entries<'s, D> {
    /// Takes into account that the file has lost something: then nothing that is missing is surely missing.
    pub(super) fn doubt(&mut self) {
        self.is_complete = false;
        for entry in &mut self.all {
            entry.is_whole = false;
        }
    }

    /// In the order of ids, whatever the order in the file.
    pub(super) fn sort(&mut self) {
        self.sort_by_name(|entry| entry.id);
    }

    /// In the order of those names.
    pub(super) fn sort_by_name(&mut self, name: impl Fn(&Entry<'s, D>) -> &'s str) {
        self.all.sort_by_key(name);
    }

    /// What the ids refer to: places among the defining entries in their present order.
    pub(super) fn names<I: Index>(&self, words: Words, home: &str) -> Names<'s, I> {
        let defining = self.all.iter().filter(|entry| entry.is_defining);
        Names::new(
            words,
            home,
            defining.map(|entry| (entry.id, entry.place)),
            self.is_complete,
        )
    }
}

/// The mistake of two things with one id.
pub(super) fn repeated(kind: &str, name: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        code::NAME_REPEATED,
        place,
        format!("{kind} `{name}` is defined twice"),
    )
    .label(first, "first defined here")
    .help("give one of them another id")
}

/// Checks every entry and keeps the defining ones.
pub(super) fn arena<'s, I: Index, D, T>(
    entries: &Entries<'s, D>,
    mut read: impl FnMut(&Entry<'s, D>) -> T,
) -> Arena<I, T> {
    let mut things = Vec::with_capacity(entries.all.len());
    for entry in &entries.all {
        let thing = read(entry);
        if entry.is_defining {
            things.push(thing);
        }
    }
    Arena::new(things)
}

/// The place of a thing that the model keeps by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place(usize);

impl Index for Place {
    fn new(place: usize) -> Self {
        Self(place)
    }

    fn place(self) -> usize {
        self.0
    }
}

/// How to speak of a kind of things.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// One of them: "step".
    pub(super) kind: &'static str,
    /// How a file defines one, `…` for its id: `Step(id: "…", …)`.
    pub(super) definition: &'static str,
}

/// What the ids of one kind refer to.
#[derive(Clone, Debug)]
pub(super) struct Names<'s, I> {
    words: Words,
    home: String,
    found: HashMap<&'s str, (I, Span)>,
    in_order: Vec<&'s str>,
    is_complete: bool,
}

impl<'s, I: Index> Names<'s, I> {
    /// The names in the order of their indices. `home` is where they are defined: "the organization".
    pub(super) fn new(
        words: Words,
        home: &str,
        names: impl Iterator<Item = (&'s str, Span)>,
        is_complete: bool,
    ) -> Self {
        let mut found = HashMap::new();
        let mut in_order = Vec::new();
        for (place, (name, span)) in names.enumerate() {
            found.insert(name, (I::new(place), span));
            in_order.push(name);
        }
        Self {
            words,
            home: home.to_owned(),
            found,
            in_order,
            is_complete,
        }
    }

    /// Names of which nothing is known: every reference fails in silence, for what is lacking is reported elsewhere.
    pub(super) fn unreadable(words: Words) -> Self {
        Self::new(words, "", std::iter::empty(), false)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.in_order.len()
    }

    /// All names in the order of their indices.
    pub(super) fn in_order(&self) -> &[&'s str] {
        &self.in_order
    }

    /// Whether a name that is not here is nowhere.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The thing of that name.
    pub(super) fn find(&self, name: &str) -> Option<I> {
        self.found.get(name).map(|(index, _)| *index)
    }

    /// Where it is defined.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.found.get(name).map(|(_, span)| *span)
    }

    /// The thing that is meant; `None` if there is none, and then it is reported.
    pub(super) fn resolve(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<I> {
        let id = name.read(problems)?;
        let found = self.find(id.0);
        if found.is_none() && self.is_complete {
            let place = name.span(problems);
            problems.push(self.unknown(id.0, place, problems.len()));
        }
        found
    }

    /// The mistake of a name that nothing has, found after so many others.
    pub(super) fn unknown(&self, name: &str, place: Span, found_before: usize) -> Diagnostic {
        let Words { kind, .. } = self.words;
        let message = format!("{} has no {kind} `{name}`", self.home);
        Diagnostic::error(code::NAME_UNKNOWN, place, message).help(self.advice(name, found_before))
    }

    /// What to write instead of an unknown name.
    pub(super) fn advice(&self, name: &str, found_before: usize) -> String {
        if let Some(near) = self.near(name, found_before) {
            return format!("did you mean `{near}`?");
        }
        let Words { kind, definition } = self.words;
        let definition = definition.replacen('…', name, 1);
        match self.in_order.len() {
            0 => format!("add `{definition}` to {}", self.home),
            1..=LISTED_MAX => {
                let listed = text::one_of(&self.in_order);
                format!("name {listed}, or add `{definition}` to {}", self.home)
            }
            _ => format!(
                "name one of its {}, or add `{definition}` to {}",
                text::counted(self.in_order.len(), kind),
                self.home
            ),
        }
    }

    /// The nearest name, if one is near.
    pub(super) fn near(&self, name: &str, found_before: usize) -> Option<&'s str> {
        if found_before > SUGGESTIONS_MAX {
            return None;
        }
        text::nearest(name, self.in_order.iter().copied())
    }
}

/// What the names of a list refer to by `resolve`, in file order; names that stand twice are reported.
pub(super) fn distinct<'s, I>(
    elements: &[Located<'s, Id<'s>>],
    problems: &mut Problems<'s>,
    mut resolve: impl FnMut(Located<'s, Id<'s>>, &mut Problems<'s>) -> Option<I>,
) -> Vec<(I, Span)> {
    let mut seen: HashMap<&'s str, Span> = HashMap::new();
    let mut found = Vec::with_capacity(elements.len());
    for element in elements {
        let place = element.span(problems);
        let first = *seen.entry(element.text()).or_insert(place);
        if first != place {
            problems.push(listed_twice(element.text().trim_matches('"'), place, first));
            continue;
        }
        if let Some(index) = resolve(*element, problems) {
            found.push((index, place));
        }
    }
    found
}

/// The mistake of an entry that stands twice in its list.
pub(super) fn listed_twice(name: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        code::LISTED_TWICE,
        place,
        format!("`{name}` stands twice in this list"),
    )
    .label(first, "first here")
    .help("leave one of them out")
}
