//! Taking a slice apart that has nothing wrong with it, which most have not, in one pass over its bytes.
//!
//! Whatever looks odd is left to RON and, where RON refuses it, to those who explain. RON itself would read every value once for
//! each bracket around it, which is most of what checking a large workspace takes.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor, value::StrDeserializer,
};
use serde::forward_to_deserialize_any;

use crate::document::dialect::DEPTH_MAX;

/// Reads one level of a slice; `None` if there is any doubt.
pub(super) fn read<'s, T: Deserialize<'s>>(slice: &'s str) -> Option<T> {
    T::deserialize(Sound(slice)).ok()
}

/// Whether the slice is one value with nothing odd in it, and so with brackets no deeper than is allowed.
pub(super) fn is_sound(slice: &str) -> bool {
    value_end(slice.as_bytes(), 0).is_ok_and(|end| end == slice.len())
}

/// Somebody else should look at it.
#[derive(Debug)]
struct Doubt;

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("in doubt")
    }
}

impl std::error::Error for Doubt {}

impl Error for Doubt {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A slice to be taken apart.
struct Sound<'s>(&'s str);

impl<'s> Sound<'s> {
    /// What stands in round brackets, after that name or none.
    fn group(&self, name: &str) -> Result<Entries<'s>, Doubt> {
        let rest = self.0.strip_prefix(name).unwrap_or(self.0);
        Entries::opened(rest, b'(')
    }
}

impl<'s> Deserializer<'s> for Sound<'s> {
    type Error = Doubt;

    fn deserialize_any<V: Visitor<'s>>(self, _: V) -> Result<V::Value, Doubt> {
        Err(Doubt)
    }

    fn deserialize_struct<V: Visitor<'s>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.group(name)?.visit_fields(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'s>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.group(name)?.visit_values(visitor)
    }

    fn deserialize_seq<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Doubt> {
        Entries::opened(self.0, b'[')?.visit_values(visitor)
    }

    fn deserialize_enum<V: Visitor<'s>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        let end = word_end(self.0.as_bytes(), 0);
        let (written, rest) = self.0.split_at(end);
        let known = variants.iter().find(|variant| **variant == written);
        visitor.visit_enum(Variant {
            name: known.ok_or(Doubt)?,
            rest: rest.trim_start(),
        })
    }

    forward_to_deserialize_any! {
        <W: Visitor<'s>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple map identifier ignored_any
    }
}

/// A variant whose name is known, and what follows it.
struct Variant<'s> {
    name: &'static str,
    rest: &'s str,
}

impl<'s> EnumAccess<'s> for Variant<'s> {
    type Error = Doubt;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'s>>(self, seed: V) -> Result<(V::Value, Self), Doubt> {
        let variant = seed.deserialize(StrDeserializer::<Doubt>::new(self.name))?;
        Ok((variant, self))
    }
}

impl<'s> VariantAccess<'s> for Variant<'s> {
    type Error = Doubt;

    fn unit_variant(self) -> Result<(), Doubt> {
        self.rest.is_empty().then_some(()).ok_or(Doubt)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'s>>(self, seed: T) -> Result<T::Value, Doubt> {
        let mut entries = Entries::opened(self.rest, b'(')?;
        let value = entries.next_element_seed(seed)?.ok_or(Doubt)?;
        entries.finish().map(|()| value)
    }

    fn tuple_variant<V: Visitor<'s>>(self, _: usize, visitor: V) -> Result<V::Value, Doubt> {
        Entries::opened(self.rest, b'(')?.visit_values(visitor)
    }

    fn struct_variant<V: Visitor<'s>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        Entries::opened(self.rest, b'(')?.visit_fields(visitor)
    }
}

/// What stands between two brackets, from some byte on.
struct Entries<'s> {
    text: &'s str,
    at: usize,
    close: u8,
}

impl<'s> Entries<'s> {
    fn opened(text: &'s str, open: u8) -> Result<Self, Doubt> {
        if text.as_bytes().first() != Some(&open) {
            return Err(Doubt);
        }
        Ok(Self {
            text,
            at: 1,
            close: closing(open),
        })
    }

