//! Every diagnostic code with its meaning: FB01 reading and shape, FB02 meaning, FB03 lints.

/// The codes as constants and as one table, so that neither can lack what the other has.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code with what it means in one line, in ascending order.
        pub const MEANINGS: &[(&str, &str)] = &[$(($code, $meaning)),*];
    };
}

codes! {
    NOT_UTF8 = "FB0101": "a file is not UTF-8 text";
    FILE_MISSING = "FB0102": "a file names another file that cannot be read";
    FILE_EMPTY = "FB0103": "a file holds nothing";
    KIND_UNKNOWN = "FB0104": "a file begins with none of the four kinds";
    KIND_DIFFERENT = "FB0105": "a file is of another kind than the one due";
    TOO_DEEP = "FB0106": "brackets are nested too deep";
    UNCLOSED = "FB0107": "a bracket, text or comment is not closed";
    BRACKET_STRAY = "FB0108": "a bracket closes what was not opened";
    COMMA_MISSING = "FB0109": "a comma is missing between two values";
    CHARACTER_FOREIGN = "FB0110": "a character looks like another one that RON needs";
    SYNTAX = "FB0111": "a text is not RON";
    AFTER_THE_END = "FB0112": "something follows the end of the file's one value";
    FIELD_UNKNOWN = "FB0120": "a field is unknown";
    FIELD_MISSING = "FB0121": "a required field is missing";
    FIELD_REPEATED = "FB0122": "a field is given twice";
    VARIANT_UNKNOWN = "FB0123": "a name stands where only certain names may";
    FORM_BY_NAME = "FB0124": "values stand by position where they are written by name";
    FORM_BY_POSITION = "FB0125": "values stand by name where they are written by position";
    VALUES_COUNT = "FB0126": "too few or too many values by position";
    KIND_OF_VALUE = "FB0127": "a value of another kind is due";
    MAP = "FB0128": "a map stands where a list or a struct is due";
    NUMBER_FORM = "FB0130": "a number is written in a way that RON does not read";
    NUMBER_RANGE = "FB0131": "a number is outside the range that makes sense";
    NUMBER_NOT_FINITE = "FB0132": "a number is not finite";
    DURATION_FORM = "FB0133": "a text is not a duration";
    DATE_FORM = "FB0134": "a text is not a date, a time of day or a point of time";
    ID_FORM = "FB0135": "a text is not an id";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_ascend() {
        assert!(MEANINGS.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
