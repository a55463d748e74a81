//! What has changed since waiting steps were last looked at: a look at a step that nothing new concerns would find the same.

/// Changes, by whom or what they concern.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct News {
    /// Whether there are any.
    pub(super) is_any: bool,
    /// Units of some resource.
    pub(super) units: bool,
    /// Bits of the staffings whose people came, went, began or ended work, were called, or are no longer awaited by somebody
    /// else.
    pub(super) staffings: u64,
}

impl News {
    pub(super) fn extend(&mut self, others: Self) {
        self.is_any |= others.is_any;
        self.units |= others.units;
        self.staffings |= others.staffings;
    }

    pub(super) fn note_units(&mut self) {
        self.units = true;
        self.is_any = true;
    }

    /// Somebody changed who may take a seat in the staffings of these bits.
    pub(super) fn note_staffings(&mut self, bits: u64) {
        self.staffings |= bits;
        self.is_any = true;
    }

    /// A shift, a hold.
    pub(super) fn note_everybody(&mut self) {
        self.note_staffings(u64::MAX);
    }
}
