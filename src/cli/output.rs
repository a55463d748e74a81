//! Writing results: to the terminal in colour, to a pipe in plain text, to a file in one piece.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::builder::styling::{AnsiColor, Style};

use crate::cli::stop::Stop;
use crate::report::page::{self, Line, Tone};
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
    let failed = |error: &io::Error| unwritable(file, error);
    // A device or a pipe is written to, never replaced; a link leads to what is replaced.
    let target = match fs::metadata(file) {
        Ok(known) if known.is_file() => fs::canonicalize(file).map_err(|error| failed(&error))?,
        Ok(_) => return fs::write(file, text).map_err(|error| failed(&error)),
        Err(_) => file.to_owned(),
    };
    let aside = aside(&target)
        .ok_or_else(|| Stop::World(format!("`{}` is no name of a file", file.display())))?;
    let written = fs::write(&aside, text).and_then(|()| fs::rename(&aside, &target));
    written.map_err(|error| {
        // What could not be put in place is of no use; if it cannot be removed either, the first error says more.
        let _ = fs::remove_file(&aside);
        failed(&error)
    })
}

/// A hidden name beside the file, this process's own.
fn aside(file: &Path) -> Option<PathBuf> {
    let name = file.file_name()?.to_string_lossy();
    let process = std::process::id();
    Some(file.with_file_name(format!(".{name}.{process}.part")))
}

/// The page with the colours of its tones.
fn painted(page: &[Line]) -> String {
    let mut text = String::new();
    for line in page {
        for span in line {
            let style = style(span.tone());
            write!(text, "{style}{}{style:#}", span.text())
                .expect("a string takes all that is written");
        }
        text.truncate(text.trim_end_matches(' ').len());
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
