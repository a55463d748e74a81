//! Reading a slice that RON refused: every mistake in it is named, and what can be read in spite of it is.
//!
//! A deserializer of its own hands the entries of a group to the same types that RON would fill. It learns from them which
//! fields, variants and forms are due, so nothing is said twice.

mod parts;

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

use crate::document::example::example;
use crate::document::explain::parts::{Elements, Fields, Owner, Variant};
use crate::document::group::{Entry, Group, split};
use crate::document::misread::{first_line, found};
use crate::document::mistake::Mistake;
use crate::document::scan::{Bracket, Scanner, TokenKind, trimmed};
use crate::source::{Diagnostic, Problems, code};
use crate::text;

/// There is nothing to read, and the reason is reported.
#[derive(Debug)]
pub(super) struct Reported;

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reported")
    }
}

impl std::error::Error for Reported {}

impl Error for Reported {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A slice that RON refused.
pub(super) struct Refused<'p, 's> {
    pub(super) slice: &'s str,
    /// What is due instead, to complete "… is due here".
    pub(super) due: &'static str,
    pub(super) problems: &'p mut Problems<'s>,
}

impl<'s> Refused<'_, 's> {
    fn report(&mut self, mistake: Mistake<'s>) {
        report(self.problems, mistake);
    }

    fn error(
        &mut self,
        code: &'static str,
        place: &str,
        message: String,
        help: String,
    ) -> Reported {
        let span = self.problems.span(place);
        self.problems
            .push(Diagnostic::error(code, span, message).help(help));
        Reported
    }

    /// Something else than a value of the right kind.
    fn of_another_kind(&mut self) -> Reported {
        let what = found(self.slice);
        let due = self.due.trim_end_matches(',');
        let place = first_line(self.slice);
        self.error(
            code::KIND_OF_VALUE,
            place,
            format!("{what} stands where another value is due"),
            format!("write {due}"),
        )
    }

