//! Splitting text into words, texts and brackets, whatever is wrong with it: how mistakes are found where RON gives up.

use crate::document::lookalike::{is_blank_lookalike, is_quote_lookalike, plain_for};

/// A bracket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
}

impl Bracket {
    pub(super) fn open(self) -> char {
        match self {
            Self::Round => '(',
            Self::Square => '[',
            Self::Curly => '{',
        }
    }

    pub(super) fn close(self) -> char {
        match self {
            Self::Round => ')',
            Self::Square => ']',
            Self::Curly => '}',
        }
    }
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    Open(Bracket),
    Close(Bracket),
    Comma,
    Colon,
    /// `=`, which other formats write for `:`.
    Equals,
    /// A text with its quotes, in whatever quotes.
    Text,
    /// A text that does not end on its line.
    TextUnclosed,
    /// Anything else up to a blank or one of the above: a name, a number, or neither.
    Word,
    /// A comment that does not end.
    CommentUnclosed,
    End,
}

/// A token: bytes of the scanned text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where, before it, a character stands that looks like a blank but is none to RON.
    pub(super) odd_blank: Option<usize>,
}

/// Reads tokens one after another; comments and blanks are passed over.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'s> {
    text: &'s str,
    at: usize,
    odd_blank: Option<usize>,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            at: 0,
            odd_blank: None,
        }
    }

    /// Where the next token is looked for.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on at that byte.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next token, without passing it.
    pub(super) fn peek(&self) -> Token {
        self.clone().next()
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Token {
        if let Some(start) = self.skip_blanks() {
            return self.token(TokenKind::CommentUnclosed, start, self.text.len());
        }
        let start = self.at;
        let Some(c) = self.text[start..].chars().next() else {
            return self.token(TokenKind::End, start, start);
        };
        let plain = plain_for(c).unwrap_or(c);
        let kind = match plain {
            '(' => TokenKind::Open(Bracket::Round),
            '[' => TokenKind::Open(Bracket::Square),
            '{' => TokenKind::Open(Bracket::Curly),
            ')' => TokenKind::Close(Bracket::Round),
            ']' => TokenKind::Close(Bracket::Square),
            '}' => TokenKind::Close(Bracket::Curly),
            ',' => TokenKind::Comma,
            ':' => TokenKind::Colon,
            '=' => {
                let rest = &self.text[start..];
                let length = ["=>", "==", ":="]
                    .iter()
                    .find(|two| rest.starts_with(**two));
                return self.token(
                    TokenKind::Equals,
                    start,
                    start + length.map_or(c.len_utf8(), |two| two.len()),
                );
            }
            '"' => {
                let (end, is_closed) = text_end(self.text, start, c);
                let kind = if is_closed {
                    TokenKind::Text
                } else {
                    TokenKind::TextUnclosed
                };
                return self.token(kind, start, end);
            }
            '\'' => {
                let line = line_from(self.text, start);
                let inner = &line[c.len_utf8()..];
                if let Some(length) = inner.find(|end| plain_for(end).unwrap_or(end) == '\'') {
                    let end = start + c.len_utf8() + length;
                    let close = self.text[end..].chars().next().map_or(0, char::len_utf8);
                    return self.token(TokenKind::Text, start, end + close);
                }
                return self.token(TokenKind::Word, start, start + c.len_utf8());
            }
            _ => {
                if let Some(end) = raw_text_end(self.text, start) {
                    return self.token(TokenKind::Text, start, end);
                }
                return self.token(TokenKind::Word, start, word_end(self.text, start));
            }
        };
        self.token(kind, start, start + c.len_utf8())
    }

    fn token(&mut self, kind: TokenKind, start: usize, end: usize) -> Token {
        self.at = end;
        Token {
            kind,
            start,
            end,
            odd_blank: self.odd_blank.take(),
        }
    }

    /// Passes blanks and comments; returns where a comment begins that does not end.
    fn skip_blanks(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C) => self.at += 1,
                Some(b'/') if bytes.get(self.at + 1) == Some(&b'/') => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find('\n').unwrap_or(rest.len());
                }
                Some(b'/') if bytes.get(self.at + 1) == Some(&b'*') => {
                    match comment_end(self.text, self.at) {
                        Some(end) => self.at = end,
                        None => return Some(std::mem::replace(&mut self.at, self.text.len())),
                    }
                }
                Some(byte) if !byte.is_ascii() => match self.text[self.at..].chars().next() {
                    Some(c) if is_blank(c) => self.at += c.len_utf8(),
                    Some(c) if is_blank_lookalike(c) => {
                        self.odd_blank.get_or_insert(self.at);
                        self.at += c.len_utf8();
                    }
                    Some(_) | None => return None,
                },
                Some(_) | None => return None,
            }
        }
    }
}

/// The text without blanks and comments around it, as a slice of it; a comment that does not end stays.
pub(super) fn trimmed(text: &str) -> &str {
    let mut scanner = Scanner::new(text);
    scanner.skip_blanks();
    let start = scanner.at;
    let rest = text[start..].trim_end_matches(is_blank);
    let last_line = &rest[rest.rfind('\n').map_or(0, |at| at + 1)..];
    if !last_line.contains("//") && !rest.ends_with("*/") {
        return rest;
    }
    let mut end = start;
    loop {
        let token = scanner.next();
        match token.kind {
            TokenKind::End => return &text[start..end],
            TokenKind::CommentUnclosed => return rest,
            TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => end = token.end,
        }
    }
}

