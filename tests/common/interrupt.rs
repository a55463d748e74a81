//! Breaks off a program as somebody at a terminal does.

use std::process::Command;
use std::time::Duration;
use std::{fs, thread};

/// Sends the interrupt signal as soon as the handler for it stands.
pub(super) fn interrupt(process: u32) {
    let catches = || {
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = u64::from_str_radix(line.expect("it is told").trim(), 16);
        // Signals count from 1, and the interrupt is the second.
        caught.expect("a mask") & 2 != 0
    };
    while !catches() {
        thread::sleep(Duration::from_millis(5));
    }
    let status = Command::new("kill")
        .args(["-INT", &process.to_string()])
        .status();
    assert!(status.is_ok_and(|status| status.success()));
}
