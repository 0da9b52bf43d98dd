"""What `rapport.yml` may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ingest.configuration.network import Network

LEAST = {"network": "Example", "timezone": "Europe/London"}


def test_the_least_that_it_says() -> None:
    network = Network.model_validate(LEAST)
    assert network.definitions.contact_gap_days == 60
    assert network.definitions.minimum_publishable_reliability == 0.7
    assert (network.disclosure.minimum_count, network.disclosure.minimum_clinics) == (5, 4)
    assert network.simulated is False


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"timezone": "London"}, "`London` isn't a time zone; write one like Europe/London"),
        ({"network": ""}, "at least 1 character"),
        ({"definitions": {"contact_gap_days": 0}}, "greater than or equal to 1"),
        ({"definitions": {"minimum_publishable_reliability": 1}}, "less than 1"),
        ({"definitions": {"reliable_change": {"ORS": "fit"}}}, "match pattern"),
        ({"disclosure": {"minimum_count": 0}}, "greater than or equal to 1"),
        ({"disclosure": {"minimum_clinics": 1}}, "greater than or equal to 2"),
        ({"secret": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_what_it_cant_say(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Network.model_validate(LEAST | change)
