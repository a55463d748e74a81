//! What the drills of a programme exercise and how often, what they never do, and which change of a scenario would.
//!
//! Every drill is played and its features counted. Of what no drill ever exercised it is told whether it could have been
//! ([`Why`] not, if not), and changes of the scenarios are tried by playing them until one exercises it.

mod change;
mod count;
mod feature;
mod possible;
mod standing;
mod trial;
mod ways;
mod why;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::Drill;
use crate::program::{ProgramError, compile};

use count::counted;
use feature::{Feature, features, item, of_plan};
use possible::Possible;
use trial::Trials;
use why::why;

pub use change::Change;
pub use count::Settings;
pub use feature::{Item, Kind};
pub use why::Why;

/// What a programme is made of.
#[derive(Clone, Copy, Debug)]
pub struct Programme<'a> {
    /// The drills.
    pub drills: &'a [&'a Drill],
    /// Plans that no drill plays, each in whatever drill it could be read with; of those only the plan counts.
    pub undrilled: &'a [&'a Drill],
    /// The risks that are to be drilled.
    pub risks: &'a [Drilled],
}

/// A risk and the drills that rehearse it.
#[derive(Clone, PartialEq, Debug)]
pub struct Drilled {
    /// Id of the risk.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Places in the programme's drills.
    pub drills: Vec<usize>,
}

/// What a programme exercises.
#[derive(Clone, PartialEq, Debug)]
pub struct Coverage {
    /// The seed of all luck.
    pub seed: u64,
    /// Replications asked for of each drill.
    pub most: u64,
    /// Replications played of each drill; fewer where it was broken off.
    pub replications: Vec<u64>,
    /// Whether it was broken off; then not all may be known of what was never exercised.
    pub is_broken_off: bool,
    /// Everything there is to exercise, sorted, each once.
    pub rows: Vec<Row>,
}

/// One thing to exercise.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What.
    pub item: Item,
    /// Its title.
    pub title: String,
    /// In how many replications of each drill it was exercised; `None`: that drill has no such thing.
    pub counts: Vec<Option<u64>>,
    /// What is known of it if no drill ever exercised it.
    pub never: Option<Never>,
}

/// What is known of something that was never exercised.
#[derive(Clone, PartialEq, Debug)]
pub struct Never {
    /// Every drill that has it, and why that drill never exercises it; `None`: it may, but did not.
    pub drills: Vec<(usize, Option<Why>)>,
    /// The change that exercised it most often when it was tried.
    pub remedy: Option<Remedy>,
}

impl Never {
    /// Whether no replication of any drill can exercise it.
    pub fn is_impossible(&self) -> bool {
        self.drills.iter().all(|(_, why)| why.is_some())
    }
}

/// A change of a drill's scenario that was tried, and exercised what the programme does not.
#[derive(Clone, PartialEq, Debug)]
pub struct Remedy {
    /// Whose scenario.
    pub drill: usize,
    /// All of these together.
    pub changes: Vec<Change>,
    /// So many replications exercised it.
    pub hits: u64,
    /// Of so many.
    pub replications: u64,
}

/// How much of a kind is exercised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Total {
    /// The kind.
    pub kind: Kind,
    /// How many things of it were exercised.
    pub exercised: usize,
    /// How many there are.
    pub all: usize,
}

impl Coverage {
    /// The kinds there are anything of.
    pub fn totals(&self) -> Vec<Total> {
        let total = |kind| {
            let rows = || self.rows.iter().filter(move |row| row.item.kind == kind);
            Total {
                kind,
                exercised: rows().filter(|row| row.is_exercised()).count(),
                all: rows().count(),
            }
        };
        let totals = Kind::ALL.into_iter().map(total);
        totals.filter(|total| total.all > 0).collect()
    }

    /// How many things were exercised, and how many there are.
    pub fn exercised(&self) -> (usize, usize) {
        let exercised = self.rows.iter().filter(|row| row.is_exercised());
        (exercised.count(), self.rows.len())
    }

    /// The share of a drill's replications; `None`: the drill has no such thing, or was not played.
    pub fn share(&self, row: &Row, drill: usize) -> Option<f64> {
        let played = self.replications[drill];
        let count = row.counts[drill].filter(|_| played > 0)?;
        Some(count as f64 / played as f64) // Replications are counted in fewer than 2^53.
    }

    /// The greatest share among the drills.
    pub fn share_most(&self, row: &Row) -> f64 {
        let shares = (0..self.replications.len()).filter_map(|drill| self.share(row, drill));
        shares.fold(0.0, f64::max)
    }
}

impl Row {
    /// Whether a replication of any drill exercised it.
    pub fn is_exercised(&self) -> bool {
        self.counts.iter().flatten().any(|count| *count > 0)
    }
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// So many replications of the drill in hand are played.
    Played(u64),
    /// Changes are about to be tried.
    Trying,
}

