// The files of tool/page/web, which embed.cmake makes a part of the program.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_PAGE_ASSETS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_PAGE_ASSETS_H

#include <string_view>

namespace pf {

// The page, with {{name}} where page.cc puts something.
std::string_view page_html();
std::string_view page_css();
std::string_view page_js();
// The SHA-256 of page_js() in hexadecimal digits, for the page's Content-Security-Policy.
std::string_view page_js_hash();

}  // namespace pf

#endif
