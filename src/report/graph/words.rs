//! The few words that fit into a box or on a line.

use crate::model::{
    BarrierEffect, Drill, Effect, FailureRule, Guard, Inject, Measure, Objective, Plan, Scenario,
    Step, StepSet, Trigger, Works,
};
use crate::quantity::{Distribution, LabelId, PersonId, ResourceId, RoleId, Seconds, StepId};
use crate::report::{figures, names};

pub(super) fn role(drill: &Drill, role: RoleId) -> String {
    drill.organization.roles[role].title.clone()
}

/// The owner and who helps: "Security officer, with 2 × Analyst".
pub(super) fn people(drill: &Drill, step: &Step) -> Option<String> {
    let owner = role(drill, step.owner?);
    if step.crew.is_empty() {
        return Some(owner);
    }
    let crew: Vec<String> = step
        .crew
        .iter()
        .map(|crew| format!("{} × {}", crew.count, role(drill, crew.role)))
        .collect();
    Some(format!("{owner}, with {}", crew.join(", ")))
}

/// How long it takes, how long it waits, and what its failure means, a line each: "≈ 45 min, on shift".
pub(super) fn work(step: &Step) -> Vec<String> {
    let on_shift = match step.works {
        Works::Through => "",
        Works::OnShift => ", on shift",
    };
    let mut lines = vec![format!("{}{on_shift}", about(&step.takes))];
    lines.extend(
        step.waits_at_most
            .map(|limit| format!("given up after waiting {}", figures::duration(limit))),
    );
    if matches!(step.on_failure.last(), FailureRule::Continue) {
        lines.push("if it fails, the plan goes on".to_owned());
    }
    lines
}

fn about(work: &Distribution) -> String {
    let mean = figures::duration(Seconds::rounded(work.mean()));
    match work {
        Distribution::Fixed(_) => mean,
        Distribution::Uniform { .. }
        | Distribution::Triangular { .. }
        | Distribution::Pert { .. }
        | Distribution::Lognormal { .. }
        | Distribution::Exponential { .. }
        | Distribution::Observed(_) => format!("≈ {mean}"),
    }
}

/// A condition: "shop-offline", "triage: leak", "not (a and b)".
pub(super) fn guard(plan: &Plan, scenario: &Scenario, condition: &Guard) -> String {
    let outcome = |step: StepId, label| {
        let step = &plan.steps[step];
        format!("{}: {}", step.id, step.outcomes[label].label)
    };
    spoken(condition, scenario, &outcome)
}

/// The label that a condition asks of one predecessor, if it asks nothing else: "leak", "not leak", "a or b".
pub(super) fn branch(
    plan: &Plan,
    scenario: &Scenario,
    after: &[StepId],
    condition: &Guard,
) -> Option<(StepId, String)> {
    let mut asked = Vec::new();
    let asks_outcomes_only = collect_asked(condition, &mut asked);
    asked.sort();
    asked.dedup();
    let [step] = asked.as_slice() else {
        return None;
    };
    if !asks_outcomes_only || !after.contains(step) {
        return None;
    }
    let outcome = |step: StepId, label| plan.steps[step].outcomes[label].label.clone();
    Some((*step, spoken(condition, scenario, &outcome)))
}

/// The steps whose outcome is asked for; false if anything else is asked too.
fn collect_asked(condition: &Guard, asked: &mut Vec<StepId>) -> bool {
    match condition {
        Guard::Outcome(step, _) => {
            asked.push(*step);
            true
        }
        Guard::Flag(_) | Guard::Never => false,
        Guard::Not(inner) => collect_asked(inner, asked),
        Guard::All(parts) | Guard::Any(parts) => {
            // Every part is visited, so no short cut.
            let plain: Vec<bool> = parts
                .iter()
                .map(|part| collect_asked(part, asked))
                .collect();
            plain.into_iter().all(|is_plain| is_plain)
        }
    }
}

