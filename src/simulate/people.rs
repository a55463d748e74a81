//! Where people are: calls and answers, absence, stays and rests.

use std::cmp::Reverse;

use crate::program::{CalendarId, PatternCode, PersonCode};
use crate::quantity::{Index, MemberId, PersonId, RoleId, Seconds, StepId};
use crate::simulate::draws::Asked;
use crate::simulate::log::{CallKind, Happening, InterruptReason};
use crate::simulate::outcome::StepState;
use crate::simulate::queue::{NEVER, Turn};
use crate::simulate::roster::Standing;
use crate::simulate::state::{MemberRun, Whereabouts};
use crate::simulate::world::{World, copy};

/// How somebody is missed who is taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Presence {
    Away,
    Called,
    Free,
    Working,
    Absent,
}

/// Who is taken away before whom.
const ABSENT_IN_TURN: [Presence; 5] = [
    Presence::Away,
    Presence::Called,
    Presence::Free,
    Presence::Working,
    Presence::Absent,
];

impl Presence {
    fn of(run: &MemberRun) -> Self {
        match run.whereabouts {
            _ if run.is_absent() => Self::Absent,
            Whereabouts::Away => Self::Away,
            Whereabouts::Called { .. } => Self::Called,
            Whereabouts::Free => Self::Free,
            Whereabouts::Working(_) => Self::Working,
        }
    }
}

