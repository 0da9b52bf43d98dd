"""The published file's tables, in the columns that the marts promise their readers.

Belongs here: names and types only. Doesn't: what stands in the rows (`invented_network`).
"""

TABLES: dict[str, str] = {
    "marts.dim_clinics": """
        clinic_id VARCHAR, clinic_name VARCHAR, timezone VARCHAR, contact_gap_days INTEGER,
        has_appointment_data BOOLEAN, appointments_until DATE, responses_until DATE, has_actions BOOLEAN,
        actions_from DATE, actions_until DATE,
        last_received_at TIMESTAMP""",
    "marts.dim_holidays": """
        clinic_id VARCHAR, holiday_on DATE, holiday_name VARCHAR""",
    "marts.dim_therapists": """
        therapist_key BIGINT, clinic_id VARCHAR, profession VARCHAR, qualified_year SMALLINT""",
    "marts.dim_clients": """
        client_key BIGINT, clinic_id VARCHAR, birth_year SMALLINT, gender VARCHAR, ethnicity_group VARCHAR,
        employment VARCHAR, language VARCHAR, allows_research BOOLEAN""",
    "marts.dim_instruments": """
        instrument_id VARCHAR, instrument_name VARCHAR, licence VARCHAR, citation VARCHAR, item_count INTEGER,
        item_minimum DOUBLE, item_maximum DOUBLE, item_units INTEGER, risk_items INTEGER[]""",
    "marts.dim_scales": """
        scale_id VARCHAR, instrument_id VARCHAR, scale_name VARCHAR, construct VARCHAR, method VARCHAR,
        minimum DOUBLE, maximum DOUBLE, higher_is VARCHAR, max_missing INTEGER, reliable_change DOUBLE,
        reliable_change_operator VARCHAR, reliable_change_source VARCHAR, clinical_cutoff DOUBLE,
        clinical_cutoff_operator VARCHAR, clinical_cutoff_source VARCHAR""",
    "marts.dim_scale_thresholds": """
        threshold_id VARCHAR, scale_id VARCHAR, kind VARCHAR, operator VARCHAR, threshold DOUBLE,
        label VARCHAR, age_from INTEGER, age_to INTEGER, gender VARCHAR, respondent VARCHAR,
        evidence VARCHAR, source VARCHAR""",
    "marts.fct_episodes": """
        clinic_id VARCHAR, episode_key BIGINT, client_key BIGINT, therapist_key BIGINT, referral_date DATE,
        start_date DATE, end_date DATE, end_reason VARCHAR, state VARCHAR, state_basis VARCHAR, ended_on DATE,
        programme VARCHAR, presenting_problem VARCHAR, modality VARCHAR, planned_sessions SMALLINT,
        age_at_start SMALLINT, appointments_booked INTEGER, sessions_attended INTEGER, no_shows INTEGER,
        cancellations INTEGER, first_attended_on DATE, last_attended_on DATE, next_appointment_at TIMESTAMP,
        is_synthetic_date BOOLEAN""",
    "marts.fct_caseload": """
        clinic_id VARCHAR, episode_key BIGINT, client_key BIGINT, therapist_key BIGINT,
        sessions_attended INTEGER, no_shows INTEGER, days_since_contact INTEGER, referral_date DATE,
        start_date DATE, first_attended_on DATE, last_attended_on DATE, next_booked_at TIMESTAMP,
        are_bookings_sent BOOLEAN, has_attended_since BOOLEAN""",
    "marts.fct_risk_answers": """
        clinic_id VARCHAR, response_key BIGINT, episode_key BIGINT, client_key BIGINT, therapist_key BIGINT,
        instrument_id VARCHAR, respondent VARCHAR, item_number INTEGER, answer DOUBLE, answer_minimum DOUBLE,
        answer_maximum DOUBLE, completed_at TIMESTAMP, received_at TIMESTAMP, reviewed_on DATE""",
    "marts.fct_actions": """
        clinic_id VARCHAR, action_key BIGINT, episode_key BIGINT, client_key BIGINT, response_key BIGINT,
        kind VARCHAR, instrument_id VARCHAR, acted_on DATE, form_on DATE, received_at TIMESTAMP,
        is_review BOOLEAN""",
    "marts.fct_scores": """
        clinic_id VARCHAR, response_key BIGINT, scale_id VARCHAR, instrument_id VARCHAR, construct VARCHAR,
        episode_key BIGINT, client_key BIGINT, therapist_key BIGINT, respondent VARCHAR,
        completed_at TIMESTAMP, session_number INTEGER, session_link VARCHAR, score DOUBLE,
        items_answered INTEGER, items_missing INTEGER, is_prorated BOOLEAN, declared_total DOUBLE,
        declared_matches BOOLEAN, is_at_ceiling BOOLEAN""",
    "marts.fct_outcomes": """
        clinic_id VARCHAR, episode_key BIGINT, scale_id VARCHAR, respondent VARCHAR, first_score DOUBLE,
        first_at TIMESTAMP, last_score DOUBLE, last_at TIMESTAMP, score_count INTEGER, is_paired BOOLEAN,
        change DOUBLE, improvement DOUBLE, reliable_change VARCHAR, is_case_first BOOLEAN,
        is_case_last BOOLEAN, clinical_change VARCHAR, state VARCHAR, therapist_key BIGINT""",
    "marts.fct_alliance": """
        clinic_id VARCHAR, episode_key BIGINT, scale_id VARCHAR, respondent VARCHAR, therapist_key BIGINT,
        score_count INTEGER, baseline DOUBLE, last DOUBLE, minimum DOUBLE, mean DOUBLE,
        slope_per_session DOUBLE, is_low_last BOOLEAN, largest_drop DOUBLE, rupture_count INTEGER,
        repair_count INTEGER, criterion_points DOUBLE, share_at_ceiling DOUBLE""",
    "marts.retention_curves": """
        clinic_id VARCHAR, definition_id VARCHAR, session_number INTEGER, at_risk INTEGER,
        dropped_out INTEGER, completed INTEGER, other INTEGER, censored INTEGER, survival_all DOUBLE,
        cif_dropout DOUBLE, cif_completed DOUBLE, cif_other DOUBLE, survival_km DOUBLE,
        cif_dropout_lower DOUBLE, cif_dropout_upper DOUBLE, cif_completed_lower DOUBLE,
        cif_completed_upper DOUBLE, survival_km_lower DOUBLE, survival_km_upper DOUBLE""",
    "marts.retention_summary": """
        clinic_id VARCHAR, definition_id VARCHAR, cohort VARCHAR, episodes INTEGER, never_started INTEGER,
        opportunity_3 INTEGER, retained_3 INTEGER, opportunity_6 INTEGER, retained_6 INTEGER,
        opportunity_10 INTEGER, retained_10 INTEGER, dropout_rate DOUBLE, dropout_rate_lower DOUBLE,
        dropout_rate_upper DOUBLE, crude_dropout_share DOUBLE, ended_episodes INTEGER""",
    "marts.therapist_empathy": """
        therapist_key BIGINT, clinic_id VARCHAR, scale_id VARCHAR, client_count INTEGER,
        response_count INTEGER, raw_mean DOUBLE, shrunken_mean DOUBLE, lower_95 DOUBLE, upper_95 DOUBLE,
        reliability DOUBLE, share_at_ceiling DOUBLE, is_publishable BOOLEAN, network_mean DOUBLE, tau2 DOUBLE,
        sigma2_client DOUBLE, sigma2_form DOUBLE""",
    "audit.deliveries": """
        receipt_key BIGINT, delivery_key BIGINT, clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR,
        file_name VARCHAR, file_sha256 VARCHAR, file_bytes BIGINT, file_modified_at TIMESTAMP,
        mapping_fingerprint VARCHAR, mode VARCHAR, exported_at TIMESTAMP, exported_at_basis VARCHAR,
        received_at TIMESTAMP, status VARCHAR, refusal_rule VARCHAR, refusal_message VARCHAR, dialect VARCHAR,
        rows_received INTEGER, batch_id VARCHAR, supersedes_delivery_key BIGINT, decision VARCHAR""",
    "audit.row_accounts": """
        receipt_key BIGINT, clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR, file_name VARCHAR,
        received_at TIMESTAMP, status VARCHAR, rows_received INTEGER, loaded INTEGER, duplicate INTEGER,
        quarantined INTEGER, skipped INTEGER, held INTEGER, refused INTEGER, is_balanced BOOLEAN""",
    "audit.quarantine": """
        receipt_key BIGINT, delivery_key BIGINT, clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR,
        source_row INTEGER, rule_id VARCHAR, column_name VARCHAR, remedy VARCHAR""",
    "audit.check_results": """
        clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR, check_id VARCHAR, description VARCHAR,
        severity VARCHAR, threshold DOUBLE, evaluated BIGINT, failed BIGINT, not_applicable BIGINT,
        is_passed BOOLEAN, source VARCHAR, measured_at TIMESTAMP""",
    "audit.waiting_responses": """
        clinic_id VARCHAR, response_key BIGINT, episode_key BIGINT, instrument_id VARCHAR,
        export_name VARCHAR, file_name VARCHAR, source_row INTEGER, received_at TIMESTAMP""",
    "audit.waiting_appointments": """
        clinic_id VARCHAR, appointment_key BIGINT, episode_key BIGINT, received_at TIMESTAMP""",
    "audit.waiting_actions": """
        clinic_id VARCHAR, action_key BIGINT, episode_key BIGINT, kind VARCHAR, received_at TIMESTAMP""",
    "audit.week_changes": """
        clinic_id VARCHAR, kind VARCHAR, is_comparable BOOLEAN, in_week BIGINT, late BIGINT,
        corrected BIGINT, withdrawn BIGINT, opted_out BIGINT, earliest_on DATE""",
    "meta.runs": """
        run_id VARCHAR, week VARCHAR, week_end TIMESTAMP, known_at TIMESTAMP, started_at TIMESTAMP,
        published_at TIMESTAMP, code_version VARCHAR, schema_version VARCHAR, marts_are_held BOOLEAN,
        held_reason VARCHAR""",
    "meta.schema_version": "schema_version VARCHAR",
    "meta.network": """
        network VARCHAR, timezone VARCHAR, contact_gap_days INTEGER, minimum_publishable_reliability DOUBLE,
        minimum_count INTEGER, minimum_clinics INTEGER, is_simulated BOOLEAN""",
}