/// Plays every drill and tells what they exercise; `watch` may break off.
pub fn coverage(
    programme: Programme<'_>,
    settings: &Settings,
    mut watch: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Coverage, ProgramError> {
    let mut played = Vec::with_capacity(programme.drills.len());
    let mut is_broken_off = false;
    for &drill in programme.drills {
        let program = compile(drill)?;
        let features = features(drill);
        let most = if is_broken_off {
            0
        } else {
            settings.replications
        };
        let settings = Settings {
            replications: most,
            ..*settings
        };
        let counts = counted(&program, &features, &settings, |done| {
            watch(Progress::Played(done))
        });
        is_broken_off |= counts.replications < settings.replications;
        played.push(Played {
            drill,
            features,
            replications: counts.replications,
            counts: counts.exercised,
        });
    }
    let mut rows = rows(programme, &played);
    if !is_broken_off {
        is_broken_off = explain(&mut rows, &played, settings, &mut watch)?.is_break();
    }
    Ok(Coverage {
        seed: settings.seed,
        most: settings.replications,
        replications: played.iter().map(|played| played.replications).collect(),
        is_broken_off,
        rows: rows.into_values().map(|(row, _)| row).collect(),
    })
}

/// A drill that was played, and in how many replications each of its features was exercised.
struct Played<'a> {
    drill: &'a Drill,
    features: Vec<Feature>,
    replications: u64,
    counts: Vec<u64>,
}

impl Played<'_> {
    fn is_seen(&self, feature: Feature) -> bool {
        let place = self.features.binary_search(&feature);
        place.is_ok_and(|place| self.counts[place] > 0)
    }
}

/// Rows with what they are in each drill that has them.
type Rows = BTreeMap<Item, (Row, Vec<(usize, Feature)>)>;

fn rows(programme: Programme<'_>, played: &[Played<'_>]) -> Rows {
    let mut rows = Rows::new();
    let drills = played.len();
    for risk in programme.risks {
        let (row, _) = entry(&mut rows, whole(Kind::Risk, &risk.id), &risk.title, drills);
        for &drill in &risk.drills {
            row.counts[drill] = Some(played[drill].replications);
        }
    }
    for drill in programme.undrilled {
        entry(&mut rows, plan_item(drill), &drill.plan.title, drills);
        for feature in of_plan(drill) {
            let (item, title) = item(drill, feature);
            entry(&mut rows, item, &title, drills);
        }
    }
    for (place, one) in played.iter().enumerate() {
        let (plan, _) = entry(
            &mut rows,
            plan_item(one.drill),
            &one.drill.plan.title,
            drills,
        );
        plan.counts[place] = Some(one.replications);
        for (&feature, &count) in one.features.iter().zip(&one.counts) {
            let (item, title) = item(one.drill, feature);
            let (row, known) = entry(&mut rows, item, &title, drills);
            row.counts[place] = Some(count);
            known.push((place, feature));
        }
    }
    rows
}

/// The row of the item, which no drill has so far if it is new.
fn entry<'r>(
    rows: &'r mut Rows,
    item: Item,
    title: &str,
    drills: usize,
) -> &'r mut (Row, Vec<(usize, Feature)>) {
    rows.entry(item.clone()).or_insert_with(|| {
        let row = Row {
            item,
            title: title.to_owned(),
            counts: vec![None; drills],
            never: None,
        };
        (row, Vec::new())
    })
}

fn plan_item(drill: &Drill) -> Item {
    whole(Kind::Plan, &drill.plan.name())
}

fn whole(kind: Kind, id: &str) -> Item {
    Item {
        kind,
        of: None,
        id: id.to_owned(),
        detail: None,
    }
}

/// Says of what was never exercised why not, and what would.
fn explain(
    rows: &mut Rows,
    played: &[Played<'_>],
    settings: &Settings,
    watch: &mut impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, ProgramError> {
    let possible: Vec<Possible<'_>> = (played.iter())
        .map(|played| Possible::in_drill(played.drill))
        .collect();
    let mut trials = Trials::new(played, settings);
    for (row, known) in rows.values_mut() {
        if row.is_exercised() {
            continue;
        }
        if watch(Progress::Trying).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let drills: Vec<(usize, Option<Why>)> = (known.iter())
            .map(|(drill, feature)| (*drill, why(&possible[*drill], *feature)))
            .collect();
        // A drill that may exercise it as it is needs the smaller change.
        known.sort_by_key(|(drill, feature)| !possible[*drill].is_possible(*feature));
        row.never = Some(Never {
            remedy: trials.remedy(known)?,
            drills,
        });
    }
    Ok(ControlFlow::Continue(()))
}
