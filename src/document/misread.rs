//! What is wrong with a value without parts: quotes, digits, units, words.

use crate::document::dialect::plain;
use crate::document::lookalike::{is_blank_lookalike, is_quote_lookalike, plain_for};
use crate::document::plain::report_lookalike;
use crate::document::scan::{Bracket, Scanner, TokenKind};
use crate::source::{Diagnostic, Problems, code};

/// The slice is not a text.
pub(super) fn text<'s>(slice: &'s str, due: &'static str, problems: &mut Problems<'s>) {
    let first = slice.chars().next().unwrap_or(' ');
    if is_quote_lookalike(first) || first == '`' {
        report_lookalike(slice, |c| is_quote_lookalike(c) || c == '`', problems);
        return;
    }
    if first == '"' {
        return broken_text(slice, problems);
    }
    if plain_for(first).unwrap_or(first) == '\'' && slice.len() > 1 {
        let inner = slice.trim_matches(|c| plain_for(c).unwrap_or(c) == '\'');
        let help = format!("write `\"{inner}\"`");
        return push(
            problems,
            code::KIND_OF_VALUE,
            slice,
            "a text stands in single quotes",
            help,
        );
    }
    let line = first_line(slice);
    let is_bare = is_bare_word(slice) && line.len() == slice.len();
    if is_bare && let Some(bare) = slice.strip_suffix('"') {
        let message = "a text has no opening quote";
        return push(
            problems,
            code::UNCLOSED,
            slice,
            message,
            format!("write `\"{bare}\"`"),
        );
    }
    if is_bare {
        let message = format!("`{slice}` stands without quotes");
        return push(
            problems,
            code::KIND_OF_VALUE,
            slice,
            message,
            format!("write `\"{slice}\"`"),
        );
    }
    let due = due.trim_end_matches(',');
    let found = found(slice);
    let message = format!("{found} stands where a text is due");
    push(
        problems,
        code::KIND_OF_VALUE,
        line,
        message,
        format!("write {due}"),
    );
}

/// The slice begins with a quote, but is no text.
fn broken_text<'s>(slice: &'s str, problems: &mut Problems<'s>) {
    let token = Scanner::new(slice).peek();
    if token.kind == TokenKind::TextUnclosed {
        let message = "a text is not closed";
        let help = format!("close it with `\"`, as in `{}\"`", first_line(slice));
        return push(problems, code::UNCLOSED, slice, message, help);
    }
    if let Some(at) = wrong_escape(slice) {
        let length = slice[at..]
            .chars()
            .take(2)
            .map(char::len_utf8)
            .sum::<usize>();
        let escape = &slice[at..at + length];
        let message = format!("`{escape}` has no meaning in a text");
        return push(
            problems,
            code::SYNTAX,
            escape,
            message,
            "write `\\\\` for a backslash".to_owned(),
        );
    }
    if slice.ends_with(is_quote_lookalike) {
        let last = slice.char_indices().next_back().map_or(0, |(at, _)| at);
        report_lookalike(&slice[last..], is_quote_lookalike, problems);
        return;
    }
    if token.end < slice.len() {
        let rest = &slice[token.end..];
        let message = "a text ends here, and something follows it";
        let help = "write `\\\"` for a quote within a text".to_owned();
        return push(problems, code::SYNTAX, first_line(rest), message, help);
    }
    push(
        problems,
        code::SYNTAX,
        first_line(slice),
        "this text cannot be read",
        "write it in plain double quotes".to_owned(),
    );
}

/// Where the first escape is that RON does not know.
fn wrong_escape(slice: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = slice[from..].find('\\').map(|at| from + at) {
        let next = slice[at + 1..].chars().next()?;
        let is_known = match next {
            '\'' | '"' | '\\' | 'n' | 'r' | 't' | '0' | '\n' | '\r' => true,
            'x' | 'u' => {
                let end = (at + 12).min(slice.len());
                (at + 3..=end).any(|end| {
                    slice
                        .get(at..end)
                        .is_some_and(|escape| plain::<String>(&format!("\"{escape}\"")).is_ok())
                })
            }
            _ => false,
        };
        if !is_known {
            return Some(at);
        }
        from = at + 1 + next.len_utf8();
    }
    None
}

