import glob
import os
import subprocess

import ours
import peers
from row import Entry, Row, faster, slower
from shop import PROJECTS, ROOT

EXAMPLE = f"{ROOT}/examples/postgres"


def has_server():
    return bool(glob.glob("/usr/lib/postgresql/*/bin/postgres")) or peers.find("postgres") is not None


class Row10(Row):
    number = 10
    title = "60 SQL files of examples/postgres"
    rounds_at_most = 3

    def prepare(self, shop):
        files = sorted(glob.glob(f"{EXAMPLE}/sql/*.sql"))[:shop.size(60, 1)]
        self.regex = f"^sql\\.({'|'.join(os.path.basename(file)[:-4] for file in files)})$"
        self.files = shop.file("sql", "".join(f"{file}\n" for file in files))
        self.tree = shop.build("examples/postgres", "postgres-ours", len(files))
        self.servers = shop.build("postgres", "postgres-servers", 3 * len(files), EXAMPLE=EXAMPLE, FILES=self.files)

    def script(self, shop):
        return shop.run([f"{PROJECTS}/postgres/all.sh", EXAMPLE, f"{shop.out}/server", self.files]).seconds

    def one_server_each(self, shop):
        try:
            return peers.ctest(shop, self.servers, "-j2").seconds
        finally:
            # An interrupted ctest leaves servers running.
            for variables in glob.glob(f"{self.servers.path}/*/variables"):
                stop = [f"{PROJECTS}/postgres/stop.sh", EXAMPLE, os.path.dirname(variables)]
                subprocess.run(stop, check=False, capture_output=True)

    def entries(self, shop):
        missing = "" if has_server() else "PostgreSQL's server is not installed"
        return [
            Entry("ours", lambda: ours.run(shop, self.tree, "-R", self.regex).seconds, missing),
            Entry("script", lambda: self.script(shop), missing),
            Entry("servers", lambda: self.one_server_each(shop), missing),
        ]

    def lines(self, shop):
        def run(r):
            return r["ours"]
        return [
            faster("run -j2", "a server for each test, by fixtures of CTest, ctest -j2", run, lambda r: r["servers"], 10),
            slower("run -j2", "a shell script: one server, a clone for each file, two at a time", run,
                   lambda r: r["script"], 1.1),
        ]
