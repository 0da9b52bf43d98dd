{{ scored_forms(ref('int_responses_linked'), ref('int_scales_prepared')) }}
