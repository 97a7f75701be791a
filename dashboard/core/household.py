"""Who lives here, and where their things are.

``household.toml`` says it. In a household with several Unix accounts the file is root's; in a
one-account household (trying it out) it lies in the household's own folder.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.core.clock import system_zone, zone_named
from dashboard.core.errors import BadSettings, CannotSave, DashboardError, Refused
from dashboard.core.files import why, write_whole
from dashboard.core.shipped import shipped
from dashboard.core.text import clean, one_line, person_id

FILE = "household.toml"
SYSTEM_FILE = Path("/etc/dashboard") / FILE
_ID = re.compile(r"[a-z][a-z0-9_-]{0,31}")
LONGEST_NAME = 40
_TRYING_OUT = (
    "Who lives here. Trying out: everything is under one Unix account,",
    "so the two of you are kept apart by the program alone.",
)


@dataclass(frozen=True)
class Person:
    """One of the two. *account* is a Unix account's name; empty in a one-account household."""

    id: str
    name: str
    account: str = ""


@dataclass(frozen=True)
class Household:
    """A household's people, zone and folders. Makes no folder and reads no entry by itself."""

    root: Path
    people: tuple[Person, ...]
    zone: ZoneInfo
    one_account: bool
    device: str = "home"

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def lifted(self) -> Path:
        return self.root / "lifted"

    def now(self, person: Person, audience: str) -> Path:
        """Where a person keeps what is replaced and has no history; shared or sealed."""
        return self.root / "now" / person.id / audience

    def own(self, person: Person) -> Path:
        """A person's own folder (0700): drafts, own choices, locks."""
        if self.one_account:
            return self.root / "private" / person.id
        base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
        return Path(base) / "dashboard"

    def person(self, id_: str) -> Person:
        """Return the person of that id or name; :class:`Refused` names who there is."""
        wanted = id_.casefold()

        def fits(person: Person) -> tuple[bool, bool, bool]:
            # "Zoe" is Zoe, also beside Zoë, whose id is "zoe".
            return person.name == id_, person.id == wanted, person.name.casefold() == wanted

        best = max(self.people, key=fits)
        if any(fits(best)):
            return best
        known = ", ".join(person.id for person in self.people)
        raise Refused(f"There is nobody called '{one_line(id_, 40)}' here, only: {known}.")

    def partner(self, me: Person) -> Person | None:
        """The other one, or None while nobody has joined."""
        return next((person for person in self.people if person.id != me.id), None)

    def account_owner(self, person: Person) -> int | None:
        """The uid that must own the person's files; in a one-account household, the folder's."""
        if self.one_account:
            return self.root.stat().st_uid
        import pwd

        try:
            return pwd.getpwnam(person.account).pw_uid
        except KeyError:
            return -1


