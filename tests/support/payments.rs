//! Signed decisions for tests of what follows from them: made through the store, without the way there.

use api::http::error::Error as ApiError;
use api::payments::awards::usecases;
use chrono::NaiveDate;
use domain::casework::case::number::{CaseNumber, CaseNumberParts};
use domain::casework::case::{Case, CaseKind};
use domain::decisions::content::{Content, Extent, Reasons};
use domain::decisions::decision::{Decision, DecisionKind, Draft, Signatory};
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::{DayRange, EARLIEST, OPEN_END};
use domain::kernel::ids::{CaseId, DecisionId, FactId, OrgUnitId, PersonId, UserId};
use domain::kernel::nrb::Nrb;
use domain::kernel::text::Line;
use domain::payments::award::AwardKind;
use domain::payments::payment::PaymentMethod;
use domain::people::person::facts::{BankAccount, Dated};
use domain::people::person::record::{NewPerson, Person};
use domain::platform::role::Role;
use persistence::casework::cases;
use persistence::decisions::decisions;
use persistence::people::{facts, persons};
use persistence::platform::journal::Events;
use persistence::tx::Tx;

use crate::{Client, Staff, TestApp};

/// Who takes part in paying.
#[derive(Debug)]
pub struct PayOffice {
    /// Where the cases are.
    pub unit: OrgUnitId,
    /// Prepares decisions.
    pub worker: UserId,
    /// Approves and signs them.
    pub head: UserId,
    /// Draws lists up, in the whole centre.
    pub clerk: Staff,
    /// Approves and exports them.
    pub accountant: Staff,
}

/// What is granted.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The person's surname.
    pub surname: String,
    /// The code of the benefit.
    pub benefit: String,
    /// Monthly or once.
    pub kind: AwardKind,
    /// The first day of the right.
    pub from: &'static str,
    /// The last day, if there is one.
    pub to: Option<&'static str>,
    /// A whole month.
    pub amount: &'static str,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Whether the account is the person's own.
    pub own_account: bool,
    /// From when the decision may be carried out.
    pub enforceable_on: Option<&'static str>,
}

impl Default for Grant {
    fn default() -> Self {
        Self {
            surname: "Wymyślona".to_owned(),
            benefit: "zasilek_staly".to_owned(),
            kind: AwardKind::Monthly,
            from: "2026-11-01",
            to: Some("2027-01-31"),
            amount: "1000.00",
            method: PaymentMethod::Account,
            own_account: true,
            enforceable_on: Some("2026-11-20"),
        }
    }
}

/// A grant and what it stands on.
#[derive(Debug, Clone, Copy)]
pub struct Granted {
    /// Who is entitled.
    pub person: PersonId,
    /// The case.
    pub case: CaseId,
    /// The signed decision.
    pub decision: DecisionId,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn always() -> DayRange {
    DayRange::half_open(EARLIEST, OPEN_END).unwrap()
}

fn case(tx: &Tx<'_>, unit: OrgUnitId, number: u32, person: PersonId) -> Case {
    let parts = CaseNumberParts { unit: "DŚ".to_owned(), class: "5120".to_owned(), base: None, number, year: 2026 };
    let (id, number) = (CaseId::new(tx.context().ids.next()), CaseNumber::try_from(parts).unwrap());
    Case { applicant: Some(person), ..Case::opened(id, number, CaseKind::Benefit, unit, day("2026-11-02")) }
}

fn content() -> Content {
    let text = |text: &str| text.to_owned();
    Content {
        authority: text("Dyrektor ośrodka"),
        case_number: text("DŚ.5120.1.2026"),
        issued_on: None,
        party: text("Strona"),
        legal_basis: vec![text("art. 37 u.p.s.")],
        extent: Extent::InFull,
        ruling: text("Przyznaje się świadczenie."),
        reasons: Reasons::Given { factual: text("Ustalono."), legal: text("Wynika.") },
        appeal_instruction: text("Od decyzji służy odwołanie."),
        waiver_instruction: text("Można się zrzec odwołania."),
        further_instructions: String::new(),
        signatory_name: String::new(),
        signatory_position: String::new(),
        calculation: None,
    }
}

/// How far a decision has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Prepared,
    Approved,
    Signed,
}

/// A decision that grants these terms, as far as asked for.
fn decision_at(
    stage: Stage,
    id: DecisionId,
    case: CaseId,
    terms: GrantTerms,
    (worker, head): (UserId, UserId),
    on: NaiveDate,
) -> Decision {
    let benefit = terms.benefit.clone();
    let draft = Draft {
        id,
        case,
        kind: DecisionKind::Grant,
        benefit,
        calculation: None,
        content: content(),
        terms: Some(terms),
    };
    let mut decision = Decision::draft(draft, worker, on);
    decision.prepare(worker).unwrap();
    if stage != Stage::Prepared {
        decision.approve(head).unwrap();
    }
    if stage == Stage::Signed {
        let (name, position) = (Line::new("Ewa Zmyślona").unwrap(), Line::new("Dyrektor").unwrap());
        decision.sign(&Signatory { user: head, name, position }, on).unwrap();
    }
    decision
}

