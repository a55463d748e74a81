//! The draws of a block of replications: a column of uniforms for every question, filled when it is first asked.

use std::collections::HashMap;

use crate::program::{Program, StepCode};
use crate::quantity::{BarrierId, FlagId, Index, InjectId, PersonId, StepId};
use crate::random::{Luck, Question, Stream};

/// Replications that share columns: enough to make positioning a stream cheap, few enough to stay in the cache.
const BLOCK: usize = 256;

/// Askings of a question that have columns: a first attempt and a second. Later ones are rare.
pub(super) const ASKINGS: usize = 2;

/// Numbers that all columns together may hold; the columns of large programs are shorter.
const NUMBERS_AT_MOST: usize = 1 << 20;

/// So many rows of rare draws are kept.
const ROWS_AT_MOST: usize = 1 << 14;

/// Who is asked what; every question of a program has a place of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    /// How long a step's work is.
    Work(StepId),
    /// Whether a step's attempt succeeds.
    Success(StepId),
    /// Which label a step draws.
    Label(StepId),
    /// How long a person takes to answer on shift.
    Acknowledge(PersonId),
    /// How long a person takes to answer off shift.
    AnswerOffShift(PersonId),
    /// Whether an inject fires.
    Fires(InjectId),
    /// When an inject fires.
    Time(InjectId),
    /// Whether a flag is true at onset.
    Flag(FlagId),
    /// Whether a barrier holds.
    Barrier(BarrierId),
    /// When onset is.
    Onset,
}

/// The draws of one replication after another.
#[derive(Debug)]
pub(super) struct Draws<'p> {
    program: &'p Program,
    luck: &'p Luck,
    replication: u64,
    /// The replication of the columns' first place.
    first: u64,
    /// Replications of a column.
    length: usize,
    /// The place of the replication in the columns.
    row: usize,
    columns: Vec<f64>,
    is_filled: Vec<bool>,
    /// What a column of lengths of work is made from.
    uniforms: Vec<f64>,
    /// Draws without a column of their own, in rows: a row comes at the price of one draw.
    rare: HashMap<Stream, Rare>,
    starts: Starts,
}

/// The places at which the questions of each kind of thing begin.
#[derive(Clone, Copy, Debug)]
struct Starts {
    people: usize,
    injects: usize,
    flags: usize,
    barriers: usize,
    onset: usize,
}

/// A row of uniforms of one stream.
#[derive(Debug)]
struct Rare {
    first: u64,
    row: [f64; Luck::ROW],
}

impl<'p> Draws<'p> {
    /// The draws of many replications, one after another.
    pub(super) fn of_many(program: &'p Program, luck: &'p Luck) -> Self {
        let questions = Starts::of(program).onset + 1;
        let fitting = NUMBERS_AT_MOST / (questions * ASKINGS);
        Self::new(program, luck, fitting.clamp(1, BLOCK))
    }

    /// The draws of a replication that is played alone.
    pub(super) fn of_one(program: &'p Program, luck: &'p Luck) -> Self {
        Self::new(program, luck, 1)
    }

    fn new(program: &'p Program, luck: &'p Luck, length: usize) -> Self {
        let starts = Starts::of(program);
        let columns = (starts.onset + 1) * ASKINGS;
        Self {
            program,
            luck,
            replication: 0,
            first: 0,
            length,
            row: 0,
            columns: vec![0.0; columns * length],
            is_filled: vec![false; columns],
            uniforms: Vec::new(),
            rare: HashMap::new(),
            starts,
        }
    }

    /// From now on the draws are that replication's.
    #[inline]
    pub(super) fn turn_to(&mut self, replication: u64) {
        let length = self.length as u64; // Widening.
        // Columns begin wherever a run of neighbours begins.
        if replication.wrapping_sub(self.first) >= length {
            self.begin_columns(replication);
        }
        self.replication = replication;
        self.row = replication.wrapping_sub(self.first) as usize; // Below `length`.
    }

    /// Whether columns have places for so many neighbours.
    pub(super) fn have_room_for(&self, count: usize) -> bool {
        count <= self.length
    }

    /// The same of the first of so many neighbours, for whom there is room: all of them stand in the columns.
    pub(super) fn turn_to_all(&mut self, first: u64, count: usize) {
        let place = first.wrapping_sub(self.first);
        let length = self.length as u64; // Widening, and so is the next.
        if place.saturating_add(count as u64) > length {
            self.begin_columns(first);
        }
        self.turn_to(first);
    }

    fn begin_columns(&mut self, first: u64) {
        self.first = first;
        self.is_filled.fill(false);
    }

