//! Statutory parameters, kinds of income, circumstances.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use domain::platform::role::Role;
use support::{Answer, each_app};

fn item<'a>(answer: &'a Answer, key: &str, code: &str) -> &'a serde_json::Value {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().find(|item| item[key] == code).unwrap_or_else(|| panic!("no {code} in {}", answer.text))
}

#[test]
fn a_parameter_shows_its_days_its_act_and_how_sure_it_is() {
    each_app(|app| {
        let reader = app.staff(Role::AdministratorSystemu);
        let all = reader.get("/api/v1/law/parameters").expect(200);
        let most = item(&all, "id", "zasilek_staly_max");
        assert_eq!(
            (most["unit"].as_str(), most["values"].as_array().unwrap().len() > 2),
            (Some("pln_per_month"), true)
        );
        assert!(most["values"][0]["act"].is_string() && most["values"][0]["confidence"].is_string(), "{most}");
        let last = most["values"].as_array().unwrap().last().unwrap();
        assert_eq!((last["amount"]["amount"].as_str(), last["to"].as_str()), (Some("1229.00"), None));
        let percent = item(&all, "id", "zasilek_staly_procent_kryterium");
        assert_eq!(percent["values"].as_array().unwrap().last().unwrap()["number"], "130");
    });
}

#[test]
fn as_of_leaves_the_value_in_force() {
    each_app(|app| {
        let reader = app.staff(Role::Ksiegowosc);
        let of = |day: &str, id: &str| {
            let answer = reader.get(&format!("/api/v1/law/parameters?asOf={day}")).expect(200);
            let values = item(&answer, "id", id)["values"].as_array().unwrap().clone();
            assert_eq!(values.len(), 1, "{values:?}");
            values[0]["amount"]["amount"].as_str().unwrap().to_owned()
        };
        let criterion = "kryterium_dochodowe_osoby_samotnie_gospodarujacej";
        assert_eq!(of("2024-12-31", criterion), "776.00");
        assert_eq!(of("2025-01-01", criterion), "1010.00");
        let none = reader.get("/api/v1/law/parameters?asOf=1990-01-01").expect(200);
        assert!(none.body["items"].as_array().unwrap().is_empty());
        assert_eq!(reader.get("/api/v1/law/parameters?asOf=today").problem(400), "invalid_filter");
        assert_eq!(app.anonymous().get("/api/v1/law/parameters").problem(401), "token_invalid");
    });
}

#[test]
fn kinds_of_income_and_circumstances_are_listed_for_everybody_who_is_logged_in() {
    each_app(|app| {
        let reader = app.staff(Role::IodAudytor);
        let kinds = reader.get("/api/v1/law/income-kinds").expect(200);
        assert_eq!(item(&kinds, "code", "swiadczenia_aktywny_rodzic")["periods"].as_array().unwrap().len(), 2);
        let kinds = reader.get("/api/v1/law/income-kinds?asOf=2025-05-12").expect(200);
        let period = &item(&kinds, "code", "swiadczenia_aktywny_rodzic")["periods"];
        assert_eq!((period.as_array().unwrap().len(), period[0]["class"].as_str()), (1, Some("counted")));
        let circumstances = reader.get("/api/v1/law/circumstances").expect(200);
        assert_eq!(circumstances.body["items"].as_array().unwrap().len(), 15);
        assert_eq!(item(&circumstances, "code", "1")["opensMoneyBenefit"], false);
        assert_eq!(item(&circumstances, "code", "7a")["legalBasis"], "art. 7 pkt 7a u.p.s.");
        assert_eq!(app.anonymous().get("/api/v1/law/circumstances").problem(401), "token_invalid");
    });
}
