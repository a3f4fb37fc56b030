// A file in a report, as CTest attaches one.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_ATTACHMENT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_ATTACHMENT_H

#include <string>
#include <string_view>

namespace pf {

// A gzip file of a tar archive that has one file of this name and content. Nothing is compressed: that would need a
// library, for what is rare and mostly small.
std::string tar_gzip(const std::string& name, std::string_view content);

}  // namespace pf

#endif
