"""How people come in from elsewhere: tmux, ssh, and a screen reader's pipe."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.conftest import House, Open
from e2e.terminal import LONG_ENOUGH, PROGRAM, Terminal


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LONG_ENOUGH
    while not true():
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.02)


# -- tmux -------------------------------------------------------------------------------------


class Tmux:
    """A tmux server of one's own, with one window."""

    def __init__(self, socket_: str, env: dict[str, str], command: str) -> None:
        self.socket = socket_
        self.env = env
        self.call("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-s", "home",
                  command)  # fmt: skip

    def call(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-S", self.socket, *words],
            env=self.env, capture_output=True, text=True, timeout=LONG_ENOUGH, check=True,
        ).stdout  # fmt: skip

    @property
    def text(self) -> str:
        return self.call("capture-pane", "-p", "-t", "home")

    def keys(self, *keys: str) -> None:
        self.call("send-keys", "-t", "home", *keys)

    def sees(self, *words: str) -> None:
        for word in words:
            until(lambda word=word: word in self.text, repr(word))


@pytest.fixture
def tmux(house: House, tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.skip("no tmux here: how it looks and hides in tmux is not checked")
    env = {**house.env, "TERM": "screen-256color"}
    place = str(tmp_path / "tmux")
    server = Tmux(place, env, f"{PROGRAM} --as alice")
    server.call("set", "-g", "default-terminal", "screen-256color")
    yield server
    subprocess.run(["tmux", "-S", place, "kill-server"], capture_output=True, check=False)


def test_in_tmux(house: House, tmux: Tmux) -> None:
    tmux.sees("trying out · Alice", "n note")
    tmux.keys("n")
    tmux.sees("A note for Bob")
    tmux.keys("-l", "Grüße aus tmux ❤")
    tmux.sees("Grüße aus tmux")
    tmux.keys("F9")
    until(lambda: re.fullmatch(r"(\d\d:\d\d)?", tmux.text.strip()), "an empty screen")
    until(lambda: "Grüße" in house.drafts("alice"), "the draft")
    title = tmux.call("display-message", "-p", "-t", "home", "#{pane_title}").strip()
    assert title == "terminal"
    tmux.keys("F9")
    tmux.sees("trying out · Alice")
    tmux.call("resize-window", "-t", "home", "-x", "120", "-y", "40")
    tmux.keys("3")
    tmux.sees("My limits")
    tmux.keys("q")
    until(
        lambda: subprocess.run(
            ["tmux", "-S", tmux.socket, "has-session"], capture_output=True, check=False
        ).returncode, "the end",
    )  # fmt: skip


def test_detached_and_attached_again_it_goes_on(house: House, tmux: Tmux) -> None:
    tmux.sees("n note")
    tmux.keys("n")
    tmux.sees("A note for Bob")
    tmux.keys("-l", "Still here")
    tmux.sees("Still here")
    house.ok("thank", "alice", who="bob", given="Meanwhile")
    tmux.keys("-l", " after a while")
    tmux.sees("Still here after a while")
    tmux.keys("C-s")
    tmux.sees("A thank-you from Bob")


def test_a_tmux_server_that_dies_loses_no_word(house: House, tmux: Tmux) -> None:
    tmux.sees("n note")
    tmux.keys("n")
    tmux.sees("A note for Bob")
    tmux.keys("-l", "Before the lights went out")
    tmux.sees("lights went out")
    tmux.call("kill-server")
    until(lambda: "Before the lights went out" in house.drafts("alice"), "the draft")


# -- ssh --------------------------------------------------------------------------------------


@pytest.fixture
def ssh(house: House, tmp_path: Path) -> Iterator[list[str]]:
    """The start of a command that goes over a real ssh connection to this machine."""
    missing = [name for name in ("ssh", "ssh-keygen") if shutil.which(name) is None]
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if os.geteuid() != 0 or sshd is None or missing:
        pytest.skip("needs root and OpenSSH: that a connection that drops loses no word over ssh"
                    " is not checked")  # fmt: skip
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("host", "key"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    (folder / "authorized").write_bytes((folder / "key.pub").read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\n"
        f"AuthorizedKeysFile {folder / 'authorized'}\nPidFile {folder / 'pid'}\n"
        "StrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        "UsePAM no\nPermitRootLogin prohibit-password\nPrintMotd no\nPrintLastLog no\n"
    )
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it locks itself up before a login
    server = subprocess.Popen(
        [sshd, "-D", "-f", str(folder / "config"), "-E", str(folder / "log")],
        stdin=subprocess.DEVNULL,
    )
    command = [
        "ssh", "-F", "none", "-tt", "-p", str(port), "-i", str(folder / "key"),
        "-o", f"UserKnownHostsFile={folder / 'known'}", "-o", "StrictHostKeyChecking=accept-new",
        "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", f"{getpass.getuser()}@127.0.0.1",
    ]  # fmt: skip

    def answers() -> bool:
        with socket.socket() as try_:
            return try_.connect_ex(("127.0.0.1", port)) == 0

    until(answers, "sshd")
    yield command
    server.terminate()
    server.wait(LONG_ENOUGH)


@pytest.mark.root
def test_over_ssh(house: House, ssh: list[str]) -> None:
    far = f"env DASHBOARD_HOUSEHOLD={house.root} TZ=Europe/Berlin {PROGRAM} --as"
    env = {**house.env, "HOME": str(house.root.parent)}
    alice = Terminal([*ssh, f"{far} alice"], env)
    bob = Terminal([*ssh, f"{far} bob"], env)
    try:
        alice.sees("trying out · Alice", "n note")
        bob.sees("trying out · Bob", "n note")
        bob.press("n").sees("A note for Alice").type("From the train").press("ctrl+s")
        alice.sees("A thank-you from Bob").press("enter").sees("From the train").press("escape")
        alice.press("n").sees("A note for Bob").type("In the middle of a").sees("middle of a")
        alice.kill()  # the laptop is shut: the connection is gone with no good-bye
        until(lambda: "In the middle of a" in house.drafts("alice"), "the draft")
        again = Terminal([*ssh, f"{far} alice"], env)
        try:
            again.sees("n note").press("n").sees("In the middle of a")
            again.press("escape").press("q")
            assert again.ends() == 0
        finally:
            again.close()
        bob.press("q")
        assert bob.ends() == 0
        assert set(bob.titles) <= {"dashboard", "terminal"}
    finally:
        alice.close()
        bob.close()
    until(lambda: not left_over(house), "the end of what was left behind")


def left_over(house: House) -> list[str]:
    """Programs of this household that still run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(house.root).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return [one for one in found if PROGRAM in one]


@pytest.mark.root
def test_ssh_into_the_plain_one(house: House, ssh: list[str]) -> None:
    far = f"env DASHBOARD_HOUSEHOLD={house.root} {PROGRAM} --as alice --plain"
    alice = Terminal([*ssh, far], {**house.env, "HOME": str(house.root.parent)})
    try:
        alice.sees("You are Alice.", "q close").line("q")
        assert alice.ends() == 0
    finally:
        alice.close()


# -- plain ------------------------------------------------------------------------------------

_ESCAPES = re.compile(rb"\x1b(?!\[H|\[2J|\[3J)")


def test_plain_in_a_terminal(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice", "--plain").sees("You are Alice.", "q close")
    alice.line("1").sees("A note for Bob", "Number:").line().sees("an empty line ends it")
    alice.line("Thank you").line().sees("Where", "Number:").line().sees("From when").line()
    alice.sees("Type s for: Send").line("s").sees("It lies in an envelope for Bob.")
    alice.line("h").until(lambda: "envelope" not in alice.text, "an empty screen")
    alice.line().sees("q close").line("q")
    assert alice.ends() == 0
    assert not _ESCAPES.findall(alice.raw)
    assert alice.raw.count(b"\x1b[3J") == 1
    assert "A thank-you from Alice" in house.ok("today", who="bob")


def test_plain_by_a_pipe(house: House) -> None:
    done = house.run("--plain", who="alice", given="s\n1\n\na\n9\nq\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "For you" in done.stdout
    assert "\x1b" not in done.stdout
    ended = house.run("--plain", who="alice", given="a\n")  # the input ends in the middle
    assert (ended.returncode, ended.stderr) == (0, "")


def test_plain_first_run_by_a_pipe(empty: House) -> None:
    done = empty.run(given="Zoë\n\n\nq\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Who is here?" in done.stdout
    assert "Leave your partner a thank-you" in done.stdout
    assert (empty.root / "household.toml").exists()


@pytest.mark.parametrize("who", ["eve", ""])
def test_plain_mistakes(house: House, who: str) -> None:
    if who:
        done = house.run("--plain", who=who, given="q\n")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert "nobody called 'eve'" in done.stderr
    else:
        done = house.run("--plain", given="3\n2\n\nq\n")
        assert "A number from 1 to 2, please." in done.stdout
        assert "You are Bob." in done.stdout


def test_plain_keeps_what_was_written_when_the_connection_drops(
    house: House, terminal: Open
) -> None:
    alice = terminal(house, "alice", "--plain").sees("q close")
    alice.line("1").sees("Number:").line().sees("an empty line ends it").line("First line")
    until(lambda: "First line" in house.drafts("alice"), "the draft")
    alice.hang_up()
    again = terminal(house, "alice", "--plain").sees("q close").line("1").sees("Number:").line()
    again.sees("So far: First line. Enter keeps it.")


def test_ctrl_c_closes_plainly(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice", "--plain").sees("q close").type("\x03")
    assert alice.ends() in (0, 1, 130)
    assert b"Traceback" not in alice.raw
