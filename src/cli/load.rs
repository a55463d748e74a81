//! Files named on the command line, and the files that those name.

use std::path::{Path, PathBuf};

use crate::check::revision::own_files;
use crate::cli::stop::Stop;
use crate::document::{self, Kind, Workspace};
use crate::source::{self, Failure, FileId, Sources};

/// Reads the files, of folders every RON file in them, and every file that those name.
pub(super) fn workspace(paths: &[PathBuf]) -> Result<Workspace, Stop> {
    document::read_workspace(paths).map_err(failed)
}

/// Refuses a folder where one file is due.
pub(super) fn refuse_folder(path: &Path, due: Kind) -> Result<(), Stop> {
    if !source::is_folder(path) {
        return Ok(());
    }
    let due_in_words = due.with_article();
    Err(Stop::Usage {
        message: format!("`{}` is a folder, not {due_in_words}", path.display()),
        help: Some(instead(path, due)),
    })
}

/// Refuses a file of another kind. What is of no kind at all gets a diagnostic when it is checked.
pub(super) fn refuse_other_kinds(sources: &Sources, file: FileId, due: Kind) -> Result<(), Stop> {
    let given = sources.file(file);
    let shown = given.path().display();
    let Some(found) = document::kind(given.text()).filter(|found| *found != due) else {
        return Ok(());
    };
    let help = match (due, found) {
        (Kind::Scenario, Kind::Plan) => Some("name a scenario that plays it".to_owned()),
        (Kind::Scenario, Kind::Organization) => {
            Some("name a scenario that is played with it".to_owned())
        }
        (Kind::Plan, Kind::Scenario) => {
            let own = own_files(sources, file).plan.map(|plan| sources.file(plan));
            own.map(|plan| format!("its plan is `{}`", plan.path().display()))
        }
        (Kind::Scenario | Kind::Plan | Kind::Organization | Kind::Register, _) => None,
    };
    let (found, due) = (found.with_article(), due.with_article());
    Err(Stop::Usage {
        message: format!("`{shown}` is {found}, not {due}"),
        help,
    })
}

/// The path as results print it, the same on every platform.
pub(super) fn forward_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The path as one types it in a shell.
pub(super) fn as_typed(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || "-_./\\:+=,@".contains(c);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        path.into_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// What is not there was named wrongly; what is there and cannot be read is the world's failure.
fn failed(failure: Failure) -> Stop {
    let message = failure.to_string();
    if failure.path.exists() && failure.help.is_none() {
        Stop::World(message)
    } else {
        Stop::Usage {
            message,
            help: failure.help,
        }
    }
}

/// The first file of that kind in the folder, as a hint.
fn instead(folder: &Path, due: Kind) -> String {
    let files = source::ron_files(folder).unwrap_or_default();
    let mut sources = Sources::default();
    let matching: Vec<PathBuf> = files
        .into_iter()
        .filter(|path| {
            let file = sources.read(path);
            file.is_ok_and(|file| document::kind(sources.file(file).text()) == Some(due))
        })
        .collect();
    match matching.as_slice() {
        [] => format!("name {}; there is none in this folder", due.with_article()),
        [only] => format!("try `{}`", only.display()),
        [first, others @ ..] => format!(
            "try `{}` or one of the {} others in it",
            first.display(),
            others.len()
        ),
    }
}
