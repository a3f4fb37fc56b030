import os
import re

import ours
import peers
from row import Entry, Row, slower


class Row13(Row):
    number = 13
    title = "ctest -N of 5,000 GoogleTest tests"

    def prepare(self, shop):
        self.tests = shop.size(5000, 50)
        self.tree = shop.build("linked", "listing", self.tests, PROGRAM=shop.program("gtest"),
                               VARIABLES=f"BENCH_TESTS={self.tests}")
        ours.discover(shop, self.tree)
        self.written_out = f"{shop.out}/trees/listing-written-out"
        os.makedirs(self.written_out, exist_ok=True)
        with open(f"{self.written_out}/CTestTestfile.cmake", "w") as file:
            file.write(self.tests_alone())

    def tests_alone(self):
        """Returns the tests without the script that checks whether they are up to date."""
        folder = f"{self.tree.path}/ParallelFixtures/default"
        names = [name for name in os.listdir(folder) if re.fullmatch(r"tests-\d+\.cmake", name)]
        with open(f"{folder}/{names[0]}") as file:
            return "".join(line for line in file if "[[linked." in line)

    def list(self, shop, folder, tests):
        return peers.ctest_list(shop, folder, tests).seconds

    def entries(self, shop):
        # There is a teardown in addition, because the program has a suite with a set-up.
        return [Entry("ours", lambda: self.list(shop, self.tree.path, self.tests + 1)),
                Entry("written out", lambda: self.list(shop, self.written_out, self.tests + 1))]

    def lines(self, shop):
        return [slower("ctest -N", "the same tests written out", lambda r: r["ours"], lambda r: r["written out"], 1.3)]
