//! Columns of a table: how wide they are, and cells that fill them.

use crate::text::{padded_left, padded_right, truncated, width};

/// How many columns the widest cell takes.
pub(super) fn widest<Cell: AsRef<str>>(cells: impl IntoIterator<Item = Cell>) -> usize {
    let widths = cells.into_iter().map(|cell| width(cell.as_ref()));
    widths.max().unwrap_or(0)
}

/// The cell at the left of so many columns, cut where it is wider.
pub(super) fn left(cell: &str, columns: usize) -> String {
    padded_right(&truncated(cell, columns), columns)
}

/// The cell at the right of so many columns, cut where it is wider.
pub(super) fn right(cell: &str, columns: usize) -> String {
    padded_left(&truncated(cell, columns), columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_takes_its_columns_and_no_more() {
        assert_eq!(widest(["dba", "分析师"]), 6);
        assert_eq!(left("dba", 6), "dba   ");
        assert_eq!(right("dba", 6), "   dba");
        assert_eq!(width(&left("security-officer", 6)), 6);
        assert_eq!(width(&right("分析师", 5)), 5);
    }
}
