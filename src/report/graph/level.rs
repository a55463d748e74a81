//! Heights in columns: every column keeps its order and its gaps, and what lines connect stands as level as its neighbours allow.
//!
//! A column's best heights, given those of its neighbours, are an isotonic regression (Barlow et al., 1972): things that would
//! come too close move together as a block. Columns are settled one after another, to and fro.

/// How often all columns are settled, to and fro: against the column before, then against both sides.
const SWEEPS_ONE_SIDED: usize = 8;
const SWEEPS_AVERAGE: usize = 24;
const SWEEPS_MEDIAN: usize = 12;

/// Less height than this part of what was given is worth some bends.
const WORTH: f64 = 0.8;

/// Something with a height in a column: a box, words on a line, or a line that passes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Thing {
    /// Where lines meet it.
    pub(super) y: f64,
    /// What it takes up above, gap to the next included.
    pub(super) above: f64,
    /// The same below.
    pub(super) below: f64,
}

/// Things by column, and which of them lines connect.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Columns {
    pub(super) things: Vec<Thing>,
    /// From left to right, each from the top.
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) before: Vec<Vec<Link>>,
    pub(super) after: Vec<Vec<Link>>,
}

/// A line to a thing of another column.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Link {
    pub(super) to: usize,
    /// How much it wants to be level.
    pub(super) weight: f64,
}

/// Where something wants to be, and how much.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Wish {
    y: f64,
    weight: f64,
}

/// Whose wishes count, and how they are weighed against each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sweep {
    /// The average of the column on the side that was settled last: spreads the shape over the whole way.
    OneSided,
    /// The average of both sides: short lines.
    Average,
    /// The median of both sides: few bends.
    Median,
}

impl Columns {
    /// Within a height given in heights of the fullest column. Leaves everything as it is where little would be gained.
    pub(super) fn settle(&mut self, room: f64) {
        let given = self.things.clone();
        for column in &self.columns {
            pack(&mut self.things, column);
        }
        let room = height(&self.things) * room;
        let sweeps = [
            (Sweep::OneSided, SWEEPS_ONE_SIDED),
            (Sweep::Average, SWEEPS_AVERAGE),
            (Sweep::Median, SWEEPS_MEDIAN),
        ];
        for sweep in sweeps
            .into_iter()
            .flat_map(|(sweep, times)| std::iter::repeat_n(sweep, times))
        {
            for number in 0..self.columns.len() {
                self.settle_column(number, sweep, true, room);
            }
            for number in (0..self.columns.len()).rev() {
                self.settle_column(number, sweep, false, room);
            }
        }
        if height(&self.things) > height(&given) * WORTH {
            self.things = given;
        }
    }

    fn settle_column(&mut self, number: usize, sweep: Sweep, is_forward: bool, room: f64) {
        let column = &self.columns[number];
        let mut offset = 0.0;
        let mut blocks: Vec<Block> = Vec::new();
        let mut offsets = Vec::with_capacity(column.len());
        for (row, &place) in column.iter().enumerate() {
            if row > 0 {
                offset += distance(self.things[column[row - 1]], self.things[place]);
            }
            offsets.push(offset);
            let mut block = Block::of(self.wishes(place, sweep, is_forward), offset, sweep);
            while let Some(above) = blocks.pop_if(|above| above.y > block.y) {
                block = above.joined(block, sweep);
            }
            blocks.push(block);
        }
        let [first, last] = [column[0], column[column.len() - 1]].map(|place| self.things[place]);
        let top = first.above - room / 2.0;
        let bottom = room / 2.0 - last.below - offset;
        let mut rows = column.iter().zip(offsets);
        for block in blocks {
            for (place, offset) in rows.by_ref().take(block.count) {
                self.things[*place].y = block.y.min(bottom).max(top) + offset;
            }
        }
    }

    fn wishes(&self, place: usize, sweep: Sweep, is_forward: bool) -> Vec<Wish> {
        let (settled, other) = if is_forward {
            (&self.before[place], &self.after[place])
        } else {
            (&self.after[place], &self.before[place])
        };
        let other = match sweep {
            Sweep::OneSided => &[][..],
            Sweep::Average | Sweep::Median => other,
        };
        let links = settled.iter().chain(other);
        let mut wishes: Vec<Wish> = links
            .map(|link| Wish {
                y: self.things[link.to].y,
                weight: link.weight,
            })
            .collect();
        if wishes.is_empty() {
            let y = self.things[place].y;
            wishes.push(Wish { y, weight: 0.1 });
        }
        wishes
    }
}

/// Neighbours of a column that touch: they move together.
struct Block {
    count: usize,
    /// As if nothing had a height.
    wishes: Vec<Wish>,
    /// Where the first would stand if it were the column's first.
    y: f64,
}

impl Block {
    fn of(mut wishes: Vec<Wish>, offset: f64, sweep: Sweep) -> Self {
        for wish in &mut wishes {
            wish.y -= offset;
        }
        let y = middle(&mut wishes, sweep);
        Self {
            count: 1,
            wishes,
            y,
        }
    }

