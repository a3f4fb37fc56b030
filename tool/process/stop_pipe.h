// Stops this process by what is written to its stdin, or when its stdin is closed. The starter may be on another
// machine.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_STOP_PIPE_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_STOP_PIPE_H

#include "runtime/result.h"

namespace pf {

// Starts a process that reads our stdin and sends us the signals whose numbers it reads there, one on a line. At the
// end of stdin it sends SIGHUP. It ends with this process. Our own stdin becomes empty. A signal from Slurm reaches all
// processes of a step, services and tasks included, and so would end what must still be torn down.
Status obey_stdin();

}  // namespace pf

#endif
