//! Memory that phases borrow, so that a second costs no allocation.

use crate::quantity::{ImpactId, InjectId};
use crate::simulate::history::Lack;
use crate::simulate::queue::{Return, Timer, WorkEnd};

/// Lists that mean nothing between phases.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) work_ends: Vec<WorkEnd>,
    pub(super) returns: Vec<Return>,
    pub(super) injects: Vec<InjectId>,
    pub(super) impacts: Vec<ImpactId>,
    pub(super) timers: Vec<Timer>,
    /// For every staffing whether looking for people is known to be in vain.
    pub(super) staffings: Vec<bool>,
    /// For every staffing what its steps lack.
    pub(super) lacks: Vec<Option<Lack>>,
}
