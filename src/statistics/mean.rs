//! The interval of a mean.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::statistics::{Interval, Moments, normal_quantile, settled};

/// Student's interval: mean ± t·s/√n with n − 1 degrees of freedom (Student 1908); `None` of fewer than two values.
pub fn mean_interval(moments: &Moments, level: f64) -> Option<Interval> {
    let (mean, deviation) = (moments.mean()?, moments.deviation()?);
    let count = moments.count() as f64; // Counts are far below 2^53.
    let half_width = student_quantile((1.0 + level) / 2.0, count - 1.0) * deviation / count.sqrt();
    Some(Interval {
        low: mean - half_width,
        high: mean + half_width,
    })
}

/// The quantile of Student's distribution: from many degrees of freedom on, the expansion in the normal quantile
/// (Abramowitz and Stegun 26.7.5), whose error there is below 1e-9.
fn student_quantile(probability: f64, freedom: f64) -> f64 {
    const MANY: f64 = 200.0;
    if freedom < MANY {
        let student = StudentsT::new(0.0, 1.0, freedom).expect("there are degrees of freedom");
        return settled(student.inverse_cdf(probability));
    }
    let z = normal_quantile(probability);
    let (z3, z5) = (z * z * z, z * z * z * z * z);
    let (z7, z9) = (z5 * z * z, z5 * z * z * z * z);
    z + (z3 + z) / (4.0 * freedom)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom * freedom)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * freedom * freedom * freedom)
        + (79.0 * z9 + 776.0 * z7 + 1_482.0 * z5 - 1_920.0 * z3 - 945.0 * z)
            / (92_160.0 * freedom * freedom * freedom * freedom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.975 quantiles, from SciPy 1.x `scipy.stats.t.ppf`; the first four are also in every printed table.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (freedom, quantile) in STUDENT {
            let found = student_quantile(0.975, freedom);
            assert!((found - quantile).abs() < 2e-9, "{freedom}: {found}");
        }
    }

    const STUDENT: [(f64, f64); 8] = [
        (1.0, 12.706_204_736_2),
        (4.0, 2.776_445_105_2),
        (9.0, 2.262_157_162_8),
        (30.0, 2.042_272_456_3),
        (199.0, 1.971_956_544_2),
        (200.0, 1.971_896_223_6),
        (999.0, 1.962_341_461_1),
        (9_999.0, 1.960_201_263_6),
    ];

    /// NIST/SEMATECH e-Handbook, section 1.3.5.2, data set ZARR13: 195 values, mean 9.261460, deviation 0.022789.
    #[test]
    fn the_interval_of_the_handbook_is_reproduced() {
        // Two values at equal distance for each pair, and one in the middle, have that mean and deviation.
        let spread = 0.022_789;
        let mut values = vec![9.261_460; 1];
        for _ in 0..97 {
            values.push(9.261_460 - spread);
            values.push(9.261_460 + spread);
        }
        let interval = mean_interval(&Moments::of(&values), 0.95).unwrap();
        assert!((interval.low - 9.258_242).abs() < 1e-6, "{interval:?}");
        assert!((interval.high - 9.264_679).abs() < 1e-6, "{interval:?}");
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(mean_interval(&Moments::of(&[1.0]), 0.95), None);
    }
}
