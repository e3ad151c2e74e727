//! The printable form of a decision: accessible HTML without scripts, and plain text.

use std::fmt::Write as _;

use super::content::{Content, Reasons};
use super::reasoning::wording;
use crate::kernel::digest::Digest;

/// What is printed: a draft, or what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Marked as a draft on the page.
    Draft,
    /// Signed; the hash of the content is printed.
    Signed {
        /// The hash of the signed content.
        hash: Digest,
    },
}

/// What stands under one heading.
struct Section<'a> {
    title: &'static str,
    /// A heading of its own, blank where there is none, and the text.
    texts: Vec<(&'static str, &'a str)>,
}

fn sections(content: &Content) -> Vec<Section<'_>> {
    let reasons = match &content.reasons {
        Reasons::Given { factual, legal } => {
            vec![("Uzasadnienie faktyczne", factual.as_str()), ("Uzasadnienie prawne", legal.as_str())]
        }
        Reasons::LeftOut => Vec::new(),
    };
    let instructions = [&content.appeal_instruction, &content.waiver_instruction, &content.further_instructions];
    let instructions = instructions.into_iter().filter(|text| !text.trim().is_empty()).map(|text| ("", text.as_str()));
    let mut sections = vec![
        Section { title: "Rozstrzygnięcie", texts: vec![("", content.ruling.as_str())] },
        Section { title: "Uzasadnienie", texts: reasons },
        Section { title: "Pouczenie", texts: instructions.collect() },
    ];
    sections.retain(|section| !section.texts.is_empty());
    sections
}

/// A paragraph, or a list when lines begin with a dash.
enum Block<'a> {
    Paragraph(&'a str),
    List(Vec<&'a str>),
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("– "), blocks.last_mut()) {
            (Some(item), Some(Block::List(items))) => items.push(item),
            (Some(item), Some(Block::Paragraph(_)) | None) => blocks.push(Block::List(vec![item])),
            (None, _) => blocks.push(Block::Paragraph(line)),
        }
    }
    blocks
}

/// Writes text so that HTML shows it and never runs it.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A page in the making: every text that enters it is escaped.
#[derive(Default)]
struct Page(String);

impl Page {
    /// A tag of ours, or other text that needs no escaping.
    fn raw(&mut self, markup: &'static str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    /// An element with text; left out when the text is blank.
    fn element(&mut self, tag: &'static str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            // Writing to a String does not fail.
            let _infallible = writeln!(self.0, "<{tag}>{}</{tag}>", escape(text));
        }
    }

    fn text(&mut self, text: &str) {
        for block in blocks(text) {
            match block {
                Block::Paragraph(paragraph) => self.element("p", paragraph),
                Block::List(items) => {
                    self.raw("<ul>");
                    items.into_iter().for_each(|item| self.element("li", item));
                    self.raw("</ul>");
                }
            }
        }
    }
}

/// The decision as one HTML page: language named, headings in order, lists as lists, nothing loaded from elsewhere.
#[must_use]
pub fn html(content: &Content, standing: Standing) -> String {
    let mut page = Page::default();
    page.raw("<!DOCTYPE html>");
    page.raw("<html lang=\"pl\">");
    page.raw("<head>");
    page.raw("<meta charset=\"utf-8\">");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.element("title", &format!("Decyzja {}", content.case_number));
    page.raw("</head>");
    page.raw("<body>");
    page.raw("<header>");
    page.element("p", &content.authority);
    page.element("p", &case_number(content));
    page.element("p", &issued_on(content));
    page.raw("</header>");
    page.raw("<main>");
    page.element("h1", "Decyzja");
    page.element("p", marking(standing));
    page.element("p", &party(content));
    page.element("p", &legal_basis(content));
    for section in sections(content) {
        page.raw("<section>");
        page.element("h2", section.title);
        for (subtitle, text) in section.texts {
            page.element("h3", subtitle);
            page.text(text);
        }
        page.raw("</section>");
    }
    page.raw("</main>");
    page.raw("<footer>");
    page.element("p", &content.signatory_name);
    page.element("p", &content.signatory_position);
    page.element("p", &checksum(standing));
    page.raw("</footer>");
    page.raw("</body>");
    page.raw("</html>");
    page.0
}

/// The decision as plain text, a paragraph a line.
#[must_use]
pub fn plain_text(content: &Content, standing: Standing) -> String {
    let mut paragraphs = vec![
        content.authority.clone(),
        case_number(content),
        issued_on(content),
        "DECYZJA".to_owned(),
        marking(standing).to_owned(),
        party(content),
        legal_basis(content),
    ];
    for section in sections(content) {
        paragraphs.push(section.title.to_uppercase());
        for (subtitle, text) in section.texts {
            paragraphs.push(subtitle.to_owned());
            paragraphs.push(text.to_owned());
        }
    }
    paragraphs.extend([content.signatory_name.clone(), content.signatory_position.clone(), checksum(standing)]);
    let printed = paragraphs.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mut text = printed.collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

fn case_number(content: &Content) -> String {
    format!("Znak sprawy: {}", content.case_number)
}

fn issued_on(content: &Content) -> String {
    content.issued_on.map(|on| format!("Data wydania: {}", wording::day(on))).unwrap_or_default()
}

fn party(content: &Content) -> String {
    format!("Strona: {}", content.party)
}

fn legal_basis(content: &Content) -> String {
    format!("Podstawa prawna: {}", content.legal_basis.join("; "))
}

const fn marking(standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => "PROJEKT – dokument nie jest decyzją",
        Standing::Signed { .. } => "",
    }
}

fn checksum(standing: Standing) -> String {
    match standing {
        Standing::Draft => String::new(),
        Standing::Signed { hash } => format!("Suma kontrolna treści (SHA-256): {hash}"),
    }
}

#[cfg(test)]
mod tests;
