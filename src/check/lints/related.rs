//! Lints of what an inject sets in motion: measured where it does not reach, or expected and not measured.

use std::collections::BTreeSet;

use crate::check::lints::flags::add_asked;
use crate::check::lints::{Rehearsal, Script};
use crate::document::MeasureDoc;
use crate::model::graph::{call_arrows, predecessor_arrows};
use crate::model::{Effect, Measure, Plan, Scenario, StepSet, Success, Trigger};
use crate::quantity::{Arena, FlagId, ImpactId, Index, InjectId, StepId};
use crate::source::{Diagnostic, Problems, code};

/// Both lints.
pub(super) fn check<'s>(
    rehearsal: &Rehearsal<'_, 's>,
    script: &Script<'_, 's>,
    problems: &mut Problems<'s>,
) {
    let plan = &rehearsal.file.plan;
    let mut follows: Arena<StepId, Vec<StepId>> = plan.steps.iter().map(|_| Vec::new()).collect();
    for (from, to) in predecessor_arrows(plan)
        .into_iter()
        .chain(call_arrows(plan))
    {
        follows[from].push(to);
    }
    let mut triggered: Arena<StepId, Vec<InjectId>> =
        plan.steps.iter().map(|_| Vec::new()).collect();
    for (id, inject) in script.scenario.injects.entries() {
        if let Some(step) = inject.at.step() {
            triggered[step].push(id);
        }
    }
    let world = World {
        plan,
        scenario: &script.scenario,
        follows,
        triggered,
    };
    check_within(&world, script, problems);
    check_expected(&world, script, problems);
}

/// What can pass an influence on.
struct World<'a> {
    plan: &'a Plan,
    scenario: &'a Scenario,
    /// Who waits for a step, or is called by it.
    follows: Arena<StepId, Vec<StepId>>,
    /// The injects that a step triggers.
    triggered: Arena<StepId, Vec<InjectId>>,
}

fn check_within<'s>(world: &World<'_>, script: &Script<'_, 's>, problems: &mut Problems<'s>) {
    for (id, objective) in script.scenario.objectives.entries() {
        let Measure::Within {
            inject,
            step: Some(step),
            ..
        } = objective.measure
        else {
            continue;
        };
        let mut reached = Reached::default();
        reached.add_inject(world, inject);
        if reached.is_everything || reached.steps.contains(&step) {
            continue;
        }
        let doc = &script.names.objective_entries.all[id.place()].doc;
        let Some(MeasureDoc::Within { step: field, .. }) = doc.measure.read(problems) else {
            continue;
        };
        let (step, inject) = (
            &world.plan.steps[step].id,
            &world.scenario.injects[inject].id,
        );
        let message = format!(
            "step `{step}` does not depend on inject `{inject}`, from which its time is measured"
        );
        problems.push(
            Diagnostic::warning(code::WITHIN_UNRELATED, field.span(problems), message).help(
                format!(
                    "let the inject require it (`effects: [Require(\"{step}\")]`) or expect it (`expects: [\"{step}\"]`), or measure `Done(step: \"{step}\", …)`"
                ),
            ),
        );
    }
}

fn check_expected<'s>(world: &World<'_>, script: &Script<'_, 's>, problems: &mut Problems<'s>) {
    let Some(measured) = measured(&script.scenario) else {
        return;
    };
    for (id, inject) in script.scenario.injects.entries() {
        let written = script.names.inject_entries.all[id.place()].doc.expects;
        let written = written.elements(problems);
        for (step, place) in inject.expects.iter().zip(written) {
            let mut reached = Reached::default();
            reached.add_step(world, *step);
            let is_measured = reached.is_everything
                || reached
                    .steps
                    .iter()
                    .any(|step| measured.steps.contains(step))
                || reached
                    .impacts
                    .iter()
                    .any(|impact| measured.impacts.contains(impact));
            if is_measured {
                continue;
            }
            let step = &world.plan.steps[*step].id;
            let message = format!(
                "inject `{}` expects step `{step}`, and no objective measures it",
                inject.id
            );
            problems.push(
                Diagnostic::warning(code::EXPECTED_UNMEASURED, place.span(problems), message).help(
                    format!(
                        "add an objective such as `measure: Within(inject: \"{}\", step: \"{step}\", target: \"1h\")`",
                        inject.id
                    ),
                ),
            );
        }
    }
}

/// What objectives look at.
#[derive(Default)]
struct Measured {
    steps: BTreeSet<StepId>,
    impacts: BTreeSet<ImpactId>,
}