fn spoken(
    condition: &Guard,
    scenario: &Scenario,
    outcome: &impl Fn(StepId, LabelId) -> String,
) -> String {
    let inner = |part: &Guard| {
        let text = spoken(part, scenario, outcome);
        match part {
            Guard::All(parts) | Guard::Any(parts) if parts.len() > 1 => format!("({text})"),
            Guard::Outcome(..)
            | Guard::Flag(_)
            | Guard::Not(_)
            | Guard::All(_)
            | Guard::Any(_)
            | Guard::Never => text,
        }
    };
    let joined = |parts: &[Guard], word: &str| {
        let parts: Vec<String> = parts.iter().map(inner).collect();
        parts.join(word)
    };
    match condition {
        Guard::Outcome(step, label) => outcome(*step, *label),
        Guard::Flag(flag) => scenario.flags[*flag].name.clone(),
        Guard::Not(part) => format!("not {}", inner(part)),
        Guard::All(parts) if parts.is_empty() => "always".to_owned(),
        Guard::All(parts) => joined(parts, " and "),
        Guard::Any(parts) if parts.is_empty() => "never".to_owned(),
        Guard::Any(parts) => joined(parts, " or "),
        Guard::Never => "never".to_owned(),
    }
}

/// What a barrier that holds does.
pub(super) fn barrier(drill: &Drill, effect: &BarrierEffect) -> String {
    match effect {
        BarrierEffect::Averts => "averts the incident".to_owned(),
        BarrierEffect::Weakens(effects) => {
            let words: Vec<String> = effects
                .iter()
                .filter_map(|effect| self::effect(drill, effect))
                .collect();
            if words.is_empty() {
                return "weakens the incident".to_owned();
            }
            format!("weakens: {}", words.join(", "))
        }
    }
}

/// An effect, unless a line of the chart shows it.
pub(super) fn effect(drill: &Drill, effect: &Effect) -> Option<String> {
    let impact = |id| drill.scenario.impacts[id].id.as_str();
    let flag = |id| drill.scenario.flags[id].name.as_str();
    let step = |id: StepId| drill.plan.steps[id].id.as_str();
    Some(match effect {
        Effect::Stop(id) => format!("stops {}", impact(*id)),
        Effect::Scale(id, factor) => format!("{} grow × {}", impact(*id), figures::number(*factor)),
        Effect::Add(id, amount) => {
            let mean = amount.mean();
            let sign = if mean < 0.0 { "−" } else { "+" };
            format!("{} {sign}{}", impact(*id), figures::number(mean.abs()))
        }
        Effect::Drain {
            impact: id,
            per_hour,
            duration,
        } => format!(
            "{} −{}/h{}",
            impact(*id),
            figures::number(*per_hour),
            lasting(*duration)
        ),
        Effect::Set(id) => format!("sets {}", flag(*id)),
        Effect::Require(_) | Effect::Reopen(_) => return None,
        Effect::Absent {
            person, duration, ..
        } => format!(
            "{} away{}",
            self::person(drill, *person),
            lasting(*duration)
        ),
        Effect::Arrive { person, .. } => format!("brings {}", self::person(drill, *person)),
        Effect::Lose {
            resource,
            count,
            duration,
        } => format!("−{}{}", units(drill, *count, *resource), lasting(*duration)),
        Effect::Gain {
            resource,
            count,
            duration,
        } => format!("+{}{}", units(drill, *count, *resource), lasting(*duration)),
        Effect::Slow {
            steps,
            factor,
            duration,
        } => format!(
            "{} take × {}{}",
            steps_named(drill, steps),
            figures::number(*factor),
            lasting(*duration)
        ),
        Effect::SlowAnswers { factor, duration } => {
            format!(
                "answers take × {}{}",
                figures::number(*factor),
                lasting(*duration)
            )
        }
        Effect::Hold { steps, duration } => {
            format!("holds {}{}", steps_named(drill, steps), lasting(*duration))
        }
        Effect::Fail(id, 1) => format!("{} fails once", step(*id)),
        Effect::Fail(id, times) => format!("{} fails {times} times", step(*id)),
    })
}

fn lasting(duration: Option<Seconds>) -> String {
    duration
        .map(|time| format!(" for {}", figures::duration(time)))
        .unwrap_or_default()
}

fn person(drill: &Drill, id: PersonId) -> &str {
    &drill.organization.people[id].name
}

fn units(drill: &Drill, count: u64, resource: ResourceId) -> String {
    format!("{count} × {}", drill.organization.resources[resource].title)
}

