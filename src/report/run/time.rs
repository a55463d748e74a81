//! Where the time of an objective goes on average, and what hangs on one person.

use crate::analysis::evaluation::{ObjectiveEstimate, ObjectiveFigures, parts};
use crate::analysis::{CauseTotal, LinkCause, Part, PartTotal};
use crate::quantity::{ObjectiveId, Seconds};
use crate::report::compare::words::difference;
use crate::report::figures;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::run::Run;
use crate::report::stress::hardest_hit;
use crate::report::trace::time_spent::{self, table};
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

/// "off shift 1 h 22 · busy with snapshot 29 min": what takes a tenth of the part at least; a single cause needs no time.
pub(super) fn causes(run: Run<'_>, figures: &ObjectiveFigures, part: &PartTotal) -> String {
    let large = |cause: &&CauseTotal| cause.total.0 * 10 >= part.total.0;
    let named: Vec<&CauseTotal> = part.causes.iter().filter(large).take(CAUSES_MOST).collect();
    if part.part == Part::Rework {
        let said = named.iter().map(|cause| {
            let name = time_spent::cause(run.drill, cause.cause);
            format!(
                "{name} in {} of drills",
                often(figures, part.part, cause.cause)
            )
        });
        return said.collect::<Vec<String>>().join(" · ");
    }
    let said = named.iter().map(|cause| {
        let name = time_spent::cause(run.drill, cause.cause);
        if named.len() == 1 {
            name
        } else {
            format!("{name} {}", figures::duration(cause.total))
        }
    });
    said.collect::<Vec<String>>().join(" · ")
}

/// The share of chains in which it happens.
fn often(figures: &ObjectiveFigures, part: Part, cause: LinkCause) -> String {
    let mut chain = figures.chain.iter();
    let replications = chain
        .find(|mean| mean.part == part && mean.cause == cause)
        .map_or(0, |mean| mean.replications);
    // Counts are far below 2^53.
    figures::percent(replications as f64 / figures.chained as f64)
}

fn title(run: Run<'_>, id: ObjectiveId) -> String {
    let objective = &run.drill.scenario.objectives[id];
    format!("where the time to {} goes", objective.id)
}

/// The average time, of the drills in which there is one.
pub(super) fn mean(figures: &ObjectiveFigures) -> Seconds {
    Seconds::rounded(figures.chain.iter().map(|mean| mean.mean_seconds).sum())
}

/// " · in the 93 % of drills in which it comes to that", where it does not always.
pub(super) fn seldom(run: Run<'_>, figures: &ObjectiveFigures) -> String {
    if figures.chained == run.evaluation.replications {
        return String::new();
    }
    // Counts are far below 2^53.
    let share = figures.chained as f64 / run.evaluation.replications as f64;
    format!(
        " · of the {} of drills in which it is reached",
        figures::percent(share)
    )
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

/// "zhang-min (dba) · without them contain 85 % → 72 %".
pub(super) fn dependence_words(run: Run<'_>) -> Option<String> {
    let most = run.dependence.first()?;
    let organization = &run.drill.organization;
    let roles: Vec<&str> = most
        .roles
        .iter()
        .map(|role| organization.roles[*role].id.as_str())
        .collect();
    let who = format!(
        "{} ({})",
        organization.people[most.person].id,
        roles.join(", ")
    );
    let score = || {
        let score = most.stressed.brief.score?;
        Some(format!(
            "score {} points",
            difference(&score.difference, figures::number)
        ))
    };
    let lost = hardest_hit(run.drill, &most.stressed).or_else(score)?;
    Some(format!(
        "{who} · without them {lost} (in {} each)",
        text::counted(most.replications, "replication")
    ))
}