/// `None`: every step.
fn measured(scenario: &Scenario) -> Option<Measured> {
    let mut measured = Measured::default();
    for objective in scenario.objectives.iter() {
        match &objective.measure {
            Measure::Done { step, .. } | Measure::Within { step, .. } => {
                measured.steps.extend(*step);
            }
            Measure::Elapsed { from, to, .. } => {
                measured.steps.extend(from.iter().chain(to));
            }
            Measure::Order { first, then } => measured.steps.extend(first.iter().chain(then)),
            Measure::Final { impact, .. }
            | Measure::Peak { impact, .. }
            | Measure::TimeAbove { impact, .. }
            | Measure::Cleared { impact, .. } => {
                measured.impacts.insert(*impact);
            }
            Measure::Completion { .. } | Measure::StoodDown { .. } => return None,
            Measure::Cost { .. } | Measure::Judged(_) => {}
        }
    }
    Some(measured)
}

/// Everything that an influence may reach; who is kept busy by it is left out.
#[derive(Default)]
struct Reached {
    steps: BTreeSet<StepId>,
    injects: BTreeSet<InjectId>,
    impacts: BTreeSet<ImpactId>,
    flags: BTreeSet<FlagId>,
    /// People and things come or go, which every step may feel.
    is_everything: bool,
}

impl Reached {
    fn add_inject(&mut self, world: &World<'_>, id: InjectId) {
        if !self.injects.insert(id) {
            return;
        }
        let inject = &world.scenario.injects[id];
        if let Some(step) = inject.at.step() {
            self.add_step(world, step);
        }
        for step in &inject.expects {
            self.add_step(world, *step);
        }
        self.add_effects(world, &inject.effects);
    }

    fn add_step(&mut self, world: &World<'_>, first: StepId) {
        let mut open = vec![first];
        while let Some(step) = open.pop() {
            if !self.steps.insert(step) {
                continue;
            }
            open.extend(&world.follows[step]);
            self.add_effects(world, &world.plan.steps[step].effects);
            for id in &world.triggered[step] {
                self.add_inject(world, *id);
            }
        }
    }

    fn add_effects(&mut self, world: &World<'_>, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Stop(impact)
                | Effect::Scale(impact, _)
                | Effect::Add(impact, _)
                | Effect::Drain { impact, .. } => self.add_impact(world, *impact),
                Effect::Set(flag) => self.add_flag(world, *flag),
                Effect::Require(step) | Effect::Reopen(step) | Effect::Fail(step, _) => {
                    self.add_step(world, *step);
                }
                Effect::Slow { steps, .. } | Effect::Hold { steps, .. } => match steps {
                    StepSet::All => self.is_everything = true,
                    StepSet::Some(steps) => {
                        for step in steps {
                            self.add_step(world, *step);
                        }
                    }
                },
                Effect::Absent { .. }
                | Effect::Arrive { .. }
                | Effect::Lose { .. }
                | Effect::Gain { .. }
                | Effect::SlowAnswers { .. } => self.is_everything = true,
            }
        }
    }

    fn add_impact(&mut self, world: &World<'_>, impact: ImpactId) {
        if !self.impacts.insert(impact) {
            return;
        }
        for (id, inject) in world.scenario.injects.entries() {
            match inject.at {
                Trigger::Above(other, _) if other == impact => self.add_inject(world, id),
                Trigger::Above(..)
                | Trigger::At(_)
                | Trigger::Between(..)
                | Trigger::Started(..)
                | Trigger::Finished(..)
                | Trigger::Overdue(..)
                | Trigger::Never => {}
            }
        }
    }

    fn add_flag(&mut self, world: &World<'_>, flag: FlagId) {
        if !self.flags.insert(flag) {
            return;
        }
        let asks = |guard: &Option<_>| {
            let mut asked = BTreeSet::new();
            if let Some(guard) = guard {
                add_asked(guard, &mut asked);
            }
            asked.contains(&flag)
        };
        for (id, step) in world.plan.steps.entries() {
            let by_success = match step.succeeds {
                Success::Given { flag: other, .. } => other == flag,
                Success::Always(_) => false,
            };
            if by_success || asks(&step.when) {
                self.add_step(world, id);
            }
        }
        for (id, inject) in world.scenario.injects.entries() {
            if asks(&inject.when) {
                self.add_inject(world, id);
            }
        }
    }
}
