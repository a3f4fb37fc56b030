#include "tool/session/end_mark.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <utility>

#include "tool/support/file.h"

namespace pf {

Result<EndMark> EndMark::make() {
    Result<TemporaryDirectory> directory = TemporaryDirectory::make("pf-end-");
    if (!directory.ok()) {
        return directory.error();
    }
    constexpr mode_t kNobodyLists = S_IRWXU | S_IWGRP | S_IXGRP | S_IWOTH | S_IXOTH;
    if (geteuid() == 0 && chmod(directory->path().c_str(), kNobodyLists) != 0) {
        return Error{"cannot open " + directory->path() + " to other users"};
    }
    std::random_device random;
    std::string file =
        fmt::format("{}/{:08x}{:08x}{:08x}{:08x}", directory->path(), random(), random(), random(), random());
    const Status written = write_file_atomically(file, "0");
    return written.ok() ? Result<EndMark>(EndMark(std::move(*directory), std::move(file))) : written.error();
}

bool EndMark::reached() const { return access(file_.c_str(), F_OK) != 0 && errno == ENOENT; }

}  // namespace pf
