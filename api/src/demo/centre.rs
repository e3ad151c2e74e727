//! Stores the demonstration's centre: profile, units, districts, staff with log-ins, file plan, catalogue.

use chrono::NaiveDate;
use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{BenefitTypeId, DistrictId, EmployeeId, FilePlanClassId, OrgUnitId, RoleGrantId, UserId};
use domain::kernel::nrb::Nrb;
use domain::platform::access::Grant;
use domain::platform::benefit_type::{BenefitType, BenefitTypeContent, BenefitTypeState};
use domain::platform::centre::{Authorisation, Centre, CentreKind};
use domain::platform::district::District;
use domain::platform::file_plan::FilePlanClass;
use domain::platform::role::Role;
use domain::platform::staff::{Employee, OrgUnit, User};
use persistence::error::Error;
use persistence::platform::journal::Events;
use persistence::platform::users::HeldRole;
use persistence::platform::{benefit_types, centre, districts, employees, file_plan, org_units, users};
use persistence::tx::Tx;

use super::invented::STREETS;
use super::town::{self, Post, Service};

/// A team of social workers with a district of its own.
#[derive(Debug, Clone)]
pub struct Team {
    /// The unit.
    pub unit: OrgUnit,
    /// The social worker.
    pub worker: EmployeeId,
}

/// What the households of the demonstration are stored with.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The teams; never empty.
    pub teams: Vec<Team>,
    /// Who keeps the register: the unit that intakes are entered in.
    pub registry: OrgUnitId,
}

/// Reads a constant of the demonstration; one that is wrong is a fault of the program.
pub(super) fn word<T: TryFrom<String>>(text: &str) -> Result<T, Error> {
    T::try_from(text.to_owned()).map_err(|_wrong| Error::Corrupt { table: "demo", id: text.to_owned() })
}

fn wrong(what: &str) -> Error {
    Error::Corrupt { table: "demo", id: what.to_owned() }
}

pub(super) fn since() -> Result<DayRange, Error> {
    let from: NaiveDate = town::SINCE.parse().map_err(|_wrong| wrong(town::SINCE))?;
    DayRange::half_open(from, OPEN_END).map_err(|_wrong| wrong(town::SINCE))
}

/// Stores the centre with so many teams; every log-in gets the same password hash.
///
/// # Errors
/// Those of the database.
pub fn store(tx: &mut Tx<'_>, teams: u32, password_hash: &str) -> Result<(Setting, Events), Error> {
    let account = Nrb::compose("99999999", "0000000000000001").ok_or_else(|| wrong("account"))?;
    let given_on = since()?.from();
    let profile = Centre {
        version: 1,
        kind: CentreKind::Mops,
        name: word(town::NAME)?,
        address: town::ADDRESS.iter().map(|line| word(line)).collect::<Result<_, _>>()?,
        city: word(town::CITY)?,
        authority: word(town::AUTHORITY)?,
        authorisation: Authorisation { number: word(town::AUTHORISATION)?, given_on },
        appeal_body: word(town::APPEAL_BODY)?,
        payer_account: account,
        phone: None,
        email: None,
    };
    centre::insert(tx, &profile)?;
    let mut events = Events::one("centre.created", centre::subject(), 1);

    let root = unit(tx, town::ROOT, None, &mut events)?;
    let mut units = vec![root];
    for section in town::SECTIONS {
        let made = unit(tx, *section, units.first().map(|root| root.id), &mut events)?;
        units.push(made);
    }
    let unit_of = |symbol: &str| units.iter().find(|unit| unit.symbol.as_str() == symbol).map(|unit| unit.id);
    for post in town::POSTS {
        let place = unit_of(post.unit).ok_or_else(|| wrong(post.unit))?;
        let _employee = staff(tx, post, post.login, place, None, password_hash, &mut events)?;
    }
    let casework = unit_of(town::CASEWORK).ok_or_else(|| wrong(town::CASEWORK))?;
    let registry = unit_of(town::ROOT.0).ok_or_else(|| wrong(town::ROOT.0))?;
    let teams = (1..=teams.max(1)).map(|number| team(tx, number, casework, password_hash, &mut events));
    let teams = teams.collect::<Result<_, _>>()?;
    catalogue(tx, &mut events)?;
    Ok((Setting { teams, registry }, events))
}

