//! Taking a bracketed value apart into its entries, whatever is wrong between them.

use crate::document::layout::{Lines, Passed, Walk, is_field};
use crate::document::lookalike::plain_for;
use crate::document::mistake::Mistake;
use crate::document::scan::{Bracket, Scanner, Token, TokenKind};

/// A bracketed value with what stands in it.
#[derive(Debug)]
pub(super) struct Group<'s> {
    /// The name before the bracket, empty if there is none.
    pub(super) name: &'s str,
    pub(super) bracket: Bracket,
    /// The opening bracket.
    pub(super) open: &'s str,
    pub(super) entries: Vec<Entry<'s>>,
    /// Whether it is closed.
    pub(super) is_closed: bool,
    /// Whether everything that belongs to it is known: false if it is not closed or a text in it runs on.
    pub(super) is_complete: bool,
    /// What is wrong between the entries.
    pub(super) mistakes: Vec<Mistake<'s>>,
}

/// One value of a group, with the name before its colon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'s> {
    pub(super) key: Option<&'s str>,
    /// Empty if it is missing, and reported.
    pub(super) value: &'s str,
}

/// Takes the text apart if it is a bracketed value, with or without a name before it. `indent` is the number of blanks at the
/// beginning of the line on which it begins.
pub(super) fn split(text: &str, indent: usize) -> Option<Group<'_>> {
    let strict = Splitter::new(text, indent, Trust::Brackets)?.run();
    match strict {
        Some(group) => Some(group),
        // Brackets that do not match say nothing about where a value ends, but lines and their indentation may.
        None => Splitter::new(text, indent, Trust::Layout)?.run(),
    }
}

/// What tells where a nested value ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trust {
    Brackets,
    Layout,
}

struct Splitter<'s> {
    text: &'s str,
    /// Only where layout is trusted.
    lines: Lines<'s>,
    trust: Trust,
    scanner: Scanner<'s>,
    group: Group<'s>,
}

impl<'s> Splitter<'s> {
    fn new(text: &'s str, indent: usize, trust: Trust) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        let mut token = scanner.next();
        let mut name = "";
        if token.kind == TokenKind::Word {
            name = &text[token.start..token.end];
            token = scanner.next();
        }
        let TokenKind::Open(bracket) = token.kind else {
            return None;
        };
        let mut splitter = Self {
            text,
            lines: match trust {
                Trust::Brackets => Lines::new("", 0),
                Trust::Layout => Lines::new(text, indent),
            },
            trust,
            scanner,
            group: Group {
                name,
                bracket,
                open: &text[token.start..token.end],
                entries: Vec::new(),
                is_closed: true,
                is_complete: true,
                mistakes: Vec::new(),
            },
        };
        splitter.note_foreign(token);
        Some(splitter)
    }

