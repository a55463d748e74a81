//! What hangs on one person: the same drills, with the same luck, without them.

use std::ops::ControlFlow;

use crate::analysis::evaluation::{
    Evaluation, Length, ObjectiveEstimate, Settings, Share, evaluate,
};
use crate::analysis::stress::{Loss, with_losses};
use crate::model::Drill;
use crate::program::{ProgramError, compile_with};
use crate::quantity::{Arena, ObjectiveId, PersonId, RoleId};
use crate::random::Quantiles;
use crate::simulate::Detail;

/// Replications with and without each person: two blocks. With twice as many this took as long as a usual run, and whom everything
/// hangs on shows in few.
const REPLICATIONS: u64 = 512;

/// What is lost without a person.
#[derive(Clone, PartialEq, Debug)]
pub struct Dependence {
    /// Who.
    pub person: PersonId,
    /// The roles that nobody else holds and the plan needs.
    pub roles: Vec<RoleId>,
    /// Points of the mean score.
    pub score_loss: f64,
    /// Within the limit of each objective, with everybody and without this person; `None`: it never applies, or is not measured.
    pub within: Arena<ObjectiveId, (Option<Share>, Option<Share>)>,
    /// So many replications each.
    pub replications: u64,
}

/// Loses each person who alone holds a role that the plan needs, from onset to the end; those who cost the score anything,
/// most first. Of the settings, seed, threads and level hold here too.
pub fn dependence(drill: &Drill, whole: &Settings) -> Result<Vec<Dependence>, ProgramError> {
    let level = whole.level;
    let settings = Settings {
        length: Length::Exactly(REPLICATIONS),
        detail: Detail::Outcome,
        ..*whole
    };
    let suspects = suspects(drill);
    if suspects.is_empty() {
        return Ok(Vec::new());
    }
    let mut quantiles = Quantiles::default();
    let mut outcome = |drill: &Drill| {
        let program = compile_with(drill, &mut quantiles)?;
        Ok(evaluate(drill, &program, &settings, |_| {
            ControlFlow::Continue(())
        }))
    };
    let with = outcome(drill)?;
    let mut found = Vec::new();
    for (person, roles) in suspects {
        let without = outcome(&with_losses(drill, &[Loss::Person(person)]))?;
        let score_loss = mean_score(&with) - mean_score(&without);
        if score_loss > 0.0 {
            let within = with.objectives.iter().zip(without.objectives.iter());
            found.push(Dependence {
                person,
                roles,
                score_loss,
                within: within
                    .map(|(a, b)| (within_limit(a, level), within_limit(b, level)))
                    .collect(),
                replications: REPLICATIONS,
            });
        }
    }
    found.sort_by(|a, b| b.score_loss.total_cmp(&a.score_loss));
    Ok(found)
}

/// Single people with the roles that they alone hold and steps need.
fn suspects(drill: &Drill) -> Vec<(PersonId, Vec<RoleId>)> {
    let mut suspects: Vec<(PersonId, Vec<RoleId>)> = Vec::new();
    for (id, role) in drill.organization.roles.entries() {
        let [only] = role.holders.as_slice() else {
            continue;
        };
        let is_needed = drill
            .plan
            .steps
            .iter()
            .any(|step| step.owner == Some(id) || step.crew.iter().any(|crew| crew.role == id));
        if !is_needed || drill.organization.people[*only].count > 1 {
            continue;
        }
        match suspects.iter_mut().find(|(person, _)| person == only) {
            Some((_, roles)) => roles.push(id),
            None => suspects.push((*only, vec![id])),
        }
    }
    suspects
}

fn mean_score(evaluation: &Evaluation) -> f64 {
    evaluation.score.mean.map_or(0.0, |mean| mean.value)
}

fn within_limit(estimate: &ObjectiveEstimate, level: f64) -> Option<Share> {
    match estimate {
        ObjectiveEstimate::Judged => None,
        ObjectiveEstimate::Measured(figures) => {
            let beyond = figures.beyond_limit?;
            Share::of(beyond.count - beyond.hits, beyond.count, level)
        }
    }
}
