-- One row per therapist and empathy scale, in order of the key: never of the mean.
select
    empathy.clinic_id,
    empathy.scale_id,
    empathy.therapist_key,
    empathy.client_count,
    empathy.response_count,
    empathy.is_publishable,
    round(empathy.shrunken_mean, 4) as shrunken_mean,
    round(empathy.lower_95, 4) as lower_95,
    round(empathy.upper_95, 4) as upper_95,
    round(empathy.reliability, 4) as reliability,
    round(empathy.share_at_ceiling, 4) as share_at_ceiling,
    round(empathy.network_mean, 4) as network_mean,
    round(empathy.tau2, 6) as tau2,
    round(empathy.sigma2_client, 6) as sigma2_client,
    round(empathy.sigma2_form, 6) as sigma2_form
from marts.therapist_empathy as empathy
order by empathy.clinic_id, empathy.scale_id, empathy.therapist_key
