//! Which brackets are open where they do not match: told by lines and their indentation.

use crate::document::scan::{Bracket, Scanner, Token, TokenKind};

/// The lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    text: &'s str,
    starts: Vec<usize>,
    /// The indentation of the first line, of which the text may be a later part.
    indent_first: usize,
    /// Whether most lines are indented at all.
    is_indented: bool,
}

impl<'s> Lines<'s> {
    pub(super) fn new(text: &'s str, indent_first: usize) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
        let indented = starts
            .iter()
            .filter(|start| text[**start..].starts_with([' ', '\t']))
            .count();
        Self {
            text,
            is_indented: 2 * indented >= starts.len(),
            starts,
            indent_first,
        }
    }

    /// The byte at which the line of that byte begins.
    fn start(&self, at: usize) -> usize {
        self.starts[self.starts.partition_point(|start| *start <= at) - 1]
    }

    /// How many blanks begin the line of that byte.
    fn indent(&self, at: usize) -> usize {
        match self.start(at) {
            0 => self.indent_first,
            start => blanks(&self.text[start..]),
        }
    }

    fn is_first_on_line(&self, at: usize) -> bool {
        let start = self.start(at);
        start > 0 && start + blanks(&self.text[start..]) == at
    }
}

fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened<'s> {
    pub(super) bracket: Bracket,
    /// The bracket itself.
    pub(super) open: &'s str,
    /// The name before it, or nothing.
    name: &'s str,
    line: usize,
    indent: usize,
    /// Whether lines that begin inside are indented more than the line on which it was opened; where that line ends with the
    /// bracket, the first line inside tells.
    is_indented: Option<bool>,
}

/// What passing a token did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Passed {
    /// Brackets are open.
    Inside,
    /// The last open bracket was closed; its value ends there.
    Closed(usize),
    /// A token that cannot stand inside was met; the value ended there, before it.
    Ended(usize),
    /// The text is at its end.
    TextEnded(usize),
}

/// Goes through a text and keeps account of what is open.
///
/// A bracket closes its partner, with whatever was opened in between. A value also ends before what cannot stand in it: a field
/// in a list, a struct directly in one of its own kind, or a line that is not indented more than the one on which it began.
pub(super) struct Walk<'l, 's> {
    lines: &'l Lines<'s>,
    scanner: Scanner<'s>,
    opened: Vec<Opened<'s>>,
    /// The bracket around all of it.
    outer: Option<Bracket>,
    word: Option<Token>,
    end: usize,
}

/// What is still open where the text ends, outermost first.
pub(super) fn open_at_the_end(text: &str) -> Vec<Opened<'_>> {
    let lines = Lines::new(text, 0);
    let mut walk = Walk::new(&lines, Scanner::new(text), None);
    while !matches!(walk.pass(), Passed::TextEnded(_)) {}
    walk.opened
}

impl<'l, 's> Walk<'l, 's> {
    /// From that scanner on, in that bracket.
    pub(super) fn new(lines: &'l Lines<'s>, scanner: Scanner<'s>, outer: Option<Bracket>) -> Self {
        Self {
            lines,
            end: scanner.at(),
            scanner,
            opened: Vec::new(),
            outer,
            word: None,
        }
    }

    /// What is open, outermost first.
    pub(super) fn opened(&self) -> &[Opened<'s>] {
        &self.opened
    }

    /// Notes a bracket as open.
    pub(super) fn open(&mut self, bracket: Bracket, token: Token, name: Option<Token>) {
        let begin = name.map_or(token.start, |name| name.start);
        self.opened.push(Opened {
            bracket,
            open: self.slice(token),
            name: name.map_or("", |name| self.slice(name)),
            line: self.lines.start(begin),
            indent: self.lines.indent(begin),
            is_indented: self
                .is_anything_after(token)
                .then_some(self.lines.is_indented),
        });
    }

    /// Whether the line goes on after the token.
    fn is_anything_after(&self, token: Token) -> bool {
        let rest = self.lines.text[token.end..].trim_start_matches([' ', '\t', '\r']);
        !(rest.is_empty() || rest.starts_with('\n') || rest.starts_with("//"))
    }

