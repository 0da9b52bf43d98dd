"""Homes built once per session: everything landed at once, in two parts, as known earlier, and empty."""

from __future__ import annotations

import pytest
from built_homes import CLINICS, KNOWN_EARLIER, Built, all_deliveries, build
from landed import Landing, moment, prepare
from registered import write_registry

from ingest.home import Home


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Everything landed at once, built once."""
    home = Home(tmp_path_factory.mktemp("whole"))
    write_registry(home, CLINICS)
    Landing(all_deliveries()).write(home)
    return build(home)


@pytest.fixture(scope="session")
def earlier(whole: Built) -> Built:
    """The same home as it was known some weeks earlier, beside the live warehouse."""
    home = whole.home.as_known_at(KNOWN_EARLIER)
    write_registry(home, CLINICS)
    return build(home, KNOWN_EARLIER, "earlier")


@pytest.fixture(scope="session")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, tuple[object, ...]], Built]:
    """A home built when only the earlier half had arrived (with its checksums), and again when the
    rest had."""
    home = Home(tmp_path_factory.mktemp("in_parts"))
    write_registry(home, CLINICS)
    landing = Landing(all_deliveries())
    boundary = KNOWN_EARLIER.replace(tzinfo=None)
    first = [d for d in reversed(landing.deliveries) if moment(d.received_at) <= boundary]
    rest = [d for d in reversed(landing.deliveries) if moment(d.received_at) > boundary]
    landing.write(home, first)
    half = build(home, KNOWN_EARLIER, "half")
    half_sums = half.checksums()
    landing.write(home, rest)
    return half, half_sums, build(home)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A home to which nobody has sent anything."""
    home = Home(tmp_path_factory.mktemp("empty"))
    write_registry(home, CLINICS)
    prepare(home)
    return build(home)
