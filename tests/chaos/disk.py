"""Folders that are full, cannot be written to, or belong to somebody else. Mounting needs root."""
import contextlib
import os
import shutil
import subprocess

# A user without processes of its own, so that RLIMIT_NPROC counts those of the run alone. It is not held against root.
NOBODY = 64123


def can_mount(folder):
    os.makedirs(folder, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode != 0:
        return False
    return subprocess.run(["umount", folder], capture_output=True).returncode == 0


def can_be_nobody(files):
    """Whether that user exists for us and gets at these files."""
    if os.geteuid() != 0:
        return False
    words = " && ".join(f"test -r '{file}'" for file in files)
    return subprocess.run(["sh", "-c", words], preexec_fn=become_nobody, capture_output=True, cwd="/").returncode == 0


def become_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _give_to_nobody(top):
    for folder, folders, files in os.walk(top):
        for name in [folder] + [os.path.join(folder, one) for one in folders + files]:
            os.chown(name, NOBODY, NOBODY, follow_symlinks=False)


def make_ready(temporary, for_nobody, build):
    for name in ("", "/tmp", "/xdg"):
        os.makedirs(temporary + name, mode=0o700, exist_ok=True)
    os.makedirs(build + "/Testing", exist_ok=True)
    if for_nobody:
        for top in (temporary, build + "/Testing", build + "/ParallelFixtures"):
            _give_to_nobody(top)
        os.chown(build, NOBODY, NOBODY)


@contextlib.contextmanager
def results_on(scenario, build):
    """The folder of all results is a small file system for a while, or one that takes nothing."""
    if not scenario.disk:
        yield
        return
    folder = build + "/Testing/ParallelFixtures"
    os.makedirs(folder, exist_ok=True)
    options = f"size={scenario.disk_kib}k" if scenario.disk == "full" else "ro,size=4k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remove(temporary):
    """With what a task has locked."""
    for folder, folders, _ in os.walk(temporary):
        for name in folders:
            if not os.path.islink(os.path.join(folder, name)):
                os.chmod(os.path.join(folder, name), 0o700)
    shutil.rmtree(temporary, ignore_errors=True)
