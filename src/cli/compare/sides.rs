//! The plans on either side of a comparison, and the drills that they play.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::check::DrillFiles;
use crate::check::revision::{Revision, Texts, drill_with, own_files, revision, unknown_origins};
use crate::cli::compare::CompareArguments;
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, drills, load};
use crate::document::{Kind, Workspace};
use crate::model::{Change, Drill};
use crate::source::{Diagnostic, FileId, Sources};
use crate::text;

/// Everything that is compared.
pub(super) struct Sides {
    pub(super) sources: Sources,
    pub(super) baseline: Side,
    /// At least one.
    pub(super) candidates: Vec<Side>,
    /// Ids of the scenarios of named folders that play another plan.
    pub(super) left_out: Vec<String>,
}

/// A plan with an organization, in every drill.
pub(super) struct Side {
    pub(super) name: String,
    /// One for each scenario; plan and organization are named.
    pub(super) files: Vec<DrillFiles>,
    pub(super) drills: Vec<Drill>,
    /// What scenarios name and it lacks.
    pub(super) without: Vec<String>,
    /// What it changes against the baseline.
    pub(super) changes: Vec<Change>,
    /// How to make the changes of the plan and of the organization; places of the latter come after those of the former.
    pub(super) revisions: Revisions,
}

/// How to get from the baseline's files to a candidate's.
#[derive(Default)]
pub(super) struct Revisions {
    pub(super) plan: Option<Revision>,
    pub(super) organization: Option<Revision>,
}

/// Reads all files, checks every drill of either side, and finds what changes.
pub(super) fn load(arguments: &CompareArguments) -> Result<Sides, Stop> {
    let instead: Vec<(&PathBuf, Kind)> = [
        (arguments.baseline.as_ref(), Kind::Plan),
        (arguments.organization.as_ref(), Kind::Organization),
        (
            arguments.candidate_organization.as_ref(),
            Kind::Organization,
        ),
    ]
    .into_iter()
    .filter_map(|(path, kind)| Some((path?, kind)))
    .chain(arguments.candidates.iter().map(|path| (path, Kind::Plan)))
    .collect();
    for (path, kind) in &instead {
        load::refuse_folder(path, *kind)?;
    }
    let paths: Vec<PathBuf> = (arguments.scenarios.iter())
        .chain(instead.iter().map(|(path, _)| *path))
        .cloned()
        .collect();
    let Workspace { sources, given } = load::workspace(&paths)?;
    let file = |path: &Path| {
        let known = path.strip_prefix(".").unwrap_or(path);
        sources.find(known).expect("what was named was read")
    };
    for (path, kind) in &instead {
        load::refuse_other_kinds(&sources, file(path), *kind)?;
    }
    let mut once = BTreeSet::new();
    if let Some(twice) = arguments
        .candidates
        .iter()
        .find(|path| !once.insert(file(path)))
    {
        return Err(Stop::Usage {
            message: format!("`{}` is named twice as a candidate", twice.display()),
            help: None,
        });
    }
    let named = arguments.baseline.as_ref().map(|path| file(path));
    let organization = arguments.organization.as_ref().map(|path| file(path));
    let all = drills::scenarios(
        &sources,
        &arguments.scenarios,
        &given[..given.len() - instead.len()],
    )?;
    let candidates: Vec<FileId> = arguments.candidates.iter().map(|path| file(path)).collect();
    refuse_other_plans(&sources, &candidates)?;
    let due = named
        .or(candidates.first().copied())
        .and_then(|plan| drills::head_id(&sources, plan));
    let (scenarios, left_out) =
        drills::that_play(&sources, &arguments.scenarios, all, due.as_deref())?;
    let files: Vec<DrillFiles> = scenarios
        .iter()
        .map(|scenario| {
            let own = own_files(&sources, *scenario);
            DrillFiles {
                scenario: *scenario,
                plan: named.or(own.plan),
                organization: organization.or(own.organization),
            }
        })
        .collect();
    if !candidates.is_empty() {
        refuse_several(&sources, files.iter().map(|files| files.plan), Kind::Plan)?;
    }
    if arguments.candidate_organization.is_some() {
        let organizations = files.iter().map(|files| files.organization);
        refuse_several(&sources, organizations, Kind::Organization)?;
    }
    let mut sides = vec![files.clone()];
    let candidate_organization = arguments
        .candidate_organization
        .as_ref()
        .map(|path| file(path));
    let plans: Vec<Option<FileId>> = if candidates.is_empty() {
        vec![None]
    } else {
        candidates.iter().copied().map(Some).collect()
    };
    for plan in &plans {
        let of_drill = |baseline: &DrillFiles| DrillFiles {
            scenario: baseline.scenario,
            plan: plan.or(baseline.plan),
            organization: candidate_organization.or(baseline.organization),
        };
        sides.push(files.iter().map(of_drill).collect());
    }
    let flat: Vec<DrillFiles> = sides.iter().flatten().copied().collect();
    let mut checked = drills::checked(&sources, &flat)?.into_iter();
    let (mut drills_of, mut without_of) = (Vec::new(), Vec::new());
    for side in &sides {
        let (drills, without): (Vec<Drill>, Vec<Vec<String>>) =
            checked.by_ref().take(side.len()).unzip();
        let without: BTreeSet<String> = without.into_iter().flatten().collect();
        drills_of.push(drills);
        without_of.push(without.into_iter().collect());
    }
    warn_of_origins(&sources, &sides);
    let names = names(&sources, &sides, &drills_of, arguments);
    let mut all = sides.into_iter().zip(drills_of).zip(without_of).zip(names);
    let (((files, drills), without), name) = all.next().expect("the baseline comes first");
    let baseline = Side {
        name,
        files,
        drills,
        without,
        changes: Vec::new(),
        revisions: Revisions::default(),
    };
    let candidates = all
        .map(|(((files, drills), without), name)| {
            let revisions = revisions(&sources, &baseline.files, &files, &drills);
            Side {
                name,
                files,
                drills,
                without,
                changes: changes(&revisions),
                revisions,
            }
        })
        .collect();
    Ok(Sides {
        sources,
        baseline,
        candidates,
        left_out,
    })
}

