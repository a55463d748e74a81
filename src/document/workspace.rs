//! Reading all files that belong together: what is given, and what those files name.

use std::path::{Path, PathBuf};

use crate::document::kind::{Kind, kind, register, scenario};
use crate::source::{Failure, FileId, Problems, Sources, is_folder, names_beside, ron_files};
use crate::text;

/// The files of a workspace.
#[derive(Debug)]
pub struct Workspace {
    /// Every file read, and which files could not be.
    pub sources: Sources,
    /// The files that were asked for, in that order; of a folder all its files.
    pub given: Vec<FileId>,
}

/// Reads the files, of folders every `.ron` file in them, and every file that those name. What cannot be read is a failure where it
/// was given by name; among the others it is left to those who check them.
pub fn read_workspace(paths: &[PathBuf]) -> Result<Workspace, Failure> {
    let mut sources = Sources::default();
    let mut given = Vec::new();
    for path in paths {
        if is_folder(path) {
            for file in ron_files(path)? {
                let read = sources.read(plainly(&file));
                given.push(read.unwrap_or_else(|failure| sources.add_unreadable(failure)));
            }
        } else {
            let read = sources.read(plainly(path));
            given.push(read.map_err(with_near_name)?);
        }
    }
    let mut to_follow: Vec<FileId> = sources.files().map(|(file, _)| file).collect();
    while let Some(file) = to_follow.pop() {
        for path in references(&sources, file) {
            let is_known = sources.find(&path).is_some() || sources.unread(&path).is_some();
            if is_known {
                continue;
            }
            match sources.read(&path) {
                Ok(file) => to_follow.push(file),
                Err(failure) => {
                    let beside = names_beside(&failure.path);
                    sources.note_unread(failure, beside);
                }
            }
        }
    }
    Ok(Workspace { sources, given })
}

/// The paths that a scenario or a register names; what is wrong in the file is left to those who check it.
fn references(sources: &Sources, file: FileId) -> Vec<PathBuf> {
    let mut problems = Problems::new(sources);
    let mut paths = Vec::new();
    match kind(sources.file(file).text()) {
        Some(Kind::Scenario) => {
            if let Some(doc) = scenario(file, &mut problems) {
                paths.extend([doc.organization, doc.plan]);
                paths.extend(doc.register.given());
            }
        }
        Some(Kind::Register) => {
            let doc = register(file, &mut problems);
            let risks = doc.map(|doc| doc.risks.elements(&mut problems));
            for risk in risks.unwrap_or_default() {
                if let Some(risk) = risk.read(&mut problems) {
                    paths.extend(risk.plan.given());
                    paths.extend(risk.drills.elements(&mut problems));
                }
            }
        }
        Some(Kind::Organization | Kind::Plan) | None => {}
    }
    paths
        .into_iter()
        .filter_map(|path| path.read(&mut problems))
        .map(|path| sources.path_from(file, &path.0))
        .collect()
}

/// People know `./plans/r1.ron` as `plans/r1.ron`.
fn plainly(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn with_near_name(mut failure: Failure) -> Failure {
    if failure.help.is_none() {
        let beside = names_beside(&failure.path);
        let near = near_path(&failure.path, &beside);
        failure.help = near.map(|near| format!("did you mean `{}`?", near.display()));
    }
    failure
}

/// The path of the file beside it whose name is nearest.
fn near_path(path: &Path, beside: &[String]) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy();
    let near = text::nearest(&name, beside.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}
