//! Stores an invented household: its persons, its evidence of income and, for most, an application with its case.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, NaiveDate};
use domain::casework::application::{Application, ApplicationState};
use domain::casework::case::number::{CaseNumber, CaseNumberParts, FileClass};
use domain::casework::case::{Case, CaseKind};
use domain::casework::clock::case_clock::{CaseClock, on_opening};
use domain::casework::clock::rules::ClockRules;
use domain::casework::intake::{Channel, Intake, IntakeState};
use domain::kernel::day::{DayRange, YearMonth};
use domain::kernel::ids::{ApplicationId, CaseId, ClockId, EvidenceId, HouseholdId, IntakeId, MembershipId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::nrb::Nrb;
use domain::kernel::pesel::Pesel;
use domain::people::evidence::income::Deductions;
use domain::people::evidence::record::{About, Content, Evidence};
use domain::people::evidence::{EvidenceSource, Standing};
use domain::people::household::{HouseholdRole, Membership};
use domain::people::person::Vitals;
use domain::people::person::address::{Address, AddressKind};
use domain::people::person::facts::{BankAccount, Dated};
use domain::people::person::foreign_id::CountryCode;
use domain::people::person::record::{NewPerson, Person};
use persistence::casework::{applications, cases, clocks, intakes};
use persistence::error::Error;
use persistence::people::{evidence, households, persons};
use persistence::platform::journal::Events;
use persistence::tx::Tx;

use super::centre::{Setting, Team, since, word};
use super::dice::Dice;
use super::invented::{self, InventedHousehold, InventedPerson};
use super::town;

/// Kinds of income that invented adults have.
const INCOMES: &[&str] = &["wynagrodzenie", "umowa_zlecenie", "emerytura", "renta_z_tytulu_niezdolnosci"];
/// What invented households apply for, with the class of the file plan.
const WISHES: &[(&str, &str)] = &[
    ("zasilek_okresowy", "4111"),
    ("zasilek_celowy", "4112"),
    ("zasilek_staly", "4110"),
    ("zasilek_okresowy", "4111"),
];

/// Where the invention stands: the dice, and the PESEL numbers that are given already.
#[derive(Debug)]
pub struct Invention {
    /// Chance.
    pub dice: Dice,
    /// Given numbers.
    pub given: BTreeSet<Pesel>,
    /// How many households there are.
    pub made: u32,
}

impl Invention {
    /// Invents the next household.
    pub fn next(&mut self, today: NaiveDate) -> InventedHousehold {
        let mut home = invented::household(&mut self.dice, self.made, today);
        self.made += 1;
        for person in &mut home.members {
            // Nobody gets a number twice; whoever would has none.
            person.pesel = person.pesel.filter(|pesel| self.given.insert(*pesel));
        }
        home
    }
}

/// Stores a household; it belongs to one of the teams in turn.
///
/// # Errors
/// Those of the database.
pub fn store(
    tx: &mut Tx<'_>,
    setting: &Setting,
    number: u32,
    home: &InventedHousehold,
    dice: &mut Dice,
) -> Result<Option<Events>, Error> {
    let place = usize::try_from(number).unwrap_or_default() % setting.teams.len().max(1);
    let Some(team) = setting.teams.get(place) else { return Ok(None) };
    let mut people = Vec::new();
    let mut events: Option<Events> = None;
    let mut note = |kind: &'static str, subject, version| match &mut events {
        Some(events) => events.push(kind, subject, version),
        None => events = Some(Events::one(kind, subject, version)),
    };
    for member in &home.members {
        let new = person(tx, home, member, dice)?;
        persons::insert(tx, &new, &[team.unit.id])?;
        note("person.registered", persons::subject(new.person.id), 1);
        people.push((new.person.id, member));
    }
    let household = HouseholdId::new(tx.context().ids.next());
    let members = people.iter().enumerate().map(|(n, (id, member))| membership(tx, n, *id, member));
    let members = members.collect::<Result<Vec<_>, _>>()?;
    households::insert(tx, household, &members, &[team.unit.id])?;
    note("household.registered", households::subject(household), 1);
    for (id, member) in &people {
        if is_adult(member, tx.context().today) && dice.percent(70) {
            let row = income(tx, *id, dice)?;
            evidence::insert(tx, &row)?;
            note("evidence.recorded", evidence::subject(row.id), 1);
        }
    }
    let Some((applicant, _)) = people.first() else { return Ok(events) };
    if dice.percent(75) {
        let (intake, case) = application(tx, setting, team, (*applicant, household), dice)?;
        note("intake.registered", intakes::subject(intake), 1);
        note("case.opened", cases::subject(case), 1);
    }
    Ok(events)
}

fn is_adult(member: &InventedPerson, today: NaiveDate) -> bool {
    today.years_since(member.birth_date).is_some_and(|years| years >= 18)
}

