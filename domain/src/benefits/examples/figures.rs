//! Lines about statutory figures: they are read from the law book on the day.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::line::Line;
use super::{Answer, Unanswered};
use crate::benefits::law_book::LawBook;
use crate::benefits::parameter::{ParamValue, Unit};
use crate::benefits::pomoc_spoleczna::{family_criterion, zasilek_staly};

/// Collects figures with the provisions they rest on.
#[derive(Default)]
struct Figures {
    found: BTreeMap<&'static str, String>,
    provisions: Vec<String>,
}

impl Figures {
    fn add<T: Display>(mut self, key: &'static str, figure: &ParamValue<'_, T>) -> Self {
        self.found.insert(key, figure.value.to_string());
        self.provisions.push(figure.legal_basis.to_owned());
        self
    }

    fn text(mut self, key: &'static str, value: impl ToString) -> Self {
        self.found.insert(key, value.to_string());
        self
    }

    fn provision(mut self, provision: &str) -> Self {
        self.provisions.push(provision.to_owned());
        self
    }

    fn answer(self, line: &Line) -> Result<Answer, Unanswered> {
        line.inputs.finish()?;
        Ok(Answer { found: self.found, provisions: self.provisions })
    }
}

pub(super) fn zasilek_okresowy_minimum(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let minimum = book.on(line.as_of).zasilek_okresowy_min()?;
    let figures = Figures::default().add("amount", &minimum);
    figures.text("unit", unit(book, minimum.id)).answer(line)
}

pub(super) fn limity_zasilku_stalego(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let law = book.on(line.as_of);
    Figures::default()
        .add("max", &law.zasilek_staly_max()?)
        .add("min", &law.zasilek_staly_min()?)
        .add("kryterium_samotnie", &law.kryterium_osoby_samotnie_gospodarujacej()?)
        .add("kryterium_rodzina", &law.kryterium_na_osobe_w_rodzinie()?)
        .answer(line)
}

pub(super) fn podstawa_zasilku_stalego(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let law = book.on(line.as_of);
    let percent = law.zasilek_staly_procent_kryterium()?;
    let part = |criterion| {
        zasilek_staly::part_of_criterion(criterion, percent.value)
            .and_then(|part| part.round_half_up())
            .ok_or_else(|| Unanswered("an amount is too large".to_owned()))
    };
    Figures::default()
        .text("osoba_samotnie_gospodarujaca", part(law.kryterium_osoby_samotnie_gospodarujacej()?.value)?)
        .text("osoba_w_rodzinie", part(law.kryterium_na_osobe_w_rodzinie()?.value)?)
        .provision("art. 37 ust. 2 pkt 1 u.p.s.")
        .provision("art. 37 ust. 2 pkt 2 u.p.s.")
        .answer(line)
}

pub(super) fn parametry(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let law = book.on(line.as_of);
    Figures::default()
        .add("kryterium_samotnie", &law.kryterium_osoby_samotnie_gospodarujacej()?)
        .add("kryterium_rodzina", &law.kryterium_na_osobe_w_rodzinie()?)
        .add("zasilek_staly_max", &law.zasilek_staly_max()?)
        .add("ha", &law.dochod_z_1_ha_przeliczeniowego()?)
        .add("podstawa_usamodzielnienia", &law.podstawa_pomocy_na_usamodzielnienie()?)
        .answer(line)
}

pub(super) fn kryterium_dochodowe_rodziny(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let persons = line.household.size.ok_or_else(|| Unanswered("no `size`".to_owned()))?;
    let law = book.on(line.as_of);
    let criterion = law.kryterium_na_osobe_w_rodzinie()?;
    Figures::default()
        .text("amount", super::benefit::rounded(family_criterion(criterion.value, persons)))
        .text("unit", unit(book, criterion.id))
        .provision(criterion.legal_basis)
        .provision("art. 8 ust. 1 pkt 3 u.p.s.")
        .answer(line)
}

/// The unit of a parameter as the format writes it.
fn unit(book: &LawBook, id: &str) -> &'static str {
    match book.parameter(id).map(|parameter| parameter.unit) {
        Some(Unit::PlnPerMonth) => "PLN/month",
        Some(
            Unit::Pln
            | Unit::PlnPerMonthPerHa
            | Unit::HaPrzeliczeniowe
            | Unit::Percent
            | Unit::Fraction
            | Unit::Multiple
            | Unit::Count
            | Unit::Flag
            | Unit::Days
            | Unit::WorkingDays
            | Unit::DaysPerCalendarYear
            | Unit::Months
            | Unit::Years,
        )
        | None => "PLN",
    }
}