    fn visit_fields<V: Visitor<'s>>(mut self, visitor: V) -> Result<V::Value, Doubt> {
        let value = visitor.visit_map(&mut self)?;
        self.finish().map(|()| value)
    }

    fn visit_values<V: Visitor<'s>>(mut self, visitor: V) -> Result<V::Value, Doubt> {
        let value = visitor.visit_seq(&mut self)?;
        self.finish().map(|()| value)
    }

    /// Nothing may be left, in the brackets or after them.
    fn finish(mut self) -> Result<(), Doubt> {
        let is_at_end = !self.has_next() && self.at + 1 == self.text.len();
        (is_at_end && self.text.as_bytes()[self.at] == self.close)
            .then_some(())
            .ok_or(Doubt)
    }

    /// Whether another entry follows; if not, the bracket is next.
    fn has_next(&mut self) -> bool {
        self.at = blanks_end(self.text.as_bytes(), self.at);
        let next = self.text.as_bytes().get(self.at);
        next.is_some_and(|byte| *byte != self.close)
    }

    /// The name before a colon.
    fn key(&mut self) -> Result<&'s str, Doubt> {
        let bytes = self.text.as_bytes();
        let end = word_end(bytes, self.at);
        let key = &self.text[self.at..end];
        let colon = blanks_end(bytes, end);
        if key.is_empty() || bytes.get(colon) != Some(&b':') {
            return Err(Doubt);
        }
        self.at = colon + 1;
        Ok(key)
    }

    /// The slice of one value, and on behind the comma after it.
    fn value(&mut self) -> Result<&'s str, Doubt> {
        let bytes = self.text.as_bytes();
        let start = blanks_end(bytes, self.at);
        let end = value_end(bytes, start)?;
        let value = &self.text[start..end];
        // What options look like is RON's business.
        if value.starts_with("Some") || value.starts_with("None") {
            return Err(Doubt);
        }
        self.at = blanks_end(bytes, end);
        match bytes.get(self.at) {
            Some(b',') => self.at += 1,
            Some(byte) if *byte == self.close => {}
            Some(_) | None => return Err(Doubt),
        }
        Ok(value)
    }
}

impl<'s> MapAccess<'s> for &mut Entries<'s> {
    type Error = Doubt;

    fn next_key_seed<K: DeserializeSeed<'s>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Doubt> {
        if !self.has_next() {
            return Ok(None);
        }
        let key = self.key()?;
        seed.deserialize(StrDeserializer::<Doubt>::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'s>>(&mut self, seed: V) -> Result<V::Value, Doubt> {
        seed.deserialize(Slice(self.value()?))
    }
}

impl<'s> SeqAccess<'s> for Entries<'s> {
    type Error = Doubt;

    fn next_element_seed<T: DeserializeSeed<'s>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Doubt> {
        if !self.has_next() {
            return Ok(None);
        }
        seed.deserialize(Slice(self.value()?)).map(Some)
    }
}

/// A slice handed over as it is.
struct Slice<'s>(&'s str);

impl<'s> Deserializer<'s> for Slice<'s> {
    type Error = Doubt;

    fn deserialize_any<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Doubt> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Doubt> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        <W: Visitor<'s>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn closing(open: u8) -> u8 {
    if open == b'(' { b')' } else { b']' }
}

/// Behind blanks and comments up to the end of their line.
fn blanks_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
            Some(b'/') if bytes.get(at + 1) == Some(&b'/') => {
                while bytes.get(at).is_some_and(|byte| *byte != b'\n') {
                    at += 1;
                }
            }
            Some(_) | None => return at,
        }
    }
}

/// Behind a name or a number.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let is_in_word =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-');
    start + rest.iter().take_while(|byte| is_in_word(byte)).count()
}

