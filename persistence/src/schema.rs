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

diesel::table! {
    org_units (id) {
        id -> Text,
        version -> BigInt,
        symbol -> Text,
        name -> Text,
        parent_id -> Nullable<Text>,
        active -> Bool,
    }
}

diesel::table! {
    employees (id) {
        id -> Text,
        version -> BigInt,
        given_name -> Text,
        surname -> Text,
        search_key -> Text,
        position -> Text,
        unit_id -> Text,
        active -> Bool,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        version -> BigInt,
        login -> Text,
        employee_id -> Nullable<Text>,
        password_hash -> Text,
        must_change_password -> Bool,
        blocked -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    role_grants (id) {
        id -> Text,
        user_id -> Text,
        role -> Text,
        unit_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
    }
}

diesel::table! {
    case_exclusions (employee_id, case_id) {
        employee_id -> Text,
        case_id -> Text,
        grounds -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        issued_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (client, operation, key) {
        client -> Text,
        operation -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        subject_kind -> Text,
        subject_id -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        last -> BigInt,
    }
}

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    centre (id) {
        id -> Text,
        version -> BigInt,
        kind -> Text,
        name -> Text,
        address -> Text,
        city -> Text,
        authority -> Text,
        authorisation_number -> Text,
        authorisation_given_on -> Date,
        appeal_body -> Text,
        payer_account -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    districts (id) {
        id -> Text,
        version -> BigInt,
        symbol -> Text,
        name -> Text,
        unit_id -> Text,
        streets -> Text,
    }
}

diesel::table! {
    file_plan_classes (id) {
        id -> Text,
        version -> BigInt,
        symbol -> Text,
        title -> Text,
        category -> Text,
        valid_from -> Date,
        valid_to -> Date,
    }
}

diesel::table! {
    benefit_types (id) {
        id -> Text,
        version -> BigInt,
        state -> Text,
        code -> Text,
        label -> Text,
        legal_basis -> Text,
        task_kind -> Text,
        funding -> Text,
        needs_decision -> Bool,
        needs_interview -> Bool,
        income_view -> Text,
        class_symbol -> Text,
        valid_from -> Date,
        valid_to -> Date,
    }
}

diesel::joinable!(journal_payloads -> journal (journal_id));
diesel::joinable!(journal_seals -> journal (journal_id));
diesel::joinable!(journal_unsealed -> journal (journal_id));
diesel::joinable!(access_entries -> access_groups (seq));
diesel::joinable!(access_people -> access_entries (entry_id));
diesel::joinable!(employees -> org_units (unit_id));
diesel::joinable!(users -> employees (employee_id));
diesel::joinable!(role_grants -> users (user_id));
diesel::joinable!(role_grants -> org_units (unit_id));
diesel::joinable!(case_exclusions -> employees (employee_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(districts -> org_units (unit_id));
diesel::allow_tables_to_appear_in_same_query!(
    journal,
    journal_payloads,
    journal_seals,
    journal_unsealed,
    access_groups,
    access_entries,
    access_people,
    org_units,
    employees,
    users,
    role_grants,
    case_exclusions,
    sessions,
    refresh_tokens,
    idempotency_keys,
    counters,
    settings,
    centre,
    districts,
    file_plan_classes,
    benefit_types,
);
