//! A payment list as CSV for office work.
//!
//! The format: UTF-8 with a byte order mark, columns divided by `;`, lines ended by CR LF, quoting as in RFC 4180.
//! Columns: number, month of the list, payee, account or method, amount, title. Amounts have a dot and two decimals
//! (`505.00`), so that one file reads alike on every machine. A last row holds the control sums: `SUMA`, the number of
//! payments, two empty cells, the total, and the SHA-256 of the list's [`ControlSums`].
//!
//! Cells that a spreadsheet would run as a formula (beginning with `=`, `+`, `-`, `@`, tab or carriage return) get an
//! apostrophe in front. Account numbers of 26 digits are written in groups, as people read them; a bare number would
//! lose its last digits in a spreadsheet. Banks get other files: this one is no order.

use std::fmt;

use super::payment::PaymentMethod;
use super::payment_list::ControlSums;
use crate::kernel::day::YearMonth;
use crate::kernel::money::Money;
use crate::kernel::text::Line;

const BYTE_ORDER_MARK: &str = "\u{feff}";
const HEADER: [&str; 6] = ["Lp.", "Okres", "Odbiorca", "Rachunek lub sposób wypłaty", "Kwota", "Tytuł"];

/// Where a payment goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Destination {
    /// To an account.
    Account(Line<34>),
    /// Another way.
    Method(PaymentMethod),
}

/// Masked: an account number is personal data.
impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(_) => f.write_str("Account"),
            Self::Method(method) => write!(f, "Method({method})"),
        }
    }
}

/// One payment of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// The payee's given names, a space, and the surname.
    pub payee: Line<201>,
    /// Where it goes.
    pub destination: Destination,
    /// What is paid.
    pub amount: Money,
    /// The title; it should tell the bank no more than it needs.
    pub title: Line<140>,
}

/// Writes a payment list; rows are numbered from 1 in the order given.
#[must_use]
pub fn csv(period: YearMonth, rows: &[ExportRow], control: &ControlSums) -> String {
    let mut file = String::from(BYTE_ORDER_MARK);
    file.push_str(&record(&HEADER.map(str::to_owned)));
    for (number, row) in (1_u32..).zip(rows) {
        file.push_str(&record(&[
            number.to_string(),
            period.to_string(),
            row.payee.as_str().to_owned(),
            destination(&row.destination),
            row.amount.to_string(),
            row.title.as_str().to_owned(),
        ]));
    }
    file.push_str(&record(&[
        "SUMA".to_owned(),
        control.count.to_string(),
        String::new(),
        String::new(),
        control.total.to_string(),
        control.hash.to_string(),
    ]));
    file
}

fn destination(destination: &Destination) -> String {
    match destination {
        Destination::Account(number) => grouped(number),
        Destination::Method(method) => method.label_pl().to_owned(),
    }
}

/// `61 1090 1014 0000 0712 1981 2874`; any other text stays as it is.
fn grouped(number: &str) -> String {
    if number.len() != 26 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_owned();
    }
    let space_before = |at: usize| at > 0 && at % 4 == 2;
    number
        .chars()
        .enumerate()
        .flat_map(|(at, digit)| space_before(at).then_some(' ').into_iter().chain([digit]))
        .collect()
}

fn record(cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(";"))
}

/// A cell: guarded against formulas, quoted where its text would end it.
fn cell(text: &str) -> String {
    let guarded = guarded(text);
    if guarded.contains([';', '"', '\r', '\n']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ids::AwardLineId;
    use crate::payments::payment_list::SummedLine;

    /// Reads RFC 4180 with `;`: what a careful reader on the other side does.
    fn read(file: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut text, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut rest = file.chars().peekable();
        while let Some(c) = rest.next() {
            match (quoted, c) {
                (true, '"') if rest.peek() == Some(&'"') => text.extend(rest.next()),
                (_, '"') => quoted = !quoted,
                (false, ';') => row.push(std::mem::take(&mut text)),
                (false, '\r') if rest.peek() == Some(&'\n') => {
                    rest.next();
                    row.push(std::mem::take(&mut text));
                    rows.push(std::mem::take(&mut row));
                }
                (_, other) => text.push(other),
            }
        }
        assert!(text.is_empty() && row.is_empty() && !quoted, "the file ends inside a row");
        rows
    }

    fn row(payee: &str, destination: Destination, amount: &str) -> ExportRow {
        ExportRow {
            payee: Line::new(payee).unwrap(),
            destination,
            amount: amount.parse().unwrap(),
            title: Line::new("Świadczenie 11/2026").unwrap(),
        }
    }

    fn sums() -> ControlSums {
        let line = |n, grosze| SummedLine {
            line: AwardLineId::new(Uuid::from_u128(n)),
            amount: Money::from_grosze(grosze),
            account: None,
        };
        ControlSums::of(&[line(1, 50_500), line(2, 30_000)]).unwrap()
    }

    #[test]
    fn a_list_has_mark_header_rows_and_control_sums() {
        let account = Destination::Account(Line::new("61109010140000071219812874").unwrap());
        let rows = [
            row("Żaneta \"Ż\" Wymyślona", account, "505.00"),
            row("=HYPERLINK(1);2", Destination::Method(PaymentMethod::CashDesk), "300.00"),
        ];
        let file = csv("2026-11".parse().unwrap(), &rows, &sums());
        assert!(file.starts_with(BYTE_ORDER_MARK) && file.ends_with("\r\n"));
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        insta::assert_snapshot!(file.trim_start_matches(BYTE_ORDER_MARK).replace('\r', ""), @r#"
        Lp.;Okres;Odbiorca;Rachunek lub sposób wypłaty;Kwota;Tytuł
        1;2026-11;"Żaneta ""Ż"" Wymyślona";61 1090 1014 0000 0712 1981 2874;505.00;Świadczenie 11/2026
        2;2026-11;"'=HYPERLINK(1);2";Kasa;300.00;Świadczenie 11/2026
        SUMA;2;;;805.00;0cb1549cbf1e13c8897c202d094b241669da9f510dab59977de8987e483ee6c8
        "#);
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        for text in ["=1+1", "+48", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("Żaneta = 1"), "Żaneta = 1");
    }

    #[test]
    fn only_26_digits_are_grouped() {
        assert_eq!(grouped("61109010140000071219812874"), "61 1090 1014 0000 0712 1981 2874");
        for other in ["", "6110901014", "PL61109010140000071219812874", "٦٦٦٦٦٦٦٦٦٦٦٦٦"] {
            assert_eq!(grouped(other), other);
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_read_back(cells in proptest::collection::vec("(=|-|;|\"|\r\n|\n|\r|'|\t|[a-zż ,]){0,8}", 1..6)) {
            let expected: Vec<_> = cells.iter().map(|text| guarded(text)).collect();
            prop_assert_eq!(read(&record(&cells)), vec![expected]);
        }
    }
}
