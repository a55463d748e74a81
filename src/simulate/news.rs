//! What has changed since waiting steps were last looked at: a look at a step that nothing new concerns would find the same.

use crate::program::{MemberSet, Program, Staffing};

/// Changes, by whom or what they concern.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// Whether there are any.
    pub(super) is_any: bool,
    /// People who came, went, began or ended work, were called, or are no longer awaited by somebody else.
    pub(super) members: MemberSet,
    /// Units of some resource.
    pub(super) units: bool,
    /// Something that concerns everybody: a shift, a hold.
    pub(super) everybody: bool,
}

impl News {
    pub(super) fn about(program: &Program) -> Self {
        Self {
            is_any: false,
            members: MemberSet::with_room_for(program.members.len()),
            units: false,
            everybody: false,
        }
    }

    pub(super) fn clear(&mut self) {
        self.is_any = false;
        self.members.clear();
        self.units = false;
        self.everybody = false;
    }

    pub(super) fn extend(&mut self, others: &Self) {
        self.is_any |= others.is_any;
        self.members.extend(&others.members);
        self.units |= others.units;
        self.everybody |= others.everybody;
    }

    pub(super) fn note_units(&mut self) {
        self.units = true;
        self.is_any = true;
    }

    pub(super) fn note_everybody(&mut self) {
        self.everybody = true;
        self.is_any = true;
    }

    /// Whether they concern who may work on steps of that staffing.
    #[inline]
    pub(super) fn concern(&self, staffing: &Staffing) -> bool {
        self.everybody || self.members.overlaps(&staffing.members)
    }
}
