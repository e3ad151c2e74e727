//! Log-in, tokens, sessions.

use domain::platform::role::Role;
use support::{Client, PASSWORD, TestApp, each_app, json};

fn log_in(app: &TestApp, login: &str) -> (Client, String) {
    let tokens = app.anonymous().post("/api/v1/auth/login", &json!({"login": login, "password": PASSWORD})).expect(200);
    (Client::new(app.address(), Some(tokens.at("/accessToken"))), tokens.at("/refreshToken"))
}

#[test]
fn a_user_logs_in_and_sees_their_account_and_permissions() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        let (anna, _) = log_in(app, "anna.nowak");
        let me = anna.get("/api/v1/me").expect(200);
        assert_eq!((me.at("/login"), me.at("/roles/0/role")), ("anna.nowak".to_owned(), "kierownik".to_owned()));
        let permissions = anna.get("/api/v1/me/permissions").expect(200).body;
        let actions: Vec<&str> =
            permissions["permissions"].as_array().unwrap().iter().map(|p| p["action"].as_str().unwrap()).collect();
        assert!(actions.contains(&"decision.approve") && !actions.contains(&"payment_list.approve"), "{actions:?}");
    });
}

#[test]
fn wrong_password_unknown_name_and_blocked_log_in_answer_the_same() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        app.account("jan.blok", Role::Kierownik);
        app.db().execute_raw("UPDATE users SET blocked = TRUE WHERE login = 'jan.blok'").unwrap();
        let attempt = |login: &str, password: &str| {
            let mut answer =
                app.anonymous().post("/api/v1/auth/login", &json!({"login": login, "password": password})).expect(401);
            answer.body["requestId"] = json!(null);
            answer.body
        };
        let wrong = attempt("anna.nowak", "nie-to-haslo-wcale");
        assert_eq!(wrong["code"], "token_invalid");
        assert_eq!(wrong, attempt("nikt.taki", PASSWORD));
        assert_eq!(wrong, attempt("jan.blok", PASSWORD));
    });
}

#[test]
fn a_refresh_token_is_good_once_and_its_second_use_ends_the_session() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        let (anna, first) = log_in(app, "anna.nowak");
        let refresh = |token: &str| app.anonymous().post("/api/v1/auth/refresh", &json!({"refreshToken": token}));
        let second = refresh(&first).expect(200);
        let _ = anna.get("/api/v1/me").expect(200);
        assert_eq!(refresh(&first).problem(401), "token_invalid");
        assert_eq!(refresh(&second.at("/refreshToken")).problem(401), "token_invalid");
        assert_eq!(anna.get("/api/v1/me").problem(401), "token_invalid");
    });
}

#[test]
fn log_out_ends_the_session_at_once() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        let (anna, refresh) = log_in(app, "anna.nowak");
        assert_eq!(anna.send("POST", "/api/v1/auth/logout", "", &[]).status, 204);
        assert_eq!(anna.get("/api/v1/me").problem(401), "token_invalid");
        let again = app.anonymous().post("/api/v1/auth/refresh", &json!({"refreshToken": refresh}));
        assert_eq!(again.problem(401), "token_invalid");
    });
}

#[test]
fn tokens_and_sessions_end_with_time() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        let (anna, refresh) = log_in(app, "anna.nowak");
        app.set_clock("2026-11-23T10:26:00Z");
        assert_eq!(anna.get("/api/v1/me").problem(401), "token_invalid");
        let body = json!({"refreshToken": refresh});
        let next = app.anonymous().post("/api/v1/auth/refresh", &body).expect(200).at("/refreshToken");
        app.set_clock("2026-11-23T22:16:00Z");
        let late = app.anonymous().post("/api/v1/auth/refresh", &json!({"refreshToken": next}));
        assert_eq!(late.problem(401), "token_invalid");
    });
}

#[test]
fn a_new_password_needs_the_old_one_and_twelve_characters() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        let (anna, _) = log_in(app, "anna.nowak");
        let change = |current: &str, new: &str| {
            anna.post("/api/v1/me/password-changes", &json!({"currentPassword": current, "newPassword": new}))
        };
        assert_eq!(change("zle-haslo-zle-haslo", "nowe-dobre-haslo").fault(422).0, "/currentPassword");
        assert_eq!(
            change(PASSWORD, "krótkie").fault(422),
            ("/newPassword".to_owned(), "password_too_short".to_owned())
        );
        assert_eq!(change(PASSWORD, "nowe-dobre-haslo").status, 204);
        assert_eq!(anna.get("/api/v1/me").problem(401), "token_invalid");
        let old = app.anonymous().post("/api/v1/auth/login", &json!({"login": "anna.nowak", "password": PASSWORD}));
        assert_eq!(old.problem(401), "token_invalid");
        let new = json!({"login": "anna.nowak", "password": "nowe-dobre-haslo"});
        let _ = app.anonymous().post("/api/v1/auth/login", &new).expect(200);
    });
}

#[test]
fn forged_tokens_are_refused() {
    each_app(|app| {
        let good = app.account("anna.nowak", Role::Kierownik);
        let (_, _) = log_in(app, "anna.nowak");
        let foreign = api::platform::auth::tokens::Tokens::ephemeral().unwrap();
        let session = domain::kernel::ids::SessionId::new(uuid::Uuid::from_u128(1));
        let forged = foreign.issue(good, session, app.state.clock.now()).unwrap();
        let unknown_session = app.state.tokens.issue(good, session, app.state.clock.now()).unwrap();
        for token in [forged.as_str(), unknown_session.as_str(), "", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
            let client = Client::new(app.address(), Some(token.to_owned()));
            assert_eq!(client.get("/api/v1/me").problem(401), "token_invalid", "{token}");
        }
    });
}

#[test]
fn a_password_set_by_somebody_else_must_be_changed_first() {
    each_app(|app| {
        app.account("anna.nowak", Role::Kierownik);
        app.db().execute_raw("UPDATE users SET must_change_password = TRUE").unwrap();
        let (anna, _) = log_in(app, "anna.nowak");
        assert_eq!(anna.get("/api/v1/org-units").problem(403), "password_change_required");
        let _ = anna.get("/api/v1/me").expect(200);
    });
}
