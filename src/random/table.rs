//! Inverse functions as tables: polynomials over cells that halve in width toward both tails.

/// A point of an inverse function, seen from one of its tails: the share in that tail is the argument.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Point {
    /// The value beyond which that share lies.
    pub(crate) value: f64,
    /// First derivative with respect to the share.
    pub(crate) slope: f64,
    /// Second derivative with respect to the share.
    pub(crate) curvature: f64,
}

/// How a table's points become values: `offset` + `scale` · point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Scale {
    pub(crate) offset: f64,
    pub(crate) scale: f64,
}

/// An inverse function between its far tails.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Table {
    /// Coefficients, constant terms first; the lower half's cells from the tail to the median, then the upper half's.
    cells: Vec<[f64; 6]>,
}

/// Halvings of the share on each side of the median; what lies beyond is left to the exact function, once in 4096 draws.
const OCTAVES: u64 = 12;

/// The bits of a float's fraction that choose the cell within an octave: 16 cells.
///
/// Cubics would need 64 for the same error of 1e-10: four times the points to compute and nearly three times the memory.
const CELL_BITS: u32 = 4;

/// The bits of a float's fraction that say where in the cell it lies.
const INNER_BITS: u32 = f64::MANTISSA_DIGITS - 1 - CELL_BITS;

/// Cells of one half; one more holds the median itself.
const CELLS: u64 = OCTAVES << CELL_BITS;

impl Table {
    /// The table through the points at [`point_shares`], as seen from the lower and from the upper tail.
    pub(crate) fn new(lower: (&[Point], Scale), upper: (&[Point], Scale)) -> Self {
        let cells = [lower, upper]
            .into_iter()
            .flat_map(|(points, scale)| half(points, scale))
            .collect();
        Self { cells }
    }

    /// The value at `u`, strictly between 0 and 1; `None` in the far tails.
    #[inline]
    pub(crate) fn at(&self, u: f64) -> Option<f64> {
        let share = u.min(1.0 - u);
        let bits = share.to_bits();
        // Exponent and leading fraction bits of a float, read as one integer, number the cells.
        let cell = (bits >> INNER_BITS).wrapping_sub(first_cell());
        if cell > CELLS {
            return None;
        }
        let half = if u < 0.5 { 0 } else { CELLS + 1 };
        let inner = bits & ((1 << INNER_BITS) - 1);
        let t = inner as f64 * (1.0 / (1_u64 << INNER_BITS) as f64); // Both exact: 48 bits and a power of two.
        let [c0, c1, c2, c3, c4, c5] = self.cells[(half + cell) as usize]; // Some hundreds.
        Some(c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))))
    }
}

/// The shares at which a half is computed exactly, from the tail to the median.
pub(crate) fn point_shares() -> impl Iterator<Item = f64> {
    (0..=CELLS).map(share_at)
}

/// The number that a float's leading bits spell where the tables begin.
fn first_cell() -> u64 {
    (0.5_f64.to_bits() >> INNER_BITS) - CELLS
}

fn share_at(cell: u64) -> f64 {
    f64::from_bits((first_cell() + cell) << INNER_BITS)
}

fn half(points: &[Point], scale: Scale) -> Vec<[f64; 6]> {
    assert!(
        points.len() as u64 == CELLS + 1, // Widening.
        "every cell begins and ends with a point"
    );
    let median = [points[points.len() - 1].value, 0.0, 0.0, 0.0, 0.0, 0.0];
    (0..CELLS)
        .zip(points.windows(2))
        .map(|(cell, ends)| hermite(ends[0], ends[1], share_at(cell + 1) - share_at(cell)))
        .chain([median])
        .map(|cell| {
            let mut scaled = cell.map(|coefficient| scale.scale * coefficient);
            scaled[0] += scale.offset;
            scaled
        })
        .collect()
}

/// The quintic on [0, 1] that meets value, slope and curvature at both ends of a cell of that width.
fn hermite(start: Point, end: Point, width: f64) -> [f64; 6] {
    let rise = end.value - start.value;
    let [slope_start, slope_end] = [start.slope * width, end.slope * width];
    let [bend_start, bend_end] = [start.curvature, end.curvature].map(|c| c * width * width / 2.0);
    [
        start.value,
        slope_start,
        bend_start,
        10.0 * rise - 6.0 * slope_start - 4.0 * slope_end - 3.0 * bend_start + bend_end,
        -15.0 * rise + 8.0 * slope_start + 7.0 * slope_end + 3.0 * bend_start - 2.0 * bend_end,
        6.0 * rise - 3.0 * (slope_start + slope_end) - bend_start + bend_end,
    ]
}

/// Shares for tests: a grid between the cells' ends, and both tails beyond where tables end.
#[cfg(test)]
pub(crate) fn probes() -> impl Iterator<Item = f64> {
    let grid = (1..4999).map(|step| f64::from(step) / 4999.0);
    let tails = (1..1900).flat_map(|step| {
        let share = libm::exp2(-1.0 - f64::from(step) / 37.0);
        [share, 1.0 - share.max(f64::EPSILON)]
    });
    grid.chain(tails)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifth power of the share is a quintic itself.
    fn fifth_power(share: f64) -> Point {
        Point {
            value: share.powi(5),
            slope: 5.0 * share.powi(4),
            curvature: 20.0 * share.powi(3),
        }
    }

    #[test]
    fn a_quintic_is_met_exactly_up_to_the_far_tails() {
        let points: Vec<Point> = point_shares().map(fifth_power).collect();
        let scale = |scale| Scale { offset: 1.0, scale };
        let table = Table::new((&points, scale(-32.0)), (&points, scale(32.0)));
        for step in 1..1000 {
            let share = f64::from(step) / 2000.0;
            let distance = 32.0 * share.powi(5);
            let lower = table.at(share).unwrap();
            let upper = table.at(1.0 - share).unwrap();
            assert!((lower - (1.0 - distance)).abs() < 1e-14, "{share}");
            assert!((upper - (1.0 + distance)).abs() < 1e-14, "{share}");
        }
        assert_eq!(table.at(0.5), Some(2.0));
        assert_eq!(table.at(0.0001), None);
        assert_eq!(table.at(1e-300), None);
        assert_eq!(table.at(0.9999), None);
    }
}
