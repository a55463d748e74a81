//! Laws of every replication, over generated workspaces.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a law looks at a few of all happenings"
)]

mod common;

use std::collections::BTreeMap;

use common::generate::{Feature, Sketch, Workspace, sketches, workspace};
use common::{drill_of, read};
use firebell::analysis::{assess, tell};
use firebell::model::{Drill, Effect, Starts};
use firebell::program::compile;
use firebell::quantity::{Date, Index, MemberId, Seconds, StepId, TimeOfDay};
use firebell::random::Luck;
use firebell::simulate::{
    Cause, Detail, Happening, History, Item, Player, Replication, StepOutcome, StepState, play,
};
use proptest::prelude::*;

fn played(drill: &Drill, replication: u64, detail: Detail) -> Replication {
    let program = compile(drill).expect("the streams of a generated drill do not collide");
    play(&program, &Luck::new(7), replication, detail)
}

/// What became of a step, without its places in the order, which count all steps.
fn fate(step: &StepOutcome) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        step.state,
        step.ready,
        step.started.map(|start| start.at),
        step.completions
            .iter()
            .map(|completion| completion.at)
            .collect::<Vec<_>>(),
        step.label,
        step.attempts,
    )
}

/// Everybody's stretches of work, from the log.
fn work_by_member(
    replication: &Replication,
    horizon: Seconds,
) -> BTreeMap<MemberId, Vec<(Seconds, Seconds)>> {
    let mut open: BTreeMap<StepId, (Seconds, Vec<MemberId>)> = BTreeMap::new();
    let mut stretches: BTreeMap<MemberId, Vec<(Seconds, Seconds)>> = BTreeMap::new();
    let mut close = |at: Seconds, work: Option<(Seconds, Vec<MemberId>)>| {
        if let Some((since, members)) = work {
            for member in members {
                stretches.entry(member).or_default().push((since, at));
            }
        }
    };
    for entry in &replication.log {
        match &entry.what {
            Happening::Started { step, members, .. } => {
                open.insert(*step, (entry.at, members.clone()));
            }
            Happening::Done(step, _)
            | Happening::Interrupted(step, _)
            | Happening::Failed { step, .. } => close(entry.at, open.remove(step)),
            _ => {}
        }
    }
    for work in open.into_values() {
        close(horizon, Some(work));
    }
    stretches
}

/// Every stretch follows its origin or the stretch before it without a gap, and begins after its cause.
fn assert_gapless(history: &History) {
    let mut reached = None;
    for item in history {
        match item {
            Item::Origin(origin) => reached = Some(origin.at),
            Item::Stretch(stretch) => {
                assert_eq!(
                    reached,
                    Some(stretch.from),
                    "a stretch follows what came before it"
                );
                assert!(stretch.from < stretch.to, "a stretch takes time");
                reached = Some(stretch.to);
            }
        }
    }
}

