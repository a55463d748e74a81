//! Diagnostics as rustc shows them: code, place, marked text, second marks, help.

use std::io::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::source::{Diagnostic, Severity, Sources, Span};
use crate::text;

/// How many diagnostics are shown; the rest is counted.
const SHOWN_MAX: usize = 50;
/// Of a line with more characters only what surrounds the mark is looked at; the renderer fits it to the width.
const LINE_MAX: usize = 2_000;
/// Characters looked at before a mark in such a line.
const BEFORE_MARK: usize = 200;
/// Marks further apart than so many lines stand in snippets of their own.
const LINES_APART_MAX: usize = 40;
/// How wide a snippet may be.
const WIDTH: usize = 140;

/// Prints the diagnostics to the standard error, with how many they are; nothing if there are none.
pub(super) fn show(sources: &Sources, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        show_with(sources, diagnostics, &totals(diagnostics));
    }
}

/// Prints the diagnostics and a last line to the standard error, in colours if it is a terminal that wants them.
pub(super) fn show_with(sources: &Sources, diagnostics: &[Diagnostic], last_line: &str) {
    let rendered = rendered(sources, diagnostics, last_line);
    // There is nobody left to tell if the terminal is gone.
    let _ = anstream::stderr().lock().write_all(rendered.as_bytes());
}

/// The diagnostics as [`show_with`] prints them, without colours.
pub(super) fn plain(sources: &Sources, diagnostics: &[Diagnostic], last_line: &str) -> String {
    anstream::adapter::strip_str(&rendered(sources, diagnostics, last_line)).to_string()
}

/// "2 errors, 1 warning".
pub(super) fn totals(diagnostics: &[Diagnostic]) -> String {
    let counted = |severity: Severity, noun: &str| {
        let count = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count();
        text::counted(count, noun)
    };
    format!(
        "{}, {}",
        counted(Severity::Error, "error"),
        counted(Severity::Warning, "warning")
    )
}

/// The diagnostics as styled text, at most [`SHOWN_MAX`] of them.
fn rendered(sources: &Sources, diagnostics: &[Diagnostic], last_line: &str) -> String {
    let mut out = String::new();
    let renderer = Renderer::styled().term_width(WIDTH);
    for diagnostic in diagnostics.iter().take(SHOWN_MAX) {
        out.push_str(&renderer.render(&[group(sources, diagnostic)]));
        out.push_str("\n\n");
    }
    let rest = diagnostics.len().saturating_sub(SHOWN_MAX);
    if rest > 0 {
        let more = text::counted(rest, "more mistake");
        out.push_str(&format!("… and {more}\n"));
    }
    out.push_str(last_line);
    out.push('\n');
    out
}

fn group<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(text::one_line(&diagnostic.message))
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    for marks in clusters(sources, diagnostic) {
        let snippet = snippet(sources, &marks);
        let span = marks[0].span;
        // The renderer counts columns in what it is given, so of a line that is cut it must be told.
        group = if is_cut(sources, span) {
            group.element(origin(sources, span)).element(snippet)
        } else {
            group.element(snippet.path(path(sources, span)))
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(text::one_line(help)));
    }
    group
}

/// A place to mark.
#[derive(Clone, Copy)]
struct Mark<'a> {
    span: Span,
    message: &'a str,
    kind: AnnotationKind,
}

/// The marks of a diagnostic, those near each other together; the main one comes first.
fn clusters<'a>(sources: &Sources, diagnostic: &'a Diagnostic) -> Vec<Vec<Mark<'a>>> {
    let mut clusters = vec![vec![Mark {
        span: diagnostic.span,
        message: "", // The title says it all.
        kind: AnnotationKind::Primary,
    }]];
    for label in &diagnostic.labels {
        let mark = Mark {
            span: label.span,
            message: &label.message,
            kind: AnnotationKind::Context,
        };
        let near = clusters.iter_mut().find(|marks| {
            marks.iter().all(|other| {
                let apart = line(sources, other.span).abs_diff(line(sources, mark.span));
                other.span.file == mark.span.file && apart <= LINES_APART_MAX
            })
        });
        match near {
            Some(marks) => marks.push(mark),
            None => clusters.push(vec![mark]),
        }
    }
    clusters
}

