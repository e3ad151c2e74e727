//! Disability and incapacity for work: art. 6 pkt 1 u.p.s. (Dz.U. 2024 poz. 1283).

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::day::DayRange;
use crate::kernel::legal_basis::LegalBasis;

/// *Całkowita niezdolność do pracy*.
pub const ART_6_PKT_1: LegalBasis = LegalBasis::new("art. 6 pkt 1 u.p.s.");

codes! {
    /// A ruling on disability or incapacity for work.
    pub enum DisabilityRuling {
        /// A degree of disability: *znaczny*.
        Znaczny = "znaczny", "Znaczny stopień niepełnosprawności";
        /// A degree of disability: *umiarkowany*.
        Umiarkowany = "umiarkowany", "Umiarkowany stopień niepełnosprawności";
        /// A degree of disability: *lekki*.
        Lekki = "lekki", "Lekki stopień niepełnosprawności";
        /// Disability group I.
        GrupaI = "grupa_i", "I grupa inwalidów";
        /// Disability group II.
        GrupaII = "grupa_ii", "II grupa inwalidów";
        /// Disability group III.
        GrupaIII = "grupa_iii", "III grupa inwalidów";
        /// Total incapacity for work under the pension act.
        CalkowitaNiezdolnoscDoPracy = "calkowita_niezdolnosc_do_pracy", "Całkowita niezdolność do pracy";
    }
}

impl DisabilityRuling {
    /// Art. 6 pkt 1 u.p.s.: total incapacity under the pension act, group I or II, or the degree *znaczny* or
    /// *umiarkowany*; *lekki* is not enough.
    #[must_use]
    pub const fn is_calkowita_niezdolnosc_do_pracy(self) -> bool {
        match self {
            Self::Znaczny | Self::Umiarkowany | Self::GrupaI | Self::GrupaII | Self::CalkowitaNiezdolnoscDoPracy => {
                true
            }
            Self::Lekki | Self::GrupaIII => false,
        }
    }
}

/// Whether any ruling in force on a day means total incapacity for work (art. 6 pkt 1 u.p.s.).
#[must_use]
pub fn calkowita_niezdolnosc_do_pracy(rulings: &[(DisabilityRuling, DayRange)], day: NaiveDate) -> bool {
    rulings.iter().any(|(ruling, range)| range.contains(day) && ruling.is_calkowita_niezdolnosc_do_pracy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn art_6_pkt_1_total_incapacity_for_work() {
        let range = DayRange::closed(date("2026-01-01"), Some(date("2026-12-31"))).unwrap();
        for (ruling, total) in [
            (DisabilityRuling::Znaczny, true),
            (DisabilityRuling::Umiarkowany, true),
            (DisabilityRuling::Lekki, false),
            (DisabilityRuling::GrupaI, true),
            (DisabilityRuling::GrupaII, true),
            (DisabilityRuling::GrupaIII, false),
            (DisabilityRuling::CalkowitaNiezdolnoscDoPracy, true),
        ] {
            assert_eq!(calkowita_niezdolnosc_do_pracy(&[(ruling, range)], date("2026-12-31")), total, "{ruling:?}");
            assert!(!calkowita_niezdolnosc_do_pracy(&[(ruling, range)], date("2027-01-01")), "{ruling:?}");
        }
    }

    #[test]
    fn codes_of_groups_are_snake_case() {
        assert_eq!(serde_json::to_string(&DisabilityRuling::GrupaIII).unwrap(), "\"grupa_iii\"");
    }
}
