//! Households and their dated members (art. 6 pkt 10 and 14 u.p.s., Dz.U. 2024 poz. 1283).

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::day::DayRange;
use crate::kernel::ids::{HouseholdId, MembershipId, PersonId};
use crate::kernel::legal_basis::LegalBasis;

/// *Osoba samotnie gospodarująca*: runs a one-person household; may be married or have children.
pub const ART_6_PKT_10: LegalBasis = LegalBasis::new("art. 6 pkt 10 u.p.s.");
/// *Rodzina*: persons in an actual relationship, related or not, who live together and keep house together.
pub const ART_6_PKT_14: LegalBasis = LegalBasis::new("art. 6 pkt 14 u.p.s.");

codes! {
    /// Who a member is to the person the household is kept under.
    pub enum HouseholdRole {
        /// The person the household is kept under, usually the applicant.
        Wnioskodawca = "wnioskodawca", "Wnioskodawca";
        /// Husband or wife.
        Malzonek = "malzonek", "Małżonek";
        /// Partner without marriage.
        Partner = "partner", "Partner";
        /// A child, own or taken in.
        Dziecko = "dziecko", "Dziecko";
        /// A parent.
        Rodzic = "rodzic", "Rodzic";
        /// A brother or sister.
        Rodzenstwo = "rodzenstwo", "Rodzeństwo";
        /// A grandparent.
        Dziadkowie = "dziadkowie", "Dziadkowie";
        /// A grandchild.
        Wnuk = "wnuk", "Wnuk";
        /// Another relative.
        InnyKrewny = "inny_krewny", "Inny krewny";
        /// A person who is no relative.
        OsobaNiespokrewniona = "osoba_niespokrewniona", "Osoba niespokrewniona";
    }

    /// What the law calls those who keep house together.
    pub enum HouseholdKind {
        /// A one-person household.
        OsobaSamotnieGospodarujaca = "osoba_samotnie_gospodarujaca", "Osoba samotnie gospodarująca";
        /// Two or more.
        Rodzina = "rodzina", "Rodzina";
    }
}

impl HouseholdKind {
    /// The provision that defines it.
    #[must_use]
    pub const fn basis(self) -> LegalBasis {
        match self {
            Self::OsobaSamotnieGospodarujaca => ART_6_PKT_10,
            Self::Rodzina => ART_6_PKT_14,
        }
    }
}

/// A person's time in a household.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The membership.
    pub id: MembershipId,
    /// The member.
    pub person: PersonId,
    /// Who the member is.
    pub role: HouseholdRole,
    /// When.
    pub range: DayRange,
    /// Whether the member keeps house with the others; one who only lives there is not counted.
    pub wspolne_gospodarowanie: bool,
}

/// Why a membership is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MembershipRefusal {
    /// The person is in a household on one of these days already.
    #[error("the person is in a household already from {from}")]
    Overlap {
        /// The first day that both share.
        from: NaiveDate,
    },
}

/// A household with its members over time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Household {
    id: HouseholdId,
    members: Vec<Membership>,
}