    /// The group at this slice, its mistakes reported.
    fn group(&mut self) -> Option<Group<'s>> {
        let indent = indent_before(self.slice, self.problems);
        let mut group = split(self.slice, indent)?;
        for mistake in std::mem::take(&mut group.mistakes) {
            self.report(mistake);
        }
        if !group.is_closed {
            self.unclosed(&mut group);
        }
        Some(group)
    }

    /// A group that is not closed: by a slip within the file, or because the file is cut short. Then every group around it is
    /// open too, and one message is enough.
    fn unclosed(&mut self, group: &mut Group<'s>) {
        let span = self.problems.span(self.slice);
        let body = trimmed(self.problems.sources().file(span.file).text());
        let after = &body[span.end.saturating_sub(self.problems.span(body).start)..];
        let is_cut = trimmed(after).trim_start_matches(',').is_empty();
        if !is_cut && !after.trim_start().starts_with("/*") {
            return self.report(Mistake::not_closed(group.open, group.bracket));
        }
        if let Some(mistake) = Mistake::cut_short(body) {
            self.report(mistake);
        }
        // The last value may be half of one.
        if let Some(last) = group.entries.last_mut()
            && self.slice.ends_with(last.value)
            && !last.value.ends_with([')', ']'])
            && !last.value.contains(['(', '['])
        {
            last.value = &last.value[..0];
            if last.key.is_none() {
                group.entries.pop();
            }
        }
    }

    /// The fields of a group written by name, each known one once.
    fn fields(
        &mut self,
        name: &'static str,
        group: &Group<'s>,
        known: &'static [&'static str],
    ) -> Vec<(&'static str, &'s str)> {
        let mut fields: Vec<(&'static str, &'s str)> = Vec::new();
        let mut keys: Vec<&'s str> = Vec::new();
        let mut is_form_reported = false;
        for Entry { key, value } in group.entries.iter().copied() {
            let Some(key) = key else {
                // What is missing is reported.
                if value.is_empty() {
                    continue;
                }
                if !is_form_reported && !self.is_number_broken_by_comma(group, value) {
                    self.error(
                        code::FORM_BY_NAME,
                        first_line(value),
                        format!("`{name}` is written by name, but this value has none"),
                        form_help(name, known),
                    );
                }
                is_form_reported = true;
                continue;
            };
            let Some(known_key) = known.iter().find(|known| **known == key) else {
                // Probably that one was meant, so it is not missing too.
                let meant = self.unknown_field(name, key, known);
                fields.extend(
                    meant
                        .filter(|meant| !is_given(group, meant))
                        .map(|meant| (meant, value)),
                );
                keys.resize(fields.len(), key);
                continue;
            };
            if let Some(at) = fields.iter().position(|(given, _)| given == known_key) {
                let span = self.problems.span(key);
                let first = self.problems.span(keys[at]);
                self.problems.push(
                    Diagnostic::error(
                        code::FIELD_REPEATED,
                        span,
                        format!("`{key}` is given twice"),
                    )
                    .label(first, "first given here")
                    .help("keep one of the two"),
                );
                continue;
            }
            fields.push((known_key, value));
            keys.push(key);
        }
        fields
    }

    /// Reports the field; returns the one that was probably meant.
    fn unknown_field(
        &mut self,
        name: &str,
        key: &'s str,
        known: &[&'static str],
    ) -> Option<&'static str> {
        let mut known: Vec<&'static str> = known.to_vec();
        known.sort_unstable();
        let near = text::nearest(key, known.iter().copied());
        let help = match near {
            Some(near) => format!(
                "did you mean `{near}`? the fields are {}",
                text::all_of(&known)
            ),
            None => format!("the fields are {}", text::all_of(&known)),
        };
        self.error(
            code::FIELD_UNKNOWN,
            key,
            format!("`{name}` has no field `{key}`"),
            help,
        );
        known.into_iter().find(|known| Some(*known) == near)
    }

    /// Whether the value is the tail of a number written with a decimal comma or with commas between thousands; reported then.
    fn is_number_broken_by_comma(&mut self, group: &Group<'s>, value: &'s str) -> bool {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let Some(at) = group
            .entries
            .iter()
            .position(|entry| std::ptr::eq(entry.value, value) && entry.key.is_none())
        else {
            return false;
        };
        let Some(head) = at.checked_sub(1).map(|before| group.entries[before].value) else {
            return false;
        };
        let between = self.problems.span(value).start
            - self
                .problems
                .span(head)
                .end
                .min(self.problems.span(value).start);
        if !(is_digits(head.trim_start_matches('-')) && is_digits(value) && between == 1) {
            return false;
        }
        let help = if value.len() == 3 && head != "0" {
            format!("write `{head}{value}`, or `{head}.{value}` for a decimal fraction")
        } else {
            format!("write `{head}.{value}`")
        };
        let message = format!("`{head},{value}` is a number with a comma in it");
        self.error(code::NUMBER_FORM, head, message, help);
        true
    }

    fn read_struct<V: Visitor<'s>>(
        mut self,
        name: &'static str,
        group: &Group<'s>,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Reported> {
        if group.bracket != Bracket::Round {
            let is_map = group.bracket == Bracket::Curly;
            return Err(self.error(
                if is_map {
                    code::MAP
                } else {
                    code::KIND_OF_VALUE
                },
                group.open,
                format!(
                    "`{name}` is written in round brackets, not in `{}`",
                    group.open
                ),
                form_help(name, known),
            ));
        }
        let fields = self.fields(name, group, known);
        let head = if group.name.is_empty() {
            group.open
        } else {
            group.name
        };
        let mut entries = fields.into_iter();
        let given: Vec<&str> = entries.as_slice().iter().map(|(key, _)| *key).collect();
        let mut absent = known.iter().filter(|key| !given.contains(key));
        visitor.visit_map(Fields {
            entries: &mut entries,
            absent: &mut absent,
            value: None,
            owner: Owner {
                name,
                head,
                is_complete: group.is_complete
                    && group.entries.iter().all(|entry| entry.key.is_some()),
            },
            problems: self.problems,
        })
    }

    /// Values by position: exactly so many.
    fn read_tuple<V: Visitor<'s>>(
        mut self,
        name: &'static str,
        group: &Group<'s>,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Reported> {
        if group.bracket != Bracket::Round {
            return Err(self.error(
                code::KIND_OF_VALUE,
                group.open,
                format!(
                    "`{name}` is written in round brackets, not in `{}`",
                    group.open
                ),
                form_help(name, &[]),
            ));
        }
        if let Some(key) = group.entries.iter().find_map(|entry| entry.key) {
            return Err(self.error(
                code::FORM_BY_POSITION,
                key,
                format!("`{name}` is written by position, without names of fields"),
                form_help(name, &[]),
            ));
        }
        let mut entries = group.entries.as_slice();
        if entries.len() != count {
            let is_explained = entries.get(1..).is_some_and(|rest| {
                rest.iter()
                    .any(|entry| self.is_number_broken_by_comma(group, entry.value))
            });
            if group.is_complete && !is_explained {
                let place = entries.get(count).map_or(
                    if group.name.is_empty() {
                        group.open
                    } else {
                        group.name
                    },
                    |entry| first_line(entry.value),
                );
                self.error(
                    code::VALUES_COUNT,
                    place,
                    format!(
                        "`{name}` takes {}, not {}",
                        text::counted(count, "value"),
                        entries.len()
                    ),
                    form_help(name, &[]),
                );
            }
            if entries.len() < count {
                return Err(Reported);
            }
            entries = &entries[..count];
        }
        visitor.visit_seq(Elements { entries })
    }
}

