//! Tables for spreadsheets: comma-separated values.

use serde::Serialize;

/// A line for each record, its cells in quotes where they need them. Records of one struct are preceded by the names of its fields.
pub(super) fn text(records: impl IntoIterator<Item = impl Serialize>) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    for record in records {
        table
            .serialize(record)
            .expect("memory takes all that is written");
    }
    let bytes = table
        .into_inner()
        .expect("memory takes all that is written");
    String::from_utf8(bytes).expect("texts were written")
}

/// A figure with all its digits; empty where there is none.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_need_it() {
        let records = [["id", "what"], ["a", "b, \"c\""]];
        assert_eq!(text(records), "id,what\na,\"b, \"\"c\"\"\"\n");
    }
}
