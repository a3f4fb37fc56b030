#include "runtime/exit_checks.h"

namespace pf {
namespace {

ExitChecks g_checks;
bool g_set = false;

}  // namespace

void set_exit_checks(const ExitChecks& checks) {
    g_checks = checks;
    g_set = true;
}

const ExitChecks* exit_checks() { return g_set ? &g_checks : nullptr; }

}  // namespace pf
