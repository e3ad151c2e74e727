//! The main job with people who are markers: from the first record to the file for the bank.

use std::sync::Arc;

use domain::platform::role::Role;
use serde_json::{Value, json};
use support::{Staff, TestApp};

use super::caller::Caller;
use super::markers::Markers;
use super::scan::Scanner;

/// Who takes part.
pub(super) struct Office {
    pub(super) worker: Caller,
    post: Staff,
    pub(super) clerk: Caller,
    pub(super) deputy: Caller,
    pub(super) head: Caller,
    pub(super) registry: Caller,
    pub(super) payer: Caller,
    pub(super) accountant: Caller,
    pub(super) admin: Caller,
    pub(super) auditor: Caller,
}

/// What the journey made.
pub(super) struct Trail {
    pub(super) person: String,
    pub(super) household: String,
    pub(super) case: String,
    /// Addresses that can be read, each with who reads it.
    read: Vec<(Caller, String)>,
}

impl Office {
    pub(super) fn open(app: &TestApp, scanner: &Arc<Scanner>) -> Self {
        app.centre();
        app.benefit("zasilek_okresowy");
        let caller = |client| Caller::new(client, scanner);
        let worker = app.staff_of(Role::PracownikSocjalny, None);
        let clerk = caller(app.staff_in(Role::PracownikSwiadczen, worker.unit));
        let all = |role| caller(app.staff(role));
        Self {
            clerk,
            deputy: all(Role::ZastepcaKierownika),
            head: all(Role::Kierownik),
            registry: all(Role::Kancelaria),
            payer: all(Role::PracownikSwiadczen),
            accountant: all(Role::Ksiegowosc),
            admin: all(Role::AdministratorSystemu),
            auditor: all(Role::IodAudytor),
            worker: caller(worker.client.clone()),
            post: worker,
        }
    }

    pub(super) fn everybody(&self) -> [&Caller; 9] {
        [
            &self.head,
            &self.admin,
            &self.worker,
            &self.clerk,
            &self.accountant,
            &self.registry,
            &self.payer,
            &self.deputy,
            &self.auditor,
        ]
    }
}

/// An employee and a log-in whose names are markers too.
fn employ(office: &Office, markers: &Markers) {
    let employee = json!({
        "givenName": markers.jan.given, "surname": markers.jan.surname, "position": "referent",
        "orgUnitId": office.post.unit.to_string()
    });
    let _ = office.admin.post("/api/v1/employees", &employee).expect(201);
    let user = json!({"login": markers.word, "password": "zupelnie-zwykle-haslo"});
    let _ = office.admin.post("/api/v1/users", &user).expect(201);
}

/// From the first record to an application with its case.
fn file(office: &Office, markers: &Markers) -> (Value, Value) {
    let Office { worker, post, .. } = office;
    let key = markers.text("klucz").replace(|c: char| !c.is_ascii_graphic(), "-");
    let made = worker.key(&key).post("/api/v1/persons", &markers.anna.body()).expect(201);
    let person = made.at("/id");
    let member = json!({"personId": person, "role": "wnioskodawca", "from": "2018-10-01"});
    let home = worker.post("/api/v1/households", &json!({"members": [member]})).expect(201);
    let record = json!({
        "kind": "health", "personId": person, "note": markers.text("choroba"), "source": "dokument",
        "document": markers.text("karta")
    });
    let seen = worker.post("/api/v1/evidence", &record).expect(201);
    let doubted = json!({"reason": markers.text("wątpliwość")});
    let _ = worker.step(&seen, &format!("/api/v1/evidence/{}/disputes", seen.at("/id")), &doubted).expect(200);
    let body = json!({
        "channel": "paper", "receivedOn": "2026-11-23", "orgUnitId": post.unit.to_string(),
        "sourceSystem": "obywatel", "externalId": markers.text("numer"), "note": markers.text("adnotacja"),
        "applicant": {"personId": person}, "household": {"householdId": home.at("/id")},
        "evidence": [{"record": {
            "kind": "property", "note": markers.text("majątek"), "source": "oswiadczenie", "document": markers.text("o")
        }}],
        "applications": [{
            "benefitCode": "zasilek_okresowy", "circumstances": ["4"], "complete": true,
            "demand": markers.text("prośba")
        }]
    });
    let filed = worker.key("wplyw").post("/api/v1/intakes", &body).expect(201);
    (made.body, filed.body)
}

/// The case gets its worker, who visits.
fn visit(office: &Office, markers: &Markers, case: &str, person: &str) -> String {
    let (worker, conductor) = (&office.worker, office.post.employee.to_string());
    let path = format!("/api/v1/cases/{case}");
    let seen = office.head.get(&path).expect(200);
    let _ = office.head.step(&seen, &format!("{path}/assignments"), &json!({"employeeId": conductor})).expect(200);
    let plan = json!({
        "caseId": case, "kind": "pelny", "conductorId": conductor, "plannedOn": "2026-11-23",
        "place": markers.text("miejsce")
    });
    let planned = worker.post("/api/v1/interviews", &plan).expect(201);
    let visit = json!({
        "visitedOn": "2026-11-23", "findings": markers.text("ustalenia"),
        "participants": [
            {"role": "applicant", "personId": person}, {"role": "police", "note": markers.text("dzielnicowy")}
        ]
    });
    let path = format!("/api/v1/interviews/{}", planned.at("/id"));
    let _ = worker.step(&planned, &format!("{path}/completions"), &visit).expect(200);
    path
}

