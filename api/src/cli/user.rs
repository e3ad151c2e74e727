//! `mops user`.

use std::io::Read as _;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::kernel::context::IdSource as _;
use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{RoleGrantId, UserId};
use domain::platform::access::Grant;
use domain::platform::role::Role;
use domain::platform::staff::{Login, User as Account};
use persistence::error::Error as StoreError;
use persistence::platform::journal::Events;
use persistence::platform::users::{self, HeldRole};
use persistence::store::{Store, StoreConfig};

use super::{Failure, block_on, print};
use crate::config::Config;
use crate::platform::auth::passwords::{MIN_LENGTH, hash};
use crate::state::{Clock, Ids, context};

/// Look after log-ins.
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a log-in with a role in the whole centre. The password is read from standard input.
    Add {
        /// The log-in name.
        login: String,
        /// The role, for example administrator_systemu.
        #[arg(long, default_value = "administrator_systemu")]
        role: String,
    },
}

impl User {
    pub(super) fn run(self) -> Result<(), Failure> {
        let UserCommand::Add { login, role } = self.command;
        let config = Config::from_env(false).map_err(Failure::new)?;
        let login = Login::try_from(login).map_err(Failure::new)?;
        let role = Role::from_code(&role).ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
            Failure::new(format!("expected a role: {}", known.join(", ")))
        })?;
        let password = read_password()?;
        let password_hash = hash(&password, config.argon2_kib).map_err(Failure::new)?;
        let store = Store::open(&StoreConfig::new(config.database)).map_err(Failure::new)?;
        let id = block_on(add(&store, login, role, password_hash))?.map_err(|error| {
            let taken = error.is_duplicate("users", "login");
            if taken { Failure::new("this log-in name is taken") } else { Failure::new(error) }
        })?;
        print(&format!("{id}\n"))
    }
}

fn read_password() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Failure::new)?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    if password.chars().count() < MIN_LENGTH {
        return Err(Failure::new(format!("expected a password of at least {MIN_LENGTH} characters on standard input")));
    }
    Ok(password)
}

/// Adds a log-in with one role in the whole centre, from today on.
pub(crate) async fn add(store: &Store, login: Login, role: Role, password_hash: String) -> Result<UserId, StoreError> {
    let request = domain::kernel::ids::RequestId::new(Ids.next());
    let context = context(&Clock::Machine, domain::kernel::context::Actor::System("cli"), request, None);
    let today = context.today;
    store.write(std::sync::Arc::new(context), move |tx| insert(tx, login, role, password_hash, today)).await
}

fn insert(
    tx: &mut persistence::tx::Tx<'_>,
    login: Login,
    role: Role,
    password_hash: String,
    today: NaiveDate,
) -> Result<(UserId, Events), StoreError> {
    let id = UserId::new(tx.context().ids.next());
    let account =
        Account { id, version: 1, login, employee: None, password_hash, must_change_password: false, blocked: false };
    users::insert(tx, &account)?;
    // INVARIANT: today lies before the open end.
    let range = DayRange::half_open(today, OPEN_END).map_err(|_empty| StoreError::NotFound)?;
    let held = HeldRole { id: RoleGrantId::new(tx.context().ids.next()), grant: Grant { role, unit: None, range } };
    users::grant(tx, id, &held)?;
    Ok((id, Events::one("user.created", users::subject(id), 1)))
}
