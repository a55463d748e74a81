//! What `stress` and `advise` find in generated workspaces, held against their files changed by hand and evaluated anew.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/program.rs"]
mod program;

mod advise;
mod case;
mod element;
mod stress;
