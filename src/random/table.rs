//! Inverse functions as tables: polynomials over cells that halve in width toward both tails.

use std::sync::OnceLock;

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

/// Which tail a point is seen from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tail {
    /// Shares below the median.
    Lower,
    /// Shares above it.
    Upper,
}

/// An inverse function between its far tails.
///
/// An octave is worked out when the first draw falls into it: one drill of ten thousand steps asks each of them once or twice,
/// and a whole table costs some hundred draws. The bits are the same in whatever order octaves are asked for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Table {
    /// The lower half's octaves from the median to the tail, then the upper half's.
    octaves: Box<[OnceLock<Box<Octave>>; 2 * OCTAVES]>,
}

/// Coefficients of an octave's cells, constant terms first.
type Octave = [[f64; 6]; CELLS];

/// Halvings of the share on each side of the median; what lies beyond is left to the exact function, once in 4096 draws.
const OCTAVES: usize = 12;

/// The bits of a float's fraction that choose the cell within an octave.
///
/// Cubics would need 64 cells for the same error of 1e-10: four times the points to compute and nearly three times the memory.
const CELL_BITS: u32 = 4;

/// Cells of an octave.
const CELLS: usize = 1 << CELL_BITS;

/// The bits of a float's fraction.
const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;

/// The bits of a float's fraction that say where in the cell it lies.
const INNER_BITS: u32 = FRACTION_BITS - CELL_BITS;

impl Table {
    /// A table of which nothing is worked out yet.
    pub(crate) fn new() -> Self {
        Self {
            octaves: Box::new([const { OnceLock::new() }; 2 * OCTAVES]),
        }
    }

    /// The value at `u`, strictly between 0 and 1; `None` in the far tails and at the median itself.
    ///
    /// `points` gives the exact points at ascending shares of a tail, the same at every call.
    #[inline]
    pub(crate) fn at(
        &self,
        u: f64,
        points: impl FnOnce(Tail, &[f64]) -> (Vec<Point>, Scale),
    ) -> Option<f64> {
        let (tail, share, first) = if u < 0.5 {
            (Tail::Lower, u, 0)
        } else {
            (Tail::Upper, 1.0 - u, OCTAVES)
        };
        let bits = share.to_bits();
        // A float's exponent numbers the octaves: 0 from a quarter to the median.
        let octave =
            ((0.5_f64.to_bits() - 1) >> FRACTION_BITS).wrapping_sub(bits >> FRACTION_BITS) as usize; // Below 2^12.
        if octave >= OCTAVES {
            return None;
        }
        let cells = self.octaves[first + octave].get_or_init(|| {
            Box::new(worked_out(bits >> FRACTION_BITS, |shares| {
                points(tail, shares)
            }))
        });
        let fraction = bits & ((1 << FRACTION_BITS) - 1);
        let inner = fraction & ((1 << INNER_BITS) - 1);
        let t = inner as f64 * (1.0 / (1_u64 << INNER_BITS) as f64); // Both exact: 48 bits and a power of two.
        let [c0, c1, c2, c3, c4, c5] = cells[(fraction >> INNER_BITS) as usize]; // Below 16.
        Some(c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))))
    }
}

/// The cells of the octave whose floats have that exponent.
#[cold]
fn worked_out(exponent: u64, points: impl FnOnce(&[f64]) -> (Vec<Point>, Scale)) -> Octave {
    let shares: Vec<f64> =
        (0..=CELLS as u64) // 16.
            .map(|cell| f64::from_bits((exponent << FRACTION_BITS) + (cell << INNER_BITS)))
            .collect();
    let (points, scale) = points(&shares);
    std::array::from_fn(|cell| {
        let width = shares[cell + 1] - shares[cell];
        let mut cell = hermite(points[cell], points[cell + 1], width);
        for coefficient in &mut cell {
            *coefficient *= scale.scale;
        }
        cell[0] += scale.offset;
        cell
    })
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
        let scale = |scale| Scale { offset: 1.0, scale };
        let table = Table::new();
        let at = |u: f64| {
            table.at(u, |tail, shares| {
                let points = shares.iter().copied().map(fifth_power).collect();
                match tail {
                    Tail::Lower => (points, scale(-32.0)),
                    Tail::Upper => (points, scale(32.0)),
                }
            })
        };
        for step in 1..1000 {
            let share = f64::from(step) / 2000.0;
            let distance = 32.0 * share.powi(5);
            let lower = at(share).unwrap();
            let upper = at(1.0 - share).unwrap();
            assert!((lower - (1.0 - distance)).abs() < 1e-14, "{share}");
            assert!((upper - (1.0 + distance)).abs() < 1e-14, "{share}");
        }
        for beyond in [0.5, 0.0001, 1e-300, 0.9999] {
            assert_eq!(at(beyond), None, "{beyond}");
        }
    }
}
