#include "tool/session/context.h"

namespace pf {

std::vector<std::string> words_before(const SessionContext& context, const Texts& launcher) {
    std::vector<std::string> words = context.wrapper;
    words.insert(words.end(), launcher.begin(), launcher.end());
    return words;
}

Output to_output(Captured captured, const std::string& file) {
    Output output;
    output.text = std::move(captured.text);
    output.bytes = captured.bytes;
    output.cut = captured.cut;
    output.file = captured.in_file ? "output/" + file : "";
    return output;
}

std::string describe(const NotStarted& problem, const std::string& program, const std::string& directory) {
    if (problem.step == StartStep::private_dir) {
        return system_error("cannot make its private directory", problem.error_number).message;
    }
    if (problem.step == StartStep::change_directory) {
        return system_error("cannot change to its working directory " + directory, problem.error_number).message;
    }
    return system_error("cannot execute " + program, problem.error_number).message;
}

std::string describe(const Ended& ended) {
    return ended.signal != 0 ? "killed by " + signal_name(ended.signal)
                             : "exit code " + std::to_string(ended.exit_code);
}

}  // namespace pf
