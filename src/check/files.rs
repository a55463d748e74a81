//! Files that name other files.

use std::path::Path;

use crate::document::{self, FilePath, Kind, Located};
use crate::source::{Diagnostic, FileId, Problems, Span, code};
use crate::text;

/// The file that a path means, if it was read.
pub(super) fn target<'s>(
    path: Located<'s, FilePath>,
    problems: &mut Problems<'s>,
) -> Option<FileId> {
    let written = path.read(problems)?;
    let from = path.span(problems).file;
    problems.sources().referenced(from, &written.0)
}

/// The file of the right kind that a path means; if there is none, that is reported.
pub(super) fn referenced<'s>(
    path: Located<'s, FilePath>,
    due: Kind,
    problems: &mut Problems<'s>,
) -> Option<FileId> {
    let written = path.read(problems)?.0;
    let place = path.span(problems);
    let Some(file) = problems.sources().referenced(place.file, &written) else {
        let mistake = missing(&written, due, place, problems);
        problems.push(mistake);
        return None;
    };
    match document::kind(problems.sources().file(file).text()) {
        Some(kind) if kind != due => {
            let message = format!(
                "`{written}` is {}, where {} is due",
                kind.with_article(),
                due.with_article()
            );
            problems.push(
                Diagnostic::error(code::KIND_DIFFERENT, place, message)
                    .help(format!("name a file that begins with `{}(`", due.name())),
            );
            None
        }
        Some(_) | None => Some(file),
    }
}

fn missing(written: &str, due: Kind, place: Span, problems: &Problems<'_>) -> Diagnostic {
    let sources = problems.sources();
    let unread = sources.unread(&sources.path_from(place.file, written));
    let cause = unread.map_or("there is no such file", |unread| {
        unread.failure.cause.as_str()
    });
    let near =
        near(place.file, written, due, problems).or_else(|| beside(written, &unread?.beside));
    let advised = unread.and_then(|unread| unread.failure.help.clone());
    let help = match (near, advised) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(advice)) => advice,
        (None, None) => "write the path of a file, relative to the folder of this one".to_owned(),
    };
    let message = format!("`{written}` cannot be read: {cause}");
    Diagnostic::error(code::FILE_MISSING, place, message).help(help)
}

/// The same path with the name of a file in that folder that is written much like this one.
fn beside(written: &str, names: &[String]) -> Option<String> {
    let (folder, name) = match written.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), written),
    };
    let near = text::nearest(name, names.iter().map(String::as_str))?;
    Some(format!("{folder}{near}"))
}

/// The path of a file of that kind that is written much like this one.
fn near(from: FileId, written: &str, due: Kind, problems: &Problems<'_>) -> Option<String> {
    let sources = problems.sources();
    let folder = sources.path_from(from, "");
    let paths: Vec<String> = sources
        .files()
        .filter(|(_, file)| document::kind(file.text()) == Some(due))
        .filter_map(|(_, file)| relative(&folder, file.path()))
        .collect();
    let near = text::nearest(written, paths.iter().map(String::as_str))?;
    Some(near.to_owned())
}

/// The way from a folder to a file, written with slashes.
fn relative(folder: &Path, file: &Path) -> Option<String> {
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().skip(shared).map(|_| Some(".."));
    let down = file
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/"))
}
