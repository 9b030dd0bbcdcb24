"""The lists of a record, read from their JSON as text; most records of a feed repeat a text that another one wrote.

A list that came in another shape than its feed says is never passed over in silence: its name is noted.
"""

import json
from dataclasses import dataclass

from include.portal.feed import Feed


@dataclass(frozen=True)
class ListField:
    """A field that is a list: of texts, or of objects with the named members.

    Its statements read the relation `page` with its column `written`, the field's JSON as text.
    """

    name: str
    members: tuple[str, ...]

    @property
    def read_sql(self) -> str:
        """SELECT of `value`: the list, NULL where none was written."""
        return f"SELECT value FROM ({self._typed_sql})"  # noqa: S608

    @property
    def tidy_sql(self) -> str:
        """SELECT of `value`, where each text is kept or dropped, and of `not_kept`: the names of what was dropped."""
        value, lost = self._tidy_objects() if self.members else self._tidy_texts()
        noted = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in lost.items())
        return f"SELECT {value} AS value, present([{noted}]) AS not_kept FROM ({self._typed_sql})"  # noqa: S608

    @property
    def _typed_sql(self) -> str:
        shape = json.dumps([dict.fromkeys(self.members, "VARCHAR") if self.members else "VARCHAR"])
        readable = "SELECT written, CASE WHEN json_valid(written) THEN written END AS readable FROM page"
        return f"SELECT *, from_json(readable, '{shape}') AS value FROM ({readable})"  # noqa: S608

    def _tidy_texts(self) -> tuple[str, dict[str, str]]:
        return "kept_texts(value)", {self.name: "is_no_list(written, value) OR is_any_lost(value)"}

    def _tidy_objects(self) -> tuple[str, dict[str, str]]:
        members = ", ".join(f'"{member}" := kept_text(x."{member}")' for member in self.members)
        lost = {self.name: "is_no_list(written, value) OR has_other_than_objects(readable)"}
        for member in self.members:
            lost[f"{self.name}.{member}"] = f'is_any_lost(list_transform(value, lambda x: x."{member}"))'
        return f"list_transform(present(value), lambda x: struct_pack({members}))", lost


def list_fields(feed: Feed) -> tuple[ListField, ...]:
    """The lists of a feed, in its order."""
    return (
        *(ListField(name, ()) for name in feed.lists),
        *(ListField(name, members) for name, members in feed.nested.items()),
    )