    /// Passes the next token.
    pub(super) fn pass(&mut self) -> Passed {
        let token = self.scanner.next();
        let name = self.word.take();
        let is_bracket = matches!(token.kind, TokenKind::Open(_));
        let is_field = token.kind == TokenKind::Word && self.is_field(token);
        let is_named_value = is_bracket && name.is_some();
        if is_field || is_named_value {
            let begin = name.filter(|_| is_bracket).unwrap_or(token);
            if self.end_before(begin, is_field) && self.opened.is_empty() {
                return Passed::Ended(self.end);
            }
        }
        match token.kind {
            TokenKind::Open(bracket) => self.open(bracket, token, name),
            TokenKind::Close(bracket) => {
                let had_open = !self.opened.is_empty();
                if !self.close(bracket, token) {
                    return Passed::Ended(self.end);
                }
                if had_open && self.opened.is_empty() {
                    return Passed::Closed(token.end);
                }
            }
            TokenKind::End | TokenKind::CommentUnclosed => return Passed::TextEnded(self.end),
            TokenKind::Word => self.word = Some(token),
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed => {}
        }
        // A value ends before a comma, and before the name of the next value.
        let is_name = self.word.is_some() && matches!(self.scanner.peek().kind, TokenKind::Open(_));
        if token.kind != TokenKind::Comma && !is_name {
            self.end = token.end;
        }
        Passed::Inside
    }

    /// Ends what cannot hold the field or named value that begins there; whether anything ended.
    fn end_before(&mut self, begin: Token, is_field: bool) -> bool {
        let before = self.opened.len();
        let line = self.lines.start(begin.start);
        let is_first = self.lines.is_first_on_line(begin.start);
        let indent = self.lines.indent(begin.start);
        let name = self.slice(begin);
        while let Some(top) = self.opened.last_mut() {
            let mut is_outdented = false;
            if is_first && top.line < line {
                let is_deeper = indent > top.indent;
                // Where even the first line is not indented, indentation says nothing.
                is_outdented = *top.is_indented.get_or_insert(is_deeper) && !is_deeper;
            }
            let is_field_in_list = is_field && top.bracket == Bracket::Square;
            let is_in_its_own_kind =
                !is_field && top.name == name && !matches!(name, "All" | "Any" | "Not" | "Some");
            if !(is_outdented || is_field_in_list || is_in_its_own_kind) {
                break;
            }
            self.opened.pop();
        }
        self.opened.len() < before
    }

    /// Closes the partner of a closing bracket; false if it closes what is around everything.
    fn close(&mut self, bracket: Bracket, token: Token) -> bool {
        let line = self.lines.start(token.start);
        let is_first = self.lines.is_first_on_line(token.start);
        let partner = self.opened.iter().rposition(|open| open.bracket == bracket);
        let is_of_this_line =
            |at: usize| -> bool { self.opened.get(at).is_some_and(|open| open.line == line) };
        // A bracket within a line closes what was opened on that line, if need be instead of the right one.
        let top = self.opened.len().checked_sub(1);
        let is_slip = !is_first
            && line > 0
            && partner != top
            && top.is_some_and(is_of_this_line)
            && !partner.is_some_and(is_of_this_line);
        match partner {
            _ if is_slip => {
                self.opened.pop();
            }
            Some(partner) => self.opened.truncate(partner),
            // Within a line it is one too many, rather than the end of what began long before.
            None => return self.outer != Some(bracket) || !(is_first || line == 0),
        }
        true
    }

    /// Whether the word is the name of a field.
    fn is_field(&self, word: Token) -> bool {
        is_field(&self.scanner, self.slice(word), word)
    }

    fn slice(&self, token: Token) -> &'s str {
        &self.lines.text[token.start..token.end]
    }
}

/// Whether the token, written so, is a name with a colon after it.
pub(super) fn is_field(scanner: &Scanner<'_>, written: &str, token: Token) -> bool {
    let mut ahead = scanner.clone();
    ahead.go_to(token.end);
    written
        .trim_start_matches(['"', '\''])
        .starts_with(char::is_alphabetic)
        && matches!(ahead.next().kind, TokenKind::Colon | TokenKind::Equals)
}