    /// The uniform of the `number`-th asking, counted from 1.
    #[inline]
    pub(super) fn uniform(&mut self, asked: Asked, number: u32) -> f64 {
        let place = self.starts.place(asked);
        if number as usize > ASKINGS {
            return self.rare(self.question(asked).nth(number));
        }
        let column = place * ASKINGS + number as usize - 1;
        if !self.is_filled[column] {
            self.fill(column, asked, number);
        }
        self.columns[column * self.length + self.row]
    }

    /// One of the first [`ASKINGS`] askings, for so many neighbours from the replication to which the draws are turned: uniforms,
    /// or the lengths of first attempts.
    pub(super) fn neighbours(&mut self, asked: Asked, number: u32, count: usize) -> &[f64] {
        let column = self.starts.place(asked) * ASKINGS + number as usize - 1;
        if !self.is_filled[column] {
            self.fill(column, asked, number);
        }
        &self.columns[column * self.length + self.row..][..count]
    }

    /// The length of the work of a step's `number`-th attempt, in seconds at normal pace.
    #[inline]
    pub(super) fn work(&mut self, step: StepId, code: &StepCode, number: u32) -> f64 {
        // First attempts are many: their columns hold lengths rather than uniforms.
        if number == 1 {
            self.uniform(Asked::Work(step), number)
        } else {
            code.takes.at(self.uniform(Asked::Work(step), number))
        }
    }

    /// The uniform of a stream that has no column.
    pub(super) fn rare(&mut self, stream: Stream) -> f64 {
        if self.length == 1 {
            return self.luck.uniform(stream, self.replication);
        }
        // A step that is tried again and again asks once; its rows would fill the memory.
        if self.rare.len() >= ROWS_AT_MOST {
            self.rare.clear();
        }
        let row = Luck::ROW as u64; // Widening.
        let place = self.replication % row;
        let first = self.replication - place;
        let rare = self.rare.entry(stream).or_insert(Rare {
            first: u64::MAX, // No row begins there: it is not a multiple of a row's length.
            row: [0.0; Luck::ROW],
        });
        if rare.first != first {
            rare.first = first;
            self.luck.fill(stream, first, &mut rare.row);
        }
        rare.row[place as usize] // Below a row's length.
    }

    #[cold]
    fn fill(&mut self, column: usize, asked: Asked, number: u32) {
        let stream = self.question(asked).nth(number);
        let values = &mut self.columns[column * self.length..][..self.length];
        match (asked, number) {
            (Asked::Work(step), 1) => {
                self.uniforms.resize(self.length, 0.0);
                self.luck.fill(stream, self.first, &mut self.uniforms);
                self.program.steps[step].takes.fill(&self.uniforms, values);
            }
            _ => self.luck.fill(stream, self.first, values),
        }
        self.is_filled[column] = true;
    }

    fn question(&self, asked: Asked) -> Question {
        match asked {
            Asked::Work(step) => self.program.steps[step].work,
            Asked::Success(step) => self.program.steps[step].succeeds,
            Asked::Label(step) => self.program.steps[step].outcome,
            Asked::Acknowledge(person) => self.program.people[person].acknowledge,
            Asked::AnswerOffShift(person) => self.program.people[person].answer_off_shift,
            Asked::Fires(inject) => self.program.injects[inject].fires,
            Asked::Time(inject) => self.program.injects[inject].time,
            Asked::Flag(flag) => self.program.flags[flag].question,
            Asked::Barrier(barrier) => self.program.barriers[barrier].question,
            Asked::Onset => self.program.onsets.question,
        }
    }
}

impl Starts {
    fn of(program: &Program) -> Self {
        let people = 3 * program.steps.len();
        let injects = people + 2 * program.people.len();
        let flags = injects + 2 * program.injects.len();
        let barriers = flags + program.flags.len();
        let onset = barriers + program.barriers.len();
        Self {
            people,
            injects,
            flags,
            barriers,
            onset,
        }
    }

    #[inline]
    fn place(&self, asked: Asked) -> usize {
        match asked {
            Asked::Work(step) => 3 * step.place(),
            Asked::Success(step) => 3 * step.place() + 1,
            Asked::Label(step) => 3 * step.place() + 2,
            Asked::Acknowledge(person) => self.people + 2 * person.place(),
            Asked::AnswerOffShift(person) => self.people + 2 * person.place() + 1,
            Asked::Fires(inject) => self.injects + 2 * inject.place(),
            Asked::Time(inject) => self.injects + 2 * inject.place() + 1,
            Asked::Flag(flag) => self.flags + flag.place(),
            Asked::Barrier(barrier) => self.barriers + barrier.place(),
            Asked::Onset => self.onset,
        }
    }
}
