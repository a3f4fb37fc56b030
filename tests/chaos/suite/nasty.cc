// nasty up <fixture> [daemon] | down <fixture> | serve <fixture> | work <ms> | do <what> | make <this program>
// The commands of the suite.
#include "nasty.h"

namespace {

std::string nonce_variable(std::string fixture) {
    for (char& letter : fixture) {
        letter = static_cast<char>(letter & ~0x20);  // They are lower case letters.
    }
    return fixture + "_NONCE";
}

constexpr int kSkip = 77;

int set_up(const std::string& fixture, bool leaves_daemon) {
    if (chaos::asked("up-fails-" + fixture)) {
        return 1;
    }
    if (chaos::asked("up-hangs-" + fixture)) {
        chaos::wait_for_ever();
    }
    const std::string nonce = chaos::fresh_nonce();
    std::FILE* variables = std::fopen(chaos::variable("PARALLEL_FIXTURES_ENV").c_str(), "w");
    if (variables == nullptr) {
        return kSkip + 1;
    }
    std::fprintf(variables, "%s=%s\n", nonce_variable(fixture).c_str(), nonce.c_str());
    if (std::fclose(variables) != 0) {
        return kSkip + 2;
    }
    if (leaves_daemon) {
        chaos::start_daemons(1);
    }
    chaos::log_line("up", fixture, nonce);
    return 0;
}

int tear_down(const std::string& fixture) {
    const std::string nonce = chaos::variable(nonce_variable(fixture));
    chaos::log_line("down", fixture, nonce.empty() ? "-" : nonce);
    if (chaos::asked("down-hangs-" + fixture)) {
        chaos::wait_for_ever();
    }
    return chaos::asked("down-fails-" + fixture) ? 1 : 0;
}

int serve(const std::string& fixture) {
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, nullptr);
    const std::string nonce = chaos::fresh_nonce();
    chaos::log_line("up", fixture, nonce);
    std::printf("ready %s\n", nonce.c_str());
    std::fflush(stdout);
    int came = 0;
    while (sigwait(&term, &came) != 0) {
    }
    chaos::log_line("down", fixture, nonce);
    return 0;
}

// Further tasks of a group, one of them late.
int generate(const std::string& program) {
    for (int i = 1; i <= 3; ++i) {
        std::printf("{\"name\": \"m%d\", \"command\": [\"%s\", \"work\", \"%d0\"]}\n", i, program.c_str(), i);
        std::fflush(stdout);
        chaos::wait_ms(i == 2 ? 30 : 0);
    }
    return chaos::asked("make-fails") ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string verb = argc > 2 ? argv[1] : "";
    const std::string what = argc > 2 ? argv[2] : "";
    if (verb == "up") {
        return set_up(what, argc > 3);
    }
    if (verb == "down") {
        return tear_down(what);
    }
    if (verb == "serve") {
        return serve(what);
    }
    if (verb == "work") {
        chaos::wait_ms(std::atol(what.c_str()));
        return 0;
    }
    if (verb == "do") {
        if (chaos::asked(what)) {
            chaos::be_nasty(what);
        }
        return 0;
    }
    return verb == "make" ? generate(what) : 2;
}
