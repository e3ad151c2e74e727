//! Log-ins and their roles.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::kernel::ids::UserId;
use domain::platform::role::Role;
use support::{Answer, Client, TestApp, each_app, json};

const USERS: &str = "/api/v1/users";
const FIRST: &str = "pierwsze-haslo-1";
const SECOND: &str = "drugie-haslo-22";

fn create(admin: &Client, login: &str) -> Answer {
    admin.post(USERS, &json!({"login": login, "password": FIRST})).expect(201)
}

fn attempt(app: &TestApp, login: &str, password: &str) -> Answer {
    app.anonymous().post("/api/v1/auth/login", &json!({"login": login, "password": password}))
}

fn id_of(made: &Answer) -> UserId {
    made.at("/id").parse().unwrap()
}

#[test]
fn a_new_log_in_must_change_its_first_password_before_anything_else() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let employee = app.staff_of(Role::Kancelaria, None).employee;
        let body = json!({"login": "ewa.nowak", "employeeId": employee.to_string(), "password": FIRST});
        let made = admin.post(USERS, &body).expect(201);
        assert_eq!(made.body["mustChangePassword"], true);
        assert_eq!((&made.body["roles"], made.at("/employeeId")), (&json!([]), employee.to_string()));
        assert_eq!(admin.get(&made.header("location").unwrap()).expect(200).body, made.body);
        let tokens = attempt(app, "ewa.nowak", FIRST).expect(200);
        assert_eq!(tokens.body["mustChangePassword"], true);
        let ewa = Client::new(app.address(), Some(tokens.at("/accessToken")));
        assert_eq!(ewa.get("/api/v1/org-units").problem(403), "password_change_required");
        let change = json!({"currentPassword": FIRST, "newPassword": SECOND});
        assert_eq!(ewa.post("/api/v1/me/password-changes", &change).status, 204);
        assert_eq!(attempt(app, "ewa.nowak", SECOND).expect(200).body["mustChangePassword"], false);
    });
}

#[test]
fn a_taken_name_an_unknown_employee_and_a_short_password_are_refused() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let _ = create(&admin, "ewa.nowak");
        let refused = |body| admin.post(USERS, &body);
        let taken = refused(json!({"login": "ewa.nowak", "password": FIRST}));
        assert_eq!(taken.fault(409), ("/login".to_owned(), "duplicate".to_owned()));
        let unknown = json!({"login": "jan", "employeeId": "01890a5d-ac96-774b-bcce-b302099a8057", "password": FIRST});
        assert_eq!(refused(unknown).fault(422), ("/employeeId".to_owned(), "unknown_reference".to_owned()));
        let short = refused(json!({"login": "jan", "password": "za-krotkie"}));
        assert_eq!(short.fault(422), ("/password".to_owned(), "password_too_short".to_owned()));
        assert_eq!(refused(json!({"login": "Jan Nowak", "password": FIRST})).problem(400), "schema_violation");
        assert_eq!(refused(json!({"login": "jan"})).problem(400), "schema_violation");
        assert_eq!(app.db().count("users WHERE login LIKE 'jan%'"), 0);
    });
}

#[test]
fn only_an_administrator_looks_after_log_ins() {
    each_app(|app| {
        let id = id_of(&create(&app.staff(Role::AdministratorSystemu), "ewa.nowak"));
        let role = json!({"role": "kierownik", "from": "2026-11-23"});
        let attempts = |client: &Client| {
            let client = client.if_match(1);
            let act = |path: &str, body| client.post(&format!("{USERS}/{id}/{path}"), &body).status;
            vec![
                client.get(USERS).status,
                client.get(&format!("{USERS}/{id}")).status,
                client.post(USERS, &json!({"login": "nowy", "password": FIRST})).status,
                act("roles", role.clone()),
                act("roles/01890a5d-ac96-774b-bcce-b302099a8057/revocations", json!({"on": "2026-11-23"})),
                act("password-resets", json!({"password": SECOND})),
                act("blocks", json!({})),
                act("unblocks", json!({})),
            ]
        };
        for role in Role::ALL.iter().filter(|role| **role != Role::AdministratorSystemu) {
            assert_eq!(attempts(&app.staff(*role)), [403; 8], "{role:?}");
        }
        assert_eq!(attempts(&app.anonymous()), [401; 8]);
        assert_eq!(app.db().count(&format!("role_grants WHERE user_id = '{id}'")), 0);
    });
}

