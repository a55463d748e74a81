//! Which change did it: the candidate's changes made in every combination, or in random orders.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::analysis::comparison::{
    EXACT_MOST, GROUPS_MOST, Luck, ORDERS, Observed, Played, Subset, attribute, play_range, subsets,
};
use crate::check::DrillFiles;
use crate::check::revision::{Revision, Texts, drill_with, groups};
use crate::cli::compare::sides::{Side, Sides};
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::document::{Edit, edited};
use crate::model::Drill;
use crate::program;
use crate::quantity::Arena;
use crate::random::Quantiles;
use crate::report::compare::Explained;
use crate::source::Sources;

/// Up to so many replications are played to explain a candidate, where fewer are not enough to play all that were compared.
const BUDGET: u64 = 400_000;

/// Shares are not told from fewer replications than that, if so many are played at all.
const REPLICATIONS_LEAST: u64 = 512;

/// Up to so many groups of changes are told apart field by field.
const APART_MOST: usize = 24;

/// The share of each change; `None`: nothing changes that plays.
pub(super) fn explained(
    sides: &Sides,
    candidate: &Side,
    luck: Luck,
    most: u64,
    level: f64,
    watch: &mut Watch,
) -> Result<Option<Explained>, Stop> {
    let making = Making::new(&sides.sources, candidate);
    if making.edits.is_empty() {
        return Ok(None);
    }
    let groups = making.groups(candidate, luck.seed, watch)?;
    let mut stage = Stage::new(&making, &groups, luck, watch)?;
    let plays = stage.plays();
    let replications = (BUDGET / plays).max(REPLICATIONS_LEAST).min(most);
    if groups.len() > EXACT_MOST && replications < ORDERS {
        return Err(Stop::World(format!(
            "it takes {ORDERS} replications to tell so many changes apart"
        )));
    }
    watch.expect_more(plays * replications);
    let attribution = attribute(
        groups.len(),
        replications,
        luck.seed,
        level,
        |subset, range| stage.observed(subset, range, watch),
    )?;
    let places = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|edit| making.edits[*edit].change)
                .collect()
        })
        .collect();
    Ok(Some(Explained {
        groups: places,
        attribution,
    }))
}

/// A change of either file.
struct EditOf<'c> {
    /// Its place among all changes of the candidate.
    change: usize,
    is_organization: bool,
    edit: &'c Edit,
}

/// Making drills with some of the changes.
struct Making<'c> {
    sources: &'c Sources,
    files: &'c [DrillFiles],
    plan: Option<&'c Revision>,
    organization: Option<&'c Revision>,
    edits: Vec<EditOf<'c>>,
}

impl<'c> Making<'c> {
    /// The texts stand in for the candidate's files, so that scenarios may name steps that they lack.
    fn new(sources: &'c Sources, candidate: &'c Side) -> Self {
        let plan = candidate.revisions.plan.as_ref();
        let organization = candidate.revisions.organization.as_ref();
        let of_plan = plan.map_or(0, |revision| revision.changes.len());
        let edits = |revision: Option<&'c Revision>, is_organization: bool, before: usize| {
            let edits = revision.map_or(&[][..], |revision| &revision.edits);
            edits.iter().map(move |(change, edit)| EditOf {
                change: before + change,
                is_organization,
                edit,
            })
        };
        let edits = edits(plan, false, 0)
            .chain(edits(organization, true, of_plan))
            .collect();
        Self {
            sources,
            files: &candidate.files,
            plan,
            organization,
            edits,
        }
    }

    /// Changes that can be made without the others. Of many, all that concern one thing are taken together.
    fn groups(&self, candidate: &Side, seed: u64, watch: &Watch) -> Result<Vec<Vec<usize>>, Stop> {
        // Whether a plan can be played hardly depends on the drill.
        let is_sound = |subset: &BTreeSet<usize>| -> Result<bool, Stop> {
            watch.go_on()?;
            Ok(self.drill(0, subset).is_some())
        };
        let played = |count: usize| {
            let groups =
                |subset: Subset| (0..count).filter(move |group| subset & (1 << group) != 0);
            let subsets = if count <= GROUPS_MOST {
                subsets(count, seed)
            } else {
                Vec::new()
            };
            subsets
                .into_iter()
                .map(|subset| groups(subset).collect())
                .collect()
        };
        let alone = (0..self.edits.len()).map(|edit| vec![edit]).collect();
        let mut found = groups(alone, is_sound, played)?;
        if found.len() > APART_MOST {
            let thing = |group: &[usize]| {
                let change = &candidate.changes[self.edits[group[0]].change];
                (change.of, change.id.clone())
            };
            let mut things: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for group in found {
                things.entry(thing(&group)).or_default().extend(group);
            }
            found = groups(things.into_values().collect(), is_sound, played)?;
        }
        if found.len() > GROUPS_MOST {
            let rest = found.split_off(GROUPS_MOST - 1).concat();
            found.push(rest);
            found = groups(found, is_sound, played)?;
        }
        Ok(found)
    }

    fn drill(&self, place: usize, subset: &BTreeSet<usize>) -> Option<Drill> {
        let text = |revision: Option<&Revision>, is_organization: bool| {
            let revision = revision?;
            let edits = subset.iter().map(|place| &self.edits[*place]);
            let edits = edits.filter(|edit| edit.is_organization == is_organization);
            Some(edited(&revision.base, edits.map(|edit| edit.edit)))
        };
        let plan = text(self.plan, false);
        let organization = text(self.organization, true);
        let texts = Texts {
            plan: plan.as_deref(),
            organization: organization.as_deref(),
        };
        drill_with(self.sources, self.files[place], texts).value
    }
}

