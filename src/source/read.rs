//! Reading files and searching folders: the only place that touches the disk on the way in.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::files::{FileId, Sources};

/// What the names of plans, drills, organizations and registers end in.
pub const EXTENSION: &str = "ron";

/// A file or folder that the world does not let us read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Its path.
    pub path: PathBuf,
    /// Why.
    pub cause: String,
    /// What to try instead.
    pub help: Option<String>,
}

impl Failure {
    fn new(path: &Path, error: &io::Error) -> Self {
        Self {
            path: path.to_owned(),
            cause: cause(error),
            help: None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be read: {}",
            self.path.display(),
            self.cause
        )
    }
}

impl std::error::Error for Failure {}

impl Sources {
    /// Reads a file, unless it was read already. What is not UTF-8 text is a flaw of the file, and no failure.
    pub fn read(&mut self, path: &Path) -> Result<FileId, Failure> {
        if let Some(file) = self.find(path) {
            return Ok(file);
        }
        let bytes = fs::read(path).map_err(|error| Failure::new(path, &error))?;
        Ok(self.add_bytes(path.to_owned(), bytes))
    }
}

/// The `.ron` files below a folder in the order of their paths; hidden folders and `target` are left out, links are not followed.
pub fn ron_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Failure::new(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::new(&folder, &error))?;
            let name = entry.file_name();
            let is_passed_over = name.to_string_lossy().starts_with('.') || name == "target";
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if is_passed_over {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if is_ron(&entry.path()) {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether the path is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The names of the `.ron` files and folders beside a path, in order.
pub fn names_beside(path: &Path) -> Vec<String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| is_ron(&entry.path()) || entry.path().is_dir())
        // A link that leads nowhere is beside itself.
        .filter(|entry| Some(entry.file_name().as_os_str()) != path.file_name())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn is_ron(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == EXTENSION)
}

/// The world's reason in our words where it is a common one.
fn cause(error: &io::Error) -> String {
    let known = [
        (io::ErrorKind::NotFound, "there is no such file"),
        (io::ErrorKind::PermissionDenied, "permission is denied"),
        (io::ErrorKind::IsADirectory, "it is a folder"),
    ];
    known
        .into_iter()
        .find(|(kind, _)| *kind == error.kind())
        .map_or_else(|| error.to_string(), |(_, words)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Flaw;

    #[test]
    fn a_folder_is_searched_in_order_without_what_is_hidden() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.ron",
            "a/z.ron",
            ".git/x.ron",
            "target/y.ron",
            "notes.txt",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = ron_files(folder.path()).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap())
            .collect();
        assert_eq!(names, [Path::new("a/z.ron"), Path::new("b.ron")]);
    }

    #[test]
    fn bytes_that_are_not_text_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, b"\xEF\xBB\xBFPlan(\n  // \xFF\xFE\n)").unwrap();
        let mut sources = Sources::default();
        let file = sources.read(&path).unwrap();
        let source = sources.file(file);
        assert_eq!(source.text(), "Plan(\n  // \u{fffd}\u{fffd}\n)\n");
        let flaw = Flaw::NotUtf8(vec![(11, 0xFF), (14, 0xFE)]);
        assert_eq!(source.flaw(), Some(&flaw));
        assert_eq!(sources.read(&path), Ok(file));
    }

    #[test]
    fn utf_16_is_understood_and_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let order = [
            ("little", u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ("big", u16::to_be_bytes),
        ];
        for (name, bytes_of) in order {
            let path = path.with_file_name(name);
            let units = "\u{feff}Plan(\u{1f525})".encode_utf16();
            let mut bytes: Vec<u8> = units.flat_map(bytes_of).collect();
            bytes.push(0); // A file that was cut.
            fs::write(&path, bytes).unwrap();
            let mut sources = Sources::default();
            let file = sources.read(&path).unwrap();
            assert_eq!(sources.file(file).text(), "Plan(\u{1f525})?\n");
            assert_eq!(sources.file(file).flaw(), Some(&Flaw::Utf16));
        }
    }
}
