/* Times what the reader sees. Runs before the page's own scripts; only in the window itself, not in its frames. */
if (window === window.top) {
  const RESTING_FRAMES = 30;
  const watch = { start: 0, answered: 0, drawn: 0, received: 0, armed: false };
  const observed = new WeakSet();
  let resting = 0;

  const OriginalSocket = window.WebSocket;
  window.WebSocket = class extends OriginalSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        watch.received += data.byteLength ?? data.size ?? data.length;
        watch.answered = performance.now();
        resting = 0;
      });
    }
  };

  const changed = () => {
    watch.drawn = performance.now();
    resting = 0;
  };

  /* Streamlit's header shows that it is running: that is not what the reader waits for. */
  const isContent = ({ target }) => !(target.closest ?? (() => null)).call(target, "[data-testid='stHeader']");

  const isRunning = () =>
    document.querySelector("[data-testid='stApp']")?.dataset.testScriptState !== "notRunning";

  const observe = (document) => {
    if (!document?.documentElement || observed.has(document)) return;
    observed.add(document);
    const observer = new MutationObserver((mutations) => mutations.some(isContent) && changed());
    observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  };

  const tick = () => {
    observe(document);
    document.querySelectorAll("iframe").forEach((frame) => observe(frame.contentDocument));
    resting += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);

  window.addEventListener(
    "click",
    () => {
      if (!watch.armed) return;
      Object.assign(watch, { start: performance.now(), received: 0 });
    },
    { capture: true },
  );

  window.stopwatch = {
    /* The next click starts a lap (the last one before the answer counts: a list is opened by a click, too). */
    arm() {
      Object.assign(watch, { start: performance.now(), received: 0, armed: true });
      resting = 0;
    },
    /* Resolves when the script has ended and nothing has changed for a while: milliseconds since the start, bytes. */
    async rest() {
      while (resting < RESTING_FRAMES || isRunning()) await new Promise(requestAnimationFrame);
      watch.armed = false;
      const { start, answered, drawn, received } = watch;
      return { answered: answered - start, drawn: drawn - start, received };
    },
  };
}
