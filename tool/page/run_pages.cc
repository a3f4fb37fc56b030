#include "tool/page/run_pages.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "tool/page/earlier_results.h"
#include "tool/page/page_assets.h"
#include "tool/page/page_data.h"
#include "tool/page/plain_page.h"
#include "tool/page/trace.h"
#include "tool/support/base64.h"

namespace pf {
namespace {

void put(std::FILE* file, std::string_view text) { static_cast<void>(std::fwrite(text.data(), 1, text.size(), file)); }

std::string bytes_of(std::string_view digits) {
    constexpr int kBase = 16;
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, kBase));
    }
    return bytes;
}

std::string directory_of(const RunRecord& record) {
    const std::size_t slash = record.journal_path.rfind('/');
    return slash == std::string::npos ? "." : record.journal_path.substr(0, slash);
}

// Writes one part of the page by its name in page.html.
using PagePart = std::function<Status(std::string_view name)>;

Status fill_template(std::string_view html, std::FILE* file, const PagePart& part) {
    Status status = ok_status();
    while (status && !html.empty()) {
        const std::size_t begin = html.find("{{");
        const std::size_t end = html.find("}}", begin);
        if (end == std::string_view::npos) {
            put(file, html);
            return status;
        }
        put(file, html.substr(0, begin));
        status = part(html.substr(begin + 2, end - begin - 2));
        html.remove_prefix(end + 2);
    }
    return status;
}

}  // namespace

Status RunPages::write_page(std::FILE* file) const {
    return fill_template(page_html(), file, [&](std::string_view name) {
        if (name == "title") {
            put(file, html_text(counts_text(record_.counts) + ": " + record_.run().build_dir));
        } else if (name == "hash") {
            put(file, base64_encode(bytes_of(page_js_hash())));
        } else if (name == "css") {
            put(file, page_css());
        } else if (name == "js") {
            put(file, page_js());
        } else if (name == "header") {
            put(file, plain_header(record_, view_));
        } else if (name == "tasks") {
            return write_plain_tasks(record_, file);
        } else if (name == "data") {
            Comparer comparer(record_);
            const auto earlier = read_earlier_runs(directory_of(record_), iso_date(record_.started()), comparer);
            return write_page_data(record_, view_, earlier, comparer.result(), file);
        }
        return ok_status();
    });
}

Status RunPages::write_trace(std::FILE* file) const { return pf::write_trace(record_, view_, file); }

}  // namespace pf
