// A file attached to a report, in the form that CTest uses.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_ATTACHMENT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_ATTACHMENT_H

#include <string>
#include <string_view>

namespace pf {

// Returns a gzip file of a tar archive with one file of this name and content. The data is stored without compression,
// because attachments are rare and mostly small, and compression would need a library.
std::string tar_gzip(const std::string& name, std::string_view content);

}  // namespace pf

#endif
