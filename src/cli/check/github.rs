//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.

use crate::cli::check::place::Place;
use crate::source::{Diagnostic, Severity, Sources};
use crate::text;

/// One command a line.
pub(super) fn commands(sources: &Sources, found: &[Diagnostic]) -> String {
    let commands = found.iter().map(|one| command(sources, one));
    commands.collect()
}

fn command(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = Place::of(sources, diagnostic.span);
    let mut message = text::one_line(&diagnostic.message).into_owned();
    for label in &diagnostic.labels {
        let Place {
            file, line, column, ..
        } = Place::of(sources, label.span);
        let label = text::one_line(&label.message);
        message.push_str(&format!("\n{label}: {file}:{line}:{column}"));
    }
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {}", text::one_line(help)));
    }
    format!(
        "::{level} file={},line={},col={},endLine={},title={}::{}\n",
        property(&place.file),
        place.line,
        place.column,
        place.end_line,
        property(diagnostic.code),
        escaped(&message)
    )
}

/// A message with what would end it or be read as an escape spelled out.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value in front of the message, where colons and commas have a meaning too.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Span, code};

    #[test]
    fn a_command_stands_on_one_line_and_names_the_place() {
        let mut sources = Sources::default();
        let file = sources.add("drills/a,b: 100%.ron".into(), "x\n  abc\n".to_owned());
        let span = |start, end| Span { file, start, end };
        let found = [
            Diagnostic::error(code::NAME_REPEATED, span(4, 7), "100 %: `abc`,\r\ntwice")
                .label(span(0, 1), "first here")
                .help("keep one"),
            Diagnostic::warning(code::FLAG_UNKNOWN, span(0, 1), "odd"),
        ];
        assert_eq!(
            commands(&sources, &found),
            "::error file=drills/a%2Cb%3A 100%25.ron,line=2,col=3,endLine=2,title=FB0201::100 %25: `abc`, \
             twice%0Afirst here: drills/a,b: 100%25.ron:1:1%0Ahelp: keep one\n\
             ::warning file=drills/a%2Cb%3A 100%25.ron,line=1,col=1,endLine=1,title=FB0206::odd\n"
        );
    }
}