/// Behind a text that begins there.
fn text_end(bytes: &[u8], start: usize) -> Result<usize, Doubt> {
    let mut at = start + 1;
    loop {
        match bytes.get(at).ok_or(Doubt)? {
            b'"' => return Ok(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Behind a value that begins there: a text, a word, or a group with a name or without.
fn value_end(bytes: &[u8], start: usize) -> Result<usize, Doubt> {
    match bytes.get(start).ok_or(Doubt)? {
        b'"' => return text_end(bytes, start),
        b'(' | b'[' => return group_end(bytes, start),
        _ => {}
    }
    let end = word_end(bytes, start);
    if end == start {
        return Err(Doubt);
    }
    let next = blanks_end(bytes, end);
    if bytes.get(next) == Some(&b'(') {
        return group_end(bytes, next);
    }
    Ok(end)
}

/// What was passed last inside a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A bracket that opens, or a comma.
    Nothing,
    Colon,
    Word,
    /// A text, or a bracket that closes.
    Value,
}

/// Behind a group that begins there; what stands in it must at least look like values between commas.
fn group_end(bytes: &[u8], start: usize) -> Result<usize, Doubt> {
    let mut open = [0_u8; DEPTH_MAX];
    let mut depth = 0;
    let mut at = start;
    let mut last = Last::Nothing;
    loop {
        at = blanks_end(bytes, at);
        let byte = *bytes.get(at).ok_or(Doubt)?;
        let is_due = matches!(last, Last::Nothing | Last::Colon);
        match byte {
            b'"' if is_due => {
                at = text_end(bytes, at)?;
                last = Last::Value;
                continue;
            }
            b'(' | b'[' if is_due || (byte == b'(' && last == Last::Word) => {
                *open.get_mut(depth).ok_or(Doubt)? = closing(byte);
                depth += 1;
                last = Last::Nothing;
            }
            b')' | b']' if last != Last::Colon && open[depth - 1] == byte => {
                depth -= 1;
                last = Last::Value;
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            b',' if !is_due => last = Last::Nothing,
            b':' if last == Last::Word => last = Last::Colon,
            _ if is_due => {
                let end = word_end(bytes, at);
                if end == at {
                    return Err(Doubt);
                }
                at = end;
                last = Last::Word;
                continue;
            }
            _ => return Err(Doubt),
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::located::Located;
    use crate::document::{LevelDoc, StepDoc};

    fn elements(slice: &str) -> Option<Vec<&str>> {
        let list = read::<Vec<Located<'_, String>>>(slice)?;
        Some(list.into_iter().map(Located::text).collect())
    }

    #[test]
    fn a_list_is_taken_apart_into_its_values() {
        let list = "[\"a\", b, // one, two\n  Step(id: \"x)\\\"\", after: [\"y\", -1.5e3,]) , [],]";
        let values = [
            "\"a\"",
            "b",
            "Step(id: \"x)\\\"\", after: [\"y\", -1.5e3,])",
            "[]",
        ];
        assert_eq!(elements(list), Some(values.to_vec()));
        assert_eq!(elements("[]"), Some(Vec::new()));
    }

    #[test]
    fn whatever_looks_odd_is_left_to_others() {
        for odd in [
            "",
            "[",
            "[1",
            "[1)",
            "[1 2]",
            "[1,, 2]",
            "[1] 2",
            "[(a: )]",
            "[{1: 2}]",
            "[a: 1]",
            "['a']",
            "[r\"a\"]",
            "[/* a */ 1]",
            "[“a”]",
            "[(1 2)]",
            "[(\"a\" b)]",
            "[Some(1)]",
            "[None]",
            "[\"a]",
            "(1)",
            "[1，2]",
            "[a(1)(2)]",
            "[a[1]]",
            "[(,)]",
        ] {
            assert_eq!(elements(odd), None, "{odd}");
        }
        let deep = format!("[{}{}]", "(".repeat(70), ")".repeat(70));
        assert_eq!(elements(&deep), None);
    }

    #[test]
    fn fields_and_values_are_those_of_the_type() {
        let step = read::<StepDoc<'_>>("Step(takes: \"1h\", id: \"a\")").expect("it is sound");
        assert_eq!((step.id.text(), step.takes.text()), ("\"a\"", "\"1h\""));
        let level = read::<LevelDoc<'_>>("Level(\"rare\", 0.1)").expect("it is sound");
        assert_eq!((level.0.text(), level.1.text()), ("\"rare\"", "0.1"));
        for odd in [
            "Step(id: \"a\")",
            "Step(id: \"a\", id: \"b\", takes: \"1h\")",
            "Step(id: \"a\", takes: \"1h\", colour: 1)",
            "Step(\"a\", \"1h\")",
            "Stepp(id: \"a\", takes: \"1h\")",
        ] {
            assert!(read::<StepDoc<'_>>(odd).is_none(), "{odd}");
        }
        for odd in [
            "Level(\"rare\")",
            "Level(\"rare\", 1, 2)",
            "Level(a: \"rare\", b: 1)",
        ] {
            assert!(read::<LevelDoc<'_>>(odd).is_none(), "{odd}");
        }
    }
}
