//! Losses in words.

use crate::analysis::comparison::{Aspect, brief};
use crate::analysis::stress::{Loss, Stressed, sole_roles};
use crate::model::Drill;
use crate::quantity::{ObjectiveId, RoleId};
use crate::report::differences::is_apart;
use crate::report::estimates::level;
use crate::report::measures::score_words;
use crate::report::stress::{StressedDrill, Stresses};
use crate::report::{figures, names};
use crate::statistics::Interval;
use crate::text::{self, one_line};

/// Said where stressing was broken off.
pub(super) const INCOMPLETE: &str = "INCOMPLETE: broken off; what had been played is told";

/// "plan data-leak r1".
pub(super) fn revision(drill: &StressedDrill<'_>) -> String {
    format!("plan {}", one_line(&drill.drill.plan.name()))
}

/// "1,000 replications of each loss with the same luck · seed 1"; `of_pairs` is said of the pairs.
pub(super) fn luck(stresses: &Stresses<'_>, of_pairs: &str) -> String {
    format!(
        "{} of each loss{of_pairs} with the same luck · seed {}{}",
        text::counted(stresses.replications, "replication"),
        stresses.seed,
        level(stresses.level)
    )
}

/// "without loss: passed 37 %, score 61.4".
pub(super) fn without_loss(stresses: &Stresses<'_>, drill: &StressedDrill<'_>) -> String {
    let as_it_is = brief(drill.baseline, drill.baseline, stresses.level);
    let passed = as_it_is.passed;
    let passed = passed.map(|one| format!("passed {}", figures::percent(one.baseline.value)));
    let score = as_it_is.score;
    let score = score.map(|one| format!("score {}", score_words(one.baseline.value)));
    let both: Vec<String> = passed.into_iter().chain(score).collect();
    if both.is_empty() {
        return "nothing to lose: no objective is critical, and none counts for the score"
            .to_owned();
    }
    format!("without loss: {}", both.join(", "))
}

/// "person", "step": what kind of loss it is.
pub fn kind(loss: Loss) -> &'static str {
    match loss {
        Loss::Person(_) => "person",
        Loss::Role(_) => "role",
        Loss::Resource(_) => "resource",
        Loss::Step(_) => "step",
        Loss::Certain(_) => "inject_certain",
        Loss::Never(_) => "inject_never",
    }
}

/// The id of what is lost.
pub fn subject(drill: &Drill, loss: Loss) -> &str {
    let (organization, scenario) = (&drill.organization, &drill.scenario);
    match loss {
        Loss::Person(id) => &organization.people[id].id,
        Loss::Role(id) => &organization.roles[id].id,
        Loss::Resource(id) => &organization.resources[id].id,
        Loss::Step(id) => &drill.plan.steps[id].id,
        Loss::Certain(id) | Loss::Never(id) => &scenario.injects[id].id,
    }
}

/// "without Zhang Min nobody can be dba (cut-off, snapshot)".
pub(super) fn sentence(drill: &Drill, losses: &[Loss]) -> String {
    let parts: Vec<String> = losses.iter().map(|loss| clause(drill, *loss)).collect();
    parts.join(" and ")
}

/// Short: "without Zhang Min", "cut-off fails", "dba-ill for certain".
pub(super) fn label(drill: &Drill, losses: &[Loss]) -> String {
    let label = |loss: &Loss| {
        let id = subject(drill, *loss);
        match loss {
            Loss::Person(person) => {
                format!(
                    "without {}",
                    one_line(&drill.organization.people[*person].name)
                )
            }
            Loss::Role(_) => format!("no {id}"),
            Loss::Resource(_) => format!("no {id}"),
            Loss::Step(_) => format!("{id} fails"),
            Loss::Certain(_) => format!("{id} for certain"),
            Loss::Never(_) => format!("{id} never"),
        }
    };
    losses.iter().map(label).collect::<Vec<_>>().join(" and ")
}

fn clause(drill: &Drill, loss: Loss) -> String {
    let organization = &drill.organization;
    let id = subject(drill, loss);
    match loss {
        Loss::Person(person) => {
            let name = one_line(&organization.people[person].name);
            let roles = sole_roles(drill, person);
            if roles.is_empty() {
                return format!("without {name}");
            }
            let roles: Vec<String> = roles.iter().map(|role| with_steps(drill, *role)).collect();
            format!("without {name} nobody can be {}", roles.join(" or "))
        }
        Loss::Role(role) => format!("if nobody can be {}", with_steps(drill, role)),
        Loss::Resource(_) => format!("without any {id}"),
        Loss::Step(_) => format!("if {id} fails every time"),
        Loss::Certain(_) => format!("if the inject {id} is certain"),
        Loss::Never(_) => format!("if the inject {id} never comes"),
    }
}

/// "dba (cut-off, snapshot)": at most four steps are named.
fn with_steps(drill: &Drill, role: RoleId) -> String {
    const SHOWN: usize = 4;
    let steps: Vec<&str> = drill
        .plan
        .steps
        .iter()
        .filter(|step| step.needs(role))
        .map(|step| step.id.as_str())
        .collect();
    let shown = steps[..steps.len().min(SHOWN)].join(", ");
    let id = &drill.organization.roles[role].id;
    match steps.len() {
        0 => id.clone(),
        few if few <= SHOWN => format!("{id} ({shown})"),
        many => format!("{id} ({shown} and {} more)", many - SHOWN),
    }
}

/// "more pass because contain no longer applies": why a loss that is shown to help does not.
pub(super) fn because(drill: &Drill, stressed: &Stressed) -> Option<String> {
    let lapsed = lapsed(drill, stressed);
    let gain = if stressed.verdict.better().contains(&Aspect::Passed) {
        "more pass"
    } else {
        "the score is higher"
    };
    let verb = if lapsed.len() == 1 {
        "applies"
    } else {
        "apply"
    };
    let all = names::listed(&lapsed);
    (!lapsed.is_empty()).then(|| format!("{gain} because {all} no longer {verb}"))
}

/// Ids of the objectives that nobody asks for any more, where that is why more is passed, or else why the score is higher.
pub fn lapsed<'d>(drill: &'d Drill, stressed: &Stressed) -> Vec<&'d str> {
    let better = |aspect| stressed.verdict.better().contains(&aspect);
    let lapsed = &stressed.brief.lapsed;
    let is_critical = |id: &&ObjectiveId| drill.scenario.objectives[**id].critical;
    let ids: Vec<&ObjectiveId> = if better(Aspect::Passed) {
        lapsed.passed.iter().filter(is_critical).collect()
    } else if better(Aspect::Score) {
        lapsed.score.iter().collect()
    } else {
        Vec::new()
    };
    let objectives = &drill.scenario.objectives;
    ids.into_iter()
        .map(|id| objectives[*id].id.as_str())
        .collect()
}

/// Whether anything is shown to be lost or gained, in passing or in the score.
pub(super) fn is_shown(stressed: &Stressed) -> bool {
    is_better(stressed) || is_worse(stressed)
}

/// Whether anything is shown to be gained.
pub(super) fn is_better(stressed: &Stressed) -> bool {
    !stressed.verdict.better().is_empty()
}

/// Whether anything is shown to be lost.
pub(super) fn is_worse(stressed: &Stressed) -> bool {
    !stressed.verdict.worse().is_empty()
}

/// Whether a difference as it is told, with its uncertainty, is apart from 0, as its interval is.
pub(super) fn excludes_zero(mean: f64, interval: Interval) -> bool {
    let half_width = interval.half_width();
    is_apart(interval) && (half_width == 0.0 || mean.abs() > figures::told_uncertainty(half_width))
}
