//! The time limits of `law/clocks.toml`: read once, looked up by id.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::rule_id::RuleId;
use crate::kernel::calendar::Calendar;
use crate::kernel::legal_basis::Confidence;
use crate::kernel::time_limit::{Due, Explained, Finding, TimeLimit, UncountableLimit, Unit};

/// The id of the limit for settling a case.
pub const SETTLE: &str = "KPA-35-1M";
/// The id of the limit for settling a particularly complex case.
pub const SETTLE_COMPLEX: &str = "KPA-35-2M";
/// The id of the limit of a call to remove defects.
pub const REMOVE_DEFECTS: &str = "KPA-64-CALL-7D";
/// The id of the limit for the interview.
pub const INTERVIEW: &str = "UPS-WYWIAD-14WD";
/// The id of the limit for the interview in an urgent case.
pub const INTERVIEW_URGENT: &str = "UPS-WYWIAD-URGENT-2WD";
/// The id of the appeal limit, which finality is computed from.
pub const APPEAL: &str = "KPA-129-APPEAL-14D";
/// The id of the literal reading of the fiction of delivery by post.
pub const POST_FICTION: &str = "KPA-44-FICTION";
/// The id of the cautious reading of the fiction of delivery by post.
pub const POST_FICTION_SAFE: &str = "KPA-44-FICTION-SAFE";
/// The id of the fiction of electronic delivery.
pub const ELECTRONIC_FICTION: &str = "EDOR-42-FICTION";
/// The id of the setting that waits for letters posted on the last day.
pub const POST_MARGIN: &str = "KPA-POST-MARGIN";
/// The id of the setting that says when a clock is at risk.
pub const AT_RISK: &str = "CLOCK-AT-RISK";

/// What the last day of a limit means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The last day for an act.
    ActBy,
    /// Something counts as done with the end of the last day.
    DeemedOnLastDay,
    /// Something counts as done on the day after the last day.
    DeemedOnNextDay,
    /// The last day of a state, for example of a police order.
    InForceUntil,
}

/// Whether the law fixes a length or only its minimum.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LengthIs {
    /// The length is the law's.
    #[default]
    Fixed,
    /// The centre sets the length; the law names the minimum.
    AtLeast,
}

/// One time limit of the law.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Its id.
    pub id: RuleId,
    /// What must happen, in Polish.
    pub label_pl: String,
    /// What starts it, in Polish.
    pub trigger: String,
    unit: Unit,
    length: u16,
    /// Whether the length is fixed.
    #[serde(default)]
    pub length_is: LengthIs,
    roll_forward: bool,
    /// What the last day means.
    pub effect: Effect,
    /// Whether the days of art. 35 § 5 KPA are left out.
    #[serde(default)]
    pub stops: bool,
    /// The provision, as a decision cites it.
    pub basis: String,
    /// How sure length, unit and roll-over are.
    pub confidence: Confidence,
    /// Which reading was chosen, or what was not verified.
    pub note: Option<String>,
}

impl ClockRule {
    /// Length, unit and roll-over.
    #[must_use]
    pub const fn limit(&self) -> TimeLimit {
        TimeLimit { length: self.length, unit: self.unit, roll_forward: self.roll_forward }
    }

    /// The day the rule leads to: the last day for an act, or the day on which something counts as done.
    ///
    /// # Errors
    /// [`UncountableLimit`] for a rule in hours.
    pub fn due(&self, trigger: NaiveDate, calendar: &Calendar) -> Result<Due, UncountableLimit> {
        self.effect.apply(self.limit().due(trigger, calendar)?)
    }
}

impl Effect {
    pub(super) fn apply(self, mut due: Due) -> Result<Due, UncountableLimit> {
        match self {
            Self::ActBy | Self::DeemedOnLastDay | Self::InForceUntil => {}
            Self::DeemedOnNextDay => {
                due.on = due.on.checked_add_days(Days::new(1)).ok_or(UncountableLimit::OutOfRange)?;
                let text = "skutek w dniu następującym po upływie terminu";
                due.explanation.push(Explained::new(due.on, Finding::NextDay, text));
            }
        }
        Ok(due)
    }
}

/// A length that is a habit and not law; a centre may choose another.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its id.
    pub id: RuleId,
    /// What it is for, in Polish.
    pub label_pl: String,
    unit: Unit,
    length: u16,
    /// Why it exists, in Polish.
    pub reason: String,
}

impl Setting {
    /// The default length.
    #[must_use]
    pub const fn limit(&self) -> TimeLimit {
        TimeLimit { length: self.length, unit: self.unit, roll_forward: false }
    }
}

/// The file of time limits is not right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidClockRules {
    /// Not TOML of the expected shape.
    #[error("the time limits cannot be read: {0}")]
    Syntax(String),
    /// Two entries with one id.
    #[error("the time limit `{0}` is written down twice")]
    Twice(RuleId),
    /// Only limits in calendar days, weeks, months and years move from a Saturday or day off.
    #[error("the time limit `{0}` cannot roll forward in its unit")]
    Roll(RuleId),
    /// Only limits in calendar days, weeks, months and years can be stopped.
    #[error("the time limit `{0}` cannot be stopped in its unit")]
    Stop(RuleId),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<ClockRule>,
    setting: Vec<Setting>,
}

