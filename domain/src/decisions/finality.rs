//! From delivery to finality: when a decision can be appealed, is final, and may be enforced.
//!
//! KPA art. 16 § 1, 44, 57, 108, 127 § 1a, 127a, 129 § 2, 130; electronic delivery: Dz.U. 2024 poz. 1045 art. 41–42.

pub mod facts;

use chrono::{Days, NaiveDate};

use self::facts::{Appeal, Delivery, DeliveryWay, FinalityFacts, PartyDelivery, Rygor};
use crate::casework::clock::rules::{self, ClockRule, ClockRules};
use crate::kernel::calendar::Calendar;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::time_limit::{Due, Explained, Finding, TimeLimit, UncountableLimit};

const ART_16_PAR_1: LegalBasis = LegalBasis::new("art. 16 § 1 KPA");
const ART_57_PAR_5: LegalBasis = LegalBasis::new("art. 57 § 5 KPA");
const ART_108: LegalBasis = LegalBasis::new("art. 108 w zw. z art. 130 § 3 KPA");
const ART_127_PAR_1A: LegalBasis = LegalBasis::new("art. 127 § 1a KPA");
const ART_127A: LegalBasis = LegalBasis::new("art. 127a KPA");
const ART_129_PAR_2: LegalBasis = LegalBasis::new("art. 129 § 2 w zw. z art. 57 KPA");
const ART_130_PAR_1: LegalBasis = LegalBasis::new("art. 130 § 1 KPA");
const ART_130_PAR_3: LegalBasis = LegalBasis::new("art. 130 § 3 KPA");
const ART_130_PAR_4: LegalBasis = LegalBasis::new("art. 130 § 4 KPA");

/// A day with the provision it rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BindingDay {
    /// The day.
    pub on: NaiveDate,
    /// The provision.
    pub basis: LegalBasis,
    /// How the day was found.
    pub explanation: Vec<Explained>,
}

/// When a decision binds. A day is missing while it cannot be known, for example before delivery to every party.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Finality {
    /// The last day for an appeal of the last party that may still appeal.
    pub appeal_until: Option<BindingDay>,
    /// The first day on which no appeal lies.
    pub final_on: Option<BindingDay>,
    /// The first day on which the centre treats it so: an appeal posted on the last day has arrived by then.
    pub treated_as_final_on: Option<BindingDay>,
    /// The first day on which it may be carried out.
    pub enforceable_on: Option<BindingDay>,
}

/// The facts contradict each other or the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FinalityRefusal {
    /// A decision has a party.
    #[error("a decision needs at least one party")]
    NoParty,
    /// A waiver before delivery or after the limit has no effect (art. 127a KPA).
    #[error("the appeal can be waived only from delivery to the end of its limit")]
    WaiverOutsideLimit,
    /// Nobody may appeal: all waived, or the decision was final at once.
    #[error("no appeal lies against this decision")]
    NoAppealLies,
    /// A rule the computation needs is not among the time limits.
    #[error("there is no time limit `{0}`")]
    MissingRule(&'static str),
    /// A limit cannot be counted.
    #[error(transparent)]
    Uncountable(#[from] UncountableLimit),
}

/// The time limits and days off that finality is counted with.
#[derive(Clone, Copy, Debug)]
pub struct Reckoning<'a> {
    /// The time limits.
    pub rules: &'a ClockRules,
    /// The days off.
    pub calendar: &'a Calendar,
    /// How long to wait for an appeal posted on the last day (setting `KPA-POST-MARGIN`, or the centre's own).
    pub post_margin: TimeLimit,
}

