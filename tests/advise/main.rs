//! `firebell advise`: what it tries, how it ranks, what it writes, and what it says.

#[cfg(target_os = "linux")]
#[path = "../common/interrupt.rs"]
mod interrupt;
#[path = "../common/program.rs"]
mod program;

mod ranking;
mod telling;
mod wording;
mod workspace;
mod writing;
