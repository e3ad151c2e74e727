//! The parameters that rules name, each with a typed accessor on [`LawOn`].

use rust_decimal::Decimal;

use super::{LawBookError, LawOn};
use crate::benefits::parameter::{NotInForce, ParamValue, Parameter};
use crate::kernel::money::Money;

/// A parameter that a rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedParameter {
    /// Its id in the file.
    pub id: &'static str,
    /// Whether the rule expects money (else a number).
    pub money: bool,
}

macro_rules! accessors {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $read:ident -> $value:ty;)+) => {
        /// Every parameter that a rule names; a book without one of them is refused when it is read.
        pub const NAMED: &[NamedParameter] = &[$(NamedParameter { id: $id, money: is_money(stringify!($read)) }),+];

        /// Where each named parameter stands in a book.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(super) struct NamedPositions {
            $($name: usize,)+
        }

        impl NamedPositions {
            /// Finds every named parameter among those of a book.
            pub(super) fn among(parameters: &[Parameter]) -> Result<Self, LawBookError> {
                Ok(Self { $($name: position(parameters, $id, is_money(stringify!($read)))?,)+ })
            }
        }

        impl<'b> LawOn<'b> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`NotInForce`] for days without a value.
                pub fn $name(&self) -> Result<ParamValue<'b, $value>, NotInForce> {
                    self.$read(self.book.named.$name, $id)
                }
            )+
        }
    };
}

fn position(parameters: &[Parameter], id: &str, money: bool) -> Result<usize, LawBookError> {
    let fits = |parameter: &Parameter| parameter.id == id && parameter.unit.is_money() == money;
    parameters.iter().position(fits).ok_or_else(|| LawBookError::Unknown(id.to_owned()))
}

const fn is_money(accessor: &str) -> bool {
    matches!(accessor.as_bytes(), b"money")
}

accessors! {
    /// Art. 8 ust. 1 pkt 1 u.p.s.: the income criterion of a person living alone, złoty a month.
    kryterium_osoby_samotnie_gospodarujacej = "kryterium_dochodowe_osoby_samotnie_gospodarujacej", money -> Money;
    /// Art. 8 ust. 1 pkt 2 u.p.s.: the income criterion of a person in a family, złoty a month.
    kryterium_na_osobe_w_rodzinie = "kryterium_dochodowe_na_osobe_w_rodzinie", money -> Money;
    /// Art. 8 ust. 3 pkt 1 u.p.s.: whether costs of earning are deducted (1) or not (0).
    koszty_uzyskania_przychodu_odliczane = "koszty_uzyskania_przychodu_odliczane", number -> Decimal;
    /// Art. 8 ust. 9 u.p.s.: income from one comparative hectare, złoty a month.
    dochod_z_1_ha_przeliczeniowego = "dochod_z_1_ha_przeliczeniowego", money -> Money;
    /// Art. 37 ust. 2 pkt 1 u.p.s.: the highest *zasiłek stały* of a person living alone, złoty a month.
    zasilek_staly_max = "zasilek_staly_max", money -> Money;
    /// Art. 37 ust. 3 u.p.s.: the lowest *zasiłek stały*, złoty a month.
    zasilek_staly_min = "zasilek_staly_min", money -> Money;
    /// Art. 37 ust. 2 u.p.s.: the part of the criterion that income is subtracted from, per cent.
    zasilek_staly_procent_kryterium = "zasilek_staly_procent_kryterium", number -> Decimal;
    /// Art. 38 ust. 2 pkt 1 u.p.s.: the highest *zasiłek okresowy* of a person living alone, złoty a month.
    zasilek_okresowy_max_osoba_samotnie_gospodarujaca = "zasilek_okresowy_max_osoba_samotnie_gospodarujaca", money -> Money;
    /// Art. 38 ust. 3 u.p.s.: the least part of the difference between criterion and income, per cent.
    zasilek_okresowy_min_procent_roznicy = "zasilek_okresowy_min_procent_roznicy", number -> Decimal;
    /// Art. 38 ust. 4 u.p.s.: the lowest *zasiłek okresowy*, złoty a month.
    zasilek_okresowy_min = "zasilek_okresowy_min", money -> Money;
    /// Art. 88-90 u.p.s.: the base of help towards independence and further education, złoty.
    podstawa_pomocy_na_usamodzielnienie = "podstawa_pomocy_na_usamodzielnienie_i_kontynuowanie_nauki", money -> Money;
}
