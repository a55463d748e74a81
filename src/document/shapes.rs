//! Which types are shapes, and what to say when something else stands in their place.

/// Says of each type what is due where it is; `else` names the variant for a value written bare.
// A macro, because forty hand-written impls of the same two lines would hide the words, which are what matters.
macro_rules! shapes {
    ($($name:ty $(, else $bare:path)?: $due:literal;)*) => {$(
        impl<'s> $crate::document::located::Shape<'s> for $name {
            const DUE: &'static str = $due;

            fn read(
                slice: &'s str,
                problems: &mut $crate::source::Problems<'s>,
            ) -> Option<Self> {
                $(
                    if let Some(word) = $crate::document::dialect::quoted_word::<Self>(slice, problems) {
                        return Some(word);
                    }
                    if !$crate::document::dialect::begins_with_name(slice) {
                        return Some($bare($crate::document::located::Located::new(slice)));
                    }
                )?
                $crate::document::dialect::read(slice, Self::DUE, problems)
            }
        }
    )*};
}

pub(super) use shapes;
