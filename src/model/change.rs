//! What one revision changes against another, in the words of the files.

use crate::model::Name;

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The kind of thing that is changed.
    pub of: Changed,
    /// Its id in the later revision, or in the earlier one if it is gone.
    pub id: Name,
    /// What is changed about it.
    pub what: ChangeKind,
    /// Whether a drill can go otherwise for it.
    pub bearing: Bearing,
}

impl Change {
    /// Whether a drill can go otherwise for it.
    pub fn plays(&self) -> bool {
        self.bearing == Bearing::Plays
    }
}

/// What a change may do to drills.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearing {
    /// They can go otherwise for it.
    Plays,
    /// Nothing: it is written differently, and means the same.
    Restated,
    /// Nothing: it is wording, an approval or a note.
    Wording,
}

/// A kind of thing that revisions change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Changed {
    /// The plan itself.
    Plan,
    /// A barrier.
    Barrier,
    /// A step.
    Step,
    /// The organization itself.
    Organization,
    /// A shift.
    Shift,
    /// A person or a team.
    Person,
    /// A role.
    Role,
    /// A resource.
    Resource,
}

/// What is changed about a thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChangeKind {
    /// It is new.
    Added {
        /// Its title or name.
        title: String,
    },
    /// It is gone.
    Removed {
        /// Its title or name.
        title: String,
    },
    /// It has another id.
    Renamed {
        /// The id before.
        from: Name,
    },
    /// It stands in another list: recovery instead of response.
    Moved {
        /// The list before.
        from: String,
        /// The list now.
        to: String,
    },
    /// One of its fields.
    Field {
        /// Its name.
        field: String,
        /// Its value before as written, in one line; `None`: left out.
        before: Option<String>,
        /// Its value now; `None`: left out.
        after: Option<String>,
    },
}
