"""Encodings of CSV files: detected, declared, contradicted, and bytes that no encoding explains."""

from __future__ import annotations

import codecs

import pytest
from delivered_csv import read, read_fixture, refusal_of, rows_of

TEXT = "case,note\n1,schläft besser – „gut“\n2,naïve café\n"
ROWS = [(2, "1", "schläft besser – „gut“"), (3, "2", "naïve café")]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (TEXT.encode(), "UTF-8 "),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8 with a byte order mark"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("utf-32-be"), "UTF-32"),
        (TEXT.encode("utf-32-le"), "UTF-32"),
    ],
)
def test_an_encoding_is_detected(content: bytes, named: str) -> None:
    result = read(content)
    assert result.tables[0].header == ("case", "note")
    assert rows_of(result) == ROWS
    assert result.dialects[0].startswith(named)
    assert "(detected)" in result.dialects[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "UTF8", "utf-8-sig", "cp1252", "windows-1252", "utf-16", "utf-16-be", "mac-roman"]
)
def test_a_declared_encoding_is_used(encoding: str) -> None:
    result = read(TEXT.encode(encoding), encoding=encoding)
    assert rows_of(result) == ROWS
    assert "(declared)" in result.dialects[0]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_byte_order_mark_never_stays_in_a_name(encoding: str) -> None:
    mark = {"utf-16": codecs.BOM_UTF16_LE}.get(encoding, codecs.BOM_UTF8)
    body = "case,q1\n1,2\n".encode("utf-16-le" if encoding == "utf-16" else "ascii")
    assert read(mark + body, encoding=encoding).tables[0].header == ("case", "q1")


def test_declared_utf_16_without_a_mark_follows_its_bytes() -> None:
    assert rows_of(read(TEXT.encode("utf-16-be"), encoding="utf-16")) == ROWS


def test_bytes_between_128_and_159_are_windows_quotation_marks_unless_latin_1_is_declared() -> None:
    assert rows_of(read(b"a,b\n\x931\x94,2\n")) == [(2, "\u201c1\u201d", "2")]
    assert rows_of(read(b"a,b\n\x931\x94,2\n", encoding="latin-1")) == [(2, "\x931\x94", "2")]


def test_wrongly_declared_utf_8_names_the_byte_the_line_and_the_remedy() -> None:
    refusal = refusal_of(TEXT.encode("cp1252"), encoding="utf-8")
    assert refusal.rule == "FILE-ENCODING"
    assert "byte 17 (line 2)" in refusal.message
    assert "Windows-1252" in refusal.message
    assert "`options.encoding: cp1252`" in refusal.message
    assert refusal.rows is None


@pytest.mark.parametrize("declared", ["cp1252", "latin-1", "mac-roman", "ascii"])
def test_utf_8_declared_as_a_single_byte_encoding_would_be_mojibake_and_is_refused(declared: str) -> None:
    refusal = refusal_of(TEXT.encode(), encoding=declared)
    assert refusal.rule == "FILE-ENCODING"
    assert "It looks like UTF-8: set `options.encoding: utf-8`" in refusal.message


def test_plain_ascii_fits_every_declared_single_byte_encoding() -> None:
    assert rows_of(read(b"a,b\n1,2\n", encoding="cp1252")) == [(2, "1", "2")]


@pytest.mark.parametrize(
    ("content", "declared", "looks_like"),
    [
        (TEXT.encode("utf-16"), "utf-8", "UTF-16"),
        (TEXT.encode("utf-16-le"), "utf-8", "UTF-16"),
        (TEXT.encode("utf-16-le"), "cp1252", "UTF-16"),
        (TEXT.encode(), "utf-16", "UTF-8"),
        (TEXT.encode("cp1252"), "utf-16", "Windows-1252"),
        (TEXT.encode("utf-16-be"), "utf-16-le", "UTF-16"),
    ],
)
def test_two_and_one_byte_encodings_arent_mistaken_for_each_other(
    content: bytes, declared: str, looks_like: str
) -> None:
    refusal = refusal_of(content, encoding=declared)
    assert refusal.rule == "FILE-ENCODING"
    assert f"It looks like {looks_like}" in refusal.message


