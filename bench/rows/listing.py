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
        self.by_hand = f"{shop.out}/trees/listing-by-hand"
        os.makedirs(self.by_hand, exist_ok=True)
        with open(f"{self.by_hand}/CTestTestfile.cmake", "w") as file:
            file.write(self.tests_alone())

    def tests_alone(self):
        """The list as a person would write it: no script that looks whether it is up to date."""
        folder = f"{self.tree.path}/ParallelFixtures/default"
        names = [name for name in os.listdir(folder) if re.fullmatch(r"tests-\d+\.cmake", name)]
        with open(f"{folder}/{names[0]}") as file:
            return "".join(line for line in file if "[[linked." in line)

    def list(self, shop, folder, tests):
        return peers.ctest_list(shop, folder, tests).seconds

    def entries(self, shop):
        # Ours has a set-up and a teardown more.
        return [Entry("ours", lambda: self.list(shop, self.tree.path, self.tests + 2)),
                Entry("by hand", lambda: self.list(shop, self.by_hand, self.tests))]

    def lines(self, shop):
        return [slower("ctest -N", "the same list by hand", lambda r: r["ours"], lambda r: r["by hand"], 1.3)]
