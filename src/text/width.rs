//! Columns on a terminal: how wide a text is, and how to make it fit.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text itself if it fits, else its beginning and `…`, at most so many columns.
pub fn truncated(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let (head, _) = split_at_width(text, columns - 1);
    format!("{}…", head.trim_end())
}

/// The text with blanks after it, at least so many columns.
pub fn padded_right(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The text with blanks before it, at least so many columns.
pub fn padded_left(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(blanks))
}

/// The text in lines of at most so many columns, broken at blanks, and within a word only where it is wider than a line.
/// At least one line.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2); // The widest character takes two.
    let mut lines = Vec::new();
    let mut line = String::new();
    for mut word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        while width(word) > columns {
            let (head, rest) = split_at_width(word, columns);
            lines.push(head.to_owned());
            word = rest;
        }
        line.push_str(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The longest beginning that fits, and the rest.
fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    for (place, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return text.split_at(place);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("陈伟"), 4);
        assert_eq!(padded_right("陈伟", 6), "陈伟  ");
        assert_eq!(padded_left("ab", 4), "  ab");
        assert_eq!(truncated("陈伟在这里", 6), "陈伟…");
        assert_eq!(truncated("short", 5), "short");
        assert_eq!(truncated("longer", 5), "long…");
        assert_eq!(truncated("longer", 0), "");
    }

    #[test]
    fn lines_break_at_blanks_and_long_words_inside() {
        assert_eq!(
            wrapped("a response that hangs on one", 10),
            ["a response", "that hangs", "on one"]
        );
        assert_eq!(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("数据泄露", 1), ["数", "据", "泄", "露"]);
    }
}