fn line(sources: &Sources, span: Span) -> usize {
    sources.file(span.file).line_column(span.start).line
}

fn is_cut(sources: &Sources, span: Span) -> bool {
    let file = sources.file(span.file);
    let line = file.line(line(sources, span));
    file.text()[line].chars().count() > LINE_MAX
}

fn origin(sources: &Sources, span: Span) -> Origin<'static> {
    let place = sources.file(span.file).line_column(span.start);
    Origin::path(path(sources, span))
        .line(place.line)
        .char_column(place.column)
}

fn path(sources: &Sources, span: Span) -> String {
    let path = sources.file(span.file).path().to_string_lossy();
    text::one_line(&path.replace('\\', "/")).into_owned()
}

/// The lines from the first to the last mark, harmless to print.
fn snippet<'a>(sources: &Sources, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let file = sources.file(marks[0].span.file);
    let lines = marks.iter().map(|mark| line(sources, mark.span));
    let first = lines.clone().min().unwrap_or(1);
    let last = lines.max().unwrap_or(first);
    let mut shown = String::new();
    let mut annotations = Vec::new();
    let mut annotations_end = 0;
    for number in first..=last {
        let range = file.line(number);
        let written = &file.text()[range.clone()];
        let here: Vec<&Mark<'a>> = marks
            .iter()
            .filter(|mark| line(sources, mark.span) == number)
            .collect();
        let window = window(
            written,
            here.first().map_or(0, |mark| mark.span.start - range.start),
        );
        for mark in here {
            // A mark ends with its line, and is never nothing.
            let start = mark.span.start - range.start;
            let end = (mark.span.end - range.start).min(written.trim_end().len());
            let from = shown.len() + window.shown_at(start);
            let least = window.shown[window.shown_at(start)..].chars().next();
            let least = least.map_or(1, char::len_utf8);
            let to = (shown.len() + window.shown_at(end)).max(from + least);
            annotations_end = annotations_end.max(to);
            let message = (!mark.message.is_empty()).then(|| text::one_line(mark.message));
            annotations.push(mark.kind.span(from..to).label(message));
        }
        shown.push_str(&window.shown);
        // A mark after the last character needs something to stand under.
        if annotations_end > shown.len() {
            shown.push(' ');
        }
        shown.push('\n');
    }
    Snippet::source(shown)
        .line_start(first)
        .annotations(annotations)
}

/// The part of a line that is shown, made harmless, and which byte of it stands for which byte of the line.
struct Window {
    shown: String,
    /// For the shown characters: the byte in the line, the byte in `shown`; ascending.
    places: Vec<(usize, usize)>,
}

impl Window {
    /// Where a byte of the line is shown.
    fn shown_at(&self, byte: usize) -> usize {
        let after = self.places.partition_point(|(written, _)| *written < byte);
        self.places
            .get(after)
            .map_or(self.shown.len(), |(_, shown)| *shown)
    }
}

