//! The drills to improve, the improvements that their files allow, and playing sets of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::advice::{BrokenOff, Effort, of_organization, of_plan};
use crate::analysis::comparison::{Luck, Played, play_range};
use crate::check::DrillFiles;
use crate::check::revision::{Texts, drill_with, improved, own_files};
use crate::cli::advise::AdviseArguments;
use crate::cli::drills::{self, LoadedDrill};
use crate::cli::load;
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::model::{Drill, Improved, Improvement};
use crate::program::{self, Program};
use crate::random::Quantiles;
use crate::report::advise::Proposal;
use crate::source::{FileId, Sources};

/// The drills as they are.
pub(super) struct Loaded {
    pub(super) sources: Sources,
    /// One for each scenario.
    pub(super) files: Vec<DrillFiles>,
    pub(super) drills: Vec<Drill>,
}

/// Reads and checks the drills.
pub(super) fn load(arguments: &AdviseArguments) -> Result<Loaded, Stop> {
    let loaded = drills::all(&arguments.scenarios, &arguments.instead)?;
    let sources = loaded.sources;
    let files = loaded.drills.iter().map(|LoadedDrill { files, .. }| {
        let own = own_files(&sources, files.scenario);
        DrillFiles {
            scenario: files.scenario,
            plan: files.plan.or(own.plan),
            organization: files.organization.or(own.organization),
        }
    });
    let files = files.collect();
    Ok(Loaded {
        files,
        drills: loaded.drills.into_iter().map(|one| one.drill).collect(),
        sources,
    })
}

impl Loaded {
    /// The file of that kind that a drill plays.
    pub(super) fn file(&self, place: usize, improved: Improved) -> Option<FileId> {
        match improved {
            Improved::Plan => self.files[place].plan,
            Improved::Organization => self.files[place].organization,
        }
    }

    /// The one file of that kind that all drills play.
    pub(super) fn only_file(&self, improved: Improved) -> Option<FileId> {
        let first = self.file(0, improved);
        let is_shared = (0..self.files.len()).all(|place| self.file(place, improved) == first);
        first.filter(|_| is_shared)
    }
}

/// Drills with improvements; `None`: the files are not sound with them; within, the drill is as it was.
type Made = Option<Vec<Option<Drill>>>;

/// Playing drills with improvements.
pub(super) struct Stage<'l> {
    loaded: &'l Loaded,
    luck: Luck,
    programs: Vec<Program>,
    quantiles: Quantiles,
    proposals: Vec<Proposal>,
    /// Of each proposal, its file and how many drills it changes.
    changing: Vec<(FileId, u64)>,
    refused: usize,
    /// Drills with sets of improvements, as [`Self::make`] makes them, all of the same number of improvements.
    made: BTreeMap<Vec<usize>, Made>,
    /// What the drills came to as they are, in ranges that were played.
    baseline: Vec<(Range<u64>, Vec<Played>)>,
}

impl<'l> Stage<'l> {
    /// With every improvement that changes a drill and whose files are sound.
    pub(super) fn new(
        loaded: &'l Loaded,
        only: Option<Improved>,
        luck: Luck,
    ) -> Result<Self, Stop> {
        let mut quantiles = Quantiles::default();
        let programs = loaded.drills.iter();
        let programs = programs
            .map(|drill| program::compile_with(drill, &mut quantiles))
            .collect::<Result<Vec<_>, _>>()?;
        let mut stage = Self {
            loaded,
            luck,
            programs,
            quantiles,
            proposals: Vec::new(),
            changing: Vec::new(),
            refused: 0,
            made: BTreeMap::new(),
            baseline: Vec::new(),
        };
        for improved in [Improved::Organization, Improved::Plan] {
            if only.is_none_or(|only| only == improved) {
                stage.propose(improved);
            }
        }
        Ok(stage)
    }

    fn propose(&mut self, improved: Improved) {
        let mut files: Vec<FileId> = Vec::new();
        for place in 0..self.loaded.files.len() {
            let file = self.loaded.file(place, improved);
            files.extend(file.filter(|file| !files.contains(file)));
        }
        for file in files {
            let drills: Vec<&Drill> = (0..self.loaded.files.len())
                .filter(|place| self.loaded.file(*place, improved) == Some(file))
                .map(|place| &self.loaded.drills[place])
                .collect();
            let found = match improved {
                Improved::Plan => of_plan(drills[0]),
                Improved::Organization => of_organization(&drills),
            };
            let plan = match improved {
                Improved::Plan => Some(drills[0].plan.name()),
                Improved::Organization => None,
            };
            for improvement in found {
                self.propose_one(file, improvement, plan.clone());
            }
        }
    }

    fn propose_one(&mut self, file: FileId, improvement: Improvement, plan: Option<String>) {
        let Some(drills) = self.make(&[(file, &improvement)]) else {
            self.refused += 1;
            return;
        };
        let changed = drills.iter().flatten().count();
        if changed > 0 {
            self.made.insert(vec![self.proposals.len()], Some(drills));
            let path = self.loaded.sources.file(file).path();
            self.changing.push((file, changed as u64)); // usize fits into u64.
            self.proposals.push(Proposal {
                improvement,
                file: load::forward_slashes(path),
                plan,
            });
        }
    }

