"""The short tree of faults that the guidebook raises; words are for the operator who mends them."""


class GuidebookError(Exception):
    """A guidebook that cannot be used; the text names file, line, field and remedy."""


class RecordError(GuidebookError):
    """A record that does not fit the schema."""


class UnknownReference(GuidebookError):
    """An id that no record carries: item, division, circumstance or life event."""

    def __init__(self, kind: str, value: str) -> None:
        super().__init__(f"没有这个{kind}：“{value[:80]}”。")
        self.kind, self.value = kind, value
