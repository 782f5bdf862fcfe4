"""Files that must not reach the readers: bombs, monsters, formulas, merged cells."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from knowledge.importer.faults import FileRefused

MOST_FILE_BYTES = 200 * 2**20  # 10,000 items with their materials take about 20 MB
MOST_UNPACKED_BYTES = 1024 * 2**20  # of one member
MOST_RATIO = 200  # spreadsheets pack about 10 to 1, bombs 1,000 to 1
SMALL = 10 * 2**20  # below this a high ratio is harmless
MOST_MEMBERS = 2000
MOST_COLUMNS = 300  # the widest real table had 124
MOST_CELLS = 20_000_000  # of a sheet, about 1 GB when read; 10,000 items take 2 million
CHUNK = 2**20
OVERLAP = 512  # a tag that straddles two chunks is seen in the second

CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,9})(\d{1,10})"')
FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,9}\d{1,10})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
ERROR = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,9}\d{1,10})"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def check_size(path: Path) -> None:
    """Refuse what is no readable file, empty or too large."""
    if not path.is_file():
        raise FileRefused(f"找不到文件：{path}。请检查路径和文件名。")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise FileRefused(f"{path.name}：读不了（{error.strerror}）。请检查文件权限。") from None
    if size == 0:
        raise FileRefused(f"{path.name}：是空文件。请从原系统重新导出。")
    if size > MOST_FILE_BYTES:
        raise FileRefused(f"{path.name}：有 {size >> 20} MB，太大。请分成几个 {MOST_FILE_BYTES >> 20} MB 以内的文件。")


def check_workbook(path: Path) -> None:
    """Refuse a workbook before any library unpacks it whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise FileRefused(f"{path.name}：里面有 {len(members)} 个部分，不像工作簿。请另存为新的 .xlsx 文件。")
            for member in members:
                _check_member(path.name, archive, member)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefused(_broken(path, error)) from None
    except Exception as error:
        if type(error).__name__ != "error":  # zlib.error and lzma's have no common ancestor
            raise
        raise FileRefused(_broken(path, error)) from None


def _broken(path: Path, error: Exception) -> str:
    if "encrypted" in str(error) or path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0":
        return f"{path.name}：是加密的或旧版 .xls 工作簿。请去掉密码，另存为 .xlsx 文件。"
    return f"{path.name}：打不开，文件已损坏或不是 .xlsx。请用 Excel 或 WPS 打开后另存为 .xlsx 文件。"


def _check_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    sheet = bool(SHEET.fullmatch(member.filename))
    packed, seen, tail = max(member.compress_size, 1), 0, b""
    extent = (0, 0)
    for chunk in _unpacked(archive, member):
        seen += len(chunk)
        if seen > MOST_UNPACKED_BYTES or (seen > SMALL and seen / packed > MOST_RATIO):
            raise FileRefused(f"{name}：解压后大得不正常，可能是压缩炸弹，没有读。请另存为新的 .xlsx 文件。")
        if sheet:
            extent = _check_cells(name, tail + chunk, extent)
            tail = chunk[-OVERLAP:]


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    # The size that the file states may be a lie: read to the end of the stream instead.
    member.file_size = MOST_UNPACKED_BYTES + CHUNK
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _check_cells(name: str, xml: bytes, extent: tuple[int, int]) -> tuple[int, int]:
    formula = FORMULA.search(xml)
    if formula:
        cell = formula[1].decode()
        raise FileRefused(f"{name}：单元格 {cell} 等处是公式。请全选、复制，再“选择性粘贴 → 值”，保存后重新导入。")
    error = ERROR.search(xml)
    if error:  # the reader would take it for an empty cell
        raise FileRefused(f"{name}：单元格 {error[1].decode()} 等处是 Excel 的出错值（如 #REF!）。请改成正确的值。")
    merged = MERGED.search(xml)
    if merged:
        raise FileRefused(f"{name}：{merged[1].decode()} 等处是合并单元格。请取消合并，在每一行填上值，再重新导入。")
    cells = CELL.findall(xml)
    columns = max({column_number(letters) for letters in {letters for letters, _ in cells}} | {extent[0]})
    rows = max({int(row) for row in {row for _, row in cells}} | {extent[1]})
    check_extent(name, columns, rows)
    return columns, rows


def check_extent(name: str, columns: int, rows: int) -> None:
    """Refuse a sheet whose cells would fill the memory, be there only two of them at its far ends."""
    if columns > MOST_COLUMNS:
        raise FileRefused(
            f"{name}：有 {columns} 列，最多 {MOST_COLUMNS} 列。请删去用不到的列（右边看似空白的也要删）。"
        )
    if columns * rows > MOST_CELLS:
        raise FileRefused(f"{name}：有 {rows} 行，太多。请删去下面看似空白的行，或分成几个文件。")


def column_number(letters: bytes) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
