//! Inverse functions as tables: polynomials over cells that halve in width toward both tails.

use std::sync::{Arc, OnceLock};

use multiversion::multiversion;
use multiversion::target::target_cfg_f;

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
    /// The lower half's octaves from the median to the tail, then the upper half's. A copy shares what either works out.
    octaves: Arc<[OnceLock<Box<Octave>>; 2 * OCTAVES]>,
}

/// Coefficients of an octave's cells, constant terms first.
type Octave = [[f64; DEGREE + 1]; CELLS];

/// The degree of a cell's polynomial.
const DEGREE: usize = 5;

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

/// Where a uniform falls.
struct Place {
    /// The octave among all of a table; without meaning in the far tails and at the median itself.
    octave: usize,
    /// Whether it is in an octave at all.
    is_inside: bool,
    /// The cell within the octave.
    cell: usize,
    /// How far into the cell, from 0 to 1.
    inner: f64,
}

impl Table {
    /// A table of which nothing is worked out yet.
    pub(crate) fn new() -> Self {
        Self {
            octaves: Arc::new([const { OnceLock::new() }; 2 * OCTAVES]),
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
        let place = place(u);
        if !place.is_inside {
            return None;
        }
        let cells = self.octave(place.octave, points);
        let t = place.inner;
        let [c0, c1, c2, c3, c4, c5] = cells[place.cell];
        Some(c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))))
    }

    /// The values at `uniforms` as [`Self::at`] gives them, none outside `limits`; `beyond` gives those it does not.
    pub(crate) fn fill(
        &self,
        uniforms: &[f64],
        values: &mut [f64],
        limits: (f64, f64),
        points: impl Fn(Tail, &[f64]) -> (Vec<Point>, Scale),
        beyond: impl Fn(f64) -> f64,
    ) {
        let depth_max = self.depth_needed(uniforms);
        // What no draw of the column reaches need not be worked out: another octave will do in its stead.
        let octaves = std::array::from_fn(|octave| {
            let depth = octave % OCTAVES;
            self.octave(octave - depth + depth.min(depth_max), &points)
        });
        let parts = uniforms.chunks(AT_ONCE);
        for (values, uniforms) in values.chunks_mut(AT_ONCE).zip(parts) {
            let are_all_inside = interpolate(&octaves, limits, uniforms, values);
            if !are_all_inside {
                replace_outside(uniforms, values, &beyond);
            }
        }
    }

    /// How far from the median a column's octaves reach.
    fn depth_needed(&self, uniforms: &[f64]) -> usize {
        let deepest = if self.octaves.iter().all(|octave| octave.get().is_some()) {
            0.0
        } else {
            uniforms.iter().fold(0.25, |least, u| share(*u).min(least))
        };
        let place = place(deepest);
        if place.is_inside {
            place.octave
        } else {
            OCTAVES - 1
        }
    }

    #[inline]
    fn octave(
        &self,
        octave: usize,
        points: impl FnOnce(Tail, &[f64]) -> (Vec<Point>, Scale),
    ) -> &Octave {
        self.octaves[octave].get_or_init(|| Box::new(worked_out(octave, points)))
    }
}

/// The share of the tail that ends at `u`.
#[inline(always)]
fn share(u: f64) -> f64 {
    // A choice of values and not of ways: which half a draw falls into nobody can predict.
    let other = 1.0 - u;
    if u < other { u } else { other }
}

#[inline(always)]
fn place(u: f64) -> Place {
    let bits = share(u).to_bits();
    // A float's exponent numbers the octaves: 0 from a quarter to the median.
    let depth =
        ((0.5_f64.to_bits() - 1) >> FRACTION_BITS).wrapping_sub(bits >> FRACTION_BITS) as usize; // Below 2^12.
    let is_inside = depth < OCTAVES;
    let first = if u < 0.5 { 0 } else { OCTAVES };
    let inner = bits & ((1 << INNER_BITS) - 1);
    Place {
        octave: first + depth.min(OCTAVES - 1),
        is_inside,
        cell: (bits >> INNER_BITS) as usize % CELLS, // Below 16.
        // The fraction of a float in [1, 2).
        inner: f64::from_bits(1_f64.to_bits() | (inner << CELL_BITS)) - 1.0,
    }
}

/// Draws between two looks whether one fell outside: most often none did.
const AT_ONCE: usize = 64;

/// Draws whose cells are looked up one by one before their polynomials are worked out side by side.
const SIDE_BY_SIDE: usize = 8;

