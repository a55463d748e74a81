//! Slices of a file that know what they should be, and reading them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::document::dialect::head;
use crate::document::scan::trimmed;
use crate::source::{Problems, Span};

/// What can be read from a slice of a file.
pub trait Shape<'s>: Sized {
    /// What is due, with an example, to complete "… is due here".
    const DUE: &'static str;

    /// Reads the slice; `None` if it is none, and then `problems` says why.
    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self>;
}

/// A slice of a file that should be a `T`: a required field, or one element of a list.
///
/// [`Located::read`] turns it into a `T` one level deep: the fields of a struct are located slices again. Each is read on its
/// own, so a mistake in one never hides the others. `None` means "wrong, and reported". So read everything first, and put it
/// together afterwards:
///
/// ```
/// # use firebell::document::{RoleDoc, List};
/// # use firebell::source::{Diagnostic, Problems, code};
/// struct Role { id: String, title: String, duties: Option<String>, holders: Vec<String>, deputy_pace: f64 }
///
/// fn role<'s>(doc: RoleDoc<'s>, problems: &mut Problems<'s>) -> Option<Role> {
///     let id = doc.id.read(problems);                        // required: Option<Id>
///     let title = doc.title.read_or("a role".to_owned(), problems);
///     let duties = doc.duties.read(problems);                // optional: Option<Option<String>>
///     let deputy_pace = doc.deputy_pace.read_or(1.0, problems);
///     let mut holders = Vec::new();
///     for holder in doc.holders.elements(problems) {         // every element is a Located<Id>
///         let Some(name) = holder.read(problems) else { continue };
///         if name.0 == "nobody" {
///             let place = holder.span(problems);             // or problems.span(name.0): without the quotes
///             problems.push(
///                 Diagnostic::error(code::ID_FORM, place, "`nobody` is not a person").help("name a person"),
///             );
///         }
///         holders.push(name.0.to_owned());
///     }
///     Some(Role { id: id?.0.to_owned(), title: title?, duties: duties?, holders, deputy_pace: deputy_pace? })
/// }
/// # let mut sources = firebell::source::Sources::default();
/// # let text = r#"Organization(name: "n", time_zone: "UTC", roles: [Role(id: "a", title: "A", holders: ["x", "nobody"])])"#;
/// # let file = sources.add("organization.ron".into(), text.to_owned());
/// # let mut problems = Problems::new(&sources);
/// # let organization = firebell::document::organization(file, &mut problems).unwrap();
/// # for located in organization.roles.elements(&mut problems) {
/// #     let doc = located.read(&mut problems).unwrap();
/// #     assert_eq!(role(doc, &mut problems).unwrap().holders, ["x", "nobody"]);
/// # }
/// # assert_eq!(problems.finish().len(), 1);
/// ```
///
/// Reading the same slice twice is allowed; what is found twice is reported once.
#[derive(Debug)]
pub struct Located<'s, T> {
    text: &'s str,
    shape: PhantomData<fn() -> T>,
}

impl<T> Clone for Located<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Located<'_, T> {}

impl<'s, T> Located<'s, T> {
    /// The slice that should be a `T`; an empty one was reported already and reads as `None` in silence.
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            shape: PhantomData,
        }
    }

    /// The text as written.
    pub fn text(self) -> &'s str {
        self.text
    }

    /// The place of the whole text.
    pub fn span(self, problems: &Problems<'s>) -> Span {
        problems.span(self.text)
    }

    /// The place of its first line at most up to the first bracket: `Step` of `Step(id: …)`, all of `"1h"`.
    pub fn head(self, problems: &Problems<'s>) -> Span {
        problems.span(head(self.text))
    }
}

impl<'s, T: Shape<'s>> Located<'s, T> {
    /// Reads one level; `None` if something is wrong, and then it is reported.
    pub fn read(self, problems: &mut Problems<'s>) -> Option<T> {
        if self.text.is_empty() {
            return None;
        }
        T::read(self.text, problems)
    }
}

