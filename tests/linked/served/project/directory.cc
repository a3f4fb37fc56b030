// Each test replaces the working directory by another of the same name. The next one must be in that.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace {

ino_t inode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status.st_ino;
}

class Directory : public testing::Test {
protected:
    void TearDown() override {
        EXPECT_EQ(inode_of("."), inode_of(PF_DIRECTORY));
        const std::string away = PF_DIRECTORY "-" + std::to_string(getpid());
        ASSERT_EQ(rename(PF_DIRECTORY, away.c_str()), 0);
        ASSERT_EQ(mkdir(PF_DIRECTORY, S_IRWXU), 0);
        EXPECT_EQ(rmdir(away.c_str()), 0);
    }
};

}  // namespace

TEST_F(Directory, IsReplaced) {}
TEST_F(Directory, IsReplacedAgain) {}
TEST_F(Directory, IsReplacedOnceMore) {}