@pytest.mark.parametrize("declared", ["klingon", "hex", "rot13", "utf 8 please", "../utf-8"])
def test_an_unknown_encoding_is_named(declared: str) -> None:
    refusal = refusal_of(b"a,b\n1,2\n", encoding=declared)
    assert refusal.rule == "FILE-ENCODING"
    assert f"`options.encoding: {declared}` isn't an encoding" in refusal.message


def test_a_character_that_the_declared_encoding_lacks_is_refused() -> None:
    refusal = refusal_of(b"a,b\n1,\x81\n", encoding="cp1252")
    assert "byte 7 (line 2) can't be read as that" in refusal.message


def test_damaged_utf_8_isnt_read_as_windows_1252() -> None:
    refusal = refusal_of("a,b\n1,schläft\n2,für\n3,groß\n".encode() + b"4,\xe4\n")
    assert refusal.rule == "FILE-ENCODING"
    assert "(line 5)" in refusal.message
    assert "UTF-8" in refusal.message


def test_a_mark_of_utf_8_before_something_else_is_refused() -> None:
    assert refusal_of(codecs.BOM_UTF8 + b"a,b\n1,\xe4\n").rule == "FILE-ENCODING"


def test_utf_16_with_half_a_character_is_refused() -> None:
    assert refusal_of(TEXT.encode("utf-16") + b"\x00").rule == "FILE-ENCODING"


def test_a_nul_byte_in_text_is_refused_with_its_place() -> None:
    for options in ({}, {"encoding": "utf-8"}, {"encoding": "cp1252"}):
        refusal = refusal_of(b"a,b\n1,2\n3,\x004\n", **options)
        assert refusal.rule == "FILE-UNREADABLE"
        assert "Byte 11 (line 3)" in refusal.message


@pytest.mark.parametrize(
    ("signature", "kind"),
    [(b"PK\x03\x04", "Excel workbook"), (b"%PDF-", "PDF"), (b"\x1f\x8b", "gzip")],
)
def test_another_kind_of_file_is_called_by_its_name(signature: bytes, kind: str) -> None:
    refusal = refusal_of(signature + b"\x14\x00\x06\x00")
    assert refusal.rule == "FILE-UNREADABLE"
    assert kind in refusal.message


def test_long_text_is_decoded_in_blocks_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.formats.csv_encoding.BLOCK_BYTES", 5)
    for encoding in ("utf-8", "cp1252", "utf-16", "utf-32", "utf-8-sig"):
        assert rows_of(read(TEXT.encode(encoding))) == ROWS
    assert "byte 17 (line 2)" in refusal_of(TEXT.encode("cp1252"), encoding="utf-8").message
    later = b"a,b\n1,ok" + "ääää".encode() + b"\xff\n"
    assert "byte 17 (line 2)" in refusal_of(later, encoding="utf-8").message


def test_a_mark_at_the_start_of_a_row_is_a_letter_of_its_cell() -> None:
    result = read(b"a,b\n\xef\xbb\xbf1,2\n")
    assert rows_of(result) == [(2, "\ufeff1", "2")]


def test_excels_unicode_text_is_read() -> None:
    result = read_fixture("spreadsheet_unicode_text.txt")
    assert rows_of(result) == [(2, "12", "2026-11-02", "naïve, „so“"), (3, "13", "2026-11-03", "")]
    assert result.dialects[0] == "UTF-16 (detected), tab between fields (detected)"


def test_excels_first_line_is_found_after_a_byte_order_mark() -> None:
    result = read_fixture("spreadsheet_sep_line.csv")
    assert rows_of(result) == [(2, "12", "2026-11-02", "A"), (3, "13", "2026-11-03", "DNA")]
