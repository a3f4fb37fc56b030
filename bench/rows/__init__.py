"""The rows, ordered by number."""

from rows import (commands, configure, counts, fixtures, growth, listing, makespan, many, memory, output, postgres, rate,
                  startup, suite, tests)

ALL = [suite.Row1(), rate.Row2(), rate.Row3(), commands.Row4(), memory.Row5(), tests.Row6(), makespan.Row7(),
       growth.Row8(), output.Row9(), postgres.Row10(), startup.Row11(), configure.Row12(), listing.Row13(),
       counts.Row14(), many.Row15(), fixtures.Row16()]
