//! A page: lines of text whose spans say what they mean, so that whoever prints them decides how they look.

use crate::text;

/// What a piece of text means; colours are chosen where it is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// The title of the page.
    Title,
    /// The title of a part.
    Heading,
    /// Beside the point: marks, units, explanations.
    Faint,
    /// What came from outside: an inject, a change of the world.
    Inject,
    /// As wanted: done, met.
    Good,
    /// Not as wanted, not lost: waiting, late.
    Warning,
    /// Lost: failed, missed.
    Bad,
}

/// A piece of a line. Its text is harmless: one line, no control characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    text: String,
    tone: Tone,
}

impl Span {
    /// The text, made harmless; its blanks stay as they are.
    pub fn new(tone: Tone, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let text = if text.contains(['\n', '\t']) {
            text::plain(&text.replace(['\n', '\t'], " ")).into_owned()
        } else {
            text::plain(text).into_owned()
        };
        Self { text, tone }
    }

    /// The text to print.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    pub fn tone(&self) -> Tone {
        self.tone
    }
}

/// One line.
pub type Line = Vec<Span>;

/// Lines from top to bottom.
pub type Page = Vec<Line>;

/// A plain span.
pub fn plain(text: impl AsRef<str>) -> Span {
    Span::new(Tone::Plain, text)
}

/// A faint span.
pub fn faint(text: impl AsRef<str>) -> Span {
    Span::new(Tone::Faint, text)
}

/// How many columns the line takes.
pub fn width(line: &[Span]) -> usize {
    line.iter().map(|span| text::width(&span.text)).sum()
}

/// The page as text without any colour: every line ends, and no line ends in blanks.
pub fn to_text(page: &[Line]) -> String {
    let mut text = String::new();
    for line in page {
        for span in line {
            text.push_str(&span.text);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// One span in lines of at most so many columns.
pub(super) fn paragraph(span: Span, columns: usize) -> Page {
    wrapped(Vec::new(), &[span], columns)
}

/// The spans in lines of at most so many columns, broken at blanks; the first begins with `first`,
/// the others with as many blanks.
pub fn wrapped(first: Line, spans: &[Span], columns: usize) -> Page {
    let indent = width(&first);
    let room = columns.saturating_sub(indent).max(2); // The widest character takes two.
    let mut lines = Vec::new();
    let mut line = first;
    let mut used = 0;
    for word in words(spans, room) {
        let columns_of_word = width(&word);
        if used > 0 && used + 1 + columns_of_word > room {
            lines.push(merged(line));
            line = vec![plain(" ".repeat(indent))];
            used = 0;
        }
        if used > 0 {
            line.push(blank_between(&line, &word));
            used += 1;
        }
        used += columns_of_word;
        line.extend(word);
    }
    lines.push(merged(line));
    lines
}

/// The blank before a word that goes on in the same tone is the tone's too.
fn blank_between(before: &[Span], after: &[Span]) -> Span {
    let tone = match (before.last(), after.first()) {
        (Some(last), Some(first)) if last.tone == first.tone => last.tone,
        _ => Tone::Plain,
    };
    Span::new(tone, " ")
}

/// "0" and "%", "6 h" and "14", "seed" and "1": nobody reads a figure over the end of a line.
fn are_one_figure(before: &[Span], after: &[Span]) -> bool {
    let text = |spans: &[Span]| -> String { spans.iter().map(|span| &*span.text).collect() };
    let (before, after) = (text(before), text(after));
    let ends_in_digit = before.ends_with(|c: char| c.is_ascii_digit());
    let unit = after.trim_end_matches([',', ';', '.', ':', ')']);
    let last = before.rsplit(' ').next().unwrap_or(&before);
    let is_digit_next = after.starts_with(|c: char| c.is_ascii_digit());
    (ends_in_digit && ["%", "s", "min", "h", "d"].contains(&unit))
        || (["min", "h", "d"].contains(&last) && before.contains(' ') && is_digit_next)
        || (last == "seed" && is_digit_next)
}

/// The words of the spans; figures stay with their units, and a word whose parts differ in tone stays together. Words wider than `columns` are cut.
fn words(spans: &[Span], columns: usize) -> Vec<Line> {
    let mut words = Vec::new();
    let mut word: Line = Vec::new();
    for span in spans {
        for (place, part) in span.text.split(' ').enumerate() {
            if place > 0 && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !part.is_empty() {
                word.push(Span::new(span.tone, part));
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    let mut figures: Vec<Line> = Vec::with_capacity(words.len());
    for word in words {
        match figures.last_mut() {
            Some(last)
                if are_one_figure(last, &word) && width(last) + 1 + width(&word) <= columns =>
            {
                last.push(blank_between(last, &word));
                last.extend(word);
            }
            Some(_) | None => figures.push(word),
        }
    }
    let mut fitting = Vec::with_capacity(figures.len());
    for word in figures {
        if width(&word) <= columns {
            fitting.push(word);
            continue;
        }
        for span in word {
            for piece in text::wrapped(&span.text, columns) {
                fitting.push(vec![Span::new(span.tone, piece)]);
            }
        }
    }
    fitting
}

/// The same line with neighbours of one tone joined.
pub fn merged(line: Line) -> Line {
    let mut merged: Line = Vec::with_capacity(line.len());
    for span in line {
        match merged.last_mut() {
            Some(last) if last.tone == span.tone => last.text.push_str(&span.text),
            Some(_) | None => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_their_indent() {
        let page = wrapped(
            vec![plain("  · ")],
            &[
                plain("the incident lead "),
                Span::new(Tone::Bad, "does not"),
                plain(" answer, ever"),
            ],
            20,
        );
        assert_eq!(
            to_text(&page),
            "  · the incident\n    lead does not\n    answer, ever\n"
        );
        assert_eq!(page[1][1], Span::new(Tone::Bad, "does not"));
    }

    #[test]
    fn a_word_of_two_tones_is_not_torn_apart() {
        let page = wrapped(
            Vec::new(),
            &[plain("ends in `"), faint("revoke"), plain("`, later")],
            12,
        );
        assert_eq!(to_text(&page), "ends in\n`revoke`,\nlater\n");
    }

    #[test]
    fn a_figure_stays_with_its_unit() {
        let on = |columns| {
            let said = plain("contain 41 % → 0 %, after 6 h 14, 10 min each");
            to_text(&wrapped(Vec::new(), &[said], columns))
        };
        assert_eq!(on(16), "contain 41 % →\n0 %, after\n6 h 14, 10 min\neach\n");
        // Where there is no room for both, each stands alone.
        assert!(on(3).contains("\n41\n% →\n"), "{}", on(3));
    }

    #[test]
    fn whatever_a_span_is_made_of_is_one_harmless_line() {
        assert_eq!(plain("a\tb\nc\u{1b}[2J").text(), "a b c\\u{1b}[2J");
    }

    #[test]
    fn wide_characters_never_stick_out() {
        let page = wrapped(vec![plain("> ")], &[plain("数据泄露演练 drill")], 8);
        assert_eq!(to_text(&page), "> 数据泄\n  露演练\n  drill\n");
        assert!(page.iter().all(|line| width(line) <= 8));
    }
}
