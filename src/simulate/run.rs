//! Blocks of replications shared out among threads, and folded in their order: the result is the same for any number.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, mpsc};
use std::thread;

use crate::program::Program;
use crate::random::Luck;
use crate::simulate::{Detail, Player};

/// So many blocks for each thread may be played before the one that is folded next: memory stays bounded.
const AHEAD: u64 = 4;

/// What is played.
#[derive(Clone, Copy, Debug)]
pub struct Playing<'p> {
    /// The drill.
    pub program: &'p Program,
    /// The seed of its luck.
    pub seed: u64,
    /// How much of each replication to keep.
    pub detail: Detail,
}

/// Plays the blocks 0, 1, … below `blocks` on so many threads, each with a player of its own, and folds what comes out in
/// their order on this one, until `fold` breaks. What `play` gives must depend on the block's number alone.
pub fn run<Block: Send>(
    playing: Playing<'_>,
    blocks: u64,
    threads: NonZeroUsize,
    play: impl Fn(&mut Player<'_>, u64) -> Block + Sync,
    fold: impl FnMut(u64, Block) -> ControlFlow<()>,
) {
    let luck = Luck::new(playing.seed);
    let player = || Player::new(playing.program, &luck, playing.detail);
    share_out(blocks, threads, player, play, fold);
}

/// The same of whatever a thread begins with.
fn share_out<State, Block: Send>(
    blocks: u64,
    threads: NonZeroUsize,
    begin: impl Fn() -> State + Sync,
    play: impl Fn(&mut State, u64) -> Block + Sync,
    mut fold: impl FnMut(u64, Block) -> ControlFlow<()>,
) {
    if threads.get() == 1 {
        let mut state = begin();
        // `try_for_each` says whether it was broken off; either way there is nothing left to do.
        let _ = (0..blocks).try_for_each(|number| fold(number, play(&mut state, number)));
        return;
    }
    let threads = u64::try_from(threads.get()).expect("threads are counted in far fewer bits");
    let threads = threads.min(blocks);
    let gate = Gate::new(blocks, threads * AHEAD);
    thread::scope(|scope| {
        let (sender, played) = mpsc::channel();
        for _ in 0..threads {
            let (sender, gate, begin, play) = (sender.clone(), &gate, &begin, &play);
            scope.spawn(move || {
                let _closing = Closing(gate);
                let mut state = begin();
                while let Some(number) = gate.next() {
                    // Nobody listens any more once the fold has broken off.
                    if sender.send((number, play(&mut state, number))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        fold_in_order(&played, &gate, &mut fold);
        gate.close();
    });
}

fn fold_in_order<Block>(
    played: &mpsc::Receiver<(u64, Block)>,
    gate: &Gate,
    fold: &mut impl FnMut(u64, Block) -> ControlFlow<()>,
) {
    let mut early = BTreeMap::new();
    let mut due = 0;
    for (number, block) in played {
        early.insert(number, block);
        while let Some(block) = early.remove(&due) {
            if fold(due, block).is_break() {
                return;
            }
            due += 1;
            gate.folded();
        }
    }
}

/// Hands out the numbers of blocks, not too far ahead of the fold.
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
    blocks: u64,
    ahead: u64,
}

struct GateState {
    next: u64,
    folded: u64,
    is_closed: bool,
}

impl Gate {
    fn new(blocks: u64, ahead: u64) -> Self {
        Self {
            state: Mutex::new(GateState {
                next: 0,
                folded: 0,
                is_closed: false,
            }),
            changed: Condvar::new(),
            blocks,
            ahead,
        }
    }

    /// The next block to play; waits for the fold to come near.
    fn next(&self) -> Option<u64> {
        let mut state = self
            .changed
            .wait_while(self.locked(), |state| {
                !state.is_closed
                    && state.next < self.blocks
                    && state.next >= state.folded + self.ahead
            })
            .expect("nothing panics while it holds the gate");
        if state.is_closed || state.next >= self.blocks {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn folded(&self) {
        self.locked().folded += 1;
        self.changed.notify_all();
    }

    fn close(&self) {
        self.locked().is_closed = true;
        self.changed.notify_all();
    }

    fn locked(&self) -> MutexGuard<'_, GateState> {
        self.state
            .lock()
            .expect("nothing panics while it holds the gate")
    }
}

/// Lets the others go home if this thread panics: nobody waits for a block that never comes.
struct Closing<'a>(&'a Gate);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(blocks: u64, threads: usize, last: u64) -> Vec<u64> {
        let mut seen = Vec::new();
        share_out(
            blocks,
            NonZeroUsize::new(threads).unwrap(),
            || (),
            |(), number| number * number,
            |number, square| {
                assert_eq!(square, number * number);
                seen.push(number);
                if number == last {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        seen
    }

    #[test]
    fn blocks_are_folded_in_order_on_any_number_of_threads() {
        for threads in 1..=5 {
            for blocks in [0, 1, 2, 7, 300] {
                let all: Vec<u64> = (0..blocks).collect();
                assert_eq!(folded(blocks, threads, u64::MAX), all);
            }
        }
    }

    #[test]
    fn the_fold_can_break_off() {
        for threads in 1..=3 {
            assert_eq!(folded(1_000, threads, 2), [0, 1, 2]);
        }
    }

    #[test]
    fn a_panic_in_one_thread_ends_all() {
        let broken = std::panic::catch_unwind(|| {
            share_out(
                1_000,
                NonZeroUsize::new(3).unwrap(),
                || (),
                |(), number| assert!(number != 5, "as planned"),
                |_, ()| ControlFlow::Continue(()),
            );
        });
        assert!(broken.is_err());
    }
}
