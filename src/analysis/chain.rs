//! The critical chain of a time: what held it up, stretch by stretch, back to where the measuring began.

use crate::analysis::timing::StepTime;
use crate::model::{Drill, Trigger};
use crate::quantity::{Arena, InjectId, PersonId, ResourceId, RoleId, Seconds, StepId};
use crate::simulate::{
    Cause, Item, Lack, Mark, Origin, PersonState, Replication, StepState, Stretch, StretchKind,
    UnitState,
};

/// What a measured time was spent on; the links are disjoint, in order of time, and add up to it exactly.
#[derive(Clone, PartialEq, Debug)]
pub struct Chain {
    /// Where the measuring begins: onset, the inject, or the completion of `from`.
    pub from: Seconds,
    /// The completion that ends it.
    pub to: Seconds,
    /// The links, earliest first; without gaps, none of them empty.
    pub links: Vec<Link>,
    /// The steps that lie on it, earliest first, each once.
    pub steps: Vec<StepId>,
}

/// A link of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// First second.
    pub from: Seconds,
    /// The second after the last.
    pub to: Seconds,
    /// The step that was on its way; until an inject: the step that the inject set going.
    pub step: StepId,
    /// What it was spent on.
    pub kind: LinkKind,
}

/// What a link of a chain was spent on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LinkKind {
    /// Before the first step with an owner was ready.
    Detecting,
    /// Work that did not fail.
    Work,
    /// Waiting for somebody of a role.
    WaitingForPerson {
        /// The role.
        role: RoleId,
        /// Who.
        person: PersonId,
        /// Where that person was.
        state: PersonState,
    },
    /// Waiting for units of a resource.
    WaitingForUnits {
        /// Which resource.
        resource: ResourceId,
        /// Where they were.
        state: UnitState,
    },
    /// Kept from starting by an effect.
    Held,
    /// The step's own delay.
    Delay,
    /// Until an inject fired.
    UntilInject(InjectId),
    /// Work that failed, and the pause after it.
    Rework,
}

/// A chain as it is found: latest first, with equal neighbours apart. Its memory is used again and again.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) links: Vec<Link>,
    /// Some of them repeatedly.
    pub(super) steps: Vec<StepId>,
}

/// The chain of a time on a step.
pub(super) fn chain(drill: &Drill, replication: &Replication, time: StepTime) -> Chain {
    let mut trail = Trail::default();
    trail.follow(drill, replication, time);
    trail.put_in_order(drill);
    Chain {
        from: time.from,
        to: time
            .until
            .map_or(time.from, |(_, completion)| completion.at),
        links: trail.links,
        steps: trail.steps,
    }
}

impl Trail {
    /// Walks back from the completion that ends the time through the histories, from driver to driver, until everything since its
    /// beginning is explained. Of a time that was over before it began there is nothing to explain.
    pub(super) fn follow(&mut self, drill: &Drill, replication: &Replication, time: StepTime) {
        self.links.clear();
        self.steps.clear();
        let Some((step, completion)) = time.until else {
            return;
        };
        let mut walk = Walk {
            drill,
            replication,
            from: time.from,
            now: completion.at,
            trail: self,
            owned_ready: None,
        };
        let mut next = Some((step, completion.mark));
        // Always to its very beginning: whether somebody was at work before the measuring began decides what is detecting.
        while let Some((step, mark)) = next {
            next = walk.back_through(step, mark);
        }
        let owned_ready = walk.owned_ready;
        let mut sum = Seconds::ZERO;
        for link in &mut self.links {
            sum += link.to - link.from;
            let is_before = owned_ready.is_none_or(|ready| link.to <= ready);
            if is_before && !matches!(link.kind, LinkKind::UntilInject(_)) {
                link.kind = LinkKind::Detecting;
            }
        }
        assert!(
            sum == completion.at - time.from,
            "the links of a chain add up to the measured time"
        );
    }

    /// Puts the earliest first, with equal neighbours made one and steps each once.
    fn put_in_order(&mut self, drill: &Drill) {
        self.links.reverse();
        self.links.dedup_by(|link, last| {
            let is_same = last.step == link.step && last.kind == link.kind;
            if is_same {
                last.to = link.to;
            }
            is_same
        });
        let mut is_seen = Arena::new(vec![false; drill.plan.steps.len()]);
        self.steps.reverse();
        (self.steps).retain(|step| !std::mem::replace(&mut is_seen[*step], true));
    }
}

