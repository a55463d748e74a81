//! Writing the improvements that were chosen: the plan as its next revision, the organization as another file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::analysis::advice::Advice;
use crate::analysis::evaluation::LEVEL_USUAL;
use crate::check::revision::{Texts, drill_with, improved, renamed};
use crate::cli::advise::reasons::without_reasons;
use crate::cli::advise::stage::{Loaded, Stage};
use crate::cli::advise::{AdviseArguments, BUDGET_USUAL, RUNS_USUAL};
use crate::cli::arguments::SEED_USUAL;
use crate::cli::load::{as_typed, forward_slashes};
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::document::{self, Kind, head_text};
use crate::model::{Improved, Improvement};
use crate::report::advise::sentence;
use crate::source::{self, FileId, Sources};

/// Refuses to write over a file, before anything is played.
pub(super) fn refuse_taken(arguments: &AdviseArguments) -> Result<(), Stop> {
    let targets = arguments.write.iter().chain(&arguments.write_organization);
    for target in targets {
        if fs::symlink_metadata(target).is_ok() {
            return Err(Stop::Usage {
                message: format!("`{}` is in the way", target.display()),
                help: Some("name a file that is not there yet; nothing was written".to_owned()),
            });
        }
    }
    if arguments.write.is_some() && arguments.write == arguments.write_organization {
        return Err(Stop::Usage {
            message: "plan and organization cannot be written to the same file".to_owned(),
            help: None,
        });
    }
    Ok(())
}

/// Refuses to write one file where drills play several.
pub(super) fn refuse_several(arguments: &AdviseArguments, loaded: &Loaded) -> Result<(), Stop> {
    for (target, improved, what) in [
        (&arguments.write, Improved::Plan, "plan"),
        (
            &arguments.write_organization,
            Improved::Organization,
            "organization",
        ),
    ] {
        if target.is_some() && loaded.only_file(improved).is_none() {
            return Err(Stop::Usage {
                message: format!("these scenarios do not share one {what}"),
                help: Some(format!(
                    "name scenarios of one {what} to write it; nothing was written"
                )),
            });
        }
    }
    Ok(())
}

/// What came of writing.
#[derive(Default)]
pub(super) struct Written {
    /// The files that were written.
    pub(super) files: Vec<String>,
    /// What was not written, and why.
    pub(super) left_out: Vec<String>,
}

/// Writes what is asked for, as far as an improvement of it was chosen.
pub(super) fn write(
    arguments: &AdviseArguments,
    loaded: &Loaded,
    stage: &Stage<'_>,
    advice: &Advice,
) -> Result<Written, Stop> {
    let picks = advice.chosen.iter().flat_map(|chosen| &chosen.picks);
    let chosen: Vec<&Improvement> = picks
        .map(|pick| &stage.proposals()[pick.improvement].improvement)
        .collect();
    if chosen.is_empty() {
        return Ok(Written {
            files: Vec::new(),
            left_out: unwritten(arguments, advice),
        });
    }
    let mut left_out = Vec::new();
    let of = |wanted: Improved| -> Vec<&Improvement> {
        let all = chosen.iter().copied();
        all.filter(|one| one.improved() == wanted).collect()
    };
    let text = |file: FileId| loaded.sources.file(file).text();
    let wanted = |target: &Option<PathBuf>, improved: Improved| {
        let improvements = of(improved);
        let target = target.clone().filter(|_| !improvements.is_empty())?;
        Some((target, improvements))
    };
    let plan = wanted(&arguments.write, Improved::Plan).map(|(target, improvements)| {
        let file = shared(loaded, Improved::Plan);
        let changes: Vec<String> = improvements.iter().map(|one| sentence(one)).collect();
        let revision = next_revision(loaded, file, &target);
        let (own, told) = without_reasons(text(file), &improvements);
        left_out.extend(told);
        let text = renamed(&improved(&own, improvements), &revision, &changes);
        (target, text)
    });
    let organization = wanted(&arguments.write_organization, Improved::Organization);
    let organization = organization.map(|(target, improvements)| {
        let file = shared(loaded, Improved::Organization);
        let (own, told) = without_reasons(text(file), &improvements);
        left_out.extend(told);
        (target, improved(&own, improvements))
    });
    for (target, is_written, what) in [
        (&arguments.write, plan.is_some(), "plan"),
        (
            &arguments.write_organization,
            organization.is_some(),
            "organization",
        ),
    ] {
        if let (Some(target), false) = (target, is_written) {
            left_out.push(format!(
                "not written: {}, since no improvement of the {what} is chosen",
                forward_slashes(target)
            ));
        }
    }
    let texts = Texts {
        plan: plan.as_ref().map(|(_, text)| text.as_str()),
        organization: organization.as_ref().map(|(_, text)| text.as_str()),
    };
    for files in &loaded.files {
        let is_sound = drill_with(&loaded.sources, *files, texts).value.is_some();
        assert!(
            is_sound,
            "a set that was played is sound under another name"
        );
    }
    let files: Vec<(PathBuf, String)> = plan.into_iter().chain(organization).collect();
    output::write_new(&files)?;
    Ok(Written {
        files: files
            .iter()
            .map(|(file, _)| forward_slashes(file))
            .collect(),
        left_out,
    })
}

/// Why nothing was written, where that was asked for.
fn unwritten(arguments: &AdviseArguments, advice: &Advice) -> Vec<String> {
    if arguments.write.is_none() && arguments.write_organization.is_none() {
        return Vec::new();
    }
    let why = match &advice.chosen {
        None => "it was broken off before anything was chosen",
        Some(_) if arguments.budget == 0 => "a budget of 0 chooses nothing",
        Some(_) => "no improvement is shown to help",
    };
    vec![format!("nothing was written: {why}")]
}

