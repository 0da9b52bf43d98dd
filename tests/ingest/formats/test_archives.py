"""Archives: what is in them, and why some aren't opened at all."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workbooks import workbook, zipped

from ingest.formats import archives
from ingest.formats.archives import expand, is_archive
from ingest.formats.text_table import DeliveredFile, Refusal

CSV = b"case,q1\nA,1\n"


def members(content: bytes, name: str = "week.zip") -> dict[str, bytes]:
    """Return what is in an archive that can be opened."""
    found = expand(DeliveredFile(name, content))
    assert not isinstance(found, Refusal), found.message
    return {file.name: file.content for file in found}


def refusal(content: bytes) -> Refusal:
    """Return why an archive isn't opened."""
    found = expand(DeliveredFile("canary.zip", content))
    assert isinstance(found, Refusal)
    assert "canary" not in found.message
    return found


def zip_with(*infos: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    """Return a ZIP file with members as they are described."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in infos:
            archive.writestr(info, content)
    return target.getvalue()


def test_members_are_named_with_their_archive() -> None:
    content = zip_with(("phq9.csv", CSV), ("old/", b""), ("old/phq9.csv", b"x"), ("empty.csv", b""))
    assert members(content) == {
        "week.zip/phq9.csv": CSV,
        "week.zip/old/phq9.csv": b"x",
        "week.zip/empty.csv": b"",
    }


def test_what_operating_systems_add_is_left_out() -> None:
    content = zip_with(("a.csv", CSV), ("__MACOSX/._a.csv", b"x"), ("._a.csv", b"x"), (".DS_Store", b"x"))
    assert list(members(content)) == ["week.zip/a.csv"]


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("phq9.csv.gz", "phq9.csv.gz/phq9.csv"),
        ("inbox/PHQ9.CSV.GZ", "inbox/PHQ9.CSV.GZ/PHQ9.CSV"),
        ("phq9", "phq9/phq9"),
    ],
)
def test_gzip_holds_one_file_whatever_name_is_written_in_it(name: str, member: str) -> None:
    target = io.BytesIO()
    with gzip.GzipFile("../../canary.csv", "wb", fileobj=target) as packed:
        packed.write(CSV)
    assert members(target.getvalue(), name) == {member: CSV}


def test_gzip_streams_one_after_the_other_are_one_file() -> None:
    content = gzip.compress(CSV) + gzip.compress(b"B,2\n") + bytes(512)
    assert members(content, "a.gz") == {"a.gz/a": CSV + b"B,2\n"}
    assert members(gzip.compress(b""), "a.gz") == {"a.gz/a": b""}


def test_large_members_come_out_whole() -> None:
    content = bytes(range(256)) * 20_000
    assert members(gzip.compress(content), "a.gz") == {"a.gz/a": content}
    assert members(zip_with(("a.csv", content))) == {"week.zip/a.csv": content}


@pytest.mark.parametrize("content", [CSV, b"", workbook({"S": [["a"]]}), b"PAR1"])
def test_other_files_stay_as_they_are(content: bytes) -> None:
    file = DeliveredFile("a.xlsx", content)
    assert not is_archive(file)
    assert expand(file) == (file,)


def test_a_workbook_in_an_archive_is_a_member_like_any_other() -> None:
    book = workbook({"S": [["a"]]})
    assert members(zip_with(("book.xlsx", book))) == {"week.zip/book.xlsx": book}


@pytest.mark.parametrize(
    "name",
    [
        "../canary.csv",
        "a/../../canary.csv",
        "/etc/canary",
        "C:/canary.csv",
        "C:canary.csv",
        "a\\canary.csv",
        "..\\canary.csv",
        "./canary.csv",
        "a//canary.csv",
        "canary\n.csv",
    ],
)
def test_names_that_lead_elsewhere_refuse_the_whole_archive(name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    assert refusal(zip_with(("good.csv", CSV), (info, CSV))).rule == "FILE-ARCHIVE"


def test_a_name_with_a_null_byte_is_refused() -> None:
    content = zip_with(("good.csv", CSV), ("abcd.csv", CSV)).replace(b"abcd.csv", b"ab\0d.csv")
    assert refusal(content).rule == "FILE-ARCHIVE"


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    assert "a link instead of a file" in refusal(zip_with((link, b"/etc/passwd"))).message


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zip_with(("a.csv", CSV), ("a.csv", b"x"))
    assert "two members of one name" in refusal(content).message
    assert "two members of one name" in refusal(zip_with(("a.csv", CSV), ("A.CSV", b"x"))).message


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(zip_with(("a.csv", CSV)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)).rule == "FILE-ENCRYPTED"


def test_rare_compressions_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", CSV)
    assert "compressed in a way" in refusal(target.getvalue()).message


@pytest.mark.parametrize(
    "inner",
    [zip_with(("a.csv", CSV)), gzip.compress(CSV), b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"],
    ids=["zip", "gzip", "7z", "rar"],
)
def test_an_archive_in_an_archive_is_refused(inner: bytes) -> None:
    assert "another archive" in refusal(zip_with(("good.csv", CSV), ("inner.bin", inner))).message
    assert "another archive" in refusal(gzip.compress(inner)).message


def test_other_kinds_of_archive_are_called_by_their_name() -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    assert "a tar archive" in refusal(target.getvalue()).message
    assert "a 7-Zip archive" in refusal(b"7z\xbc\xaf\x27\x1c\x00").message
    assert "a bzip2 archive" in refusal(b"BZh91AY&SY").message
    assert "another archive" in refusal(gzip.compress(target.getvalue())).message


@pytest.mark.parametrize(
    "content",
    [zip_with(("a.csv", CSV * 99), ("b.csv", CSV)), gzip.compress(CSV * 99)],
    ids=["zip", "gzip"],
)
def test_an_archive_that_breaks_off_is_refused_whole(content: bytes) -> None:
    for kept in range(4, len(content), max(1, len(content) // 20)):
        assert refusal(content[:kept]).rule == "FILE-ARCHIVE"


@pytest.mark.parametrize("pack", [lambda content: zip_with(("a.csv", content)), gzip.compress])
def test_a_wrong_checksum_is_noticed(pack: object) -> None:
    content = pack(CSV * 50)  # type: ignore[operator]
    checksum = struct.pack("<L", zlib.crc32(CSV * 50))
    assert refusal(content.replace(checksum, b"\1\2\3\4")).rule == "FILE-ARCHIVE"


def test_something_behind_a_gzip_stream_is_noticed() -> None:
    assert refusal(gzip.compress(CSV) + b"more").rule == "FILE-ARCHIVE"


@pytest.mark.parametrize("pack", [lambda content: zip_with(("a.csv", content)), gzip.compress])
def test_an_archive_that_explodes_is_refused(pack: object) -> None:
    assert refusal(pack(bytes(40 << 20))).rule == "FILE-TOO-LARGE"  # type: ignore[operator]


def test_limits_hold_for_all_members_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 2 * len(CSV))
    assert len(members(zip_with(("a.csv", CSV), ("b.csv", CSV)))) == 2
    assert refusal(zip_with(("a.csv", CSV), ("b.csv", CSV), ("c.csv", b"x"))).rule == "FILE-TOO-LARGE"


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    assert refusal(zip_with(("a", CSV), ("b", CSV), ("c", CSV))).rule == "FILE-TOO-LARGE"


def test_an_archive_without_files_is_refused() -> None:
    assert refusal(zip_with(("folder/", b""))).rule == "FILE-EMPTY"
    assert refusal(zipped({})).rule == "FILE-EMPTY"


SOUND = [zip_with(("a.csv", CSV * 20), ("b.csv", b"x")), gzip.compress(CSV * 20)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SOUND), st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4)), max_size=4))
def test_damaged_archives_give_their_true_content_or_a_refusal(
    sound: bytes, changes: list[tuple[int, bytes]]
) -> None:
    content = bytearray(sound)
    for at, new in changes:
        content[at : at + len(new)] = new
    found = expand(DeliveredFile("a", bytes(content)))
    if not isinstance(found, Refusal) and is_archive(DeliveredFile("a", bytes(content))):
        assert all(file.content in (CSV * 20, b"x") for file in found)
