//! The four kinds of files, told by their first word.

use crate::document::dialect::{DEPTH_MAX, too_deep};
use crate::document::layout::{Lines, Passed, Walk};
use crate::document::located::Shape;
use crate::document::lookalike::is_blank_lookalike;
use crate::document::organization::OrganizationDoc;
use crate::document::plain::report_lookalike;
use crate::document::plan::PlanDoc;
use crate::document::register::RegisterDoc;
use crate::document::scan::{Scanner, TokenKind, trimmed};
use crate::document::scenario::ScenarioDoc;
use crate::document::sound;
use crate::source::{Diagnostic, FileId, Flaw, Problems, Span, code};
use crate::text;

/// What a file is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// People, roles, resources.
    Organization,
    /// Risks.
    Register,
    /// Barriers and steps.
    Plan,
    /// One drill's script.
    Scenario,
}

impl Kind {
    /// The four.
    pub const ALL: [Self; 4] = [
        Self::Organization,
        Self::Register,
        Self::Plan,
        Self::Scenario,
    ];

    /// The first word of such a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::Register => "Register",
            Self::Plan => "Plan",
            Self::Scenario => "Scenario",
        }
    }

    /// In a sentence: "an organization", "a plan".
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Organization => "an organization",
            Self::Register => "a register",
            Self::Plan => "a plan",
            Self::Scenario => "a scenario",
        }
    }
}

/// The kind that the text's first word names.
pub fn kind(text: &str) -> Option<Kind> {
    let body = body(text);
    Kind::ALL
        .into_iter()
        .find(|kind| body.starts_with(kind.name()) && first_word(body) == kind.name())
}

/// The kind of a file; a file of no kind is reported.
pub fn kind_or_report(file: FileId, problems: &mut Problems<'_>) -> Option<Kind> {
    let text = problems.sources().file(file).text();
    let kind = kind(text);
    if kind.is_none() {
        report_flaw(file, problems);
        if !matches!(
            problems.sources().file(file).flaw(),
            Some(Flaw::Unreadable(_))
        ) {
            let mistake = of_no_kind(text, body(text), problems);
            problems.push(mistake);
        }
    }
    kind
}

/// Reads the file as an organization.
pub fn organization<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<OrganizationDoc<'s>> {
    whole(file, Kind::Organization, problems)
}

/// Reads the file as a register.
pub fn register<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<RegisterDoc<'s>> {
    whole(file, Kind::Register, problems)
}

/// Reads the file as a plan.
pub fn plan<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<PlanDoc<'s>> {
    whole(file, Kind::Plan, problems)
}

/// Reads the file as a scenario.
pub fn scenario<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<ScenarioDoc<'s>> {
    whole(file, Kind::Scenario, problems)
}

/// The text without what may stand before and after its one value. Extensions of RON that a file asks for are
/// passed over: all files are read in the one dialect.
pub(super) fn body(text: &str) -> &str {
    let mut body = trimmed(text);
    while let Some((extensions, rest)) = body
        .strip_prefix("#![enable(")
        .and_then(|attribute| attribute.split_once(")]"))
    {
        let names = extensions.trim().trim_end_matches(',');
        let is_known = |name: &str| EXTENSIONS.contains(&name.trim());
        if !names.split(',').all(is_known) {
            break;
        }
        body = trimmed(rest);
    }
    body
}

/// The extensions of RON that a file may ask for.
const EXTENSIONS: [&str; 4] = [
    "implicit_some",
    "unwrap_newtypes",
    "unwrap_variant_newtypes",
    "explicit_struct_names",
];

fn first_word(body: &str) -> &str {
    let token = Scanner::new(body).peek();
    match token.kind {
        TokenKind::Word => &body[token.start..token.end],
        TokenKind::Open(_)
        | TokenKind::Close(_)
        | TokenKind::Comma
        | TokenKind::Colon
        | TokenKind::Equals
        | TokenKind::Text
        | TokenKind::TextUnclosed
        | TokenKind::CommentUnclosed
        | TokenKind::End => "",
    }
}