impl<'s> Deserializer<'s> for Refused<'_, 's> {
    type Error = Reported;

    fn deserialize_any<V: Visitor<'s>>(mut self, _: V) -> Result<V::Value, Reported> {
        Err(self.of_another_kind())
    }

    fn deserialize_struct<V: Visitor<'s>>(
        mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Reported> {
        let Some(group) = self.group() else {
            return Err(self.of_another_kind());
        };
        if !group.name.is_empty() && group.name != name {
            return Err(self.another_struct(name, group.name));
        }
        if group.name.is_empty() && group.bracket == Bracket::Square {
            return Err(self.of_another_kind());
        }
        self.read_struct(name, &group, fields, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'s>>(
        mut self,
        name: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Reported> {
        let Some(group) = self.group() else {
            return Err(self.of_another_kind());
        };
        if !group.name.is_empty() && group.name != name {
            return Err(self.another_struct(name, group.name));
        }
        self.read_tuple(name, &group, count, visitor)
    }

    fn deserialize_seq<V: Visitor<'s>>(mut self, visitor: V) -> Result<V::Value, Reported> {
        let group = match self.group() {
            Some(group) if group.name.is_empty() => group,
            Some(_) | None => {
                self.not_a_list();
                // Most probably it is the one element of a list.
                let only = Entry {
                    key: None,
                    value: self.slice,
                };
                return visitor.visit_seq(Elements { entries: &[only] });
            }
        };
        if group.bracket == Bracket::Curly {
            return Err(self.error(
                code::MAP,
                group.open,
                "a map stands where a list is due".to_owned(),
                "write a list in square brackets, `[…]`: maps keep only the last of two equal keys"
                    .to_owned(),
            ));
        }
        if group.bracket == Bracket::Round {
            self.error(
                code::KIND_OF_VALUE,
                group.open,
                "a list is written in square brackets".to_owned(),
                "write `[…]`".to_owned(),
            );
        }
        visitor.visit_seq(Elements {
            entries: &group.entries,
        })
    }

    fn deserialize_enum<V: Visitor<'s>>(
        mut self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Reported> {
        let mut scanner = Scanner::new(self.slice);
        let token = scanner.next();
        if token.kind != TokenKind::Word {
            return Err(self.not_a_variant(variants));
        }
        let written = &self.slice[token.start..token.end];
        let Some(variant) = variants.iter().find(|variant| **variant == written) else {
            return Err(self.unknown_variant(written, variants));
        };
        visitor.visit_enum(Variant {
            name: variant,
            refused: self,
        })
    }

    forward_to_deserialize_any! {
        <W: Visitor<'s>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple map identifier ignored_any
    }
}

