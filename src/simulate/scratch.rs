//! Memory that phases borrow, so that a second costs no allocation.

use crate::program::Program;
use crate::quantity::{ImpactId, InjectId, MemberId};
use crate::simulate::history::Lack;
use crate::simulate::news::News;
use crate::simulate::queue::{Return, Timer, WorkEnd};

/// Lists that mean nothing between phases.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) work_ends: Vec<WorkEnd>,
    pub(super) returns: Vec<Return>,
    pub(super) injects: Vec<InjectId>,
    pub(super) impacts: Vec<ImpactId>,
    pub(super) timers: Vec<Timer>,
    pub(super) claims: Vec<MemberId>,
    /// For every staffing what its steps lack.
    pub(super) lacks: Vec<Option<Lack>>,
    /// For every staffing the last pass in which looking for people was in vain.
    in_vain: Vec<u64>,
    /// The number of the pass.
    pass: u64,
    news: Option<News>,
}

impl Scratch {
    /// No news.
    pub(super) fn take_news(&mut self, program: &Program) -> News {
        let mut news = self.news.take().unwrap_or_else(|| News::about(program));
        news.clear();
        news
    }

    /// Keeps the memory of news that are no longer needed.
    pub(super) fn give_back(&mut self, news: News) {
        self.news = Some(news);
    }

    /// Begins a pass in which nothing is known of any staffing.
    pub(super) fn forget_staffings(&mut self, count: usize) {
        self.in_vain.resize(count, 0);
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
