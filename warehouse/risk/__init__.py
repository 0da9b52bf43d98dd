"""Dropout risk: how likely an open episode is to end by dropping out soon, and when such a number is earned.

Belongs here: base rates, the model, its training, validation, calibration, and what it says of a client.
Doesn't: what was known of an episode at the end of a week (SQL), and running things (`orchestration`).
"""
