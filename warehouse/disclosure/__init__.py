"""What may leave a clinic for the network or the public: the one place that decides it.

Belongs here: the policy (`policy`), which figures of the clinics are released in a week (`comparison`), the
network by quarter and group (`quarters`, and `share_tables` for what would give a group away), both beside
published providers (`beside_providers`), what was released before and the file for the audience
(`network_file`). Doesn't: words, pages, and what a clinic may see of itself.

For a page, workbook or file of the network, and for what any clinic sees of the others:

- clinics beside each other, and the network's figures: the mart `network_comparison`.
- the network by closed quarter, and by group within it: `network_breakdowns`.
- the network and its clinics beside published providers: `network_benchmark`.

The three are also in `published/network.duckdb`. They hold released figures only; draw and write what they
say, nothing else. What was withheld and why is in `disclosure_log` and `disclosure_log_quarters`, which
aren't for that audience: a reason tells, too.
"""

from __future__ import annotations

from warehouse.disclosure.policy import Policy, policy_of

__all__ = ["Policy", "policy_of"]
