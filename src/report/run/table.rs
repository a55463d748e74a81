//! The evaluation as a long table for spreadsheets: a line for each estimate.

use crate::analysis::evaluation::{
    Ending, Load, Mean, ObjectiveEstimate, ObjectiveFigures, Share, StepFigures, Summary, Times,
};
use crate::quantity::{Arena, Index, Seconds};
use crate::report::csv::{self, number};
use crate::report::run::{Asked, Run};

/// Comma-separated values: scenario, plan, revision, what it is about, its id, the quantity, and its estimate with its
/// interval and the number of replications; and how the drill ended, as JSON says it. An empty estimate is never reached; an empty
/// interval is not known.
pub fn csv(asked: Asked<'_>) -> String {
    let heading = [
        "scenario",
        "plan",
        "revision",
        "subject",
        "id",
        "quantity",
        "estimate",
        "low",
        "high",
        "replications",
        "ending",
    ];
    let mut records = vec![heading.map(str::to_owned)];
    for run in asked.runs() {
        for line in lines(*run) {
            let plan = &run.drill.plan;
            records.push([
                run.drill.scenario.id.clone(),
                plan.id.clone(),
                plan.revision.clone(),
                line.subject.to_owned(),
                line.id,
                line.quantity,
                number(line.estimate),
                number(line.low),
                number(line.high),
                line.count.to_string(),
                ending(run.evaluation.ending).to_owned(),
            ]);
        }
    }
    csv::text(records)
}

fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Complete => "complete",
        Ending::Precise { .. } => "precise",
        Ending::NotPrecise { .. } => "not_precise",
        Ending::Interrupted => "interrupted",
    }
}

/// One estimate.
struct Line {
    subject: &'static str,
    id: String,
    quantity: String,
    estimate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    count: u64,
}

/// What estimates are about, and the lines so far.
struct Lines {
    lines: Vec<Line>,
    subject: &'static str,
    id: String,
}

impl Lines {
    fn about(&mut self, subject: &'static str, id: &str) {
        self.subject = subject;
        self.id = id.to_owned();
    }

    fn push(
        &mut self,
        quantity: String,
        estimate: Option<f64>,
        ends: [Option<f64>; 2],
        count: u64,
    ) {
        self.lines.push(Line {
            subject: self.subject,
            id: self.id.clone(),
            quantity,
            estimate,
            low: ends[0],
            high: ends[1],
            count,
        });
    }

    fn mean(&mut self, quantity: &str, mean: Option<&Mean>) {
        if let Some(mean) = mean {
            let ends = mean
                .interval
                .map_or([None; 2], |one| [Some(one.low), Some(one.high)]);
            self.push(
                format!("{quantity}_mean"),
                Some(mean.value),
                ends,
                mean.count,
            );
        }
    }

    fn share(&mut self, quantity: &str, share: Option<&Share>) {
        if let Some(share) = share {
            let ends = [Some(share.interval.low), Some(share.interval.high)];
            self.push(quantity.to_owned(), Some(share.value), ends, share.count);
        }
    }

    fn summary(&mut self, quantity: &str, summary: &Summary, count: u64) {
        self.mean(quantity, summary.mean.as_ref());
        let Some(quantiles) = &summary.quantiles else {
            return;
        };
        for (name, quantile) in [
            ("p5", quantiles.p5),
            ("p50", quantiles.p50),
            ("p95", quantiles.p95),
        ] {
            let ends = [quantile.low, quantile.high];
            self.push(format!("{quantity}_{name}"), quantile.value, ends, count);
        }
    }

    fn times(&mut self, quantity: &str, times: &Times) {
        self.mean(&format!("{quantity}_seconds"), times.mean.as_ref());
        let Some(quantiles) = &times.quantiles else {
            return;
        };
        for (name, time) in [
            ("p5", quantiles.p5),
            ("p50", quantiles.p50),
            ("p95", quantiles.p95),
        ] {
            let quantity = format!("{quantity}_seconds_{name}");
            let ends = [time.low, time.high].map(|end| end.map(Seconds::as_f64));
            self.push(quantity, Some(time.value.as_f64()), ends, quantiles.count);
        }
    }

    fn objective(&mut self, figures: &ObjectiveFigures) {
        self.share("met", figures.met.as_ref());
        self.share("never", figures.never.as_ref());
        self.share("beyond_limit", figures.beyond_limit.as_ref());
        self.mean("attainment", figures.attainment.as_ref());
        self.summary("value", &figures.value, figures.applicable);
    }

    fn step(&mut self, figures: &StepFigures, objectives: &[&str]) {
        for (quantity, share) in [
            ("done", &figures.done),
            ("skipped", &figures.skipped),
            ("failed", &figures.failed),
            ("blocked", &figures.blocked),
            ("dormant", &figures.dormant),
            ("unfinished", &figures.unfinished),
        ] {
            self.share(quantity, Some(share));
        }
        self.times("ready", &figures.ready);
        self.times("started", &figures.started);
        self.times("finished", &figures.finished);
        self.times("waited", &figures.waited);
        self.times("worked", &figures.worked);
        self.mean("attempts", Some(&figures.attempts));
        for (objective, weight) in objectives.iter().zip(figures.weights.iter()) {
            let criticality = format!("criticality_{objective}");
            self.share(&criticality, weight.criticality.as_ref());
        }
    }

    fn loads<'a, Id: Index>(
        &mut self,
        subject: &'static str,
        ids: impl Iterator<Item = &'a String>,
        loads: &Arena<Id, Load>,
    ) {
        for (id, load) in ids.zip(loads.iter()) {
            self.about(subject, id);
            self.times("busy", &load.busy);
            self.times("waited_for", &load.waited_for);
        }
    }
}

fn lines(run: Run<'_>) -> Vec<Line> {
    let (drill, evaluation) = (run.drill, run.evaluation);
    let count = evaluation.replications;
    let mut lines = Lines {
        lines: Vec::new(),
        subject: "drill",
        id: String::new(),
    };
    lines.summary("score", &evaluation.score, count - evaluation.without_score);
    lines.share("passed", evaluation.passed.as_ref());
    lines.summary("cost", &evaluation.cost, count);
    lines.summary("makespan_seconds", &evaluation.makespan, count);
    let objectives = &drill.scenario.objectives;
    for (objective, estimate) in objectives.iter().zip(evaluation.objectives.iter()) {
        match estimate {
            ObjectiveEstimate::Judged => {}
            ObjectiveEstimate::Measured(figures) => {
                lines.about("objective", &objective.id);
                lines.objective(figures);
            }
        }
    }
    let ids: Vec<&str> = objectives.iter().map(|one| one.id.as_str()).collect();
    for (step, figures) in drill.plan.steps.iter().zip(evaluation.steps.iter()) {
        lines.about("step", &step.id);
        lines.step(figures, &ids);
    }
    for (impact, figures) in drill.scenario.impacts.iter().zip(evaluation.impacts.iter()) {
        lines.about("impact", &impact.id);
        lines.summary("final", &figures.level_final, count);
        lines.summary("peak", &figures.level_peak, count);
        lines.summary("area_unit_hours", &figures.area, count);
    }
    let organization = &drill.organization;
    let people = organization.people.iter().map(|one| &one.id);
    lines.loads("person", people, &evaluation.people);
    let roles = organization.roles.iter().map(|one| &one.id);
    lines.loads("role", roles, &evaluation.roles);
    let resources = organization.resources.iter().map(|one| &one.id);
    lines.loads("resource", resources, &evaluation.resources);
    lines.lines
}
