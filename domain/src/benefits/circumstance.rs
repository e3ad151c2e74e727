//! The circumstances of art. 7 u.p.s. for which social assistance is given.

use serde::{Deserialize, Serialize};

use crate::kernel::legal_basis::LegalBasis;

macro_rules! circumstances {
    ($($(#[$doc:meta])* $name:ident = $code:tt, $label:literal;)+) => {
        /// A circumstance of art. 7 u.p.s.; its code is the number of its item. Item 10 is repealed.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Circumstance {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl Circumstance {
            /// Every circumstance, in the order of the article.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code: the number of the item.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The words of the article, in Polish.
            #[must_use]
            pub const fn label_pl(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// The provision.
            #[must_use]
            pub const fn legal_basis(self) -> LegalBasis {
                match self { $(Self::$name => LegalBasis::new(concat!("art. 7 pkt ", $code, " u.p.s."))),+ }
            }
        }
    };
}

circumstances! {
    /// Poverty; by itself not enough for a money benefit.
    Ubostwo = "1", "ubóstwo";
    /// Orphanhood.
    Sieroctwo = "2", "sieroctwo";
    /// Homelessness.
    Bezdomnosc = "3", "bezdomność";
    /// Unemployment.
    Bezrobocie = "4", "bezrobocie";
    /// Disability.
    Niepelnosprawnosc = "5", "niepełnosprawność";
    /// Long or serious illness.
    Choroba = "6", "długotrwała lub ciężka choroba";
    /// Domestic violence; until 2023 the act said *przemoc w rodzinie*.
    PrzemocDomowa = "7", "przemoc domowa";
    /// Victims of trafficking in human beings.
    HandelLudzmi = "7a", "potrzeba ochrony ofiar handlu ludźmi";
    /// Maternity or many children.
    Macierzynstwo = "8", "potrzeba ochrony macierzyństwa lub wielodzietności";
    /// Helplessness in upbringing and in running a household.
    Bezradnosc = "9", "bezradność w sprawach opiekuńczo-wychowawczych i prowadzenia gospodarstwa domowego";
    /// Difficulty of foreigners with protection in settling in.
    IntegracjaCudzoziemcow = "11", "trudności w integracji cudzoziemców";
    /// Difficulty after release from prison.
    ZwolnienieZZakladuKarnego = "12", "trudności w przystosowaniu do życia po zwolnieniu z zakładu karnego";
    /// Alcoholism or drug addiction.
    Uzaleznienie = "13", "alkoholizm lub narkomania";
    /// A random event or a crisis.
    ZdarzenieLosowe = "14", "zdarzenie losowe i sytuacja kryzysowa";
    /// A natural or ecological disaster.
    KleskaZywiolowa = "15", "klęska żywiołowa lub ekologiczna";
}

impl Circumstance {
    /// The circumstance with a code such as `5` or `7a`.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|circumstance| circumstance.code() == code)
    }

    /// Art. 8 ust. 1: whether the circumstance opens a money benefit (items 2 to 15).
    #[must_use]
    pub fn opens_money_benefit(self) -> bool {
        self != Self::Ubostwo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn art_7_codes_are_item_numbers_without_the_repealed_tenth() {
        assert_eq!(Circumstance::ALL.len(), 15);
        assert_eq!(Circumstance::with_code("7a").unwrap().legal_basis().as_str(), "art. 7 pkt 7a u.p.s.");
        assert_eq!(Circumstance::with_code("10"), None);
        assert_eq!(serde_json::to_string(&Circumstance::HandelLudzmi).unwrap(), "\"7a\"");
    }

    #[test]
    fn art_8_ust_1_poverty_alone_opens_no_money_benefit() {
        let closed: Vec<_> =
            Circumstance::ALL.iter().filter(|circumstance| !circumstance.opens_money_benefit()).collect();
        assert_eq!(closed, [&Circumstance::Ubostwo]);
    }
}
