//! What a revision changes, field by field.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Bearing, Change, ChangeKind, Changed};

/// A change.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChangeJson {
    /// What kind of thing is changed.
    of: ChangedJson,
    /// Its id; null: the file itself.
    id: Option<String>,
    /// What is changed.
    change: ChangeKindJson,
    /// Whether it can change how a drill goes.
    plays: bool,
    /// Whether it is written differently and means the same.
    means_the_same: bool,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ChangedJson {
    Plan,
    Barrier,
    Step,
    Organization,
    Shift,
    Person,
    Role,
    Resource,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum ChangeKindJson {
    Added {
        title: String,
    },
    Removed {
        title: String,
    },
    Renamed {
        from: String,
    },
    Moved {
        from: String,
        to: String,
    },
    Field {
        /// Name of the field.
        field: String,
        /// As written; null: left out.
        before: Option<String>,
        /// As written; null: left out.
        after: Option<String>,
    },
}

impl ChangeJson {
    pub(super) fn of(change: &Change) -> Self {
        Self {
            of: match change.of {
                Changed::Plan => ChangedJson::Plan,
                Changed::Barrier => ChangedJson::Barrier,
                Changed::Step => ChangedJson::Step,
                Changed::Organization => ChangedJson::Organization,
                Changed::Shift => ChangedJson::Shift,
                Changed::Person => ChangedJson::Person,
                Changed::Role => ChangedJson::Role,
                Changed::Resource => ChangedJson::Resource,
            },
            id: (!change.id.is_empty()).then(|| change.id.clone()),
            change: match change.what.clone() {
                ChangeKind::Added { title } => ChangeKindJson::Added { title },
                ChangeKind::Removed { title } => ChangeKindJson::Removed { title },
                ChangeKind::Renamed { from } => ChangeKindJson::Renamed { from },
                ChangeKind::Moved { from, to } => ChangeKindJson::Moved { from, to },
                ChangeKind::Field {
                    field,
                    before,
                    after,
                } => ChangeKindJson::Field {
                    field,
                    before,
                    after,
                },
            },
            plays: change.plays(),
            means_the_same: change.bearing == Bearing::Restated,
        }
    }
}
