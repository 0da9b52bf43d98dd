"""What may leave a clinic for the network or the public: the one place that decides it.

Belongs here: the policy (`policy`), which figures of the clinics are released in a week (`comparison`),
counts with totals (`count_tables`), what was released before and the file for the audience (`network_file`).
Doesn't: words, pages, and anything of a clinic's own audience.

For a page, workbook or file of the network:

- clinics beside each other: the mart `network_comparison`, which is also `released.clinic_comparison` of
  `published/network.duckdb`. It holds released figures only; draw and write what it says, nothing else.
- a table of counts with totals: `release_counts(counts, policy)`.
- one count: `Policy.released_count`.

What was withheld and why is in the mart `disclosure_log`, which isn't for that audience: a reason tells, too.
"""

from __future__ import annotations

from warehouse.disclosure.count_tables import release_counts
from warehouse.disclosure.policy import Policy, policy_of

__all__ = ["Policy", "policy_of", "release_counts"]
