//! What an assessment finds.

use serde::{Deserialize, Serialize};

use crate::benefits::choice::AmountRange;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::Money;

/// What the law gives for the facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entitlement {
    /// Due in exactly this amount.
    Grant {
        /// Złoty a month.
        amount: Money,
    },
    /// Due in an amount that the official chooses inside a range.
    GrantRange {
        /// The lowest and the highest amount, złoty a month.
        range: AmountRange,
        /// The part that the statute itself guarantees, without local raises; a state grant covers it.
        statutory_minimum: Money,
    },
    /// May be granted; the amount is the official's, up to a cap if there is one.
    Discretionary {
        /// The highest amount in złoty, when the act sets one.
        cap: Option<Money>,
    },
    /// Not due.
    Refuse {
        /// The first reason, in the order of the rule; the trace shows every condition.
        reason: RefusalReason,
        /// The provision that the reason rests on.
        legal_basis: LegalBasis,
        /// Where the act offers something else for the same need.
        alternative: Option<LegalBasis>,
    },
}

impl Entitlement {
    /// The amounts that may be granted; none for a refusal.
    #[must_use]
    pub fn range(&self) -> Option<AmountRange> {
        match self {
            Self::Grant { amount } => Some(AmountRange { min: *amount, max: *amount }),
            Self::GrantRange { range, .. } => Some(*range),
            Self::Discretionary { cap } => Some(AmountRange::up_to(*cap)),
            Self::Refuse { .. } => None,
        }
    }
}

/// Why a benefit is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// No circumstance of art. 7 pkt 2-15 and no other that justifies help.
    #[serde(rename = "brak_powodu_z_art_7_pkt_2_15_ani_innych_okolicznosci")]
    BrakPowodu,
    /// The applicant is under age.
    OsobaNiepelnoletnia,
    /// The applicant can work.
    BrakNiezdolnosciDoPracy,
    /// Another benefit of art. 37 ust. 4 is due.
    ZbiegUprawnien,
    /// The income of a person living alone or of a family is not lower than the criterion.
    DochodNieJestNizszyOdKryterium,
    /// The applicant's own income is not lower than the criterion of a person in a family.
    WlasnyDochodNieJestNizszyOdKryterium,
    /// The income per person in the family is not lower than the criterion.
    DochodNaOsobeNieJestNizszyOdKryterium,
    /// The income exceeds the criterion.
    DochodPrzekraczaKryterium,
    /// The income does not exceed the criterion, so the ordinary benefit is the way.
    DochodNiePrzekraczaKryterium,
}

impl RefusalReason {
    /// Every reason.
    pub const ALL: &[Self] = &[
        Self::BrakPowodu,
        Self::OsobaNiepelnoletnia,
        Self::BrakNiezdolnosciDoPracy,
        Self::ZbiegUprawnien,
        Self::DochodNieJestNizszyOdKryterium,
        Self::WlasnyDochodNieJestNizszyOdKryterium,
        Self::DochodNaOsobeNieJestNizszyOdKryterium,
        Self::DochodPrzekraczaKryterium,
        Self::DochodNiePrzekraczaKryterium,
    ];

    /// The reason with a code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }

    /// The reason as a decision words it, in Polish.
    #[must_use]
    pub const fn label_pl(self) -> &'static str {
        match self {
            Self::BrakPowodu => "brak powodu z art. 7 pkt 2-15 u.p.s. i innych okoliczności uzasadniających pomoc",
            Self::OsobaNiepelnoletnia => "osoba nie jest pełnoletnia",
            Self::BrakNiezdolnosciDoPracy => "osoba nie jest niezdolna do pracy z powodu wieku ani całkowicie",
            Self::ZbiegUprawnien => "osoba jest uprawniona do świadczenia wymienionego w art. 37 ust. 4 u.p.s.",
            Self::DochodNieJestNizszyOdKryterium => "dochód nie jest niższy od kryterium dochodowego",
            Self::WlasnyDochodNieJestNizszyOdKryterium => {
                "dochód osoby nie jest niższy od kryterium dochodowego na osobę w rodzinie"
            }
            Self::DochodNaOsobeNieJestNizszyOdKryterium => {
                "dochód na osobę w rodzinie nie jest niższy od kryterium dochodowego"
            }
            Self::DochodPrzekraczaKryterium => "dochód przekracza kryterium dochodowe",
            Self::DochodNiePrzekraczaKryterium => "dochód nie przekracza kryterium dochodowego",
        }
    }

    /// The code as text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BrakPowodu => "brak_powodu_z_art_7_pkt_2_15_ani_innych_okolicznosci",
            Self::OsobaNiepelnoletnia => "osoba_niepelnoletnia",
            Self::BrakNiezdolnosciDoPracy => "brak_niezdolnosci_do_pracy",
            Self::ZbiegUprawnien => "zbieg_uprawnien",
            Self::DochodNieJestNizszyOdKryterium => "dochod_nie_jest_nizszy_od_kryterium",
            Self::WlasnyDochodNieJestNizszyOdKryterium => "wlasny_dochod_nie_jest_nizszy_od_kryterium",
            Self::DochodNaOsobeNieJestNizszyOdKryterium => "dochod_na_osobe_nie_jest_nizszy_od_kryterium",
            Self::DochodPrzekraczaKryterium => "dochod_przekracza_kryterium",
            Self::DochodNiePrzekraczaKryterium => "dochod_nie_przekracza_kryterium",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_json_agree() {
        for reason in RefusalReason::ALL {
            assert_eq!(RefusalReason::with_code(reason.code()), Some(*reason));
            assert_eq!(serde_json::to_string(reason).unwrap(), format!("\"{}\"", reason.code()));
        }
    }
}
