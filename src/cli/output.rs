//! Writing results: to the terminal in colour, to a pipe in plain text, to a file in one piece.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::builder::styling::{AnsiColor, Style};

use crate::cli::stop::Stop;
use crate::report::page::{self, Line, Span, Tone};
use crate::source::EXTENSION;
use crate::text;

/// How wide a page is where the terminal does not say.
const COLUMNS_USUAL: u16 = 100;

/// Pages are never laid out narrower than that.
pub(super) const COLUMNS_LEAST: u16 = 60;

/// The columns of a page: as asked for, else as wide as the terminal, else [`COLUMNS_USUAL`].
pub(super) fn columns(asked: Option<u16>, file: Option<&Path>) -> usize {
    let terminal = || match file {
        Some(_) => None,
        None => terminal_size::terminal_size_of(io::stdout()),
    };
    let columns = asked
        .or_else(|| terminal().map(|(width, _)| width.0))
        .unwrap_or(COLUMNS_USUAL);
    usize::from(columns.max(COLUMNS_LEAST))
}

/// A file that a result may be written to: none that plans and drills are written in.
pub(super) fn result_file(path: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    if path
        .extension()
        .is_some_and(|extension| extension == EXTENSION)
    {
        return Err(format!(
            "results are not written over .{EXTENSION} files, which hold plans and drills; name another file"
        ));
    }
    Ok(path)
}

/// Writes a page to the file, or to standard output.
pub(super) fn write_page(page: &[Line], file: Option<&Path>) -> Result<(), Stop> {
    match file {
        Some(file) => write_file(file, &page::to_text(page)),
        None => write_out(&painted(page)),
    }
}

/// Writes a text that programs read to the file, or to standard output.
pub(super) fn write_text(text: &str, file: Option<&Path>) -> Result<(), Stop> {
    match file {
        Some(file) => write_file(file, text),
        None => write_out(text),
    }
}

/// Writes files that must not be there yet: all of them, or none.
pub(super) fn write_new(files: &[(PathBuf, String)]) -> Result<(), Stop> {
    let in_the_way: Vec<String> = files
        .iter()
        .filter(|(file, _)| fs::symlink_metadata(file).is_ok())
        .map(|(file, _)| file.display().to_string())
        .collect();
    if !in_the_way.is_empty() {
        return Err(taken(&in_the_way));
    }
    for (file, _) in files {
        make_folder(file.parent().unwrap_or(Path::new("")))?;
    }
    for (place, (file, text)) in files.iter().enumerate() {
        let created = fs::File::create_new(file);
        let written = created.and_then(|mut created| created.write_all(text.as_bytes()));
        if let Err(error) = written {
            let is_taken = error.kind() == ErrorKind::AlreadyExists;
            let ours = if is_taken { place } else { place + 1 };
            for (file, _) in &files[..ours] {
                // What cannot be removed again is told by the error.
                let _ = fs::remove_file(file);
            }
            return Err(if is_taken {
                taken(&[file.display().to_string()])
            } else {
                unwritable(file, &error)
            });
        }
    }
    Ok(())
}

/// Makes a folder and those around it, unless it is there.
pub(super) fn make_folder(folder: &Path) -> Result<(), Stop> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

