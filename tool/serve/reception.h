// Where guests come in: the listening socket of a session, and who has come.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_RECEPTION_H
#define PARALLEL_FIXTURES_TOOL_SERVE_RECEPTION_H

#include <memory>
#include <vector>

#include "runtime/descriptor.h"
#include "tool/process/loop.h"
#include "tool/serve/guest.h"

namespace pf {

class Reception {
public:
    // Lets this user's guests in, and nobody else. Where there is no descriptor left for one, it is refused: it would
    // wait for ever. False: nobody can come. `loop` must outlive what follows.
    bool open(Loop& loop, Descriptor listener);
    // Nobody comes any more, and those that are there are let go.
    void close();

    // Nobody is added or taken away but from the loop, and by the owner.
    std::vector<std::unique_ptr<Guest>> guests;

private:
    void let_in();
    bool turn_away();

    Loop* loop_ = nullptr;
    Descriptor listener_;
    Descriptor spare_;  // Given up for as long as somebody is turned away.
};

}  // namespace pf

#endif
