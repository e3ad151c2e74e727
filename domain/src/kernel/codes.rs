//! Closed lists of codes: one declaration gives the enum, its code in JSON and in storage, its Polish label, its list.

use std::fmt;

/// A value of a closed list with a stable code and a Polish label.
pub trait Code: Copy + Eq + fmt::Debug + 'static {
    /// Every value, in the order in which lists show it.
    const ALL: &'static [Self];

    /// The stable code: snake case, in JSON and in storage alike.
    fn code(self) -> &'static str;

    /// What people read, in Polish.
    fn label_pl(self) -> &'static str;
}

/// The text is no code of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a code of the list `{list}`")]
pub struct UnknownCode {
    /// The name of the list's type.
    pub list: &'static str,
}

/// Declares closed lists: `Variant = "code", "polska etykieta";`.
macro_rules! codes {
    ($($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $code:tt, $label:literal;)+
    })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $(
                $(#[$variant_doc])*
                #[doc = $label]
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl $name {
            /// Every value, in the order in which lists show it.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code: snake case, in JSON and in storage alike.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// What people read, in Polish.
            #[must_use]
            pub const fn label_pl(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }

        impl $crate::kernel::codes::Code for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn code(self) -> &'static str {
                self.code()
            }

            fn label_pl(self) -> &'static str {
                self.label_pl()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::codes::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::kernel::codes::UnknownCode { list: stringify!($name) }),
                }
            }
        }
    )+ };
}

pub(crate) use codes;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares public lists")]
mod tests {
    use super::*;

    codes! {
        /// A list with two values.
        pub enum Season {
            Summer = "lato", "Lato";
            LongWinter = "dluga_zima", "Długa zima";
        }
    }

    #[test]
    fn a_code_is_the_same_in_json_storage_and_list() {
        assert_eq!(Season::ALL, [Season::Summer, Season::LongWinter]);
        for season in Season::ALL {
            assert_eq!(serde_json::to_string(season).unwrap(), format!("\"{season}\""));
            assert_eq!(season.code().parse(), Ok(*season));
        }
        assert_eq!(Season::LongWinter.label_pl(), "Długa zima");
        assert_eq!("long_winter".parse::<Season>(), Err(UnknownCode { list: "Season" }));
        assert!(serde_json::from_str::<Season>("\"LongWinter\"").is_err());
    }

    #[cfg(feature = "openapi")]
    #[test]
    fn the_contract_lists_the_codes() {
        let schema = serde_json::to_value(<Season as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["enum"], serde_json::json!(["lato", "dluga_zima"]));
    }
}