impl Household {
    /// A household with the memberships that storage kept.
    ///
    /// # Errors
    /// [`MembershipRefusal`] when one person is in it twice on a day.
    pub fn new(id: HouseholdId, members: Vec<Membership>) -> Result<Self, MembershipRefusal> {
        let mut household = Self { id, members: Vec::with_capacity(members.len()) };
        for member in members {
            household.add(member, &[])?;
        }
        Ok(household)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> HouseholdId {
        self.id
    }

    /// Every membership, ended ones too.
    #[must_use]
    pub fn members(&self) -> &[Membership] {
        &self.members
    }

    /// Takes a member in. `elsewhere` is the person's time in other households.
    ///
    /// # Errors
    /// [`MembershipRefusal::Overlap`]: a person is in at most one household on any day.
    pub fn add(&mut self, member: Membership, elsewhere: &[DayRange]) -> Result<(), MembershipRefusal> {
        let here = self.members.iter().filter(|known| known.person == member.person).map(|known| known.range);
        let taken = here.chain(elsewhere.iter().copied());
        if let Some(from) = taken.filter_map(|range| first_common_day(range, member.range)).min() {
            return Err(MembershipRefusal::Overlap { from });
        }
        self.members.push(member);
        Ok(())
    }

    /// The members who keep house together on a day.
    pub fn keeping_house_on(&self, day: NaiveDate) -> impl Iterator<Item = &Membership> {
        self.members.iter().filter(move |member| member.wspolne_gospodarowanie && member.range.contains(day))
    }

    /// What the law calls the household on a day; `None` when nobody keeps house.
    #[must_use]
    pub fn kind_on(&self, day: NaiveDate) -> Option<HouseholdKind> {
        match self.keeping_house_on(day).count() {
            0 => None,
            1 => Some(HouseholdKind::OsobaSamotnieGospodarujaca),
            _ => Some(HouseholdKind::Rodzina),
        }
    }
}

fn first_common_day(a: DayRange, b: DayRange) -> Option<NaiveDate> {
    a.overlaps(b).then(|| a.from().max(b.from()))
}

/// The first day on which two of the ranges meet: a person's memberships may not.
#[must_use]
pub fn first_overlap(ranges: &[DayRange]) -> Option<NaiveDate> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by_key(|range| range.from());
    let mut covered_to = NaiveDate::MIN;
    for range in sorted {
        if range.from() < covered_to {
            return Some(range.from());
        }
        covered_to = range.to();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn member(person: u128, from: &str, last: Option<&str>, wspolne_gospodarowanie: bool) -> Membership {
        Membership {
            id: MembershipId::new(Uuid::nil()),
            person: PersonId::new(Uuid::from_u128(person)),
            role: HouseholdRole::InnyKrewny,
            range: DayRange::closed(date(from), last.map(date)).unwrap(),
            wspolne_gospodarowanie,
        }
    }

    fn household(members: Vec<Membership>) -> Result<Household, MembershipRefusal> {
        Household::new(HouseholdId::new(Uuid::nil()), members)
    }

    #[test]
    fn art_6_pkt_10_and_14_the_kind_follows_those_who_keep_house() {
        let home = household(vec![
            member(1, "2026-01-01", None, true),
            member(2, "2026-02-01", Some("2026-03-31"), true),
            member(3, "2026-01-01", None, false),
        ])
        .unwrap();
        for (day, kind) in [
            ("2025-12-31", None),
            ("2026-01-31", Some(HouseholdKind::OsobaSamotnieGospodarujaca)),
            ("2026-02-01", Some(HouseholdKind::Rodzina)),
            ("2026-03-31", Some(HouseholdKind::Rodzina)),
            ("2026-04-01", Some(HouseholdKind::OsobaSamotnieGospodarujaca)),
        ] {
            assert_eq!(home.kind_on(date(day)), kind, "{day}");
        }
    }

    #[test]
    fn a_person_is_in_one_household_on_any_day() {
        let first = member(1, "2026-01-01", Some("2026-03-31"), true);
        let mut home = household(vec![first]).unwrap();
        let again = member(1, "2026-03-31", None, true);
        assert_eq!(home.add(again, &[]), Err(MembershipRefusal::Overlap { from: date("2026-03-31") }));
        assert!(household(vec![first, again]).is_err());
        let elsewhere = [member(1, "2026-06-01", None, true).range];
        let open = member(1, "2026-04-01", None, true);
        assert_eq!(home.add(open, &elsewhere), Err(MembershipRefusal::Overlap { from: date("2026-06-01") }));
        let until_may = member(1, "2026-04-01", Some("2026-05-31"), true);
        assert_eq!(home.add(until_may, &elsewhere), Ok(()));
        assert_eq!(home.add(member(2, "2026-01-01", None, true), &[]), Ok(()));
    }

    proptest! {
        #[test]
        fn an_overlap_is_the_first_day_counted_twice(spans in proptest::collection::vec((0_u64..60, 1_u64..15), 0..6)) {
            let start = date("2026-01-01");
            let ranges: Vec<DayRange> = spans
                .iter()
                .map(|(from, length)| DayRange::half_open(start + Days::new(*from), start + Days::new(from + length)).unwrap())
                .collect();
            let twice = (0..80)
                .map(|n| start + Days::new(n))
                .find(|day| ranges.iter().filter(|range| range.contains(*day)).count() > 1);
            prop_assert_eq!(first_overlap(&ranges), twice);
        }
    }
}
