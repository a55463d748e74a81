//! Words and letters for everything that people read: near names, plurals, plain text and columns that line up.

mod near;
mod plain;
mod width;
mod words;

pub use near::nearest;
pub use plain::{one_line, plain};
pub use width::{padded_left, padded_right, truncated, width, wrapped};
pub use words::{all_of, counted, number, one_of, ordinal, quoted};
