// The listening socket of a session, and the clients that have connected to it.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CONNECTIONS_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CONNECTIONS_H

#include <memory>
#include <vector>

#include "runtime/descriptor.h"
#include "tool/process/loop.h"
#include "tool/serve/client.h"

namespace pf {

class Connections {
public:
    // Accepts connections of processes of this user and closes all others. A client for which no descriptor is left is
    // refused, because it would wait forever. Returns false if `listener` cannot be used. `loop` must outlive close().
    bool open(Loop& loop, Descriptor listener);
    // Stops listening and closes all connections.
    void close();

    // Clients are added from the loop only. The owner of the Connections removes them.
    std::vector<std::unique_ptr<Client>> clients;

private:
    void accept_all();
    bool refuse_one();

    Loop* loop_ = nullptr;
    Descriptor listener_;
    Descriptor spare_;  // Closed while a client is refused, so that its connection can be accepted.
};

}  // namespace pf

#endif
