// The addon's door for JavaScript: start() and stop().
#include <node_api.h>

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QThread>

#include "loop.h"

namespace qt_loop {

namespace {

// One per Node environment, for its life; the environment's clean-up hook deletes it.
struct Addon {
  napi_env env = nullptr;
  napi_async_context async_context = nullptr;
  napi_async_cleanup_hook_handle cleanup = nullptr;
  Loop* loop = nullptr;  // running
  int closing = 0;       // stopped, libuv still holds them
  bool ending = false;   // the environment is being torn down
};

napi_value Throw(napi_env env, const char* code, const char* message) {
  napi_throw_error(env, code, message);
  return nullptr;
}

// The last libuv handle is gone: the environment may end.
void FinishIfEnding(Addon* addon) {
  if (!addon->ending || addon->closing > 0) return;
  napi_remove_async_cleanup_hook(addon->cleanup);
  delete addon;
}

void StopLoop(Addon* addon) {
  if (!addon->loop) return;
  Loop* loop = addon->loop;
  addon->loop = nullptr;
  addon->closing++;
  loop->Stop();
}

napi_value Start(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  auto* addon = static_cast<Addon*>(data);
  if (addon->loop) return nullptr;

  const auto* application = QCoreApplication::instance();
  if (!application) return Throw(env, "QT_LOOP_NO_APPLICATION", "load NodeGui before start(): Qt has no application");
  if (application->thread() != QThread::currentThread()) {
    return Throw(env, "QT_LOOP_WRONG_THREAD", "start() must be called on the thread that loaded NodeGui");
  }
  const auto* dispatcher = QAbstractEventDispatcher::instance();
  if (!dispatcher || !dispatcher->inherits("QEventDispatcherGlib")) {
    return Throw(env, "QT_LOOP_NO_GLIB", "Qt does not run on GLib here: unset QT_NO_GLIB, or use a Qt built with GLib");
  }
  uv_loop_t* uv = nullptr;
  if (napi_get_uv_event_loop(env, &uv) != napi_ok) return Throw(env, "QT_LOOP_NO_UV", "Node gave no event loop");

  auto** self = new Loop*(nullptr);
  auto* loop = new Loop(env, uv, addon->async_context, [addon, self] {
    delete *self;
    delete self;
    addon->closing--;
    FinishIfEnding(addon);
  });
  *self = loop;
  addon->loop = loop;
  if (const int error = loop->Start()) {
    StopLoop(addon);
    return Throw(env, uv_err_name(error), uv_strerror(error));
  }
  return nullptr;
}

napi_value Stop(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  StopLoop(static_cast<Addon*>(data));
  return nullptr;
}

void CleanUp(napi_async_cleanup_hook_handle, void* data) {
  auto* addon = static_cast<Addon*>(data);
  addon->ending = true;
  StopLoop(addon);
  FinishIfEnding(addon);
}

void Export(napi_env env, napi_value exports, const char* name, napi_callback callback, Addon* addon) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, addon, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

napi_value Init(napi_env env, napi_value exports) {
  auto* addon = new Addon{};
  addon->env = env;
  napi_value name, resource;
  napi_create_string_utf8(env, "qt-loop", NAPI_AUTO_LENGTH, &name);
  napi_create_object(env, &resource);
  napi_async_init(env, resource, name, &addon->async_context);
  napi_add_async_cleanup_hook(env, CleanUp, addon, &addon->cleanup);
  Export(env, exports, "start", Start, addon);
  Export(env, exports, "stop", Stop, addon);
  return exports;
}

}  // namespace qt_loop

NAPI_MODULE_INIT() { return qt_loop::Init(env, exports); }