fn person(
    tx: &mut Tx<'_>,
    home: &InventedHousehold,
    member: &InventedPerson,
    dice: &mut Dice,
) -> Result<NewPerson, Error> {
    let named = Person::named(PersonId::new(tx.context().ids.next()), word(member.given_name)?, word(&member.surname)?);
    let vitals =
        Vitals { pesel: member.pesel, birth_date: Some(member.birth_date), sex: Some(member.sex), death_date: None };
    let mut new = NewPerson::from(Person { vitals, citizenship: Some(CountryCode::PL), ..named });
    let from = member.birth_date.max(since()?.from());
    let range =
        DayRange::closed(from, None).map_err(|_wrong| Error::Corrupt { table: "demo", id: from.to_string() })?;
    let value = Address {
        kind: AddressKind::Zamieszkania,
        street: Some(word(home.street)?),
        house: Some(word(&home.house)?),
        flat: home.flat.as_deref().map(word).transpose()?,
        postal_code: None,
        locality: word(town::CITY)?,
        country: CountryCode::PL,
        terc: None,
        simc: None,
        ulic: None,
    };
    new.addresses.push(Dated { value, range });
    if is_adult(member, tx.context().today) && dice.percent(60) {
        let account = format!("{:016}", u64::from(dice.below(u32::MAX)));
        // The bank 99999999 does not exist.
        if let Some(nrb) = Nrb::compose("99999999", &account) {
            new.accounts.push(Dated { value: BankAccount { nrb, owner_name: None, own: true }, range });
        }
    }
    Ok(new)
}

fn membership(tx: &mut Tx<'_>, n: usize, person: PersonId, member: &InventedPerson) -> Result<Membership, Error> {
    let role = match n {
        0 => HouseholdRole::Wnioskodawca,
        _ if is_adult(member, tx.context().today) => HouseholdRole::Partner,
        _ => HouseholdRole::Dziecko,
    };
    let from = member.birth_date.max(since()?.from());
    let range =
        DayRange::closed(from, None).map_err(|_wrong| Error::Corrupt { table: "demo", id: from.to_string() })?;
    let id = MembershipId::new(tx.context().ids.next());
    Ok(Membership { id, person, role, range, wspolne_gospodarowanie: true })
}

fn income(tx: &mut Tx<'_>, person: PersonId, dice: &mut Dice) -> Result<Evidence, Error> {
    let month = YearMonth::of(tx.context().today.with_day(1).unwrap_or(tx.context().today) - Days::new(1));
    let range = DayRange::closed(month.first_day(), Some(month.last_day()))
        .map_err(|_wrong| Error::Corrupt { table: "demo", id: month.to_string() })?;
    let received = Money::from_grosze(i64::from(20_000 + dice.below(250_000)));
    Ok(Evidence {
        id: EvidenceId::new(tx.context().ids.next()),
        version: 1,
        about: About::Person(person),
        content: Content::Income { kind: word(dice.word(INCOMES))?, received, deductions: Deductions::default() },
        source: EvidenceSource::Dokument,
        document: None,
        standing: Standing::recorded(),
        range,
    })
}

/// An application that came by letter, with the case it opened and the clocks that run in it.
fn application(
    tx: &mut Tx<'_>,
    setting: &Setting,
    team: &Team,
    (applicant, household): (PersonId, HouseholdId),
    dice: &mut Dice,
) -> Result<(IntakeId, CaseId), Error> {
    let (benefit, class) = dice.pick(WISHES).copied().unwrap_or(("zasilek_okresowy", "4111"));
    let day = tx.context().today - Days::new(u64::from(dice.below(60)));
    let intake = Intake {
        id: IntakeId::new(tx.context().ids.next()),
        version: 1,
        channel: Channel::Paper,
        received_on: day,
        posted_on: None,
        source_system: None,
        external_id: None,
        applicant: Some(applicant),
        household: Some(household),
        org_unit: setting.registry,
        note: None,
        registered_at: tx.context().now,
        payload: None,
        state: IntakeState::Split,
        rejected: None,
        forwarded_to: None,
    };
    intakes::insert(tx, &intake)?;
    let class: FileClass = word(class)?;
    let year = u16::try_from(day.year()).unwrap_or_default();
    let number = cases::next_number(tx, &team.unit, &class, None, year)?;
    let parts = CaseNumberParts {
        unit: team.unit.symbol.as_str().to_owned(),
        class: class.as_str().to_owned(),
        base: None,
        number,
        year,
    };
    let number =
        CaseNumber::try_from(parts).map_err(|_wrong| Error::Corrupt { table: "demo", id: benefit.to_owned() })?;
    let case = Case {
        applicant: Some(applicant),
        household: Some(household),
        assignee: Some(team.worker).filter(|_| dice.percent(80)),
        ..Case::opened(CaseId::new(tx.context().ids.next()), number, CaseKind::Benefit, team.unit.id, day)
    };
    cases::insert(tx, &case)?;
    let application = Application {
        id: ApplicationId::new(tx.context().ids.next()),
        version: 1,
        intake: intake.id,
        case: case.id,
        applicant,
        household,
        benefit: word(benefit)?,
        requested: None,
        requested_amount: None,
        filed_on: day,
        requirements: Vec::new(),
        notice: None,
        completed_on: Some(day),
        withdrawn_on: None,
        state: ApplicationState::Complete,
    };
    applications::insert(tx, &application)?;
    for rule in on_opening(case.urgency, false) {
        let id = ClockId::new(tx.context().ids.next());
        let clock = CaseClock::start(ClockRules::embedded(), id, &case, rule, day, None)
            .map_err(|_refused| Error::Corrupt { table: "demo", id: rule.to_owned() })?;
        clocks::insert(tx, &clock)?;
    }
    Ok((intake.id, case.id))
}
