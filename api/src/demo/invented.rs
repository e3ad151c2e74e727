//! Invented people: nobody of this name, number and address exists on purpose.

use chrono::{Days, NaiveDate};
use domain::kernel::pesel::{Pesel, Sex};

use super::dice::Dice;

const WOMEN: &[&str] = &[
    "Alicja",
    "Anna",
    "Barbara",
    "Celina",
    "Dorota",
    "Edyta",
    "Ewa",
    "Felicja",
    "Grażyna",
    "Halina",
    "Irena",
    "Jadwiga",
    "Joanna",
    "Katarzyna",
    "Łucja",
    "Magdalena",
    "Małgorzata",
    "Olga",
    "Róża",
    "Stanisława",
    "Teresa",
    "Urszula",
    "Wanda",
    "Zofia",
    "Żaneta",
];
const MEN: &[&str] = &[
    "Adam",
    "Bartłomiej",
    "Bogdan",
    "Czesław",
    "Dariusz",
    "Edward",
    "Filip",
    "Grzegorz",
    "Henryk",
    "Igor",
    "Jan",
    "Jerzy",
    "Kazimierz",
    "Łukasz",
    "Marek",
    "Mirosław",
    "Norbert",
    "Paweł",
    "Roman",
    "Stanisław",
    "Tadeusz",
    "Wacław",
    "Zbigniew",
    "Zygmunt",
    "Żegota",
];
/// The beginnings of surnames; each is joined with an ending of its own kind.
const STEMS: &[&str] = &[
    "Brzoz",
    "Cisow",
    "Dębin",
    "Gałęz",
    "Grabow",
    "Jarzęb",
    "Jaśmin",
    "Kalin",
    "Klonow",
    "Leszczyn",
    "Lipow",
    "Łopian",
    "Mchow",
    "Modrzew",
    "Olchow",
    "Paproc",
    "Pokrzyw",
    "Rumian",
    "Sosnow",
    "Śliwow",
    "Topol",
    "Wierzbow",
    "Wrzosow",
    "Źdźbłow",
    "Żurawin",
];
/// Streets of the demonstration; invented.
pub(super) const STREETS: &[&str] = &[
    "Akacjowa",
    "Brzozowa",
    "Cicha",
    "Dębowa",
    "Gołębia",
    "Jasna",
    "Klonowa",
    "Leśna",
    "Łąkowa",
    "Miodowa",
    "Ogrodowa",
    "Polna",
    "Rzemieślnicza",
    "Słoneczna",
    "Świerkowa",
    "Wąska",
    "Źródlana",
    "Żytnia",
];

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventedPerson {
    /// Given name.
    pub given_name: &'static str,
    /// Surname.
    pub surname: String,
    /// Sex.
    pub sex: Sex,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// A PESEL with a right check digit.
    pub pesel: Option<Pesel>,
}

/// An invented household with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventedHousehold {
    /// The members; the first is the one it is kept under.
    pub members: Vec<InventedPerson>,
    /// Street.
    pub street: &'static str,
    /// House number.
    pub house: String,
    /// Flat number.
    pub flat: Option<String>,
}

/// An invented household as of a day; `number` keeps the PESELs of different households apart.
pub fn household(dice: &mut Dice, number: u32, today: NaiveDate) -> InventedHousehold {
    let stem = dice.word(STEMS);
    let adults = 1 + dice.below(2);
    let children = if dice.percent(55) { dice.below(4) } else { 0 };
    let mut members = Vec::new();
    for n in 0..adults + children {
        let years = if n < adults { 20 + dice.below(55) } else { dice.below(18) };
        members.push(person(dice, stem, years, number.wrapping_mul(7).wrapping_add(n), today));
    }
    let house = (1 + dice.below(120)).to_string();
    let flat = dice.percent(60).then(|| (1 + dice.below(60)).to_string());
    InventedHousehold { members, street: dice.word(STREETS), house, flat }
}

fn person(dice: &mut Dice, stem: &str, years: u32, serial: u32, today: NaiveDate) -> InventedPerson {
    let sex = if dice.percent(50) { Sex::Female } else { Sex::Male };
    let days = u64::from(years * 365 + dice.below(365));
    let birth_date = today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let (given_name, ending) = match sex {
        Sex::Female => (dice.word(WOMEN), "ska"),
        Sex::Male => (dice.word(MEN), "ski"),
    };
    // The last digit of the serial number is even for women and odd for men (art. 15 of the population register act).
    let parity = u32::from(matches!(sex, Sex::Male));
    let serial = u16::try_from((serial % 5000) * 2 + parity).unwrap_or(0);
    InventedPerson {
        given_name,
        surname: format!("{stem}{ending}"),
        sex,
        birth_date,
        pesel: Pesel::compose(birth_date, serial),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_people_agree_with_their_numbers() {
        let today = "2026-11-23".parse().unwrap();
        let mut dice = Dice::new(3);
        for number in 0..500 {
            let household = household(&mut dice, number, today);
            assert!(!household.members.is_empty());
            for person in household.members {
                let pesel = person.pesel.unwrap();
                assert_eq!((pesel.birth_date(), pesel.sex()), (person.birth_date, person.sex));
                assert!(person.birth_date <= today);
            }
        }
    }
}
