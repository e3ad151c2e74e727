//! The roles of a centre's staff.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:tt, $label:literal;)+) => {
        /// A role that a user holds, dated, in one unit or in the whole centre.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Role { $($(#[$doc])* #[serde(rename = $code)] $name,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code in JSON and in the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The name as staff know it.
            #[must_use]
            pub const fn label_pl(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

roles! {
    /// Head of the centre: decides by authorisation of the mayor (art. 110 ust. 7 u.p.s.).
    Kierownik = "kierownik", "Kierownik";
    /// Deputy head, within the dates of the substitution.
    ZastepcaKierownika = "zastepca_kierownika", "Zastępca kierownika";
    /// Social worker: interviews, plans, social work, proposals of decisions.
    PracownikSocjalny = "pracownik_socjalny", "Pracownik socjalny";
    /// Senior specialist of a section: second review, reassignment.
    StarszySpecjalista = "starszy_specjalista", "Starszy specjalista";
    /// Benefits clerk: calculations, draft decisions, payment lists.
    PracownikSwiadczen = "pracownik_swiadczen", "Pracownik do spraw świadczeń";
    /// Accounting: checks, approves and exports payment lists.
    Ksiegowosc = "ksiegowosc", "Księgowość";
    /// Registry: registers what comes in and goes out.
    Kancelaria = "kancelaria", "Kancelaria";
    /// System administrator: configuration and users; no case content.
    AdministratorSystemu = "administrator_systemu", "Administrator systemu";
    /// Data protection officer and auditor: journal and access reports; changes nothing.
    IodAudytor = "iod_audytor", "Inspektor ochrony danych, audytor";
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn every_code_reads_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
    }
}
