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
    persons (id) {
        id -> Text,
        version -> BigInt,
        state -> Text,
        pesel -> Nullable<Text>,
        birth_date -> Nullable<Date>,
        death_date -> Nullable<Date>,
        sex -> Nullable<Text>,
        citizenship -> Nullable<Text>,
        given_names -> Text,
        surname -> Text,
        search_key -> Text,
        unknown_identity -> Bool,
        merged_into -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person_units (person_id, unit_id) {
        person_id -> Text,
        unit_id -> Text,
    }
}

diesel::table! {
    person_names (id) {
        id -> Text,
        person_id -> Text,
        given_names -> Text,
        surname -> Text,
        family_name -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_addresses (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        street -> Nullable<Text>,
        house -> Nullable<Text>,
        flat -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        locality -> Text,
        country -> Text,
        terc -> Nullable<Text>,
        simc -> Nullable<Text>,
        ulic -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_contacts (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        value -> Text,
        safe -> Bool,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_accounts (id) {
        id -> Text,
        person_id -> Text,
        nrb -> Text,
        owner_name -> Nullable<Text>,
        own -> Bool,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_foreign_ids (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        number -> Text,
        country -> Text,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    person_protections (id) {
        id -> Text,
        person_id -> Text,
        grounds -> Text,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    households (id) {
        id -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    household_units (household_id, unit_id) {
        household_id -> Text,
        unit_id -> Text,
    }
}

diesel::table! {
    household_memberships (id) {
        id -> Text,
        membership_id -> Text,
        household_id -> Text,
        person_id -> Text,
        role -> Text,
        wspolne_gospodarowanie -> Bool,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    evidence (id) {
        id -> Text,
        version -> BigInt,
        kind -> Text,
        person_id -> Nullable<Text>,
        household_id -> Nullable<Text>,
        income_kind -> Nullable<Text>,
        amount -> Nullable<BigInt>,
        tax -> Nullable<BigInt>,
        costs_of_earning -> Nullable<BigInt>,
        health_contribution -> Nullable<BigInt>,
        social_contributions -> Nullable<BigInt>,
        maintenance_paid -> Nullable<BigInt>,
        code -> Nullable<Text>,
        note -> Nullable<Text>,
        source -> Text,
        document -> Nullable<Text>,
        state -> Text,
        state_reason -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
    }
}

diesel::table! {
    intakes (id) {
        id -> Text,
        version -> BigInt,
        channel -> Text,
        received_on -> Date,
        posted_on -> Nullable<Date>,
        source_system -> Nullable<Text>,
        external_id -> Nullable<Text>,
        applicant_id -> Nullable<Text>,
        household_id -> Nullable<Text>,
        unit_id -> Text,
        payload -> Nullable<Text>,
        state -> Text,
        rejected -> Nullable<Text>,
        forwarded_to -> Nullable<Text>,
        note -> Nullable<Text>,
        registered_at -> Timestamp,
    }
}

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
    applications (id) {
        id -> Text,
        version -> BigInt,
        intake_id -> Text,
        case_id -> Text,
        benefit_code -> Text,
        applicant_id -> Text,
        household_id -> Text,
        demand -> Nullable<Text>,
        requested_amount -> Nullable<BigInt>,
        filed_on -> Date,
        complete_on -> Nullable<Date>,
        call_sent_on -> Nullable<Date>,
        call_delivered_on -> Nullable<Date>,
        call_days -> Nullable<Integer>,
        call_defects -> Nullable<Text>,
        withdrawn_on -> Nullable<Date>,
        state -> Text,
    }
}

diesel::table! {
    case_circumstances (case_id, code) {
        case_id -> Text,
        code -> Text,
    }
}

diesel::table! {
    clocks (id) {
        id -> Text,
        version -> BigInt,
        case_id -> Text,
        unit_id -> Text,
        assignee_id -> Nullable<Text>,
        rule -> Text,
        triggered_on -> Date,
        set_length -> Nullable<Integer>,
        due_on -> Date,
        state -> Text,
        ended_on -> Nullable<Date>,
    }
}

diesel::table! {
    clock_stops (clock_id, place) {
        clock_id -> Text,
        place -> Integer,
        reason -> Text,
        from_on -> Date,
        to_on -> Nullable<Date>,
    }
}

diesel::table! {
    interviews (id) {
        id -> Text,
        version -> BigInt,
        case_id -> Text,
        kind -> Text,
        state -> Text,
        conductor_id -> Text,
        planned_on -> Date,
        place -> Nullable<Text>,
        visited_on -> Nullable<Date>,
        findings -> Nullable<Text>,
        signed_on -> Nullable<Date>,
        refusal -> Nullable<Text>,
        refused_on -> Nullable<Date>,
    }
}

diesel::table! {
    interview_participants (interview_id, place) {
        interview_id -> Text,
        place -> Integer,
        role -> Text,
        person_id -> Nullable<Text>,
        note -> Nullable<Text>,
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

diesel::table! {
    calculations (id) {
        id -> Text,
        version -> BigInt,
        case_id -> Text,
        benefit_code -> Text,
        application_on -> Date,
        decision_on -> Date,
        month -> Date,
        inputs -> Text,
        outcome -> Text,
        amount -> Nullable<BigInt>,
        range_min -> Nullable<BigInt>,
        range_max -> Nullable<BigInt>,
        statutory_minimum -> Nullable<BigInt>,
        refusal_reason -> Nullable<Text>,
        refusal_basis -> Nullable<Text>,
        refusal_alternative -> Nullable<Text>,
        chosen_amount -> Nullable<BigInt>,
        choice_reason -> Nullable<Text>,
        income -> Text,
        trace -> Text,
        parameters -> Text,
        rule_set -> Text,
        hash -> Text,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        version -> BigInt,
        case_id -> Text,
        kind -> Text,
        benefit_code -> Text,
        calculation_id -> Nullable<Text>,
        content -> Text,
        person_id -> Nullable<Text>,
        award_kind -> Nullable<Text>,
        right_from -> Nullable<Date>,
        right_to -> Nullable<Date>,
        amount -> Nullable<BigInt>,
        method -> Nullable<Text>,
        account_id -> Nullable<Text>,
        status -> Text,
        drafted_on -> Date,
        drafted_by -> Text,
        prepared_by -> Nullable<Text>,
        approved_by -> Nullable<Text>,
        signed_by -> Nullable<Text>,
        return_note -> Nullable<Text>,
        content_hash -> Nullable<Text>,
        dispatched_on -> Nullable<Date>,
        delivery_way -> Nullable<Text>,
        delivery_event_on -> Nullable<Date>,
        delivered_on -> Nullable<Date>,
        final_on -> Nullable<Date>,
    }
}

diesel::table! {
    awards (id) {
        id -> Text,
        version -> BigInt,
        decision_id -> Text,
        case_id -> Text,
        person_id -> Text,
        benefit_code -> Text,
        kind -> Text,
        right_from -> Date,
        right_to -> Date,
        amount -> BigInt,
        method -> Text,
        account_id -> Nullable<Text>,
        enforceable_on -> Nullable<Date>,
        state -> Text,
        ended_with -> Nullable<Text>,
        scheduled_to -> Text,
    }
}

diesel::table! {
    award_lines (id) {
        id -> Text,
        award_id -> Text,
        month -> Text,
        amount -> BigInt,
        paid -> Bool,
    }
}

diesel::table! {
    payment_lists (id) {
        id -> Text,
        version -> BigInt,
        number -> BigInt,
        year -> Integer,
        month -> Text,
        method -> Text,
        benefit_code -> Nullable<Text>,
        supplementary_to -> Nullable<Text>,
        state -> Text,
        payments -> BigInt,
        total -> BigInt,
        drawn_up_by -> Text,
        drawn_up_on -> Date,
        checked_on -> Nullable<Date>,
        blockers -> Nullable<BigInt>,
        warnings -> Nullable<BigInt>,
        control_count -> Nullable<BigInt>,
        control_total -> Nullable<BigInt>,
        control_hash -> Nullable<Text>,
        approved_by -> Nullable<Text>,
        exported_by -> Nullable<Text>,
    }
}

diesel::table! {
    payments (id) {
        id -> Text,
        list_id -> Text,
        award_line_id -> Text,
        person_id -> Text,
        benefit_code -> Text,
        month -> Text,
        amount -> BigInt,
        account -> Nullable<Text>,
        payee -> Text,
        state -> Text,
    }
}

diesel::joinable!(journal_payloads -> journal (journal_id));
diesel::joinable!(journal_seals -> journal (journal_id));
diesel::joinable!(journal_unsealed -> journal (journal_id));
diesel::joinable!(access_entries -> access_groups (seq));
diesel::joinable!(employees -> org_units (unit_id));
diesel::joinable!(users -> employees (employee_id));
diesel::joinable!(role_grants -> users (user_id));
diesel::joinable!(role_grants -> org_units (unit_id));
diesel::joinable!(case_exclusions -> employees (employee_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(person_units -> persons (person_id));
diesel::joinable!(person_units -> org_units (unit_id));
diesel::joinable!(person_names -> persons (person_id));
diesel::joinable!(person_addresses -> persons (person_id));
diesel::joinable!(person_contacts -> persons (person_id));
diesel::joinable!(person_accounts -> persons (person_id));
diesel::joinable!(person_foreign_ids -> persons (person_id));
diesel::joinable!(person_protections -> persons (person_id));
diesel::joinable!(household_units -> households (household_id));
diesel::joinable!(household_units -> org_units (unit_id));
diesel::joinable!(household_memberships -> households (household_id));
diesel::joinable!(household_memberships -> persons (person_id));
diesel::joinable!(evidence -> persons (person_id));
diesel::joinable!(evidence -> households (household_id));
diesel::joinable!(intakes -> persons (applicant_id));
diesel::joinable!(intakes -> households (household_id));
diesel::joinable!(intakes -> org_units (unit_id));
diesel::joinable!(cases -> org_units (unit_id));
diesel::joinable!(cases -> employees (assignee_id));
diesel::joinable!(cases -> persons (applicant_id));
diesel::joinable!(cases -> households (household_id));
diesel::joinable!(applications -> intakes (intake_id));
diesel::joinable!(applications -> cases (case_id));
diesel::joinable!(applications -> persons (applicant_id));
diesel::joinable!(applications -> households (household_id));
diesel::joinable!(case_circumstances -> cases (case_id));
diesel::joinable!(clocks -> cases (case_id));
diesel::joinable!(clocks -> org_units (unit_id));
diesel::joinable!(clocks -> employees (assignee_id));
diesel::joinable!(clock_stops -> clocks (clock_id));
diesel::joinable!(interviews -> cases (case_id));
diesel::joinable!(interviews -> employees (conductor_id));
diesel::joinable!(interview_participants -> interviews (interview_id));
diesel::joinable!(interview_participants -> persons (person_id));
diesel::joinable!(districts -> org_units (unit_id));
diesel::joinable!(calculations -> cases (case_id));
diesel::joinable!(calculations -> users (created_by));
diesel::joinable!(decisions -> cases (case_id));
diesel::joinable!(decisions -> calculations (calculation_id));
diesel::joinable!(decisions -> persons (person_id));
diesel::joinable!(decisions -> person_accounts (account_id));
diesel::joinable!(awards -> decisions (decision_id));
diesel::joinable!(awards -> cases (case_id));
diesel::joinable!(awards -> persons (person_id));
diesel::joinable!(awards -> person_accounts (account_id));
diesel::joinable!(award_lines -> awards (award_id));
diesel::joinable!(payments -> payment_lists (list_id));
diesel::joinable!(payments -> award_lines (award_line_id));

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
    persons,
    person_units,
    person_names,
    person_addresses,
    person_contacts,
    person_accounts,
    person_foreign_ids,
    person_protections,
    households,
    household_units,
    household_memberships,
    evidence,
    intakes,
    cases,
    applications,
    case_circumstances,
    clocks,
    clock_stops,
    interviews,
    interview_participants,
    centre,
    districts,
    file_plan_classes,
    benefit_types,
    calculations,
    decisions,
    awards,
    award_lines,
    payment_lists,
    payments
);