/// The benefit is calculated, decided, given back once, approved, signed and delivered.
fn decide(office: &Office, markers: &Markers, case: &str, person: &Value) -> (String, String) {
    let (clerk, head) = (&office.clerk, &office.head);
    let body = json!({
        "caseId": case, "benefitCode": "zasilek_okresowy", "noIncomePersonIds": [person["id"]],
        "chosenAmount": {"amount": "600.00", "currency": "PLN"}, "choiceReason": markers.text("wybór")
    });
    let made = clerk.post("/api/v1/calculations", &body).expect(201);
    let calculation = format!("/api/v1/calculations/{}", made.at("/id"));
    let body = json!({
        "calculationId": made.at("/id"),
        "terms": {"method": "account", "accountId": person["accounts"][0]["id"], "to": "2027-04-30"},
        "reasons": {"factual": markers.text("stan faktyczny"), "legal": markers.text("stan prawny")}
    });
    let prepared = clerk.key("decyzja").post("/api/v1/decisions", &body).expect(201);
    let path = format!("/api/v1/decisions/{}", prepared.at("/id"));
    let note = json!({"note": markers.text("uwagi")});
    let returned = head.step(&prepared, &format!("{path}/returns"), &note).expect(200);
    let again = clerk.step(&returned, &format!("{path}/revisions"), &body).expect(200);
    let approved = office.deputy.step(&again, &format!("{path}/approvals"), &json!({})).expect(200);
    let signed = head.step(&approved, &format!("{path}/signatures"), &json!({})).expect(200);
    let delivery = json!({"dispatchedOn": "2026-11-23", "deliveredOn": "2026-11-23", "way": "doreczenie"});
    let _ = office.registry.step(&signed, &format!("{path}/deliveries"), &delivery).expect(200);
    (calculation, path)
}

/// What was granted is put on a list, checked, approved and exported.
fn pay(office: &Office, markers: &Markers) -> String {
    let body = json!({"month": "2026-11", "method": "account"});
    let list = office.payer.key("lista").post("/api/v1/payment-lists", &body).expect(201);
    let path = format!("/api/v1/payment-lists/{}", list.at("/id"));
    let checked = office.payer.step(&list, &format!("{path}/checks"), &json!({})).expect(200);
    assert_eq!(checked.at("/list/state"), "checked", "{}", checked.text);
    let approved = office.accountant.step(&checked, &format!("{path}/approvals"), &json!({})).expect(200);
    let file = office.accountant.key("plik").step(&approved, &format!("{path}/exports"), &json!({})).expect(200);
    assert!(file.text.contains(&markers.anna.surname), "the file for the bank names the person: {}", file.text);
    path
}

/// Does the main job.
pub(super) fn play(office: &Office, markers: &Markers) -> Trail {
    employ(office, markers);
    let (person, filed) = file(office, markers);
    let at = |pointer: &str| support::text(&filed, pointer);
    let (id, home, case) = (at("/applicantId"), at("/householdId"), at("/applications/0/caseId"));
    let interview = visit(office, markers, &case, &id);
    let (calculation, decision) = decide(office, markers, &case, &person);
    let list = pay(office, markers);
    let _ = office.worker.post("/api/v1/persons", &markers.jan.body()).expect(201);
    let worker = |path: String| (office.worker.clone(), path);
    let head = |path: String| (office.head.clone(), path);
    let admin = |path: &str| (office.admin.clone(), path.to_owned());
    let read = vec![
        worker(format!("/api/v1/persons/{id}?asOf=2026-11-23")),
        worker(format!("/api/v1/persons/{id}/history")),
        worker(format!("/api/v1/households/{home}")),
        worker(format!("/api/v1/households/{home}/history")),
        worker(format!("/api/v1/evidence?personId={id}&limit=1")),
        worker(format!("/api/v1/evidence?householdId={home}&limit=1")),
        worker(format!("/api/v1/intakes/{}", at("/id"))),
        worker(interview),
        head("/api/v1/cases?limit=1".to_owned()),
        head(format!("/api/v1/cases/{case}")),
        head(format!("/api/v1/cases/{case}/history?limit=2")),
        head(format!("/api/v1/cases/{case}/timeline?limit=2")),
        head(format!("/api/v1/cases/{case}/dossier")),
        head(format!("/api/v1/clocks?caseId={case}&limit=1")),
        head(calculation),
        head(format!("/api/v1/decisions?caseId={case}&limit=1")),
        head(decision.clone()),
        head(format!("{decision}/rendition")),
        (office.payer.clone(), format!("/api/v1/awards?caseId={case}&limit=1")),
        (office.payer.clone(), "/api/v1/payment-lists?limit=1".to_owned()),
        (office.payer.clone(), list.clone()),
        (office.payer.clone(), format!("{list}/payments?limit=1")),
        admin("/api/v1/employees?limit=1"),
        admin("/api/v1/users?limit=1"),
        admin("/api/v1/org-units?limit=1"),
        admin("/api/v1/centre/history"),
        head("/api/v1/events?after=0&limit=200".to_owned()),
        admin("/metrics"),
        admin("/healthz"),
        admin("/readyz"),
    ];
    Trail { person: id, household: home, case, read }
}

/// Reads everything the journey made, page after page, with a reason that is a marker.
pub(super) fn read(trail: &Trail, markers: &Markers) {
    for (caller, path) in &trail.read {
        let caller = caller.with("x-access-reason", &markers.text("powód"));
        let mut page = caller.get(path).expect(200);
        while let Some(next) = page.body["page"]["next"].as_str() {
            let joint = if path.contains('?') { '&' } else { '?' };
            page = caller.get(&format!("{path}{joint}cursor={next}")).expect(200);
        }
    }
}