fn taken(files: &[String]) -> Stop {
    let verb = if files.len() == 1 { "is" } else { "are" };
    Stop::Usage {
        message: format!("{} {verb} in the way", text::all_of(files)),
        help: Some("name another folder; nothing was written".to_owned()),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Stop {
    Stop::World(format!("`{}` cannot be written: {error}", path.display()))
}

/// "error: …" with a line of help on standard error.
pub(super) fn complain(message: &str, help: Option<&str>) {
    let error = AnsiColor::Red.on_default().bold();
    let bold = Style::new().bold();
    let message = text::plain(message);
    let mut said = format!("{error}error{error:#}{bold}: {message}{bold:#}\n");
    if let Some(help) = help {
        let help = text::plain(help);
        writeln!(said, "  help: {help}").expect("a string takes all that is written");
    }
    // Nobody is left to tell if standard error is closed.
    let _ = anstream::stderr().write_all(said.as_bytes());
}

/// Says on standard error what one might not expect.
pub(super) fn remark(message: &str) {
    let note = AnsiColor::Cyan.on_default().bold();
    let said = format!("{note}note{note:#}: {}\n", text::plain(message));
    // Nobody is left to tell if standard error is closed.
    let _ = anstream::stderr().write_all(said.as_bytes());
}

/// Standard output drops the colours where they are not wanted. Whoever stops reading early has seen enough.
fn write_out(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Stop::World(format!(
            "standard output cannot be written: {error}"
        ))),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a new file beside the old one and puts it in its place, so that no half of it is ever seen.
fn write_file(file: &Path, text: &str) -> Result<(), Stop> {
    let mut aside = Aside::create(file)?;
    aside.write(text)?;
    aside.put_in_place()
}

/// A file on its way: written beside its place and put there when it is whole. Dropped before, it leaves nothing behind.
pub(super) struct Aside {
    /// As it was named.
    file: PathBuf,
    writer: BufWriter<fs::File>,
    /// Where it is written and where it belongs; `None`: a device or a pipe, which is written to and never replaced.
    places: Option<(PathBuf, PathBuf)>,
}

impl Aside {
    /// Begins the file.
    pub(super) fn create(file: &Path) -> Result<Self, Stop> {
        let failed = |error: &io::Error| unwritable(file, error);
        // A link leads to what is replaced.
        let known = fs::metadata(file).ok();
        let places = match &known {
            // `/dev/stdout` may lead to a file that others write to as well.
            Some(known) if known.is_file() && !file.starts_with("/dev") => {
                let target = fs::canonicalize(file).map_err(|error| failed(&error))?;
                Some((aside(&target, file)?, target))
            }
            Some(_) => None,
            None => Some((aside(file, file)?, file.to_owned())),
        };
        let opened = match &places {
            Some((aside, _)) => fs::File::create(aside),
            None => fs::OpenOptions::new().append(true).open(file),
        };
        let opened = opened.map_err(|error| failed(&error))?;
        if let (Some(known), Some(_)) = (known, &places) {
            keep_mode(&opened, &known);
        }
        Ok(Self {
            file: file.to_owned(),
            writer: BufWriter::new(opened),
            places,
        })
    }

    /// Writes on.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Stop> {
        let written = self.writer.write_all(text.as_bytes());
        written.map_err(|error| unwritable(&self.file, &error))
    }

    /// Puts it in its place.
    pub(super) fn put_in_place(mut self) -> Result<(), Stop> {
        let put = self.writer.flush().and_then(|()| match &self.places {
            Some((aside, target)) => fs::rename(aside, target),
            None => Ok(()),
        });
        put.map_err(|error| unwritable(&self.file, &error))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Some((aside, _)) = &self.places {
            // In its place there is nothing left to remove; what cannot be removed is of no use, and another error says more.
            let _ = fs::remove_file(aside);
        }
    }
}

/// Whoever may read what is replaced may read the new one, and nobody else. Where that belongs to somebody else, its mode would shut
/// them out, and the new one has the usual one.
#[cfg(unix)]
fn keep_mode(new: &fs::File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let is_same_owner = |new: fs::Metadata| (new.uid(), new.gid()) == (old.uid(), old.gid());
    if new.metadata().is_ok_and(is_same_owner) {
        // A file system that knows no modes keeps none.
        let _ = new.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777));
    }
}

#[cfg(not(unix))]
fn keep_mode(_: &fs::File, _: &fs::Metadata) {}

/// A hidden name beside the target of `file`, this process's own.
fn aside(target: &Path, file: &Path) -> Result<PathBuf, Stop> {
    let name = target
        .file_name()
        .ok_or_else(|| Stop::World(format!("`{}` is no name of a file", file.display())))?;
    let process = std::process::id();
    Ok(target.with_file_name(format!(".{}.{process}.part", name.to_string_lossy())))
}

/// The page with the colours of its tones.
fn painted(page: &[Line]) -> String {
    let mut text = String::new();
    for line in page {
        // Blanks at the end of a line are blanks of any tone.
        let is_seen = |span: &Span| !span.text().trim_end_matches(' ').is_empty();
        let seen = line.iter().rposition(is_seen).map_or(0, |last| last + 1);
        for (place, span) in (1..).zip(&line[..seen]) {
            let style = style(span.tone());
            let said = match span.text() {
                said if place == seen => said.trim_end_matches(' '),
                said => said,
            };
            write!(text, "{style}{said}{style:#}").expect("a string takes all that is written");
        }
        text.push('\n');
    }
    text
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Title => Style::new().bold().underline(),
        Tone::Heading => Style::new().bold(),
        Tone::Faint => Style::new().dimmed(),
        Tone::Inject => AnsiColor::Cyan.on_default().bold(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_in_one_piece() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.txt");
        fs::write(&file, "old").unwrap();
        write_file(&file, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_may_read_what_replaces_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.txt");
        fs::write(&file, "old").unwrap();
        for (mode, kept) in [(0o600, 0o600), (0o664, 0o664), (0o4755, 0o755)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            write_file(&file, "new").unwrap();
            let found = fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(found & 0o7777, kept);
        }
    }

    #[test]
    fn new_files_are_written_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| (folder.path().join(name), name.to_owned());
        fs::write(folder.path().join("here.txt"), "old").unwrap();
        let in_the_way = write_new(&[file("a/new.txt"), file("here.txt")]);
        assert!(
            matches!(&in_the_way, Err(Stop::Usage { message, .. }) if message.contains("here.txt")),
            "{in_the_way:?}"
        );
        let no_folder = write_new(&[file("new.txt"), file("here.txt/new.txt")]);
        assert!(matches!(no_folder, Err(Stop::World(_))), "{no_folder:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(write_new(&[file("a/new.txt"), file("new.txt")]), Ok(()));
        let written = fs::read_to_string(folder.path().join("a/new.txt"));
        assert_eq!(written.unwrap(), "a/new.txt");
        let kept = fs::read_to_string(folder.path().join("here.txt"));
        assert_eq!(kept.unwrap(), "old");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("no-such-folder").join("story.txt");
        assert!(matches!(write_file(&file, "new"), Err(Stop::World(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
