{#- The registry of dropout definitions: all are computed side by side, because they agree on few clients. -#}
with defined as (
    select listed.* from (
        values
        (
            1, 'official', 'official', null, 'Official',
            'Ended by the client without agreement as recorded, or no contact for as long as the clinic''s own '
            || 'definition says, up to its latest appointment data.',
            'Network definition; contact_gap_days in rapport.yml or the clinic''s file.'
        ),
        (
            2, 'recorded', 'recorded', null, 'Recorded by the clinician',
            'The recorded end reason is that the client stopped without agreement.',
            'Therapist judgement in Swift & Greenberg 2012.'
        ),
        (
            3, 'gap_28', 'contact_gap', 28, 'No contact for 28 days',
            'No attended session for 28 days up to the clinic''s latest appointment data, and no other '
            || 'ending recorded.',
            'House definition: four weekly sessions.'
        ),
        (
            4, 'gap_42', 'contact_gap', 42, 'No contact for 42 days',
            'No attended session for 42 days up to the clinic''s latest appointment data, and no other '
            || 'ending recorded.',
            'House definition: six weekly sessions.'
        ),
        (
            5, 'gap_60', 'contact_gap', 60, 'No contact for 60 days',
            'No attended session for 60 days up to the clinic''s latest appointment data, and no other '
            || 'ending recorded.',
            'House definition: about two months.'
        ),
        (
            6, 'fewer_than_3', 'fewer_sessions', 3, 'Fewer than 3 sessions',
            'Ended after fewer than 3 attended sessions.',
            'Fewer than k sessions in Swift & Greenberg 2012; k = 3.'
        ),
        (
            7, 'planned_not_completed', 'planned_sessions', null, 'Planned sessions not completed',
            'Ended after fewer attended sessions than were agreed at the start.',
            'Failure to complete a protocol in Swift & Greenberg 2012.'
        ),
        (
            8, 'no_reliable_change', 'no_reliable_change', null, 'No reliable change before stopping',
            'Ended with every main outcome scale of the client still in the clinical range and none reliably improved.',
            'Swift, Callahan & Levine 2009.'
        ),
        (
            9, 'missed_last', 'missed_last', {{ var('missed_last_days') }}, 'Last booked appointment missed',
            'The last booked appointment was missed or cancelled by the client, and none was attended in the '
            || '{{ var("missed_last_days") }} days after it.',
            'Stopped attending in Swift & Greenberg 2012; the window is a house rule.'
        )
    ) as listed (
        place, definition_id, kind, threshold, definition_name, definition, source
    )
)

select * from defined
