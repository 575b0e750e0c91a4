"""What `make` calls: prepare this folder, then run or serve the newsroom.

`run`, `serve` and `tools` work under any Python with nothing but its standard library: they make
the environment in `.venv` and hand over to its Python, which they call with `start-run` or
`start-serve`. No annotation here is newer than Python 3.6, so that a Python too old for the
newsroom still reads this file and says what is wrong.
"""

import hashlib
import importlib.util
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
PIP = (PYTHON, "-m", "pip", "-qq", "--disable-pip-version-check")
ENV_FILE = ROOT / ".env"

CORE_LOCK = ROOT / "requirements.txt"
TOOLS_LOCK = ROOT / ".ci" / "requirements-dev.txt"
# What this site wants besides, such as a driver for its cache; git does not see it.
OWN_PACKAGES = ROOT / "requirements-local.txt"
# Which Python made the environment, and the digests of the files that are installed in it.
STAMP = VENV / "installed"

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
ADDRESS = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
WORKERS = os.environ.get("WORKERS") or str(max(2, os.cpu_count() or 1))
THREADS = os.environ.get("THREADS") or "4"


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- to the person at the terminal


# Under any Python


def run() -> None:
    """Prepare everything, then show the newsroom with its demo."""
    from newsroom.demo import PAPER, TAGLINE

    check_port()
    install_core()
    write_env_file(
        "# The demo's paper; put your own here.", f"SITE_NAME={PAPER}", f"SITE_TAGLINE={TAGLINE}"
    )
    hand_over("start-run")


def serve() -> None:
    """Prepare everything, then serve the same data as a production site."""
    check_port()
    install_core()
    write_env_file()
    os.environ["DEBUG"] = "0"
    hand_over("start-serve")


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 -- this is where an older one is told so
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"The newsroom needs Python 3.11 or newer, and this is {version}. "
            "Name another: make run PYTHON=python3.12"
        )
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("This Python cannot make environments. On Debian: apt install python3-venv")


def check_port() -> None:
    if not re.fullmatch("[0-9]{1,5}", PORT) or not 0 < int(PORT) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {PORT!r}.")
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(PORT)))
        except OSError as error:
            sys.exit(
                f"Cannot use port {PORT} on {HOST} ({error.strerror}). "
                f"Choose another: PORT={int(PORT) % 65535 + 1} make {sys.argv[1]}"
            )


def install_core() -> None:
    install(CORE_LOCK, CORE_LOCK)
    install_own_packages()


def install_tools() -> None:
    """The lock of the tools repeats the core's, so one installation brings both."""
    install(TOOLS_LOCK, CORE_LOCK, TOOLS_LOCK)
    install_own_packages()


def install(lock: Path, *covered: Path) -> None:
    """Bring the packages of one lock into the environment, unless they are there."""
    check_python()
    wanted = [digest(each) for each in covered]
    present = installed()
    if set(wanted) <= set(present):
        return
    if wanted[0] not in present:
        say("Making the environment in .venv")
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
    say(f"Installing the packages locked in {lock.relative_to(ROOT)} (a minute or so, once)")
    # The lock names everything. Left to look for what the packages want, the pip of Debian 12
    # overlooks a pin when another package names it with an extra (pypa/pip 9644).
    call(*PIP, "install", "--no-deps", "--require-hashes", "--requirement", str(lock))
    call(*PIP, "check")
    STAMP.write_text("\n".join([python_version(), *wanted]), encoding="ascii")


def install_own_packages() -> None:
    """Bring what this site wants besides, at versions that leave the locked ones as they are."""
    if not OWN_PACKAGES.exists() or digest(OWN_PACKAGES) in installed():
        return
    say(f"Installing the packages of {OWN_PACKAGES.name}")
    locked = STAMP.with_name("locked.txt")
    # A constraint with hashes would ask for hashes of everything.
    pins = re.sub(r"\\\n|--hash=\S+", "", CORE_LOCK.read_text(encoding="utf-8"))
    locked.write_text(pins, encoding="utf-8")
    call(*PIP, "install", "--requirement", str(OWN_PACKAGES), "--constraint", str(locked))
    call(*PIP, "check")
    STAMP.write_text(
        "\n".join([python_version(), *installed(), digest(OWN_PACKAGES)]), encoding="ascii"
    )


