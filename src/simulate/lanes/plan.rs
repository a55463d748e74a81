//! What lanes know of a program before any of them is played.

use crate::program::{LastFailure, Program, StepCode, SuccessCode};
use crate::quantity::{Index, RoleId, Seconds, StepId};
use crate::simulate::columns::{Columns, Staffed};
use crate::simulate::lanes::drawn::DRAWN;
use crate::simulate::lanes::plain::is_plain;
use crate::simulate::lanes::service::ServiceKey;
use crate::simulate::lanes::waiting::Waiting;
use crate::simulate::lanes::{Crew, LANES, Lanes, NEVER, Slot, SlotKind, StepRun, Steps, Tasks};
use crate::simulate::network::RARELY;

/// All slots are looked at whenever anything ends. Those of people are few; beyond so many others the event loop is quicker.
const OTHER_SLOTS_MOST: usize = 128;

/// A step, as lanes look at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepPlan {
    /// Who may work on it; `None`: nobody is needed.
    pub(super) crew: Option<usize>,
    /// The slot of its work, if nobody is needed; and that of its delay and pauses, if it has any.
    pub(super) slot: usize,
    pub(super) timer: usize,
    /// How many predecessors it has.
    pub(super) missing: u32,
    /// Where its successors stand among those of all steps: from there to before there.
    pub(super) successors: (usize, usize),
    pub(super) delay: u32,
    pub(super) pause: u32,
    pub(super) retries: u32,
    /// Of an attempt that succeeds.
    pub(super) chance: f64,
    /// Its place among those that wait, if it is ready at onset.
    first_key: ServiceKey,
    /// All bits, where the time at which it is ready counts for it.
    ready_mask: u32,
}

impl StepPlan {
    /// Its place among those that wait, if it is ready since `now`.
    #[inline(always)]
    pub(super) fn key(&self, now: u32) -> ServiceKey {
        self.first_key.later(now & self.ready_mask)
    }
}

impl<'p> Lanes<'p> {
    /// The lanes of a program in which nothing but work happens, and failures end nothing.
    pub(in crate::simulate) fn of(program: &'p Program, is_explained: bool) -> Option<Self> {
        let are_enough = is_plain(program)
            && program.steps.iter().all(|step| {
                // Rows in which work often takes no time would be thrown away.
                step.takes.at(RARELY) >= 0.5
                    && (chance(step) >= 1.0 || step.last_failure == LastFailure::Continue)
                    // Whoever waits for nobody waits forever.
                    && (step.needs.iter()).all(|role| !program.roles[*role].holders.is_empty())
            });
        let lanes = are_enough.then(|| Self::of_plain(program, is_explained))?;
        let others = lanes.slots.iter().filter(|slot| !slot.is_seat());
        (others.count() <= OTHER_SLOTS_MOST).then_some(lanes)
    }

    fn of_plain(program: &'p Program, is_explained: bool) -> Self {
        let mut slots = Vec::new();
        let roles: Vec<RoleId> = (program.roles.ids())
            .filter(|role| program.steps.iter().any(|step| step.needs.contains(role)))
            .collect();
        let crews = (roles.iter().enumerate())
            .map(|role| crew(program, role, &mut slots))
            .collect();
        let mut successors = Vec::new();
        let runs = (program.steps.entries())
            .map(|(id, step)| {
                let from = successors.len();
                successors.extend_from_slice(&step.successors);
                StepRun::of(StepPlan {
                    successors: (from, successors.len()),
                    ..plan(id, step, &roles, &mut slots)
                })
            })
            .collect();
        // One more: what is not due is written there as well.
        let room = LANES * program.steps.len() + 1;
        let tasks = || Tasks {
            list: vec![(0, StepId::new(0)); room],
            count: 0,
        };
        Self {
            program,
            is_explained,
            crews,
            slots,
            steps: Steps { runs, successors },
            first: 0,
            row: 0,
            now: [0; LANES],
            released: tasks(),
            readied: tasks(),
            doubtful: tasks(),
            is_odd: false,
            refused: 0,
            played: 0,
            columns: Columns {
                staffed: Some(Staffed::empty(program)),
                ..Columns::empty(program)
            },
        }
    }
}

/// The crew of a role at that place; the slots of its holders are added.
fn crew(program: &Program, (crew, role): (usize, &RoleId), slots: &mut Vec<Slot>) -> Crew {
    let holders = &program.roles[*role].holders;
    let first_slot = slots.len();
    slots.extend((holders.iter().enumerate()).map(|(seat, member)| {
        Slot::new(SlotKind::Seat {
            crew,
            bit: 1 << seat,
            member: *member,
        })
    }));
    let waiting = (program.steps.iter()).filter(|step| step.needs.contains(role));
    Crew {
        role: *role,
        first_slot,
        everybody: u64::MAX >> (64 - holders.len()), // From 1 to 64 in plain programs.
        free: [0; LANES],
        waiting: Waiting::with_room(waiting.count()),
    }
}

/// A step as lanes look at it; the slots that are its own are added.
fn plan(id: StepId, step: &StepCode, roles: &[RoleId], slots: &mut Vec<Slot>) -> StepPlan {
    let crew = step.needs.first().map(|role| {
        let place = roles.iter().position(|other| other == role);
        place.expect("the roles are those that steps need")
    });
    let slot = slots.len();
    if crew.is_none() {
        slots.push(Slot::new(SlotKind::Alone));
    }
    let timer = slots.len();
    if step.delay > Seconds::ZERO || step.pause > Seconds::ZERO {
        slots.push(Slot::new(SlotKind::Timer));
    }
    StepPlan {
        crew,
        slot,
        timer,
        missing: small(step.predecessors.len()),
        successors: (0, 0),
        delay: small(step.delay.0),
        pause: small(step.pause.0),
        retries: step.retries,
        chance: chance(step),
        first_key: ServiceKey::new(step.rank, 0, id),
        ready_mask: if step.is_served_by_ready_time {
            u32::MAX
        } else {
            0
        },
    }
}

fn chance(step: &StepCode) -> f64 {
    match step.success {
        SuccessCode::Always(chance) => chance,
        SuccessCode::Given { .. } => unreachable!("there are no flags"),
    }
}

fn small(number: impl TryInto<u32>) -> u32 {
    let number = number.try_into().ok();
    number.expect("times of a hundred years and numbers of steps have 32 bits")
}

impl StepRun {
    fn of(plan: StepPlan) -> Self {
        let nothing = [0; LANES];
        Self {
            plan,
            work: nothing,
            again: nothing,
            fails: [0; DRAWN],
            missing: nothing,
            attempts: nothing,
            since: nothing,
            ready: nothing,
            started: nothing,
            settled: nothing,
            waited: nothing,
            failed: 0,
        }
    }
}

impl Slot {
    fn new(kind: SlotKind) -> Self {
        Self {
            kind,
            due: [NEVER; LANES],
            step: [StepId::new(0); LANES],
            busy: [0; LANES],
        }
    }
}
