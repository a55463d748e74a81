//! Which change did it, with all digits.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::comparison::{Effect, Effects};
use crate::report::compare::Explained;
use crate::report::json::estimate::ends;

#[derive(Serialize, JsonSchema)]
pub(super) struct ExplainedJson {
    /// Replications that were played for it, the first of all.
    replications: u64,
    /// In how many random orders changes were made; null: every combination was played.
    orders: Option<u64>,
    /// Changes by their places in `changes`, and their share.
    groups: Vec<GroupJson>,
    /// Of all together in these replications; the groups add up to it.
    total: EffectsJson,
}

#[derive(Serialize, JsonSchema)]
struct GroupJson {
    changes: Vec<usize>,
    #[serde(flatten)]
    effects: EffectsJson,
}

#[derive(Serialize, JsonSchema)]
struct EffectsJson {
    /// In points; null: there are no scores.
    score: Option<EffectJson>,
    /// In shares of drills; null: none can be passed.
    passed: Option<EffectJson>,
    /// In the currency; null: there are no replications.
    cost: Option<EffectJson>,
}

#[derive(Serialize, JsonSchema)]
struct EffectJson {
    mean: f64,
    /// Null: too few replications differ to say, or a few of them decide.
    interval: Option<[f64; 2]>,
    /// In how many replications it is not zero.
    differing: u64,
}

impl ExplainedJson {
    pub(super) fn of(explained: &Explained) -> Self {
        let attribution = &explained.attribution;
        let groups = explained.groups.iter().zip(&attribution.groups);
        Self {
            replications: attribution.replications,
            orders: attribution.orders,
            groups: groups
                .map(|(changes, shares)| GroupJson {
                    changes: changes.clone(),
                    effects: effects(shares),
                })
                .collect(),
            total: effects(&attribution.total),
        }
    }
}

fn effects(found: &Effects) -> EffectsJson {
    let of = |effect: &Effect| EffectJson {
        mean: effect.mean,
        interval: effect.interval.map(ends),
        differing: effect.differing,
    };
    EffectsJson {
        score: found.score.as_ref().map(of),
        passed: found.passed.as_ref().map(of),
        cost: found.cost.as_ref().map(of),
    }
}
