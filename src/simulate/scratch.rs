//! Memory that phases borrow, so that a second costs no allocation.

use crate::quantity::{ImpactId, InjectId, MemberId};
use crate::simulate::candidates::Needs;
use crate::simulate::queue::{Return, Timer, Turn, WorkEnd};

/// Lists that mean nothing between phases.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) work_ends: Vec<WorkEnd>,
    pub(super) returns: Vec<Return>,
    pub(super) turns: Vec<Turn>,
    pub(super) injects: Vec<InjectId>,
    pub(super) impacts: Vec<ImpactId>,
    pub(super) timers: Vec<Timer>,
    pub(super) claims: Vec<MemberId>,
    pub(super) taken: Vec<MemberId>,
    pub(super) needs: Needs,
    /// For every staffing the last pass in which looking for people was in vain.
    in_vain: Vec<u64>,
    /// The number of the pass.
    pass: u64,
}

impl Scratch {
    /// For programs of so many staffings.
    pub(super) fn new(staffings: usize) -> Self {
        Self {
            in_vain: vec![0; staffings],
            ..Self::default()
        }
    }

    /// Begins a pass in which nothing is known of any staffing.
    pub(super) fn forget_staffings(&mut self) {
        self.pass += 1;
    }

    /// In this pass looking for people of that staffing is in vain.
    pub(super) fn note_in_vain(&mut self, staffing: usize) {
        self.in_vain[staffing] = self.pass;
    }

    pub(super) fn is_in_vain(&self, staffing: usize) -> bool {
        self.in_vain[staffing] == self.pass
    }
}
