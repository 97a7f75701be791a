"""Two partners with real Unix accounts: what one can do to the other's words with plain tools.

Alice attacks in one test and Bob in the next: neither is the one to be guarded against. The
kernel is the guard, so this needs root, to make two accounts and to remove them at the end.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import grp
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.core.clock import SetClock
from dashboard.core.errors import CannotSave
from dashboard.journal.layout import make_journal
from dashboard.journal.reader import Archive
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer

WHY = (
    "not checked here: that the kernel keeps each partner from the other's words, with real "
    "accounts; making them needs root, CI runs it as root"
)
pytestmark = [
    pytest.mark.root,
    pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("useradd"), reason=WHY),
]
CLOCK = SetClock(dt.datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Berlin")))
YEAR = CLOCK.now().year
PEOPLE = ("alice", "bob")
OTHER = {"alice": "bob", "bob": "alice"}


def run(*command: str, timeout: float = 20) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=timeout, cwd="/"
    )


@dataclass
class Accounts:
    login: dict[str, str]
    group: str
    service: str

    def uid(self, person: str) -> int:
        return pwd.getpwnam(self.login[person]).pw_uid


@pytest.fixture(scope="module")
def accounts() -> Iterator[Accounts]:
    tag = secrets.token_hex(3)
    group, service = f"dbh{tag}", f"dbs{tag}"
    login = {person: f"db{person[0]}{tag}" for person in PEOPLE}
    try:
        for name in (group, service):
            done = run("groupadd", name)
            if done.returncode:
                pytest.skip(f"{WHY}; groupadd says: {done.stderr.strip()}")
        for name in login.values():
            subprocess.run(
                ["useradd", "-M", "-N", "-g", group, "-s", "/bin/sh", "-d", "/", name], check=True
            )
        subprocess.run(
            ["useradd", "-M", "-N", "-g", service, "-G", group, "-d", "/", service], check=True
        )
        login["service"] = service
        yield Accounts(login, group, service)
    finally:
        for name in dict.fromkeys((*login.values(), service)):
            run("userdel", name)
        for name in (group, service):
            run("groupdel", name)
        left = [n for n in (*login.values(), service) if run("getent", "passwd", n).returncode == 0]
        assert not left, f"could not be removed, so remove them by hand: {left}"


@dataclass
class Home:
    root: Path
    accounts: Accounts

    def streams(self) -> list[Stream]:
        owners = {person: self.accounts.uid(person) for person in PEOPLE}
        return find_streams(self.root / "journal", owners, ["shared", "sealed"])

    def folder(self, person: str, audience: str = "shared") -> Path:
        return self.root / "journal" / person / "home" / audience

    def file(self, person: str, audience: str = "shared") -> Path:
        return self.folder(person, audience) / f"{YEAR}.jsonl"

    def as_(self, person: str, work: Callable[[], Any]) -> Any:
        """Call *work* in a process of that person's account, and return what it returns."""
        account = pwd.getpwnam(self.accounts.login[person])
        out, into = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if not pid:  # pragma: no cover - in the child
            code = 1
            try:
                # A child that hangs would keep its account from being removed.
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(20)
                os.close(out)
                os.setgroups(os.getgrouplist(account.pw_name, account.pw_gid))
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)
                os.umask(0o077)
                os.write(into, json.dumps(work()).encode())
                code = 0
            except BaseException as error:
                os.write(into, json.dumps(f"{type(error).__name__}: {error}").encode())
            finally:
                os._exit(code)
        os.close(into)
        with os.fdopen(out, "rb") as pipe:
            answer = json.loads(pipe.read() or b'"nothing"')
        _, status = os.waitpid(pid, 0)
        assert status == 0, answer
        return answer

    def say(self, person: str, text: str, audience: str = "shared") -> str:
        def work() -> str:
            stream = next(s for s in self.streams() if s.name == f"{person}/home/{audience}")
            lock = self.root / f"private-{person}" / "lock"
            return Writer(stream, self.streams, CLOCK, lock).append("t.note", {"text": text}).id

        said: str = self.as_(person, work)
        return said

    def read(self, person: str) -> dict[str, Any]:
        def work() -> dict[str, Any]:
            archive = Archive(self.streams, CLOCK)
            archive.open()
            while archive.load_older():
                pass
            return {
                "said": [[e.id, (e.decode(dict) or {}).get("text")] for e in archive.entries],
                "problems": sorted({p.what for p in archive.problems}),
                "sentences": [p.sentence for p in archive.problems],
            }

        told: dict[str, Any] = self.as_(person, work)
        return told

    def sh(self, person: str, script: str, timeout: float = 20) -> subprocess.CompletedProcess[str]:
        """Run a shell script as that person, with the victim's and the own places in variables."""
        other = OTHER[person]
        places = {
            "J": self.root / "journal",
            "O": self.folder(other),
            "OF": self.file(other),
            "OS": self.folder(other, "sealed"),
            "OSF": self.file(other, "sealed"),
            "OD": self.folder(other).parent,
            "OP": self.folder(other).parent.parent,
            "OL": self.root / f"private-{other}",
            "M": self.folder(person),
            "MF": self.file(person),
            "MD": self.folder(person).parent,
            "T": self.root / f"private-{person}",
        }
        assign = "".join(f"{name}='{path}'\n" for name, path in places.items())
        login = self.accounts.login[person]
        return run(
            "su", login, "-s", "/bin/sh", "-c", f"me={login}\n{assign}{script}", timeout=timeout
        )

    def state(self, person: str) -> list[tuple[Any, ...]]:
        """All that belongs to a person, byte by byte, with owners, modes and links."""
        found = []
        top = self.folder(person).parent.parent
        for path in sorted([top, *top.rglob("*")]):
            about = path.lstat()
            data = path.read_bytes() if stat.S_ISREG(about.st_mode) else b""
            acl = os.listxattr(path, follow_symlinks=False)
            found.append(
                (str(path), about.st_uid, about.st_gid, about.st_mode, about.st_nlink, data, acl)
            )
        return found