fn whole<'s, T: Shape<'s>>(file: FileId, due: Kind, problems: &mut Problems<'s>) -> Option<T> {
    let text = problems.sources().file(file).text();
    let body = body(text);
    if let Some(bracket) = bracket_too_deep(body) {
        let mistake = too_deep(bracket, problems);
        problems.push(mistake);
        return None;
    }
    let found = kind_or_report(file, problems)?;
    if found != due {
        let place = problems.span(&body[..found.name().len()]);
        let message = format!(
            "{} is due here, not {}",
            due.with_article(),
            found.with_article()
        );
        problems.push(
            Diagnostic::error(code::KIND_DIFFERENT, place, message)
                .help(format!("give a file that begins with `{}(`", due.name())),
        );
        return None;
    }
    report_flaw(file, problems);
    // What stands around the value is blanks and comments, and perhaps what only looks like blanks.
    let (before, after) = text.split_at(problems.span(body).end);
    for around in [before, after] {
        if let Some(at) = Scanner::new(around).peek().odd_blank {
            report_lookalike(&around[at..], is_blank_lookalike, problems);
        }
    }
    T::read(body, problems)
}

/// The first bracket that lies too deep for anything to read it.
fn bracket_too_deep(body: &str) -> Option<&str> {
    if sound::is_sound(body) || depth(body) <= DEPTH_MAX {
        return None;
    }
    // Brackets that someone forgot to close do not make a file deep, so its layout has a say.
    let lines = Lines::new(body, 0);
    let mut walk = Walk::new(&lines, Scanner::new(body), None);
    while !matches!(walk.pass(), Passed::TextEnded(_)) {
        if walk.opened().len() > DEPTH_MAX {
            return walk.opened().last().map(|opened| opened.open);
        }
    }
    None
}

/// How deep brackets are nested, at most one more than is allowed.
fn depth(body: &str) -> usize {
    let mut scanner = Scanner::new(body);
    let (mut depth, mut depth_max) = (0_usize, 0);
    while depth <= DEPTH_MAX {
        match scanner.next().kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => depth = depth.saturating_sub(1),
            TokenKind::End | TokenKind::CommentUnclosed => break,
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Equals
            | TokenKind::Text
            | TokenKind::TextUnclosed
            | TokenKind::Word => {}
        }
        depth_max = depth_max.max(depth);
    }
    depth_max
}

/// What is wrong with a file that begins with none of the four kinds.
fn of_no_kind(text: &str, body: &str, problems: &Problems<'_>) -> Diagnostic {
    let kinds = Kind::ALL.map(Kind::name);
    let rule = format!("a file begins with its kind: {}", text::one_of(&kinds));
    let first_character = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    if body.is_empty() {
        let place = problems.span(&text[..first_character(text)]);
        return Diagnostic::error(code::FILE_EMPTY, place, "the file holds nothing").help(rule);
    }
    let word = first_word(body);
    if word.is_empty() {
        let place = problems.span(&body[..first_character(body)]);
        let message = "the file does not begin with its kind; it was not read";
        return Diagnostic::error(code::KIND_UNKNOWN, place, message).help(rule);
    }
    let help = match text::nearest(word, kinds) {
        Some(near) => format!("did you mean `{near}`? {rule}"),
        None => rule,
    };
    let message = format!("`{word}` is not a kind of file; the file was not read");
    Diagnostic::error(code::KIND_UNKNOWN, problems.span(word), message).help(help)
}

/// What is wrong with the file as a whole, in one diagnostic.
fn report_flaw(file: FileId, problems: &mut Problems<'_>) {
    let source = problems.sources().file(file);
    let first = source.text().chars().next().map_or(0, char::len_utf8);
    let (code, start, end, message, help) = match source.flaw() {
        None => return,
        Some(Flaw::NotUtf8(bytes)) => {
            let (start, byte) = bytes[0];
            let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
            let others = match bytes.len() - 1 {
                0 => String::new(),
                more => format!(", nor are {} more", text::number(more)),
            };
            let message = format!("the byte 0x{byte:02X} is not UTF-8 text{others}");
            (code::NOT_UTF8, start, end, message, SAVE_AS_UTF8)
        }
        Some(Flaw::Utf16) => {
            let message = "the file is UTF-16, not UTF-8".to_owned();
            (code::NOT_UTF8, 0, first, message, SAVE_AS_UTF8)
        }
        Some(Flaw::Unreadable(failure)) => {
            let message = format!("the file cannot be read: {}", failure.cause);
            let help = "let it be read, or move it out of the folder";
            (code::FILE_UNREADABLE, 0, first, message, help)
        }
    };
    problems.push(Diagnostic::error(code, Span { file, start, end }, message).help(help));
}

const SAVE_AS_UTF8: &str = "save the file as UTF-8";
