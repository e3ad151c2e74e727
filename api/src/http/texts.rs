//! Problems and faults in words, Polish first.

/// A problem in words.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// A few words.
    pub title: &'static str,
    /// A sentence.
    pub detail: &'static str,
}

const fn text(title: &'static str, detail: &'static str) -> Text {
    Text { title, detail }
}

macro_rules! problems {
    ($($code:literal: $pl_title:literal, $pl:literal / $en_title:literal, $en:literal;)+) => {
        /// Every problem code with its Polish and its English words.
        pub const PROBLEMS: &[(&str, Text, Text)] = &[$(($code, text($pl_title, $pl), text($en_title, $en))),+];
    };
}

problems! {
    "malformed_json": "Nieprawidłowy JSON", "Treść żądania nie jest poprawnym dokumentem JSON."
        / "Malformed JSON", "The body is not a JSON document that can be read.";
    "schema_violation": "Niezgodność ze schematem", "Żądanie nie pasuje do opisu w kontrakcie."
        / "Schema violation", "The request does not fit the contract.";
    "unknown_field": "Nieznane pole", "Treść zawiera pole, którego kontrakt nie zna."
        / "Unknown field", "The body has a field that the contract does not know.";
    "invalid_cursor": "Nieprawidłowy kursor", "Kursor nie należy do tej listy i tego filtra."
        / "Invalid cursor", "The cursor does not belong to this list and filter.";
    "invalid_filter": "Nieprawidłowy filtr", "Parametr zapytania ma wartość, której nie można użyć."
        / "Invalid filter", "A query parameter has a value that cannot be used.";
    "token_invalid": "Brak uwierzytelnienia", "Potrzebny jest ważny token dostępu."
        / "Not authenticated", "A valid access token is needed.";
    "action_forbidden": "Brak uprawnienia", "Role użytkownika nie pozwalają na tę czynność."
        / "Action forbidden", "The roles of the user do not allow this action.";
    "separation_of_duties": "Rozdzielność ról", "Tej czynności nie może wykonać osoba, która sprawę przygotowała lub wcześniej zatwierdziła."
        / "Separation of duties", "This must be done by somebody who did not prepare or approve it before.";
    "password_change_required": "Wymagana zmiana hasła", "Hasło nadała inna osoba i trzeba je najpierw zmienić."
        / "Password change required", "The password was set by somebody else and must be changed first.";
    "not_found": "Nie znaleziono", "Nie ma takiego zasobu w zasięgu użytkownika."
        / "Not found", "There is no such resource within the user's reach.";
    "method_not_allowed": "Niedozwolona metoda", "Ten adres nie obsługuje tej metody; dozwolone podaje nagłówek Allow."
        / "Method not allowed", "This address has no such method; the Allow header names those it has.";
    "invalid_transition": "Niedozwolona zmiana stanu", "Obecny stan zasobu nie pozwala na tę czynność."
        / "Invalid transition", "The state of the resource does not allow this.";
    "duplicate": "Powtórzenie", "Taka wartość jest już zapisana."
        / "Duplicate", "This value is already recorded.";
    "overlapping_award": "Nakładające się świadczenie", "W tym okresie osobie przyznano już to świadczenie."
        / "Overlapping award", "The person already has this benefit in the period.";
    "list_has_blockers": "Lista ma przeszkody", "Listy nie można zatwierdzić, dopóki kontrola wykazuje przeszkody."
        / "List has blockers", "The list cannot go on while its checks find blockers.";
    "idempotency_in_progress": "Żądanie w toku", "Żądanie o tym kluczu jest jeszcze wykonywane."
        / "Request in progress", "A request with this key is still being carried out.";
    "idempotency_key_reused": "Klucz użyty ponownie", "Tego klucza użyto już do innego żądania."
        / "Key reused", "This key was used for another request.";
    "idempotency_key_required": "Wymagany klucz", "Ta operacja wymaga nagłówka Idempotency-Key."
        / "Key required", "This operation needs an Idempotency-Key header.";
    "version_mismatch": "Nieaktualna wersja", "Zasób zmienił się od czasu odczytu."
        / "Version mismatch", "The resource has changed since it was read.";
    "precondition_required": "Wymagana wersja", "Ta operacja wymaga nagłówka If-Match z wersją zasobu."
        / "Precondition required", "This operation needs an If-Match header with the version of the resource.";
    "payload_too_large": "Zbyt duża treść", "Treść żądania przekracza 1 MiB."
        / "Payload too large", "The body is larger than 1 MiB.";
    "unsupported_media_type": "Nieobsługiwany format", "Operacja przyjmuje application/json."
        / "Unsupported media type", "The operation reads application/json.";
    "request_timeout": "Przekroczony czas", "Treść żądania nie dotarła w wyznaczonym czasie."
        / "Request timeout", "The body did not arrive in time.";
    "rule_violation": "Naruszenie reguły", "Żądanie jest poprawne, lecz reguła nie pozwala go wykonać."
        / "Rule violation", "The request is well-formed, but a rule refuses it.";
    "missing_evidence": "Brak dowodów", "Brakuje dowodów potrzebnych do tej czynności."
        / "Missing evidence", "Evidence that this needs is missing.";
    "interview_outdated": "Brak aktualnego wywiadu", "Decyzja wymaga aktualnego rodzinnego wywiadu środowiskowego."
        / "Interview outdated", "The decision needs an up-to-date interview.";
    "reasoning_incomplete": "Niepełna decyzja", "Decyzji brakuje obowiązkowych elementów."
        / "Incomplete decision", "The decision lacks mandatory parts.";
    "account_invalid": "Nieprawidłowy rachunek", "Numer rachunku bankowego jest nieprawidłowy."
        / "Invalid account", "The number of the bank account is not valid.";
    "rate_limited": "Zbyt wiele żądań", "Przekroczono dozwoloną liczbę żądań; ponów po chwili."
        / "Rate limited", "Too many requests; try again in a moment.";
    "dependency_unavailable": "Chwilowo niedostępne", "Usługa jest przeciążona lub baza danych nie odpowiada; ponów po chwili."
        / "Temporarily unavailable", "The service is overloaded or the database does not answer; try again in a moment.";
    "internal_error": "Błąd wewnętrzny", "Wystąpił błąd po stronie usługi. Podaj numer żądania administratorowi."
        / "Internal error", "A fault on our side. Tell the administrator the request id.";
}

