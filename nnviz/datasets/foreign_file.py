"""What a file is that is not what it should be, told by its first bytes, for people."""

from __future__ import annotations

HEAD = 512  # bytes that are looked at

_UNPACK = "unpack it first"
# How a file begins -> what it is. The most telling first.
_BEGINNINGS = (
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself: run `git lfs pull`"),
    (b"PK\x03\x04", f"a zip archive: {_UNPACK}"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", f"packed twice: {_UNPACK}, once"),
    (b"\x1f\x9d", f"packed by `compress`: {_UNPACK}"),
    (b"BZh", f"packed by bzip2: {_UNPACK}"),
    (b"\xfd7zXZ", f"packed by xz: {_UNPACK}"),
    (b"\x28\xb5\x2f\xfd", f"packed by zstd: {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7z archive: {_UNPACK}"),
    (b"Rar!", f"a RAR archive: {_UNPACK}"),
    (b"\x93NUMPY", "an array of NumPy's"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite", "an SQLite database"),
    (b"%PDF", "a PDF document"),
    (b"MATLAB", "a MATLAB file"),
    (b"\x01\x08\x00\x00", "an IDX file with its bytes in reversed order"),
    (b"\x03\x08\x00\x00", "an IDX file with its bytes in reversed order"),
)
# The third byte of an IDX file says of what its numbers are.
ELEMENTS = {
    0x08: "bytes",
    0x09: "signed bytes",
    0x0B: "16-bit integers",
    0x0C: "32-bit integers",
    0x0D: "floating-point numbers of 32 bits",
    0x0E: "floating-point numbers of 64 bits",
}
_WEB_PAGE = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<script", b"<!--")


def what_it_is(head: bytes) -> str:
    """What the file that begins with `head` seems to be, as in “it is …”; "" if nothing that is known."""
    for beginning, words in _BEGINNINGS:
        if head.startswith(beginning):
            return words
    if head[257:262] == b"ustar":
        return f"a tar archive: {_UNPACK}"
    if len(head) > 1 and head[0] == 0x80 and head[1] <= 5:
        return "a Python pickle, which is not opened because it could run any program"
    if head and not head.strip(b"\0"):
        return "nothing but zeros, as of a download that failed"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_WEB_PAGE):
        return "a web page, as a download gives that went wrong"
    return _text(text) if _is_text(head) else ""


def _text(text: bytes) -> str:
    if text.startswith((b"{", b"[")):
        return "a JSON text"
    line = text.splitlines()[0] if text.splitlines() else b""
    return "a table of text (CSV)" if line.count(b",") > 2 else "a text"


def _is_text(head: bytes) -> bool:
    return all(byte >= 0x20 or byte in b"\t\n\r\f" for byte in head)
