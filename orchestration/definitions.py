"""Everything that Dagster knows about a home, on one screen.

`workspace.yaml`, `dagster dev` and `dg` load `defs`; tests and the command line call `build_definitions`.
"""

from __future__ import annotations

import dagster as dg

from ingest.configuration.registry import Registry, load_registry
from ingest.home import Home
from orchestration.assets.audited import build_audited_assets
from orchestration.assets.dbt_models import build_dbt_assets
from orchestration.assets.delivered import build_delivered_assets
from orchestration.assets.inference import build_inference_assets
from orchestration.assets.landing import build_landing_assets
from orchestration.assets.models import build_model_assets, build_model_checks
from orchestration.assets.published import build_published_assets
from orchestration.assets.registry import build_registry_assets
from orchestration.assets.reports import build_report_assets
from orchestration.automation import build_automation
from orchestration.run_moment import RunMoment
from warehouse import dbt


def build_definitions(home: Home) -> dg.Definitions:
    """Define the assets, checks, jobs, schedule and sensors of one home.

    Without a home (a fresh checkout) the same graph loads with no clinic, no schedule and no sensor.

    Raises:
        ConfigurationError: the home's YAML can't be used.
    """
    registry: Registry | None = load_registry(home) if home.network_file.exists() else None
    clinics = dg.StaticPartitionsDefinition(sorted(registry.clinics) if registry else [])
    models = build_dbt_assets(dbt.parse(home.dbt_target if registry else dbt.PROJECT / "target"))
    inferred, audited = build_inference_assets(), build_audited_assets()
    told = [key for key in models.keys if key.path[0] in ("marts", "audit", "meta")]
    upstream = [*told, *inferred.keys, *audited.keys]
    assets = dg.Definitions(
        assets=[
            build_landing_assets(clinics),
            build_registry_assets(),
            models,
            build_model_assets(),
            inferred,
            audited,
            *build_published_assets(sorted(upstream), sorted(audited.keys)),
            *build_report_assets(clinics),
            *build_delivered_assets(),
        ],
        asset_checks=[build_model_checks()],
        resources={"moment": RunMoment(home_path=str(home.root))},
        executor=dg.in_process_executor,
    )
    return dg.Definitions.merge(assets, build_automation(home, registry))


@dg.definitions
def defs() -> dg.Definitions:
    """Load the home that $RAPPORT_HOME names."""
    return build_definitions(Home.locate())
