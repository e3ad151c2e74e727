//! Delivery, appeal and finality; the printable form.

use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Client, TestApp, decision_body, each_app, json};

fn deliver(client: &Client, seen: &Answer, body: &Value) -> Answer {
    client.if_match(seen.version()).post(&format!("/api/v1/decisions/{}/deliveries", seen.at("/id")), body)
}

fn signed(app: &TestApp) -> Answer {
    let (_, prepared) = app.prepared();
    app.signed(&prepared, &app.staff(Role::Kierownik))
}

#[test]
fn the_days_of_appeal_and_finality_step_over_days_off() {
    each_app(|app| {
        let signed = signed(app);
        app.set_clock("2026-12-10T10:00:00Z");
        let office = app.staff(Role::Kancelaria);
        let body = json!({"dispatchedOn": "2026-12-01", "deliveredOn": "2026-12-10", "way": "doreczenie"});
        let delivered = deliver(&office, &signed, &body).expect(200);
        assert_eq!((delivered.at("/state"), delivered.at("/deliveredOn")), ("delivered".into(), "2026-12-10".into()));
        // Fourteen days end on 24 December, a day off since 2025; then two holidays and a Sunday.
        assert_eq!(delivered.at("/appealUntil/on"), "2026-12-28");
        assert_eq!(
            (delivered.at("/finalOn/on"), delivered.at("/treatedAsFinalOn/on")),
            ("2026-12-29".into(), "2027-01-05".into())
        );
        // It agrees with the demand of the only party.
        assert_eq!(
            (delivered.at("/enforceableOn/on"), delivered.at("/enforceableOn/legalBasis")),
            ("2026-12-10".into(), "art. 130 § 4 KPA".into())
        );
        assert_eq!(delivered.body["allowedTransitions"], json!([]));
        assert_eq!(deliver(&office, &delivered, &body).problem(409), "invalid_transition");
    });
}

#[test]
fn dispatch_and_delivery_are_recorded_one_after_the_other() {
    each_app(|app| {
        let signed = signed(app);
        app.set_clock("2026-12-10T10:00:00Z");
        let office = app.staff(Role::Kancelaria);
        let fault = |seen: &Answer, body: Value| deliver(&office, seen, &body).fault(422);
        let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        assert_eq!(fault(&signed, json!({})), at("", "nothing_given"));
        assert_eq!(fault(&signed, json!({"dispatchedOn": "2026-12-11"})), at("/dispatchedOn", "day_in_future"));
        assert_eq!(fault(&signed, json!({"dispatchedOn": "2026-11-22"})), at("/dispatchedOn", "day_too_early"));
        let only = json!({"deliveredOn": "2026-12-01", "way": "doreczenie"});
        assert_eq!(fault(&signed, only), at("/dispatchedOn", "required"));
        assert_eq!(
            fault(&signed, json!({"dispatchedOn": "2026-12-01", "way": "doreczenie"})),
            at("/deliveredOn", "delivery_incomplete")
        );
        let sent = deliver(&office, &signed, &json!({"dispatchedOn": "2026-11-24"})).expect(200);
        assert_eq!(sent.at("/state"), "dispatched");
        assert_eq!(
            fault(&sent, json!({"deliveredOn": "2026-11-23", "way": "doreczenie"})),
            at("/deliveredOn", "day_too_early")
        );
        // First notice on 27 November: the fourteenth day is 11 December.
        let notice = json!({"deliveredOn": "2026-11-27", "way": "fikcja_pocztowa"});
        assert_eq!(fault(&sent, notice.clone()), at("/deliveredOn", "not_delivered_yet"));
        let arrived = json!({"deliveredOn": "2026-11-26", "way": "fikcja_elektroniczna"});
        assert_eq!(fault(&sent, arrived), at("/deliveredOn", "not_delivered_yet"));
        app.set_clock("2026-12-11T10:00:00Z");
        let office = app.staff(Role::Kancelaria);
        let delivered = deliver(&office, &sent, &notice).expect(200);
        assert_eq!(
            (delivered.at("/deliveryEventOn"), delivered.at("/deliveredOn")),
            ("2026-11-27".into(), "2026-12-11".into())
        );
        assert_eq!(delivered.at("/deliveryWay"), "fikcja_pocztowa");
    });
}

#[test]
fn a_decision_without_reasons_is_final_at_once() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_staly", Some("300.00"));
        let mut body = decision_body(&app.calculated(&matter).at("/id"), "2027-10-31");
        body["leaveOutReasons"] = json!(true);
        let prepared = matter.clerk.client.key("a").post("/api/v1/decisions", &body).expect(201);
        assert!(prepared.at("/content/appealInstruction").contains("nie służy od niej odwołanie"));
        assert!(prepared.body.pointer("/content/factualReasons").is_none());
        let signed = app.signed(&prepared, &app.staff(Role::Kierownik));
        let office = app.staff(Role::Kancelaria);
        let body = json!({"dispatchedOn": "2026-11-23", "deliveredOn": "2026-11-23", "way": "doreczenie"});
        let delivered = deliver(&office, &signed, &body).expect(200);
        assert!(delivered.body.get("appealUntil").is_none(), "{}", delivered.text);
        assert_eq!(
            (delivered.at("/finalOn/on"), delivered.at("/finalOn/legalBasis")),
            ("2026-11-23".into(), "art. 127 § 1a KPA".into())
        );
    });
}

#[test]
fn the_printable_form_names_the_number_instructs_and_escapes() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let mut body = decision_body(&app.calculated(&matter).at("/id"), "2027-04-30");
        body["reasons"] = json!({"factual": "<script>alert(1)</script> & „tak”"});
        let clerk = &matter.clerk.client;
        let prepared = clerk.key("a").post("/api/v1/decisions", &body).expect(201);
        let path = format!("/api/v1/decisions/{}/rendition", prepared.at("/id"));
        let draft = clerk.get(&path).expect(200);
        assert_eq!(draft.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
        assert!(draft.text.contains("PROJEKT") && draft.text.contains("<html lang=\"pl\">"), "{}", draft.text);
        let signed = app.signed(&prepared, &app.staff(Role::Kierownik));
        let page = clerk.get(&path).expect(200).text;
        assert!(!page.contains("PROJEKT") && !page.contains("<script>"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; „tak”"), "{page}");
        let hash = signed.at("/contentHash");
        for words in
            [&matter.filed.number, "14 dni", "SKO w Przykładowie", "600,00\u{a0}zł", "Burmistrz Przykładowa", &hash]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let text = clerk.with("accept", "text/plain").get(&path).expect(200);
        assert_eq!(text.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
        assert!(
            text.text.contains(&matter.filed.number) && text.text.contains("POUCZENIE") && !text.text.contains("<p>")
        );
        // No id of a person is printed: the trace names the members by their role.
        assert!(!text.text.contains(&matter.filed.person), "{}", text.text);
    });
}