/// All time limits, by id.
#[derive(Clone, Debug)]
pub struct ClockRules {
    rules: BTreeMap<RuleId, ClockRule>,
    settings: BTreeMap<RuleId, Setting>,
}

impl ClockRules {
    /// The time limits the program was built with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        #[expect(clippy::expect_used, reason = "the text is part of the program and a test reads it")]
        static RULES: LazyLock<ClockRules> =
            LazyLock::new(|| ClockRules::read(include_str!("../../../law/clocks.toml")).expect("clocks.toml is right"));
        &RULES
    }

    /// Reads a file of time limits.
    ///
    /// # Errors
    /// [`InvalidClockRules`].
    pub fn read(text: &str) -> Result<Self, InvalidClockRules> {
        let file: File = toml::from_str(text).map_err(|error| InvalidClockRules::Syntax(error.to_string()))?;
        let mut read = Self { rules: BTreeMap::new(), settings: BTreeMap::new() };
        for rule in file.rule {
            let forward = counts_calendar_time(rule.unit);
            if rule.roll_forward && !forward {
                return Err(InvalidClockRules::Roll(rule.id));
            }
            if rule.stops && !forward {
                return Err(InvalidClockRules::Stop(rule.id));
            }
            if let Some(twin) = read.rules.insert(rule.id.clone(), rule) {
                return Err(InvalidClockRules::Twice(twin.id));
            }
        }
        for setting in file.setting {
            if let Some(twin) = read.settings.insert(setting.id.clone(), setting) {
                return Err(InvalidClockRules::Twice(twin.id));
            }
        }
        Ok(read)
    }

    /// The rule with an id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&ClockRule> {
        self.rules.get(&id.parse::<RuleId>().ok()?)
    }

    /// The setting with an id.
    #[must_use]
    pub fn setting(&self, id: &str) -> Option<&Setting> {
        self.settings.get(&id.parse::<RuleId>().ok()?)
    }

    /// Every rule, in the order of the ids.
    pub fn rules(&self) -> impl Iterator<Item = &ClockRule> {
        self.rules.values()
    }

    /// Every setting, in the order of the ids.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.settings.values()
    }
}

const fn counts_calendar_time(unit: Unit) -> bool {
    match unit {
        Unit::CalendarDays | Unit::Weeks | Unit::Months | Unit::Years => true,
        Unit::WorkingDays | Unit::Hours | Unit::CalendarDaysBefore | Unit::WorkingDaysBefore => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(lines: &str) -> String {
        format!(
            "setting = []\n[[rule]]\nid = \"A-1\"\nlabel_pl = \"a\"\ntrigger = \"b\"\nlength = 1\n\
             effect = \"act_by\"\nbasis = \"c\"\nconfidence = \"read\"\n{lines}\n"
        )
    }

    #[test]
    fn the_embedded_rules_are_right_and_cite_their_source() {
        let rules = ClockRules::embedded();
        assert_eq!(rules.rules().count(), 46);
        for rule in rules.rules() {
            assert!(!rule.basis.is_empty() && !rule.label_pl.is_empty() && !rule.trigger.is_empty(), "{}", rule.id);
            let doubtful = matches!(rule.confidence, Confidence::Disputed);
            assert!(
                !doubtful || rule.note.is_some(),
                "{} is disputed without saying which reading was chosen",
                rule.id
            );
        }
    }

    #[test]
    fn every_id_that_code_names_exists() {
        for id in [APPEAL, POST_FICTION, POST_FICTION_SAFE, ELECTRONIC_FICTION] {
            assert!(ClockRules::embedded().rule(id).is_some(), "{id}");
        }
        for id in [POST_MARGIN, AT_RISK] {
            assert!(ClockRules::embedded().setting(id).is_some(), "{id}");
        }
        assert_eq!(ClockRules::embedded().rule("no such rule"), None);
    }

    #[test]
    fn a_wrong_file_is_refused() {
        let id: RuleId = "A-1".parse().unwrap();
        let rolling_hours = rule("unit = \"hours\"\nroll_forward = true");
        assert_eq!(ClockRules::read(&rolling_hours).unwrap_err(), InvalidClockRules::Roll(id.clone()));
        let stopped = rule("unit = \"working_days\"\nroll_forward = false\nstops = true");
        assert_eq!(ClockRules::read(&stopped).unwrap_err(), InvalidClockRules::Stop(id.clone()));
        let right = rule("unit = \"months\"\nroll_forward = true");
        assert!(ClockRules::read(&right).is_ok());
        let twice = format!("{right}{}", right.replace("setting = []", ""));
        assert_eq!(ClockRules::read(&twice).unwrap_err(), InvalidClockRules::Twice(id));
        let unknown = rule("unit = \"months\"\nroll_forward = true\nsurprise = 1");
        assert!(matches!(ClockRules::read(&unknown), Err(InvalidClockRules::Syntax(_))));
    }
}
