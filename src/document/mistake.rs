//! What may be wrong with the brackets, commas and names of a file, in words.

use crate::document::layout::open_at_the_end;
use crate::document::lookalike::{name_of, plain_for};
use crate::document::scan::Bracket;
use crate::source::code;
use crate::text;

/// What is wrong at a slice.
#[derive(Debug)]
pub(super) struct Mistake<'s> {
    pub(super) code: &'static str,
    pub(super) place: &'s str,
    pub(super) message: String,
    pub(super) label: Option<(&'s str, String)>,
    pub(super) help: Option<String>,
}

impl<'s> Mistake<'s> {
    fn new(code: &'static str, place: &'s str, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            label: None,
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn label(mut self, place: &'s str, message: impl Into<String>) -> Self {
        self.label = Some((place, message.into()));
        self
    }

    /// A bracket is not closed at all.
    pub(super) fn not_closed(open: &'s str, bracket: Bracket) -> Self {
        let help = format!("close it with `{}`", bracket.close());
        Self::new(code::UNCLOSED, open, format!("`{open}` is not closed")).help(help)
    }

    /// The text, all of the file's one value, ends while brackets are open; `None`: none is.
    pub(super) fn cut_short(text: &'s str) -> Option<Self> {
        let opened = open_at_the_end(text);
        let open = opened.last()?.open;
        let message = match opened.len() {
            1 => format!("the file ends before `{open}` is closed"),
            more => format!(
                "the file ends before {} are closed",
                text::counted(more, "bracket")
            ),
        };
        let closing: String = (opened.iter().rev())
            .map(|open| open.bracket.close())
            .collect();
        let help = format!("something is missing here; at the least `{closing}`");
        let found = Self::new(code::UNCLOSED, last_character(text), message);
        Some(found.label(open, "this one is still open").help(help))
    }

    /// A bracket is closed by one of another kind.
    pub(super) fn closed_by_another(
        (open, due): (&'s str, Bracket),
        (close, bracket): (&'s str, Bracket),
    ) -> Self {
        // Curly brackets are never due: the others are meant.
        let help = match due {
            Bracket::Curly => format!("open it with `{}`", bracket.open()),
            Bracket::Round | Bracket::Square => format!("write `{}`", due.close()),
        };
        let message = format!("`{open}` is closed by `{close}`");
        Self::new(code::UNCLOSED, close, message)
            .label(open, "opened here")
            .help(help)
    }

    pub(super) fn closes_nothing(close: &'s str) -> Self {
        let message = format!("`{close}` closes nothing here");
        Self::new(code::BRACKET_STRAY, close, message).help("delete it")
    }

    /// The comment is all that is left of the file.
    pub(super) fn comment_not_closed(comment: &'s str) -> Self {
        let message = "a comment is not closed; the rest of the file was not read";
        Self::new(code::UNCLOSED, &comment[.."/*".len()], message).help("close it with `*/`")
    }

    pub(super) fn nothing_before(comma: &'s str) -> Self {
        let message = "no value stands before this comma";
        Self::new(code::SYNTAX, comma, message).help("leave the comma out")
    }

    pub(super) fn no_comma_between(value: &'s str, next: &'s str) -> Self {
        let message = "a comma is missing after this value";
        Self::new(code::COMMA_MISSING, last_character(value), message)
            .label(next, "before this")
            .help("write `,` between the two")
    }

    pub(super) fn no_colon_after(name: &'s str) -> Self {
        let message = format!("a colon is missing after `{name}`");
        Self::new(code::SYNTAX, name, message).help(format!("write `{name}: …`"))
    }

    /// Another sign stands for the colon of the field `key`.
    pub(super) fn no_colon(sign: &'s str, key: &str) -> Self {
        let message = format!("`{sign}` stands where `:` is due");
        Self::new(code::SYNTAX, sign, message).help(format!("write `{key}: …`"))
    }

    pub(super) fn name_in_quotes(name: &'s str, key: &str) -> Self {
        let message = "a field's name stands in quotes";
        Self::new(code::SYNTAX, name, message).help(format!("write `{key}: …`"))
    }

    /// The field `key`, as it is written there, has none.
    pub(super) fn no_value_of(name: &'s str, key: &str) -> Self {
        let message = format!("`{key}` has no value");
        Self::new(code::SYNTAX, name, message).help("give it one, or leave the field out")
    }

    pub(super) fn no_value(sign: &'s str) -> Self {
        let message = format!("`{sign}` stands where a value is due");
        Self::new(code::SYNTAX, sign, message)
    }

    /// Something follows the value that begins at `open`.
    pub(super) fn after_the_end(what: &'s str, open: &'s str) -> Self {
        let message =
            "something follows the end of the file's one value; the rest of the file was not read";
        Self::new(code::AFTER_THE_END, what, message)
            .label(open, "the value that began here has ended")
            .help("a bracket closes too early, or what follows belongs in a file of its own")
    }

    /// A character stands there for another that looks like it.
    pub(super) fn foreign(c: char, place: &'s str) -> Self {
        let plain = plain_for(c).unwrap_or(' ');
        let what = name_of(c);
        let help = match plain {
            ' ' if what.contains("invisible") => "delete it".to_owned(),
            ' ' => "type a plain blank".to_owned(),
            '\'' => "type `\"`".to_owned(),
            _ => format!("type `{plain}`"),
        };
        let message = if what.starts_with('`') {
            what
        } else {
            format!("{what} stands here")
        };
        Self::new(code::CHARACTER_FOREIGN, place, message).help(help)
    }
}

fn last_character(text: &str) -> &str {
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    &text[last..]
}