/// What to show of a line with a mark at that byte.
fn window(written: &str, mark: usize) -> Window {
    let characters = written.trim_end().char_indices();
    let before_mark = written[..mark.min(written.len())].chars().count();
    let is_long = written.chars().count() > LINE_MAX;
    let skipped = if is_long {
        before_mark.saturating_sub(BEFORE_MARK)
    } else {
        0
    };
    let mut window = Window {
        shown: String::new(),
        places: Vec::new(),
    };
    if skipped > 0 {
        window.shown.push('…');
    }
    for (at, c) in characters.clone().skip(skipped).take(LINE_MAX) {
        window.places.push((at, window.shown.len()));
        let is_harmless =
            c == '\t' || text::plain(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8();
        window.shown.push(if is_harmless {
            c
        } else {
            char::REPLACEMENT_CHARACTER
        });
    }
    if characters.count() > skipped + LINE_MAX {
        window.places.push((written.len(), window.shown.len()));
        window.shown.push('…');
    }
    window
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_marked_can_be_shown(
            text in "(?s)([：，（“é\u{200b}\u{301}\ta (]|\r?\n|.){0,60}",
            marks in prop::collection::vec((any::<Index>(), any::<Index>()), 1..4),
        ) {
            let mut sources = Sources::default();
            let file = sources.add("plan.ron".into(), text);
            let text = sources.file(file).text();
            let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            let spans: Vec<Span> = (marks.iter())
                .map(|(one, other)| [one, other].map(|place| *place.get(&places)))
                .map(|[one, other]| Span { file, start: one.min(other), end: one.max(other) })
                .collect();
            let first = Diagnostic::error("FB0101", spans[0], "it is wrong");
            let diagnostic = (spans[1..].iter()).fold(first, |all, span| all.label(*span, "here too"));
            prop_assert!(plain(&sources, &[diagnostic], "the end").contains("it is wrong"));
        }
    }

    fn span_of(sources: &Sources, words: &str) -> Span {
        let (file, source) = sources.files().next().unwrap();
        let start = source.text().find(words).unwrap();
        Span {
            file,
            start,
            end: start + words.len(),
        }
    }

    #[test]
    fn a_diagnostic_shows_both_places_and_a_way_out() {
        let mut sources = Sources::default();
        sources.add(
            "plans/p.ron".into(),
            "Plan(\n    risks: [],\n    title: \"数据\", risks: [],\n)".to_owned(),
        );
        let second = span_of(&sources, "risks: [],\n)");
        let second = Span {
            end: second.start + 5,
            ..second
        };
        let first = Span {
            end: span_of(&sources, "risks").end,
            ..span_of(&sources, "risks")
        };
        let diagnostic = Diagnostic::error("FB0122", second, "`risks` is given twice")
            .label(first, "first given here")
            .help("keep one of the two");
        insta::assert_snapshot!(plain(&sources, &[diagnostic], "the end"), @r#"
        error[FB0122]: `risks` is given twice
         --> plans/p.ron:3:18
          |
        2 |     risks: [],
          |     ----- first given here
        3 |     title: "数据", risks: [],
          |                    ^^^^^
          |
          = help: keep one of the two

        the end
        "#);
    }

    #[test]
    fn nothing_of_the_users_text_moves_the_cursor() {
        let mut sources = Sources::default();
        sources.add(
            "a\u{1b}[2J.ron".into(),
            "Plan(\u{9b}2J\u{202e}x: \u{1b}[31m1)".to_owned(),
        );
        let place = span_of(&sources, "x");
        let diagnostic =
            Diagnostic::error("FB0120", place, "no field `\u{1b}[0m`").help("\u{7}\u{9b}");
        let out = plain(&sources, &[diagnostic], "the end");
        assert!(
            out.chars()
                .all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'),
            "{out:?}"
        );
    }

    #[test]
    fn of_a_long_line_the_surroundings_of_the_mark_are_shown() {
        let mut sources = Sources::default();
        let text = format!("{}é wrong{}", "x ".repeat(100_000), " y".repeat(100_000));
        sources.add("long.ron".into(), text);
        let diagnostic = Diagnostic::error("FB0111", span_of(&sources, "wrong"), "this is wrong");
        insta::assert_snapshot!(plain(&sources, &[diagnostic], "the end"), @"
        error[FB0111]: this is wrong
         --> long.ron:1:200003
          |
         ::: 
        1 | ...x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x é wrong y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y ...
          |                                                                  ^^^^^

        the end
        ");
    }

    #[test]
    fn many_mistakes_are_counted() {
        let mut sources = Sources::default();
        sources.add("a.ron".into(), "Plan()".to_owned());
        let place = span_of(&sources, "Plan");
        let found = vec![Diagnostic::error("FB0111", place, "this is wrong"); SHOWN_MAX + 2];
        let out = plain(&sources, &found, "the end");
        assert!(out.ends_with("… and 2 more mistakes\nthe end\n"), "{out}");
        assert_eq!(totals(&found), "52 errors, 0 warnings");
    }
}
