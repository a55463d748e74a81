//! A drill in whose files everything is said that can be said.

use firebell::check::{self, DrillFiles};
use firebell::model::Drill;
use firebell::quantity::{Index, Probability, StepId};

use crate::{fixtures, read};

pub(crate) const HOUR: i64 = 3_600;

pub(crate) const RECORDS: usize = 0;
pub(crate) const BACKLOG: usize = 1;

pub(crate) fn full() -> Drill {
    let folder = fixtures().join("full");
    let sources = read(&folder);
    let files = DrillFiles {
        scenario: sources
            .find(&folder.join("drill.ron"))
            .expect("it was read"),
        plan: None,
        organization: None,
    };
    let checked = check::drill(&sources, files);
    assert_eq!(checked.diagnostics, []);
    checked.value.expect("nothing is wrong")
}

/// Steps stand in the order of their ids.
pub(crate) fn step(id: &str) -> StepId {
    // In the order of first names: `revoke` was `cut-off`.
    let ids = ["alert", "revoke", "restore", "triage", "unplug"];
    let place = ids.iter().position(|other| *other == id);
    StepId::new(place.expect("one of the steps"))
}

pub(crate) fn probability(value: f64) -> Probability {
    Probability::new(value).expect("from 0 to 1")
}

pub(crate) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}
