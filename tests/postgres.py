"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on loopback, stopped with the session."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL


def program(name: str) -> str:
    """Find one of PostgreSQL's programs, which Debian keeps off the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(versions[-1]) if versions else shutil.which(name)
    assert found, f"{name} is missing: install the Debian package postgresql (.ci/run does)"
    return found


@contextmanager
def cluster(port: int) -> Iterator[URL]:
    """Start a cluster that trusts this machine; yields the address of its database ``postgres``."""
    folder = Path(tempfile.mkdtemp(prefix="yizhan-pg-"))
    data, as_owner = folder / "data", list[str]()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        as_owner = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    owner = "postgres" if as_owner else getpass.getuser()

    def run(*words: str) -> None:
        subprocess.run([*as_owner, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(program("initdb"), "-D", str(data), "-A", "trust", "-U", owner, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
    run(program("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield URL.create("postgresql+psycopg", owner, host="127.0.0.1", port=port, database="postgres")
    finally:
        run(program("pg_ctl"), "-D", str(data), "-w", "-m", "fast", "stop")
        shutil.rmtree(folder)


@contextmanager
def database(server: URL, name: str) -> Iterator[str]:
    """Make a fresh database; yields its address and drops it afterwards."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield server.set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()