/// The slice is not a number.
pub(super) fn number<'s>(slice: &'s str, due: &'static str, problems: &mut Problems<'s>) {
    let is_numeric = slice.starts_with(|c: char| {
        let c = plain_for(c).unwrap_or(c);
        c.is_ascii_digit()
            || matches!(c, '-' | '+' | '.' | '$')
            || matches!(c, '€' | '£' | '¥' | '￥')
    });
    let quoted = slice.trim_matches(|c| matches!(c, '"' | '\'') || is_quote_lookalike(c));
    if quoted.len() < slice.len() && plain::<f64>(quoted).is_ok() {
        let message = format!("{due} is due here, not a text");
        return push(
            problems,
            code::KIND_OF_VALUE,
            slice,
            message,
            format!("write `{quoted}` without quotes"),
        );
    }
    if !is_numeric {
        let found = found(slice);
        let message = format!("{found} stands where {due} is due");
        let help = if due == "a number" {
            "write a number such as `4` or `0.5`"
        } else {
            "write a whole number such as `4`"
        };
        return push(
            problems,
            code::KIND_OF_VALUE,
            first_line(slice),
            message,
            help.to_owned(),
        );
    }
    if report_lookalike(
        slice,
        |c| plain_for(c).is_some() && !c.is_ascii() && !is_blank_lookalike(c),
        problems,
    ) {
        return;
    }
    let help = meant_number(slice, due).map_or_else(
        || "write digits with at most one decimal point, without a unit".to_owned(),
        |meant| format!("write `{meant}`"),
    );
    let message = if due == "a number" {
        format!("`{}` is not a number as RON reads it", first_line(slice))
    } else {
        format!("`{}` is not a whole number", first_line(slice))
    };
    push(
        problems,
        code::NUMBER_FORM,
        first_line(slice),
        message,
        help,
    );
}

/// The number that was probably meant: without separators between thousands, unit or currency; a percentage as a fraction.
fn meant_number(slice: &str, due: &str) -> Option<String> {
    let is_separator = |c: char| c == '_' || c == '\'' || c == ' ' || is_blank_lookalike(c);
    let is_currency = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '￥' | '+');
    let compact: String = slice.chars().filter(|c| !is_separator(*c)).collect();
    let compact = compact.trim_start_matches(is_currency);
    let digits_end = compact
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(compact.len());
    let (digits, unit) = compact.split_at(digits_end);
    let value: f64 = digits.parse().ok()?;
    let factor = match unit {
        "%" => 0.01,
        "k" | "K" => 1e3,
        "M" => 1e6,
        _ => 1.0,
    };
    let value = if factor == 0.01 {
        value / 100.0
    } else {
        value * factor
    };
    (due == "a number" || value.fract() == 0.0).then(|| value.to_string())
}

/// The slice is neither `true` nor `false`.
pub(super) fn truth<'s>(slice: &'s str, problems: &mut Problems<'s>) {
    let word = slice.trim_matches(['"', '\'']).to_ascii_lowercase();
    let help = match word.as_str() {
        "true" | "yes" | "1" | "on" => "write `true`",
        "false" | "no" | "0" | "off" => "write `false`",
        _ => "write `true` or `false`",
    };
    let line = first_line(slice);
    let message = format!("`{line}` stands where `true` or `false` is due");
    push(
        problems,
        code::KIND_OF_VALUE,
        line,
        message,
        help.to_owned(),
    );
}

/// Whether the slice is words or a number without quotes around it.
pub(super) fn is_bare_word(slice: &str) -> bool {
    let mut scanner = Scanner::new(slice);
    let first = scanner.next();
    let mut token = scanner.next();
    while matches!(
        token.kind,
        TokenKind::Word | TokenKind::Colon | TokenKind::TextUnclosed
    ) {
        token = scanner.next();
    }
    first.kind == TokenKind::Word && token.kind == TokenKind::End
}

/// What a person would call the value.
pub(super) fn found(slice: &str) -> String {
    let mut scanner = Scanner::new(slice);
    let token = scanner.next();
    let word = &slice[token.start..token.end];
    match token.kind {
        TokenKind::Text | TokenKind::TextUnclosed => "a text".to_owned(),
        TokenKind::Open(Bracket::Square) => "a list".to_owned(),
        TokenKind::Open(Bracket::Curly) => "a map".to_owned(),
        TokenKind::Open(Bracket::Round) => "a bracket without a name".to_owned(),
        TokenKind::Word if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            "a number".to_owned()
        }
        TokenKind::Word => format!("`{word}`"),
        TokenKind::Close(_)
        | TokenKind::Comma
        | TokenKind::Colon
        | TokenKind::Equals
        | TokenKind::CommentUnclosed
        | TokenKind::End => "nothing readable".to_owned(),
    }
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text).trim_end()
}

fn push<'s>(
    problems: &mut Problems<'s>,
    code: &'static str,
    place: &'s str,
    message: impl Into<String>,
    help: String,
) {
    let span = problems.span(place);
    problems.push(Diagnostic::error(code, span, message).help(help));
}
