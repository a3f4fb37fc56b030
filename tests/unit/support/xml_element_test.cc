#include "tool/support/xml_element.h"

#include "tests/support/catch.h"

using pf::parse_xml;

TEST_CASE("an element has its attributes, its text and its children") {
    const auto list = parse_xml(
        "<?xml version=\"1.0\"?>\n<!-- made by -- hand -->\n"
        "<list a='1' b = \"&lt;&amp;&gt;&quot;&apos; \">x<one/>y<!-- <no/> --><two>2 &lt; 3</two "
        "><two>4</two></list>rest");
    REQUIRE(list);
    CHECK(list->name == "list");
    CHECK(list->attribute("a") == "1");
    CHECK(list->attribute("b") == "<&>\"' ");
    CHECK(list->attribute("c").empty());
    CHECK(list->text == "xy");
    REQUIRE(list->children.size() == 3);
    CHECK(list->child("one") == &list->children[0]);
    CHECK(list->child("three") == nullptr);
    CHECK(list->text_of("two") == "2 < 3");
    CHECK(list->text_of("three").empty());
}

TEST_CASE("blanks and ends of lines in a text are kept") {
    const auto list = parse_xml("<a b=' \n'> \r\n </a>");
    REQUIRE(list);
    CHECK(list->attribute("b") == " \n");
    CHECK(list->text == " \r\n ");
}

TEST_CASE("what is not a whole element is refused") {
    for (const char* text : {"",
                             "text",
                             "<",
                             "<>",
                             "<a",
                             "<a>",
                             "<a/",
                             "<a></b>",
                             "<a><b></a></b>",
                             "<a></a",
                             "< a/>",
                             "<a b/>",
                             "<a b=c/>",
                             "<a b='c/>",
                             "<a b='<'/>",
                             "<a =''/>",
                             "<a>&nbsp;</a>",
                             "<a>&</a>",
                             "<a b='&#65;'/>",
                             "<a><![CDATA[x]]></a>",
                             "<!DOCTYPE a><a/>",
                             "<!-- <a/>",
                             "<?xml <a/>",
                             "<a><!-- </a>"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_xml(text));
    }
}

TEST_CASE("elements may be nested a hundred deep") {
    const auto nested = [](int deep) {
        std::string text;
        for (int i = 0; i < deep; ++i) {
            text.insert(0, "<a>") += "</a>";
        }
        return text;
    };
    CHECK(parse_xml(nested(100)));
    CHECK_FALSE(parse_xml(nested(101)));
}
