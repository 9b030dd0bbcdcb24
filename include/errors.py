"""How the program refuses: one line that says what was asked, what came, and what to do."""


class Refused(Exception):
    """Something could not be done, and nothing was half done. Exit status 1."""

    status = 1

    def __init__(self, asked: str, came: str, todo: str) -> None:
        self.asked, self.came, self.todo = asked, came, todo
        super().__init__(asked, came, todo)

    def __str__(self) -> str:
        line = f"{self.asked}: {self.came}; {self.todo}"
        return " ".join(line.split())


class WrongUse(Refused):
    """The question itself is wrong (an argument, a file of ours). Exit status 2."""

    status = 2


class NotYet(Refused):
    """Refused for a while and not for a fault: asked again in a quarter of an hour it may well be done."""
