//! The tables that the bare server touches.

diesel::table! {
    cases (id) {
        id -> Text,
        version -> BigInt,
        unit_symbol -> Text,
        class_symbol -> Text,
        base -> Text,
        number -> BigInt,
        year -> Integer,
        kind -> Text,
        unit_id -> Text,
        assignee_id -> Nullable<Text>,
        applicant_id -> Nullable<Text>,
        household_id -> Nullable<Text>,
        opened_on -> Date,
        urgency -> Text,
        classification -> Text,
        status -> Text,
        suspension_ground -> Nullable<Text>,
        suspended_since -> Nullable<Date>,
        result -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        transferred_to -> Nullable<Text>,
    }
}

diesel::table! {
    persons (id) {
        id -> Text,
        version -> BigInt,
        state -> Text,
        pesel -> Nullable<Text>,
        birth_date -> Nullable<Date>,
        given_names -> Text,
        surname -> Text,
        search_key -> Text,
        unknown_identity -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person_names (id) {
        id -> Text,
        person_id -> Text,
        given_names -> Text,
        surname -> Text,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_units (person_id, unit_id) {
        person_id -> Text,
        unit_id -> Text,
    }
}
