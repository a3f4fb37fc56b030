import random

import ours
import peers
from row import Entry, Row, slower

SEED = 20261126
SHAPE = 1.5  # The exponent of a Pareto distribution: most tasks are short, a few very long.


def lengths(number, mean):
    """Returns seconds whose sum is exactly number * mean."""
    numbers = random.Random(SEED)
    drawn = [numbers.paretovariate(SHAPE) for _ in range(number)]
    return [round(length * number * mean / sum(drawn), 3) for length in drawn]


class Row7(Row):
    number = 7
    title = "300 sleeping tasks of skewed lengths, 200 ms in the mean"

    def prepare(self, shop):
        self.lengths = lengths(shop.size(300, 12), shop.size(0.2, 0.05))
        lines = shop.file("lengths", "".join(f"{length}\n" for length in self.lengths))
        tasks = len(self.lengths)
        self.tree = shop.build("commands", "lengths-ours", tasks, LINES=lines, COMMAND="/bin/sleep",
                               KEYWORDS="GRANULARITY GROUP")
        self.plain = shop.build("plain", "lengths-ctest", tasks, LINES=lines, COMMAND="/bin/sleep")
        # Both sides record how long each test takes.
        ours.run(shop, self.tree, jobs=16)
        peers.ctest(shop, self.plain, "-j16")

    def bound(self, workers):
        return max(max(self.lengths), sum(self.lengths) / workers)

    def recorded_bound(self, workers):
        """Returns the same for the recorded times of the last run."""
        taken = [task["seconds"] for task in ours.summary(self.tree.path)["tasks"]]
        return max(max(taken), sum(taken) / workers)

    def run(self, shop, workers):
        seconds = ours.run(shop, self.tree, jobs=workers).seconds
        return {"seconds": seconds, "bound": self.recorded_bound(workers)}

    def entries(self, shop):
        entries = []
        for workers in (2, 16):
            entries += [Entry(f"ours {workers}", lambda workers=workers: self.run(shop, workers)),
                        Entry(f"ctest {workers}",
                              lambda workers=workers: peers.ctest(shop, self.plain, f"-j{workers}").seconds)]
        return entries

    def lines(self, shop):
        lines = []
        for workers in (2, 16):
            name = f"run -j{workers}"

            def run(r, workers=workers):
                return r[f"ours {workers}"]["seconds"]
            lines += [
                slower(name, "the longest task, or all of them / workers, by their recorded times", run,
                       lambda r, workers=workers: r[f"ours {workers}"]["bound"], 1.03),
                slower(name, "the same of the sleeps alone", run, lambda r, workers=workers: self.bound(workers)),
                slower(name, f"ctest -j{workers}", run, lambda r, workers=workers: r[f"ctest {workers}"]),
            ]
        return lines