@pytest.fixture
def home(accounts: Accounts) -> Iterator[Home]:
    root = Path(tempfile.mkdtemp(prefix="journal-", dir="/tmp"))
    root.chmod(0o755)
    try:
        for person in PEOPLE:
            make_journal(
                root / "journal",
                person,
                "home",
                uid=accounts.uid(person),
                household_gid=grp.getgrnam(accounts.group).gr_gid,
                service_gid=grp.getgrnam(accounts.service).gr_gid,
            )
            private = root / f"private-{person}"
            private.mkdir(mode=0o700)
            os.chown(private, accounts.uid(person), -1)
        home = Home(root, accounts)
        for person in PEOPLE:
            home.say(person, f"{person} said this")
            home.say(person, f"{person} sealed this", "sealed")
        yield home
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(root)


DENIED = {
    "append": 'echo "{}" >> $OF',
    "overwrite": 'echo "{}" > $OF',
    "overwrite in place": "dd if=/dev/zero of=$OF bs=1 count=5 conv=notrunc",
    "truncate": "truncate -s 0 $OF",
    "delete": "rm -f $OF",
    "rename": "mv $OF $OF.old",
    "replace": "cp $OF $T/c && echo >> $T/c && mv -f $T/c $OF",
    "edit": "sed -i s/said/never/ $OF",
    "chmod the file": "chmod 666 $OF",
    "chown the file": "chown $me $OF",
    "chgrp the file": "chgrp $(id -gn) $OF",
    "an access list": "setfacl -m u:$me:rw $OF",
    "change its times": "touch -d 2001-01-01 $OF",
    "a symlink in its place": "echo > $T/evil && ln -sfn $T/evil $OF",
    "a link to elsewhere under its name": "ln -f $MF $OF",
    "a new year in the other's name": "cp $MF $O/2031.jsonl",
    "a folder in the other's folder": "mkdir $O/more",
    "open the folder": "chmod 777 $O",
    "own the folder": "chown $me $O",
    "move the folder away": "mv $O $O.old",
    "move the device away": "mv $OD $OP/old",
    "a second device in the other's name": "mkdir -p $OP/phone/shared",
    "a second audience in the other's name": "mkdir $OD/lifted",
    "a folder over the other's": "rmdir $O && mkdir $O",
    "move the own journal away": "mv $M $M.old",
    "a second person": "mkdir $J/eve",
    "read what is sealed": "cat $OSF",
    "list what is sealed": "ls $OS",
    "pass through the sealed folder": "test -e $OSF",
    "copy what is sealed": "cp -r $OS $T/stolen",
    "write what is sealed": "echo x >> $OSF",
    "hold the other's lock": "flock -n $OL/lock true",
    "list the other's devices": "ls $OD",
}