def installed() -> "list[str]":
    """Digests of the installed locks; none when another Python made the environment."""
    try:
        version, *digests = STAMP.read_text(encoding="ascii").split("\n")
    except OSError:
        return []
    return digests if version == python_version() else []


def python_version() -> str:
    return "{}.{}".format(*sys.version_info[:2])


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def call(*command: str) -> None:
    """Run a command; when it fails it has said why."""
    status = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 -- our own words
    if status:
        sys.exit(f"This failed, see above: {' '.join(command)}")


def write_env_file(*more: str) -> None:
    """A key of its own for this folder, readable by its owner alone; never written twice."""
    key = f"SECRET_KEY={secrets.token_urlsafe(50)}"
    lines = (
        "# Written by make; every other setting is explained in .env.example.",
        key,
        "# For `make run`. `make serve` turns it off; remove the line where readers come in.",
        "DEBUG=1",
    )
    try:
        handle = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        add_to_env_file(key)
        return
    with open(handle, "w", encoding="utf-8") as file:
        file.write("\n".join((*lines, *more, "")))
    say("Wrote .env with a random secret key")


def add_to_env_file(key: str) -> None:
    """Give the key to a file that a person has written without one, and lock the file."""
    text = ENV_FILE.read_bytes()
    if os.environ.get("SECRET_KEY") or re.search(rb"^(export )?SECRET_KEY=.", text, re.MULTILINE):
        return
    # An empty line of the example, and the end of the last line.
    kept = re.sub(rb"^(export )?SECRET_KEY=\s*?$\n?", b"", text, flags=re.MULTILINE)
    if kept and not kept.endswith(b"\n"):
        kept += b"\n"
    ENV_FILE.chmod(0o600)
    ENV_FILE.write_bytes(kept + key.encode() + b"\n")
    say("Wrote a random secret key into .env")


def hand_over(command: str) -> None:
    """Go on as the environment's Python, in this same process."""
    os.chdir(ROOT)
    os.execv(PYTHON, [PYTHON, "-m", "newsroom.launch", command])  # noqa: S606 -- no shell wanted


# Under the environment's Python


def start_run() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from newsroom.checks import PRINTED

    if not settings.DEBUG:
        sys.exit("DEBUG is off in .env or the environment. Use `make serve`, or set DEBUG=1.")
    migrate()
    show_the_demo()
    say(f"The newsroom is at http://{ADDRESS}/ and its desk at http://{ADDRESS}/admin/")
    if HOST == "127.0.0.1":
        say(f"To try passkeys, which need a name, open http://localhost:{PORT}/")
    if settings.EMAIL_BACKEND == PRINTED:
        say("Letters to readers are not sent but printed here; EMAIL_URL in .env sends them.")
    work_beside()
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    call_command("runserver", ADDRESS, use_reloader=False)


def start_serve() -> None:
    migrate()
    look_before_serving()
    collect_static()
    work_beside()
    say(f"Serving on http://{ADDRESS}/ with {WORKERS} workers of {THREADS} threads")
    options = {
        "--bind": ADDRESS,
        "--workers": WORKERS,
        "--worker-class": "gthread",
        "--threads": THREADS,
        "--keep-alive": "20",
    }
    words = [word for option in options.items() for word in option]
    os.execv(PYTHON, [PYTHON, "-m", "gunicorn", "--no-control-socket", *words, "newsroom.wsgi"])  # noqa: S606 -- as above


# The process that works beside the server, and the line it hangs on.
_beside: "list[Any]" = []
WORK = (PYTHON, "manage.py", "work", "--until-input-ends")
SHORT_PAUSE, LONG_PAUSE = 1, 60  # seconds