/// Another valid account number for each `n`.
#[must_use]
pub fn nrb(n: u32) -> Nrb {
    Nrb::compose("10901014", &format!("{n:016}")).unwrap()
}

impl TestApp {
    /// People who may do everything about payment, each their part.
    #[must_use]
    pub fn pay_office(&self) -> PayOffice {
        let clerk = self.staff_of(Role::PracownikSwiadczen, None);
        PayOffice {
            unit: clerk.unit,
            worker: self.staff_of(Role::PracownikSocjalny, Some(clerk.unit)).user,
            head: self.staff_of(Role::Kierownik, None).user,
            accountant: self.staff_of(Role::Ksiegowosc, None),
            clerk,
        }
    }

    /// A new person with an account.
    pub fn payee(&self, office: &PayOffice, grant: &Grant) -> PersonId {
        let (unit, n, surname, own) = (office.unit, self.number(), grant.surname.clone(), grant.own_account);
        self.store(move |tx| {
            let id = PersonId::new(tx.context().ids.next());
            let person = Person::named(id, Line::new("Żaneta").unwrap(), Line::new(&surname).unwrap());
            let mut new = NewPerson::from(person);
            let owner_name = (!own).then(|| Line::new("Opiekun Prawny").unwrap());
            new.accounts.push(Dated { value: BankAccount { nrb: nrb(n), owner_name, own }, range: always() });
            persons::insert(tx, &new, &[unit])?;
            Ok((id, Events::one("person.registered", persons::subject(id), 1)))
        })
    }

    /// A new person with a case, a signed decision and its award.
    ///
    /// # Panics
    /// When it is refused.
    pub fn granted(&self, office: &PayOffice, grant: &Grant) -> Granted {
        let person = self.payee(office, grant);
        self.granted_to(office, person, grant).unwrap()
    }

    /// A further case of a person, with a decision that waits for its approval.
    ///
    /// # Panics
    /// When it is refused.
    pub fn prepared_to(&self, office: &PayOffice, person: PersonId, grant: &Grant) -> Granted {
        self.decided(office, person, grant, Stage::Prepared).unwrap()
    }

    /// A further case of a person, with a decision that waits for its signature.
    ///
    /// # Panics
    /// When it is refused.
    pub fn approved_to(&self, office: &PayOffice, person: PersonId, grant: &Grant) -> Granted {
        self.decided(office, person, grant, Stage::Approved).unwrap()
    }

    /// A further case of a person, with a signed decision and its award.
    ///
    /// # Errors
    /// What the grant refuses; nothing is stored then.
    pub fn granted_to(&self, office: &PayOffice, person: PersonId, grant: &Grant) -> Result<Granted, ApiError> {
        self.decided(office, person, grant, Stage::Signed)
    }

    fn decided(&self, office: &PayOffice, person: PersonId, grant: &Grant, stage: Stage) -> Result<Granted, ApiError> {
        let (unit, n, hands, today) = (office.unit, self.number(), (office.worker, office.head), self.today());
        let grant = grant.clone();
        self.usecase(move |tx| {
            let account = facts::load::<BankAccount>(tx, person, None, None)?.first().map(|held| held.id);
            let account: Option<FactId> = account.filter(|_| grant.method == PaymentMethod::Account);
            let case = case(tx, unit, n, person);
            cases::insert(tx, &case)?;
            let terms = GrantTerms {
                person,
                benefit: Line::new(&grant.benefit).unwrap(),
                kind: grant.kind,
                right: DayRange::closed(day(grant.from), grant.to.map(day)).unwrap(),
                amount: grant.amount.parse().unwrap(),
                method: grant.method,
                account,
            };
            let id = DecisionId::new(tx.context().ids.next());
            let decision = decision_at(stage, id, case.id, terms.clone(), hands, today);
            let mut events = Events::one("decision.prepared", decisions::subject(id), 1);
            decisions::insert(tx, &decision)?;
            if stage == Stage::Signed {
                events = events.join(usecases::grant(tx, id, case.id, &terms)?);
                if let Some(more) = usecases::note_enforceable(tx, id, grant.enforceable_on.map(day))? {
                    events = events.join(more);
                }
            }
            Ok((Granted { person, case: case.id, decision: id }, events))
        })
    }

    /// The award of a decision, as the client reads it.
    ///
    /// # Panics
    /// When there is none within reach.
    #[must_use]
    pub fn award_of(&self, client: &Client, granted: &Granted) -> serde_json::Value {
        let found = client.get(&format!("/api/v1/awards?caseId={}", granted.case)).expect(200);
        found.body.pointer("/items/0").cloned().expect("an award")
    }
}
