import shutil

from row import Entry, Row, slower
from shop import PROJECTS


class Row12(Row):
    number = 12
    title = "Configuring 5,000 tasks"

    def prepare(self, shop):
        self.tasks = shop.size(5000, 50)

    def configure(self, shop, kind):
        path = f"{shop.out}/trees/configure"
        shutil.rmtree(path, ignore_errors=True)
        return shop.run([shop.cmake, "-G", "Ninja", "-S", f"{PROJECTS}/configure", "-B", path, f"-DKIND={kind}",
                         f"-DTASKS={self.tasks}", f"-DCMAKE_PREFIX_PATH={shop.prefix}"]).seconds

    def entries(self, shop):
        return [Entry(kind, lambda kind=kind: self.configure(shop, kind))
                for kind in ("add_test", "tasks", "group", "add_test with options", "options")]

    def lines(self, shop):
        def of(kind):
            return lambda r: r[kind]
        return [
            slower("tasks", "add_test", of("tasks"), of("add_test")),
            slower("tasks, GRANULARITY GROUP", "add_test", of("group"), of("add_test")),
            slower("tasks with TIMEOUT and LABELS each", "add_test with the same", of("options"),
                   of("add_test with options")),
        ]