def work_beside() -> None:
    """Start who keeps `manage.py work` going. Both end when this process does, whatever ends it:
    then nobody holds the other end of their input any more. Workers of gunicorn hold it too, and
    go with their master.
    """
    if os.environ.get("WORK") == "0":
        return
    line, held = os.pipe()
    os.set_inheritable(held, True)
    command = [PYTHON, "-m", "newsroom.launch", "keep-working"]
    _beside.append((subprocess.Popen(command, cwd=ROOT, stdin=line), held))  # noqa: S603 -- our own words
    os.close(line)


def keep_working() -> None:
    """Run `manage.py work` and start it again when it ends, sooner or later, while there is input.

    A worker that had worked for a while comes back soon; one that ends at its start, ever later.
    """
    pause = SHORT_PAUSE
    while True:
        begun = time.monotonic()
        worker = subprocess.run(WORK, cwd=ROOT, check=False)  # noqa: S603 -- our own words
        if time.monotonic() - begun > LONG_PAUSE:
            pause = SHORT_PAUSE
        if input_ends_within(0):
            return
        say(
            f"WARNING: the worker that sends letters has ended ({worker.returncode}). "
            f"It starts again in {pause} s."
        )
        if input_ends_within(pause):
            return
        pause = min(2 * pause, LONG_PAUSE)


def input_ends_within(seconds: int) -> bool:
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def migrate() -> None:
    from django.core.management import call_command

    ask_the_database()
    say("Bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)


def ask_the_database() -> None:
    """Once without the pool of connections, which keeps to itself what the server answers."""
    from django.db import connection

    if connection.vendor == "postgresql":
        import psycopg

        parameters = {"connect_timeout": 10} | connection.get_connection_params()
        with connection.wrap_database_errors:
            psycopg.connect(**parameters).close()


def collect_static() -> None:
    """Collect, name by content and compress; skipped while no file has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    sources = digest_of_static_sources()
    if stamp.exists() and stamp.read_text(encoding="ascii") == sources:
        return
    say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources, encoding="ascii")


def digest_of_static_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    files = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    seen = sorted((file, os.stat(file).st_size, os.stat(file).st_mtime_ns) for file in files)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def show_the_demo() -> None:
    """Write it where nobody has written anything, and say how to sign in."""
    from django.core.management import call_command

    from newsroom.demo import edition

    if edition.is_in_print():
        say_sign_ins()
    elif there := edition.what_is_here():
        say(f"No demo is written: somebody has written here already ({there}).")
    else:
        say("Writing the demo newsroom")
        call_command("demo")


def look_before_serving() -> None:
    """Say what is not settled. No site is served into which everybody can sign in."""
    from django.core.checks import Error, run_checks

    from newsroom.checks import TAG

    looked = run_checks(tags=[TAG], include_deployment_checks=True)
    for found in sorted(looked, key=lambda found: -found.level):
        if isinstance(found, Error) and os.environ.get("DEMO") != "1":
            shown = "(to show it all the same: DEMO=1 make serve)"
            sys.exit(f"Not served: {found.msg} {found.hint} {shown}")
        say(f"WARNING: {found.msg} {found.hint}")


def say_sign_ins() -> None:
    from newsroom.demo import PASSWORD
    from newsroom.demo.accounts import open_to_all

    if names := open_to_all():
        say(f"Sign in with the password {PASSWORD} as {', '.join(names)}")


def with_django(start: "Callable[[], None]") -> None:
    """Call it with Django ready; what the person can mend is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        django.setup()
        start()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Cannot start: {error}")
    except OperationalError as error:
        said = " ".join(str(error).split())
        sys.exit(f"The database does not answer as DATABASE_URL has it: {said}")


def main() -> None:
    commands: dict[str, Callable[[], None]] = {
        "run": run,
        "serve": serve,
        "tools": install_tools,
        "keep-working": keep_working,
        "start-run": lambda: with_django(start_run),
        "start-serve": lambda: with_django(start_serve),
    }
    try:
        commands[sys.argv[1]]()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
