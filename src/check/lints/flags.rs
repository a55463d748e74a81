//! Lint of flags: those for which nothing asks.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::lints::{Rehearsal, Script};
use crate::model::{Guard, Success};
use crate::quantity::FlagId;
use crate::source::{Diagnostic, Problems, Span, code};

/// Flags that a scenario or a plan makes true and that no plan or scenario with it asks for.
pub(super) fn check(rehearsals: &[Rehearsal<'_, '_>], problems: &mut Problems<'_>) {
    let mut defined: BTreeMap<Span, &str> = BTreeMap::new();
    let mut read: BTreeSet<Span> = BTreeSet::new();
    for rehearsal in rehearsals {
        let Some(script) = &rehearsal.script else {
            continue;
        };
        let asked = asked(rehearsal, script);
        for (id, flag) in script.scenario.flags.entries() {
            for place in places(rehearsal, script, &flag.name) {
                defined.insert(place, &flag.name);
                if asked.contains(&id) {
                    read.insert(place);
                }
            }
        }
    }
    for (place, flag) in defined {
        if !read.contains(&place) {
            let message = format!("nothing asks for flag `{flag}`");
            problems.push(
                Diagnostic::warning(code::FLAG_UNREAD, place, message).help(format!(
                    "ask for it with `when: Flag(\"{flag}\")` or `succeeds: Given(flag: \"{flag}\", …)`, or leave it out"
                )),
            );
        }
    }
}

/// Where the flag may become true: at onset, by the scenario's injects, by the plan.
fn places(rehearsal: &Rehearsal<'_, '_>, script: &Script<'_, '_>, flag: &str) -> Vec<Span> {
    let chances = script.names.chances.all.iter();
    let at_onset = chances
        .filter(|entry| entry.id == flag)
        .map(|entry| entry.place);
    let by_injects = script.names.mentions.set_at(flag);
    let by_steps = rehearsal.names.mentions.set_at(flag);
    at_onset.chain(by_injects).chain(by_steps).collect()
}

/// The flags that a drill asks for.
fn asked(rehearsal: &Rehearsal<'_, '_>, script: &Script<'_, '_>) -> BTreeSet<FlagId> {
    let mut asked = BTreeSet::new();
    for step in rehearsal.file.plan.steps.iter() {
        if let Some(guard) = &step.when {
            add_asked(guard, &mut asked);
        }
        match step.succeeds {
            Success::Given { flag, .. } => {
                asked.insert(flag);
            }
            Success::Always(_) => {}
        }
    }
    for inject in script.scenario.injects.iter() {
        if let Some(guard) = &inject.when {
            add_asked(guard, &mut asked);
        }
    }
    asked
}

/// Adds the flags that a guard asks for.
pub(super) fn add_asked(guard: &Guard, asked: &mut BTreeSet<FlagId>) {
    match guard {
        Guard::Flag(flag) => {
            asked.insert(*flag);
        }
        Guard::Not(part) => add_asked(part, asked),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                add_asked(part, asked);
            }
        }
        Guard::Outcome(..) | Guard::Never => {}
    }
}