impl<'a> Reckoning<'a> {
    fn rule(self, id: &'static str) -> Result<&'a ClockRule, FinalityRefusal> {
        self.rules.rule(id).ok_or(FinalityRefusal::MissingRule(id))
    }

    fn due(self, id: &'static str, trigger: NaiveDate) -> Result<Due, FinalityRefusal> {
        Ok(self.rule(id)?.due(trigger, self.calendar)?)
    }

    /// The day of delivery as it counts against the party.
    ///
    /// # Errors
    /// [`FinalityRefusal`] past the end of the calendar.
    // INTERPRETATION: whether the fourteenth day of art. 44 KPA moves from a Saturday or day off is disputed; the
    // later day is used before a decision is treated as final against the party.
    pub fn delivered_on(self, delivery: Delivery) -> Result<Due, FinalityRefusal> {
        match delivery.way {
            DeliveryWay::Doreczenie | DeliveryWay::OdebranieElektroniczne | DeliveryWay::OdmowaPrzyjecia => {
                Ok(Due { on: delivery.event_on, explanation: Vec::new() })
            }
            DeliveryWay::FikcjaPocztowa => self.due(rules::POST_FICTION_SAFE, delivery.event_on),
            DeliveryWay::FikcjaElektroniczna => self.due(rules::ELECTRONIC_FICTION, delivery.event_on),
        }
    }

    /// The earliest day that can count as delivery: for the centre's own duties.
    ///
    /// # Errors
    /// [`FinalityRefusal`] past the end of the calendar.
    pub fn earliest_delivered_on(self, delivery: Delivery) -> Result<Due, FinalityRefusal> {
        match delivery.way {
            DeliveryWay::FikcjaPocztowa => self.due(rules::POST_FICTION, delivery.event_on),
            DeliveryWay::Doreczenie
            | DeliveryWay::OdebranieElektroniczne
            | DeliveryWay::OdmowaPrzyjecia
            | DeliveryWay::FikcjaElektroniczna => self.delivered_on(delivery),
        }
    }

    /// The last day for the appeal of one party.
    ///
    /// # Errors
    /// [`FinalityRefusal`] past the end of the calendar.
    pub fn appeal_until(self, delivery: Delivery) -> Result<Due, FinalityRefusal> {
        let delivered = self.delivered_on(delivery)?;
        let mut due = self.due(rules::APPEAL, delivered.on)?;
        due.explanation.splice(0..0, delivered.explanation);
        Ok(due)
    }

    /// When a decision can be appealed, is final, and may be enforced.
    ///
    /// # Errors
    /// [`FinalityRefusal`] when the facts contradict each other or the law.
    pub fn finality(self, facts: &FinalityFacts) -> Result<Finality, FinalityRefusal> {
        if facts.parties.is_empty() {
            return Err(FinalityRefusal::NoParty);
        }
        let Some(reach) = self.reach(&facts.parties)? else {
            return Ok(Finality::default());
        };
        let no_appeal = facts.reasons_left_out || reach.open_limit.is_none();
        let mut finality = match facts.appeal {
            Appeal::Pending | Appeal::Upheld { .. } if no_appeal => return Err(FinalityRefusal::NoAppealLies),
            Appeal::Pending => Finality { appeal_until: reach.appeal_until(), ..Finality::default() },
            Appeal::Upheld { delivered_on } => {
                let text = "doręczenie decyzji organu odwoławczego utrzymującej decyzję w mocy";
                let day = BindingDay::event(delivered_on, ART_16_PAR_1, text);
                Finality { appeal_until: reach.appeal_until(), ..Finality::settled(day) }
            }
            // INTERPRETATION: art. 127 § 1a KPA says final, not from when; a decision binds from delivery (art. 110 § 1).
            Appeal::NotFiled if facts.reasons_left_out => Finality::settled(BindingDay::event(
                reach.delivered_on,
                ART_127_PAR_1A,
                "decyzja uwzględnia żądanie w całości, odstąpiono od uzasadnienia",
            )),
            Appeal::NotFiled => self.after_the_limit(&reach)?,
        };
        finality.enforceable_on = enforceable_on(facts, &reach, finality.final_on.as_ref());
        Ok(finality)
    }

    /// What delivery and waivers lead to; `None` until the decision reached every party.
    fn reach(self, parties: &[PartyDelivery]) -> Result<Option<Reach>, FinalityRefusal> {
        let mut reach = Reach { delivered_on: NaiveDate::MIN, last_waiver: None, open_limit: None };
        for party in parties {
            let Some(delivery) = party.delivery else { return Ok(None) };
            reach.delivered_on = reach.delivered_on.max(self.delivered_on(delivery)?.on);
            let limit = self.appeal_until(delivery)?;
            match party.waived_on {
                Some(waived) => {
                    if waived < self.earliest_delivered_on(delivery)?.on || waived > limit.on {
                        return Err(FinalityRefusal::WaiverOutsideLimit);
                    }
                    reach.last_waiver = reach.last_waiver.max(Some(waived));
                }
                None if reach.open_limit.as_ref().is_none_or(|last| last.on < limit.on) => {
                    reach.open_limit = Some(limit)
                }
                None => {}
            }
        }
        Ok(Some(reach))
    }

    /// Finality by the end of the limit, or by the waiver of the last party.
    fn after_the_limit(self, reach: &Reach) -> Result<Finality, FinalityRefusal> {
        let Some(limit) = &reach.open_limit else {
            let waived = reach.last_waiver.unwrap_or(reach.delivered_on).max(reach.delivered_on);
            let day = BindingDay::event(waived, ART_127A, "ostatnia ze stron zrzekła się odwołania");
            return Ok(Finality::settled(day));
        };
        let final_on = limit.on.checked_add_days(Days::new(1)).ok_or(UncountableLimit::OutOfRange)?;
        let mut explanation = limit.explanation.clone();
        explanation.push(Explained::new(final_on, Finding::NextDay, "dzień po upływie terminu odwołania"));
        let treated_on = self.post_margin.due(final_on, self.calendar)?.on;
        let mut treated = explanation.clone();
        // INTERPRETATION: the law names no waiting time; an appeal posted in time may arrive days later.
        let text = "zapas na odwołanie nadane pocztą w ostatnim dniu terminu";
        treated.push(Explained::new(treated_on, Finding::Margin, text).under(ART_57_PAR_5));
        Ok(Finality {
            appeal_until: reach.appeal_until(),
            final_on: Some(BindingDay { on: final_on, basis: ART_16_PAR_1, explanation }),
            treated_as_final_on: Some(BindingDay { on: treated_on, basis: ART_57_PAR_5, explanation: treated }),
            enforceable_on: None,
        })
    }
}

/// How far delivery and waivers have come.
struct Reach {
    /// The day on which the last party had the decision.
    delivered_on: NaiveDate,
    /// The day of the last waiver.
    last_waiver: Option<NaiveDate>,
    /// The latest limit of a party that did not waive.
    open_limit: Option<Due>,
}

impl Reach {
    fn appeal_until(&self) -> Option<BindingDay> {
        let limit = self.open_limit.clone()?;
        Some(BindingDay { on: limit.on, basis: ART_129_PAR_2, explanation: limit.explanation })
    }
}

impl BindingDay {
    fn event(on: NaiveDate, basis: LegalBasis, text: &str) -> Self {
        Self { on, basis, explanation: vec![Explained::new(on, Finding::Event, text).under(basis)] }
    }
}

impl Finality {
    /// Final on a day that no letter in the post can change.
    fn settled(day: BindingDay) -> Self {
        Self { final_on: Some(day.clone()), treated_as_final_on: Some(day), ..Self::default() }
    }
}

/// The earliest of the days on which the law lets a decision be carried out.
fn enforceable_on(facts: &FinalityFacts, reach: &Reach, final_on: Option<&BindingDay>) -> Option<BindingDay> {
    let at_once = facts.rygor.map(|(rygor, from)| {
        let (basis, text) = match rygor {
            Rygor::Nadany => (ART_108, "rygor natychmiastowej wykonalności"),
            Rygor::Ustawowy => (ART_130_PAR_3, "natychmiastowa wykonalność z mocy ustawy"),
        };
        BindingDay::event(from.max(reach.delivered_on), basis, text)
    });
    // An appeal stays enforcement (art. 130 § 2), also of a decision that agrees with every demand.
    let agreed = (facts.agrees_with_all && facts.appeal == Appeal::NotFiled)
        .then(|| BindingDay::event(reach.delivered_on, ART_130_PAR_4, "decyzja zgodna z żądaniem wszystkich stron"));
    let ordinary = final_on.map(|day| {
        let basis = if facts.reasons_left_out {
            ART_127_PAR_1A
        } else if reach.open_limit.is_none() {
            ART_130_PAR_4
        } else {
            ART_130_PAR_1
        };
        BindingDay { basis, ..day.clone() }
    });
    [at_once, agreed, ordinary].into_iter().flatten().min_by_key(|day| day.on)
}

#[cfg(test)]
mod tests;
