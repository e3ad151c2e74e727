//! Dated facts about a person: true for a range of days, and replaced there by what is learnt later.

use super::address::Address;
use super::foreign_id::ForeignId;
use crate::kernel::codes::codes;
use crate::kernel::day::DayRange;
use crate::kernel::ids::FactId;
use crate::kernel::nrb::Nrb;
use crate::kernel::text::Line;

/// The names of a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonName {
    /// Given names.
    pub given_names: Line<100>,
    /// Surname.
    pub surname: Line<100>,
    /// Family name (*nazwisko rodowe*).
    pub family_name: Option<Line<100>>,
}

codes! {
    /// The kind of a contact channel.
    pub enum ContactKind {
        /// A telephone number.
        Phone = "phone", "Telefon";
        /// An e-mail address.
        Email = "email", "Poczta elektroniczna";
        /// An address for electronic delivery.
        AdresDoDoreczenElektronicznych = "adres_do_doreczen_elektronicznych", "Adres do doręczeń elektronicznych";
    }
}

/// A way to reach a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactChannel {
    /// What kind.
    pub kind: ContactKind,
    /// The number or address.
    pub value: Line<254>,
    /// Whether nobody but the person reads it; for a person affected by violence only safe channels are used.
    pub safe: bool,
}

impl ContactChannel {
    /// Whether the value has the shape of its kind.
    #[must_use]
    pub fn fits(&self) -> bool {
        match self.kind {
            ContactKind::Phone => {
                let digits = self.value.bytes().filter(u8::is_ascii_digit).count();
                let rest = self.value.strip_prefix('+').unwrap_or(&self.value);
                (5..=15).contains(&digits) && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'))
            }
            ContactKind::Email => {
                let parts = self.value.split_once('@').filter(|_| !self.value.contains(char::is_whitespace));
                parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
            }
            ContactKind::AdresDoDoreczenElektronicznych => true,
        }
    }
}

/// A bank account that payments may go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankAccount {
    /// Its number.
    pub nrb: Nrb,
    /// Whose it is, when not the person's own.
    pub owner_name: Option<Line<200>>,
    /// Whether it is the person's own.
    pub own: bool,
}

/// A time in which the person does not exist for those outside the circle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Protection {
    /// Why.
    pub grounds: Line<200>,
}

/// A value that holds for a range of days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated<T> {
    /// What holds.
    pub value: T,
    /// When.
    pub range: DayRange,
}

/// A dated value as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held<T> {
    /// The stored fact.
    pub id: FactId,
    /// What holds.
    pub value: T,
    /// When.
    pub range: DayRange,
}

/// A kind of fact.
pub trait Fact: Clone {
    /// Whether both cannot hold on the same day, so that the one learnt later replaces the other.
    fn replaces(&self, other: &Self) -> bool;
}

impl Fact for PersonName {
    fn replaces(&self, _other: &Self) -> bool {
        true
    }
}

impl Fact for Address {
    fn replaces(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Fact for ContactChannel {
    fn replaces(&self, other: &Self) -> bool {
        (self.kind, &self.value) == (other.kind, &other.value)
    }
}

impl Fact for BankAccount {
    fn replaces(&self, other: &Self) -> bool {
        self.nrb == other.nrb
    }
}

impl Fact for ForeignId {
    fn replaces(&self, other: &Self) -> bool {
        self == other
    }
}

impl Fact for Protection {
    fn replaces(&self, _other: &Self) -> bool {
        true
    }
}

/// What a new fact does to those known: which of them are no longer so, and what of them stays true on other days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overlay<T> {
    /// No longer so.
    pub gone: Vec<FactId>,
    /// The pieces of them that stay true.
    pub pieces: Vec<Dated<T>>,
}

/// Lays a new fact over those known.
#[must_use]
pub fn overlay<T: Fact>(known: &[Held<T>], new: &Dated<T>) -> Overlay<T> {
    let hit = known.iter().filter(|held| held.range.overlaps(new.range) && new.value.replaces(&held.value));
    let mut overlay = Overlay { gone: Vec::new(), pieces: Vec::new() };
    for held in hit {
        overlay.gone.push(held.id);
        let left = held.range.without(new.range);
        overlay.pieces.extend(left.map(|range| Dated { value: held.value.clone(), range }));
    }
    overlay
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn contact(kind: ContactKind, value: &str) -> bool {
        ContactChannel { kind, value: Line::new(value).unwrap(), safe: true }.fits()
    }

    #[test]
    fn a_contact_has_the_shape_of_its_kind() {
        for good in ["+48 600 100 200", "42 638 44 44", "600-100-200"] {
            assert!(contact(ContactKind::Phone, good), "{good}");
        }
        for bad in ["brak", "12", "600100200 wew. 3", "+4860010020012345"] {
            assert!(!contact(ContactKind::Phone, bad), "{bad}");
        }
        assert!(contact(ContactKind::Email, "anna@example.org"));
        for bad in ["anna", "@example.org", "anna@host", "a b@example.org", "a@b@example.org"] {
            assert!(!contact(ContactKind::Email, bad), "{bad}");
        }
    }

    #[derive(Clone, PartialEq, Eq, Debug)]
    struct Word(u8);

    impl Fact for Word {
        fn replaces(&self, _other: &Self) -> bool {
            true
        }
    }

    fn day(n: u64) -> NaiveDate {
        "2026-01-01".parse::<NaiveDate>().unwrap() + Days::new(n)
    }

    fn on(facts: &[Held<Word>], n: u64) -> Vec<u8> {
        facts.iter().filter(|held| held.range.contains(day(n))).map(|held| held.value.0).collect()
    }

    proptest! {
        #[test]
        fn the_newest_fact_holds_on_its_days_and_the_others_on_theirs(
            changes in proptest::collection::vec((0_u64..30, 1_u64..15), 1..7),
        ) {
            let mut facts: Vec<Held<Word>> = Vec::new();
            let mut expected: Vec<Option<u8>> = vec![None; 50];
            let mut next = 0_u128;
            for (n, (from, length)) in changes.into_iter().enumerate() {
                let value = Word(u8::try_from(n).unwrap());
                let range = DayRange::half_open(day(from), day(from + length)).unwrap();
                let new = Dated { value: value.clone(), range };
                let Overlay { gone, mut pieces } = overlay(&facts, &new);
                facts.retain(|held| !gone.contains(&held.id));
                pieces.push(new);
                for Dated { value, range } in pieces {
                    next += 1;
                    facts.push(Held { id: FactId::new(Uuid::from_u128(next)), value, range });
                }
                for held in &mut expected[usize::try_from(from).unwrap()..usize::try_from(from + length).unwrap()] {
                    *held = Some(value.0);
                }
            }
            for (n, expected) in expected.into_iter().enumerate() {
                prop_assert_eq!(on(&facts, u64::try_from(n).unwrap()), expected.into_iter().collect::<Vec<_>>());
            }
        }
    }
}
