//! What is done with classes of the file plan.

use domain::kernel::ids::FilePlanClassId;
use domain::platform::action::marker::{ChangeFilePlanClass, CreateFilePlanClass};
use domain::platform::file_plan::FilePlanClass;
use persistence::error::Error as StoreError;
use persistence::platform::file_plan;
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Tx, expect_version};

use super::views::FilePlanClassBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;
use crate::http::range;

/// Creates a class.
///
/// # Errors
/// [`Error::Rule`] for an empty validity, or when another class has the symbol on one of the days.
pub fn create_file_plan_class(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateFilePlanClass>,
    body: FilePlanClassBody,
) -> Result<(FilePlanClass, Subject, Events), Error> {
    let id = FilePlanClassId::new(tx.context().ids.next());
    let class = made_of(id, 1, body)?;
    only_one(tx, &class)?;
    file_plan::insert(tx, &class).map_err(refusal)?;
    let subject = file_plan::subject(id);
    Ok((class, subject, Events::one("file_plan_class.created", subject, 1)))
}

/// Replaces what a class is made of.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version; otherwise as [`create_file_plan_class`].
pub fn change_file_plan_class(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeFilePlanClass>,
    id: FilePlanClassId,
    expected: i64,
    body: FilePlanClassBody,
) -> Result<(FilePlanClass, Events), Error> {
    let mut class = file_plan::load(tx, id)?;
    expect_version(class.version, expected)?;
    *class = made_of(id, expected, body)?;
    only_one(tx, &class)?;
    file_plan::update(tx, &mut class).map_err(refusal)?;
    let events = Events::one("file_plan_class.changed", file_plan::subject(id), class.version);
    Ok((class.into_inner(), events))
}

fn made_of(id: FilePlanClassId, version: i64, body: FilePlanClassBody) -> Result<FilePlanClass, Error> {
    let valid = range::closed(body.valid_from, body.valid_to, "/validTo")?;
    Ok(FilePlanClass { id, version, symbol: body.symbol, title: body.title, category: body.category, valid })
}

fn only_one(tx: &mut Tx<'_>, class: &FilePlanClass) -> Result<(), Error> {
    let others = file_plan::with_symbol(tx, &class.symbol)?;
    if others.iter().any(|other| class.clashes_with(other)) { Err(taken()) } else { Ok(()) }
}

fn taken() -> Error {
    Error::rule("/symbol", "symbol_taken", "another class has this symbol on some of these days")
}

/// Two requests at once pass the check; the key of symbol and first day stops those that begin together.
fn refusal(error: StoreError) -> Error {
    if error.is_duplicate("file_plan_classes", "symbol,valid_from") {
        return taken();
    }
    error.into()
}
