#include "tool/serve/ctest_listing.h"

#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "runtime/directory.h"
#include "tool/session/variables.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20U;

}  // namespace

// CTestCustom also tells ctest which tests to ignore, so it must be included.
Status write_listing_scripts(const std::string& directory, const std::string& real) {
    for (const char* name : {"/CTestCustom.cmake", "/CTestCustom.ctest"}) {
        const std::string custom = real + name;
        if (access(custom.c_str(), F_OK) != 0) {
            continue;
        }
        const std::string script =
            "include(" + cmake_bracket(custom) + ")\nunset(CTEST_CUSTOM_PRE_TEST)\nunset(CTEST_CUSTOM_POST_TEST)\n";
        if (Status written = write_file_atomically(directory + name, script); !written.ok()) {
            return written;
        }
    }
    return write_file_atomically(directory + "/CTestTestfile.cmake", "subdirs(" + cmake_bracket(real) + ")\n");
}

std::unique_ptr<CtestListing> CtestListing::ask(Session& session, const CtestCall& call,
                                                const std::vector<std::string>& selection, Detail detail,
                                                Answer answer) {
    const std::string directory = session.temporary() + "/ctest-list";
    if (mkdir(directory.c_str(), S_IRWXU) != 0 || !write_listing_scripts(directory, call.directory).ok()) {
        return nullptr;
    }
    RunCommand command;
    command.program = call.program;
    command.arguments = {call.program, detail == Detail::everything ? "--show-only=json-v1" : "--show-only"};
    command.arguments.insert(command.arguments.end(), selection.begin(), selection.end());
    command.environment = environment_changes(session.environment(), call.environment);
    command.directory = directory;
    command.separate_stdout = true;
    std::unique_ptr<CtestListing> listing(new CtestListing(directory, detail, std::move(answer)));
    auto supervisor = session.supervise(*listing, Supervised::Data::pipe);
    if (!supervisor.ok()) {
        return nullptr;
    }
    listing->supervisor_ = std::move(*supervisor);
    listing->supervisor_->send(command);
    return listing;
}

CtestListing::~CtestListing() {
    supervisor_.reset();
    remove_tree(directory_);
}

void CtestListing::on_message(const FromSupervisor& message) {
    if (const auto* ended = std::get_if<Ended>(&message)) {
        conclude(ended->exit_code == 0);
    } else if (std::holds_alternative<NotStarted>(message)) {
        conclude(false);
    }
}

void CtestListing::on_data(std::string_view bytes) {
    too_long_ = too_long_ || text_.size() + bytes.size() > kMaxBytes;
    if (!too_long_) {
        text_.append(bytes);
    }
}

void CtestListing::on_gone(const std::string&) { conclude(false); }

void CtestListing::conclude(bool ended_well) {
    if (const Answer answer = std::exchange(answer_, nullptr)) {
        const std::string text = std::exchange(text_, {});
        const auto parse = detail_ == Detail::everything ? parse_ctest_list : parse_test_names;
        answer(ended_well && !too_long_ ? parse(text) : std::nullopt);
    }
}

}  // namespace pf
