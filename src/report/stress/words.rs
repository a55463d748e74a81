//! Losses in words.

use crate::analysis::stress::{Loss, Stressed, sole_roles};
use crate::model::{Drill, Step};
use crate::quantity::RoleId;
use crate::report::figures;
use crate::text::one_line;

/// Said where stressing was broken off.
pub(super) const INCOMPLETE: &str = "INCOMPLETE: broken off; what had been played is told";

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
    let needs =
        |step: &&Step| step.owner == Some(role) || step.crew.iter().any(|crew| crew.role == role);
    let steps: Vec<&str> = drill
        .plan
        .steps
        .iter()
        .filter(needs)
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

/// The objective that is met less often by most: "regulator 71 % → 0 %".
pub(super) fn hardest_hit(drill: &Drill, stressed: &Stressed) -> Option<String> {
    let met = stressed
        .brief
        .met
        .entries()
        .filter_map(|(id, met)| Some((id, (*met)?)));
    let (id, met) = met
        .filter(|(_, met)| met.difference.value < 0.0 && met.difference.p_value < 0.05)
        .min_by(|(_, a), (_, b)| a.difference.value.total_cmp(&b.difference.value))?;
    Some(format!(
        "{} {} → {}",
        drill.scenario.objectives[id].id,
        figures::percent(met.baseline.value),
        figures::percent(met.candidate.value)
    ))
}

/// Whether anything is shown to be lost or gained, in passing or in the score.
pub(super) fn is_shown(stressed: &Stressed) -> bool {
    !stressed.verdict.better().is_empty() || !stressed.verdict.worse().is_empty()
}
