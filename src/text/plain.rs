//! Text of users made harmless: nothing in it moves the cursor, hides or reverses what is printed.

use std::borrow::Cow;
use std::fmt::Write;

/// The same text with every control, invisible and direction-changing character spelled out, such as `\u{1b}`;
/// line ends and tabs stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    spelled_out(text, |c| is_hidden(c) && !matches!(c, '\n' | '\t'))
}

/// The same text on one line: runs of blanks, tabs and line ends are one blank, and the rest is [`plain`].
pub fn one_line(text: &str) -> Cow<'_, str> {
    let is_blank = |c: char| c == ' ' || c == '\n' || c == '\t' || c == '\r';
    let is_even = !text.contains(['\n', '\t', '\r'])
        && !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ');
    if is_even {
        return spelled_out(text, is_hidden);
    }
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    Cow::Owned(spelled_out(&words.join(" "), is_hidden).into_owned())
}

fn spelled_out(text: &str, is_spelled: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_spelled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_spelled(c) {
            write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a string takes all that is written");
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Controls of both sets, marks of direction, blanks without width, separators of lines and tags.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0xAD | 0x61C
                | 0x180E
                | 0x200B..=0x200F
                | 0x2028..=0x202E
                | 0x2060..=0x206F
                | 0xFEFF
                | 0xFFF9..=0xFFFB
                | 0xE0000..=0xE007F
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        assert_eq!(plain("a\u{1b}[31mred"), "a\\u{1b}[31mred");
        assert_eq!(
            plain("bell\u{7} c1\u{9b} del\u{7f}"),
            "bell\\u{7} c1\\u{9b} del\\u{7f}"
        );
        assert_eq!(plain("rev\u{202e}erse"), "rev\\u{202e}erse");
        assert_eq!(plain("a\tb\nc"), "a\tb\nc");
        assert_eq!(plain("陈伟 é"), "陈伟 é");
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line("  two\r\n  lines\t"), "two lines");
        assert_eq!(one_line("over\u{8}written\n"), "over\\u{8}written");
        assert_eq!(one_line("plain"), "plain");
    }
}
