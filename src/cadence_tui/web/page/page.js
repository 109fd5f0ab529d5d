// Makes the terminal's page ready before textual.js opens it, and says so when the app has ended.
"use strict";

{
  const start = window.onload;
  const query = new URLSearchParams(location.search);

  // The socket is beside the page, wherever a proxy has put that.
  function socketUrl() {
    const url = new URL("ws", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = url.hash = "";
    return url.href;
  }

  // The terminal measures its font once, when it is opened: it has to be there by then.
  async function fontsLoaded() {
    const styles = ["16px", "bold 16px", "italic 16px"];
    try {
      await Promise.all(styles.map((style) => document.fonts.load(`${style} "Roboto Mono"`)));
    } catch {
      // The browser's own will do.
    }
  }

  // Over plain http from another machine, browsers hide the clipboard from pages: there the old way has to do.
  function offerClipboard() {
    const writeText = async (text) => {
      const area = document.createElement("textarea");
      area.className = "copied";
      area.value = text;
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand("copy");
      area.remove();
      document.querySelector(".xterm-helper-textarea").focus();
      return isCopied;
    };
    Object.defineProperty(navigator, "clipboard", { value: { writeText, readText: async () => "" } });
  }

  // Keys go to the app without a click first; not before it runs, since nobody would hear of the focus.
  function watch() {
    const ended = document.querySelector(".ended");
    const observer = new MutationObserver(() => {
      const state = document.body.classList;
      if (state.contains("-closed")) {
        observer.disconnect();
        ended.hidden = false;
        ended.querySelector("button").focus();
      } else if (state.contains("-first-byte") && !state.contains("-has-keys")) {
        state.add("-has-keys");
        document.querySelector(".xterm-helper-textarea").focus();
      }
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    ended.querySelector("button").addEventListener("click", () => location.reload());
  }

  window.onload = async (event) => {
    const terminal = document.querySelector(".textual-terminal");
    terminal.dataset.sessionWebsocketUrl = socketUrl();
    terminal.dataset.fontSize = String(Math.min(Math.max(parseInt(query.get("fontsize"), 10) || 16, 8), 48));
    watch();
    if (!navigator.clipboard) offerClipboard();
    await fontsLoaded();
    start(event);
  };
}
