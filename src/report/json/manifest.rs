//! What regenerates a result: the version of Firebell and the files.

use schemars::JsonSchema;
use serde::Serialize;

/// A file that took part, by its content.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema, Debug)]
pub struct FileHash {
    /// The path as it was found, with forward slashes.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// The version of Firebell.
pub(super) fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
