//! Whether a trace covers the provisions that an example cites.
//!
//! A citation of u.p.s. is read into paths such as *art. 38 › ust. 2 › pkt 1*; `ust. 1-4` and `ust. 3 i 4` name each of
//! their parts. A path is covered when some provision of the trace lies on it or below it: `art. 41 pkt 1` covers
//! `art. 41`, never the other way round. What is not read as a citation of u.p.s. must occur word for word.

/// A unit of an act, outermost first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Level {
    Art,
    Ust,
    Pkt,
    Lit,
}

impl Level {
    fn named(token: &str) -> Option<Self> {
        match token {
            "art." => Some(Self::Art),
            "ust." => Some(Self::Ust),
            "pkt" => Some(Self::Pkt),
            "lit." => Some(Self::Lit),
            _ => None,
        }
    }
}

type Path = Vec<(Level, String)>;

/// Whether every part of a citation is covered by the provisions of a trace.
#[must_use]
pub fn covered(citation: &str, provisions: &[String]) -> bool {
    if provisions.iter().any(|provision| provision == citation) {
        return true;
    }
    let required = paths(citation);
    let found: Vec<Path> = provisions.iter().flat_map(|provision| paths(provision)).collect();
    !required.is_empty() && required.iter().all(|path| found.iter().any(|found| found.starts_with(path)))
}

/// The paths a citation of u.p.s. names; none when it is not one.
fn paths(citation: &str) -> Vec<Path> {
    if !citation.trim_end().ends_with("u.p.s.") {
        return Vec::new();
    }
    let mut done: Vec<Path> = Vec::new();
    // The paths named at the current level, and the path above them.
    let (mut current, mut above): (Vec<Path>, Path) = (Vec::new(), Path::new());
    let mut level = None;
    for token in citation.split([' ', ',']).filter(|token| !token.is_empty()) {
        if let Some(named) = Level::named(token) {
            let mut last = current.last().cloned().unwrap_or_default();
            if last.last().is_some_and(|(inner, _)| *inner < named) {
                current.pop();
            }
            last.retain(|(outer, _)| *outer < named);
            done.append(&mut current);
            (above, level) = (last, Some(named));
        } else if let Some(level) = level.filter(|level| is_number(token, *level)) {
            current.extend(range(token).into_iter().map(|number| {
                let mut path = above.clone();
                path.push((level, number));
                path
            }));
        }
    }
    done.append(&mut current);
    done
}

/// A number such as `8`, `4a` or `1-4`, or a letter after `lit.`.
fn is_number(token: &str, level: Level) -> bool {
    let letter = token.len() == 1
        && token.bytes().all(|b| b.is_ascii_lowercase())
        && token != "i"
        && token != "z"
        && token != "w";
    token.starts_with(|c: char| c.is_ascii_digit()) || (level == Level::Lit && letter)
}

/// `1-4` is each number from one to four; a range with letters names its two ends.
fn range(token: &str) -> Vec<String> {
    let Some((first, last)) = token.split_once('-') else { return vec![token.to_owned()] };
    match (first.parse::<u32>(), last.parse::<u32>()) {
        (Ok(first), Ok(last)) => {
            (first..=last.min(first.saturating_add(99))).map(|number| number.to_string()).collect()
        }
        _ => vec![first.to_owned(), last.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(citation: &str, provisions: &[&str], expected: bool) {
        let provisions: Vec<String> = provisions.iter().map(|&provision| provision.to_owned()).collect();
        assert_eq!(covered(citation, &provisions), expected, "{citation} in {provisions:?}");
    }

    #[test]
    fn a_range_asks_for_each_of_its_parts() {
        let all =
            ["art. 38 ust. 1 pkt 2 u.p.s.", "art. 38 ust. 2 u.p.s.", "art. 38 ust. 3 u.p.s.", "art. 38 ust. 4 u.p.s."];
        check("art. 38 ust. 1-4 u.p.s.", &all, true);
        for left_out in 0..all.len() {
            let mut some = all.to_vec();
            some.remove(left_out);
            check("art. 38 ust. 1-4 u.p.s.", &some, false);
        }
        check("art. 8 ust. 3 pkt 1-2 u.p.s.", &["art. 8 ust. 3 pkt 1 u.p.s.", "art. 8 ust. 3 pkt 2 u.p.s."], true);
        check("art. 8 ust. 3 pkt 1-2 u.p.s.", &["art. 8 ust. 3 pkt 1 u.p.s.", "art. 8 ust. 2 pkt 2 u.p.s."], false);
    }

    #[test]
    fn lists_ask_for_each_of_their_parts() {
        check("art. 8 ust. 3 i 4 u.p.s.", &["art. 8 ust. 3 u.p.s.", "art. 8 ust. 4 pkt 7 u.p.s."], true);
        check("art. 8 ust. 3 i 4 u.p.s.", &["art. 8 ust. 3 u.p.s.", "art. 9 ust. 4 u.p.s."], false);
        check("art. 8, 9, 37 u.p.s.", &["art. 8 ust. 1 w zw. z art. 9 ust. 8 u.p.s.", "art. 37 ust. 3 u.p.s."], true);
        check("art. 8, 9, 37 u.p.s.", &["art. 8 ust. 1 u.p.s.", "art. 37 ust. 3 u.p.s."], false);
    }

    #[test]
    fn a_wider_provision_does_not_cover_a_narrower_citation() {
        check("art. 41 u.p.s.", &["art. 41 pkt 1 u.p.s."], true);
        check("art. 41 pkt 1 u.p.s.", &["art. 41 u.p.s."], false);
        check("art. 8 ust. 4a u.p.s.", &["art. 8 ust. 4 u.p.s."], false);
        check("art. 3 u.p.s.", &["art. 37 u.p.s."], false);
        check("art. 61 ust. 2 pkt 2 lit. a u.p.s.", &["art. 61 ust. 2 pkt 2 lit. b u.p.s."], false);
        check("art. 61 ust. 2 pkt 2 lit. a u.p.s.", &["art. 61 ust. 2 pkt 2 lit. a u.p.s."], true);
    }

    #[test]
    fn other_acts_are_compared_word_for_word() {
        check("art. 24 ust. 1 ustawy", &["art. 24 ust. 1 u.p.s."], false);
        check("§ 3 ust. 2 rozporządzenia", &["§ 3 ust. 2 rozporządzenia"], true);
    }
}
