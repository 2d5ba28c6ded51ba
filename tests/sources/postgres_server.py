"""A PostgreSQL server of our own, for as long as tests need it."""

import getpass
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

WORD = "s3cret%20word!"  # as it stands in an address


def program(name):
    found = shutil.which(name) or next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))[::-1]), None)
    if found is None:
        pytest.skip(f"PostgreSQL ({name}) is not installed")
    return found


@contextmanager
def running_server():
    """A server of our own, with a password; its address, with a user but no database."""
    psycopg = pytest.importorskip("psycopg")
    initdb, postgres = program("initdb"), program("postgres")
    user = getpass.getuser()
    as_another = {}
    folder = Path(tempfile.mkdtemp(prefix="custecon-pg-", dir="/tmp"))
    if os.getuid() == 0:  # no server runs as root
        user = next((one.pw_name for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")), None)
        as_another = {"user": user}
        shutil.chown(folder, user)
    word = folder / "word"
    word.write_text(WORD.replace("%20", " "))
    word.chmod(0o644)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        "env": {**os.environ, "LC_ALL": "C"},
    }
    made = [
        initdb,
        "-D",
        str(folder / "data"),
        "-U",
        "owner",
        "--pwfile",
        str(word),
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
    ]
    subprocess.run(made, check=True, **quiet, **as_another)
    options = ["-c", "fsync=off", "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    running = subprocess.Popen([postgres, "-D", str(folder / "data"), *options], **quiet, **as_another)
    address = f"postgresql://owner:{WORD}@127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                psycopg.connect(f"{address}/postgres").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield address
    finally:
        running.send_signal(signal.SIGINT)  # who is still connected is cut off
        running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
