//! The standard normal distribution's inverse, the same on every platform.
#![expect(
    clippy::excessive_precision,
    reason = "the coefficients stand as they were published"
)]

/// The value below which the share `share` of a standard normal lies; `share` strictly between 0 and 1.
/// Wichura (1988), algorithm AS 241 (PPND16), relative error near 1e-16.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    let from_middle = share - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE.0, r) / polynomial(&MIDDLE.1, r);
    }
    let tail = if share < 0.5 { share } else { 1.0 - share };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        polynomial(&TAIL.0, r - 1.6) / polynomial(&TAIL.1, r - 1.6)
    } else {
        polynomial(&FAR_TAIL.0, r - 5.0) / polynomial(&FAR_TAIL.1, r - 5.0)
    };
    size.copysign(from_middle)
}

/// Horner's rule; the constant term comes first.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// Numerator and denominator, constant terms first.
type Rational = ([f64; 8], [f64; 8]);

const MIDDLE: Rational = (
    [
        3.387_132_872_796_366_608,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_3,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_61,
        28_729.085_735_721_942_674,
        5_226.495_278_852_545_925,
    ],
);

const TAIL: Rational = (
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        0.241_780_725_177_450_611_77,
        0.022_723_844_989_269_184_583_3,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        0.689_767_334_985_100_004_55,
        0.148_103_976_427_480_074_59,
        0.015_198_666_563_616_457_196_6,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);

const FAR_TAIL: Rational = (
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        0.296_560_571_828_504_891_23,
        0.026_532_189_526_576_123_093,
        0.001_242_660_947_388_078_438_6,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_937_69,
        0.136_929_880_922_735_805_31,
        0.014_875_361_290_850_614_852_5,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_inverts_the_complementary_error_function() {
        for exponent in 1..=53 {
            for part in 8..16 {
                let share = f64::from(part) / 16.0 * libm::exp2(f64::from(1 - exponent)) / 2.0;
                let z = normal_quantile(share);
                let back = libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0;
                // The share reacts to the last bits of z by a factor of up to z².
                let tolerance = 1e-15 * (1.0 + z * z);
                assert!((back / share - 1.0).abs() < tolerance, "{share}: {back}");
            }
        }
    }

    #[test]
    fn published_percentiles() {
        // NIST/SEMATECH e-Handbook 1.3.6.7.1, more digits from Wichura's test values.
        for (share, z) in [
            (0.5, 0.0),
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.9, 1.281_551_565_544_600_4),
        ] {
            assert!(
                (normal_quantile(share) - z).abs() <= 4e-16 * (1.0 + z.abs()),
                "{share}"
            );
        }
    }
}
