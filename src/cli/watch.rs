//! Watching replications go by: a bar with the time left on a terminal, and Ctrl-C.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::stop::Stop;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whoever waits for replications.
pub(in crate::cli) struct Watch {
    began: Instant,
    /// `None`: not on a terminal.
    bar: Option<ProgressBar>,
    /// Replications of the scenarios before.
    before: u64,
    seen: u64,
    interrupted: Arc<AtomicBool>,
}

impl Watch {
    /// For so many scenarios of at most so many replications. From now on Ctrl-C breaks off at the next block.
    pub(in crate::cli) fn new(most: u64, scenarios: usize) -> Result<Self, Stop> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
            .map_err(|error| Stop::World(format!("Ctrl-C cannot be listened for: {error}")))?;
        let total = most.saturating_mul(scenarios as u64); // usize fits into u64.
        Ok(Self {
            began: Instant::now(),
            bar: io::stderr().is_terminal().then(|| bar(total)),
            before: 0,
            seen: 0,
            interrupted,
        })
    }

    /// So many more replications are to be played than was known.
    pub(in crate::cli) fn expect_more(&self, replications: u64) {
        if let Some(bar) = &self.bar {
            bar.inc_length(replications);
        }
    }

    /// Sees that so many replications of one scenario are done; breaks off after Ctrl-C.
    pub(in crate::cli) fn see(&mut self, done: u64) -> ControlFlow<()> {
        if done <= self.seen {
            self.before += self.seen;
        }
        self.seen = done;
        if let Some(bar) = self
            .bar
            .as_ref()
            .filter(|_| self.began.elapsed() > PATIENCE)
        {
            if bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.set_position(self.before + done);
        }
        if self.is_interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Whether Ctrl-C was pressed.
    pub(in crate::cli) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// An error after Ctrl-C.
    pub(in crate::cli) fn go_on(&self) -> Result<(), Stop> {
        if self.is_interrupted() {
            Err(Stop::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Takes the bar away.
    pub(in crate::cli) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} · {eta} left")
        .expect("the template is one");
    ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden()).with_style(style)
}