fn steps_named(drill: &Drill, steps: &StepSet) -> String {
    match steps {
        StepSet::All => "all steps".to_owned(),
        StepSet::Some(steps) => {
            let names: Vec<&str> = steps
                .iter()
                .map(|step| drill.plan.steps[*step].id.as_str())
                .collect();
            names.join(", ")
        }
    }
}

/// When an inject comes, and how: "at 6 h, by phone from Journalist".
pub(super) fn inject(drill: &Drill, inject: &Inject) -> String {
    let step = |id: StepId| drill.plan.steps[id].id.as_str();
    let delayed = |wait: Seconds, when: String| match wait {
        Seconds::ZERO => when,
        Seconds(_) => format!("{} after {when}", figures::duration(wait)),
    };
    let at = match &inject.at {
        Trigger::At(at) => format!("at {}", figures::duration(*at)),
        Trigger::Between(first, last) => format!(
            "between {} and {}",
            figures::duration(*first),
            figures::duration(*last)
        ),
        Trigger::Started(id, wait) => delayed(*wait, format!("{} starts", step(*id))),
        Trigger::Finished(id, wait) => delayed(*wait, format!("{} is done", step(*id))),
        Trigger::Above(id, level) => {
            format!(
                "{} above {}",
                drill.scenario.impacts[*id].id,
                figures::number(*level)
            )
        }
        Trigger::Overdue(id, at) => {
            format!("at {} unless {} is done", figures::duration(*at), step(*id))
        }
        Trigger::Never => "never".to_owned(),
    };
    let by = (inject.by).map(|channel| format!(", {}", names::channel(channel)));
    let from = inject.from.as_ref().map(|from| format!(" from {from}"));
    format!("{at}{}{}", by.unwrap_or_default(), from.unwrap_or_default())
}

/// What an objective asks for: "done by 4 h, limit 12 h".
pub(super) fn objective(drill: &Drill, objective: &Objective) -> String {
    let impact = |id| drill.scenario.impacts[id].id.as_str();
    let step = |id: &Option<StepId>| id.map_or("?", |id| drill.plan.steps[id].id.as_str());
    let inject = |id| drill.scenario.injects[id].id.as_str();
    let times = |words: String, target: Seconds, limit: Seconds| {
        if limit == target {
            return format!("{words} {}", figures::duration(target));
        }
        let (target, limit) = (
            figures::duration_beside(target, limit),
            figures::duration_beside(limit, target),
        );
        format!("{words} {target}, limit {limit}")
    };
    let levels = |words: String, target: f64, limit: f64| {
        if limit.total_cmp(&target).is_eq() {
            return format!("{words} {}", figures::number(target));
        }
        format!(
            "{words} {}, limit {}",
            figures::number(target),
            figures::number(limit)
        )
    };
    match &objective.measure {
        Measure::Done { target, limit, .. } => times("done by".to_owned(), *target, *limit),
        Measure::Within {
            inject: id,
            target,
            limit,
            ..
        } => times(format!("after {} within", inject(*id)), *target, *limit),
        Measure::Elapsed {
            from,
            target,
            limit,
            ..
        } => times(format!("after {} within", step(from)), *target, *limit),
        Measure::Final {
            impact: id,
            target,
            limit,
        } => levels(
            format!("{} in the end at most", impact(*id)),
            *target,
            *limit,
        ),
        Measure::Peak {
            impact: id,
            target,
            limit,
        } => levels(format!("{} never above", impact(*id)), *target, *limit),
        Measure::TimeAbove {
            impact: id,
            level,
            target,
            limit,
        } => times(
            format!("{} above {} at most", impact(*id), figures::number(*level)),
            *target,
            *limit,
        ),
        Measure::Cleared {
            impact: id,
            target,
            limit,
        } => times(format!("{} cleared by", impact(*id)), *target, *limit),
        Measure::Order { first, then } => format!("{} before {}", step(first), step(then)),
        Measure::Completion { target, limit } => {
            levels("share done at least".to_owned(), *target, *limit)
        }
        Measure::StoodDown { target, limit } => times("stood down by".to_owned(), *target, *limit),
        Measure::Cost { target, limit } => levels("cost at most".to_owned(), *target, *limit),
        Measure::Judged(_) => "judged by observers".to_owned(),
    }
}
