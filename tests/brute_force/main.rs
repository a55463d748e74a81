//! What `stress` and `advise` find in generated workspaces, held against their files changed by hand and evaluated anew.

#[path = "../common/mod.rs"]
mod common;

mod advise;
mod case;
mod element;
mod stress;