@pytest.mark.parametrize(
    ("attacker", "script"),
    [
        pytest.param(PEOPLE[i % 2], script, id=f"{PEOPLE[i % 2]}: {name}")
        for i, (name, script) in enumerate(DENIED.items())
    ],
)
def test_denied(home, attacker, script):
    victim = OTHER[attacker]
    if script.startswith("setfacl") and not shutil.which("setfacl"):
        pytest.skip("not checked here: access lists; setfacl is not installed")
    before = home.state(victim)
    own = home.state(attacker)
    done = home.sh(attacker, script)
    assert done.returncode != 0, "the kernel let it happen"
    assert "not found" not in done.stderr, "the tool is missing, so nothing was tried"
    assert home.state(victim) == before
    assert home.state(attacker) == own
    for reader in PEOPLE:
        told = home.read(reader)
        assert told["problems"] == []
        assert [f"{victim}/home/shared/1", f"{victim} said this"] in told["said"]
    assert home.say(victim, "and goes on").endswith("/2")


def test_the_same_tools_work_on_one_s_own(home):
    """The denials above mean something only if the tools do work where they may."""
    for script in (
        'echo "{}" >> $MF',
        "chmod 666 $MF",
        "mv $MF $MF.old",
        "touch $M/2031.jsonl",
        "mkdir $M/more",
        "flock -n $T/lock true",
        "cat $MD/sealed/*.jsonl",
        "cat $OF",
        "ls $OP",
    ):
        done = home.sh("alice", script)
        assert done.returncode == 0, (script, done.stderr)


def test_a_hard_link_to_the_other_s_file(home):
    with open("/proc/sys/fs/protected_hardlinks") as setting:
        if setting.read().strip() != "1":
            pytest.skip(
                "not checked here: hard links; fs.protected_hardlinks is off, which the "
                "README of the journal says is needed"
            )
    for place in ("$M/2031.jsonl", "$T/copy"):
        assert home.sh("bob", f"ln $OF {place}").returncode != 0
    assert home.file("alice").stat().st_nlink == 1
    assert home.read("bob")["problems"] == []


def test_claiming_the_other_s_words_by_a_copy(home):
    """A copy belongs to who made it: Alice's words do not become Bob's doing for Alice."""
    home.say("bob", "more")
    for copy in ("cp $OF $MF", "cp -p $OF $MF"):
        assert home.sh("alice", f"rm -f $MF && {copy}").returncode == 0
        told = home.read("bob")
        assert [i for i, _ in told["said"] if i.startswith("bob/home/shared")] == [
            "bob/home/shared/1",
            "bob/home/shared/2",
        ]
        copied = [text for i, text in told["said"] if i.startswith("alice/home/shared")]
        assert copied == ["bob said this", "more"]  # as Alice's, in Alice's own journal
        assert "changed" in told["problems"]  # and what Bob saw of Alice's before is missed


def test_words_made_for_the_other_in_one_s_own_folder(home):
    """Bob writes a perfect entry of Alice's, where he can write: it is Bob's."""
    script = "cp $OF $M/2031.jsonl; mkdir -p $M/alice/home/shared; cp $OF $M/alice/home/shared/"
    home.sh("bob", script)
    told = home.read("alice")
    assert [i for i, _ in told["said"] if i.startswith("alice/home/shared")] == [
        "alice/home/shared/1"
    ]


@pytest.mark.parametrize("attacker", PEOPLE)
def test_own_file_as_a_link_to_the_other_s(home, attacker):
    victim = OTHER[attacker]
    assert home.sh(attacker, "rm $MF; ln -s $OF $MF").returncode == 0
    told = home.read(victim)
    assert "unsafe" in told["problems"]
    assert not any(i.startswith(f"{attacker}/home/shared") for i, _ in told["said"])
    with pytest.raises(AssertionError, match="CannotSave"):
        home.say(attacker, "through the link")
    assert home.read(victim)["said"].count([f"{victim}/home/shared/1", f"{victim} said this"]) == 1


def test_own_file_as_a_pipe(home):
    assert home.sh("bob", "rm $MF; mkfifo -m 644 $MF").returncode == 0
    told = home.read("alice")  # hangs here if it waits for somebody to write
    assert "unsafe" in told["problems"]
    assert home.say("alice", "goes on") == "alice/home/shared/2"


