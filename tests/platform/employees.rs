//! Employees.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use support::{Answer, TestApp, each_app, json};

const EMPLOYEES: &str = "/api/v1/employees";

fn body(surname: &str, unit: impl ToString) -> serde_json::Value {
    json!({"givenName": "Żaneta", "surname": surname, "position": "pracownik socjalny", "orgUnitId": unit.to_string()})
}

#[test]
fn an_administrator_creates_reads_and_changes_an_employee() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let unit = app.unit("MOPS.PS");
        let made = admin.post(EMPLOYEES, &body("Łęcka", unit)).expect(201);
        assert_eq!((made.version(), &made.body["active"]), (1, &json!(true)));
        let path = made.header("location").unwrap();
        assert_eq!(admin.get(&path).expect(200).body, made.body);
        let changed = admin.if_match(1).put(&path, &body("Łęcka-Świątek", unit)).expect(200);
        assert_eq!((changed.version(), changed.at("/surname")), (2, "Łęcka-Świątek".to_owned()));
        let stale = admin.if_match(1).put(&path, &body("Inna", unit));
        assert_eq!(stale.problem(412), "version_mismatch");
        assert_eq!(admin.put(&path, &body("Inna", unit)).problem(428), "precondition_required");
        assert_eq!(admin.get(&path).expect(200).at("/surname"), "Łęcka-Świątek");
    });
}

#[test]
fn a_unit_that_does_not_exist_is_refused_on_creation_and_on_change() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let nowhere = body("Łęcka", "01890a5d-ac96-774b-bcce-b302099a8057");
        let expected = ("/orgUnitId".to_owned(), "unknown_reference".to_owned());
        assert_eq!(admin.post(EMPLOYEES, &nowhere).fault(422), expected);
        let made = admin.post(EMPLOYEES, &body("Łęcka", app.unit("A"))).expect(201);
        let path = made.header("location").unwrap();
        assert_eq!(admin.if_match(1).put(&path, &nowhere).fault(422), expected);
        assert_eq!(admin.get(&path).expect(200).version(), 1);
    });
}

#[test]
fn others_read_but_do_not_change_and_strangers_do_neither() {
    each_app(|app| {
        let worker = app.staff_of(Role::PracownikSocjalny, None);
        let path = format!("{EMPLOYEES}/{}", worker.employee);
        let _ = worker.client.get(&path).expect(200);
        let _ = worker.client.get(EMPLOYEES).expect(200);
        let unit = worker.unit;
        assert_eq!(worker.client.post(EMPLOYEES, &body("Łęcka", unit)).problem(403), "action_forbidden");
        assert_eq!(worker.client.if_match(1).put(&path, &body("Łęcka", unit)).problem(403), "action_forbidden");
        assert_eq!(app.anonymous().get(EMPLOYEES).problem(401), "token_invalid");
        assert_eq!(app.anonymous().post(EMPLOYEES, &body("Łęcka", unit)).problem(401), "token_invalid");
        let admin = app.staff(Role::AdministratorSystemu);
        assert_eq!(admin.post(EMPLOYEES, &json!({"surname": "Łęcka"})).problem(400), "schema_violation");
        assert_eq!(admin.get(&format!("{EMPLOYEES}/01890a5d-ac96-774b-bcce-b302099a8057")).problem(404), "not_found");
    });
}

fn surnames(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["surname"].as_str().unwrap().to_owned()).collect()
}

fn page(app: &TestApp, query: &str) -> Answer {
    app.staff(Role::Kierownik).get(&format!("{EMPLOYEES}?{query}")).expect(200)
}

#[test]
fn the_list_goes_by_name_and_a_cursor_belongs_to_its_filter() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let (one, other) = (app.unit("A"), app.unit("B"));
        for (surname, unit) in [("Żak", one), ("Ćma", one), ("Zając", other), ("Cis", one)] {
            let _ = admin.post(EMPLOYEES, &body(surname, unit)).expect(201);
        }
        let of_one = page(app, &format!("orgUnitId={one}"));
        assert_eq!(
            surnames(&of_one),
            ["Cis", "Ćma", "Żak"],
            "folded: `żak` sorts as `zak`, and no one of the other unit"
        );
        let first = page(app, &format!("orgUnitId={one}&limit=2"));
        let cursor = first.at("/page/next");
        assert_eq!(surnames(&page(app, &format!("orgUnitId={one}&limit=2&cursor={cursor}"))), ["Żak"]);
        let foreign = app.staff(Role::Kierownik).get(&format!("{EMPLOYEES}?orgUnitId={other}&limit=2&cursor={cursor}"));
        assert_eq!(foreign.problem(400), "invalid_cursor");
        let wrong = app.staff(Role::Kierownik).get(&format!("{EMPLOYEES}?orgUnitId=x"));
        assert_eq!(wrong.problem(400), "invalid_filter");
    });
}