def default_root() -> Path:
    """Where a household goes that nobody gave a place: the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(base) / "dashboard" / "household"


def find(chosen: str | None = None) -> Path:
    """Return the folder or file that says who lives here; it need not exist.

    First what was chosen (``--household``, then ``DASHBOARD_HOUSEHOLD``), then the home
    server's, then the one for trying out.
    """
    chosen = chosen or os.environ.get("DASHBOARD_HOUSEHOLD")
    if chosen:
        return Path(chosen).expanduser()
    if SYSTEM_FILE.exists():
        return SYSTEM_FILE
    return default_root()


def load(place: Path) -> Household:
    """Read the household at *place*: its folder, or its ``household.toml``.

    Raises :class:`BadSettings` naming the file and what to do.
    """
    file = place if place.name == FILE else place / FILE
    import tomllib

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(
            f"There is no household in {place}. Make one with: "
            f"dashboard init {place} --person YOUR-NAME"
        ) from None
    except UnicodeDecodeError as error:
        raise BadSettings(f"{file} is not text in UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise BadSettings(f"{file} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadSettings(
            f"{file}: {error}. Mend that line and open the dashboard again."
        ) from error
    return _household(file, table)


def _household(file: Path, table: dict[str, object]) -> Household:
    def bad(field: str, wish: str) -> BadSettings:
        return BadSettings(f"{file}, field '{field}': {wish}.")

    if table.get("format") != 1:
        raise bad("format", "this program reads format 1; a newer one may be needed")
    zone = zone_named(str(table.get("time_zone", "")))
    if zone is None:
        raise bad("time_zone", 'write a name such as "Europe/Berlin"')
    one_account = table.get("accounts") == "one"
    if not one_account and table.get("accounts") != "several":
        raise bad("accounts", 'write "one" or "several"')
    device = table.get("device", "home")
    if not _is_id(device):
        raise bad("device", "small letters, digits, - and _ only")
    rows = table.get("people", [])
    if not isinstance(rows, list) or not 0 < len(rows) <= 2:
        raise bad("people", "one or two people live here")
    people = []
    for row in rows:
        if not isinstance(row, dict) or not _is_id(row.get("id")):
            raise bad("people.id", "begin with a small letter; then letters, digits, - and _")
        account = str(row.get("account", ""))
        if not one_account and not account:
            raise bad("people.account", f"which Unix account is {row['id']}'s?")
        people.append(Person(row["id"], one_line(str(row.get("name") or row["id"]), 40), account))
    if len({person.id for person in people}) != len(people):
        raise bad("people.id", "two people can't have the same id")
    root = Path(str(table["root"])) if "root" in table else file.parent
    if "root" in table and not root.is_absolute():
        raise bad("root", "write the whole path, beginning with /")
    return Household(root, tuple(people), zone, one_account, str(device))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def create(root: Path, names: list[str], zone: str = "") -> Household:
    """Make a one-account household of one or two people in the folder *root*.

    Every folder in it is 0700. Raises :class:`Refused` if there is one already, or a name
    can't be used; :class:`~dashboard.core.errors.CannotSave` if the disk does not take it.
    """
    try:
        there = (root / FILE).exists()
    except OSError as error:
        raise Refused(f"{one_line(str(root), 80)} is no folder: {error.strerror}.") from error
    if there:
        raise Refused(
            f"There is a household in {root} already. Open it with: dashboard --household {root}"
        )
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refused(f"{root} is not empty. Choose a new folder for the household.")
    zone = zone or system_zone()
    if zone_named(zone) is None:
        raise Refused(
            f"'{one_line(zone, 40)}' is no time zone; write a name such as Europe/Berlin."
        )
    people: tuple[Person, ...] = ()
    for name in names:
        people = (*people, _new_person(name, people))
    try:
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o700)
    except OSError as error:
        raise DashboardError(f"Could not make the folder {root}: {error.strerror}.") from error
    found = zone_named(zone)
    assert found is not None
    household = Household(root, people, found, one_account=True)
    _make_folders(household)
    for file in sorted(shipped("config").glob("*.toml")):
        write_whole(household.config / file.name, file.read_bytes())
    _save(household)
    return household


def join(household: Household, name: str) -> tuple[Household, Person]:
    """Add the partner to a one-account household; both names are there from then on."""
    if not household.one_account:
        raise Refused("On a home server people are added by its administrator.")
    if len(household.people) > 1:
        raise Refused("This household is for two, and both are here.")
    person = _new_person(name, household.people)
    household = replace(household, people=(*household.people, person))
    _make_folders(household)
    _save(household)
    return household, person


def check_name(name: str, others: tuple[Person, ...] = ()) -> str:
    """Return what is wrong with a name, as a sentence; empty if it can be used."""
    name = " ".join(clean(name).split())
    if not name:
        return "A name, please: one that you like to be called by."
    if len(name) > LONGEST_NAME:
        return f"That is a long one: {LONGEST_NAME} letters at most, please."
    if any(name.casefold() == other.name.casefold() for other in others):
        return "Somebody here has that name already. A nickname will do."
    return ""


def _new_person(name: str, others: tuple[Person, ...]) -> Person:
    wrong = check_name(name, others)
    if wrong:
        raise Refused(wrong)
    name = " ".join(clean(name).split())
    id_ = person_id(name)
    taken = {other.id for other in others}
    while id_ in taken:
        id_ += "-2"
    return Person(id_, name)


def _make_folders(household: Household) -> None:
    folders = [household.config, household.journal, household.lifted]
    for person in household.people:
        folders += [household.own(person)]
        folders += [household.now(person, audience) for audience in ("shared", "sealed")]
    for folder in folders:
        for made in (*reversed(folder.relative_to(household.root).parents), folder):
            try:
                (household.root / made).mkdir(mode=0o700, exist_ok=True)
            except OSError as error:
                raise CannotSave(f"Could not make the folder {folder}. {why(error)}.") from error


def _save(household: Household) -> None:
    import tomlkit

    document = tomlkit.document()
    document.add(
        tomlkit.comment("Who lives here. Trying out: everything is under one Unix account,")
    )
    document.add(tomlkit.comment("so the two of you are kept apart by the program alone."))
    document["format"] = 1
    document["accounts"] = "one"
    document["time_zone"] = household.zone.key
    document["device"] = household.device
    people = tomlkit.aot()
    for person in household.people:
        people.append(tomlkit.item({"id": person.id, "name": person.name}))
    document["people"] = people
    write_whole(household.root / FILE, tomlkit.dumps(document).encode())


def administrators() -> tuple[str, ...]:
    """Names of the accounts that can become root here, as far as the groups tell.

    "root" itself is always one of them and is not listed.
    """
    import grp

    names: set[str] = set()
    for group in ("sudo", "wheel", "admin"):
        try:
            names.update(grp.getgrnam(group).gr_mem)
        except KeyError:
            continue
    return tuple(sorted(names - {"root"}))
