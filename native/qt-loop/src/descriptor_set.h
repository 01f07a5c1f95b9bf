// The descriptors that GLib waits for, as one epoll descriptor that libuv can wait for.
#pragma once

#include <glib.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace qt_loop {

// Why not one uv_poll_t per descriptor: libuv refuses a descriptor that one of Node's own handles watches, makes each
// one non-blocking, aborts or goes deaf when one is closed under it, and cannot tell that a number was closed and
// opened again. A set of our own has none of these limits, and any of them leaves Node's handles alone.
class DescriptorSet {
 public:
  DescriptorSet();
  ~DescriptorSet();
  DescriptorSet(const DescriptorSet&) = delete;
  DescriptorSet& operator=(const DescriptorSet&) = delete;

  // The epoll descriptor; -1 when the system had none left. Stays the same number for the life of the set.
  int fd() const { return epoll_; }

  enum class Result {
    kWaiting,  // fd() becomes readable as soon as one of the descriptors is ready
    kReady,    // one is ready now, for ever: epoll cannot wait for a regular file or a closed number, poll(2) answers
    kStale,    // a number of the set means another file by now: call Rebuild(), then Update() again
  };
  // Makes the set equal to what GLib's query returned.
  Result Update(const GPollFD* wanted, int count);

  // Empties the set. What watches fd() must let go of it before and watch it anew afterwards.
  void Rebuild();

 private:
  struct Watch {
    uint32_t events;
    uint32_t round;  // the Update() that last wanted it
  };
  int epoll_;
  uint32_t round_ = 0;
  std::unordered_map<int, Watch> watches_;
};

}  // namespace qt_loop
