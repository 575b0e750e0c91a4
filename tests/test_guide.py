"""What docs/running.md tells to type does what it says."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

from tests.lacking import go_without

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


def line_with(words: str) -> str:
    """The line of the guide's examples in which these words stand."""
    blocks = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
    (line,) = [line for block in blocks for line in block.splitlines() if words in line]
    return str(line)


def type_in(folder: Path, line: str) -> None:
    line = line.replace(".venv/bin/python", sys.executable)
    subprocess.run(["sh", "-c", line], cwd=folder, check=True)  # noqa: S603, S607 -- our own words


def test_a_copy_of_a_running_site_is_whole_private_and_comes_back(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    running = sqlite3.connect(var / "newsroom.sqlite3")
    running.execute("PRAGMA journal_mode=WAL")
    running.execute("CREATE TABLE story AS SELECT 'kept' AS headline")
    running.commit()

    type_in(tmp_path, line_with("import sqlite3"))

    copy = var / "backup.sqlite3"
    assert stat.S_IMODE(os.stat(copy).st_mode) == 0o600
    running.execute("UPDATE story SET headline = 'spoilt'")
    running.commit()
    type_in(tmp_path, line_with("rm -f var/newsroom.sqlite3"))
    type_in(tmp_path, line_with("cp -p var/backup.sqlite3"))
    brought_back = sqlite3.connect(var / "newsroom.sqlite3")
    assert brought_back.execute("SELECT headline FROM story").fetchall() == [("kept",)]
    running.close()
    brought_back.close()


def test_git_does_not_see_a_copy() -> None:
    copies = re.findall(r"var/(?:backup|photos|paper)[.a-z0-9]+", GUIDE)
    assert len(set(copies)) == 4
    assert "/var/" in (ROOT / ".gitignore").read_text().split()


def test_the_unit_of_the_guide_is_one_for_systemd(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        go_without("no systemd-analyze on this machine, which reads the unit of docs/running.md")
    (unit,) = re.findall(r"```ini\n(.*?)```", GUIDE, re.DOTALL)
    file = tmp_path / "newsroom.service"
    file.write_text(unit.replace("User=newsroom\n", ""), encoding="utf-8")
    result = subprocess.run(  # noqa: S603 -- our own words
        ["systemd-analyze", "verify", str(file)],  # noqa: S607 -- the one of this machine
        capture_output=True,
        text=True,
        check=False,
    )
    assert file.name not in result.stderr
    assert result.returncode == 0, result.stderr