/// Where the element that begins at that byte ends: with its last bracket, or before the comma after it.
pub fn element_at(text: &str, start: usize) -> usize {
    let mut scanner = Scanner::new(text);
    scanner.go_to(start);
    let mut depth = 0_usize;
    let mut end = start;
    loop {
        let token = scanner.next();
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) if depth <= 1 => return if depth == 1 { token.end } else { end },
            TokenKind::Close(_) => depth -= 1,
            TokenKind::Comma if depth == 0 => return end,
            TokenKind::End | TokenKind::CommentUnclosed => return end,
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => {}
        }
        end = token.end;
    }
}

/// What RON takes for a blank.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\u{0B}'
            | '\u{0C}'
            | '\u{85}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

/// No text that lacks its quote is looked for on more than so many bytes of a line: whole files may stand on one.
const LINE_MAX: usize = 4_096;

/// The rest of the line from that byte, its end left out, or the first [`LINE_MAX`] bytes of it.
fn line_from(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    let rest = &rest[..rest.floor_char_boundary(LINE_MAX)];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// The end of a block comment; they nest.
fn comment_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start + 2;
    let mut level = 1;
    while level > 0 {
        match bytes.get(at..at + 2)? {
            b"/*" => {
                level += 1;
                at += 2;
            }
            b"*/" => {
                level -= 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    Some(at)
}

/// The end of a text that begins with the quote `open`, and whether it is closed.
///
/// A forgotten quote makes a text run on to the next one, where a word follows it at once. Then the text is taken to end on the
/// line on which it began.
fn text_end(text: &str, start: usize, open: char) -> (usize, bool) {
    let inner = start + open.len_utf8();
    if open != '"' {
        let line = line_from(text, inner);
        return match line.find(|c| c == '"' || c == open || is_quote_lookalike(c)) {
            Some(length) => {
                let end = inner + length;
                let close = text[end..].chars().next().map_or(0, char::len_utf8);
                (end + close, true)
            }
            None => (unclosed_end(text, inner), false),
        };
    }
    let bytes = text.as_bytes();
    let mut at = inner;
    let end = loop {
        match bytes.get(at) {
            None => break None,
            Some(b'"') => break Some(at + 1),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    };
    match end {
        Some(end) if is_end_of_value(text, end) => return (end, true),
        Some(end) if text[inner..end - 1].trim_end().ends_with([':', ',']) => {
            // The quote that seems to close it opens the next text.
            return (unclosed_end(text, inner), false);
        }
        Some(end) if !text[inner..end].contains('\n') => {
            return match lookalike_close(&text[inner..end]) {
                Some(length) => (inner + length, true),
                None => (end, true),
            };
        }
        Some(_) | None => {}
    }
    match lookalike_close(line_from(text, inner)) {
        Some(length) => (inner + length, true),
        None => (unclosed_end(text, inner), false),
    }
}

/// How many bytes there are up to and with a quote that is none to RON, but was meant to close the text.
fn lookalike_close(line: &str) -> Option<usize> {
    let at = line.find(is_quote_lookalike)?;
    line[at..].chars().next().map(|close| at + close.len_utf8())
}

/// Whether what follows could follow a value: a separator, a closing bracket, a comment, or nothing more on the line.
fn is_end_of_value(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([' ', '\t', '\r']);
    match rest.chars().next() {
        None | Some('\n') => true,
        Some(c) => {
            matches!(
                plain_for(c).unwrap_or(c),
                ',' | ')' | ']' | '}' | ':' | '=' | ';'
            ) || rest.starts_with("//")
                || rest.starts_with("/*")
        }
    }
}

/// The end of an unclosed text: before the next field or text on its line, or else the end of the line without the separators
/// and brackets that were meant to follow it.
fn unclosed_end(text: &str, inner: usize) -> usize {
    let line = line_from(text, inner);
    let next = line.match_indices(',').find(|(at, _)| {
        let rest = line[at + 1..].trim_start();
        let name = rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_');
        rest.starts_with('"') || (name.len() < rest.len() && name.starts_with(':'))
    });
    if let Some((at, _)) = next {
        return inner + at;
    }
    let line = line.find(" //").map_or(line, |at| &line[..at]);
    inner
        + line
            .trim_end_matches([' ', '\t', '\r', ',', ')', ']', '}'])
            .len()
}

/// The end of `r"…"` or `r#"…"#`, if one begins here.
fn raw_text_end(text: &str, start: usize) -> Option<usize> {
    let rest = text[start..].strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let inner = rest[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", &rest[..hashes]);
    let length = inner.find(&close)?;
    Some(text.len() - inner.len() + length + close.len())
}

/// The end of a run of characters that are no blank, separator, bracket or quote.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let mut characters = rest.char_indices();
    characters.next();
    for (at, c) in characters {
        if c.is_ascii_alphanumeric() {
            continue;
        }
        let is_delimiter = matches!(
            plain_for(c).unwrap_or(c),
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '=' | '"' | ' '
        ) || is_blank(c)
            || is_blank_lookalike(c);
        let is_comment = rest[at..].starts_with("//") || rest[at..].starts_with("/*");
        if is_delimiter || is_comment {
            return start + at;
        }
    }
    text.len()
}
