//! The profile of the centre: one row, absent until somebody sets it.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::kernel::text::Line;
use domain::platform::centre::{Authorisation, CENTRE, Centre};
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::centre;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = centre, treat_none_as_null = true, treat_none_as_default_value = false)]
struct CentreRow {
    id: String,
    version: i64,
    kind: String,
    name: String,
    // One line of the address a line.
    address: String,
    city: String,
    authority: String,
    authorisation_number: String,
    authorisation_given_on: NaiveDate,
    appeal_body: String,
    payer_account: String,
    phone: Option<String>,
    email: Option<String>,
}

impl From<&Centre> for CentreRow {
    fn from(centre: &Centre) -> Self {
        let address: Vec<&str> = centre.address.iter().map(Line::as_str).collect();
        Self {
            id: CENTRE.to_string(),
            version: centre.version,
            kind: centre.kind.code().to_owned(),
            name: centre.name.clone().into(),
            address: address.join("\n"),
            city: centre.city.clone().into(),
            authority: centre.authority.clone().into(),
            authorisation_number: centre.authorisation.number.clone().into(),
            authorisation_given_on: centre.authorisation.given_on,
            appeal_body: centre.appeal_body.clone().into(),
            payer_account: centre.payer_account.to_string(),
            phone: centre.phone.clone().map(String::from),
            email: centre.email.clone().map(String::from),
        }
    }
}

impl TryFrom<CentreRow> for Centre {
    type Error = Error;

    fn try_from(row: CentreRow) -> Result<Self, Error> {
        let at = Row { table: "centre", id: &row.id };
        Ok(Self {
            version: row.version,
            kind: at.parse(&row.kind)?,
            name: at.text(row.name)?,
            address: row.address.lines().map(|line| at.text(line.to_owned())).collect::<Result<_, _>>()?,
            city: at.text(row.city)?,
            authority: at.text(row.authority)?,
            authorisation: Authorisation {
                number: at.text(row.authorisation_number)?,
                given_on: row.authorisation_given_on,
            },
            appeal_body: at.text(row.appeal_body)?,
            payer_account: at.parse(&row.payer_account)?,
            phone: row.phone.map(|text| at.text(text)).transpose()?,
            email: row.email.map(|text| at.text(text)).transpose()?,
        })
    }
}

/// The journal's name for the centre.
#[must_use]
pub const fn subject() -> Subject {
    Subject::new("centre", CENTRE)
}

/// Loads the profile.
///
/// # Errors
/// [`Error::NotFound`] until it has been set.
pub fn load(read: &mut Read<'_>) -> Result<Loaded<Centre>, Error> {
    let row: CentreRow =
        on!(read.conn(), c => centre::table.find(CENTRE.to_string()).select(CentreRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// Sets the profile for the first time.
///
/// # Errors
/// [`Error::Duplicate`] when somebody else has set it meanwhile.
pub fn insert(tx: &mut Tx<'_>, centre: &Centre) -> Result<(), Error> {
    insert_row!(tx, centre, subject(), CentreRow::from(centre))
}

/// Stores a changed profile and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, centre: &mut Loaded<Centre>) -> Result<(), Error> {
    update_row!(tx, centre, subject(), CentreRow, centre)
}
