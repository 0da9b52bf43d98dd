"""Small made-up files in the three layouts of the publisher."""

from __future__ import annotations

from pathlib import Path

ANNUAL_HEADER = (
    "org_code,org_name,at_caseness_count,deterioration_count,deterioration_percentage,"
    "finished_course_treatment_count,improvement_count,improvement_percentage,not_at_caseness_count,"
    "recovery_count,recovery_percentage,referrals_received_count,reliable_recovery_count"
)


def annual(folder: Path, *rows: str, name: str = "providers_2031_32.csv") -> Path:
    """Write an annual file; left out, `rows` are twelve providers, one of them with suppressed cells."""
    told = rows or (
        *(
            f'A{i:02},"PROVIDER {i}, NORTH",{395 + 5 * i},{20 + 5 * (i % 3)},5,{450 + 5 * i},'
            f"{300 + 5 * i},67,50,{200 + 10 * (i % 4)},50,900,{190 + 10 * (i % 4)}"
            for i in range(11)
        ),
        "B01,SMALL PROVIDER,55,*,*,60,40,67,*,25,45,95,20",
    )
    path = folder / name
    path.write_text("\n".join([ANNUAL_HEADER, *told]) + "\n", encoding="utf-8")
    return path


def england(folder: Path) -> Path:
    """Write two months for England, the second without deterioration."""
    path = folder / "england_monthly.csv"
    path.write_text(
        "start_date,deterioration_count,deterioration_percentage,finished_course_treatment_count,"
        "improvement_count,recovery_count,recovery_percentage\n"
        "2032-01-01,2840.0,5.5,51285.0,35117.0,24984.0,51.8\n"
        "2032-02-01,,,48717.0,33520.0,24084.0,52.8\n",
        encoding="utf-8",
    )
    return path


MONTHLY_HEADER = (
    "REPORTING_PERIOD_START,REPORTING_PERIOD_END,GROUP_TYPE,ORG_CODE1,ORG_NAME1,ORG_CODE2,ORG_NAME2,"
    "MEASURE_ID,MEASURE_NAME,MEASURE_VALUE_SUPPRESSED"
)


def monthly(
    folder: Path, *more: str, dates: str = "01/03/2032,31/03/2032", value: str = "MEASURE_VALUE_SUPPRESSED"
) -> Path:
    """Write a month of two providers and England in the long layout; `more` are further lines."""
    lines = []
    for group, code, name, counts in (
        ("England", "all", "all Providers", (5000, 500, 2300, 2200, 3400, 300)),
        ("Provider", "A00", "PROVIDER 0", (100, 10, 45, 40, 70, 5)),
        ("Provider", "B01", "SMALL PROVIDER", (20, "*", 10, 10, 15, "*")),
        ("SubICB", "A00", "PROVIDER 0", (1, 1, 1, 1, 1, 1)),  # another breakdown of the same people
    ):
        measures = (
            "Count_FinishedCourseTreatment",
            "Count_NotAtCaseness",
            "Count_Recovery",
            "Count_ReliableRecovery",
            "Count_ReliableImprovement",
            "Count_ReliableDeterioration",
        )
        lines += [
            f"{dates},{group},all,all Commissioners,{code},{name},M{i:03},{measure},{count}"
            for i, (measure, count) in enumerate(zip(measures, counts, strict=True))
        ]
        lines.append(f"{dates},{group},all,all Commissioners,{code},{name},M900,Percentage_Recovery,51.1")
        lines.append(f"{dates},{group},all,all Commissioners,{code},{name},M901,Count_SelfReferrals,17")
    path = folder / "activity.csv"
    header = MONTHLY_HEADER.replace("MEASURE_VALUE_SUPPRESSED", value)
    path.write_text("\ufeff" + "\n".join([header, *lines, *more]) + "\n", encoding="utf-8")
    return path