fn shared(loaded: &Loaded, improved: Improved) -> FileId {
    let file = loaded.only_file(improved);
    file.expect("several files were refused before")
}

/// What to type next: to see what the revision does, or to write it; where nothing is chosen, to choose, or to look elsewhere.
pub(super) fn next(
    arguments: &AdviseArguments,
    loaded: &Loaded,
    stage: &Stage<'_>,
    advice: &Advice,
    written: &[String],
) -> String {
    let scenarios: Vec<String> = arguments
        .scenarios
        .iter()
        .map(|path| as_typed(path))
        .collect();
    let scenarios = scenarios.join(" ");
    let option = |name: &str, path: &Option<PathBuf>| match path {
        Some(path) => format!(" --{name} {}", as_typed(path)),
        None => String::new(),
    };
    if !written.is_empty() {
        let of = |path: &Option<PathBuf>| {
            let path = path.clone();
            path.filter(|path| written.contains(&forward_slashes(path)))
        };
        return format!(
            "firebell compare {scenarios}{}{}{}{}",
            option("baseline", &arguments.instead.plan),
            option("organization", &arguments.instead.organization),
            option("candidate", &of(&arguments.write)),
            option("candidate-organization", &of(&arguments.write_organization)),
        );
    }
    let own = format!(
        "{scenarios}{}{}",
        option("plan", &arguments.instead.plan),
        option("organization", &arguments.instead.organization)
    );
    let Some(chosen) = &advice.chosen else {
        return format!("firebell advise {own}{}", same_set(arguments));
    };
    if chosen.picks.is_empty() {
        return match arguments.budget {
            0 => format!("firebell advise {own}"),
            _ => format!("firebell stress {own}"),
        };
    }
    let is_chosen = |wanted: Improved| {
        let mut picks = chosen.picks.iter();
        picks.any(|pick| stage.proposals()[pick.improvement].improvement.improved() == wanted)
    };
    let mut writing = String::new();
    for (improved, name) in [
        (Improved::Plan, "write"),
        (Improved::Organization, "write-organization"),
    ] {
        if !is_chosen(improved) {
            continue;
        }
        let Some(file) = loaded.only_file(improved) else {
            return format!("firebell compare {scenarios} --candidate PLAN");
        };
        let target = free_name(loaded, file, improved);
        writing.push_str(&format!(" --{name} {}", as_typed(&target)));
    }
    format!("firebell advise {own}{}{writing}", same_set(arguments))
}

/// The options on which the choice rests, where they are not as usual.
fn same_set(arguments: &AdviseArguments) -> String {
    let luck = &arguments.luck;
    let given = |name: &str, value: String, usual: String| {
        let is_usual = value == usual;
        (!is_usual).then(|| format!(" --{name} {value}"))
    };
    [
        given("runs", arguments.runs.to_string(), RUNS_USUAL.to_string()),
        given(
            "budget",
            arguments.budget.to_string(),
            BUDGET_USUAL.to_string(),
        ),
        given("seed", luck.luck().seed.to_string(), SEED_USUAL.to_string()),
        given("level", luck.level.to_string(), LEVEL_USUAL.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A name beside the file that no other file has.
fn free_name(loaded: &Loaded, file: FileId, improved: Improved) -> PathBuf {
    let path = loaded.sources.file(file).path();
    let stem = match improved {
        Improved::Plan => {
            let revision = next_revision(loaded, file, path);
            let name = format!("{}-{revision}.ron", loaded.drills[0].plan.id);
            let target = path.with_file_name(&name);
            if fs::symlink_metadata(&target).is_err() {
                return target;
            }
            name.trim_end_matches(".ron").to_owned()
        }
        Improved::Organization => {
            let stem = path.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        }
    };
    (2_u64..)
        .map(|number| path.with_file_name(format!("{stem}-{number}.ron")))
        .find(|target| fs::symlink_metadata(target).is_err())
        .expect("there are more numbers than files")
}

/// The first revision after the plan's own that no other plan of its id has: of those read, and of those beside it and beside
/// the file to write.
fn next_revision(loaded: &Loaded, plan: FileId, target: &Path) -> String {
    let own = &loaded.sources.file(plan);
    let mut beside = Sources::default();
    for path in [own.path(), target] {
        for name in source::names_beside(path) {
            // What cannot be read takes no revision's name.
            let _ = beside.read(&path.with_file_name(name));
        }
    }
    let id = head_text(own.text(), "id");
    let read = loaded.sources.files().chain(beside.files());
    let taken: Vec<String> = read
        .map(|(_, file)| file.text())
        .filter(|text| document::kind(text) == Some(Kind::Plan) && head_text(text, "id") == id)
        .map(|text| head_text(text, "revision").unwrap_or_default())
        .collect();
    let revision = head_text(own.text(), "revision").unwrap_or_default();
    let name = revision.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = revision[name.len()..].parse::<u64>();
    let (name, number) = match (name, number) {
        (name, Ok(number)) => (name.to_owned(), number),
        ("", Err(_)) => ("r".to_owned(), 1),
        (name, Err(_)) => (format!("{name}-"), 1),
    };
    (number.saturating_add(1)..)
        .map(|number| format!("{name}{number}"))
        .find(|revision| !taken.contains(revision))
        .expect("there are more numbers than plans")
}
