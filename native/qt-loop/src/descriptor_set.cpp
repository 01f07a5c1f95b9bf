#include "descriptor_set.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>

namespace qt_loop {

// GLib's conditions are poll(2)'s numbers, and epoll's are the same on Linux.
static_assert(G_IO_IN == static_cast<int>(EPOLLIN) && G_IO_OUT == static_cast<int>(EPOLLOUT) &&
              G_IO_PRI == static_cast<int>(EPOLLPRI));

DescriptorSet::DescriptorSet() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

DescriptorSet::~DescriptorSet() {
  if (epoll_ >= 0) close(epoll_);
}

DescriptorSet::Result DescriptorSet::Update(const GPollFD* wanted, int count) {
  round_++;
  Result result = Result::kWaiting;
  for (int i = 0; i < count; i++) {
    const int fd = wanted[i].fd;
    if (fd < 0) continue;
    epoll_event event{};
    event.events = wanted[i].events & (G_IO_IN | G_IO_OUT | G_IO_PRI);
    event.data.fd = fd;
    const auto known = watches_.find(fd);
    if (known != watches_.end()) {
      // Asked even when nothing changed: only the kernel knows whether the number still means the same open file.
      if (epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) != 0) return Result::kStale;
      known->second = {event.events, round_};
    } else if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0) {
      watches_[fd] = {event.events, round_};
    } else if (errno == EEXIST) {
      return Result::kStale;
    } else {
      result = Result::kReady;  // EPERM: a regular file. EBADF: closed; poll(2) will say so and Qt stops asking.
    }
  }
  for (auto watch = watches_.begin(); watch != watches_.end();) {
    if (watch->second.round == round_) {
      ++watch;
      continue;
    }
    // Fails where it was closed before we were told. Then epoll forgot it, unless a copy (dup, a child process) keeps
    // the file open: it would go on waking us, and cannot be named any more. Loop::Check notices.
    epoll_ctl(epoll_, EPOLL_CTL_DEL, watch->first, nullptr);
    watch = watches_.erase(watch);
  }
  return result;
}

void DescriptorSet::Rebuild() {
  watches_.clear();
  const int fresh = epoll_create1(EPOLL_CLOEXEC);
  if (fresh < 0) return;
  dup3(fresh, epoll_, O_CLOEXEC);
  close(fresh);
}

}  // namespace qt_loop