/// Drills with groups of changes, played as they are asked for.
struct Stage<'c> {
    making: &'c Making<'c>,
    groups: &'c [Vec<usize>],
    luck: Luck,
    /// For each drill, the groups that leave it as it is.
    idle: Vec<Subset>,
    /// What was played of the range in hand, by drill and subset.
    played: HashMap<(usize, Subset), Played>,
    range: Range<u64>,
    quantiles: Quantiles,
}

impl<'c> Stage<'c> {
    fn new(
        making: &'c Making<'c>,
        groups: &'c [Vec<usize>],
        luck: Luck,
        watch: &Watch,
    ) -> Result<Self, Stop> {
        let mut stage = Self {
            making,
            groups,
            luck,
            idle: vec![0; making.files.len()],
            played: HashMap::new(),
            range: 0..0,
            quantiles: Quantiles::default(),
        };
        for place in 0..making.files.len() {
            let base = stage.drill(place, 0)?;
            for group in 0..groups.len() {
                watch.go_on()?;
                let subset = 1 << group;
                if stage.drill(place, subset)? == base {
                    stage.idle[place] |= subset;
                }
            }
        }
        Ok(stage)
    }

    /// In how many ways each replication is played, over all drills: a drill is played again only for what changes it.
    fn plays(&self) -> u64 {
        let groups = self.groups.len();
        let ways = |idle: &Subset| {
            let active = groups - idle.count_ones() as usize; // u32 fits into usize.
            if groups <= EXACT_MOST {
                1 << active
            } else {
                active as u64 + 1 // A few dozen.
            }
        };
        self.idle.iter().map(ways).sum()
    }

    fn drill(&self, place: usize, subset: Subset) -> Result<Drill, Stop> {
        let edits = self.groups.iter().enumerate();
        let edits = edits.filter(|(group, _)| subset & (1 << group) != 0);
        let edits: BTreeSet<usize> = edits.flat_map(|(_, group)| group.iter().copied()).collect();
        self.making.drill(place, &edits).ok_or_else(|| {
            Stop::World(
                "the changes cannot be told apart: some of them only go together".to_owned(),
            )
        })
    }

    fn observed(
        &mut self,
        subset: Subset,
        range: Range<u64>,
        watch: &mut Watch,
    ) -> Result<Observed, Stop> {
        if self.range != range {
            self.played.clear();
            self.range = range.clone();
        }
        let mut drills = Vec::with_capacity(self.idle.len());
        for place in 0..self.idle.len() {
            let subset = subset & !self.idle[place];
            if !self.played.contains_key(&(place, subset)) {
                let played = self.play(place, subset, watch)?;
                self.played.insert((place, subset), played);
            }
            drills.push(self.played[&(place, subset)].clone());
        }
        Ok(Observed::of(&drills))
    }

    fn play(&mut self, place: usize, subset: Subset, watch: &mut Watch) -> Result<Played, Stop> {
        watch.go_on()?;
        let drill = self.drill(place, subset)?;
        let program = program::compile_with(&drill, &mut self.quantiles)?;
        let range = self.range.clone();
        let played = play_range(&drill, &program, self.luck, range, |done| watch.see(done));
        let due = self.range.end - self.range.start;
        if played.len() as u64 == due {
            // Only scores and passing are shared out.
            Ok(Played {
                objectives: Arena::new(Vec::new()),
                ..played
            })
        } else {
            Err(Stop::Interrupted)
        }
    }
}