    fn joined(mut self, below: Self, sweep: Sweep) -> Self {
        self.wishes.extend(below.wishes);
        Self {
            count: self.count + below.count,
            y: middle(&mut self.wishes, sweep),
            wishes: self.wishes,
        }
    }
}

fn middle(wishes: &mut [Wish], sweep: Sweep) -> f64 {
    let all: f64 = wishes.iter().map(|wish| wish.weight).sum();
    match sweep {
        Sweep::OneSided | Sweep::Average => {
            let sum: f64 = wishes.iter().map(|wish| wish.y * wish.weight).sum();
            sum / all
        }
        Sweep::Median => {
            wishes.sort_by(|one, other| one.y.total_cmp(&other.y));
            let upper = weighed(wishes.iter(), all / 2.0);
            (upper + weighed(wishes.iter().rev(), all / 2.0)) / 2.0
        }
    }
}

/// The first wish with which the weights reach that much.
fn weighed<'w>(mut wishes: impl Iterator<Item = &'w Wish>, enough: f64) -> f64 {
    let mut weight = 0.0;
    let reached = wishes.find(|wish| {
        weight += wish.weight;
        weight >= enough
    });
    reached.expect("all of them weigh enough").y
}

/// From middle to middle of neighbours that touch.
fn distance(above: Thing, below: Thing) -> f64 {
    above.below + below.above
}

/// A column without any space to spare, in the middle.
fn pack(things: &mut [Thing], column: &[usize]) {
    let mut bottom = 0.0;
    for &place in column {
        let thing = &mut things[place];
        thing.y = bottom + thing.above;
        bottom = thing.y + thing.below;
    }
    for &place in column {
        things[place].y -= bottom / 2.0;
    }
}

fn height(things: &[Thing]) -> f64 {
    let top = things.iter().map(|thing| thing.y - thing.above);
    let bottom = things.iter().map(|thing| thing.y + thing.below);
    bottom.fold(f64::NEG_INFINITY, f64::max) - top.fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Columns of things with space between them, every thing linked to some of the column before.
    fn columns() -> impl Strategy<Value = Columns> {
        let thing = (1.0..50.0, 1.0..50.0, 0.0..300.0, any::<[u8; 2]>());
        let column = prop::collection::vec(thing, 1..8);
        prop::collection::vec(column, 1..8).prop_map(|given| {
            let mut all = Columns {
                things: Vec::new(),
                columns: Vec::new(),
                before: Vec::new(),
                after: Vec::new(),
            };
            for column in given {
                let last = all.columns.last().cloned().unwrap_or_default();
                let first = all.things.len();
                let mut y = 0.0;
                for (above, below, space, links) in column {
                    let place = all.things.len();
                    y += above + space;
                    all.things.push(Thing { y, above, below });
                    y += below;
                    all.before.push(Vec::new());
                    all.after.push(Vec::new());
                    for link in links
                        .map(usize::from)
                        .into_iter()
                        .filter(|_| !last.is_empty())
                    {
                        let to = last[link % last.len()];
                        let weight = if link % 2 == 0 { 1.0 } else { 3.0 };
                        all.before[place].push(Link { to, weight });
                        all.after[to].push(Link { to: place, weight });
                    }
                }
                all.columns.push((first..all.things.len()).collect());
            }
            all
        })
    }

    proptest! {
        #[test]
        fn columns_keep_their_order_and_their_gaps_and_never_grow(
            mut all in columns(), room in 1.0..3.0,
        ) {
            let before = height(&all.things);
            all.settle(room);
            for column in &all.columns {
                for pair in column.windows(2) {
                    let [above, below] = [all.things[pair[0]], all.things[pair[1]]];
                    prop_assert!(below.y - above.y > distance(above, below) - 1e-6);
                }
            }
            prop_assert!(height(&all.things) <= before);
        }
    }

    fn thing(y: f64) -> Thing {
        Thing {
            y,
            above: 10.0,
            below: 10.0,
        }
    }

    #[test]
    fn what_nothing_hinders_is_level() {
        let link = |to| vec![Link { to, weight: 1.0 }];
        let mut all = Columns {
            things: vec![thing(0.0), thing(500.0), thing(90.0)],
            columns: vec![vec![0], vec![1], vec![2]],
            before: vec![Vec::new(), link(0), link(1)],
            after: vec![link(1), link(2), Vec::new()],
        };
        all.settle(1.0);
        assert!(
            all.things
                .iter()
                .all(|thing| (thing.y - all.things[0].y).abs() < 1e-9)
        );
    }

    #[test]
    fn a_block_stands_where_its_wishes_are_in_the_middle() {
        let mut wishes = [4.0, 0.0, 1.0, 100.0].map(|y| Wish { y, weight: 1.0 });
        assert_eq!(middle(&mut wishes, Sweep::Average), 26.25);
        assert_eq!(middle(&mut wishes, Sweep::Median), 2.5);
        wishes[0].weight = 5.0;
        assert_eq!(middle(&mut wishes, Sweep::Median), 0.0);
    }
}
