//! How wide text is when it is drawn, and where its lines break, without asking any font.

use crate::text;

/// A size and weight of text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Face {
    /// Height of the letters' em in pixels.
    pub(super) size: f64,
    /// Whether it is bold.
    pub(super) is_bold: bool,
}

impl Face {
    /// From one line to the next.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.3).round()
    }

    /// An upper estimate that holds for the wider of the usual sans-serif fonts.
    pub(super) fn width(self, text: &str) -> f64 {
        let ems: f64 = text.chars().map(ems).sum();
        ems * self.size * if self.is_bold { 1.08 } else { 1.0 }
    }
}

/// The advance of one character in parts of the font's size.
fn ems(c: char) -> f64 {
    match c {
        ' ' | 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.41,
        'm' | 'M' | 'W' | '@' | '%' => 0.98,
        'w' | 'O' | 'Q' | 'N' | 'H' | 'G' | 'D' | 'U' | 'C' | '—' | '…' => 0.81,
        '0'..='9' => 0.64,
        'A'..='Z' => 0.69,
        ' '..='~' => 0.62,
        _ => match text::width(c.encode_utf8(&mut [0; 4])) {
            0 => 0.0,
            1 => 0.66,
            _ => 1.0,
        },
    }
}

/// The text in at most so many lines of that width in pixels: broken at blanks, after hyphens and between wide characters, never
/// before closing or after opening punctuation. What is left over becomes `…`.
pub(super) fn wrapped(text: &str, face: Face, width: f64, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text, face, width) {
        let longer = format!("{line}{piece}");
        if !line.is_empty() && face.width(longer.trim_end()) > width {
            lines.push(line.trim_end().to_owned());
            line = piece;
        } else {
            line = longer;
        }
    }
    lines.push(line.trim_end().to_owned());
    if lines.len() > lines_max {
        lines.truncate(lines_max.max(1));
        let last = lines.last_mut().expect("at least one line");
        while !last.is_empty() && face.width(&format!("{last}…")) > width {
            last.pop();
        }
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    lines
}

/// Pieces between which a line may break, blanks at their ends; a piece wider than a line is cut.
fn pieces(text: &str, face: Face, width: f64) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if face.width(&piece) + face.width(c.encode_utf8(&mut [0; 4])) > width && c != ' ' {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(c);
        let may_break = letters
            .peek()
            .is_some_and(|next| may_break_between(c, *next));
        if may_break {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    pieces
}

fn may_break_between(c: char, next: char) -> bool {
    if next == ' ' || CLOSING.contains(next) || OPENING.contains(c) {
        return false;
    }
    let is_wide = |c: char| text::width(c.encode_utf8(&mut [0; 4])) > 1;
    c == ' ' || is_wide(c) || is_wide(next) || (c == '-' && next.is_alphanumeric())
}

const CLOSING: &str = "，。、；：！？）」』】》〉”’),.;:!?%";
const OPENING: &str = "（「『【《〈“‘(";

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Face = Face {
        size: 10.0,
        is_bold: false,
    };

    #[test]
    fn a_chinese_character_is_as_wide_as_it_is_high() {
        assert_eq!(FACE.width("数据泄露"), 40.0);
        assert!(FACE.width("data leak") < 60.0);
        assert_eq!(FACE.width("e\u{301}"), FACE.width("e"));
    }

    #[test]
    fn lines_break_at_blanks_hyphens_and_between_wide_characters() {
        let wrap = |text, width| wrapped(text, FACE, width, 9);
        assert_eq!(wrap("Revoke the keys", 55.0), ["Revoke", "the keys"]);
        assert_eq!(wrap("well-known", 45.0), ["well-", "known"]);
        assert_eq!(
            wrap("切断数据库，通知客户", 50.0),
            ["切断数据", "库，通知客", "户"]
        );
        assert_eq!(wrap("重启 WMS 系统", 60.0), ["重启 WMS", "系统"]);
        assert_eq!(wrap("", 50.0), [""]);
    }

    #[test]
    fn no_line_is_wider_than_its_box() {
        for text in [
            "Donaudampfschifffahrtsgesellschaft",
            "一二三四五六七八九十",
            "a bb ccc dddd eeeee",
        ] {
            for width in [12.0, 30.0, 55.0] {
                for line in wrapped(text, FACE, width, 99) {
                    assert!(FACE.width(&line) <= width, "{line} in {width}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_visibly() {
        assert_eq!(
            wrapped("one two three four", FACE, 30.0, 2),
            ["one", "two…"]
        );
    }
}
