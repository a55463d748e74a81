//! The command line of Firebell.
#![expect(dead_code, reason = "the commands that show diagnostics come next")]

mod diagnostics;
