// Qt's event loop, turned by libuv.
#pragma once

#include <glib.h>
#include <node_api.h>
#include <uv.h>

#include <functional>
#include <vector>

#include "descriptor_set.h"

namespace qt_loop {

// One turn of libuv is one turn of Qt, by GLib's own protocol (https://docs.gtk.org/glib/main-loop.html):
//
//   libuv's prepare   GLib's acquire, prepare, query: what does Qt wait for, and how long?
//   libuv's poll      waits for Node's descriptors and for Qt's, whichever comes first
//   libuv's check     GLib's check, dispatch, release: Qt's handlers run, in a Node callback scope, so that
//                     process.nextTick and promises settle after each turn of Qt
//
// libuv is never entered from within Qt, so Node's timers, sockets and Qt share one thread and one order. A turn of
// Qt that starts a loop of its own (a dialog's exec()) holds Node up until it ends, as any long handler does.
class Loop {
 public:
  // `env` must be the one of Qt's thread. `closed` is called once after Stop(), when libuv has let go; it may delete.
  Loop(napi_env env, uv_loop_t* uv, napi_async_context async_context, std::function<void()> closed);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // 0, or libuv's error. Keeps the process alive until Stop().
  int Start();
  // May be called at any time, from a handler of Qt's too; again is no harm. After a failed Start() `closed` is called
  // at once.
  void Stop();

 private:
  void Prepare();
  void Check();
  void Dispatch();
  int Query();
  void Sleep(int timeout);
  void Watch();
  void Release();
  void HandleClosed();
  void Closed();

  static constexpr int kHandles = 4;

  napi_env env_;
  uv_loop_t* uv_;
  napi_async_context async_context_;
  std::function<void()> closed_;

  uv_prepare_t prepare_{};
  uv_check_t check_{};
  uv_timer_t timer_{};
  uv_poll_t poll_{};
  int open_handles_ = 0;

  GMainContext* context_;
  DescriptorSet set_;
  std::vector<GPollFD> fds_;
  int fd_count_ = 0;
  gint priority_ = 0;
  bool acquired_ = false;     // between Prepare() and Check()
  bool dispatching_ = false;  // inside Qt
  bool stopped_ = false;
  bool woken_ = false;        // by a descriptor of the set
};

}  // namespace qt_loop
