// The commit of which the helper is built. The build writes the source of this function (cmake/Commit.cmake).
#ifndef PARALLEL_FIXTURES_TOOL_COMMIT_H
#define PARALLEL_FIXTURES_TOOL_COMMIT_H

namespace pf {

// Returns the abbreviated hash; "" if it is not known.
const char* commit();

}  // namespace pf

#endif
