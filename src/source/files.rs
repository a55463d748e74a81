//! Texts of files, and places in them.

use std::path::{self, Component, Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::source::Failure;

/// A file of [`Sources`], in the order of reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(u32);

/// A place in a file, in bytes, half-open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// Which file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Whether the other place lies wholly in this one.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// What is wrong with a file as a whole, before anything in it is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// The text has U+FFFD at these places for these bytes, which are not UTF-8; there is at least one.
    NotUtf8(Vec<(usize, u8)>),
    /// The text was told from UTF-16, which only other programs understand.
    Utf16,
    /// Nothing could be read; the text is empty.
    Unreadable(Failure),
}

/// One file: its path as people know it, and its text.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    line_starts: Vec<usize>,
    flaw: Option<Flaw>,
    sha256: String,
}

impl SourceFile {
    fn new(path: PathBuf, text: String, flaw: Option<Flaw>, sha256: String) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            path,
            text,
            line_starts,
            flaw,
            sha256,
        }
    }

    /// The path as given or as reached from the file that names it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text without a byte-order mark, ending in a newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the file's bytes as they were read, in hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What is wrong with it as a whole.
    pub fn flaw(&self) -> Option<&Flaw> {
        self.flaw.as_ref()
    }

    /// The line and column of a byte.
    pub fn line_column(&self, byte: usize) -> LineColumn {
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts[line - 1];
        LineColumn {
            line,
            column: self.text[start..byte].chars().count() + 1,
        }
    }

    /// The bytes of a line counted from 1, its end left out.
    pub fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.line_starts[line - 1];
        let end = self
            .line_starts
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        start..end
    }
}

/// The files that were read, each once.
#[derive(Default, Debug)]
pub struct Sources {
    /// Shared with those in which other files have other texts.
    files: Vec<Arc<SourceFile>>,
    unread: Vec<Unread>,
}

/// A file that another one names and that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Which, and why.
    pub failure: Failure,
    /// The names of the files beside it, among which the right one may be.
    pub beside: Vec<String>,
}

impl Sources {
    /// Adds a text under a path; a byte-order mark is left out and a last newline added.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        self.add_bytes(path, text.into_bytes())
    }

    /// The same files, with other texts for some of them.
    pub fn with_texts<'t>(&self, text: impl Fn(FileId) -> Option<&'t str>) -> Self {
        let mut with = Self {
            files: Vec::with_capacity(self.files.len()),
            unread: self.unread.clone(),
        };
        for (file, known) in (0..).map(FileId).zip(&self.files) {
            match text(file) {
                Some(text) => {
                    with.add(known.path.clone(), text.to_owned());
                }
                None => with.files.push(Arc::clone(known)),
            }
        }
        with
    }

    /// Adds what may be a text; what is wrong with it is its flaw.
    pub(super) fn add_bytes(&mut self, path: PathBuf, bytes: Vec<u8>) -> FileId {
        let sha256 = sha256(&bytes);
        let (mut text, flaw) = text_of(bytes);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        self.push(SourceFile::new(path, text, flaw, sha256))
    }

    /// Adds a file without its text, which the world does not let us read.
    pub fn add_unreadable(&mut self, failure: Failure) -> FileId {
        let path = failure.path.clone();
        let flaw = Some(Flaw::Unreadable(failure));
        self.push(SourceFile::new(path, "\n".to_owned(), flaw, sha256(&[])))
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("files fit into memory"));
        self.files.push(Arc::new(file));
        id
    }

    /// All files in the order of reading.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(Arc::as_ref))
    }

    /// The file.
    pub fn file(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize] // u32 to usize: widening.
    }

    /// The file of that path, `.` and `..` resolved.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        let wanted = plain_path(path);
        self.files()
            .find(|(_, file)| plain_path(&file.path) == wanted)
            .map(|(id, _)| id)
    }

    /// Remembers that a file could not be read.
    pub fn note_unread(&mut self, failure: Failure, beside: Vec<String>) {
        self.unread.push(Unread { failure, beside });
    }

    /// Why the file of that path could not be read, if that was tried.
    pub fn unread(&self, path: &Path) -> Option<&Unread> {
        let wanted = plain_path(path);
        self.unread
            .iter()
            .find(|unread| plain_path(&unread.failure.path) == wanted)
    }

    /// The file that another one names by a relative path.
    pub fn referenced(&self, from: FileId, relative: &str) -> Option<FileId> {
        self.find(&self.path_from(from, relative))
    }

    /// The path that a file means by a relative one.
    pub fn path_from(&self, from: FileId, relative: &str) -> PathBuf {
        let folder = self.file(from).path.parent().unwrap_or(Path::new(""));
        plain_path(&folder.join(relative))
    }

    /// The place of a slice of one of the texts: the difference of the two addresses.
    pub fn span(&self, slice: &str) -> Span {
        let address = slice.as_ptr().addr();
        self.files()
            .find_map(|(file, source)| {
                let start = address.checked_sub(source.text.as_ptr().addr())?;
                let end = start + slice.len();
                (start < source.text.len() && end <= source.text.len()).then_some(Span {
                    file,
                    start,
                    end,
                })
            })
            .expect("a located text is a slice of its source")
    }
}

/// The text of a file without a byte-order mark.
fn text_of(bytes: Vec<u8>) -> (String, Option<Flaw>) {
    let in_utf16: Option<fn([u8; 2]) -> u16> = match bytes.get(..2) {
        Some([0xFF, 0xFE]) => Some(u16::from_le_bytes),
        Some([0xFE, 0xFF]) => Some(u16::from_be_bytes),
        Some(_) | None => None,
    };
    if let Some(unit) = in_utf16 {
        let units = bytes[2..].chunks(2).map(|pair| match *pair {
            [first, second] => unit([first, second]),
            // Half a unit at the end.
            _ => u16::from(b'?'),
        });
        let text = char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        return (text, Some(Flaw::Utf16));
    }
    let bytes = match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let mut not_utf8 = Vec::new();
            let mut text = String::new();
            for chunk in error.as_bytes().utf8_chunks() {
                text.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    not_utf8.push((text.len(), *byte));
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
            (text, Some(Flaw::NotUtf8(not_utf8)))
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether both paths lead to one place, as far as their words say: links are not followed.
pub fn is_one_place(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| plain_path(&path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    whole(a) == whole(b)
}

/// The path without `.`, and without `..` where it can be taken back.
fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            Component::Prefix(_)
            | Component::RootDir
            | Component::ParentDir
            | Component::Normal(_) => plain.push(component),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_leaves_all_else_as_it_is() {
        let mut sources = Sources::default();
        let plan = sources.add("plans/p.ron".into(), "old".to_owned());
        let scenario = sources.add("s.ron".into(), "Scenario".to_owned());
        let failure = Failure {
            path: "gone.ron".into(),
            cause: "it is not there".to_owned(),
            help: None,
        };
        sources.note_unread(failure, Vec::new());
        let with = sources.with_texts(|file| (file == plan).then_some("new"));
        assert_eq!(with.find(Path::new("plans/p.ron")), Some(plan));
        assert_eq!(with.file(plan).text(), "new\n");
        assert_ne!(with.file(plan).sha256(), sources.file(plan).sha256());
        assert!(std::ptr::eq(with.file(scenario), sources.file(scenario)));
        assert!(with.unread(Path::new("gone.ron")).is_some());
        assert_eq!(sources.file(plan).text(), "old\n");
    }
}
