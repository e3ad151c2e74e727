//! Facts about the database itself, such as whether it holds demo data.

use diesel::prelude::*;

use crate::conn::on;
use crate::error::Error;
use crate::schema::settings;
use crate::tx::{Housekeeping, Read};

/// Reads a setting.
///
/// # Errors
/// Only those of the database.
pub fn get(read: &mut Read<'_>, name: &str) -> Result<Option<String>, Error> {
    Ok(on!(read.conn(), c => settings::table.find(name).select(settings::value).first(c).optional())?)
}

/// Writes a setting.
///
/// # Errors
/// Only those of the database.
pub fn set(house: &mut Housekeeping<'_>, name: &str, value: &str) -> Result<(), Error> {
    on!(house.conn(), c => diesel::insert_into(settings::table)
        .values((settings::name.eq(name), settings::value.eq(value)))
        .on_conflict(settings::name)
        .do_update()
        .set(settings::value.eq(value))
        .execute(c))?;
    Ok(())
}