@pytest.mark.parametrize("attacker", PEOPLE)
def test_locking_what_one_may_read(home, attacker):
    """The other may flock a data file that can be read; the writer does not care."""
    login = home.accounts.login[attacker]
    file = home.file(OTHER[attacker])
    holder = subprocess.Popen(
        ["su", login, "-s", "/bin/sh", "-c", f"exec flock {file} -c 'echo held; exec cat'"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        assert home.say(OTHER[attacker], "still").endswith("/2")
    finally:
        assert holder.stdin
        holder.stdin.close()
        holder.wait(timeout=10)
        assert holder.stdout
        holder.stdout.close()


def test_opening_one_s_own_file_to_all(home):
    """Who lets others write in one's file can't say later that it was the other, unseen."""
    assert home.sh("alice", "chmod 666 $MF").returncode == 0
    assert "writable" in home.read("bob")["problems"]
    assert home.sh("bob", "echo rubbish >> $OF").returncode == 0
    told = home.read("bob")
    assert ["alice/home/shared/1", "alice said this"] in told["said"]
    assert "damaged" in told["problems"]
    home.say("alice", "mended")
    assert "writable" not in home.read("bob")["problems"]
    assert home.sh("bob", "echo rubbish >> $OF").returncode != 0


def test_opening_one_s_own_folder_to_all(home):
    """A file that the other puts there is not the author's."""
    assert home.sh("bob", "chmod 777 $M").returncode == 0
    assert home.sh("alice", "cp $MF $O/2031.jsonl").returncode == 0
    told = home.read("bob")
    assert "unsafe" in told["problems"]
    assert [i for i, _ in told["said"] if i.startswith("bob/home/shared")] == ["bob/home/shared/1"]


def test_rubbish_in_one_s_own_file(home):
    home.sh("alice", "head -c 300000 /dev/urandom >> $MF; yes '{\"h\":' | head -n 5000 >> $MF")
    told = home.read("bob")
    assert ["bob/home/shared/1", "bob said this"] in told["said"]
    assert ["alice/home/shared/1", "alice said this"] in told["said"]
    assert home.say("bob", "goes on").endswith("/2")


def test_deleting_one_s_own_past_shows(home):
    assert home.sh("alice", "rm $MF").returncode == 0
    told = home.read("bob")
    assert "gone" in told["problems"]
    assert any("alice wrote is gone" in sentence for sentence in told["sentences"])


def test_rewriting_one_s_own_past_shows(home):
    def work() -> str:
        lock = home.root / "private-bob" / "lock"
        home.file("bob").unlink()
        stream = next(s for s in home.streams() if s.name == "bob/home/shared")
        return Writer(stream, home.streams, CLOCK, lock).append("t.note", {"text": "never"}).id

    home.say("alice", "has seen it")
    assert home.as_("bob", work) == "bob/home/shared/1"
    told = home.read("alice")
    assert told["problems"] == ["changed"]
    assert told["sentences"][0].startswith(
        "Something that bob wrote, bob/home/shared/1 or before it, was changed afterwards."
    )


def test_the_service_reads_what_is_sealed_and_writes_nothing(home):
    told = home.read("service")
    assert {i for i, _ in told["said"]} == {
        f"{person}/home/{audience}/1" for person in PEOPLE for audience in ("shared", "sealed")
    }
    assert told["problems"] == []
    login = home.accounts.login["service"]
    for person in PEOPLE:
        for audience in ("shared", "sealed"):
            script = f"echo x >> {home.file(person, audience)}"
            assert run("su", login, "-s", "/bin/sh", "-c", script).returncode != 0


def test_each_reads_what_is_meant_for_each(home):
    for person in PEOPLE:
        told = home.read(person)
        assert {i for i, _ in told["said"]} == {
            "alice/home/shared/1",
            "bob/home/shared/1",
            f"{person}/home/sealed/1",
        }
        assert told["problems"] == []


def test_modes_and_groups(home):
    service = grp.getgrnam(home.accounts.service).gr_gid
    household = grp.getgrnam(home.accounts.group).gr_gid
    for person in PEOPLE:
        uid = home.accounts.uid(person)
        for audience, gid in (("shared", household), ("sealed", service)):
            file = home.file(person, audience).stat()
            assert (file.st_uid, file.st_gid) == (uid, gid)
            assert file.st_mode & 0o7777 == 0o640
            folder = home.folder(person, audience).stat()
            assert (folder.st_uid, folder.st_gid) == (uid, gid)
            assert folder.st_mode & 0o7777 == 0o2750
        device = home.folder(person).parent.stat()
        assert (device.st_uid, device.st_mode & 0o7777) == (0, 0o711)


def test_root_does_not_leave_a_file_of_root_s_behind(home):
    """A save by the wrong account would leave a file that its author can't use."""
    stream = next(s for s in home.streams() if s.name == "alice/home/shared")
    with pytest.raises(CannotSave, match="Only alice"):
        Writer(stream, home.streams, CLOCK, home.root / "lock").append("t.note", {})
    assert home.say("alice", "still works") == "alice/home/shared/2"
