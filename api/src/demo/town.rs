//! The demonstration's centre: name, sections and services of the MOPS in Skarżysko-Kamienna, as its own pages list
//! them. Symbols, address, authorisation, account, file plan and people are invented.

use domain::platform::benefit_type::{IncomeView, TaskKind};
use domain::platform::role::Role;

/// The first day for which the demonstration's catalogue and roles hold: the first that the rules support.
pub const SINCE: &str = "2018-10-01";
/// The password of every demonstration log-in.
pub const PASSWORD: &str = "demo-haslo-2026";

/// The full name.
pub const NAME: &str = "Miejski Ośrodek Pomocy Społecznej w Skarżysku-Kamiennej";
/// The town.
pub const CITY: &str = "Skarżysko-Kamienna";
/// The address; the street and the code are invented.
pub const ADDRESS: [&str; 2] = ["ul. Przykładowa 1", "00-000 Skarżysko-Kamienna"];
/// The body that decides.
pub const AUTHORITY: &str = "Prezydent Miasta Skarżyska-Kamiennej";
/// The number of the authorisation; invented.
pub const AUTHORISATION: &str = "DEMO.0052.1.2018";
/// The body that hears appeals.
pub const APPEAL_BODY: &str = "Samorządowe Kolegium Odwoławcze w Kielcach";

/// The root of the tree of units.
pub const ROOT: (&str, &str) = ("MOPS", NAME);
/// The unit that social work teams belong to; applications are filed there.
pub const CASEWORK: &str = "MOPS.PS";
/// Sections and facilities: symbol and name.
pub const SECTIONS: &[(&str, &str)] = &[
    (CASEWORK, "Sekcja Pomocy Środowiskowej i Realizacji Świadczeń"),
    ("MOPS.DM", "Sekcja Dodatków Mieszkaniowych"),
    ("MOPS.SR", "Sekcja Świadczeń Rodzinnych"),
    ("MOPS.UO", "Sekcja Usług Opiekuńczych"),
    ("MOPS.OD", "Sekcja Opieki nad Chorym w Domu"),
    ("MOPS.US", "Sekcja Usług Specjalistycznych"),
    ("MOPS.KK", "Sekcja Kadr i Księgowości"),
    ("MOPS.PIK", "Punkt Interwencji Kryzysowej"),
    ("MOPS.KIS", "Klub Integracji Społecznej"),
    ("MOPS.DSDS", "Dzienny Środowiskowy Dom Samopomocy"),
    ("MOPS.KS", "Kuchnia i Stołówka"),
    ("MOPS.SO", "Skład Odzieży Używanej"),
];

/// A post with a log-in.
#[derive(Debug)]
pub struct Post {
    /// The log-in name.
    pub login: &'static str,
    /// Given name and surname; invented.
    pub name: (&'static str, &'static str),
    /// Position, as decisions print it.
    pub position: &'static str,
    /// The symbol of the unit.
    pub unit: &'static str,
    /// The role, held in the whole centre.
    pub role: Role,
}

/// The posts besides the teams' social workers.
pub const POSTS: &[Post] = &[
    post("administrator", ("Norbert", "Klonowski"), "informatyk", "MOPS", Role::AdministratorSystemu),
    post("kierownik", ("Halina", "Sosnowska"), "dyrektor", "MOPS", Role::Kierownik),
    post("zastepca", ("Roman", "Jarzębski"), "zastępca dyrektora", "MOPS", Role::ZastepcaKierownika),
    post(
        "specjalista",
        ("Olga", "Wrzosowska"),
        "starszy specjalista pracy socjalnej",
        CASEWORK,
        Role::StarszySpecjalista,
    ),
    post("swiadczenia", ("Celina", "Lipowska"), "inspektor", CASEWORK, Role::PracownikSwiadczen),
    post("ksiegowosc", ("Jerzy", "Modrzewski"), "główny księgowy", "MOPS.KK", Role::Ksiegowosc),
    post("kancelaria", ("Irena", "Kalinowska"), "sekretarka", "MOPS", Role::Kancelaria),
    post("iod", ("Paweł", "Topolski"), "inspektor ochrony danych", "MOPS", Role::IodAudytor),
];

const fn post(
    login: &'static str,
    name: (&'static str, &'static str),
    position: &'static str,
    unit: &'static str,
    role: Role,
) -> Post {
    Post { login, name, position, unit, role }
}

/// Classes of the file plan: symbol, title, category. A centre has a plan of its own; this one is invented.
pub const CLASSES: &[(&str, &str, &str)] = &[
    ("4110", "Zasiłki stałe", "BE10"),
    ("4111", "Zasiłki okresowe", "B5"),
    ("4112", "Zasiłki celowe i specjalne celowe", "B5"),
    ("4120", "Praca socjalna", "BE10"),
    ("4130", "Posiłek i odzież", "B5"),
    ("4140", "Usługi opiekuńcze", "BE10"),
];

/// A service of the catalogue.
#[derive(Debug)]
pub struct Service {
    /// The code.
    pub code: &'static str,
    /// The name.
    pub label: &'static str,
    /// The provision it is granted under.
    pub basis: &'static str,
    /// Whose task it is.
    pub task: TaskKind,
    /// Who pays, in words.
    pub funding: &'static str,
    /// Whether it is granted by a decision.
    pub decision: bool,
    /// Under which act's rules income is found.
    pub income: IncomeView,
    /// The class of the file plan.
    pub class: &'static str,
}

const OWN: TaskKind = TaskKind::WlasneObowiazkowe;
const UPS: IncomeView = IncomeView::PomocSpoleczna;

/// The catalogue of the demonstration.
pub const SERVICES: &[Service] = &[
    service(
        ("zasilek_staly", "Zasiłek stały"),
        "art. 37 u.p.s.",
        OWN,
        "art. 17 ust. 1 pkt 19 u.p.s.",
        true,
        UPS,
        "4110",
    ),
    service(
        ("zasilek_okresowy", "Zasiłek okresowy"),
        "art. 38 u.p.s.",
        OWN,
        "art. 17 ust. 1 pkt 4 u.p.s.",
        true,
        UPS,
        "4111",
    ),
    service(
        ("zasilek_celowy", "Zasiłek celowy"),
        "art. 39 u.p.s.",
        OWN,
        "art. 17 ust. 1 pkt 5 u.p.s.",
        true,
        UPS,
        "4112",
    ),
    service(
        ("specjalny_zasilek_celowy", "Specjalny zasiłek celowy"),
        "art. 41 u.p.s.",
        TaskKind::Wlasne,
        "art. 17 ust. 2 pkt 1 u.p.s.",
        true,
        UPS,
        "4112",
    ),
    service(
        ("praca_socjalna", "Praca socjalna"),
        "art. 36 pkt 2 u.p.s.",
        OWN,
        "art. 17 ust. 1 pkt 10 u.p.s.",
        false,
        IncomeView::BezDochodu,
        "4120",
    ),
    service(("posilek", "Posiłek"), "art. 36 pkt 2 u.p.s.", OWN, "art. 17 ust. 1 pkt 3 u.p.s.", true, UPS, "4130"),
    service(
        ("uslugi_opiekuncze", "Usługi opiekuńcze"),
        "art. 50 u.p.s.",
        OWN,
        "art. 17 ust. 1 pkt 11 u.p.s.",
        true,
        UPS,
        "4140",
    ),
];

const fn service(
    (code, label): (&'static str, &'static str),
    basis: &'static str,
    task: TaskKind,
    funding: &'static str,
    decision: bool,
    income: IncomeView,
    class: &'static str,
) -> Service {
    Service { code, label, basis, task, funding, decision, income, class }
}
