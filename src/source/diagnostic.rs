//! What is wrong with the user's files: where, what rule is broken, and what would be right.

use crate::source::{FileId, Sources, Span, code};

/// Whether a drill can still be played.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// It has no meaning.
    Error,
    /// It has one, but probably not the intended one.
    Warning,
}

/// A second mark, such as "first defined here".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// One mistake.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    /// A code of [`crate::source::code`].
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Lower case, no full stop, names in back-ticks: the rule broken.
    pub message: String,
    /// The place to mark.
    pub span: Span,
    /// Second marks.
    pub labels: Vec<Label>,
    /// What would be right, to be followed literally.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A mistake without which there is no drill.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span,
            labels: Vec::new(),
            help: None,
        }
    }

    /// Something that is probably not meant.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// The same with a second mark.
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// The same with a line of help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// No more mistakes are kept: nobody reads them, and they must not fill the memory.
const FOUND_MAX: usize = 100_000;

/// The mistakes found so far in files that are being read.
#[derive(Debug)]
pub struct Problems<'s> {
    sources: &'s Sources,
    found: Vec<Diagnostic>,
    count: usize,
    refused: Vec<(Span, Diagnostic)>,
}

impl<'s> Problems<'s> {
    /// Nothing found yet.
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            found: Vec::new(),
            count: 0,
            refused: Vec::new(),
        }
    }

    /// The files that are being read.
    pub fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// The place of a slice of one of the files.
    pub fn span(&self, slice: &str) -> Span {
        self.sources.span(slice)
    }

    /// Adds a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.count += 1;
        if self.found.len() < FOUND_MAX {
            self.found.push(diagnostic);
        }
    }

    /// Adds a mistake that counts only if nothing found within `whole` explains it better.
    pub fn push_unless_explained(&mut self, whole: Span, diagnostic: Diagnostic) {
        self.count += 1;
        if self.refused.len() < FOUND_MAX {
            self.refused.push((whole, diagnostic));
        }
    }

    /// Whether brackets or texts of the file are so wrong that parts of it may stand unread or in the wrong place.
    pub fn is_torn(&self, file: FileId) -> bool {
        const TEARS: [&str; 6] = [
            code::TOO_DEEP,
            code::UNCLOSED,
            code::BRACKET_STRAY,
            code::SYNTAX,
            code::AFTER_THE_END,
            code::FILE_EMPTY,
        ];
        self.found
            .iter()
            .chain(self.refused.iter().map(|(_, diagnostic)| diagnostic))
            .any(|found| found.span.file == file && TEARS.contains(&found.code))
    }

    /// How many mistakes there are; more than before means that what was done in between went wrong.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Everything found, sorted by place, each once.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut found = sorted(self.found);
        let explained: Vec<Span> = found.iter().map(|diagnostic| diagnostic.span).collect();
        let mut refused = self.refused;
        // The narrowest first, so that one mistake is told once however many brackets stand around it.
        refused.sort_by_key(|(whole, _)| whole.end - whole.start);
        let mut told: Vec<Span> = Vec::new();
        for (whole, diagnostic) in refused {
            let first = explained
                .partition_point(|span| (span.file, span.start) < (whole.file, whole.start));
            let is_explained = explained
                .get(first)
                .is_some_and(|span| whole.contains(*span))
                || told.iter().any(|span| whole.contains(*span));
            if !is_explained {
                told.push(diagnostic.span);
                found.push(diagnostic);
            }
        }
        sorted(found)
    }
}

/// The diagnostics by file, place and code, each once.
pub fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    fn key(diagnostic: &Diagnostic) -> (FileId, usize, usize, &'static str, &str) {
        let Span { file, start, end } = diagnostic.span;
        (file, start, end, diagnostic.code, &diagnostic.message)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup_by(|a, b| key(a) == key(b));
    diagnostics
}
