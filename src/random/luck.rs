//! The uniforms of a seed; the only place that knows ChaCha.

use chacha20::cipher::array::Array;
use chacha20::cipher::{Block, KeyIvInit, StreamCipherCore};
use chacha20::variants::Ietf;
use chacha20::{ChaChaCore, R8};

use crate::random::Stream;

/// All the uniforms of one seed: a pure function of stream and replication, in whatever order they are asked for.
#[derive(Clone, Debug)]
pub struct Luck {
    /// ChaCha's key: the seed's eight bytes, least significant first, and 24 zeros.
    key: [u8; 32],
}

type ChaCha8 = ChaChaCore<R8, Ietf>;

/// Bytes of a uniform, of a block of ChaCha, and of as many blocks as are made together: a usual column wherever it begins.
const BYTES: usize = 8;
const BLOCK_BYTES: usize = 64;
const BYTES_AT_ONCE: usize = 33 * BLOCK_BYTES;

/// Uniforms of a block.
const BLOCK: u64 = (BLOCK_BYTES / BYTES) as u64; // Widening.

impl Luck {
    /// [`Self::fill`] gives this many uniforms, from a multiple of it on, for hardly more than [`Self::uniform`] costs: where a
    /// stream is asked now and then, the rest of the row is worth keeping.
    pub const ROW: usize = 32;

    /// The luck of a seed.
    pub fn new(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..BYTES].copy_from_slice(&seed.to_le_bytes());
        Self { key }
    }

    /// The uniform of one replication, strictly between 0 and 1.
    pub fn uniform(&self, stream: Stream, replication: u64) -> f64 {
        let mut uniform = [0.0];
        self.fill(stream, replication, &mut uniform);
        uniform[0]
    }

    /// The uniforms of the replications `first`, `first` + 1, … as [`Self::uniform`] gives them.
    pub fn fill(&self, stream: Stream, first: u64, uniforms: &mut [f64]) {
        self.fill_with(stream, first, uniforms, open_uniform);
    }

    /// All 64 random bits of which [`Self::fill`] makes those uniforms.
    pub fn fill_bits(&self, stream: Stream, first: u64, bits: &mut [u64]) {
        self.fill_with(stream, first, bits, |bits| bits);
    }

    #[inline]
    fn fill_with<T>(
        &self,
        stream: Stream,
        first: u64,
        numbers: &mut [T],
        number: impl Fn(u64) -> T,
    ) {
        let mut bytes = [0; BYTES_AT_ONCE];
        let (mut next, mut left) = (first, numbers);
        while !left.is_empty() {
            let skipped = (next % BLOCK) as usize; // Below a block's length.
            let made = self.keystream(stream, next / BLOCK, skipped + left.len(), &mut bytes);
            let made = &made.as_chunks().0[skipped..];
            let (part, rest) = left.split_at_mut(made.len().min(left.len()));
            for (place, bytes) in part.iter_mut().zip(made) {
                *place = number(u64::from_le_bytes(*bytes));
            }
            next = next.wrapping_add(part.len() as u64); // usize fits into u64.
            left = rest;
        }
    }

    /// Makes the bytes of a stream from that block on, of which so many draws are wanted: as many blocks as have room, and as are
    /// counted in 32 bits without a carry.
    fn keystream<'b>(
        &self,
        stream: Stream,
        block: u64,
        wanted: usize,
        bytes: &'b mut [u8; BYTES_AT_ONCE],
    ) -> &'b [u8] {
        // The block's number has 64 bits, of which the cipher takes the upper ones for a part of what makes streams differ.
        let [low, high] = [block as u32, (block >> 32) as u32]; // 32 bits each.
        let mut nonce = [0; 12];
        nonce[..4].copy_from_slice(&high.to_le_bytes());
        nonce[4..].copy_from_slice(&stream.value().to_le_bytes());
        let mut cipher = ChaCha8::new(&self.key.into(), &nonce.into());
        cipher.set_block_pos(low);
        let until_carry = (u32::MAX - low) as usize + 1; // u32 fits into usize.
        let count = (wanted * BYTES).div_ceil(BLOCK_BYTES).min(until_carry);
        let end = (count * BLOCK_BYTES).min(BYTES_AT_ONCE);
        let blocks: &mut [Block<ChaCha8>] = Array::slice_as_chunks_mut(&mut bytes[..end]).0;
        cipher.write_keystream_blocks(blocks);
        &bytes[..end]
    }
}