impl<'p> World<'p> {
    pub(super) fn person_of(&self, member: MemberId) -> &'p PersonCode {
        &self.program.people[self.program.members[member].person]
    }

    /// Whether the member's working hours cover this moment.
    pub(super) fn is_member_on_shift(&self, member: MemberId) -> bool {
        self.is_on_shift(self.program.members[member].pattern)
    }

    /// Whether a call would reach the member only at the next shift, or not at all; of a step worked on shift, whoever is off shift.
    #[inline(always)] // Asked of every holder whenever deputies may stand in.
    pub(super) fn is_out_of_reach(&self, member: MemberId, step: StepId) -> bool {
        let run = &self.members[member];
        let code = &self.program.members[member];
        if self.program.steps[step].on_shift && !self.is_on_shift(code.pattern) {
            return true;
        }
        match run.whereabouts {
            Whereabouts::Free | Whereabouts::Working(_) => false,
            Whereabouts::Away | Whereabouts::Called { .. } => {
                run.rests_until.is_some()
                    || match code.pattern {
                        PatternCode::Never => true,
                        PatternCode::Always => false,
                        PatternCode::Calendar(_) => {
                            !code.is_on_call && !self.is_on_shift(code.pattern)
                        }
                    }
            }
        }
    }

    pub(super) fn is_free(&self, member: MemberId, step: StepId) -> bool {
        self.members[member].standing == Standing::Free && self.is_in_hours_of(member, step)
    }

    /// Whether the member can be called for the step at all.
    pub(super) fn can_be_called(&self, member: MemberId, step: StepId) -> bool {
        self.is_callable(member) && self.is_in_hours_of(member, step)
    }

    /// Whether the member's hours allow for the step: only of a step worked on shift do they matter.
    #[inline]
    pub(super) fn is_in_hours_of(&self, member: MemberId, step: StepId) -> bool {
        !self.program.steps[step].on_shift || self.is_member_on_shift(member)
    }

    fn is_callable(&self, member: MemberId) -> bool {
        self.members[member].standing == Standing::Callable
    }

    pub(super) fn call_kind(&self, member: MemberId) -> CallKind {
        let code = &self.program.members[member];
        if self.is_on_shift(code.pattern) {
            CallKind::OnShift
        } else if code.is_on_call {
            CallKind::OnCall
        } else {
            CallKind::OutOfReach
        }
    }

    /// Calls whoever of the person's members can be called; they will answer together.
    pub(super) fn call(&mut self, person: PersonId, step: StepId, role: RoleId) {
        let code = &self.program.people[person];
        let first = MemberId::new(code.members.start);
        let kind = self.call_kind(first);
        self.people[person].calls += 1;
        let call = self.people[person].calls;
        let mut members = 0;
        for member in code.members.clone().map(MemberId::new) {
            if self.is_callable(member) {
                let at = self.now;
                self.put(member, Whereabouts::Called { call, at, kind });
                members += 1;
            }
        }
        self.tell(|_| Happening::Called {
            person,
            members,
            kind,
            step,
            role,
        });
        let answer = self.answer_after(person, call, kind);
        if let Some(after) = answer {
            self.queue
                .push_turn(self.now + after, Turn::Answer { person, call });
        }
        // Whoever answers first is not passed over.
        let are_due = |escalation: &&Seconds| answer.is_none_or(|after| **escalation < after);
        for &escalation in code.escalations.iter().filter(are_due) {
            self.queue
                .push_turn(self.now + escalation, Turn::Escalation { person, call });
        }
    }

    fn answer_after(&mut self, person: PersonId, call: u32, kind: CallKind) -> Option<Seconds> {
        let code = &self.program.people[person];
        let factor: f64 = self.slow_answers.iter().map(|slow| slow.factor).product();
        let now = self.now;
        let begin = if kind == CallKind::OutOfReach {
            self.next_begin(code.pattern)
        } else {
            None
        };
        let mut acknowledges = || {
            let u = self.draws.uniform(Asked::Acknowledge(person), call);
            Seconds::rounded(code.acknowledges.at(u).max(0.0) * factor)
        };
        match (kind, &code.on_call) {
            (CallKind::OnCall, Some(on_call)) => {
                let u = self.draws.uniform(Asked::AnswerOffShift(person), call);
                Some(Seconds::rounded(on_call.at(u).max(0.0) * factor))
            }
            (CallKind::OnShift, _) | (CallKind::OnCall, None) => Some(acknowledges()),
            (CallKind::OutOfReach, _) => begin.map(|begin| begin - now + acknowledges()),
        }
    }

    /// Whoever waits looks for the next one, if the call still has no answer.
    pub(super) fn escalate(&mut self, person: PersonId, call: u32) {
        let is_open = |member: MemberId| match self.members[member].whereabouts {
            Whereabouts::Called { call: made, .. } => made == call,
            Whereabouts::Away | Whereabouts::Free | Whereabouts::Working(_) => false,
        };
        if self.members_of(person).any(is_open) {
            for member in self.members_of(person) {
                self.note_change_of(member);
            }
        }
    }

    pub(super) fn answer(&mut self, person: PersonId, call: u32) {
        let mut members = 0;
        for member in self.members_of(person) {
            match self.members[member].whereabouts {
                Whereabouts::Called { call: made, .. } if made == call => {
                    self.come(member);
                    members += 1;
                }
                Whereabouts::Called { .. }
                | Whereabouts::Away
                | Whereabouts::Free
                | Whereabouts::Working(_) => {}
            }
        }
        if members > 0 {
            self.expect_end_of_stays(person);
            self.tell(|_| Happening::Answered { person, members });
        }
    }

    #[inline(always)] // Done for everybody of a team, one after another.
    fn come(&mut self, member: MemberId) {
        let stays_until = self.person_of(member).stays.map(|stays| self.now + stays);
        self.put(member, Whereabouts::Free);
        let run = &mut self.members[member];
        run.is_stay_over = false;
        run.stays_until = stays_until;
    }

    /// Those who have come now go together, unless they are at work then.
    fn expect_end_of_stays(&mut self, person: PersonId) {
        if let Some(stays) = self.program.people[person].stays {
            self.queue
                .push_turn(self.now + stays, Turn::StayEnd(person));
        }
    }

    pub(super) fn end_stays(&mut self, person: PersonId) {
        let mut have_left = false;
        for member in self.members_of(person) {
            let run = &mut self.members[member];
            if run.stays_until != Some(self.now) {
                continue;
            }
            match run.whereabouts {
                Whereabouts::Working(_) => run.is_stay_over = true,
                Whereabouts::Free => {
                    self.leave(member);
                    have_left = true;
                }
                Whereabouts::Away | Whereabouts::Called { .. } => {}
            }
        }
        if have_left {
            self.expect_end_of_rests(person);
        }
    }

    fn leave(&mut self, member: MemberId) {
        let rests = self.person_of(member).rests;
        let until = self.now + rests;
        self.change_member(member, |run| {
            run.whereabouts = Whereabouts::Away;
            run.is_stay_over = false;
            run.rests_until = Some(until).filter(|_| rests > Seconds::ZERO);
        });
        self.tell(|_| Happening::Left(member));
    }

    /// Those who have left now can be called again together.
    fn expect_end_of_rests(&mut self, person: PersonId) {
        let rests = self.program.people[person].rests;
        if rests > Seconds::ZERO {
            self.queue
                .push_turn(self.now + rests, Turn::RestEnd(person));
        }
    }

    pub(super) fn end_rests(&mut self, person: PersonId) {
        for member in self.members_of(person) {
            let rests_until = self.members[member].rests_until;
            if rests_until.is_some_and(|until| until <= self.now) {
                self.change_member(member, |run| run.rests_until = None);
            }
        }
    }

    /// The people in the step's seats begin to work on it.
    pub(super) fn seat_workers(&mut self, step: StepId) {
        let is_remembered = self.program.steps[step].is_remembered;
        for place in 0..self.seats[step].len() {
            let member = self.seats[step][place];
            self.put(member, Whereabouts::Working(step));
            self.members[member].work_since = self.now;
            if is_remembered && !self.workers[step].contains(&member) {
                self.workers[step].push(member);
            }
        }
    }

    /// All people and units of a step are let go, and paid.
    pub(super) fn let_go(&mut self, step: StepId) {
        for place in 0..self.seats[step].len() {
            let member = self.seats[step][place];
            self.pay(member);
            self.put(member, Whereabouts::Free);
            if self.members[member].is_stay_over {
                self.leave(member);
                self.expect_end_of_rests(self.program.members[member].person);
            }
        }
        self.seats[step].clear();
        self.give_back_units(step);
    }

    /// The labour of the stretch in hand.
    pub(super) fn pay(&mut self, member: MemberId) {
        let run = &mut self.members[member];
        let worked = self.now - run.work_since;
        run.busy += worked;
    }

    /// Takes so many away: first those who are not here, then the free, then those whose work started last; highest numbers first.
    /// Whoever is absent already is taken only where everybody is.
    pub(super) fn make_absent(
        &mut self,
        person: PersonId,
        count: usize,
        duration: Option<Seconds>,
    ) {
        let mut taken = std::mem::take(&mut self.scratch.taken);
        self.choose_absent(person, count, &mut taken);
        let until = duration.map_or(NEVER, |duration| self.now + duration);
        self.tell(|_| Happening::Absent {
            person,
            members: u32::try_from(taken.len()).expect("a team has fewer than 2^32 members"),
            until: duration.map(|_| until),
        });
        for &member in &taken {
            self.change_member(member, |run| {
                run.absent_until = run.absent_until.max(Some(until));
            });
            match self.members[member].whereabouts {
                Whereabouts::Called { .. } => self.put(member, Whereabouts::Away),
                Whereabouts::Working(step) if !self.steps[step].is_ending => {
                    self.interrupt(step, InterruptReason::Absence(member));
                }
                Whereabouts::Away | Whereabouts::Free | Whereabouts::Working(_) => {}
            }
        }
        if duration.is_some() && !taken.is_empty() {
            self.queue.push_turn(until, Turn::AbsenceEnd(person));
        }
        self.scratch.taken = taken;
    }

    /// Whom [`Self::make_absent`] takes, in order. Most often those who are not here are enough: nobody is sorted for them.
    fn choose_absent(&self, person: PersonId, count: usize, taken: &mut Vec<MemberId>) {
        taken.clear();
        let is_everybody = count >= self.members_of(person).len();
        for turn in ABSENT_IN_TURN {
            if taken.len() >= count || (turn == Presence::Absent && !is_everybody) {
                break;
            }
            let first = taken.len();
            let are_next = |member: &MemberId| Presence::of(&self.members[*member]) == turn;
            taken.extend(self.members_of(person).rev().filter(are_next));
            if turn == Presence::Working {
                taken[first..].sort_by_key(|member| Reverse(self.members[*member].work_since));
            }
        }
        taken.truncate(count);
    }

    pub(super) fn end_absences(&mut self, person: PersonId) {
        for member in self.members_of(person) {
            let absent_until = self.members[member].absent_until;
            if absent_until.is_some_and(|until| until <= self.now) {
                self.change_member(member, |run| run.absent_until = None);
                self.tell(|_| Happening::Returned(member));
            }
        }
    }

    /// Brings the lowest numbers of those who are not here.
    pub(super) fn bring(&mut self, person: PersonId, count: usize) {
        let mut coming = 0;
        for member in self.members_of(person) {
            if coming == count {
                break;
            }
            if self.members[member].is_here() {
                continue;
            }
            coming += 1;
            self.change_member(member, |run| {
                run.absent_until = None;
                run.rests_until = None;
            });
            self.come(member);
        }
        if coming > 0 {
            self.expect_end_of_stays(person);
            self.tell(|_| Happening::Arrived {
                person,
                members: u32::try_from(coming).expect("a team has fewer than 2^32 members"),
            });
        }
    }

    pub(super) fn members_of(
        &self,
        person: PersonId,
    ) -> impl DoubleEndedIterator<Item = MemberId> + ExactSizeIterator + use<> {
        self.program.people[person]
            .members
            .clone()
            .map(MemberId::new)
    }

    /// When whoever is off shift comes on shift; `None`: not any more.
    fn next_begin(&self, pattern: PatternCode) -> Option<Seconds> {
        match pattern {
            PatternCode::Calendar(calendar) => {
                let begin = self.program.calendars[calendar].next_begin(self.instant());
                begin.map(|begin| begin.since(self.onset))
            }
            PatternCode::Always | PatternCode::Never => None,
        }
    }

    /// Looks up who is on shift at onset.
    pub(super) fn begin_shifts(&mut self) {
        self.news.note_everybody();
        let onset = self.onset;
        // Most drills have one onset: what was found then is as good now.
        if self.first.shifts_at != Some(onset) {
            let calendars = self.program.calendars.iter();
            for (is_on, calendar) in self.first.is_on_shift.iter_mut().zip(calendars) {
                *is_on = calendar.is_on(onset);
            }
            let changes = &self.program.shift_changes;
            self.first.next_change = changes.partition_point(|change| change.at <= onset);
            self.first.shifts_at = Some(onset);
        }
        copy(&mut self.is_on_shift, &self.first.is_on_shift);
        self.turn_to_change(self.first.next_change);
    }

    /// The shift changes until now take place.
    pub(super) fn pass_shift_changes(&mut self) {
        if self.now < self.next_change_at {
            return;
        }
        let instant = self.instant();
        let coming = &self.program.shift_changes[self.next_change..];
        let passed = coming.iter().take_while(|change| change.at <= instant);
        let mut place = self.next_change;
        for change in passed {
            place += 1;
            self.has_fallen = true;
            self.is_on_shift[change.calendar] = change.begins;
            self.news.note_staffings(change.staffing_bits);
            if change.is_heeded {
                self.shift_changes.push(change.calendar);
            }
        }
        self.turn_to_change(place);
    }

    fn turn_to_change(&mut self, place: usize) {
        let next = self.program.shift_changes.get(place);
        self.next_change = place;
        self.next_change_at = next.map_or(NEVER, |change| change.at.since(self.onset));
    }

    /// The first shift change that is heeded, or brings or takes anybody who is awaited, if that is before `next`; else `next`.
    pub(super) fn next_shift_change(&self, awaited: u64, next: Seconds) -> Seconds {
        let coming = self.program.shift_changes[self.next_change..].iter();
        coming
            .map(|change| (change, change.at.since(self.onset)))
            .take_while(|(_, at)| *at < next && *at <= self.program.horizon)
            .find(|(change, _)| change.is_heeded || change.staffing_bits & awaited != 0)
            .map_or(next, |(_, at)| at)
    }

    /// Work bound to the shift stops at its end; impacts that follow its hours change pace.
    pub(super) fn change_shift(&mut self, calendar: CalendarId) {
        let is_on = self.is_on_shift[calendar];
        if !is_on {
            self.interrupt_shift_work(calendar);
        }
        for impact in self.program.impacts.ids() {
            if self.program.impacts[impact].during == Some(calendar) {
                self.impacts[impact].is_in_hours = is_on;
                self.change_motion(impact);
            }
        }
    }

    fn interrupt_shift_work(&mut self, calendar: CalendarId) {
        for &step in &self.program.on_shift {
            if self.steps[step].state != StepState::Working {
                continue;
            }
            let gone = self.seats[step]
                .iter()
                .copied()
                .find(|member| self.person_of(*member).pattern == PatternCode::Calendar(calendar));
            if let Some(member) = gone {
                self.interrupt(step, InterruptReason::ShiftEnd(member));
            }
        }
    }
}
