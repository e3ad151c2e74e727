//! Cases on their way to a decision: filed with income, interviewed, calculated, prepared, signed.
#![expect(clippy::indexing_slicing, reason = "fields are written into bodies that are JSON objects")]

use domain::casework::interview::{Interview, InterviewKind, InterviewState, Participant, ParticipantRole};
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{EmployeeId, InterviewId};
use domain::platform::centre::{Authorisation, Centre, CentreKind};
use domain::platform::role::Role;
use persistence::casework::interviews;
use persistence::error::Error;
use persistence::platform::centre;
use persistence::platform::journal::Events;
use serde_json::{Value, json};

use crate::{Answer, Client, Filed, Staff, TestApp, intake_body};

/// A case with the benefits clerk who works on it.
#[derive(Debug)]
pub struct Matter {
    /// The clerk, in the unit of the case.
    pub clerk: Staff,
    /// What was filed.
    pub filed: Filed,
    /// The benefit.
    pub benefit: String,
    /// Whether the applicant has income on file.
    pub income: bool,
}

impl Matter {
    /// The body of a calculation of the case.
    #[must_use]
    pub fn calculation(&self) -> Value {
        let mut body = json!({"caseId": self.filed.case, "benefitCode": self.benefit});
        if !self.income {
            body["noIncomePersonIds"] = json!([self.filed.person]);
        }
        match self.benefit.as_str() {
            "zasilek_staly" => body["inabilityToWork"] = json!("calkowita"),
            _ => {
                body["chosenAmount"] = json!({"amount": "600.00", "currency": "PLN"});
                body["choiceReason"] = json!("zadłużenie za energię");
            }
        }
        body
    }
}

/// The body of a decision that grants a monthly benefit in cash until a day.
#[must_use]
pub fn decision_body(calculation: &str, to: &str) -> Value {
    json!({"calculationId": calculation, "terms": {"method": "cash_desk", "to": to}})
}

impl TestApp {
    /// Sets the profile of the centre, unless it is set.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn centre(&self) {
        self.store(|tx| {
            if matches!(centre::load(tx), Err(Error::NotFound)) {
                let line = |text: &str| text.to_owned().try_into().unwrap();
                centre::insert(
                    tx,
                    &Centre {
                        version: 1,
                        kind: CentreKind::Mops,
                        name: "Miejski Ośrodek Pomocy Społecznej w Przykładowie".to_owned().try_into().unwrap(),
                        address: vec![line("ul. Przykładowa 1"), line("00-000 Przykładowo")],
                        city: line("Przykładowo"),
                        authority: "Burmistrz Przykładowa".to_owned().try_into().unwrap(),
                        authorisation: Authorisation {
                            number: "OR.0052.12.2026".to_owned().try_into().unwrap(),
                            given_on: "2024-01-02".parse().unwrap(),
                        },
                        appeal_body: "SKO w Przykładowie".to_owned().try_into().unwrap(),
                        payer_account: "61109010140000071219812874".parse().unwrap(),
                        phone: None,
                        email: None,
                    },
                )?;
            }
            Ok(((), Events::one("centre.set", centre::subject(), 1)))
        });
    }

    /// Files an application of a person who lives alone, with a pension of so many złoty in the month before.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn matter(&self, benefit: &str, income: Option<&str>) -> Matter {
        let unit = self.unit(&format!("MOPS.D{}", self.number()));
        let clerk = self.staff_of(Role::PracownikSwiadczen, Some(unit));
        self.benefit(benefit);
        let mut body = intake_body(unit, benefit, &self.today().to_string());
        if let Some(amount) = income {
            let month = YearMonth::of(self.today()).previous().to_string();
            body["evidence"] = json!([{"ref": "anna", "record": {
                "kind": "income", "month": month, "incomeKind": "emerytura", "source": "dokument",
                "amount": {"amount": amount, "currency": "PLN"}, "document": "decyzja ZUS"
            }}]);
        }
        let filed = self.filed_with(&clerk.client, &body);
        Matter { clerk, filed, benefit: benefit.to_owned(), income: income.is_some() }
    }

    /// Keeps a completed full interview in the case, made on a day.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn interviewed(&self, case: &str, conductor: EmployeeId, on: &str) {
        let (case, on) = (case.parse().unwrap(), on.parse().unwrap());
        self.store(move |tx| {
            let interview = Interview {
                id: InterviewId::new(tx.context().ids.next()),
                version: 1,
                case,
                kind: InterviewKind::Pelny,
                conducted_by: conductor,
                planned_on: on,
                place: None,
                visited_on: Some(on),
                participants: vec![Participant { role: ParticipantRole::Applicant, person: None, note: None }],
                findings: Some("Mieszka sama.".to_owned().try_into().unwrap()),
                state: InterviewState::Completed,
                signed_on: None,
                refusal: None,
            };
            interviews::insert(tx, &interview)?;
            Ok(((), Events::one("interview.completed", interviews::subject(interview.id), 1)))
        });
    }

    /// A matter with everything that a decision needs: the centre, an interview of today.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn ready_matter(&self, benefit: &str, income: Option<&str>) -> Matter {
        self.centre();
        let matter = self.matter(benefit, income);
        self.interviewed(&matter.filed.case, matter.clerk.employee, &self.today().to_string());
        matter
    }

    /// The calculation of a matter.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn calculated(&self, matter: &Matter) -> Answer {
        matter.clerk.client.post("/api/v1/calculations", &matter.calculation()).expect(201)
    }

    /// A prepared decision of `zasilek_okresowy`: 600.00 a month in cash, for six months.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn prepared(&self) -> (Matter, Answer) {
        let matter = self.ready_matter("zasilek_okresowy", None);
        let answer = self.prepare(&matter);
        (matter, answer)
    }

    /// Prepares a decision of a matter: monthly, in cash, for six months.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn prepare(&self, matter: &Matter) -> Answer {
        let calculation = self.calculated(matter).at("/id");
        let to = YearMonth::of(self.today()).plus(5).last_day().to_string();
        let key = format!("decision-{}", self.number());
        matter.clerk.client.key(&key).post("/api/v1/decisions", &decision_body(&calculation, &to)).expect(201)
    }

    /// Approves and signs a prepared decision.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn signed(&self, prepared: &Answer, head: &Client) -> Answer {
        let path = format!("/api/v1/decisions/{}", prepared.at("/id"));
        let nothing = json!({});
        let approved = head.if_match(prepared.version()).post(&format!("{path}/approvals"), &nothing).expect(200);
        head.if_match(approved.version()).post(&format!("{path}/signatures"), &nothing).expect(200)
    }
}
