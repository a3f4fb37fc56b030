// Where clients come in: the listening socket of a session, and who has come.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_RECEPTION_H
#define PARALLEL_FIXTURES_TOOL_SERVE_RECEPTION_H

#include <memory>
#include <vector>

#include "runtime/descriptor.h"
#include "tool/process/loop.h"
#include "tool/serve/client.h"

namespace pf {

class Connections {
public:
    // Lets this user's clients in, and nobody else. Where there is no descriptor left for one, it is refused: it would
    // wait for ever. False: nobody can come. `loop` must outlive what follows.
    bool open(Loop& loop, Descriptor listener);
    // Nobody comes any more, and those that are there are let go.
    void close();

    // Nobody is added or taken away but from the loop, and by the owner.
    std::vector<std::unique_ptr<Client>> clients;

private:
    void accept_all();
    bool refuse_one();

    Loop* loop_ = nullptr;
    Descriptor listener_;
    Descriptor spare_;  // Given up for as long as somebody is turned away.
};

}  // namespace pf

#endif