/// Steps that say they were renamed from what the baseline does not know.
fn warn_of_origins(sources: &Sources, sides: &[Vec<DrillFiles>]) {
    let plan = |side: &Vec<DrillFiles>| side.first().and_then(|files| files.plan);
    let Some((baseline, candidates)) = sides.split_first() else {
        return;
    };
    let later: BTreeSet<FileId> = candidates.iter().filter_map(plan).collect();
    let earlier = plan(baseline).into_iter();
    let pairs = earlier.flat_map(|earlier| later.iter().map(move |later| (earlier, *later)));
    let found: Vec<Diagnostic> = pairs
        .filter(|(earlier, later)| earlier != later)
        .flat_map(|(earlier, later)| unknown_origins(sources, earlier, later))
        .collect();
    diagnostics::show(sources, &found);
}

/// Candidates are revisions of one plan.
fn refuse_other_plans(sources: &Sources, candidates: &[FileId]) -> Result<(), Stop> {
    let named: Vec<(FileId, String)> = candidates
        .iter()
        .filter_map(|file| Some((*file, drills::head_id(sources, *file)?)))
        .collect();
    if named.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Ok(());
    }
    let told: Vec<String> = named
        .iter()
        .map(|(file, id)| {
            let path = load::forward_slashes(sources.file(*file).path());
            format!("{path} is of {id}")
        })
        .collect();
    Err(Stop::Usage {
        message: format!("candidates are of different plans: {}", told.join(", ")),
        help: Some("compare revisions of one plan at a time".to_owned()),
    })
}