LATER_TABLES: dict[str, str] = {
    "marts.fct_expected_forms": """
        clinic_id VARCHAR, episode_key BIGINT, instrument_id VARCHAR, respondent VARCHAR,
        session_number INTEGER, due_on DATE, state VARCHAR, reason VARCHAR""",
    "marts.fct_adherence": """
        clinic_id VARCHAR, episode_key BIGINT, homework_share_client DOUBLE,
        homework_share_therapist DOUBLE""",
    "marts.fct_process_scores": """
        clinic_id VARCHAR, episode_key BIGINT, scale_id VARCHAR, respondent VARCHAR, construct VARCHAR,
        mean DOUBLE""",
    "marts.dropout_risk": """
        clinic_id VARCHAR, episode_key BIGINT, week VARCHAR, risk DOUBLE, rank_in_clinic INTEGER,
        is_flagged BOOLEAN, weeks_flagged INTEGER, reason_1 VARCHAR, reason_1_value DOUBLE,
        reason_1_before DOUBLE, reason_2 VARCHAR, reason_2_value DOUBLE, reason_2_before DOUBLE,
        reason_3 VARCHAR, reason_3_value DOUBLE, reason_3_before DOUBLE, outcome_scale_id VARCHAR,
        alliance_scale_id VARCHAR, basis VARCHAR, basis_reason VARCHAR,
        model_version VARCHAR""",
    "marts.risk_outcomes": """
        clinic_id VARCHAR, episode_key BIGINT, week VARCHAR, week_end DATE, weeks_back INTEGER,
        became VARCHAR, handled VARCHAR""",
    "marts.risk_actions": """
        clinic_id VARCHAR, handled VARCHAR, courses BIGINT, dropped_out BIGINT, completed BIGINT,
        other_ending BIGINT, kept_coming BIGINT, not_known_yet BIGINT, dropped_out_share DOUBLE,
        dropped_out_share_lower DOUBLE, dropped_out_share_upper DOUBLE, kept_coming_share DOUBLE,
        kept_coming_share_lower DOUBLE, kept_coming_share_upper DOUBLE""",
    "marts.expected_response": """
        scale_id VARCHAR, respondent VARCHAR, first_fifth INTEGER, session_number INTEGER, first_from DOUBLE,
        first_to DOUBLE, form_count BIGINT, is_enough BOOLEAN, tenth DOUBLE, lower_quarter DOUBLE,
        median DOUBLE, upper_quarter DOUBLE, ninetieth DOUBLE""",
    "marts.clinic_weekly": """
        clinic_id VARCHAR, measure_id VARCHAR, week VARCHAR, week_start DATE, numerator BIGINT,
        denominator BIGINT, value DOUBLE, mean DOUBLE, lower DOUBLE, upper DOUBLE, is_trial BOOLEAN,
        signal BOOLEAN, rule VARCHAR, side VARCHAR, event VARCHAR""",
    "marts.network_comparison": """
        week VARCHAR, measure_id VARCHAR, clinic_id VARCHAR, measure VARCHAR, scale_id VARCHAR,
        respondent VARCHAR, kind VARCHAR, higher_is VARCHAR, is_withheld BOOLEAN, as_of VARCHAR,
        denominator BIGINT, value DOUBLE, expected DOUBLE, adjusted DOUBLE, centre DOUBLE, lower_95 DOUBLE,
        upper_95 DOUBLE, lower_998 DOUBLE, upper_998 DOUBLE, signal BOOLEAN, side VARCHAR,
        clinics_compared BIGINT, phi DOUBLE, tau2 DOUBLE, tau2_source VARCHAR, tau2_origin VARCHAR,
        signals_by_chance DOUBLE""",
    "marts.network_breakdowns": """
        quarter VARCHAR, measure_id VARCHAR, breakdown VARCHAR, group_name VARCHAR, measure VARCHAR,
        scale_id VARCHAR, respondent VARCHAR, is_withheld BOOLEAN, clinics BIGINT, denominator BIGINT,
        value DOUBLE, lower_95 DOUBLE, upper_95 DOUBLE, design_effect DOUBLE""",
    "marts.network_benchmark": """
        week VARCHAR, measure_id VARCHAR, clinic_id VARCHAR, published_measure VARCHAR,
        published_period VARCHAR, is_withheld BOOLEAN, as_of VARCHAR, denominator BIGINT, value DOUBLE,
        providers BIGINT, providers_missing BIGINT, provider_centre DOUBLE, lower_95 DOUBLE,
        upper_95 DOUBLE, lower_998 DOUBLE, upper_998 DOUBLE, share_of_providers_below DOUBLE, side VARCHAR""",
    "marts.disclosure_log": """
        week VARCHAR, measure_id VARCHAR, clinic_id VARCHAR, decision VARCHAR, reason VARCHAR,
        as_of VARCHAR""",
    "audit.restatements": """
        week VARCHAR, clinic_id VARCHAR, measure VARCHAR, month DATE, earlier_week VARCHAR,
        earlier_value BIGINT, value BIGINT, late BIGINT, corrected BIGINT, withdrawn BIGINT, opted_out BIGINT,
        cause VARCHAR""",
    "audit.field_validity": """
        clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR, field VARCHAR, month DATE, row_count BIGINT,
        valid BIGINT, other BIGINT, defaulted BIGINT, invalid BIGINT, missing BIGINT""",
    "marts.integrity_questions": """
        clinic_id VARCHAR, question VARCHAR, about VARCHAR, observed BIGINT, denominator BIGINT, share DOUBLE,
        usual_share DOUBLE, p_value DOUBLE, is_asked BOOLEAN, questions_made BIGINT,
        asked_by_chance DOUBLE""",
    "marts.risk_models": "model_version VARCHAR, kind VARCHAR, is_in_force BOOLEAN",
    "marts.risk_validation": """
        model_version VARCHAR, scheme VARCHAR, predictor VARCHAR, scope VARCHAR, metric VARCHAR, value DOUBLE,
        lower DOUBLE, upper DOUBLE""",
    "marts.risk_drift": """
        kind VARCHAR, name VARCHAR, now DOUBLE, in_training DOUBLE, difference DOUBLE, "limit" DOUBLE,
        rows BIGINT, has_drifted BOOLEAN""",
    "audit.sign_offs": """
        sign_off_number BIGINT, kind VARCHAR, check_id VARCHAR, delivery_key BIGINT, clinic_id VARCHAR,
        export_name VARCHAR, file_name VARCHAR, decision VARCHAR, signed_by VARCHAR, signed_on DATE,
        holds_until DATE, due_on DATE, note VARCHAR, is_holding BOOLEAN, is_overdue BOOLEAN,
        is_chained BOOLEAN""",
    "audit.handovers": """
        source VARCHAR, line BIGINT, file_name VARCHAR, handed_at TIMESTAMP, audience VARCHAR, week VARCHAR,
        recipient_number BIGINT, way VARCHAR, state VARCHAR, attempts BIGINT, failed_before BIGINT,
        is_open BOOLEAN, reason VARCHAR, file_sha256 VARCHAR, rendered_at TIMESTAMP,
        is_as_rendered BOOLEAN""",
    "marts.disclosure_log_quarters": """
        quarter VARCHAR, measure_id VARCHAR, group_name VARCHAR, decision VARCHAR, reason VARCHAR""",
    "audit.unclaimed_files": "place VARCHAR, clinic_id VARCHAR, file_name VARCHAR, message VARCHAR",
    "audit.check_changes": """
        clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR, check_id VARCHAR, source VARCHAR,
        description VARCHAR, severity VARCHAR, evaluated BIGINT, failed BIGINT, details VARCHAR,
        change VARCHAR, failing_since VARCHAR, failing_weeks BIGINT, is_decaying BOOLEAN, note VARCHAR,
        noted_by VARCHAR, due_on DATE, is_overdue BOOLEAN, signed_off_by VARCHAR, is_signed_off BOOLEAN""",
    "audit.check_trends": """
        clinic_id VARCHAR, export_name VARCHAR, feed VARCHAR, check_id VARCHAR, source VARCHAR, week VARCHAR,
        evaluated BIGINT, failed BIGINT, failed_share DOUBLE, mean DOUBLE, lower DOUBLE, upper DOUBLE,
        is_alarm BOOLEAN""",
    "marts.case_mix_validation": """
        measure_id VARCHAR, period VARCHAR, basis VARCHAR, reason VARCHAR, course_count BIGINT,
        discrimination DOUBLE, calibration_slope DOUBLE, foretells BOOLEAN""",
}
"""Tables that a published file may have; a report shows what they say where they are there."""