/// A field that may be left out.
#[derive(Debug)]
pub struct Optional<'s, T>(Option<Located<'s, T>>);

impl<T> Clone for Optional<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Optional<'_, T> {}

impl<'s, T> Optional<'s, T> {
    /// The slice, if the field is there.
    pub fn given(self) -> Option<Located<'s, T>> {
        self.0
    }
}

impl<'s, T: Shape<'s>> Optional<'s, T> {
    /// `Some(None)` if it is left out, `None` if something is wrong and reported.
    pub fn read(self, problems: &mut Problems<'s>) -> Option<Option<T>> {
        match self.0 {
            None => Some(None),
            Some(located) => located.read(problems).map(Some),
        }
    }

    /// The default if it is left out, `None` if something is wrong and reported.
    pub fn read_or(self, default: T, problems: &mut Problems<'s>) -> Option<T> {
        self.read(problems).map(|given| given.unwrap_or(default))
    }
}

/// A list; left out it is empty.
#[derive(Debug)]
pub struct List<'s, T>(Optional<'s, Vec<Located<'s, T>>>);

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<'s, T: Shape<'s>> List<'s, T> {
    /// The slice of the whole list, if the field is there.
    pub fn given(self) -> Option<Located<'s, Vec<Located<'s, T>>>> {
        self.0.given()
    }

    /// Every element that can be told from its neighbours; what cannot is reported.
    pub fn elements(self, problems: &mut Problems<'s>) -> Vec<Located<'s, T>> {
        self.0.read_or(Vec::new(), problems).unwrap_or_default()
    }

    /// Every element read; `None` if anything is wrong, and then all of it is reported.
    pub fn read(self, problems: &mut Problems<'s>) -> Option<Vec<T>> {
        let elements = self.0.read_or(Vec::new(), problems);
        read_all(elements, problems)
    }
}

impl<'s, T: Shape<'s>> Located<'s, Vec<Located<'s, T>>> {
    /// Every element that can be told from its neighbours; what cannot is reported.
    pub fn elements(self, problems: &mut Problems<'s>) -> Vec<Located<'s, T>> {
        self.read(problems).unwrap_or_default()
    }

    /// Every element read; `None` if anything is wrong, and then all of it is reported.
    pub fn read_elements(self, problems: &mut Problems<'s>) -> Option<Vec<T>> {
        let elements = self.read(problems);
        read_all(elements, problems)
    }
}

fn read_all<'s, T: Shape<'s>>(
    elements: Option<Vec<Located<'s, T>>>,
    problems: &mut Problems<'s>,
) -> Option<Vec<T>> {
    // Collected first, so that the elements after a wrong one are read too.
    let values: Vec<Option<T>> = elements?
        .into_iter()
        .map(|element| element.read(problems))
        .collect();
    values.into_iter().collect()
}

impl<'de: 's, 's, T> Deserialize<'de> for Located<'s, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW_VALUE, SliceVisitor)
            .map(|slice| Self::new(trimmed(slice)))
    }
}

/// The name by which `ron::value::RawValue` asks for a slice. Asking by `&RawValue` itself parses every slice a second time,
/// which doubles the time to read a file, and refuses a slice whose mistakes are about to be explained.
const RAW_VALUE: &str = "$ron::private::RawValue";

struct SliceVisitor;

impl<'de> Visitor<'de> for SliceVisitor {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a slice of the text")
    }

    fn visit_borrowed_str<E: Error>(self, slice: &'de str) -> Result<&'de str, E> {
        Ok(slice)
    }
}

impl<'de: 's, 's, T> Deserialize<'de> for Optional<'s, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As an option, a field that is left out reads as `None` without an attribute on every field.
        Option::<Located<'s, T>>::deserialize(deserializer).map(Self)
    }
}

impl<'de: 's, 's, T> Deserialize<'de> for List<'s, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Optional::deserialize(deserializer).map(Self)
    }
}