fn unit(
    tx: &mut Tx<'_>,
    (symbol, name): (&str, &str),
    parent: Option<OrgUnitId>,
    events: &mut Events,
) -> Result<OrgUnit, Error> {
    let id = OrgUnitId::new(tx.context().ids.next());
    let unit = OrgUnit { id, version: 1, symbol: word(symbol)?, name: word(name)?, parent, active: true };
    org_units::insert(tx, &unit)?;
    events.push("org_unit.created", org_units::subject(id), 1);
    Ok(unit)
}

/// An employee with a log-in and a role, in one unit or, without one, in the whole centre.
fn staff(
    tx: &mut Tx<'_>,
    post: &Post,
    login: &str,
    place: OrgUnitId,
    held_in: Option<OrgUnitId>,
    password_hash: &str,
    events: &mut Events,
) -> Result<EmployeeId, Error> {
    let employee = Employee {
        id: EmployeeId::new(tx.context().ids.next()),
        version: 1,
        given_name: word(post.name.0)?,
        surname: word(post.name.1)?,
        position: word(post.position)?,
        unit: place,
        active: true,
    };
    employees::insert(tx, &employee)?;
    events.push("employee.created", employees::subject(employee.id), 1);
    let user = User {
        id: UserId::new(tx.context().ids.next()),
        version: 1,
        login: word(login)?,
        employee: Some(employee.id),
        password_hash: password_hash.to_owned(),
        must_change_password: false,
        blocked: false,
    };
    users::insert(tx, &user)?;
    let grant = Grant { role: post.role, unit: held_in, range: since()? };
    users::grant(tx, user.id, &HeldRole { id: RoleGrantId::new(tx.context().ids.next()), grant })?;
    events.push("user.created", users::subject(user.id), 1);
    Ok(employee.id)
}

fn team(
    tx: &mut Tx<'_>,
    number: u32,
    casework: OrgUnitId,
    password_hash: &str,
    events: &mut Events,
) -> Result<Team, Error> {
    let (symbol, name) = (format!("MOPS.PS.{number}"), format!("Zespół pracy socjalnej nr {number}"));
    let unit = unit(tx, (&symbol, &name), Some(casework), events)?;
    let post = Post {
        login: "pracownik",
        name: ("Dorota", "Wierzbowska"),
        position: "pracownik socjalny",
        unit: town::CASEWORK,
        role: Role::PracownikSocjalny,
    };
    let login = format!("pracownik.{number}");
    let worker = staff(tx, &post, &login, unit.id, Some(unit.id), password_hash, events)?;
    let street = usize::try_from(number).ok().and_then(|number| STREETS.get(number % STREETS.len())).copied();
    let district = District {
        id: DistrictId::new(tx.context().ids.next()),
        version: 1,
        symbol: word(&format!("R{number}"))?,
        name: word(&format!("Rejon {number}"))?,
        unit: unit.id,
        streets: word(street.unwrap_or_default())?,
    };
    districts::insert(tx, &district)?;
    events.push("district.created", districts::subject(district.id), 1);
    Ok(Team { unit, worker })
}

fn catalogue(tx: &mut Tx<'_>, events: &mut Events) -> Result<(), Error> {
    for (symbol, title, category) in town::CLASSES {
        let class = FilePlanClass {
            id: FilePlanClassId::new(tx.context().ids.next()),
            version: 1,
            symbol: word(symbol)?,
            title: word(title)?,
            category: word(category)?,
            valid: since()?,
        };
        file_plan::insert(tx, &class)?;
        events.push("file_plan_class.created", file_plan::subject(class.id), 1);
    }
    for service in town::SERVICES {
        let kind = BenefitType {
            id: BenefitTypeId::new(tx.context().ids.next()),
            version: 1,
            state: BenefitTypeState::Published,
            content: content(service)?,
        };
        benefit_types::insert(tx, &kind)?;
        events.push("benefit_type.created", benefit_types::subject(kind.id), 1);
    }
    Ok(())
}

fn content(service: &Service) -> Result<BenefitTypeContent, Error> {
    Ok(BenefitTypeContent {
        code: word(service.code)?,
        label: word(service.label)?,
        legal_basis: word(service.basis)?,
        task_kind: service.task,
        funding: word(service.funding)?,
        needs_decision: service.decision,
        needs_interview: true,
        income_view: service.income,
        class: word(service.class)?,
        valid: since()?,
    })
}
