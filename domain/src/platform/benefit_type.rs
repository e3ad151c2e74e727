//! Benefit types: the centre's dated catalogue of what it grants.
//!
//! About half of what centres do needs no decision, so the catalogue says for each type whether it does. A published
//! type never changes: what the law changes is a new type with the same code and a later validity.

use chrono::NaiveDate;

use crate::kernel::code::CodeText;
use crate::kernel::codes::codes;
use crate::kernel::day::{DayRange, InvalidDay};
use crate::kernel::ids::BenefitTypeId;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::text::Line;
use crate::kernel::transition::{self, IllegalTransition};
use crate::platform::file_plan::ClassSymbol;

codes! {
    /// Whose task a benefit is, which decides who pays for it.
    pub enum TaskKind {
        WlasneObowiazkowe = "wlasne_obowiazkowe", "Zadanie własne gminy o charakterze obowiązkowym";
        Wlasne = "wlasne", "Zadanie własne gminy";
        Zlecone = "zlecone", "Zadanie zlecone z zakresu administracji rządowej";
    }

    /// Under which act's rules income is found.
    pub enum IncomeView {
        /// Granted whatever the income.
        BezDochodu = "bez_dochodu", "Bez względu na dochód";
        PomocSpoleczna = "pomoc_spoleczna", "Ustawa o pomocy społecznej";
        SwiadczeniaRodzinne = "swiadczenia_rodzinne", "Ustawa o świadczeniach rodzinnych";
        FunduszAlimentacyjny = "fundusz_alimentacyjny", "Ustawa o pomocy osobom uprawnionym do alimentów";
        DodatkiMieszkaniowe = "dodatki_mieszkaniowe", "Ustawa o dodatkach mieszkaniowych";
    }

    /// Where a benefit type stands.
    pub enum BenefitTypeState {
        Draft = "draft", "Projekt";
        /// In the catalogue; it does not change any more.
        Published = "published", "Opublikowany";
        /// Its validity has been ended; what was granted stays.
        Retired = "retired", "Wycofany";
    }

    /// What happens to a benefit type.
    pub enum BenefitTypeEvent {
        Change = "change", "Zmień";
        Publish = "publish", "Opublikuj";
        Retire = "retire", "Wycofaj";
    }
}

impl TaskKind {
    /// The provision that lists such tasks of a gmina.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::WlasneObowiazkowe => LegalBasis::new("art. 17 ust. 1 u.p.s."),
            Self::Wlasne => LegalBasis::new("art. 17 ust. 2 u.p.s."),
            Self::Zlecone => LegalBasis::new("art. 18 ust. 1 u.p.s."),
        }
    }
}

/// A refused step of a benefit type.
pub type IllegalBenefitTypeTransition = IllegalTransition<BenefitTypeState, BenefitTypeEvent>;

impl BenefitTypeState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: BenefitTypeEvent) -> Result<Self, IllegalBenefitTypeTransition> {
        use {BenefitTypeEvent as E, BenefitTypeState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Draft => match event {
                E::Change => Ok(S::Draft),
                E::Publish => Ok(S::Published),
                E::Retire => illegal,
            },
            S::Published => match event {
                E::Retire => Ok(S::Retired),
                E::Change | E::Publish => illegal,
            },
            S::Retired => match event {
                E::Change | E::Publish | E::Retire => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<BenefitTypeEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// What a benefit type says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BenefitTypeContent {
    /// The code, for example `zasilek_okresowy`; types with one code follow each other in time.
    pub code: CodeText,
    /// The name.
    pub label: Line<200>,
    /// The provision it is granted under.
    pub legal_basis: Line<200>,
    /// Whose task it is.
    pub task_kind: TaskKind,
    /// Who pays for it, in words.
    pub funding: Line<300>,
    /// Whether it is granted by a decision.
    pub needs_decision: bool,
    /// Whether an interview comes first.
    pub needs_interview: bool,
    /// Under which act's rules income is found.
    pub income_view: IncomeView,
    /// The class of the file plan that its cases are opened in.
    pub class: ClassSymbol,
    /// When it can be granted.
    pub valid: DayRange,
}

/// Why a step of a benefit type was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BenefitTypeRefusal {
    /// The state does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalBenefitTypeTransition),
    /// The type would end on or before its first day, or not earlier than it ends anyway.
    #[error("expected a day within the validity, after {first}")]
    NotWithinValidity {
        /// The first day of validity.
        first: NaiveDate,
    },
}

/// A benefit type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BenefitType {
    /// Its id.
    pub id: BenefitTypeId,
    /// Counts changes.
    pub version: i64,
    /// Where it stands.
    pub state: BenefitTypeState,
    /// What it says.
    pub content: BenefitTypeContent,
}

