//! Intakes for tests: a catalogue to file under, and a case with everything it stands on.

use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{BenefitTypeId, FilePlanClassId, OrgUnitId};
use domain::platform::benefit_type::{BenefitType, BenefitTypeContent, BenefitTypeState, IncomeView, TaskKind};
use domain::platform::file_plan::FilePlanClass;
use persistence::error::Error;
use persistence::platform::journal::Events;
use persistence::platform::{benefit_types, file_plan};
use serde_json::{Value, json};

use crate::{Answer, Client, TestApp, text};

/// What a registered intake is made of.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The intake.
    pub intake: String,
    /// Its first application.
    pub application: String,
    /// The case of that application.
    pub case: String,
    /// The mark of that case.
    pub number: String,
    /// The applicant.
    pub person: String,
    /// The applicant's household.
    pub household: String,
    /// The answer to the intake.
    pub answer: Answer,
}

impl Filed {
    /// What the answer to a compound intake tells.
    ///
    /// # Panics
    /// When it is no such answer.
    #[must_use]
    pub fn of(answer: Answer) -> Self {
        let at = |pointer| text(&answer.body, pointer);
        Self {
            intake: at("/id"),
            application: at("/applications/0/id"),
            case: at("/applications/0/caseId"),
            number: at("/applications/0/caseNumber"),
            person: at("/applicantId"),
            household: at("/householdId"),
            answer,
        }
    }
}

/// The body of an intake on paper: one new person who lives alone, a complete application for one benefit.
#[must_use]
pub fn intake_body(unit: OrgUnitId, benefit: &str, received_on: &str) -> Value {
    json!({
        "channel": "paper",
        "receivedOn": received_on,
        "orgUnitId": unit.to_string(),
        "applicant": {
            "ref": "anna",
            "person": {"givenNames": "Anna", "surname": "Nowak", "birthDate": "1984-03-01", "sex": "female"}
        },
        "household": {"members": [{"ref": "anna", "role": "wnioskodawca"}]},
        "applications": [{"benefitCode": benefit, "circumstances": ["4"], "complete": true}]
    })
}

impl TestApp {
    /// Puts a published benefit into the catalogue, with a class of the file plan; as often as is wanted.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn benefit(&self, code: &str) {
        let (code, symbol) = (code.to_owned(), "5120".to_owned());
        self.store(move |tx| {
            let valid = DayRange::half_open("2000-01-01".parse().unwrap(), OPEN_END).unwrap();
            let symbol = symbol.parse().unwrap();
            if matches!(file_plan::on_day(tx, &symbol, valid.from()), Err(Error::NotFound)) {
                let class = FilePlanClass {
                    id: FilePlanClassId::new(tx.context().ids.next()),
                    version: 1,
                    symbol: symbol.clone(),
                    title: "Świadczenia pieniężne".to_owned().try_into().unwrap(),
                    category: "B5".parse().unwrap(),
                    valid,
                };
                file_plan::insert(tx, &class)?;
            }
            let id = BenefitTypeId::new(tx.context().ids.next());
            let code = code.parse().unwrap();
            if matches!(benefit_types::on_day(tx, &code, valid.from()), Err(Error::NotFound)) {
                let content = BenefitTypeContent {
                    label: code.to_string().try_into().unwrap(),
                    code,
                    legal_basis: "u.p.s.".to_owned().try_into().unwrap(),
                    task_kind: TaskKind::WlasneObowiazkowe,
                    funding: "gmina".to_owned().try_into().unwrap(),
                    needs_decision: true,
                    needs_interview: true,
                    income_view: IncomeView::PomocSpoleczna,
                    class: symbol,
                    valid,
                };
                let kind = BenefitType { id, version: 1, state: BenefitTypeState::Published, content };
                benefit_types::insert(tx, &kind)?;
            }
            Ok(((), Events::one("benefit_type.created", benefit_types::subject(id), 1)))
        });
    }

    /// Registers an intake with one new person and one complete application for `zasilek_okresowy`, received today, and
    /// hands back the ids. The client may register intakes in the unit.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn filed(&self, client: &Client, unit: OrgUnitId) -> Filed {
        self.filed_for(client, unit, "zasilek_okresowy")
    }

    /// As [`TestApp::filed`], for another benefit of the catalogue.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn filed_for(&self, client: &Client, unit: OrgUnitId, benefit: &str) -> Filed {
        self.benefit(benefit);
        let body = intake_body(unit, benefit, &self.today().to_string());
        self.filed_with(client, &body)
    }

    /// Registers an intake with this body.
    ///
    /// # Panics
    /// When the service refuses.
    #[must_use]
    pub fn filed_with(&self, client: &Client, body: &Value) -> Filed {
        let key = format!("intake-{}", self.number());
        Filed::of(client.key(&key).post("/api/v1/intakes", body).expect(201))
    }
}
