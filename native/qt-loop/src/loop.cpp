#include "loop.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <exception>

namespace qt_loop {

namespace {

// Another thread owns GLib's default context; nothing in Qt or NodeGui does that, a plug-in might for a moment.
constexpr int kRetryMs = 10;

template <typename Handle>
Loop* Self(const Handle* handle) {
  return static_cast<Loop*>(handle->data);
}

// Node shows it as an uncaught exception: handlers of 'uncaughtException' first, else the end with a stack trace.
void Report(napi_env env, const char* message) {
  napi_value text, error;
  if (napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &text) != napi_ok) return;
  if (napi_create_error(env, nullptr, text, &error) != napi_ok) return;
  napi_fatal_exception(env, error);
}

void ReportPending(napi_env env) {
  bool pending = false;
  napi_value error;
  if (napi_is_exception_pending(env, &pending) != napi_ok || !pending) return;
  if (napi_get_and_clear_last_exception(env, &error) == napi_ok) napi_fatal_exception(env, error);
}

}  // namespace

Loop::Loop(napi_env env, uv_loop_t* uv, napi_async_context async_context, std::function<void()> closed)
    : env_(env), uv_(uv), async_context_(async_context), closed_(std::move(closed)),
      context_(g_main_context_default()), fds_(16) {
  for (void** data : {&prepare_.data, &check_.data, &timer_.data, &poll_.data}) *data = this;
}

int Loop::Start() {
  if (set_.fd() < 0) return UV_EMFILE;
  uv_prepare_init(uv_, &prepare_);
  uv_check_init(uv_, &check_);
  uv_timer_init(uv_, &timer_);
  open_handles_ = kHandles - 1;
  if (const int error = uv_poll_init(uv_, &poll_, set_.fd())) return error;
  open_handles_ = kHandles;
  uv_prepare_start(&prepare_, [](uv_prepare_t* handle) { Self(handle)->Prepare(); });
  uv_check_start(&check_, [](uv_check_t* handle) { Self(handle)->Check(); });
  Watch();
  return 0;
}

void Loop::Watch() {
  uv_poll_start(&poll_, UV_READABLE, [](uv_poll_t* handle, int, int) { Self(handle)->woken_ = true; });
}

void Loop::Stop() {
  if (stopped_) return;
  stopped_ = true;
  if (open_handles_ == 0) return Closed();  // Start() came to nothing
  if (!dispatching_) Release();  // else Check() does when it is back
  const auto close = [](auto* handle) {
    uv_close(reinterpret_cast<uv_handle_t*>(handle), [](uv_handle_t* closed) { Self(closed)->HandleClosed(); });
  };
  if (open_handles_ == kHandles) close(&poll_);
  close(&prepare_);
  close(&check_);
  close(&timer_);
}

void Loop::HandleClosed() {
  if (--open_handles_ == 0) Closed();
}

void Loop::Closed() {
  const auto closed = std::move(closed_);  // deletes this object
  closed();
}

void Loop::Release() {
  if (!acquired_) return;
  acquired_ = false;
  g_main_context_release(context_);
}

void Loop::Prepare() {
  // A handler of Qt's turned libuv: GLib is in the middle of its own turn, which goes on when that handler returns.
  if (dispatching_ || stopped_) return;
  Release();
  // What QEventDispatcherGlib::processEvents says before it waits. The xcb plug-in sends its requests to the X server
  // upon it: without, the last thing drawn stays in the buffer until the next event.
  if (auto* dispatcher = QAbstractEventDispatcher::instance()) Q_EMIT dispatcher->aboutToBlock();
  if (!g_main_context_acquire(context_)) {
    Sleep(kRetryMs);
    return;
  }
  acquired_ = true;
  const bool ready = g_main_context_prepare(context_, &priority_);
  const int timeout = Query();
  // Where nothing is waited for, the set need not be right: Check() asks poll(2).
  if (ready || timeout == 0) return Sleep(0);
  auto result = set_.Update(fds_.data(), fd_count_);
  if (result == DescriptorSet::Result::kStale) {
    uv_poll_stop(&poll_);
    set_.Rebuild();
    Watch();
    result = set_.Update(fds_.data(), fd_count_);
  }
  Sleep(result == DescriptorSet::Result::kWaiting ? timeout : 0);
}

// Fills fds_ and returns how long GLib would wait, in ms (-1: for ever).
int Loop::Query() {
  gint timeout = -1;
  for (;;) {
    const int room = static_cast<int>(fds_.size());
    fd_count_ = g_main_context_query(context_, priority_, &timeout, fds_.data(), room);
    if (fd_count_ <= room) return timeout;
    fds_.resize(static_cast<size_t>(fd_count_) * 2);
  }
}

// Limits libuv's wait. The timer's callback has nothing to do: Check() runs after every wait.
void Loop::Sleep(int timeout) {
  if (timeout < 0) {
    uv_timer_stop(&timer_);
  } else {
    uv_timer_start(&timer_, [](uv_timer_t*) {}, static_cast<uint64_t>(timeout), 0);
  }
}

void Loop::Check() {
  if (!acquired_ || dispatching_) return;
  const bool woken = woken_;
  woken_ = false;
  const int ready = g_main_context_get_poll_func(context_)(fds_.data(), static_cast<guint>(fd_count_), 0);
  // Woken for nothing: the set holds a file that Qt no longer asks for. Never let that keep the processor busy.
  if (woken && ready <= 0) {
    uv_poll_stop(&poll_);
    set_.Rebuild();
    Watch();
  }
  if (g_main_context_check(context_, priority_, fds_.data(), fd_count_)) Dispatch();
  Release();
}

void Loop::Dispatch() {
  napi_handle_scope handles;
  if (napi_open_handle_scope(env_, &handles) != napi_ok) return;
  napi_value resource;
  napi_callback_scope callbacks = nullptr;
  napi_create_object(env_, &resource);
  if (napi_open_callback_scope(env_, resource, async_context_, &callbacks) == napi_ok) {
    dispatching_ = true;
    try {
      g_main_context_dispatch(context_);
      // Qt deletes later() when control returns to the loop that was running. No QEventLoop runs below us, so for
      // what was posted from Node's side (a timer, a socket) that never happens by itself.
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
      if (auto* dispatcher = QAbstractEventDispatcher::instance()) Q_EMIT dispatcher->awake();
    } catch (const std::exception& error) {  // node-addon-api's Napi::Error is one
      Report(env_, error.what());
    }
    dispatching_ = false;
    napi_close_callback_scope(env_, callbacks);
  }
  ReportPending(env_);
  napi_close_handle_scope(env_, handles);
}

}  // namespace qt_loop
