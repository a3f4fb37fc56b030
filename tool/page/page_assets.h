// The files of tool/page/web, which embed.cmake makes a part of the program.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_PAGE_ASSETS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_PAGE_ASSETS_H

#include <string_view>

namespace pf {

// The page, with {{name}} where page.cc puts something.
extern const std::string_view kPageHtml;
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;
// The SHA-256 of kPageJs in hexadecimal digits, for the page's Content-Security-Policy.
extern const std::string_view kPageJsHash;

}  // namespace pf

#endif
