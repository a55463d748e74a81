//! Where the time of an objective goes on average, and what hangs on one person.

use crate::analysis::evaluation::{ObjectiveEstimate, ObjectiveFigures, parts};
use crate::analysis::{CauseTotal, LinkCause, Part, PartTotal};
use crate::quantity::{ObjectiveId, Seconds};
use crate::report::differences::{difference, hardest_hit, points, signed_with};
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::run::{Hanging, Run};
use crate::report::time_spent::{self, table};
use crate::report::{figures, names};
use crate::text;

/// What takes less on average is left out.
const SHORTEST: Seconds = Seconds(30);

/// So many causes of a part are named.
const CAUSES_MOST: usize = 2;

/// The table of the objective that matters most.
pub(super) fn lines(run: Run<'_>, columns: usize) -> Page {
    let Some((id, figures)) = foremost(run) else {
        return Page::new();
    };
    let mut page = vec![Vec::new()];
    page.extend(wrapped(
        Vec::new(),
        &[
            Span::new(Tone::Heading, title(run, id)),
            plain(format!(", {} on average", figures::duration(mean(figures)))),
            faint(seldom(run, figures)),
        ],
        columns,
    ));
    let mut parts = parts(&figures.chain);
    parts.retain(|part| part.total >= SHORTEST);
    let blamed = |part: &PartTotal| causes(run, figures, part);
    page.extend(table(run.drill, &parts, mean(figures), columns, blamed));
    page
}

/// "off shift 1 h 22 · busy with snapshot 29 min": what takes a tenth of the part at least, or else the largest with how many more
/// there are; a single cause needs no time.
pub(super) fn causes(run: Run<'_>, figures: &ObjectiveFigures, part: &PartTotal) -> String {
    let large = |cause: &&CauseTotal| cause.total.0 * 10 >= part.total.0;
    let large = part.causes.iter().filter(large).count();
    let named = &part.causes[..large.clamp(1, CAUSES_MOST).min(part.causes.len())];
    let said = named.iter().map(|cause| {
        let name = time_spent::cause(run.drill, cause.cause);
        if part.part == Part::Rework {
            let often = often(figures, part.part, cause.cause);
            format!("{name} in {often} of drills")
        } else if large == 1 {
            name
        } else {
            format!("{name} {}", figures::duration(cause.total))
        }
    });
    let mut said: Vec<String> = said.collect();
    let more = part.causes.len() - named.len();
    if large == 0 && more > 0 {
        said.push(format!("{more} more"));
    }
    said.join(" · ")
}

/// The share of chains in which it happens.
fn often(figures: &ObjectiveFigures, part: Part, cause: LinkCause) -> String {
    let mut chain = figures.chain.iter();
    let replications = chain
        .find(|mean| mean.part == part && mean.cause == cause)
        .map_or(0, |mean| mean.replications);
    figures::percent_of(replications, figures.chained)
}

fn title(run: Run<'_>, id: ObjectiveId) -> String {
    let objective = &run.drill.scenario.objectives[id];
    format!("where the time to {} goes", objective.id)
}

/// The average time, of the drills in which there is one.
pub(super) fn mean(figures: &ObjectiveFigures) -> Seconds {
    Seconds::rounded(figures.chain.iter().map(|mean| mean.mean_seconds).sum())
}

/// " · of the 93 % of drills in which it is reached", where it is not always.
pub(super) fn seldom(run: Run<'_>, figures: &ObjectiveFigures) -> String {
    let all = run.evaluation.replications;
    if figures.chained == all {
        return String::new();
    }
    let what = if figures.applicable == all {
        "it is reached"
    } else if figures.chained == figures.applicable {
        "it applies"
    } else {
        "it applies and is reached"
    };
    let share = figures::percent_of(figures.chained, all);
    format!(" · of the {share} of drills in which {what}")
}

/// Of the objectives whose time is measured on steps: a critical one rather than another, then the one that costs the score
/// most.
fn foremost(run: Run<'_>) -> Option<(ObjectiveId, &ObjectiveFigures)> {
    timed(run).max_by(|(a, one), (b, other)| {
        let objective = |id: &ObjectiveId| &run.drill.scenario.objectives[*id];
        let lost = |id: &ObjectiveId, figures: &ObjectiveFigures| {
            let missing = figures.attainment.map_or(0.0, |mean| 1.0 - mean.value);
            objective(id).weight * missing * figures.applicable as f64 // Far below 2^53.
        };
        let is_critical = objective(a).critical.cmp(&objective(b).critical);
        is_critical
            .then(lost(a, one).total_cmp(&lost(b, other)))
            .then(b.cmp(a))
    })
}

/// The objectives with chains that take any time.
pub(super) fn timed(run: Run<'_>) -> impl Iterator<Item = (ObjectiveId, &ObjectiveFigures)> {
    let estimates = run.evaluation.objectives.entries();
    estimates.filter_map(|(id, estimate)| match estimate {
        ObjectiveEstimate::Judged => None,
        ObjectiveEstimate::Measured(figures) => {
            (!figures.chain.is_empty()).then_some((id, figures.as_ref()))
        }
    })
}

/// The person whose absence costs most.
pub(super) fn dependence(run: Run<'_>, columns: usize) -> Page {
    let Some(said) = dependence_words(run) else {
        return Page::new();
    };
    let heading = Span::new(Tone::Heading, "what hangs on one person");
    wrapped(Vec::new(), &[heading, plain(format!(": {said}"))], columns)
}

/// "zhang-min, alone in dba · without them passed −25 ±4 points, contain 85 % → 72 %".
pub(super) fn dependence_words(run: Run<'_>) -> Option<String> {
    let most = match run.hanging {
        Hanging::NotAsked => return None,
        Hanging::BrokenOff => return Some("broken off before it was known".to_owned()),
        Hanging::Known(found) => found.first()?,
    };
    let organization = &run.drill.organization;
    let roles: Vec<&str> = most
        .roles
        .iter()
        .map(|role| organization.roles[*role].id.as_str())
        .collect();
    let brief = &most.stressed.brief;
    let passed = (brief.passed.as_ref())
        .filter(|passed| passed.difference.value < 0.0)
        .map(|passed| {
            let found = &passed.difference;
            let words = signed_with(found.value, found.interval, points);
            format!("passed {words} points")
        });
    let score = || {
        let score = brief.score.as_ref()?;
        let words = difference(&score.difference, figures::number);
        Some(format!("score {words} points"))
    };
    let lost = passed.or_else(score)?;
    let hit = hardest_hit(run.drill, &most.stressed);
    let hit = hit.map_or_else(String::new, |hit| format!(", {hit}"));
    Some(format!(
        "{}, alone in {} · without them {lost}{hit} (in {} each)",
        organization.people[most.person].id,
        names::listed(&roles),
        text::counted(most.replications, "replication")
    ))
}