/// A candidate is compared with one file: scenarios that name different ones are told apart by an option.
fn refuse_several(
    sources: &Sources,
    files: impl Iterator<Item = Option<FileId>>,
    kind: Kind,
) -> Result<(), Stop> {
    let files: BTreeSet<FileId> = files.flatten().collect();
    if files.len() <= 1 {
        return Ok(());
    }
    let paths: Vec<String> = files
        .iter()
        .map(|file| sources.file(*file).path().display().to_string())
        .collect();
    let option = match kind {
        Kind::Organization => "--organization",
        Kind::Plan | Kind::Scenario | Kind::Register => "--baseline",
    };
    Err(Stop::Usage {
        message: format!(
            "the scenarios name different files: {}",
            text::all_of(&paths)
        ),
        help: Some(format!(
            "say which one to compare with: {option} {}",
            paths[0]
        )),
    })
}

/// What the sides are called: their revisions where these tell them apart, else their files.
fn names(
    sources: &Sources,
    sides: &[Vec<DrillFiles>],
    drills: &[Vec<Drill>],
    arguments: &CompareArguments,
) -> Vec<String> {
    let plan_of = |side: &[DrillFiles]| side[0].plan;
    let stem = |file: Option<FileId>| {
        let path = file.map(|file| sources.file(file).path());
        path.and_then(Path::file_stem).map_or_else(
            || "plan".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        )
    };
    let revisions: Vec<&str> = drills
        .iter()
        .map(|drills| drills[0].plan.revision.as_str())
        .collect();
    let is_told_apart = (0..sides.len()).all(|one| {
        !revisions[one].is_empty()
            && (0..one).all(|other| {
                revisions[one] != revisions[other] || plan_of(&sides[one]) == plan_of(&sides[other])
            })
    });
    let stems: BTreeSet<String> = sides.iter().map(|side| stem(plan_of(side))).collect();
    let plans: BTreeSet<Option<FileId>> = sides.iter().map(|side| plan_of(side)).collect();
    let path = |file: Option<FileId>| {
        let path = file.map(|file| load::forward_slashes(sources.file(file).path()));
        path.unwrap_or_else(|| "plan".to_owned())
    };
    let with = arguments.candidate_organization.as_ref().map(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        format!(" with {stem}")
    });
    sides
        .iter()
        .enumerate()
        .map(|(place, side)| {
            let name = if has_several_plans(side) {
                "own plans".to_owned()
            } else if is_told_apart {
                revisions[place].to_owned()
            } else if stems.len() == plans.len() {
                stem(plan_of(side))
            } else {
                path(plan_of(side))
            };
            match &with {
                Some(with) if place > 0 => format!("{name}{with}"),
                Some(_) | None => name,
            }
        })
        .collect()
}

/// Whether its scenarios play their own plans, and these are several.
fn has_several_plans(side: &[DrillFiles]) -> bool {
    side.windows(2).any(|pair| pair[0].plan != pair[1].plan)
}

/// Of the first drill: all drills of a side play the same files, unless a scenario names other ones itself.
fn revisions(
    sources: &Sources,
    baseline: &[DrillFiles],
    candidate: &[DrillFiles],
    drills: &[Drill],
) -> Revisions {
    let (a, b) = (baseline[0], candidate[0]);
    let is_played_alike = |texts: Texts<'_>| {
        let mut all = candidate.iter().zip(drills);
        all.all(|(files, drill)| drill_with(sources, *files, texts).value.as_ref() == Some(drill))
    };
    let of = |kind, before: Option<FileId>, after: Option<FileId>, alike: &dyn Fn(&str) -> bool| {
        let (before, after) = (before?, after?);
        let text = |file| sources.file(file).text();
        (before != after).then(|| revision(kind, text(before), text(after), alike))
    };
    let with_plan = |plan: &str| {
        is_played_alike(Texts {
            plan: Some(plan),
            organization: None,
        })
    };
    let with_organization = |organization: &str| {
        is_played_alike(Texts {
            plan: None,
            organization: Some(organization),
        })
    };
    Revisions {
        plan: of(Kind::Plan, a.plan, b.plan, &with_plan),
        organization: of(
            Kind::Organization,
            a.organization,
            b.organization,
            &with_organization,
        ),
    }
}

fn changes(revisions: &Revisions) -> Vec<Change> {
    let all = revisions.plan.iter().chain(&revisions.organization);
    all.flat_map(|revision| revision.changes.iter().cloned())
        .collect()
}
