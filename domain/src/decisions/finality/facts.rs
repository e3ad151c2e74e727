//! What finality is found from: deliveries, waivers, enforceability and appeals.

use chrono::NaiveDate;

use crate::kernel::codes::codes;

codes! {
    /// How a decision reached a party.
    pub enum DeliveryWay {
        /// Handed over against a dated signature, to the party or whom the law lets take it (art. 42, 43, 46 KPA).
        Doreczenie = "doreczenie", "Doręczenie za pokwitowaniem";
        /// Opened in the electronic box.
        OdebranieElektroniczne = "odebranie_elektroniczne", "Odebranie elektroniczne";
        /// Refused (art. 47 KPA).
        OdmowaPrzyjecia = "odmowa_przyjecia", "Odmowa przyjęcia";
        /// Kept at the post office and not collected (art. 44 KPA).
        FikcjaPocztowa = "fikcja_pocztowa", "Fikcja doręczenia pocztowego";
        /// Left unopened in the electronic box.
        FikcjaElektroniczna = "fikcja_elektroniczna", "Fikcja doręczenia elektronicznego";
    }
}

/// A delivery to one party.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Delivery {
    /// How.
    pub way: DeliveryWay,
    /// The day of handing over, opening or refusal; of the first notice for `FikcjaPocztowa`; of arrival in the box
    /// for `FikcjaElektroniczna`.
    pub event_on: NaiveDate,
}

/// Where a decision stands with one party.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PartyDelivery {
    /// The delivery, when there is one.
    pub delivery: Option<Delivery>,
    /// The day on which the party's waiver of the appeal reached the centre (art. 127a KPA).
    pub waived_on: Option<NaiveDate>,
}

codes! {
    /// Why a decision may be enforced at once.
    pub enum Rygor {
        /// The body said so (art. 108 KPA).
        Nadany = "nadany", "Nadany przez organ";
        /// A statute says so (art. 130 § 3 KPA).
        Ustawowy = "ustawowy", "Z mocy ustawy";
    }
}

/// What became of the right to appeal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Appeal {
    /// Nobody appealed.
    NotFiled,
    /// An appeal is with the centre or the appeal body.
    Pending,
    /// The appeal body kept the decision; its own decision was delivered to the last party on this day.
    Upheld {
        /// The day of that delivery.
        delivered_on: NaiveDate,
    },
}

/// What finality is found from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FinalityFacts {
    /// Every party of the case.
    pub parties: Vec<PartyDelivery>,
    /// Reasons were left out because the request was granted in full (art. 107 § 4 KPA).
    pub reasons_left_out: bool,
    /// The decision agrees with the demand of all parties (art. 130 § 4 KPA).
    pub agrees_with_all: bool,
    /// Immediate enforceability, and the day from which it holds.
    pub rygor: Option<(Rygor, NaiveDate)>,
    /// What became of the right to appeal.
    pub appeal: Appeal,
}
