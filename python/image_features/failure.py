"""What went wrong, as the program says it."""

from __future__ import annotations


class ImageFeaturesError(RuntimeError):
    """
    A failure: one sentence that says what to do, the id of its kind, and the exit code that the command has.

    Under its id docs/troubleshooting.md has more.

    >>> failure = ImageFeaturesError("There is no photo.", "IF-IN-01", 3)
    >>> print(failure)
    There is no photo. [IF-IN-01]
    >>> failure.exit_code
    3
    """

    def __init__(self, sentence: str, id: str | None, exit_code: int) -> None:
        super().__init__(f"{sentence} [{id}]" if id else sentence)
        self.sentence = sentence
        """What went wrong and what to do."""
        self.id = id
        """Such as ``IF-IN-01``; None after an interruption."""
        self.exit_code = exit_code
        """1 unexpected, 2 usage, 3 input, 4 too many images rejected, 5 weights, 6 output."""

    def __reduce__(self) -> tuple[type[ImageFeaturesError], tuple[str, str | None, int]]:
        return type(self), (self.sentence, self.id, self.exit_code)
