//! People nobody can be mistaken for, and texts that nobody else writes.

use domain::kernel::nrb::Nrb;
use domain::kernel::pesel::Pesel;
use serde_json::{Value, json};

/// One invented person.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) given: String,
    pub(super) surname: String,
    family: String,
    street: String,
    locality: String,
    phone: String,
    email: String,
    owner: String,
    document: String,
    pub(super) pesel: String,
    pub(super) nrb: String,
}

/// The markers of one test.
#[derive(Debug)]
pub(super) struct Markers {
    /// Letters that only this test writes; in every free text, and wherever a plain word is needed.
    pub(super) word: String,
    pub(super) anna: Marked,
    pub(super) jan: Marked,
}

impl Marked {
    fn new(name: &str, word: &str, born: &str, n: u16) -> Self {
        Self {
            given: format!("Żdzisł{name}{word}"),
            surname: format!("Ćwirzykon{word}{name}"),
            family: format!("Pędzirod{word}{name}"),
            street: format!("Zaułek Mżawny{word}{name}"),
            locality: format!("Brzęczyszewo{word}{name}"),
            phone: format!("+48 731 6{:02} {:03}", n % 100, n % 1000),
            email: format!("{name}.{word}@example.com"),
            owner: format!("Łowczy Konta{word}{name}"),
            document: format!("ZZ{word}{n:04}").to_uppercase(),
            pesel: Pesel::compose(born.parse().unwrap(), n).unwrap().to_string(),
            nrb: Nrb::compose("10901014", &format!("731624095817{n:04}")).unwrap().to_string(),
        }
    }

    fn needles(&self) -> Vec<String> {
        let texts = [&self.given, &self.surname, &self.family, &self.street, &self.locality, &self.owner, &self.email];
        let numbers =
            [self.phone.clone(), self.document.clone(), self.pesel[..10].to_owned(), self.nrb[8..].to_owned()];
        // The part without diacritics: it stays the same in every escape.
        let plain = |text: &&String| text.rsplit(|c: char| !c.is_ascii()).next().unwrap().to_owned();
        texts.iter().map(plain).chain(numbers).collect()
    }

    /// The body that registers the person.
    pub(super) fn body(&self) -> Value {
        json!({
            "pesel": self.pesel, "givenNames": self.given, "surname": self.surname, "familyName": self.family,
            "citizenship": "PL",
            "addresses": [{
                "kind": "zamieszkania", "street": self.street, "house": "7", "locality": self.locality,
                "postalCode": "90-926", "from": "2018-10-01"
            }],
            "contacts": [
                {"kind": "phone", "value": self.phone, "safe": true},
                {"kind": "email", "value": self.email, "safe": false}
            ],
            "accounts": [{"nrb": self.nrb, "own": false, "ownerName": self.owner, "from": "2018-10-01"}],
            "foreignIds": [{"kind": "passport", "number": self.document, "country": "UA"}]
        })
    }
}

impl Markers {
    /// Markers that no other test has: `word` and `n` are its own.
    pub(super) fn new(word: &str, n: u16) -> Self {
        let word = format!("{word}kanarek");
        let anna = Marked::new("bogna", &word, "1931-07-09", 9130 + n);
        let jan = Marked::new("gniewko", &word, "1927-02-19", 7140 + n);
        Self { word, anna, jan }
    }

    pub(super) fn needles(&self) -> Vec<String> {
        let people = self.anna.needles().into_iter().chain(self.jan.needles());
        people.chain([self.word.clone()]).collect()
    }

    /// A text for a field that takes any.
    pub(super) fn text(&self, about: &str) -> String {
        format!("{about}: ółź {} ąę", self.word)
    }
}
