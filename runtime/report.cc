#include "runtime/report.h"

#include <exception>

namespace pf {

using parallel_fixtures::Report;

Report failed_report(const std::string& reason) {
    Report report;
    report.verdict = parallel_fixtures::Verdict::failed;
    report.reason = reason;
    return report;
}

std::string current_exception_text() {
    try {
        throw;
    } catch (const std::exception& error) {
        return error.what();
    } catch (const std::string& text) {
        return text;
    } catch (const char* text) {
        return text;
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

Report report_of_exception() { return failed_report("an exception was thrown: " + current_exception_text()); }

}  // namespace pf
