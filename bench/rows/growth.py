import glob

import measure
import ours
from row import Entry, Row, alone, slower

FEW, SOME, MANY, MOST = 1000, 10000, 100000, 1000000


class Row8(Row):
    number = 8
    title = "Growth: 1,000 to 100,000 times /bin/true run, 1,000,000 listed"
    rounds_at_most = 3

    def prepare(self, shop):
        self.sizes = [shop.size(full, small) for full, small in ((FEW, 10), (SOME, 20), (MANY, 60))]
        self.most = shop.size(MOST, 500)
        self.trees = {size: self.tree(shop, size) for size in [*self.sizes, self.most]}

    def tree(self, shop, size):
        return shop.build("commands", f"growth-{size}", size, TASKS=size, COMMAND="/bin/true",
                          KEYWORDS="GRANULARITY GROUP")

    def run(self, shop, size):
        tree = self.trees[size]
        running = shop.start([shop.helper, "run", tree.path, "-j2"])
        waiting = self.memory_at_first_result(running)
        sample = running.finish()
        ours.check(tree.path, size, sample)
        return {"cpu": sample.cpu / size * 1e6, "own": sample.own_cpu / size * 1e6, "waiting": waiting,
                "peak": sample.peak}

    def memory_at_first_result(self, running):
        """Returns the memory of the helper at its first result, while most tasks still wait, in bytes."""
        measure.wait_until(lambda: " PASS " in measure.read(running.output)[:10000] or not running.alive(), 600)
        pid = running.pid()
        return measure.status_bytes(pid, "VmRSS") if pid else 0

    def list(self, shop, size):
        sample = shop.run([shop.helper, "list", self.trees[size].path])
        return {"cpu": sample.cpu / size * 1e6, "peak": sample.peak}

    def entries(self, shop):
        runs = [Entry(f"run {size}", lambda size=size: self.run(shop, size)) for size in self.sizes]
        lists = [Entry(f"list {size}", lambda size=size: self.list(shop, size)) for size in (self.sizes[-1], self.most)]
        return runs + lists

    def strings(self, size):
        """Returns the bytes of a task's name and words in the plan."""
        total = 0
        for path in glob.glob(f"{self.trees[size].path}/ParallelFixtures/default/part-*"):
            for line in measure.read(path).splitlines():
                words = line.rpartition("\x1f")[2].rstrip("\x1e").split(";")
                if len(words) > 3 and words[2] == "COMMAND":
                    total += sum(len(word) for word in [words[1], *words[3:]])
        return total / size

    def per_task(self, field):
        """Returns the bytes that a task adds, from the middle size to the large one, without those that every run needs."""
        _, some, many = self.sizes
        strings = self.strings(many)
        return lambda r: (r[f"run {many}"][field] - r[f"run {some}"][field]) / (many - some) - strings

    def lines(self, shop):
        few, some, many = self.sizes

        def of(size, field, what="run"):
            return lambda r: r[f"{what} {size}"][field]
        return [
            slower(f"CPU time a task, {many:,} tasks", f"{some:,} tasks", of(many, "cpu"), of(some, "cpu"), 1.25, "us"),
            slower(f"the helper's alone, {many:,} tasks", f"{some:,} tasks", of(many, "own"), of(some, "own"), 1.25,
                   "us"),
            slower(f"CPU time a task, {some:,} tasks", f"{few:,} tasks", of(some, "cpu"), of(few, "cpu"), None, "us"),
            alone("the helper's memory for a task that waits, but its strings", self.per_task("waiting"), 200, "B"),
            alone("the same at the peak, when all results are there", self.per_task("peak"), None, "B"),
            slower(f"list: CPU time a task, {self.most:,} tasks", f"{many:,} tasks", of(self.most, "cpu", "list"),
                   of(many, "cpu", "list"), None, "us"),
            alone(f"list: peak memory a task, {self.most:,} tasks",
                  lambda r: r[f"list {self.most}"]["peak"] / self.most, None, "B"),
        ]
