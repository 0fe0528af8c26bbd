"""What an image file says about how it was made, written into PNG and WebP without touching their pixels.

A PNG gets one international text chunk (iTXt) for each field, named as the field is; a WebP file one XMP
packet, with the fields as attributes in a namespace of their own. Both hold any text in UTF-8.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache

from core.errors import WorkError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
NAMESPACE = "https://pasta-bot.invalid/made/1"
XMP_FLAG, ALPHA_FLAG = 0x04, 0x10
_ATTRIBUTE = re.compile(r'\bpasta:(\w+)="([^"]*)"')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """From what an image was made; `program` is this one's name and version."""

    prompt: str
    seed: int
    model: str
    model_hash: str = ""
    preset: str = ""
    program: str = ""


@cache
def this_program() -> str:
    """This program's name and version, as files name it."""
    from importlib.metadata import version

    return f"pasta-bot {version('pasta-bot')}"


def with_metadata(content: bytes, made: Made) -> bytes:
    """The file with what it was made from in it, instead of what of that kind it said before.

    Control characters and halves of surrogate pairs are left out of the texts: no file can hold them.

    Raises `WorkError` for a file that is neither PNG nor WebP, or is cut short.
    """
    texts = {name: _clean(str(value)) for name, value in asdict(made).items()}
    try:
        if content.startswith(PNG_SIGNATURE):
            return _png_with(content, texts)
        if _is_webp(content):
            return _webp_with(content, texts)
    except (struct.error, IndexError) as error:
        raise WorkError("The image file is cut short.") from error
    raise WorkError("Only PNG and WebP files can say what they were made from.")


def read_metadata(content: bytes) -> Made | None:
    """What a file says it was made from; `None` where it says nothing of the kind, or is damaged."""
    try:
        found = _png_texts(content) if content.startswith(PNG_SIGNATURE) else _webp_texts(content)
        known = {field.name for field in fields(Made)}
        texts = {name: text for name, text in found.items() if name in known}
        return Made(
            prompt=texts.pop("prompt"), seed=int(texts.pop("seed")), model=texts.pop("model"), **texts
        )
    except (KeyError, ValueError, struct.error, zlib.error, IndexError):
        return None


def _clean(text: str) -> str:
    """The text without what neither format can hold: control characters and halves of surrogate pairs."""
    return _NOT_IN_XML.sub("", text.encode("utf-8", "replace").decode("utf-8"))


def _png_with(content: bytes, texts: dict[str, str]) -> bytes:
    chunks = list(_png_chunks(content))
    ours = [_png_chunk(b"iTXt", _itxt(name, text)) for name, text in texts.items()]
    kept = [_png_chunk(kind, body) for kind, body in chunks[1:] if not _is_ours(kind, body)]
    return PNG_SIGNATURE + _png_chunk(*chunks[0]) + b"".join(ours) + b"".join(kept)


def _is_ours(kind: bytes, body: bytes) -> bool:
    keyword = body.partition(b"\0")[0].decode("latin-1")
    return kind == b"iTXt" and keyword in {field.name for field in fields(Made)}


def _itxt(keyword: str, text: str) -> bytes:
    not_compressed, no_language, no_translation = b"\0\0", b"\0", b"\0"
    return keyword.encode("latin-1") + b"\0" + not_compressed + no_language + no_translation + text.encode()


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        if at + 12 + length > len(content):
            raise IndexError
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _png_texts(content: bytes) -> dict[str, str]:
    texts = {}
    for kind, body in _png_chunks(content):
        if _is_ours(kind, body):
            keyword, _, rest = body.partition(b"\0")
            _, _, text = rest[2:].split(b"\0", 2)
            texts[keyword.decode("latin-1")] = text.decode("utf-8")
    return texts


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _webp_with(content: bytes, texts: dict[str, str]) -> bytes:
    chunks = [(kind, body) for kind, body in _riff_chunks(content) if kind != b"XMP "]
    if chunks[0][0] == b"VP8X":
        header = bytes((chunks[0][1][0] | XMP_FLAG,)) + chunks[0][1][1:]
        chunks = chunks[1:]
    else:
        header = _extended_header(content)
    written = [(b"VP8X", header), *chunks, (b"XMP ", _packet(texts))]
    body = b"WEBP" + b"".join(_riff_chunk(kind, part) for kind, part in written)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _extended_header(content: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        flags = XMP_FLAG | (ALPHA_FLAG if "A" in image.mode else 0)
    return struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _riff_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    (length,) = struct.unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise IndexError
    while at < length + 8:
        (size,) = struct.unpack_from("<I", content, at + 4)
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _packet(texts: dict[str, str]) -> bytes:
    attributes = " ".join(f'pasta:{name}="{_escaped(text)}"' for name, text in texts.items())
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{rdf}"><rdf:Description rdf:about="" xmlns:pasta="{NAMESPACE}" {attributes}/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _escaped(text: str) -> str:
    """As an attribute: line ends and tabs by number, or readers of XML make blanks of them."""
    numbered = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return "".join(numbered.get(character, character) for character in html.escape(text))


def _webp_texts(content: bytes) -> dict[str, str]:
    if not _is_webp(content):
        return {}
    packets = [body.decode("utf-8") for kind, body in _riff_chunks(content) if kind == b"XMP "]
    return {name: html.unescape(text) for packet in packets for name, text in _ATTRIBUTE.findall(packet)}