#[test]
fn a_role_counts_at_once_and_until_it_is_taken_back() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let clerk = app.staff_of(Role::Kancelaria, None);
        let path = format!("{USERS}/{}", clerk.user);
        assert_eq!(clerk.client.get("/api/v1/events").problem(403), "action_forbidden");
        let unit = app.unit("MOPS.K");
        let grant =
            json!({"role": "kierownik", "orgUnitId": unit.to_string(), "from": "2026-11-23", "to": "2026-12-31"});
        let granted = admin.if_match(1).post(&format!("{path}/roles"), &grant).expect(200);
        assert_eq!((granted.version(), granted.header("etag").as_deref()), (2, Some("\"2\"")));
        assert_eq!(admin.get(&path).expect(200).body, granted.body);
        let held = granted.body["roles"].as_array().unwrap().iter().find(|held| held["role"] == "kierownik").unwrap();
        assert_eq!((&held["from"], &held["to"]), (&json!("2026-11-23"), &json!("2026-12-31")));
        assert_eq!(held["orgUnitId"], unit.to_string());
        let _ = clerk.client.get("/api/v1/events").expect(200);

        let revocations = format!("{path}/roles/{}/revocations", held["id"].as_str().unwrap());
        let stale = admin.if_match(1).post(&revocations, &json!({"on": "2026-11-23"}));
        assert_eq!(stale.problem(412), "version_mismatch");
        let past = admin.if_match(2).post(&revocations, &json!({"on": "2026-11-22"}));
        assert_eq!(past.fault(422), ("/on".to_owned(), "day_in_past".to_owned()));
        let late = admin.if_match(2).post(&revocations, &json!({"on": "2027-01-01"}));
        assert_eq!(late.fault(422), ("/on".to_owned(), "role_ended".to_owned()));
        let revoked = admin.if_match(2).post(&revocations, &json!({"on": "2026-11-23"})).expect(200);
        assert_eq!(revoked.body["roles"].as_array().unwrap().len(), 1, "it began today, so nothing of it is left");
        assert_eq!(clerk.client.get("/api/v1/events").problem(403), "action_forbidden");
        assert_eq!(admin.if_match(3).post(&revocations, &json!({"on": "2026-11-23"})).problem(404), "not_found");
    });
}

#[test]
fn a_role_taken_back_later_keeps_its_days_before() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let clerk = app.staff_of(Role::Kancelaria, None);
        let path = format!("{USERS}/{}", clerk.user);
        let grant = admin.get(&path).expect(200).at("/roles/0/id");
        let revocations = format!("{path}/roles/{grant}/revocations");
        let revoked = admin.if_match(1).post(&revocations, &json!({"on": "2026-12-01"})).expect(200);
        assert_eq!(revoked.at("/roles/0/to"), "2026-11-30");
        let _ = clerk.client.get("/api/v1/org-units").expect(200);
        app.set_clock("2026-12-01T10:00:00Z");
        assert_eq!(app.log_in(clerk.user).get("/api/v1/org-units").problem(403), "action_forbidden");
    });
}

#[test]
fn a_grant_must_make_sense() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let clerk = app.staff_of(Role::Kancelaria, None);
        let path = format!("{USERS}/{}/roles", clerk.user);
        let fault = |body| admin.if_match(1).post(&path, &body).fault(422);
        let unit = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(
            fault(json!({"role": "kierownik", "orgUnitId": unit, "from": "2026-11-23"})),
            ("/orgUnitId".to_owned(), "unknown_reference".to_owned())
        );
        assert_eq!(
            fault(json!({"role": "kierownik", "from": "2026-11-23", "to": "2026-11-22"})),
            ("/to".to_owned(), "range".to_owned())
        );
        assert_eq!(
            fault(json!({"role": "kancelaria", "from": "2026-11-23"})),
            ("/from".to_owned(), "role_held".to_owned())
        );
        let unknown = admin.if_match(1).post(&path, &json!({"role": "krol", "from": "2026-11-23"}));
        assert_eq!(unknown.problem(400), "schema_violation");
        let good = json!({"role": "kierownik", "from": "2026-11-23"});
        assert_eq!(admin.post(&path, &good).problem(428), "precondition_required");
        assert_eq!(admin.if_match(9).post(&path, &good).problem(412), "version_mismatch");
        assert_eq!(app.db().count(&format!("role_grants WHERE user_id = '{}'", clerk.user)), 1);
    });
}

#[test]
fn nobody_gives_themselves_roles_blocks_themselves_or_resets_their_own_password() {
    each_app(|app| {
        let admin = app.staff_of(Role::AdministratorSystemu, None);
        let act = |path: &str, body| {
            let path = format!("{USERS}/{}/{path}", admin.user);
            admin.client.if_match(1).post(&path, &body).fault(422).1
        };
        let grant = admin.client.get(&format!("{USERS}/{}", admin.user)).expect(200).at("/roles/0/id");
        assert_eq!(act("roles", json!({"role": "kierownik", "from": "2026-11-23"})), "own_account");
        assert_eq!(act(&format!("roles/{grant}/revocations"), json!({"on": "2026-11-23"})), "own_account");
        assert_eq!(act("password-resets", json!({"password": SECOND})), "own_account");
        assert_eq!(act("blocks", json!({})), "own_account");
        assert_eq!(admin.client.get(&format!("{USERS}/{}", admin.user)).expect(200).version(), 1);
    });
}