/// The middle of one of 2^52 equal parts of (0, 1); it and its distance from 1 are exact.
fn open_uniform(bits: u64) -> f64 {
    const ONE: u64 = 1_f64.to_bits();
    // The fraction of a float in [1, 2), for which no number needs converting; the difference is exact.
    f64::from_bits(ONE | (bits >> 12)) - (1.0 - f64::EPSILON / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Entity, Question};

    fn stream(number: u32) -> Stream {
        Question::new(Entity::Step, "revoke", "work").nth(number)
    }

    /// Expected values from an independent ChaCha8.
    #[test]
    fn uniforms_never_change() {
        let golden = [
            (1, 1, 0),
            (1, 1, 1),
            (1, 2, 0),
            (2, 1, 0),
            (u64::MAX, 1, u64::MAX),
        ]
        .map(|(seed, number, replication)| Luck::new(seed).uniform(stream(number), replication));
        let expected = [
            0.2784710359905541,
            0.22159103744593456,
            0.35311012493626504,
            0.64993793174774,
            0.5670549601412128,
        ];
        assert_eq!(golden, expected);
    }

    #[test]
    fn a_column_is_its_uniforms_one_by_one() {
        let luck = Luck::new(7);
        for first in [
            0,
            1,
            7,
            8,
            31,
            32,
            1_000_003,
            (1 << 35) - 100,
            1 << 40,
            u64::MAX,
        ] {
            for length in [0, 1, 2, 63, 64, 65, 300] {
                let mut column = vec![0.0; length];
                luck.fill(stream(3), first, &mut column);
                let single: Vec<f64> = (0..length as u64)
                    .map(|place| luck.uniform(stream(3), first.wrapping_add(place)))
                    .collect();
                assert_eq!(column, single, "{length} from {first}");
                let mut bits = vec![0; length];
                luck.fill_bits(stream(3), first, &mut bits);
                let of_bits: Vec<f64> = bits.into_iter().map(open_uniform).collect();
                assert_eq!(of_bits, single, "{length} from {first}");
            }
        }
    }

    #[test]
    fn the_extreme_uniforms_are_inside_and_exact_from_both_ends() {
        let smallest = open_uniform(0);
        let largest = open_uniform(u64::MAX);
        assert_eq!(smallest, f64::EPSILON / 2.0);
        assert_eq!(1.0 - largest, smallest);
    }

    #[test]
    fn uniforms_are_uniform_and_streams_independent() {
        const COUNT: usize = 100_000;
        let luck = Luck::new(11);
        let [mut first, mut second] = [vec![0.0; COUNT], vec![0.0; COUNT]];
        luck.fill(stream(1), 0, &mut first);
        luck.fill(stream(2), 0, &mut second);
        let count = COUNT as f64;
        let mean = first.iter().sum::<f64>() / count;
        let product: f64 = first
            .iter()
            .zip(&second)
            .map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5))
            .sum();
        // Four standard errors; the seed is fixed, so this cannot flicker.
        assert!((mean - 0.5).abs() < 4.0 / (12.0 * count).sqrt(), "{mean}");
        assert!((product / count).abs() < 4.0 / count.sqrt(), "{product}");
        first.sort_by(f64::total_cmp);
        let distance = first
            .iter()
            .enumerate()
            .map(|(place, u)| (u - (place as f64 + 0.5) / count).abs())
            .fold(0.0, f64::max);
        // Kolmogorov–Smirnov at the 0.1 % level: 1.95 / √n.
        assert!(distance < 1.95 / count.sqrt(), "{distance}");
    }
}
