//! One schema for both databases.

diesel::table! {
    journal (id) {
        id -> Text,
        actor -> Text,
        on_behalf_of -> Nullable<Text>,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        subject_version -> BigInt,
        reason -> Nullable<Text>,
        request_id -> Text,
        at -> Timestamp,
        payload_digest -> Text,
    }
}

diesel::table! {
    journal_payloads (journal_id) {
        journal_id -> Text,
        salt -> Text,
        body -> Text,
    }
}

diesel::table! {
    journal_seals (seq) {
        seq -> BigInt,
        journal_id -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    journal_unsealed (journal_id) {
        journal_id -> Text,
    }
}

diesel::table! {
    access_groups (seq) {
        seq -> BigInt,
        entries -> BigInt,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    access_entries (id) {
        id -> Text,
        seq -> BigInt,
        actor -> Text,
        action -> Text,
        reason -> Nullable<Text>,
        request_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    access_people (person_id, entry_id) {
        entry_id -> Text,
        person_id -> Text,
    }
}

diesel::joinable!(journal_payloads -> journal (journal_id));
diesel::joinable!(journal_seals -> journal (journal_id));
diesel::joinable!(journal_unsealed -> journal (journal_id));
diesel::allow_tables_to_appear_in_same_query!(journal, journal_payloads, journal_seals, journal_unsealed);
diesel::allow_tables_to_appear_in_same_query!(access_groups, access_entries, access_people);