impl BenefitType {
    /// Replaces what a draft says.
    ///
    /// # Errors
    /// [`BenefitTypeRefusal::Transition`] once it is published.
    pub fn change(&mut self, content: BenefitTypeContent) -> Result<(), BenefitTypeRefusal> {
        self.state = self.state.after(BenefitTypeEvent::Change)?;
        self.content = content;
        Ok(())
    }

    /// Puts a draft into the catalogue.
    ///
    /// # Errors
    /// [`BenefitTypeRefusal::Transition`] unless it is a draft.
    pub fn publish(&mut self) -> Result<(), BenefitTypeRefusal> {
        self.state = self.state.after(BenefitTypeEvent::Publish)?;
        Ok(())
    }

    /// Ends the validity of a published type: `end` is the first day on which it is not granted any more.
    ///
    /// # Errors
    /// [`BenefitTypeRefusal::Transition`] unless it is published, [`BenefitTypeRefusal::NotWithinValidity`] when
    /// `end` does not shorten the validity or leaves nothing of it.
    pub fn retire(&mut self, end: NaiveDate) -> Result<(), BenefitTypeRefusal> {
        let next = self.state.after(BenefitTypeEvent::Retire)?;
        let valid = self.content.valid;
        let outside = BenefitTypeRefusal::NotWithinValidity { first: valid.from() };
        if end <= valid.from() || end >= valid.to() {
            return Err(outside);
        }
        self.content.valid = DayRange::half_open(valid.from(), end).map_err(|_range: InvalidDay| outside)?;
        self.state = next;
        Ok(())
    }

    /// Whether the catalogue has the type on a day: published, and retired ones for the days before their end.
    #[must_use]
    pub fn is_granted_on(&self, day: NaiveDate) -> bool {
        match self.state {
            BenefitTypeState::Published | BenefitTypeState::Retired => self.content.valid.contains(day),
            BenefitTypeState::Draft => false,
        }
    }

    /// Whether both stand for one code on the same day; the catalogue has a code once.
    #[must_use]
    pub fn clashes_with(&self, other: &Self) -> bool {
        let (mine, its) = (&self.content, &other.content);
        self.id != other.id && mine.code == its.code && mine.valid.overlaps(its.valid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sample(from: &str) -> BenefitType {
        BenefitType {
            id: BenefitTypeId::new(Uuid::from_u128(1)),
            version: 1,
            state: BenefitTypeState::Draft,
            content: BenefitTypeContent {
                code: "zasilek_okresowy".parse().unwrap(),
                label: Line::new("Zasiłek okresowy").unwrap(),
                legal_basis: Line::new("art. 38 u.p.s.").unwrap(),
                task_kind: TaskKind::WlasneObowiazkowe,
                funding: Line::new("dotacja").unwrap(),
                needs_decision: true,
                needs_interview: true,
                income_view: IncomeView::PomocSpoleczna,
                class: "5120".parse().unwrap(),
                valid: DayRange::closed(day(from), None).unwrap(),
            },
        }
    }

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(transition::table(BenefitTypeState::after), @r"
        | state | change | publish | retire |
        | --- | --- | --- | --- |
        | draft | draft | published | – |
        | published | – | – | retired |
        | retired | – | – | – |
        ");
    }

    #[test]
    fn a_published_type_does_not_change() {
        let mut kind = sample("2025-01-01");
        let content = kind.content.clone();
        kind.change(content.clone()).unwrap();
        kind.publish().unwrap();
        assert!(matches!(kind.change(content), Err(BenefitTypeRefusal::Transition(_))));
    }

    #[test]
    fn a_retired_type_is_granted_for_the_days_before_its_end_only() {
        let mut kind = sample("2025-01-01");
        assert!(!kind.is_granted_on(day("2025-06-01")));
        kind.publish().unwrap();
        let outside = Err(BenefitTypeRefusal::NotWithinValidity { first: day("2025-01-01") });
        assert_eq!(kind.retire(day("2025-01-01")), outside);
        kind.retire(day("2025-07-01")).unwrap();
        assert!(kind.is_granted_on(day("2025-06-30")) && !kind.is_granted_on(day("2025-07-01")));
        assert!(kind.retire(day("2025-06-01")).is_err());
    }

    #[test]
    fn only_types_of_one_code_and_a_common_day_clash() {
        let (mut first, mut second) = (sample("2025-01-01"), sample("2026-01-01"));
        assert!(!first.clashes_with(&second), "the same type");
        second.id = BenefitTypeId::new(Uuid::from_u128(2));
        assert!(first.clashes_with(&second));
        first.publish().unwrap();
        first.retire(day("2026-01-01")).unwrap();
        assert!(!first.clashes_with(&second));
    }
}
