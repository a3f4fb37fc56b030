// schemas_check <directory of the schemas>: validates Test.xml and junit.xml of many runs against the schemas of CDash
// and Jenkins with xmllint. Without xmllint the exit code is 77, so that the test is skipped.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/sample_run.h"
#include "tests/unit/support/folder.h"
#include "tool/report/write_reports.h"
#include "tool/support/file.h"

namespace {

constexpr int kSkipped = 77;

std::vector<std::string> journals() {
    const std::string sample = pf::test::lines(pf::test::sample_run());
    std::vector<std::string> all{"", pf::test::lines(pf::test::hostile_run()),
                                 sample + pf::test::lines(pf::test::sample_run(), 11)};
    for (std::size_t length = sample.size(); length > 0; length -= std::min<std::size_t>(length, 379)) {
        all.push_back(sample.substr(0, length));
    }
    return all;
}

bool has_xmllint() { return std::system("xmllint --version >/dev/null 2>&1") == 0; }

int validate(const std::string& schema, const std::string& files) {
    const std::string command =
        fmt::format("xmllint --noout --nonet --schema '{}' {} 2>&1 | grep -v ' validates$'", schema, files);
    return std::system(command.c_str()) == 0 ? 1 : 0;  // grep has found an error.
}

}  // namespace

int main(int argc, char** argv) {
    const std::string schemas = argc > 1 ? argv[1] : "";
    if (!has_xmllint()) {
        fmt::print("skipped: no xmllint\n");
        return kSkipped;
    }
    const pf::test::Folder folder;
    int number = 0;
    for (const std::string& journal : journals()) {
        const std::string run = folder / std::to_string(number++);
        std::filesystem::create_directory(run);
        const pf::Status journaled = pf::write_file_atomically(run + "/journal.jsonl", journal);
        const pf::Status written = journaled ? pf::write_reports(run) : journaled;
        if (!written) {
            fmt::print("{}: {}\n", run, written.error().message);
            return 1;
        }
    }
    fmt::print("{} runs\n", number);
    return validate(schemas + "/Test.xsd", folder.path() + "/*/Test.xml") +
                       validate(schemas + "/jenkins-junit-10.xsd", folder.path() + "/*/junit.xml") ==
                   0
               ? 0
               : 1;
}
