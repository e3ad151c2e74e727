use proptest::prelude::*;

use super::*;
use crate::decisions::content::tests::content;

fn signed() -> Standing {
    Standing::Signed { hash: content().digest().unwrap() }
}

#[test]
fn the_page_names_its_language_and_its_headings_in_order() {
    let page = html(&Content { ruling: "Przyznaję:\n– 100 zł,\n– 200 zł.\n\nKoniec.".into(), ..content() }, signed());
    insta::assert_snapshot!(page, @r#"
    <!DOCTYPE html>
    <html lang="pl">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Decyzja MOPS.DŚ.5120.17.2026</title>
    </head>
    <body>
    <header>
    <p>Prezydent Miasta Przykładowo</p>
    <p>Znak sprawy: MOPS.DŚ.5120.17.2026</p>
    <p>Data wydania: 25 listopada 2026 r.</p>
    </header>
    <main>
    <h1>Decyzja</h1>
    <p>Strona: Żaneta Wymyślona</p>
    <p>Podstawa prawna: art. 37 ust. 1 pkt 1 u.p.s.</p>
    <section>
    <h2>Rozstrzygnięcie</h2>
    <p>Przyznaję:</p>
    <ul>
    <li>100 zł,</li>
    <li>200 zł.</li>
    </ul>
    <p>Koniec.</p>
    </section>
    <section>
    <h2>Uzasadnienie</h2>
    <h3>Uzasadnienie faktyczne</h3>
    <p>Ustalono, że…</p>
    <h3>Uzasadnienie prawne</h3>
    <p>Zgodnie z art. 37…</p>
    </section>
    <section>
    <h2>Pouczenie</h2>
    <p>Służy odwołanie.</p>
    <p>Można się zrzec odwołania.</p>
    </section>
    </main>
    <footer>
    <p>Jan Zmyślony</p>
    <p>Dyrektor</p>
    <p>Suma kontrolna treści (SHA-256): 9348926f822b4cc6285fb80743cbc111f3e0016239ab8bbb2f1cbfbaa899ca11</p>
    </footer>
    </body>
    </html>
    "#);
}

#[test]
fn the_plain_text_says_the_same() {
    insta::assert_snapshot!(plain_text(&content(), signed()), @r"
    Prezydent Miasta Przykładowo

    Znak sprawy: MOPS.DŚ.5120.17.2026

    Data wydania: 25 listopada 2026 r.

    DECYZJA

    Strona: Żaneta Wymyślona

    Podstawa prawna: art. 37 ust. 1 pkt 1 u.p.s.

    ROZSTRZYGNIĘCIE

    Przyznaję zasiłek stały.

    UZASADNIENIE

    Uzasadnienie faktyczne

    Ustalono, że…

    Uzasadnienie prawne

    Zgodnie z art. 37…

    POUCZENIE

    Służy odwołanie.

    Można się zrzec odwołania.

    Jan Zmyślony

    Dyrektor

    Suma kontrolna treści (SHA-256): 9348926f822b4cc6285fb80743cbc111f3e0016239ab8bbb2f1cbfbaa899ca11
    ");
}

#[test]
fn a_draft_says_that_it_is_no_decision() {
    for printed in [html(&content(), Standing::Draft), plain_text(&content(), Standing::Draft)] {
        assert!(printed.contains("PROJEKT") && !printed.contains("SHA-256"), "{printed}");
    }
}

#[test]
fn reasons_that_were_left_out_leave_no_heading() {
    let left_out = Content { reasons: Reasons::LeftOut, ..content() };
    assert!(!html(&left_out, signed()).contains("Uzasadnienie"));
    assert!(!plain_text(&left_out, signed()).contains("UZASADNIENIE"));
}

/// What is left of a page when the tags that it is made of are taken away.
fn without_own_tags(page: &str) -> String {
    let mut rest = page
        .replace("<!DOCTYPE html>", "")
        .replace("<html lang=\"pl\">", "")
        .replace("<meta charset=\"utf-8\">", "")
        .replace("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "");
    for tag in
        ["html", "head", "title", "body", "header", "main", "section", "footer", "h1", "h2", "h3", "p", "ul", "li"]
    {
        rest = rest.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    rest
}

proptest! {
    #[test]
    fn no_text_becomes_markup(text in "(<script>|<p>|&|\"|'|>|– |\n|[a-zżó ]){0,12}") {
        let hostile = Content {
            authority: text.clone(),
            case_number: text.clone(),
            party: text.clone(),
            legal_basis: vec![text.clone()],
            ruling: text.clone(),
            reasons: Reasons::Given { factual: text.clone(), legal: text.clone() },
            appeal_instruction: text.clone(),
            waiver_instruction: text.clone(),
            further_instructions: text.clone(),
            signatory_name: text.clone(),
            signatory_position: text.clone(),
            ..content()
        };
        let page = html(&hostile, signed());
        let left = without_own_tags(&page);
        prop_assert!(!left.contains(['<', '>', '"', '\'']), "{left}");
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        let bare = entities.iter().fold(left, |left, entity| left.replace(entity, ""));
        prop_assert!(!bare.contains('&'), "{bare}");
        prop_assert_eq!(page.matches("<p>").count(), page.matches("</p>").count());
    }

    #[test]
    fn escaping_loses_nothing(text in "\\PC{0,40}") {
        let back = escape(&text)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        prop_assert_eq!(back, text);
    }
}
