//! Streams of luck that must not meet.

use crate::model::Drill;
use crate::program::{Program, ProgramError};
use crate::random::Stream;

/// How many askings of a question are compared; further ones are as unlikely to collide as these.
const ASKINGS_COMPARED: u32 = 3;

/// Two equal hashes would tie the luck of two things together, so they are refused before anything is played.
pub(super) fn refuse_colliding_streams(
    drill: &Drill,
    program: &Program,
) -> Result<(), ProgramError> {
    let Drill {
        organization,
        plan,
        scenario,
        ..
    } = drill;
    let steps = (program.steps.entries()).flat_map(|(id, step)| {
        let name = plan.steps[id].id.as_str();
        [step.work, step.succeeds, step.outcome].map(|question| (question, name))
    });
    let people = (program.people.entries()).flat_map(|(id, person)| {
        let name = organization.people[id].id.as_str();
        [person.acknowledge, person.answer_off_shift].map(|question| (question, name))
    });
    let injects = (program.injects.entries()).flat_map(|(id, inject)| {
        let name = scenario.injects[id].id.as_str();
        [inject.fires, inject.time].map(|question| (question, name))
    });
    let flags = (program.flags.entries())
        .map(|(id, flag)| (flag.question, scenario.flags[id].name.as_str()));
    let barriers = (program.barriers.entries())
        .map(|(id, barrier)| (barrier.question, plan.barriers[id].id.as_str()));
    let start = [(program.onsets.question, scenario.id.as_str())];
    let mut streams: Vec<(Stream, &str)> = (steps.chain(people).chain(injects))
        .chain(flags.chain(barriers).chain(start))
        .flat_map(|(question, name)| {
            (1..=ASKINGS_COMPARED).map(move |number| (question.nth(number), name))
        })
        .collect();
    streams.sort_unstable();
    match streams.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(ProgramError::StreamsCollide(
            pair[0].1.to_owned(),
            pair[1].1.to_owned(),
        )),
        None => Ok(()),
    }
}
