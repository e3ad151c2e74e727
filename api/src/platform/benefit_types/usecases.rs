//! What is done with benefit types.

use chrono::NaiveDate;
use domain::kernel::ids::BenefitTypeId;
use domain::platform::action::marker::{ChangeBenefitType, CreateBenefitType, PublishBenefitType, RetireBenefitType};
use domain::platform::benefit_type::{BenefitType, BenefitTypeContent, BenefitTypeRefusal, BenefitTypeState};
use persistence::error::Error as StoreError;
use persistence::platform::journal::{Events, Subject};
use persistence::platform::{benefit_types, file_plan};
use persistence::tx::{Loaded, Read, Tx, expect_version};

use super::views::BenefitTypeBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Creates a draft.
///
/// # Errors
/// [`Error::Rule`] for an empty validity, or a class that the file plan does not have on its first day.
pub fn create_benefit_type(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateBenefitType>,
    body: BenefitTypeBody,
) -> Result<(BenefitType, Subject, Events), Error> {
    let content = body.into_content()?;
    class_exists(tx, &content)?;
    let id = BenefitTypeId::new(tx.context().ids.next());
    let kind = BenefitType { id, version: 1, state: BenefitTypeState::Draft, content };
    benefit_types::insert(tx, &kind)?;
    let subject = benefit_types::subject(id);
    Ok((kind, subject, Events::one("benefit_type.created", subject, 1)))
}

/// Replaces what a draft says.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version, [`Error::Transition`] once it is published; otherwise as
/// [`create_benefit_type`].
pub fn change_benefit_type(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeBenefitType>,
    id: BenefitTypeId,
    expected: i64,
    body: BenefitTypeBody,
) -> Result<(BenefitType, Events), Error> {
    let mut kind = load(tx, id, expected)?;
    let content = body.into_content()?;
    let state = kind.state;
    kind.change(content).map_err(|refused| refusal(refused, state))?;
    class_exists(tx, &kind.content)?;
    save(tx, kind, "benefit_type.changed")
}

/// Puts a draft into the catalogue.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version, [`Error::Transition`] unless it is a draft,
/// [`Error::Rule`] when the catalogue has its code on one of its days.
pub fn publish_benefit_type(
    tx: &mut Tx<'_>,
    _by: &Allowed<PublishBenefitType>,
    id: BenefitTypeId,
    expected: i64,
) -> Result<(BenefitType, Events), Error> {
    let mut kind = load(tx, id, expected)?;
    let state = kind.state;
    kind.publish().map_err(|refused| refusal(refused, state))?;
    class_exists(tx, &kind.content)?;
    let others = benefit_types::published(tx, &kind.content.code)?;
    if others.iter().any(|other| kind.clashes_with(other)) {
        return Err(Error::rule("/code", "code_taken", "the catalogue has this code on some of these days"));
    }
    save(tx, kind, "benefit_type.published")
}

/// Ends the validity of a published type before day `end`.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version, [`Error::Transition`] unless it is published,
/// [`Error::Rule`] for a day outside its validity.
pub fn retire_benefit_type(
    tx: &mut Tx<'_>,
    _by: &Allowed<RetireBenefitType>,
    id: BenefitTypeId,
    expected: i64,
    end: NaiveDate,
) -> Result<(BenefitType, Events), Error> {
    let mut kind = load(tx, id, expected)?;
    let state = kind.state;
    kind.retire(end).map_err(|refused| refusal(refused, state))?;
    save(tx, kind, "benefit_type.retired")
}

fn load(tx: &mut Tx<'_>, id: BenefitTypeId, expected: i64) -> Result<Loaded<BenefitType>, Error> {
    let kind = benefit_types::load(tx, id)?;
    expect_version(kind.version, expected)?;
    Ok(kind)
}

fn save(tx: &mut Tx<'_>, mut kind: Loaded<BenefitType>, event: &'static str) -> Result<(BenefitType, Events), Error> {
    benefit_types::update(tx, &mut kind)?;
    let events = Events::one(event, benefit_types::subject(kind.id), kind.version);
    Ok((kind.into_inner(), events))
}

fn class_exists(read: &mut Read<'_>, content: &BenefitTypeContent) -> Result<(), Error> {
    match file_plan::on_day(read, &content.class, content.valid.from()) {
        Ok(_) => Ok(()),
        Err(StoreError::NotFound) => {
            let message = "the file plan has no such class on the first day of validity";
            Err(Error::rule("/filePlanClass", "unknown_class", message))
        }
        Err(error) => Err(error.into()),
    }
}

fn refusal(refused: BenefitTypeRefusal, state: BenefitTypeState) -> Error {
    match refused {
        BenefitTypeRefusal::Transition(illegal) => Error::Transition {
            detail: illegal.to_string(),
            allowed: state.allowed().into_iter().map(|event| event.code()).collect(),
        },
        BenefitTypeRefusal::NotWithinValidity { .. } => Error::rule("/on", "outside_validity", refused),
    }
}
