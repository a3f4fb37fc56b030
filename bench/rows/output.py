import ours
from row import Entry, Row, faster, slower


class Row9(Row):
    number = 9
    title = "4 GiB of output through 2 workers"

    def prepare(self, shop):
        self.mib = shop.size(2048, 8)  # MiB of each of two tasks.
        self.loud = self.tree(shop, "loud", self.mib * 2**20)
        self.quiet = self.tree(shop, "quiet", 2**20)  # More than the helper keeps in memory.

    def tree(self, shop, name, size):
        return shop.build("commands", f"output-{name}", 2, TASKS=2, COMMAND=f"head -c {size} /dev/zero",
                          KEYWORDS="GRANULARITY GROUP")

    def run(self, shop, tree):
        sample = ours.run(shop, tree)
        return {"seconds": sample.seconds, "peak": sample.peak / 2**20}

    def pipes(self, shop):
        pipe = f"head -c {self.mib}M /dev/zero | cat > /dev/null"
        return shop.script(f"{pipe} & {pipe}; wait").seconds

    def entries(self, shop):
        return [
            Entry("loud", lambda: self.run(shop, self.loud)),
            Entry("pipes", lambda: self.pipes(shop)),
            Entry("quiet", lambda: self.run(shop, self.quiet)),
        ]

    def lines(self, shop):
        return [
            faster("run -j2", "two head | cat at a time", lambda r: r["loud"]["seconds"], lambda r: r["pipes"], 0.8),
            slower("peak memory of the helper", "a run with 2 MiB of output", lambda r: r["loud"]["peak"],
                   lambda r: r["quiet"]["peak"], 1.1, "MiB"),
        ]
