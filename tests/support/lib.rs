//! A real server on a real database, and clients of every role.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

pub mod casework;
pub mod client;
pub mod decisions;
mod log_ins;
pub mod payments;

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::web::Data;
use api::config::{ARGON2_KIB, Config};
use api::platform::auth::passwords;
use api::platform::auth::tokens::Tokens;
use api::server;
use api::state::{Clock, State};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::kernel::context::Context;
use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{EmployeeId, OrgUnitId, RoleGrantId, SessionId, UserId};
use domain::platform::access::Grant;
use domain::platform::role::Role;
use domain::platform::staff::{Employee, Login, OrgUnit, User};
use persistence::error::Error;
use persistence::platform::journal::Events;
use persistence::platform::sessions::{self, Session};
use persistence::platform::users::{self, HeldRole};
use persistence::platform::{employees, org_units, seals};
use persistence::testing::{Kind, TestDb, block_on, kinds};
use serde_json::Value;

pub use casework::{Filed, intake_body};
pub use client::{Answer, Client};
pub use decisions::{Matter, decision_body};
pub use serde_json::json;

/// When every test begins: Monday 23 November 2026, 11:15:30 in Poland.
pub const START: &str = "2026-11-23T10:15:30Z";
/// The password of accounts made with [`TestApp::account`].
pub const PASSWORD: &str = "zupelnie-zwykle-haslo";

/// A running service with a database of its own.
pub struct TestApp {
    /// What the service shares.
    pub state: Data<State>,
    address: SocketAddr,
    handle: actix_web::dev::ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
    made: AtomicU32,
    // Dropped last: the server must have ended.
    db: TestDb,
}

/// Runs a test on a service with each database.
pub fn each_app(test: impl Fn(&TestApp)) {
    for kind in kinds() {
        let app = TestApp::start(kind);
        test(&app);
    }
}

fn config(db: &TestDb) -> Config {
    let mut config = Config::read(false, |_| None).expect("the defaults are valid");
    config.database = db.url().clone();
    config.rate_limit = 1_000_000;
    config.login_rate_limit = 1_000_000;
    config.workers = 1;
    config.body_timeout = std::time::Duration::from_millis(700);
    config
}

impl TestApp {
    /// Starts a service on a fresh database of this kind.
    #[must_use]
    pub fn start(kind: Kind) -> Self {
        Self::start_with(kind, |_| {})
    }

