// Set-up leaves threads behind.
#include <gtest/gtest.h>
#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "log.h"

class Environment : public testing::Environment {
    void SetUp() override {
        for (const char* name : {"flusher", "watcher"}) {
            std::thread thread([] {
                std::mutex mutex;
                std::unique_lock<std::mutex> lock(mutex);
                std::condition_variable never;
                never.wait(lock, [] { return false; });
            });
            pthread_setname_np(thread.native_handle(), name);
            thread.detach();
        }
    }
    void TearDown() override { log_line("environment down"); }
};
[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

TEST(Threads, Passes) {}
