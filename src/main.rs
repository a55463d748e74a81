//! The command line of Firebell.
fn main() {}
