"""The versions of what draws the sheets: with the same ones, the same figures give the same bytes."""

from importlib.metadata import version

TOOLS = ("fontpkg-roboto", "fonttools", "fpdf2", "openpyxl")


def tool_versions() -> dict[str, str]:
    """Version by package."""
    return {name: version(name) for name in TOOLS}
