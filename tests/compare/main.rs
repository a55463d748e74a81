//! `firebell compare`: known answers, laws, and what it says.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/program.rs"]
mod program;

mod changes;
mod files;
mod gates;
mod pages;
mod verdicts;
mod workspace;