#[test]
fn a_block_ends_sessions_and_log_ins_until_it_is_lifted() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let id = app.account("ewa.nowak", Role::Kancelaria);
        let tokens = attempt(app, "ewa.nowak", support::PASSWORD).expect(200);
        let ewa = Client::new(app.address(), Some(tokens.at("/accessToken")));
        let _ = ewa.get("/api/v1/me").expect(200);
        let act = |version, what: &str| admin.if_match(version).send("POST", &format!("{USERS}/{id}/{what}"), "", &[]);
        let blocked = act(1, "blocks").expect(200);
        assert_eq!((blocked.version(), &blocked.body["blocked"]), (2, &json!(true)));
        assert_eq!(ewa.get("/api/v1/me").problem(401), "token_invalid");
        let refresh =
            app.anonymous().post("/api/v1/auth/refresh", &json!({"refreshToken": tokens.at("/refreshToken")}));
        assert_eq!(refresh.problem(401), "token_invalid");
        assert_eq!(attempt(app, "ewa.nowak", support::PASSWORD).problem(401), "token_invalid");
        let again = act(2, "blocks");
        assert_eq!(again.body["allowedTransitions"], json!(["unblock"]));
        assert_eq!(again.problem(409), "invalid_transition");
        assert_eq!(act(1, "unblocks").problem(412), "version_mismatch");
        assert_eq!(act(2, "unblocks").expect(200).body["blocked"], false);
        assert_eq!(act(3, "unblocks").problem(409), "invalid_transition");
        let _ = attempt(app, "ewa.nowak", support::PASSWORD).expect(200);
        assert_eq!(ewa.get("/api/v1/me").problem(401), "token_invalid", "the old session stays ended");
    });
}

#[test]
fn a_reset_ends_sessions_and_its_password_must_be_changed() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let id = app.account("ewa.nowak", Role::Kancelaria);
        let tokens = attempt(app, "ewa.nowak", support::PASSWORD).expect(200);
        let ewa = Client::new(app.address(), Some(tokens.at("/accessToken")));
        let path = format!("{USERS}/{id}/password-resets");
        let body = json!({"password": SECOND});
        assert_eq!(admin.if_match(4).post(&path, &body).problem(412), "version_mismatch");
        let short = admin.if_match(1).post(&path, &json!({"password": "za-krotkie"}));
        assert_eq!(short.fault(422), ("/password".to_owned(), "password_too_short".to_owned()));
        let _ = ewa.get("/api/v1/me").expect(200);
        assert_eq!(admin.if_match(1).post(&path, &body).expect(200).body["mustChangePassword"], true);
        assert_eq!(ewa.get("/api/v1/me").problem(401), "token_invalid");
        assert_eq!(attempt(app, "ewa.nowak", support::PASSWORD).problem(401), "token_invalid");
        assert_eq!(attempt(app, "ewa.nowak", SECOND).expect(200).body["mustChangePassword"], true);
    });
}

#[test]
fn passwords_are_neither_in_answers_nor_in_the_journal_nor_among_idempotency_keys() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu).key("k-1");
        let body = json!({"login": "ewa.nowak", "password": FIRST});
        let made = admin.post(USERS, &body).expect(201);
        let again = admin.post(USERS, &body).expect(201);
        assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
        let path = format!("{USERS}/{}", made.at("/id"));
        let reset =
            admin.if_match(1).post(&format!("{path}/password-resets"), &json!({"password": SECOND})).expect(200);
        let history = admin.get(&format!("{path}/history")).expect(200);
        let stored = app.db().texts("SELECT password_hash FROM users WHERE login = 'ewa.nowak'").remove(0).unwrap();
        let secrets = [FIRST, SECOND, "argon2", stored.as_str(), "passwordHash", "password_hash"];
        let mut texts = vec![made.text, again.text, reset.text, history.text];
        texts.push(admin.get(&path).expect(200).text);
        texts.push(admin.get(USERS).expect(200).text);
        texts.extend(app.db().texts("SELECT body FROM journal_payloads").into_iter().flatten());
        for text in texts {
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
        }
        // A digest of the body that has the password in it could be guessed offline.
        let fingerprint = app.db().texts("SELECT fingerprint FROM idempotency_keys").remove(0).unwrap();
        let digest = api::http::body::hex_digest(body.to_string().as_bytes());
        let with_password = api::http::body::hex_digest(format!("POST\n{USERS}\n{digest}").as_bytes());
        assert_ne!(fingerprint, with_password);
    });
}

#[test]
fn the_list_of_log_ins_goes_by_name() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        for login in ["zofia", "adam", "maria"] {
            let _ = create(&admin, login);
        }
        let first = admin.get(&format!("{USERS}?limit=2")).expect(200);
        assert_eq!((first.at("/items/0/login"), first.at("/items/1/login")), ("adam".to_owned(), "maria".to_owned()));
        let second = admin.get(&format!("{USERS}?limit=2&cursor={}", first.at("/page/next"))).expect(200);
        assert_eq!(second.at("/items/1/login"), "zofia");
    });
}
