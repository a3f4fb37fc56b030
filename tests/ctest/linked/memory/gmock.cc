#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>

#include "blocks.h"

struct Mock {
    virtual ~Mock() = default;
    MOCK_METHOD(int, call, ());
};

// A static object with bytes that nothing has initialized.
struct Sparse {
    Sparse() {
        void* const raw = std::malloc(sizeof bytes);
        std::memcpy(bytes, raw, sizeof bytes);
        std::free(raw);
    }
    ~Sparse() { bytes[0] = 0; }
    char bytes[40];
};
static Sparse sparse;

TEST(Suite, Passes) {
    Mock mock;
    EXPECT_CALL(mock, call()).WillOnce(testing::Return(1));
    EXPECT_EQ(mock.call(), 1);
}
TEST(Suite, HasStaticMock) {
    static Mock mock;
    EXPECT_CALL(mock, call()).WillOnce(testing::Return(1));
    EXPECT_EQ(mock.call(), 1);
}
TEST(Suite, Leaks) { leak(); }
TEST(Suite, Keeps) { keep(); }
