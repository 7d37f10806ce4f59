"""Why a file cannot be analysed. Imported by the reader's process too, and so imports nothing."""

from __future__ import annotations


class UnreadableFile(Exception):
    """The file cannot be analysed; caught at the page's edge and by the command line.

    `code` is one of the published codes (empty_file, not_a_spreadsheet, password_protected, columns_not_found …);
    its sentence and remedy are messages `[refusals.<code>]`. The text never holds a cell's value. `file` is the name
    of the one that was refused among several, for its own visitor's screen; "" where it is the files together.
    """

    def __init__(self, code: str, **parameters: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.parameters: dict[str, str | int | float] = parameters
        self.file = ""