    /// `None` if the brackets inside do not match and were trusted.
    fn run(mut self) -> Option<Group<'s>> {
        let mut is_after_value = false;
        loop {
            let token = self.scanner.peek();
            match token.kind {
                TokenKind::End => {
                    if self.trust == Trust::Brackets {
                        return None;
                    }
                    self.unclosed();
                    break;
                }
                TokenKind::Close(bracket) => {
                    self.pass();
                    let rest = self.scanner.peek();
                    if bracket == self.group.bracket {
                        self.after_the_end(rest);
                        break;
                    }
                    if self.trust == Trust::Brackets {
                        return None;
                    }
                    let open = self.group.open;
                    let close = self.slice(token);
                    if rest.kind == TokenKind::End {
                        self.mistake(Mistake::closed_by_another(
                            (open, self.group.bracket),
                            (close, bracket),
                        ));
                        break;
                    }
                    self.mistake(Mistake::closes_nothing(close));
                }
                TokenKind::Comma => {
                    self.pass();
                    if !is_after_value {
                        self.mistake(Mistake::nothing_before(self.slice(token)));
                    }
                    is_after_value = false;
                }
                TokenKind::CommentUnclosed => {
                    self.mistake(Mistake::comment_not_closed(self.slice(token)));
                    self.group.is_complete = false;
                    break;
                }
                TokenKind::Open(_)
                | TokenKind::Colon
                | TokenKind::Equals
                | TokenKind::Text
                | TokenKind::TextUnclosed
                | TokenKind::Word => {
                    if is_after_value {
                        self.comma_missing(token);
                    }
                    self.entry()?;
                    is_after_value = true;
                }
            }
        }
        Some(self.group)
    }

    /// Reads `key: value` or `value`.
    fn entry(&mut self) -> Option<()> {
        let start = self.scanner.at();
        let first = self.scanner.peek();
        let is_name = matches!(first.kind, TokenKind::Word | TokenKind::Text);
        if is_name && self.group.bracket != Bracket::Square {
            self.pass();
            let second = self.scanner.peek();
            let name = self.slice(first);
            match second.kind {
                TokenKind::Colon | TokenKind::Equals => {
                    self.pass();
                    return self.value_of(name, first, second);
                }
                TokenKind::Text | TokenKind::TextUnclosed | TokenKind::Open(Bracket::Square)
                    if first.kind == TokenKind::Word
                        && name.starts_with(|c: char| c.is_ascii_lowercase())
                        && !name.starts_with("r#")
                        && second.start > first.end
                        && self.is_one_line(first.end, second.start) =>
                {
                    self.mistake(Mistake::no_colon_after(name));
                    return self.value_of(name, first, first);
                }
                TokenKind::Open(_)
                | TokenKind::Close(_)
                | TokenKind::Comma
                | TokenKind::Text
                | TokenKind::TextUnclosed
                | TokenKind::Word
                | TokenKind::CommentUnclosed
                | TokenKind::End => {}
            }
            self.scanner.go_to(start);
        }
        let value = self.value()?;
        self.group.entries.push(Entry { key: None, value });
        Some(())
    }

    /// Reads the value of a field whose name and colon have been read.
    fn value_of(&mut self, name: &'s str, first: Token, colon: Token) -> Option<()> {
        let mut key = name;
        if first.kind == TokenKind::Text && self.group.bracket == Bracket::Round {
            key = name.trim_matches(['"', '\'', '“', '”']);
            self.mistake(Mistake::name_in_quotes(name, key));
        }
        if colon.kind == TokenKind::Equals {
            self.mistake(Mistake::no_colon(self.slice(colon), key));
        }
        let next = self.scanner.peek();
        let is_missing = match next.kind {
            TokenKind::Comma
            | TokenKind::Close(_)
            | TokenKind::End
            | TokenKind::CommentUnclosed => true,
            TokenKind::Word => !self.is_one_line(colon.end, next.start) && self.is_key(next),
            TokenKind::Open(_)
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed => false,
        };
        let value = if is_missing {
            let is_cut = matches!(next.kind, TokenKind::End | TokenKind::CommentUnclosed);
            if !is_cut {
                self.mistake(Mistake::no_value_of(name, key));
            }
            if matches!(next.kind, TokenKind::Word) {
                // Two names in a row: the comma is missing too, but one message is enough.
                self.scanner.go_to(colon.end);
            }
            &name[name.len()..]
        } else {
            self.value()?
        };
        // A missing value is an empty slice: it reads as reported.
        let value = if is_missing { &value[..0] } else { value };
        self.group.entries.push(Entry {
            key: Some(key),
            value,
        });
        Some(())
    }

    /// Reads one value and returns its slice.
    fn value(&mut self) -> Option<&'s str> {
        let first = self.pass();
        let mut end = first.end;
        match first.kind {
            TokenKind::Open(bracket) => end = self.skip_group(bracket, None, first)?,
            TokenKind::Word => {
                let next = self.scanner.peek();
                if let TokenKind::Open(bracket) = next.kind
                    && (bracket == Bracket::Round || next.start == first.end)
                {
                    self.pass();
                    end = self.skip_group(bracket, Some(first), next)?;
                } else {
                    end = self.run_on(first);
                }
            }
            TokenKind::Text => end = self.run_on(first),
            TokenKind::TextUnclosed => self.group.is_complete = false,
            TokenKind::Colon | TokenKind::Equals => {
                let place = self.slice(first);
                self.mistake(Mistake::no_value(place));
                return Some(&place[..0]);
            }
            TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::CommentUnclosed
            | TokenKind::End => {}
        }
        Some(&self.text[first.start..end])
    }

    /// The end of a value that goes on after its first word, as a text without quotes or `09:00` does.
    fn run_on(&mut self, first: Token) -> usize {
        let mut last = first;
        loop {
            let next = self.scanner.peek();
            let is_adjacent = next.start == last.end;
            let goes_on = match next.kind {
                TokenKind::Word => {
                    let is_phrase = first.kind == TokenKind::Word
                        && self.is_one_line(last.end, next.start)
                        && self.group.bracket != Bracket::Square
                        && !self.is_key(next);
                    is_adjacent || is_phrase
                }
                TokenKind::Text | TokenKind::TextUnclosed => {
                    let is_phrase = first.kind == TokenKind::Word
                        && self.group.bracket != Bracket::Square
                        && self.is_one_line(last.end, next.start)
                        && !self.is_key(next)
                        && self.slice(first).starts_with(char::is_alphabetic);
                    is_adjacent || is_phrase
                }
                TokenKind::Colon => {
                    is_adjacent
                        && self.slice(first).starts_with(|c: char| c.is_ascii_digit())
                        && self.text[next.end..].starts_with(|c: char| c.is_ascii_digit())
                }
                TokenKind::Open(_)
                | TokenKind::Close(_)
                | TokenKind::Comma
                | TokenKind::Equals
                | TokenKind::CommentUnclosed
                | TokenKind::End => false,
            };
            if !goes_on {
                return last.end;
            }
            last = self.scanner.next();
        }
    }

    /// Passes over a nested value whose bracket was just read; `None` if its brackets do not match and are trusted.
    fn skip_group(&mut self, bracket: Bracket, name: Option<Token>, open: Token) -> Option<usize> {
        match self.trust {
            Trust::Brackets => self.skip_matching(bracket),
            Trust::Layout => Some(self.skip_by_layout(bracket, name, open)),
        }
    }

    fn skip_matching(&mut self, bracket: Bracket) -> Option<usize> {
        let mut opened = vec![bracket];
        loop {
            let token = self.scanner.next();
            match token.kind {
                TokenKind::Open(bracket) => opened.push(bracket),
                TokenKind::Close(bracket) => {
                    if opened.pop() != Some(bracket) {
                        return None;
                    }
                    if opened.is_empty() {
                        return Some(token.end);
                    }
                }
                TokenKind::End | TokenKind::CommentUnclosed => return None,
                TokenKind::Comma
                | TokenKind::Colon
                | TokenKind::Equals
                | TokenKind::Text
                | TokenKind::TextUnclosed
                | TokenKind::Word => {}
            }
        }
    }

    fn skip_by_layout(&mut self, bracket: Bracket, name: Option<Token>, open: Token) -> usize {
        let outer = Some(self.group.bracket);
        let mut walk = Walk::new(&self.lines, self.scanner.clone(), outer);
        walk.open(bracket, open, name);
        let end = loop {
            match walk.pass() {
                Passed::Inside => {}
                Passed::Closed(end) | Passed::Ended(end) | Passed::TextEnded(end) => break end,
            }
        };
        self.scanner.go_to(end);
        end
    }

    fn is_one_line(&self, from: usize, to: usize) -> bool {
        !self.text[from..to].contains('\n')
    }

    /// Whether the token is the name of a field.
    fn is_key(&self, token: Token) -> bool {
        is_field(&self.scanner, self.slice(token), token)
    }

    fn slice(&self, token: Token) -> &'s str {
        &self.text[token.start..token.end]
    }

    /// The next token; a foreign character in it is noted.
    fn pass(&mut self) -> Token {
        let token = self.scanner.next();
        self.note_foreign(token);
        token
    }

    fn note_foreign(&mut self, token: Token) {
        if let Some(at) = token.odd_blank {
            self.foreign(at);
        }
        match token.kind {
            TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals => {
                let written = self.slice(token);
                if written.chars().any(|c| plain_for(c).is_some()) {
                    self.foreign(token.start);
                }
            }
            // Within a value they are named where the value is read.
            TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word
            | TokenKind::CommentUnclosed
            | TokenKind::End => {}
        }
    }

    fn foreign(&mut self, at: usize) {
        let Some(c) = self.text[at..].chars().next() else {
            return;
        };
        let place = &self.text[at..at + c.len_utf8()];
        self.mistake(Mistake::foreign(c, place));
    }

    fn mistake(&mut self, mistake: Mistake<'s>) {
        self.group.mistakes.push(mistake);
    }

    fn unclosed(&mut self) {
        self.group.is_closed = false;
        self.group.is_complete = false;
    }

    fn comma_missing(&mut self, next: Token) {
        let Some(entry) = self.group.entries.last() else {
            return;
        };
        let value = entry.value;
        if value.is_empty() {
            return;
        }
        self.mistake(Mistake::no_comma_between(value, self.slice(next)));
    }

    fn after_the_end(&mut self, rest: Token) {
        if let Some(at) = rest.odd_blank {
            self.foreign(at);
        }
        let place = self.slice(rest);
        match rest.kind {
            TokenKind::End => {}
            TokenKind::CommentUnclosed => self.mistake(Mistake::comment_not_closed(place)),
            TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => self.mistake(Mistake::after_the_end(place, self.group.open)),
        }
    }
}
