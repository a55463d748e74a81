//! Firebell: a risk register that can be rehearsed.
//!
//! An organization writes down, in plain text files, who it is, which risks it has, and the steps that prevent them, respond
//! to them and recover from them. Firebell plays emergency drills over those plans and says how well they work, and why.
//!
//! # The journey
//!
//! Everything Firebell does is one walk along a chain of plain data types. Each is made from the one before by one pure
//! function; the world is touched at the two ends alone.
//!
//! ```text
//! file bytes → sources → documents → model → program → samples → assessment → report → bytes
//!              source    document    check   program   simulate   analysis     report   cli
//! ```
//!
//! 1. [`source`] reads files and remembers places in them, so that whatever is wrong can be shown where it stands.
//! 2. [`document`] knows how the files are written (RON). A document holds shapes and slices of the text, nothing else.
//! 3. [`check`] turns documents into the [`model`]: names are looked up, rules of meaning are checked, and every mistake
//!    is collected. What comes out is a [`model::Drill`]: an organization, a plan and a scenario without contradiction.
//! 4. [`program`] compiles a drill into dense tables in one canonical order, so that shuffling a file changes nothing.
//! 5. [`simulate`] plays the program: a replication is a pure function of the program, a seed and a number. Its luck comes
//!    from [`random`], one uniform for every question asked of every named thing; the engine holds no generator.
//! 6. [`analysis`] judges what came out: objectives, score, cost, the chain of causes of every measured time, the story.
//! 7. [`report`] puts assessments into words and rounded numbers, or into JSON with a schema.
//! 8. [`cli`] is the command line: arguments, terminal, exit codes. Each command walks as much of the chain as it needs, and
//!    one that compares, searches or watches files walks it again and again.
//!
//! # Where everything lives
//!
//! | module | what it is for | depends on |
//! |---|---|---|
//! | [`quantity`] | seconds, civil time, probabilities, distributions, typed indices | |
//! | [`text`] | columns, plain text, near names, plurals | |
//! | [`source`] | files, places, diagnostics | |
//! | [`model`] | the validated domain | `quantity` |
//! | [`random`] | named streams of uniforms, quantile functions | `quantity` |
//! | [`statistics`] | estimates with their uncertainty | |
//! | [`document`] | the shape of a file | `source`, `text`, `quantity` |
//! | [`program`] | a drill compiled | `model`, `random`, `quantity` |
//! | [`check`] | from documents to the model | `document`, `source`, `model`, `text`, `quantity` |
//! | [`simulate`] | one replication | `program`, `random`, `quantity` |
//! | [`analysis`] | what it was worth, and why | `model`, `program`, `random`, `simulate`, `statistics`, `quantity` |
//! | [`report`] | words and figures | `analysis`, `model`, `statistics`, `text`, `quantity` |
//! | [`cli`] | the commands | everything |
//!
//! A module imports only what stands above it; `tests/layers.rs` reads the imports and says so when one does not. A word to
//! begin with: [`simulate::play`] is the heart, [`model`] its vocabulary, `cli/trace.rs` the whole walk in one function.

pub mod analysis;
pub mod check;
pub mod cli;
pub mod document;
pub mod model;
pub mod program;
pub mod quantity;
pub mod random;
pub mod report;
pub mod simulate;
pub mod source;
pub mod statistics;
pub mod text;