    /// Starts a service whose configuration differs from the tests' own.
    #[must_use]
    pub fn start_with(kind: Kind, change: impl FnOnce(&mut Config)) -> Self {
        let db = TestDb::migrated(kind);
        let mut config = config(&db);
        change(&mut config);
        let clock = Clock::movable();
        assert!(clock.set(START.parse().expect("an instant")));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Data::new(State::new(db.store(), clock, config, Tokens::ephemeral().expect("randomness")));
        let shared = state.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = server::serve(shared, listener).expect("a server");
                tell.send(server.handle()).expect("the test waits");
                server.await.expect("a clean end");
            });
        });
        let handle = told.recv().expect("the server started");
        Self { state, address, handle, thread: Some(thread), made: AtomicU32::new(0), db }
    }

    /// The database, for looking behind the service's back.
    #[must_use]
    pub fn db(&self) -> &TestDb {
        &self.db
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A client without a token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// Moves the clock. Tokens live by the same clock: take new clients after a jump of more than ten minutes.
    pub fn set_clock(&self, instant: &str) {
        assert!(self.state.clock.set(instant.parse::<DateTime<Utc>>().expect("an instant")));
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.state.clock.today()
    }

    /// Does something in the store, as the system.
    pub fn store<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut persistence::tx::Tx<'_>) -> Result<(T, Events), Error> + Send + 'static,
    {
        let context: Arc<Context> = self.state.system_context("test");
        block_on(self.state.store.write(context, work)).expect("the store does it")
    }

    /// Does what a use-case does, as the system.
    ///
    /// # Errors
    /// What the use-case refuses.
    pub fn usecase<T, F>(&self, work: F) -> Result<T, api::http::error::Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut persistence::tx::Tx<'_>) -> Result<(T, Events), api::http::error::Error> + Send + 'static,
    {
        block_on(self.state.store.write(self.state.system_context("test"), work))
    }

    /// Seals the journal now instead of within a second.
    pub fn seal(&self) {
        while block_on(self.state.store.housekeeping(|house| seals::seal(house, 500))).expect("sealing") > 0 {}
    }

    fn number(&self) -> u32 {
        self.made.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A new organisational unit.
    pub fn unit(&self, symbol: &str) -> OrgUnitId {
        let symbol = symbol.to_owned();
        self.store(move |tx| {
            let id = OrgUnitId::new(tx.context().ids.next());
            let unit = OrgUnit {
                id,
                version: 1,
                symbol: symbol.clone().try_into().unwrap(),
                name: format!("Dział {symbol}").try_into().unwrap(),
                parent: None,
                active: true,
            };
            org_units::insert(tx, &unit)?;
            Ok((id, Events::one("org_unit.created", org_units::subject(id), 1)))
        })
    }

    /// A client whose user holds a role in the whole centre.
    pub fn staff(&self, role: Role) -> Client {
        self.staff_of(role, None).client
    }

    /// A client whose user holds a role in a unit.
    pub fn staff_in(&self, role: Role, unit: OrgUnitId) -> Client {
        self.staff_of(role, Some(unit)).client
    }

    /// An employee with a log-in that holds one role.
    pub fn staff_of(&self, role: Role, unit: Option<OrgUnitId>) -> Staff {
        let n = self.number();
        let post = unit.unwrap_or_else(|| self.unit(&format!("T{n}")));
        let (user, employee) = self.store(move |tx| {
            let employee = Employee {
                id: EmployeeId::new(tx.context().ids.next()),
                version: 1,
                given_name: "Testowa".to_owned().try_into().unwrap(),
                surname: format!("Osoba{n}").try_into().unwrap(),
                position: role.label_pl().to_owned().try_into().unwrap(),
                unit: post,
                active: true,
            };
            employees::insert(tx, &employee)?;
            let user = User {
                id: UserId::new(tx.context().ids.next()),
                version: 1,
                login: Login::try_from(format!("osoba{n}")).unwrap(),
                employee: Some(employee.id),
                password_hash: String::new(),
                must_change_password: false,
                blocked: false,
            };
            users::insert(tx, &user)?;
            let range = DayRange::half_open("2000-01-01".parse().unwrap(), OPEN_END).unwrap();
            let held = HeldRole { id: RoleGrantId::new(tx.context().ids.next()), grant: Grant { role, unit, range } };
            users::grant(tx, user.id, &held)?;
            let events = Events::one("employee.created", employees::subject(employee.id), 1).and(
                "user.created",
                users::subject(user.id),
                1,
            );
            Ok(((user.id, employee.id), events))
        });
        Staff { client: self.log_in(user), user, employee, unit: post }
    }

    /// A client with a new session of this user, without asking for a password.
    pub fn log_in(&self, user: UserId) -> Client {
        let now = self.state.clock.now();
        let context = self.state.system_context("test");
        let id = SessionId::new(context.ids.next());
        let session = Session { id, user, expires_at: now + Duration::hours(12), revoked: false };
        let hash = format!("none-{id}");
        block_on(self.state.store.housekeeping(move |house| sessions::open(house, &session, &hash, now)))
            .expect("a session");
        let token = self.state.tokens.issue(user, id, now).expect("a token");
        Client::new(self.address, Some(token))
    }

    /// A user with [`PASSWORD`] and a role in the whole centre.
    pub fn account(&self, login: &str, role: Role) -> UserId {
        let hash = passwords::hash(PASSWORD, ARGON2_KIB).expect("a hash");
        let login = Login::try_from(login.to_owned()).expect("a log-in name");
        self.store(move |tx| {
            let user = User {
                id: UserId::new(tx.context().ids.next()),
                version: 1,
                login,
                employee: None,
                password_hash: hash,
                must_change_password: false,
                blocked: false,
            };
            users::insert(tx, &user)?;
            let range = DayRange::half_open("2000-01-01".parse().unwrap(), OPEN_END).unwrap();
            let grant = Grant { role, unit: None, range };
            users::grant(tx, user.id, &HeldRole { id: RoleGrantId::new(tx.context().ids.next()), grant })?;
            Ok((user.id, Events::one("user.created", users::subject(user.id), 1)))
        })
    }
}

/// Names the file that collects the counters of every service a test started; see `contract/reached.py`.
const OPERATIONS_SEEN: &str = "OPERATIONS_SEEN";

fn keep_counters(text: &str) {
    let Ok(path) = std::env::var(OPERATIONS_SEEN) else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file for the counters");
}

impl Drop for TestApp {
    fn drop(&mut self) {
        keep_counters(&self.state.metrics.text());
        block_on(self.handle.stop(false));
        let ended = self.thread.take().map(std::thread::JoinHandle::join);
        if !std::thread::panicking() {
            assert!(matches!(ended, Some(Ok(()))), "the server ended badly");
        }
    }
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestApp").field("address", &self.address).finish_non_exhaustive()
    }
}

/// An employee with a log-in and a client.
#[derive(Debug)]
pub struct Staff {
    /// Logged in.
    pub client: Client,
    /// The log-in.
    pub user: UserId,
    /// The employee.
    pub employee: EmployeeId,
    /// The unit of the post.
    pub unit: OrgUnitId,
}

/// The text at a JSON pointer.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn text(body: &Value, pointer: &str) -> String {
    let found = body.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {body:#}")).to_owned()
}