/// The longest way through the network, one draw a step: what the makespan must be when nobody and nothing is shared.
fn longest_way(drill: &Drill, takes: &[Seconds]) -> Seconds {
    let mut ends: Vec<Seconds> = Vec::new();
    for (id, step) in drill.plan.steps.entries() {
        let ready = step.after.iter().map(|before| ends[before.place()]).max();
        ends.push(ready.unwrap_or(Seconds::ZERO) + takes[id.place()]);
    }
    ends.into_iter().max().unwrap_or(Seconds::ZERO)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn shuffling_a_file_changes_nothing(sketch in sketches(), order in any::<u64>()) {
        let workspace = workspace(&sketch);
        let straight = read(&workspace.texts());
        let shuffled = read(&workspace.shuffled(order).texts());
        prop_assert_eq!(&straight, &shuffled);
        prop_assert_eq!(played(&straight, 3, Detail::Logged), played(&shuffled, 3, Detail::Logged));
    }

    #[test]
    fn an_unrelated_step_changes_no_other_draw(sketch in sketches(), first in any::<bool>()) {
        let mut workspace = workspace(&sketch);
        let before = read(&workspace.texts());
        let name = if first { "a-new-one" } else { "z-new-one" };
        workspace.steps.push(format!("Step(id: \"{name}\", automatic: true, takes: Exponential(mean: \"1h\"))"));
        let after = read(&workspace.texts());
        let (old, new) = (played(&before, 5, Detail::Outcome), played(&after, 5, Detail::Outcome));
        for (id, step) in before.plan.steps.entries() {
            let same = after.plan.steps.find(|other| other.id == step.id).expect("it is still there");
            prop_assert_eq!(fate(&old.outcome.steps[id]), fate(&new.outcome.steps[same]), "{}", step.id);
        }
        prop_assert_eq!(old.outcome.impacts, new.outcome.impacts);
        prop_assert_eq!(old.outcome.labour_cost, new.outcome.labour_cost);
    }

    #[test]
    fn replaying_is_identical_and_telling_changes_nothing(sketch in sketches(), replication in 0_u64..1_000) {
        let drill = drill_of(&sketch);
        let told = played(&drill, replication, Detail::Logged);
        prop_assert_eq!(&told, &played(&drill, replication, Detail::Logged));
        let explained = played(&drill, replication, Detail::Explained);
        prop_assert_eq!(&told.outcome, &explained.outcome);
        prop_assert_eq!(&told.histories, &explained.histories);
    }

    #[test]
    fn a_player_plays_every_replication_as_if_it_were_alone(sketch in sketches(), onsets in 0_usize..3) {
        let mut drill = drill_of(&sketch);
        // Days apart, and on either side of a shift's beginning.
        if onsets > 0 {
            let days = ["2027-03-06", "2027-03-08", "2027-03-09"];
            let hours = if onsets == 1 { ["03:00", "09:00", "17:59"] } else { ["08:59", "00:00", "22:30"] };
            let moment = |(day, hour): (&str, &str)| {
                let day = Date::parse(day).expect("a day");
                day.at(TimeOfDay::parse(hour).expect("an hour"))
            };
            drill.scenario.starts = Starts::OneOf(days.into_iter().zip(hours).map(moment).collect());
        }
        let program = compile(&drill).expect("the streams of a generated drill do not collide");
        let luck = Luck::new(7);
        for detail in [Detail::Outcome, Detail::Explained, Detail::Logged] {
            let mut player = Player::new(&program, &luck, detail);
            for replication in [5, 3, 700, 701, 702, 0, 5, 1_000, 1] {
                prop_assert_eq!(player.play(replication), &play(&program, &luck, replication, detail));
            }
        }
    }

    #[test]
    fn nobody_does_two_things_at_once(sketch in sketches(), replication in 0_u64..1_000) {
        let drill = drill_of(&sketch);
        let replication = played(&drill, replication, Detail::Logged);
        for (member, mut stretches) in work_by_member(&replication, drill.scenario.horizon) {
            stretches.sort_unstable();
            for pair in stretches.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0, "{member:?}: {pair:?}");
            }
        }
    }

    #[test]
    fn units_never_go_below_zero(sketch in sketches(), replication in 0_u64..1_000) {
        let drill = drill_of(&sketch);
        let replication = played(&drill, replication, Detail::Logged);
        let desk = drill.organization.resources.find(|resource| resource.id == "desk").expect("a desk");
        // Losses only ever leave fewer than there were at onset.
        let there = drill.organization.resources[desk].count;
        let used = |step: StepId| -> u64 {
            let uses = drill.plan.steps[step].uses.iter();
            uses.filter(|used| used.resource == desk).map(|used| used.count).sum()
        };
        let mut in_use: BTreeMap<StepId, u64> = BTreeMap::new();
        for entry in &replication.log {
            match &entry.what {
                Happening::Started { step, .. } => {
                    in_use.insert(*step, used(*step));
                    prop_assert!(in_use.values().sum::<u64>() <= there);
                }
                Happening::Done(step, _) | Happening::Interrupted(step, _) | Happening::Failed { step, .. } => {
                    in_use.remove(step);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_start_has_a_driver_and_histories_have_no_gaps(sketch in sketches(), replication in 0_u64..1_000) {
        let drill = drill_of(&sketch);
        let replication = played(&drill, replication, Detail::Explained);
        for (id, step) in replication.outcome.steps.entries() {
            let history = &replication.histories[id];
            assert_gapless(history);
            let Some(start) = step.started else { continue };
            let origin = history.iter().find_map(|item| match item {
                Item::Origin(origin) => Some(*origin),
                Item::Stretch(_) => None,
            });
            let origin = origin.expect("a step that started was released");
            prop_assert!(origin.order < start.order);
            match origin.cause {
                Cause::Onset => prop_assert_eq!(origin.at, Seconds::ZERO),
                Cause::Predecessor(before, mark)
                | Cause::Step(before, mark)
                | Cause::FallbackOf(before, mark)
                | Cause::ReplacedBy(before, mark) => {
                    prop_assert!(mark.0 as usize <= replication.histories[before].len());
                }
                Cause::Inject(inject) => {
                    let fired = replication.outcome.injects[inject].expect("it fired");
                    prop_assert_eq!(fired.at, origin.at);
                }
            }
        }
    }

    #[test]
    fn chains_add_up_and_the_story_can_be_told(sketch in sketches(), replication in 0_u64..1_000) {
        let drill = drill_of(&sketch);
        let replication = played(&drill, replication, Detail::Logged);
        // Assessing asserts that the stretches of every chain add up to the measured time.
        let assessment = assess(&drill, &replication);
        let story = tell(&drill, &replication, &assessment);
        prop_assert!(story.events.iter().all(|event| event.at <= drill.scenario.horizon));
    }

    #[test]
    fn without_people_and_units_the_makespan_is_the_longest_way(steps in 1_usize..14, seed in any::<u64>()) {
        let mut drill = drill_of(&Sketch { features: vec![Feature::Delays], steps, seed });
        for step in drill.plan.steps.iter_mut() {
            step.owner = None;
            step.delay = Seconds::ZERO;
        }
        drill.scenario.horizon = Seconds(1_000_000_000);
        let replication = played(&drill, 1, Detail::Outcome);
        let takes: Vec<Seconds> = (replication.outcome.steps.iter())
            .map(|step| step.finished().expect("done") - step.started.expect("started").at)
            .collect();
        let makespan = replication.outcome.steps.iter().filter_map(StepOutcome::finished).max();
        prop_assert_eq!(makespan, Some(longest_way(&drill, &takes)));
        prop_assert!(replication.outcome.steps.iter().all(|step| step.state == StepState::Done));
    }
}

/// Generated drills would prove nothing if they never came to what the laws are about.
#[test]
fn generated_drills_come_to_everything_that_can_happen() {
    let everything = |seed| Sketch {
        features: common::generate::ALL.to_vec(),
        steps: 13,
        seed,
    };
    let mut seen = BTreeMap::new();
    for seed in 0..60 {
        let drill = drill_of(&everything(seed));
        for k in 0..20 {
            for entry in played(&drill, k, Detail::Logged).log {
                let text = format!("{:?}", entry.what);
                let kind = text
                    .split(['(', ' ', '{'])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                *seen.entry(kind).or_insert(0) += 1;
            }
        }
    }
    for kind in [
        "Barrier",
        "FlagSet",
        "FlagFell",
        "InjectFired",
        "Effect",
        "EffectEnded",
        "Exceeded",
        "Woken",
        "Released",
        "Skipped",
        "Blocked",
        "Ready",
        "Waits",
        "Started",
        "Interrupted",
        "Done",
        "Failed",
        "Replaced",
        "FallbackLost",
        "Reopened",
        "Called",
        "Answered",
        "Arrived",
        "Absent",
        "Returned",
        "Left",
        "Units",
    ] {
        assert!(seen.contains_key(kind), "no {kind} among {seen:?}");
    }
}

/// A workspace whose plan mentions every kind of effect would be too large to generate; this one counts what is there.
#[test]
fn generated_effects_are_read_as_written() {
    let sketch = Sketch {
        features: common::generate::ALL.to_vec(),
        steps: 13,
        seed: 4,
    };
    let written: Workspace = workspace(&sketch);
    let drill = read(&written.texts());
    let slowings = (drill.scenario.injects.iter())
        .flat_map(|inject| &inject.effects)
        .filter(|effect| matches!(effect, Effect::Slow { .. }))
        .count();
    let text: usize = written
        .injects
        .iter()
        .map(|inject| inject.matches("Slow(").count())
        .sum();
    assert_eq!(slowings, text);
}