impl<'s> Refused<'_, 's> {
    fn another_struct(&mut self, due: &str, found: &'s str) -> Reported {
        self.error(
            code::KIND_OF_VALUE,
            found,
            format!("`{due}` is due here, not `{found}`"),
            form_help(due, &[]),
        )
    }

    fn not_a_list(&mut self) -> Reported {
        let line = first_line(self.slice);
        let what = found(self.slice);
        let help = if line.len() == self.slice.len() && line.chars().count() <= 60 {
            format!("write `[{line}]`")
        } else {
            "put it in square brackets, `[…]`".to_owned()
        };
        self.error(
            code::KIND_OF_VALUE,
            line,
            format!("{what} stands where a list is due"),
            help,
        )
    }

    fn unknown_variant(&mut self, written: &'s str, variants: &[&str]) -> Reported {
        let all = text::one_of(variants);
        let longer = variants
            .iter()
            .copied()
            .find(|variant| written.starts_with(variant));
        let near = text::nearest(written, variants.iter().copied()).or(longer);
        let help = match near {
            Some(near) => format!("did you mean `{near}`? possible are {all}"),
            None => format!("possible are {all}"),
        };
        self.error(
            code::VARIANT_UNKNOWN,
            written,
            format!("`{written}` is not known here"),
            help,
        )
    }

    fn not_a_variant(&mut self, variants: &'static [&'static str]) -> Reported {
        let bare = self.slice.trim_matches(['"', '\'']);
        if let Some(variant) = variants.iter().find(|variant| **variant == bare) {
            let slice = self.slice;
            let alone = format!("`{variant}`");
            // Words such as `Any` stand alone here and have values elsewhere.
            let form = if self.due.contains(&alone) {
                alone
            } else {
                form_of(variant)
            };
            return self.error(
                code::KIND_OF_VALUE,
                slice,
                format!("`{variant}` is written without quotes"),
                format!("write {form}"),
            );
        }
        self.of_another_kind()
    }
}

/// Adds what is wrong with a group to the problems.
pub(super) fn report<'s>(problems: &mut Problems<'s>, mistake: Mistake<'s>) {
    let span = problems.span(mistake.place);
    let mut diagnostic = Diagnostic::error(mistake.code, span, mistake.message);
    if let Some((place, message)) = mistake.label {
        diagnostic = diagnostic.label(problems.span(place), message);
    }
    if let Some(help) = mistake.help {
        diagnostic = diagnostic.help(help);
    }
    problems.push(diagnostic);
}

/// The form due, as an example.
fn form_of(name: &str) -> String {
    example(name).map_or_else(|| format!("`{name}`"), |example| format!("`{example}`"))
}

fn form_help(name: &str, fields: &[&str]) -> String {
    match example(name) {
        Some(example) => format!("write `{example}`"),
        None => format!("write `{name}({})`", fields.join(": …, ")),
    }
}

fn is_given(group: &Group<'_>, key: &str) -> bool {
    group.entries.iter().any(|entry| entry.key == Some(key))
}

/// How many blanks begin the line on which the slice begins.
fn indent_before(slice: &str, problems: &Problems<'_>) -> usize {
    let span = problems.span(slice);
    let text = problems.sources().file(span.file).text();
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..];
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
