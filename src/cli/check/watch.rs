//! `firebell check --watch`: the same check again whenever a file is saved.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::cli::check::{Checked, write_human};
use crate::cli::stop::Stop;
use crate::source;

/// Editors save in several moves: the check waits until nothing has moved for so long.
const QUIET: Duration = Duration::from_millis(80);
/// A folder that never comes to rest is checked after so many moves all the same.
const MOVES_MAX: usize = 10_000;

/// Checks now and after every change; ends with the process. Only at first what cannot be read is a reason to stop.
pub(super) fn run(
    paths: &[PathBuf],
    check: impl Fn() -> Result<Checked, Stop>,
) -> Result<(), Stop> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| failed(&error))?;
    let mut watched = BTreeSet::new();
    // Watched before it is read, so that no change falls in between.
    watch(&mut watcher, places(paths), &mut watched)?;
    let mut checked = check()?;
    loop {
        let read = checked.sources.files().map(|(_, file)| file.path());
        let beside: Vec<Watched> = read.map(beside).collect();
        // A folder that has vanished meanwhile is told by the check.
        let _ = watch(&mut watcher, beside, &mut watched);
        clear();
        write_human(&checked, None)?;
        checked = next(&changes, &check)?;
    }
}

/// What to watch: a folder, with all that is in it or alone.
type Watched = (PathBuf, bool);

/// A folder given is watched to its depths, of a file the folder it lies in, because editors save by renaming.
fn places(paths: &[PathBuf]) -> Vec<Watched> {
    let place = |path: &PathBuf| {
        if source::is_folder(path) {
            (path.clone(), true)
        } else {
            beside(path)
        }
    };
    paths.iter().map(place).collect()
}

fn beside(file: &Path) -> Watched {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    (folder.unwrap_or(Path::new(".")).to_owned(), false)
}

fn watch(
    watcher: &mut impl Watcher,
    places: Vec<Watched>,
    watched: &mut BTreeSet<Watched>,
) -> Result<(), Stop> {
    for (folder, is_deep) in places {
        if is_covered(&folder, is_deep, watched) {
            continue;
        }
        let mode = if is_deep {
            RecursiveMode::Recursive
        } else {
            RecursiveMode::NonRecursive
        };
        watcher
            .watch(&folder, mode)
            .map_err(|error| failed(&error))?;
        watched.insert((folder, is_deep));
    }
    Ok(())
}

/// Whether the folder is watched already, itself or as part of another one.
fn is_covered(folder: &Path, is_deep: bool, watched: &BTreeSet<Watched>) -> bool {
    watched.iter().any(|(other, other_is_deep)| {
        let is_inside = folder.starts_with(other)
            || other == Path::new(".") && folder.is_relative() && !folder.starts_with("..");
        (folder == other && (*other_is_deep || !is_deep)) || (*other_is_deep && is_inside)
    })
}

/// What is found after the next change that can be read at all; until then it is said why not.
fn next(
    changes: &Receiver<notify::Result<Event>>,
    check: impl Fn() -> Result<Checked, Stop>,
) -> Result<Checked, Stop> {
    loop {
        wait(changes)?;
        match check() {
            Ok(checked) => return Ok(checked),
            Err(stop) => {
                clear();
                stop.report();
            }
        }
    }
}

/// Waits for a change that concerns the check, and then for quiet.
fn wait(changes: &Receiver<notify::Result<Event>>) -> Result<(), Stop> {
    loop {
        let change = changes
            .recv()
            .map_err(|_| Stop::World("files are not watched any more".to_owned()))?;
        if concerns(&change) {
            break;
        }
    }
    for _ in 0..MOVES_MAX {
        if changes.recv_timeout(QUIET).is_err() {
            break;
        }
    }
    Ok(())
}

/// Whether the files may be others than before. Reading them is a change to the watcher, not to us; what it has missed may
/// be anything; a name without an ending may be a folder.
fn concerns(change: &notify::Result<Event>) -> bool {
    let Ok(event) = change else {
        return true;
    };
    let is_written = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
    let may_be_ours = |path: &PathBuf| {
        path.extension()
            .is_none_or(|ending| ending == source::EXTENSION)
    };
    event.need_rescan()
        || (is_written || !event.kind.is_access()) && event.paths.iter().any(may_be_ours)
}

/// Empties the screen, if there is one.
fn clear() {
    if io::stderr().is_terminal() && io::stdout().is_terminal() {
        // Nobody is left to tell if the terminal is gone.
        let _ = io::stderr().write_all(b"\x1b[2J\x1b[3J\x1b[H");
    }
}

fn failed(error: &notify::Error) -> Stop {
    Stop::World(format!("files cannot be watched: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, ModifyKind, RemoveKind};

    #[test]
    fn saving_concerns_the_check_and_reading_does_not() {
        let write = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, path, is_concern) in [
            (write, "plans/r1.ron", true),
            (EventKind::Create(CreateKind::File), "plans/r1.ron", true),
            (EventKind::Remove(RemoveKind::File), "plans/r1.ron", true),
            (EventKind::Remove(RemoveKind::Folder), "plans", true),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                "plans/r1.ron",
                true,
            ),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Read)),
                "plans/r1.ron",
                false,
            ),
            (
                EventKind::Access(AccessKind::Open(AccessMode::Any)),
                "plans/r1.ron",
                false,
            ),
            (write, "plans/.r1.ron.swp", false),
            (write, "notes.txt", false),
        ] {
            let event = Event::new(kind).add_path(path.into());
            assert_eq!(concerns(&Ok(event)), is_concern, "{kind:?} {path}");
        }
        assert!(concerns(&Err(notify::Error::generic("some were missed"))));
    }

    #[test]
    fn a_change_is_answered_once_it_is_quiet_and_what_cannot_be_read_is_waited_out() {
        let (sender, changes) = mpsc::channel();
        let saved = || {
            let kind = EventKind::Create(CreateKind::File);
            Ok(Event::new(kind).add_path("a.ron".into()))
        };
        for _ in 0..3 {
            sender.send(saved()).expect("the other end is there");
        }
        let tries = std::cell::Cell::new(0);
        let check = || {
            tries.set(tries.get() + 1);
            if tries.get() == 1 {
                sender.send(saved()).expect("the other end is there");
                return Err(Stop::World("the file is not there".to_owned()));
            }
            Ok(Checked {
                sources: source::Sources::default(),
                found: Vec::new(),
            })
        };
        assert!(next(&changes, check).is_ok());
        assert_eq!(tries.get(), 2);
    }

    #[test]
    fn no_folder_is_watched_twice() {
        let watched = BTreeSet::from([("a".into(), true), ("b".into(), false)]);
        for (folder, is_deep, covered) in [
            ("a", true, true),
            ("a/c", false, true),
            ("ab", false, false),
            ("b", false, true),
            ("b", true, false),
            ("b/c", false, false),
        ] {
            assert_eq!(
                is_covered(Path::new(folder), is_deep, &watched),
                covered,
                "{folder}"
            );
        }
        let here = BTreeSet::from([(".".into(), true)]);
        assert!(is_covered(Path::new("plans"), false, &here));
        assert!(!is_covered(Path::new("../plans"), false, &here));
    }
}
