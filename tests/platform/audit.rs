//! Verification of the journal over HTTP.

use domain::platform::role::Role;
use support::{each_app, json};

#[test]
fn an_auditor_sees_that_the_journal_is_whole_and_that_it_was_changed() {
    each_app(|app| {
        let _ = app.unit("A1");
        app.seal();
        let auditor = app.staff(Role::IodAudytor);
        app.seal();
        let clean = auditor.post("/api/v1/audit/verifications", &json!({})).expect(200);
        assert_eq!(clean.body["clean"], true, "{}", clean.text);
        let head = clean.body["head"].clone();
        let again = auditor.post("/api/v1/audit/verifications", &json!({"checkpoint": head})).expect(200);
        assert_eq!(again.body["clean"], true);
        let mut cut = head;
        cut["seq"] = json!(999_999);
        let cut = auditor.post("/api/v1/audit/verifications", &json!({"checkpoint": cut})).expect(200);
        assert_eq!(cut.at("/findings/0/fault"), "checkpoint_missed");
        let admin = app.staff(Role::AdministratorSystemu);
        assert_eq!(admin.post("/api/v1/audit/verifications", &json!({})).problem(403), "action_forbidden");
    });
}
