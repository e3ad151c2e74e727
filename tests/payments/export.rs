//! The file of a payment list, byte for byte.

use domain::payments::payment::PaymentMethod;
use support::payments::{Grant, PayOffice};
use support::{Answer, TestApp, each_app, json};

use super::{LISTS, path, step};

fn approved(office: &PayOffice, method: &str) -> Answer {
    let (clerk, accountant) = (&office.clerk.client, &office.accountant.client);
    let list = clerk.key(method).post(LISTS, &json!({"month": "2026-11", "method": method})).expect(201);
    let _ = step(clerk, &list, "checks").expect(200);
    step(accountant, &clerk.get(&path(&list)).expect(200), "approvals").expect(200)
}

fn grant(app: &TestApp, office: &PayOffice, surname: &str, method: PaymentMethod) {
    app.granted(office, &Grant { surname: surname.to_owned(), method, amount: "505.00", ..Grant::default() });
}

#[test]
fn the_file_has_every_payment_and_the_control_sums() {
    each_app(|app| {
        let office = app.pay_office();
        grant(app, &office, "Żak; \"Ż\"", PaymentMethod::Account);
        grant(app, &office, "Ćma", PaymentMethod::Account);
        let list = approved(&office, "account");
        let file = step(&office.accountant.client, &list, "exports").expect(200);
        assert_eq!(file.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
        assert_eq!(
            file.header("content-disposition").as_deref(),
            Some("attachment; filename=\"lista-wyplat-1-2026.csv\"")
        );
        let accounts = app.db().texts("SELECT account FROM payments ORDER BY id");
        let grouped = |at: usize| {
            let number = accounts[at].clone().unwrap();
            let (head, rest) = number.split_at(2);
            let groups: Vec<&str> = (0..6).map(|n| &rest[n * 4..n * 4 + 4]).collect();
            format!("{head} {}", groups.join(" "))
        };
        let expected = format!(
            "\u{feff}Lp.;Okres;Odbiorca;Rachunek lub sposób wypłaty;Kwota;Tytuł\r\n\
             1;2026-11;Żaneta Ćma;{};505.00;Świadczenie 11/2026\r\n\
             2;2026-11;\"Żaneta Żak; \"\"Ż\"\"\";{};505.00;Świadczenie 11/2026\r\n\
             SUMA;2;;;1010.00;{}\r\n",
            grouped(0),
            grouped(1),
            list.at("/controlSums/hash"),
        );
        assert_eq!(file.text, expected);
        let seen = app.db().count("access_people");
        assert!(seen >= 2, "the access log names everybody on the file");
    });
}

#[test]
fn a_cell_is_never_run_as_a_formula() {
    each_app(|app| {
        let office = app.pay_office();
        grant(app, &office, "Wymyślona", PaymentMethod::CashDesk);
        app.db().execute_raw("UPDATE persons SET given_names = '=1+1'").unwrap();
        let list = approved(&office, "cash_desk");
        let file = step(&office.accountant.client, &list, "exports").expect(200);
        assert!(file.text.contains(";'=1+1 Wymyślona;Kasa;505.00;"), "{}", file.text);
    });
}

#[test]
fn a_lost_answer_is_asked_for_again_under_its_key() {
    each_app(|app| {
        let office = app.pay_office();
        grant(app, &office, "Wymyślona", PaymentMethod::Account);
        let list = approved(&office, "account");
        let early = office.accountant.client.get(&format!("{}/file", path(&list)));
        assert_eq!(early.problem(404), "not_found");
        let keyless = office.accountant.client.if_match(list.version());
        let keyless = keyless.send("POST", &format!("{}/exports", path(&list)), "", &[]);
        assert_eq!(keyless.fault(428).0, "header:Idempotency-Key");
        let accountant = office.accountant.client.key("export");
        let first = step(&accountant, &list, "exports").expect(200);
        let again = step(&accountant, &list, "exports").expect(200);
        assert_eq!(
            (again.text.as_str(), again.header("idempotency-replayed").as_deref()),
            (first.text.as_str(), Some("true"))
        );
        assert_eq!(step(&office.accountant.client, &list, "exports").problem(412), "version_mismatch");
        let file = format!("{}/file", path(&list));
        assert_eq!(office.accountant.client.get(&file).expect(200).text, first.text);
        assert_eq!(office.clerk.client.get(&file).problem(403), "action_forbidden");
        assert_eq!(app.db().count("payments"), 1);
    });
}