/// Whether all uniforms fell into octaves; where one did not, its value has no meaning.
///
/// Vector instructions change no bit: nothing multiplies and adds in one rounding. Those before AVX-512 look nothing up, and
/// doing so one by one for a whole row is then the faster way; with AVX2 it would gain nothing.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+bmi1+bmi2"))]
fn interpolate(
    octaves: &[&Octave; 2 * OCTAVES],
    limits: (f64, f64),
    uniforms: &[f64],
    values: &mut [f64],
) -> bool {
    if target_cfg_f!(target_feature = "avx512f") {
        interpolate_rows::<1>(octaves, limits, uniforms, values)
    } else {
        interpolate_rows::<SIDE_BY_SIDE>(octaves, limits, uniforms, values)
    }
}

#[inline(always)]
fn interpolate_rows<const N: usize>(
    octaves: &[&Octave; 2 * OCTAVES],
    limits: (f64, f64),
    uniforms: &[f64],
    values: &mut [f64],
) -> bool {
    let (uniform_rows, uniforms_left) = uniforms.as_chunks::<N>();
    let (value_rows, values_left) = values.as_chunks_mut();
    let mut are_all_inside = true;
    for (values, uniforms) in value_rows.iter_mut().zip(uniform_rows) {
        are_all_inside &= interpolate_row(octaves, limits, uniforms, values);
    }
    for (value, u) in values_left.iter_mut().zip(uniforms_left) {
        let value = std::array::from_mut(value);
        are_all_inside &= interpolate_row(octaves, limits, &[*u], value);
    }
    are_all_inside
}

#[inline(always)]
fn interpolate_row<const N: usize>(
    octaves: &[&Octave; 2 * OCTAVES],
    (min, max): (f64, f64),
    uniforms: &[f64; N],
    values: &mut [f64; N],
) -> bool {
    let mut are_all_inside = true;
    let mut cells = [&octaves[0][0]; N];
    let mut inner = [0.0; N];
    for draw in 0..N {
        let place = place(uniforms[draw]);
        are_all_inside &= place.is_inside;
        cells[draw] = &octaves[place.octave][place.cell];
        inner[draw] = place.inner;
    }
    // Coefficient by coefficient for all the row, which is what the compiler turns into vectors.
    let mut sums = cells.map(|cell| cell[DEGREE]);
    for power in (0..DEGREE).rev() {
        for draw in 0..N {
            sums[draw] = cells[draw][power] + inner[draw] * sums[draw];
        }
    }
    for draw in 0..N {
        let above = if sums[draw] < min { min } else { sums[draw] };
        values[draw] = if above > max { max } else { above };
    }
    are_all_inside
}

#[cold]
fn replace_outside(uniforms: &[f64], values: &mut [f64], beyond: impl Fn(f64) -> f64) {
    for (value, u) in values.iter_mut().zip(uniforms) {
        if !place(*u).is_inside {
            *value = beyond(*u);
        }
    }
}

/// The cells of an octave.
#[cold]
fn worked_out(octave: usize, points: impl FnOnce(Tail, &[f64]) -> (Vec<Point>, Scale)) -> Octave {
    let tail = if octave < OCTAVES {
        Tail::Lower
    } else {
        Tail::Upper
    };
    let halvings = (octave % OCTAVES) as u64 + 2; // Below 14.
    let exponent = (1_f64.to_bits() >> FRACTION_BITS) - halvings;
    let shares: Vec<f64> =
        (0..=CELLS as u64) // 16.
            .map(|cell| f64::from_bits((exponent << FRACTION_BITS) + (cell << INNER_BITS)))
            .collect();
    let (points, scale) = points(tail, &shares);
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

    #[test]
    fn rows_of_any_length_and_any_vectors_give_the_same_bits() {
        let octaves: [Octave; 2 * OCTAVES] = std::array::from_fn(|octave| {
            worked_out(octave, |_, shares| {
                let points = shares.iter().copied().map(fifth_power).collect();
                let scale = 1.0 / 3.0;
                (points, Scale { offset: 0.1, scale })
            })
        });
        let octaves = octaves.each_ref();
        let uniforms: Vec<f64> = probes().collect();
        let [mut plain, mut rows, mut vectors] = [const { Vec::new() }; 3];
        for (values, interpolate) in [
            (
                &mut plain,
                interpolate_rows::<1> as fn(_, _, &_, &mut _) -> _,
            ),
            (&mut rows, interpolate_rows::<SIDE_BY_SIDE>),
            (&mut vectors, interpolate),
        ] {
            values.resize(uniforms.len(), 0.0);
            let are_all_inside = interpolate(&octaves, (0.1, 0.11), &uniforms, values);
            assert!(!are_all_inside);
        }
        assert_eq!(plain, rows);
        assert_eq!(plain, vectors);
    }
}