    pub(super) fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    pub(super) fn improvements(&self) -> impl Iterator<Item = &Improvement> {
        self.proposals.iter().map(|proposal| &proposal.improvement)
    }

    /// How many were left out, since their files would not be sound.
    pub(super) fn refused(&self) -> usize {
        self.refused
    }

    /// How many drills each changes.
    pub(super) fn drills_changed(&self) -> Vec<u64> {
        self.changing.iter().map(|(_, drills)| *drills).collect()
    }

    /// The file that each changes.
    pub(super) fn files_changed(&self) -> Vec<FileId> {
        self.changing.iter().map(|(file, _)| *file).collect()
    }

    /// About how many replications are to be played.
    pub(super) fn replications(&self, effort: Effort) -> u64 {
        let drills: u64 = self.drills_changed().iter().sum();
        let closely = drills.saturating_mul(effort.replications);
        let others = (effort.improvements_most as u64).saturating_sub(1); // usize fits into u64.
        let beside = closely
            .min(effort.replications_beside)
            .saturating_mul(others);
        closely
            .min(effort.replications_alone)
            .saturating_add(beside)
    }

    /// What all drills come to with these improvements, made in that order; `None`: they cannot be made together.
    pub(super) fn played(
        &mut self,
        set: &[usize],
        range: Range<u64>,
        watch: &mut Watch,
    ) -> Result<Option<Vec<Played>>, BrokenOff> {
        if watch.is_interrupted() {
            return Err(BrokenOff);
        }
        // Looks at sets of one more improvement begin when those before are over.
        self.made
            .retain(|known, _| set.is_empty() || known.len() == set.len());
        let made = match self.made.remove(set) {
            Some(made) => made,
            None => {
                let with: Vec<(FileId, &Improvement)> = set
                    .iter()
                    .map(|one| (self.changing[*one].0, &self.proposals[*one].improvement))
                    .collect();
                self.make(&with)
            }
        };
        let played = match &made {
            Some(drills) => self.play_all(drills, &range, watch)?,
            None => None,
        };
        self.made.insert(set.to_vec(), made);
        if let Some(played) = played.as_ref().filter(|_| set.is_empty()) {
            self.baseline.push((range, played.clone()));
        }
        Ok(played)
    }

    fn play_all(
        &mut self,
        drills: &[Option<Drill>],
        range: &Range<u64>,
        watch: &mut Watch,
    ) -> Result<Option<Vec<Played>>, BrokenOff> {
        let mut all = Vec::with_capacity(drills.len());
        for (place, drill) in drills.iter().enumerate() {
            let Some(drill) = drill else {
                all.push(self.own(place, range, watch)?);
                continue;
            };
            let Ok(program) = program::compile_with(drill, &mut self.quantiles) else {
                return Ok(None);
            };
            all.push(play(drill, &program, self.luck, range, watch)?);
        }
        Ok(Some(all))
    }

    fn make(&self, with: &[(FileId, &Improvement)]) -> Made {
        let drills = self.loaded.drills.iter().enumerate();
        drills
            .map(|(place, own)| {
                let drill = self.drill(place, with)?;
                Some(drill.filter(|drill| drill != own))
            })
            .collect()
    }

    /// The drill as it is.
    fn own(
        &self,
        place: usize,
        range: &Range<u64>,
        watch: &mut Watch,
    ) -> Result<Played, BrokenOff> {
        let mut known = self.baseline.iter();
        let around = known.find(|(known, _)| known.start <= range.start && known.end >= range.end);
        if let Some((known, played)) = around {
            let place_of = |replication: u64| {
                usize::try_from(replication - known.start).expect("replications fit into memory")
            };
            return Ok(played[place].part(place_of(range.start)..place_of(range.end)));
        }
        let drill = &self.loaded.drills[place];
        play(drill, &self.programs[place], self.luck, range, watch)
    }

    /// The drill with those improvements that change its files, the outer `None` if these are not sound then; the inner if there
    /// are none.
    fn drill(&self, place: usize, with: &[(FileId, &Improvement)]) -> Option<Option<Drill>> {
        let text = |kind: Improved| {
            let file = self.loaded.file(place, kind)?;
            let of_file = with.iter().filter(|(changed, _)| *changed == file);
            let improvements: Vec<&Improvement> = of_file.map(|(_, one)| *one).collect();
            let own = self.loaded.sources.file(file).text();
            (!improvements.is_empty()).then(|| improved(own, improvements))
        };
        let (plan, organization) = (text(Improved::Plan), text(Improved::Organization));
        let texts = Texts {
            plan: plan.as_deref(),
            organization: organization.as_deref(),
        };
        if texts == Texts::default() {
            return Some(None);
        }
        let files = self.loaded.files[place];
        drill_with(&self.loaded.sources, files, texts)
            .value
            .map(Some)
    }
}

fn play(
    drill: &Drill,
    program: &Program,
    luck: Luck,
    range: &Range<u64>,
    watch: &mut Watch,
) -> Result<Played, BrokenOff> {
    let played = play_range(drill, program, luck, range.clone(), |done| watch.see(done));
    if played.len() as u64 == range.end - range.start {
        Ok(played)
    } else {
        Err(BrokenOff)
    }
}