/// A walk back through the histories; all that lies after `now` is explained.
struct Walk<'a, 't> {
    drill: &'a Drill,
    replication: &'a Replication,
    from: Seconds,
    now: Seconds,
    trail: &'t mut Trail,
    /// When the earliest step with an owner, so far, was ready.
    owned_ready: Option<Seconds>,
}

impl Walk<'_, '_> {
    /// Walks through what that much of the step's history says, up to whatever set it going: another step's history, or nothing.
    fn back_through(&mut self, step: StepId, mark: Mark) -> Option<(StepId, Mark)> {
        if self.now > self.from {
            self.trail.steps.push(step);
        }
        let history = &self.replication.histories[step];
        let past = &history[..mark.0 as usize];
        for (place, item) in past.iter().enumerate().rev() {
            match *item {
                Item::Stretch(stretch) => self.link(step, stretch),
                Item::Origin(origin) => return self.driver(step, origin, history.get(place + 1)),
            }
        }
        None
    }

    /// Where the walk goes on from an origin, before that item; for an inject, after the time until it fired.
    fn driver(
        &mut self,
        step: StepId,
        origin: Origin,
        next: Option<&Item>,
    ) -> Option<(StepId, Mark)> {
        assert!(
            origin.at == self.now,
            "a step's stretches follow its origin without a gap"
        );
        if let Cause::ReplacedBy(fallback, mark) = origin.cause {
            return Some((fallback, mark));
        }
        self.note_ready(step, origin, next);
        match origin.cause {
            Cause::Onset => None,
            Cause::Predecessor(driver, mark)
            | Cause::Step(driver, mark)
            | Cause::FallbackOf(driver, mark)
            | Cause::ReplacedBy(driver, mark) => Some((driver, mark)),
            Cause::Inject(inject) => self.inject_driver(step, inject),
        }
    }

    /// What triggered the inject; a time, a level or a deadline reaches back to onset.
    fn inject_driver(&mut self, step: StepId, inject: InjectId) -> Option<(StepId, Mark)> {
        let steps = &self.replication.outcome.steps;
        let trigger = match self.drill.scenario.injects[inject].at {
            Trigger::Started(trigger, _) => steps[trigger]
                .started
                .map(|start| (start.at, (trigger, start.mark))),
            Trigger::Finished(trigger, _) => steps[trigger]
                .completions
                .first()
                .map(|completion| (completion.at, (trigger, completion.mark))),
            Trigger::At(_)
            | Trigger::Between(..)
            | Trigger::Above(..)
            | Trigger::Overdue(..)
            | Trigger::Never => None,
        };
        let (since, next) = trigger.unzip();
        self.push(
            step,
            since.unwrap_or(Seconds::ZERO),
            LinkKind::UntilInject(inject),
        );
        next
    }

    fn link(&mut self, step: StepId, stretch: Stretch) {
        assert!(stretch.to == self.now, "a chain of causes has no gaps");
        self.push(step, stretch.from, link_kind(stretch.kind));
    }

    /// Explains the time from `since` to now, as far as it is measured.
    fn push(&mut self, step: StepId, since: Seconds, kind: LinkKind) {
        let link = Link {
            from: since.max(self.from),
            to: self.now,
            step,
            kind,
        };
        self.now = since;
        if link.from < link.to {
            self.trail.links.push(link);
        }
    }

    /// Notes when the step was ready, after its delay if it had one, if it has an owner and was not skipped.
    fn note_ready(&mut self, step: StepId, origin: Origin, next: Option<&Item>) {
        let is_owned = self.drill.plan.steps[step].owner.is_some();
        let is_skipped = || self.replication.outcome.steps[step].state == StepState::Skipped;
        if is_owned && !is_skipped() {
            self.owned_ready = Some(match next {
                Some(Item::Stretch(stretch)) if stretch.kind == StretchKind::Delay => stretch.to,
                Some(Item::Stretch(_) | Item::Origin(_)) | None => origin.at,
            });
        }
    }
}

/// What a link is spent on, wherever the step is on its way after the first one with an owner.
pub(super) fn link_kind(kind: StretchKind) -> LinkKind {
    match kind {
        StretchKind::Work => LinkKind::Work,
        StretchKind::FailedWork | StretchKind::Pause => LinkKind::Rework,
        StretchKind::Delay => LinkKind::Delay,
        StretchKind::Waiting(Lack::Hold) => LinkKind::Held,
        StretchKind::Waiting(Lack::Person {
            role,
            person,
            state,
        }) => LinkKind::WaitingForPerson {
            role,
            person,
            state,
        },
        StretchKind::Waiting(Lack::Resource { resource, state }) => {
            LinkKind::WaitingForUnits { resource, state }
        }
    }
}

#[cfg(test)]
mod tests;
