//! Writing improvements into the texts of a plan or an organization.

use crate::document::{Edit, Outline, Owner, Thing, edited, one_line, outline};
use crate::model::{Chances, Improvement};
use crate::quantity::{Distribution, Seconds};

/// The text of the file with improvements written into it, one after another.
pub fn improved<'i>(text: &str, improvements: impl IntoIterator<Item = &'i Improvement>) -> String {
    improvements
        .into_iter()
        .fold(text.to_owned(), |text, improvement| {
            let edits =
                outline(&text).map_or_else(Vec::new, |head| edits(improvement, &text, &head));
            edited(&text, &edits)
        })
}

/// The text of a plan as a revision of that name that nobody has approved yet, with what has changed.
pub fn renamed(plan: &str, revision: &str, changes: &[String]) -> String {
    let set = |field: &str, value: Option<String>| Edit::Set {
        of: Owner::Head,
        field: field.to_owned(),
        value,
    };
    let lines: Vec<String> = changes
        .iter()
        .map(|change| format!("        \"{}\",\n", change.replace(['"', '\\'], "'")))
        .collect();
    edited(
        plan,
        &[
            set("revision", Some(format!("\"{revision}\""))),
            set("changes", Some(format!("[\n{}    ]", lines.concat()))),
            set("approved", None),
            set("approved_by", None),
        ],
    )
}

fn edits(improvement: &Improvement, text: &str, head: &Outline) -> Vec<Edit> {
    let set = |list: &str, id: &str, field: &str, value: Option<String>| Edit::Set {
        of: Owner::Thing {
            list: list.to_owned(),
            id: id.to_owned(),
        },
        field: field.to_owned(),
        value,
    };
    match improvement {
        Improvement::Deputy { role, person, .. } => {
            let mut deputies = names(text, thing(head, &["roles"], role), "deputies");
            deputies.push(person.clone());
            vec![set("roles", role, "deputies", list_of(&deputies))]
        }
        Improvement::OnCall { person, answers } => {
            vec![set("people", person, "on_call", Some(durations(answers)))]
        }
        Improvement::Escalation { role, after, .. } => {
            let after = format!("\"{after}\"");
            vec![set("roles", role, "escalate_after", Some(after))]
        }
        Improvement::Units {
            resource, after, ..
        } => vec![set("resources", resource, "count", Some(after.to_string()))],
        Improvement::Shift { person, after, .. } => {
            vec![set(
                "people",
                person,
                "shifts",
                list_of(std::slice::from_ref(&after.id)),
            )]
        }
        Improvement::Success { step, after, .. } => {
            let value = Some(chances(after));
            vec![set(section(head, step), step, "succeeds", value)]
        }
        Improvement::Duration { step, after, .. } | Improvement::Alarm { step, after, .. } => {
            let value = Some(durations(after));
            vec![set(section(head, step), step, "takes", value)]
        }
        Improvement::Predecessor { step, predecessor } => ["after", "negotiable"]
            .into_iter()
            .map(|field| {
                let mut left = names(text, thing(head, &SECTIONS, step), field);
                left.retain(|name| name != predecessor);
                // To give up waiting for one step is not to begin before what comes before it.
                if left.is_empty() && field == "after" {
                    left = names(text, thing(head, &SECTIONS, predecessor), field);
                }
                set(section(head, step), step, field, list_of(&left))
            })
            .collect(),
    }
}

/// The lists of steps.
const SECTIONS: [&str; 2] = ["response", "recovery"];

fn section(head: &Outline, step: &str) -> &'static str {
    let [response, recovery] = SECTIONS;
    if thing(head, &[response], step).is_some() {
        response
    } else {
        recovery
    }
}

fn thing<'o>(head: &'o Outline, lists: &[&str], id: &str) -> Option<&'o Thing> {
    let mut things = lists.iter().flat_map(|list| head.things(list));
    things.find(|thing| thing.id == id)
}

/// The names that a field of a thing lists.
fn names(text: &str, thing: Option<&Thing>, field: &str) -> Vec<String> {
    let Some(field) = thing.and_then(|thing| thing.outline.field(field)) else {
        return Vec::new();
    };
    let line = one_line(&text[field.value.clone()]);
    // Names are letters, digits and hyphens: what stands between quotes.
    line.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// `["a", "b"]`; `None` of nothing.
fn list_of(names: &[String]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    (!quoted.is_empty()).then(|| format!("[{}]", quoted.join(", ")))
}

fn chances(chances: &Chances) -> String {
    match chances {
        Chances::Always(chance) => chance.value().to_string(),
        Chances::Given {
            flag,
            then,
            otherwise,
        } => format!(
            "Given(flag: \"{flag}\", then: {}, otherwise: {})",
            then.value(),
            otherwise.value()
        ),
    }
}

/// A distribution of whole seconds as files write it.
fn durations(distribution: &Distribution) -> String {
    let written = |seconds: &f64| format!("\"{}\"", Seconds::rounded(*seconds));
    match distribution {
        Distribution::Fixed(value) => written(value),
        Distribution::Uniform { min, max } => {
            format!("Uniform(min: {}, max: {})", written(min), written(max))
        }
        Distribution::Triangular { min, likely, max } => {
            let (min, likely, max) = (written(min), written(likely), written(max));
            format!("Triangular(min: {min}, likely: {likely}, max: {max})")
        }
        Distribution::Pert { min, likely, max } => {
            let (min, likely, max) = (written(min), written(likely), written(max));
            format!("Pert(min: {min}, likely: {likely}, max: {max})")
        }
        Distribution::Lognormal { median, p90 } => {
            format!(
                "Lognormal(median: {}, p90: {})",
                written(median),
                written(p90)
            )
        }
        Distribution::Exponential { mean } => format!("Exponential(mean: {})", written(mean)),
        Distribution::Observed(values) => {
            let values: Vec<String> = values.iter().map(written).collect();
            format!("Observed([{}])", values.join(", "))
        }
    }
}
