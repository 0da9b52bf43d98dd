"""Invents clinics for demonstrations, tests and benchmarks, with the truth written beside them.

Belongs here: the latent model, the clinics' dialects, the dirt of real exports. Doesn't: reading any of it.

    network = simulate(Simulation(seed=7))
    write_home(network, home, until=delivery_days(network.parameters)[-2])
    deliver(network, home, after=delivery_days(network.parameters)[-2])
"""

from ingest.simulator.network import SimulatedClinic, SimulatedNetwork, simulate, simulate_clinics
from ingest.simulator.parameters import Dirt, Effects, HazardCoefficients, PlantedDifference, Simulation
from ingest.simulator.writing import deliver, delivery_days, write_home

__all__ = [
    "Dirt",
    "Effects",
    "HazardCoefficients",
    "PlantedDifference",
    "SimulatedClinic",
    "SimulatedNetwork",
    "Simulation",
    "deliver",
    "delivery_days",
    "simulate",
    "simulate_clinics",
    "write_home",
]