/// The words of a problem.
#[must_use]
pub fn problem(code: &str, english: bool) -> Text {
    let found = PROBLEMS.iter().find(|(known, _, _)| *known == code);
    let unknown = text("Odmowa", "Żądania nie wykonano.");
    found.map_or(unknown, |(_, pl, en)| if english { *en } else { *pl })
}

/// Codes of faults with their Polish words; the English ones come from where the fault is found.
const FAULTS: &[(&str, &str)] = &[
    ("blank", "oczekiwano tekstu, nie pustego pola"),
    ("duplicate", "ta wartość jest już zajęta"),
    ("birth_date_in_future", "data urodzenia nie może być późniejsza niż dziś"),
    ("pesel_check_digit", "cyfra kontrolna numeru PESEL się nie zgadza"),
    ("pesel_date", "numer PESEL nie zawiera istniejącej daty urodzenia"),
    ("pesel_birth_date_differs", "data urodzenia różni się od zapisanej w numerze PESEL"),
    ("pesel_sex_differs", "płeć różni się od zapisanej w numerze PESEL"),
    ("account_check_digits", "cyfry kontrolne rachunku się nie zgadzają"),
    ("month_too_far", "lista obejmuje najdalej następny miesiąc"),
    ("nothing_due", "nie ma należności, których nie objęto jeszcze listą"),
    ("nothing_blocks", "żadna wypłata na liście nie ma przeszkód"),
    ("empty_list", "lista nie ma żadnej wypłaty"),
    ("list_changed", "wypłaty zmieniły się od czasu kontroli listy"),
    ("schedule_impossible", "z decyzji nie da się ułożyć miesięcy wypłaty"),
    ("payee_dead", "osoba uprawniona nie żyje"),
    ("decision_not_enforceable", "decyzja nie jest jeszcze wykonalna"),
    ("award_not_active", "świadczenie nie jest wypłacane"),
    ("account_missing", "brak rachunku"),
    ("account_invalid", "osoba nie ma już tego rachunku"),
    ("double_month", "miesiąc jest już opłacony lub występuje na liście dwukrotnie"),
    ("income_month_after_application", "miesiąc dochodu jest późniejszy niż wniosek"),
    ("membership_overlap", "osoba należałaby w tym samym czasie do dwóch gospodarstw"),
    ("pesel_in_future", "numer PESEL zawiera datę urodzenia późniejszą niż dziś"),
    ("identity_known", "osoba o nieznanej tożsamości nie ma numeru PESEL"),
    ("name_required", "trzeba podać imię i nazwisko znanej osoby"),
    ("nothing_given", "trzeba podać co najmniej jedno pole"),
    ("day_in_future", "dzień nie może być późniejszy niż dziś"),
    ("instant_in_future", "chwila nie może być późniejsza niż teraz"),
    ("death_before_birth", "data śmierci jest wcześniejsza niż data urodzenia"),
    ("postal_code", "oczekiwano kodu pocztowego w postaci 90-926"),
    ("contact_value", "to nie jest numer ani adres tego rodzaju"),
    ("owner_required", "trzeba podać właściciela cudzego rachunku"),
    ("search_empty", "trzeba podać numer PESEL, nazwisko albo datę urodzenia"),
    ("one_subject", "trzeba podać osobę albo gospodarstwo, jedno z nich"),
    ("person_only", "ten rodzaj dowodu dotyczy jednej osoby"),
    ("required_for_kind", "to pole jest wymagane dla tego rodzaju dowodu"),
    ("not_for_kind", "to pole nie dotyczy tego rodzaju dowodu"),
    ("unknown_income_kind", "nie ma takiego rodzaju dochodu w tym miesiącu"),
    ("month_in_future", "miesiąc nie może być późniejszy niż bieżący"),
    ("amount_negative", "kwota nie może być ujemna"),
    ("unknown_reference", "wskazany zasób nie istnieje"),
    ("password_too_short", "hasło ma mieć co najmniej 12 znaków"),
    ("password_wrong", "dotychczasowe hasło jest inne"),
    ("range", "koniec okresu jest wcześniejszy niż początek"),
    ("own_parent", "jednostka nie może podlegać samej sobie"),
    ("own_account", "tej czynności na własnym koncie dokonuje inny administrator"),
    ("role_held", "użytkownik ma już tę rolę w części tego okresu"),
    ("role_ended", "rola i tak kończy się wcześniej"),
    ("day_in_past", "dzień jest wcześniejszy niż dzisiaj"),
    ("symbol_taken", "w części tego okresu symbol ma inna klasa"),
    ("unknown_class", "w pierwszym dniu obowiązywania wykaz akt nie ma takiej klasy"),
    ("code_taken", "w części tego okresu katalog ma już świadczenie o tym kodzie"),
    ("outside_validity", "dzień ma leżeć wewnątrz okresu obowiązywania, po jego pierwszym dniu"),
    ("invalid_cursor", "kursor nie należy do tej listy"),
    ("invalid_filter", "wartość parametru jest nieprawidłowa"),
    ("unknown_field", "kontrakt nie zna tego pola"),
    ("schema_violation", "wartość nie pasuje do schematu"),
    ("missing_field", "brakuje wymaganego pola"),
    ("law_not_in_force", "przepisu ani parametru nie ma w tym dniu"),
    (
        "income_kind_not_supported",
        "tego rodzaju przychodu nie da się policzyć z samej kwoty; można rozstrzygnąć go z uzasadnieniem",
    ),
    ("unknown_income_kind", "nie ma takiego rodzaju przychodu"),
    ("negative_amount", "oczekiwano kwoty nie mniejszej niż zero"),
    ("amount_too_large", "kwoty razem przekraczają dziesięć cyfr"),
    ("household_size", "osoba samotnie gospodarująca jest jedna, w rodzinie są co najmniej dwie"),
    ("net_income_and_rows", "należy podać dochód netto albo przychody, nie oba"),
    ("listed_twice", "wartość wymieniono dwa razy"),
    ("application_after_decision", "wniosek nie może być późniejszy niż decyzja"),
    ("age_unknown", "należy podać, czy osoba jest pełnoletnia, albo datę urodzenia"),
    ("age_stated_twice", "należy podać pełnoletność albo datę urodzenia, nie oba"),
    ("local_parameter_invalid", "wartość nie pasuje do parametru albo okres kończy się przed początkiem"),
    ("form_not_allowed", "podanie wniesione w ten sposób pozostawia się bez rozpoznania; nie otwiera sprawy"),
    ("posted_after_receipt", "dzień nadania jest późniejszy niż dzień wpływu"),
    ("source_incomplete", "trzeba podać system nadawcy i jego numer dokumentu albo żadnego z nich"),
    ("one_party", "trzeba podać `personId`, `person` albo `ref`, jedno z nich"),
    ("one_household", "trzeba podać `householdId` albo `members`, jedno z nich"),
    ("unit_of_intake", "jednostki nie podaje się: do osób sięga jednostka wpływu"),
    ("applicant_not_member", "wnioskodawca nie należy w tym dniu do gospodarstwa"),
    ("unknown_benefit", "w dniu wpływu katalog nie ma takiego opublikowanego świadczenia"),
    ("unit_symbol", "z symbolu jednostki nie można utworzyć znaku sprawy"),
    ("too_early", "dzień jest wcześniejszy niż zdarzenie, po którym następuje"),
    ("employee_excluded", "pracownik jest wyłączony od udziału w tej sprawie"),
    ("application_open", "wniosek w tej sprawie nie jest jeszcze rozstrzygnięty"),
    ("case_closed", "sprawy nikt już nie prowadzi"),
    ("day_out_of_range", "dzień leży poza kalendarzem"),
    ("income_missing", "brak dowodu dochodu w miesiącu odniesienia i oświadczenia, że dochodu nie było"),
    ("income_recorded", "w aktach jest dochód tej osoby z miesiąca odniesienia"),
    ("amount_not_chosen", "nie wybrano kwoty"),
    ("no_choice", "przepis nie pozostawia wyboru kwoty"),
    ("amount_out_of_range", "kwota leży poza granicami, w których wybiera organ"),
    ("choice_reason_missing", "wybór kwoty wymaga uzasadnienia"),
    ("case_without_party", "sprawa nie ma wnioskodawcy"),
    (
        "application_incomplete",
        "wniosku nie uznano za kompletny; trzeba podać dzień, w którym złożono ostatni dokument",
    ),
    ("not_entitled", "według obliczenia świadczenie nie przysługuje"),
    ("refusal_reason_missing", "trzeba podać przyczynę odmowy"),
    ("extent_mismatch", "zakres uwzględnienia żądania nie pasuje do rodzaju decyzji albo do przyznanej kwoty"),
    ("calculation_outdated", "obliczenie nie odpowiada prawu z dnia decyzji; trzeba obliczyć świadczenie ponownie"),
    ("evidence_voided", "obliczenie opiera się na dowodzie, który unieważniono albo zakwestionowano"),
    ("household_changed", "w dniu decyzji z wnioskodawcą gospodarują inne osoby niż w obliczeniu"),
    ("applicant_deceased", "wnioskodawca nie żyje"),
    ("months_differ", "kwoty za poszczególne miesiące są różne; każdy okres trzeba obliczyć osobno"),
    (
        "after_application",
        "prawo zaczyna się z miesiącem kompletnego wniosku, chyba że żądanie uwzględnia się w części",
    ),
    ("day_too_far", "dzień jest późniejszy niż za rok"),
    ("terms_mismatch", "przyznanie wymaga warunków wypłaty, a odmowa ich nie ma"),
    ("account_missing", "wypłata na rachunek wymaga rachunku"),
    ("account_unused", "ten sposób wypłaty nie ma rachunku"),
    ("amount_not_positive", "kwota musi być większa od zera"),
    ("last_day_missing", "trzeba podać ostatni dzień prawa do świadczenia"),
    ("before_application", "prawo nie może zacząć się przed miesiącem kompletnego wniosku"),
    ("schedule_refused", "z tych warunków nie można ułożyć miesięcznych kwot"),
    ("slot_empty", "brakuje danych, z których powstaje ta część decyzji"),
    ("reasons_required", "od uzasadnienia odstępuje się tylko przy uwzględnieniu żądania w całości"),
    ("centre_unknown", "nie ustawiono danych ośrodka"),
    ("interview_missing", "decyzja wymaga przeprowadzonego rodzinnego wywiadu środowiskowego"),
    ("interview_outdated", "wywiad wymaga aktualizacji w związku z tym wnioskiem"),
    ("other_matter", "obliczenie dotyczy innej sprawy albo innego świadczenia"),
    ("day_too_early", "dzień jest wcześniejszy niż poprzedni krok"),
    ("required", "to pole jest wymagane w tym stanie"),
    ("delivery_incomplete", "trzeba podać dzień i sposób doręczenia albo żadnego z nich"),
    ("not_delivered_yet", "doręczenie jeszcze nie nastąpiło"),
    ("idempotency_key_reused", "tego klucza użyto już do innego żądania"),
    ("idempotency_key_required", "ta operacja wymaga klucza"),
    ("invalid_transition", "obecny stan nie pozwala na tę czynność"),
];

/// The Polish words of a fault, or what is known where none are listed.
#[must_use]
pub fn fault(code: &str, english: &str) -> String {
    FAULTS.iter().find(|(known, _)| *known == code).map_or_else(|| english.to_owned(), |(_, pl)| (*pl).to_owned())
}
