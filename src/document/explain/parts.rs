//! What is read of a refused slice, part by part: the fields of a struct, those left out, the elements of a list, a variant.

use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
    value::StrDeserializer,
};
use serde::forward_to_deserialize_any;

use crate::document::explain::{Refused, Reported, form_help, form_of};
use crate::document::group::{Entry, Group};
use crate::document::misread::first_line;
use crate::source::{Diagnostic, Problems, code};

/// Whose field is read, for a message that it is missing.
#[derive(Clone, Copy)]
pub(super) struct Owner<'s> {
    pub(super) name: &'static str,
    pub(super) head: &'s str,
    pub(super) is_complete: bool,
}

/// The fields of a struct: the given ones, then those left out.
pub(super) struct Fields<'p, 's, 'i> {
    pub(super) entries: &'i mut vec::IntoIter<(&'static str, &'s str)>,
    pub(super) absent: &'i mut dyn Iterator<Item = &'static &'static str>,
    pub(super) value: Option<(&'static str, Option<&'s str>)>,
    pub(super) owner: Owner<'s>,
    pub(super) problems: &'p mut Problems<'s>,
}

impl<'s> MapAccess<'s> for Fields<'_, 's, '_> {
    type Error = Reported;

    fn next_key_seed<K: DeserializeSeed<'s>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Reported> {
        let next = match self.entries.next() {
            Some((key, value)) => Some((key, Some(value))),
            None => self.absent.next().map(|key| (*key, None)),
        };
        self.value = next;
        match next {
            Some((key, _)) => seed.deserialize(StrDeserializer::new(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'s>>(&mut self, seed: V) -> Result<V::Value, Reported> {
        match self.value.take() {
            Some((_, Some(slice))) => seed.deserialize(Slice(slice)),
            Some((field, None)) => seed.deserialize(Absent {
                field,
                owner: self.owner,
                problems: self.problems,
            }),
            None => Err(Reported),
        }
    }
}

/// The elements of a list, or values by position.
pub(super) struct Elements<'s, 'i> {
    pub(super) entries: &'i [Entry<'s>],
}

impl<'s> SeqAccess<'s> for Elements<'s, '_> {
    type Error = Reported;

    fn next_element_seed<T: DeserializeSeed<'s>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Reported> {
        let Some((first, rest)) = self.entries.split_first() else {
            return Ok(None);
        };
        self.entries = rest;
        seed.deserialize(Slice(first.value)).map(Some)
    }
}

/// A slice handed over as it is.
struct Slice<'s>(&'s str);

impl<'s> Deserializer<'s> for Slice<'s> {
    type Error = Reported;

    fn deserialize_any<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Reported> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Reported> {
        if self.0 == "None" {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        <W: Visitor<'s>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A field that is left out.
struct Absent<'p, 's> {
    field: &'static str,
    owner: Owner<'s>,
    problems: &'p mut Problems<'s>,
}

impl<'s> Deserializer<'s> for Absent<'_, 's> {
    type Error = Reported;

    /// A required field.
    fn deserialize_any<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Reported> {
        let Owner {
            name,
            head,
            is_complete,
        } = self.owner;
        if is_complete {
            let span = self.problems.span(head);
            let field = self.field;
            self.problems.push(
                Diagnostic::error(
                    code::FIELD_MISSING,
                    span,
                    format!("`{name}` has no `{field}`"),
                )
                .help(format!("add `{field}: …`, as in {}", form_of(name))),
            );
        }
        visitor.visit_borrowed_str(&head[..0])
    }

    fn deserialize_option<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Reported> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        <W: Visitor<'s>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A variant whose name is known, and what follows it.
pub(super) struct Variant<'p, 's> {
    pub(super) name: &'static str,
    pub(super) refused: Refused<'p, 's>,
}

impl<'p, 's> EnumAccess<'s> for Variant<'p, 's> {
    type Error = Reported;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'s>>(self, seed: V) -> Result<(V::Value, Self), Reported> {
        let variant = seed.deserialize(StrDeserializer::<Reported>::new(self.name))?;
        Ok((variant, self))
    }
}

impl<'s> Variant<'_, 's> {
    fn group(&mut self) -> Result<Group<'s>, Reported> {
        let name = self.name;
        match self.refused.group() {
            Some(group) => Ok(group),
            None => {
                let place = first_line(self.refused.slice);
                Err(self.refused.error(
                    code::VALUES_COUNT,
                    place,
                    format!("`{name}` needs values in brackets after it"),
                    form_help(name, &[]),
                ))
            }
        }
    }
}

impl<'s> VariantAccess<'s> for Variant<'_, 's> {
    type Error = Reported;

    fn unit_variant(mut self) -> Result<(), Reported> {
        let name = self.name;
        let rest = self.refused.slice[name.len()..].trim_start();
        self.refused.error(
            code::VALUES_COUNT,
            first_line(rest),
            format!("`{name}` stands alone, without anything after it"),
            format!("write `{name}`"),
        );
        Err(Reported)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'s>>(
        mut self,
        seed: T,
    ) -> Result<T::Value, Reported> {
        let group = self.group()?;
        self.refused
            .read_tuple(self.name, &group, 1, Only(PhantomData, seed))
    }

    fn tuple_variant<V: Visitor<'s>>(
        mut self,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Reported> {
        let group = self.group()?;
        self.refused.read_tuple(self.name, &group, count, visitor)
    }

    fn struct_variant<V: Visitor<'s>>(
        mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Reported> {
        let group = self.group()?;
        self.refused.read_struct(self.name, &group, fields, visitor)
    }
}

/// Reads the only element of a sequence.
struct Only<'s, T>(PhantomData<&'s ()>, T);

impl<'s, T: DeserializeSeed<'s>> Visitor<'s> for Only<'s, T> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value")
    }

    fn visit_seq<A: SeqAccess<'s>>(self, mut elements: A) -> Result<T::Value, A::Error> {
        match elements.next_element_seed(self.1)? {
            Some(value) => Ok(value),
            None => Err(A::Error::custom("no value")),
        }
    }
}
